// Whole frames, as a terminal without colour shows them; in the wide ones blank lines at the end are left out.
import { render } from 'ink-testing-library'
import stringWidth from 'string-width'
import { describe, expect, test, vi } from 'vitest'
import { graphemes, widthOf } from '../../src/text/width.ts'
import { frontPage } from '../../src/ui/screen.ts'
import { buildTheme } from '../../src/ui/theme.ts'
import { FrontPage } from '../../src/ui/view/app.tsx'
import { layMenu } from '../../src/ui/view/menu-page.tsx'
import { layOutcome } from '../../src/ui/view/outcome-page.tsx'
import { choose, DOWN, ENTER, ESCAPE, openTable, ring, SAVE, type Table } from './phones.ts'

// The styling library decides whether there are colours when it is loaded.
vi.hoisted(() => {
  process.env['FORCE_COLOR'] = '1'
})

function draw({ session }: Table, columns: number, isColoured = false): string {
  session.dispatch({ type: 'resize', columns, rows: 24 })
  const { lastFrame, unmount } = render(<FrontPage screen={session.screen()} theme={buildTheme(isColoured)} />)
  const frame = lastFrame() ?? ''
  unmount()
  return frame
}

/** The frame in an 80 × 24 terminal, without the blank lines between body and foot. */
function frame(table: Table, columns = 80): string {
  const lines = draw(table, columns)
    .split('\n')
    .map((line) => line.trimEnd())
  return `\n${lines.join('\n').replace(/\n{3,}/g, '\n\n')}\n`
}

describe('R-09 an Android phone rings', () => {
  test('with the card over its own screen', () => {
    const table = openTable()
    ring(table)
    expect(frame(table)).toMatchInlineSnapshot(`
      "
       Call                                                       Android 14 · Google
       ──────────────────────────────────────────────────────────────────────────────
                ╭──────────────────────────────────────────────────────────╮
                │ ╭──────────────────────────────────────────────────────╮ │
                │ │ Ringsight Caller ID                                  │ │
                │ │ Anna Byrne                                           │ │
                │ │ Acme Ltd                                             │ │
                │ │ Renewal · EUR 12,500                                 │ │
                │ ╰──────────────────────────────────────────────────────╯ │
                │                      Incoming call                       │
                │                     +353 87 123 4567                     │
                ╰──────────────────────────────────────────────────────────╯

       Matched Anna Byrne on Phone Number.

       a answer · d decline · m let it ring out · e answered elsewhere · q quit
      "
    `)
  })
  test('with a heads-up notification where the app may not draw over others', () => {
    const { settings } = openTable().session.screen().phone.handset
    const table = openTable({ handset: { settings: { ...settings, overlay: false } } })
    ring(table)
    expect(frame(table, 40)).toMatchInlineSnapshot(`
      "
       Call               Android 14 · Google
       ──────────────────────────────────────
       ╭────────────────────────────────────╮
       │ ╭────────────────────────────────╮ │
       │ │ Ringsight · notification       │ │
       │ │ Anna Byrne                     │ │
       │ │ Acme Ltd                       │ │
       │ │ Renewal · EUR 12,500           │ │
       │ ╰────────────────────────────────╯ │
       │           Incoming call            │
       │          +353 87 123 4567          │
       ╰────────────────────────────────────╯

       Matched Anna Byrne on Phone Number.

       a answer · d decline
       m let it ring out
       e answered elsewhere · q quit
      "
    `)
  })
  test('R-05 with a visible number of others', () => {
    const table = openTable()
    ring(table, '+35312345678')
    expect(frame(table, 40)).toMatchInlineSnapshot(`
      "
       Call               Android 14 · Google
       ──────────────────────────────────────
       ╭────────────────────────────────────╮
       │ ╭────────────────────────────────╮ │
       │ │ Ringsight Caller ID            │ │
       │ │ Ben Ito  +1 other              │ │
       │ │ Globex                         │ │
       │ ╰────────────────────────────────╯ │
       │           Incoming call            │
       │          +353 1 234 5678           │
       ╰────────────────────────────────────╯

       2 contacts share this number: Ben Ito
       has the lowest record id, and nothing
       else sets them apart.

       a answer · d decline
       m let it ring out
       e answered elsewhere · i who it is
       q quit
      "
    `)
  })
  test('R-13 with the bare number, and why', () => {
    const table = openTable({
      handset: {
        permissions: { callLog: 'denied-once', phone: 'granted', notifications: 'granted', contacts: 'never-asked' },
      },
    })
    ring(table)
    expect(frame(table)).toMatchInlineSnapshot(`
      "
       Call                                                       Android 14 · Google
       ──────────────────────────────────────────────────────────────────────────────
                ╭──────────────────────────────────────────────────────────╮
                │                      Incoming call                       │
                │                     +353 87 123 4567                     │
                ╰──────────────────────────────────────────────────────────╯

       Without the call log permission Android does not say which number it is.
       Fix: Menu › Settings › Calling › Caller ID: switch it on again and allow Call
       logs.

       a answer · d decline · m let it ring out · e answered elsewhere · q quit
      "
    `)
  })
  test('R-04 with the name of its own address book', () => {
    const table = openTable({ addressBook: new Map([['+353871234567', 'Mum']]) })
    ring(table)
    expect(frame(table)).toMatchInlineSnapshot(`
      "
       Call                                                       Android 14 · Google
       ──────────────────────────────────────────────────────────────────────────────
                ╭──────────────────────────────────────────────────────────╮
                │ ╭──────────────────────────────────────────────────────╮ │
                │ │ Ringsight Caller ID                                  │ │
                │ │ Anna Byrne                                           │ │
                │ │ Acme Ltd                                             │ │
                │ │ Renewal · EUR 12,500                                 │ │
                │ ╰──────────────────────────────────────────────────────╯ │
                │                      Incoming call                       │
                │                           Mum                            │
                │                     +353 87 123 4567                     │
                ╰──────────────────────────────────────────────────────────╯

       The phone's own address book has this number. Ringsight may not read it, so it
       shows the CRM's name as well.

       a answer · d decline · m let it ring out · e answered elsewhere · q quit
      "
    `)
  })
  test('R-06 with no number at all', () => {
    const table = openTable()
    ring(table, 'withheld')
    expect(frame(table, 40)).toMatchInlineSnapshot(`
      "
       Call               Android 14 · Google
       ──────────────────────────────────────
       ╭────────────────────────────────────╮
       │           Incoming call            │
       │           Private number           │
       ╰────────────────────────────────────╯

       The network gave no number, so there
       is nobody to match.

       a answer · d decline
       m let it ring out
       e answered elsewhere · q quit
      "
    `)
  })
})

