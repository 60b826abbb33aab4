import { afterEach, describe, expect, test, vi } from 'vitest'
import { whoPage } from '../../src/ui/page/who-page.ts'
import { frontPage, menuOf } from '../../src/ui/screen.ts'
import { choose, DOWN, ENTER, ESCAPE, openTable, ring, SAVE } from './phones.ts'

afterEach(() => {
  vi.useRealTimers()
})

const LINE = { presentation: 'ALLOWED', text: '+353871234567' } as const
const INCOMING = { mode: 'call', start: { kind: 'ring', line: LINE } } as const

describe('R-11 a draft survives', () => {
  test('a crash, but for what was typed in the last moment', () => {
    vi.useFakeTimers()
    const table = openTable(INCOMING)
    table.type('a', 'h', '\t', 'Wants a')
    vi.advanceTimersByTime(200)
    table.type(' quote')
    expect(table.store.read('drafts')).toMatchObject([{ call: { contactId: '101' }, notes: 'Wants a' }])
    vi.advanceTimersByTime(200)
    expect(table.store.read('drafts')).toMatchObject([{ notes: 'Wants a quote' }])
  })

  test('a crash while the screen is still empty', () => {
    vi.useFakeTimers()
    const table = openTable(INCOMING)
    table.type('a', 'h')
    vi.advanceTimersByTime(200)
    expect(table.store.read('drafts')).toHaveLength(1)
  })

  test('dismissal', () => {
    const table = openTable(INCOMING)
    table.type('a', 'h', '\t', 'Wants a quote', ESCAPE)
    expect(table.session.isOver()).toBe(true)
    table.session.close()
    expect(table.store.read('drafts')).toMatchObject([{ notes: 'Wants a quote' }])
    expect(table.session.result()).toMatchObject({ saved: null, draftKept: { notes: 'Wants a quote' } })
  })

  test('Ctrl-C', () => {
    const table = openTable(INCOMING)
    table.type('a', 'h', '\t', 'Wants a quote\u0003')
    table.session.close()
    expect(table.session.isOver()).toBe(true)
    expect(table.store.read('drafts')).toMatchObject([{ notes: 'Wants a quote' }])
  })

  test('and is gone for good once it is saved', () => {
    vi.useFakeTimers()
    const table = openTable(INCOMING)
    table.type('a', 'h', DOWN, '\t', 'Wants a quote', SAVE)
    vi.advanceTimersByTime(1000)
    table.session.close()
    expect(table.store.read('drafts')).toEqual([])
    expect(table.store.readOutbox()).toMatchObject([{ outcome: 'connected', notes: 'Wants a quote' }])
    expect(table.session.result()).toMatchObject({ saved: { outcome: 'connected' }, draftKept: null })
  })
})

describe('a desk that cannot keep things', () => {
  const broken = (what: string) => () => {
    throw new Error(`${what}: the disk is full`)
  }

  test('an outcome stays on the screen, and the reason is told', () => {
    const table = openTable({ ...INCOMING, desk: { saveOutcome: broken('outbox') } })
    table.type('a', 'h', DOWN, SAVE)
    expect(table.front()).toBe('Call outcome')
    expect(table.session.screen().notice).toBe('Not saved: outbox: the disk is full')
    expect(table.session.isOver()).toBe(false)
  })

  test('a draft is tried again', () => {
    vi.useFakeTimers()
    const kept: string[] = []
    let isFull = true
    const keepDraft = ({ notes }: { notes: string }) => {
      if (isFull) throw new Error('the disk is full')
      kept.push(notes)
    }
    const table = openTable({ ...INCOMING, desk: { keepDraft } })
    table.type('a', 'h', '\t', 'abc')
    vi.advanceTimersByTime(200)
    expect(table.session.screen().notice).toBe('The draft could not be kept: the disk is full')
    isFull = false
    table.session.close()
    expect(kept).toEqual(['abc'])
  })

  test('what was typed is given back at the end, and not called kept', () => {
    const table = openTable({ ...INCOMING, desk: { keepDraft: broken('drafts') } })
    table.type('a', 'h', '\t', 'abc', ESCAPE)
    expect(table.session.screen().notice).toBe('The draft could not be kept: drafts: the disk is full')
    table.session.close()
    expect(table.session.result()).toMatchObject({
      draftKept: null,
      unkept: { drafts: [{ notes: 'abc' }], isPhone: false, because: new Error('drafts: the disk is full') },
    })
  })

  test('a draft is called kept once it is', () => {
    const kept: string[] = []
    const table = openTable({ ...INCOMING, desk: { keepDraft: ({ notes }) => void kept.push(notes) } })
    table.type('a', 'h', '\t', 'abc', ESCAPE)
    expect([kept, table.session.screen().notice]).toEqual([['abc'], 'Kept as a draft.'])
    expect(table.session.result()).toMatchObject({ draftKept: { notes: 'abc' }, unkept: null })
  })

  test('the phone is tried again at the end, and told where it is not kept', () => {
    let isFull = true
    const keepPhone = () => {
      if (isFull) throw new Error('the disk is full')
    }
    const table = openTable({ desk: { keepPhone } })
    ring(table)
    table.session.close()
    expect(table.session.result().unkept).toMatchObject({ drafts: [], isPhone: true })
    isFull = false
    table.session.close()
    expect(table.session.result().unkept).toBeNull()
  })

  test('the phone goes on', () => {
    const table = openTable({ desk: { keepPhone: broken('phone') } })
    ring(table)
    expect(table.front()).toBe('call')
    expect(table.session.screen().notice).toBe('The phone could not be kept: phone: the disk is full')
  })
})