describe('R-07 an iPhone rings', () => {
  test('with one label', () => {
    const table = openTable({ platform: 'ios' })
    ring(table)
    expect(frame(table)).toMatchInlineSnapshot(`
      "
       Call                                                                    iPhone
       ──────────────────────────────────────────────────────────────────────────────
                ╭──────────────────────────────────────────────────────────╮
                │                      Incoming call                       │
                │                     +353 87 123 4567                     │
                │        Ringsight Caller ID: Anna Byrne · Acme Ltd        │
                ╰──────────────────────────────────────────────────────────╯

       Matched Anna Byrne on Phone Number.

       a answer · d decline · m let it ring out · e answered elsewhere · q quit
      "
    `)
  })
  test('R-04 with the name of its own address book and nothing else', () => {
    const table = openTable({ platform: 'ios', addressBook: new Map([['+353871234567', 'Mum']]) })
    ring(table)
    expect(frame(table, 40)).toMatchInlineSnapshot(`
      "
       Call                            iPhone
       ──────────────────────────────────────
       ╭────────────────────────────────────╮
       │           Incoming call            │
       │                Mum                 │
       │          +353 87 123 4567          │
       ╰────────────────────────────────────╯

       This is the phone's own address book;
       the CRM is not asked.

       a answer · d decline
       m let it ring out
       e answered elsewhere · q quit
      "
    `)
  })
  test('with a label of two lines where it is narrow', () => {
    const table = openTable({ platform: 'ios' })
    ring(table)
    expect(frame(table, 40)).toMatchInlineSnapshot(`
      "
       Call                            iPhone
       ──────────────────────────────────────
       ╭────────────────────────────────────╮
       │           Incoming call            │
       │          +353 87 123 4567          │
       │ Ringsight Caller ID: Anna Byrne ·  │
       │              Acme Ltd              │
       ╰────────────────────────────────────╯

       Matched Anna Byrne on Phone Number.

       a answer · d decline
       m let it ring out
       e answered elsewhere · q quit
      "
    `)
  })
})

test('a call goes on, and a second one rings', () => {
  const table = openTable()
  ring(table)
  table.type('a')
  table.pass(65)
  table.type('w', '+35312345678', ENTER)
  expect(frame(table)).toMatchInlineSnapshot(`
    "
     Call                                                       Android 14 · Google
     ──────────────────────────────────────────────────────────────────────────────
              ╭──────────────────────────────────────────────────────────╮
              │                      Incoming call                       │
              │                     +353 1 234 5678                      │
              ╰──────────────────────────────────────────────────────────╯
              ╭──────────────────────────────────────────────────────────╮
              │                   Incoming call · 1:05                   │
              │                     +353 87 123 4567                     │
              ╰──────────────────────────────────────────────────────────╯

     Android names the number of the first call only, not of one that comes in
     during another.

     a answer · d decline · m let it ring out · e answered elsewhere · q quit
    "
  `)
})

test('R-10 a missed call leaves a notification', () => {
  const table = openTable()
  ring(table)
  table.type('m')
  expect(frame(table)).toMatchInlineSnapshot(`
    "
     Notification                                               Android 14 · Google
     ──────────────────────────────────────────────────────────────────────────────
     ╭──────────────────────────────────────────────────────────────╮
     │ Ringsight · 2026-11-20 12:00                                 │
     │ Missed call: Anna Byrne · Acme Ltd                           │
     ╰──────────────────────────────────────────────────────────────╯
     ❯ View contact
       Call back
       Clear

     ↑↓ choose · Enter · Esc back · q quit
    "
  `)
})

test('R-13 Android asks', () => {
  const table = openTable({
    handset: {
      permissions: { callLog: 'never-asked', phone: 'granted', notifications: 'granted', contacts: 'never-asked' },
    },
  })
  table.session.dispatch({
    type: 'happened',
    phone: { ...table.session.screen().phone, dialogs: ['callLog'] },
    events: [{ type: 'permission-dialog', permission: 'callLog' }],
    pages: [],
  })
  expect(frame(table)).toMatchInlineSnapshot(`
    "
     Android asks                                               Android 14 · Google
     ──────────────────────────────────────────────────────────────────────────────
                     ╭────────────────────────────────────────────╮
                     │ Allow Ringsight to access your phone call  │
                     │ logs?                                      │
                     │                                            │
                     │ ❯ Allow                                    │
                     │   Don't allow                              │
                     ╰────────────────────────────────────────────╯

     ↑↓ choose · Enter · Esc turn away · q quit
    "
  `)
})

describe('R-11 the outcome screen', () => {
  const filled = () => {
    const table = openTable()
    ring(table)
    table.type('a')
    table.pass(65)
    table.type('h', DOWN, DOWN, '\t', 'Wants a quote for 東京', ENTER, 'by Friday', '\t', ENTER, 'Send the quote')
    return table
  }
  test('holds outcome, notes and tasks', () => {
    const table = filled()
    table.type(ESCAPE)
    expect(frame(table)).toMatchInlineSnapshot(`
      "
       Call outcome                                               Android 14 · Google
       ──────────────────────────────────────────────────────────────────────────────
       Incoming call with Anna Byrne · 1:05
         Outcome
           ○ Connected
           ● Left live message
           ○ Left voicemail
           ○ No answer
           ○ Busy
           ○ Wrong number
         Notes
         │ Wants a quote for 東京
         │ by Friday
         │
         │
         │
       ❯ Tasks
         ❯ Send the quote                                          2026-11-25 · To-do
           + Add a task
         Deal  ● on Renewal EUR 12,500
         [Save]    [Keep draft]    [Discard]

       Tab next · ↑↓ choose · Ctrl-S save · Esc dismiss, keep draft
      "
    `)
  })
  test('fits a narrow terminal, and says what is missing', () => {
    const table = openTable()
    ring(table)
    table.type('a', 'h', SAVE)
    expect(frame(table, 40)).toMatchInlineSnapshot(`
      "
       Call outcome       Android 14 · Google
       ──────────────────────────────────────
       Incoming call with Anna Byrne
       ❯ Outcome
           ○ Connected
           ○ Left live message
           ○ Left voicemail
           ○ No answer
           ○ Busy
           ○ Wrong number
         Notes
         │
         │
         │
         │
         Tasks
           + Add a task
         Deal  ● on Renewal EUR 12,500
         [Save]    [Keep draft]    [Discard]

       Choose an outcome.
       Tab next · ↑↓ choose · Ctrl-S save
       Esc dismiss, keep draft
      "
    `)
  })
  test('gives way to the task that is being written', () => {
    expect(frame(filled())).toMatchInlineSnapshot(`
      "
       Call outcome › Task                                        Android 14 · Google
       ──────────────────────────────────────────────────────────────────────────────
       ❯ Title     Send the quote
         Type      ‹ To-do ›
         Due       in 3 business days
         Priority  ‹ none ›
         Done
         Remove

       Due on 2026-11-25.

       Tab next · ←→ change · Ctrl-S save all · Esc back
      "
    `)
  })
})