describe('a single call', () => {
  test('is over when its outcome is saved', () => {
    const table = openTable(INCOMING)
    table.type('a', 'h', DOWN)
    expect(table.session.isOver()).toBe(false)
    table.type(SAVE)
    expect(table.session.isOver()).toBe(true)
  })

  test('is over when what is left of it has been read', () => {
    const table = openTable({ ...INCOMING, platform: 'ios' })
    table.type('m')
    expect(table.front()).toBe('Call ended')
    table.type(ENTER)
    expect(table.session.isOver()).toBe(true)
  })

  test('goes on with the call back', () => {
    const table = openTable(INCOMING)
    table.type('m', DOWN, ENTER)
    expect(table.session.isOver()).toBe(false)
    expect(table.front()).toBe('call')
    table.type('a', 'h', '5', SAVE)
    expect(table.session.result().saved).toMatchObject({ outcome: 'busy', call: { direction: 'outgoing' } })
    expect(table.session.isOver()).toBe(true)
  })

  test('an outgoing one dials', () => {
    const table = openTable({ mode: 'call', start: { kind: 'dial', line: LINE, from: 'app' } })
    expect(table.session.screen().phone.calls).toMatchObject([{ call: { phase: 'dialling', from: 'app' } }])
  })

  test('says when each thing happened, counted from the first ring', () => {
    const table = openTable(INCOMING)
    table.pass(4)
    table.type('a')
    table.pass(60)
    table.type('r')
    const times = table.session.result().events.map(({ atMs, event }) => [event.type, atMs])
    expect(times).toContainEqual(['ringing', 0])
    expect(times).toContainEqual(['answered', 4_000])
    expect(times).toContainEqual(['open-outcome', 64_000])
  })
})

test('the phone is kept after everything that is done to it', () => {
  const table = openTable()
  choose(table, 'System settings')
  choose(table, 'Display over other apps')
  expect(table.store.read('phone')).toMatchObject({ handset: { settings: { overlay: false } } })
  table.type(ESCAPE)
  choose(table, 'Phone model')
  choose(table, 'Maker')
  expect(table.store.read('phone')).toMatchObject({ handset: { maker: 'samsung' } })
})

test('letters that arrive together are pressed one after the other', () => {
  const table = openTable(INCOMING)
  table.type('ah')
  expect(table.front()).toBe('Call outcome')
  const second = openTable(INCOMING)
  second.type('aw+35312345678\r')
  expect(second.session.screen().phone.calls).toHaveLength(2)
})

test('q quits, but is a letter where one types', () => {
  const table = openTable()
  choose(table, 'Contacts')
  table.type('q')
  expect(table.session.isOver()).toBe(false)
  table.type(ESCAPE, 'q')
  expect(table.session.isOver()).toBe(true)
})

describe('Sign out of the app', () => {
  test('leaves nothing of the account: contacts, drafts, outbox, notices and pages; the phone stays', () => {
    const table = openTable()
    for (const outcome of ['left unsaved', 'saved']) {
      ring(table)
      table.type('a', 'h', DOWN, '\t', outcome)
      if (outcome === 'saved') table.type(SAVE)
      else table.type(ESCAPE)
    }
    ring(table)
    table.type('m')
    expect(table.store.read('drafts')).toHaveLength(1)
    expect(table.store.readOutbox()).toHaveLength(1)
    while (table.items().every((item) => !item.includes('App settings'))) table.type(ESCAPE)
    choose(table, 'App settings')
    choose(table, 'Sign out')
    const page = frontPage(table.session.screen())
    expect(page?.kind === 'menu' && menuOf(page, table.session.screen()).menu.lines).toContain(
      'Lost with it: 1 outcome not sent, 1 draft.',
    )
    choose(table, 'Sign out')
    const { phone, drafts, outbox, contacts, world, pages, notice } = table.session.screen()
    expect(phone.app).toMatchObject({ isSignedIn: false })
    expect(phone.notifications).toEqual([])
    expect(phone.callList).toHaveLength(3)
    expect({ drafts, outbox, contacts: contacts.count, held: world.directory.contacts.size }).toEqual({
      drafts: [],
      outbox: [],
      contacts: 0,
      held: 0,
    })
    expect(pages).toHaveLength(1)
    expect(notice).toBe('Signed out: nothing of the CRM is left on this phone.')
    expect([table.store.read('drafts') ?? [], table.store.readOutbox()]).toEqual([[], []])
  })

  test('is tried again where the store is at work, until nothing is left', () => {
    const tried: string[] = []
    const signOut = () => {
      tried.push('signed out')
      if (tried.length < 3) throw new Error('synced just now')
    }
    const table = openTable({ desk: { signOut } })
    table.session.dispatch({ type: 'act', action: { type: 'sign-out' } })
    table.pass(1)
    expect(table.session.screen().notice).toBe('What came from the CRM could not be removed yet: synced just now')
    table.pass(1)
    table.pass(1)
    table.session.close()
    expect(tried).toHaveLength(3)
  })
})