describe('the phone', () => {
  test('begins with its menu', () => {
    expect(frame(openTable())).toMatchInlineSnapshot(`
      "
       Phone                                                      Android 14 · Google
       ──────────────────────────────────────────────────────────────────────────────
       ❯ Dial
         Receive a call
         Contacts                                                   4
         Call list
         Notifications
         Drafts
         Outbox
         App settings
         System settings
         Open or end the app
         Around the phone
         Let time pass
         Phone model
         Quit

       ↑↓ choose · Enter · q quit
      "
    `)
  })
  test('tells in full what a narrow list had to cut', () => {
    const table = openTable({ handset: { maker: 'xiaomi' } })
    choose(table, 'System settings')
    table.type(DOWN, DOWN, DOWN, DOWN)
    expect(frame(table, 40)).toMatchInlineSnapshot(`
      "
       Settings › Apps › Ringsight
       ──────────────────────────────────────
         Permissions
         Display over other apps         on
         Battery                  Optimised
         Autostart                      off
       ❯ Display pop-up windows while…  off
         Show on Lock screen            off
         Default caller ID & spam app  none

         Display pop-up windows while running
         in background

       ↑↓ choose · Enter · Esc back · q quit
      "
    `)
  })
  test('shows a line to type in', () => {
    const table = openTable()
    choose(table, 'Contacts')
    table.type('ito')
    expect(frame(table)).toMatchInlineSnapshot(`
      "
       Contacts                                                   Android 14 · Google
       ──────────────────────────────────────────────────────────────────────────────
       Name, company or number
       › ito

       ❯ Ben Ito                                               Globex
         Cara Ito                                              Globex

       type · ↑↓ choose · Enter · Esc back · Ctrl-C quit
      "
    `)
  })
  test('wants a terminal of some size', () => {
    expect(frame(openTable(), 39)).toMatchInlineSnapshot(`
      "
      Ringsight needs 40 × 12 characters.
      Ctrl-C quits.


      "
    `)
  })
})

describe('the cursor stands where the next character goes', () => {
  /** What is drawn to the left of the cursor; null where there is none. */
  const beforeCursor = (table: Table, columns: number): string | null => {
    const lines = draw(table, columns).split('\n')
    const screen = table.session.screen()
    const page = frontPage(screen)
    const caret =
      page?.kind === 'form'
        ? layOutcome(page.form, screen).caret
        : page?.kind === 'menu'
          ? layMenu(page, screen).caret
          : null
    return caret === null ? null : cutBefore(lines[caret.y] ?? '', caret.x).trimStart()
  }
  const answered = () => {
    const table = openTable()
    ring(table)
    table.type('ah')
    return table
  }

  test.each([80, 40])('in a line to type in, at %i columns', (columns) => {
    const table = openTable()
    choose(table, 'Contacts')
    table.type('山x')
    expect(beforeCursor(table, columns)).toBe('› 山x')
    table.type('\u001b[D')
    expect(beforeCursor(table, columns)).toBe('› 山')
  })
  test.each([80, 40])('below what the page says, at %i columns', (columns) => {
    const table = openTable()
    choose(table, 'Phone model')
    choose(table, 'SIM countries')
    expect(beforeCursor(table, columns)).toBe('› IE')
  })
  test.each([80, 40])('in notes longer than their part of the page, at %i columns', (columns) => {
    const table = answered()
    table.type('\t', ...Array.from({ length: 30 }, (_, line) => `line ${line}${ENTER}`), '東京 end')
    expect(beforeCursor(table, columns)).toBe('│ 東京 end')
    table.type('\u001b[A')
    expect(beforeCursor(table, columns)).toBe('│ line 29')
  })
  test.each([80, 40])('in a task, at %i columns', (columns) => {
    const table = answered()
    table.type('\t\t', ENTER, 'Mail')
    expect(beforeCursor(table, columns)).toBe('❯ Title     Mail')
    table.type(DOWN, DOWN, ' ')
    expect(beforeCursor(table, columns)).toBe('❯ Due       in 3 business days ')
  })
  test('and nowhere else', () => {
    const table = answered()
    expect(beforeCursor(table, 80)).toBeNull()
    table.type(ESCAPE)
    expect(beforeCursor(table, 80)).toBeNull()
  })
})

function cutBefore(line: string, column: number): string {
  const kept = graphemes(line)
  while (widthOf(kept.join('')) > column) kept.pop()
  return kept.join('').padEnd(column - widthOf(kept.join('')) + kept.join('').length)
}

// Every page there is, by the keys that lead to it from the phone's menu.
const PAGES: Record<string, (table: Table) => void> = {
  home: () => {},
  dial: (table) => choose(table, 'Dial'),
  receive: (table) => choose(table, 'Receive'),
  contacts: (table) => choose(table, 'Contacts'),
  contact: (table) => {
    choose(table, 'Contacts')
    table.type('東', ENTER)
  },
  ringing: (table) => ring(table, '+48512345678'),
  'a call': (table) => {
    ring(table, '+48512345678')
    table.type('a')
  },
  'call ended': (table) => {
    ring(table, '+353861111111')
    table.type('ah')
  },
  notification: (table) => {
    ring(table, '+48512345678')
    table.type('m')
  },
  notifications: (table) => {
    ring(table, '+48512345678')
    table.type('m', ESCAPE)
    choose(table, 'Notifications')
  },
  outcome: (table) => {
    ring(table, '+48512345678')
    table.type('ah')
  },
  task: (table) => {
    ring(table, '+48512345678')
    table.type('ah', '\t\t', ENTER, '東京'.repeat(50))
  },
  'a long note': (table) => {
    ring(table, '+48512345678')
    table.type('ah', '\t', 'word 東京 '.repeat(100))
  },
  drafts: (table) => {
    ring(table, '+48512345678')
    table.type('ah', ESCAPE)
    choose(table, 'Drafts')
  },
  'call list': (table) => {
    ring(table, '+48512345678')
    table.type('d', ENTER)
    choose(table, 'Call list')
  },
  'app settings': (table) => choose(table, 'App settings'),
  'system settings': (table) => choose(table, 'System settings'),
  model: (table) => choose(table, 'Phone model'),
  process: (table) => choose(table, 'Open or end the app'),
  around: (table) => choose(table, 'Around the phone'),
  roaming: (table) => {
    choose(table, 'Around the phone')
    choose(table, 'Roaming')
  },
  'address book': (table) => {
    choose(table, 'Phone model')
    choose(table, 'Address book')
    table.type(`${'山'.repeat(90)}\u202e; +48512345678`, ENTER)
    choose(table, 'Address book')
  },
  'a saved person': (table) => {
    choose(table, 'Phone model')
    choose(table, 'Address book')
    table.type(`${'山'.repeat(90)}; +48512345678`, ENTER)
    choose(table, 'Address book')
    table.type(DOWN, ENTER)
  },
}

describe.each(Object.entries(PAGES))('the page %s', (_name, go) => {
  test.each([
    ['android', 80],
    ['android', 40],
    ['ios', 80],
    ['ios', 40],
  ] as const)(
    'on %s keeps within %i columns, boxes closed, with no colour and nothing hostile',
    (platform, columns) => {
      const table = openTable({ platform })
      go(table)
      const lines = draw(table, columns).split('\n')
      expect(lines).toHaveLength(23)
      for (const line of lines) {
        expect(stringWidth(line)).toBeLessThanOrEqual(columns)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e\u200d]/)
      }
      for (const [left, right] of [
        ['╭', '╮'],
        ['╰', '╯'],
      ] as const) {
        for (const line of lines.filter((each) => each.includes(left))) expect(line).toContain(right)
      }
      const edges = lines.filter((line) => /^ *│.*│ *$/.test(line)).map((line) => stringWidth(line.trimEnd()))
      expect(new Set(edges).size).toBeLessThanOrEqual(1)
    },
  )
})

test('colour is an extra: with it, styles; without it, not one escape, even where a library would colour', () => {
  const sequence = '\u001b'
  expect(draw(openTable(), 80, true)).toContain(sequence)
  expect(draw(openTable(), 80, false)).not.toContain(sequence)
})