describe('R-31 it was Cara', () => {
  const SHARED = { presentation: 'ALLOWED', text: '+35312345678' } as const
  const CALL = { mode: 'call', start: { kind: 'ring', line: SHARED } } as const

  test('said while it rings, the card and the outcome screen are hers, and it is kept', () => {
    const table = openTable(CALL)
    table.type('i', DOWN, ENTER)
    expect(table.session.screen().phone.cards[0]?.card).toMatchObject({ name: 'Cara Ito', chosenOn: '2026-11-20' })
    table.type('a', 'h')
    expect(table.session.screen().drafts).toMatchObject([{ call: { contactId: '103', contactName: 'Cara Ito' } }])
    expect(table.store.read('choices')).toMatchObject([{ line: '+35312345678', contactId: '103' }])
  })

  test('said on the outcome screen, and taken back there', () => {
    const table = openTable(CALL)
    const toWho = ['\t', '\t', '\t', ENTER]
    table.type('a', 'h', ...toWho)
    expect(table.items()).toEqual(['❯ It was Ben Ito: Globex', 'It was Cara Ito: Globex'])
    table.type(DOWN, ENTER)
    expect(table.session.screen().drafts).toMatchObject([{ call: { contactId: '103' } }])
    table.type(ENTER)
    expect(table.items()[0]).toBe('❯ Take it back')
    table.type(ENTER)
    expect(table.session.screen().drafts).toMatchObject([{ call: { contactId: '102' } }])
    expect(table.store.read('choices')).toEqual([])
  })

  test('said afterwards, on the page of the call', () => {
    const table = openTable({ start: { kind: 'ring', line: SHARED } })
    table.type('m', ESCAPE, ESCAPE)
    choose(table, 'Call list')
    table.type(ENTER)
    choose(table, 'Who was it?')
    choose(table, 'It was Cara Ito')
    expect(table.store.read('choices')).toMatchObject([{ contactId: '103' }])
  })

  test.each([
    ['android', 'Shown first for this number from now on; this call is logged to this contact.'],
    ['ios', 'Shown first for this number from now on.'],
  ] as const)('R-08 says that the call is logged to whom is chosen where it is, on %s', (platform, about) => {
    const { session } = openTable({ platform, ...CALL })
    const menu = whoPage(session.screen(), { name: 'who', number: SHARED.text, callId: 'a' })
    expect(menu.items.map((item) => item.about)).toEqual([about, about])
  })

  test('what cannot be kept is told, and does not count', () => {
    const keepChoice = () => {
      throw new Error('the disk is full')
    }
    const table = openTable({ ...CALL, desk: { keepChoice } })
    table.type('i', DOWN, ENTER)
    expect(table.session.screen().notice).toContain('It could not be kept who it was: the disk is full')
    expect(table.session.screen().phone.cards[0]?.card.name).toBe('Ben Ito')
  })

  test('the number of one contact offers no such key', () => {
    const table = openTable(INCOMING)
    table.type('i')
    expect(frontPage(table.session.screen())?.kind).toBe('call')
  })
})

describe('AND-77 a new phone, set up from this one', () => {
  test('is asked for once more, with what goes, and starts signed out', () => {
    const table = openTable()
    choose(table, 'Around the phone')
    choose(table, 'Go on with a new phone')
    expect(table.session.screen().phone.app.isSignedIn).toBe(true)
    choose(table, 'Set it up from a backup of this one')
    expect(table.session.screen().phone.app.isSignedIn).toBe(false)
  })

  test('Do Not Disturb is a switch around the phone', () => {
    const table = openTable()
    choose(table, 'Around the phone')
    choose(table, 'Do Not Disturb')
    expect(table.session.screen().phone.conditions.isDoNotDisturb).toBe(true)
  })
})
