import { describe, expect, test } from 'vitest'
import type { Handset, PermissionState } from '../../src/core/handset.ts'
import { newHandset } from '../../src/core/handset.ts'
import type { LiveCall } from '../../src/device/phone.ts'
import { viewCall } from '../../src/ui/page/call-page.ts'
import { frontPage, menuOf } from '../../src/ui/screen.ts'
import { choose, DOWN, ENTER, ESCAPE, openTable, ring, SAVE, type Table, UP } from './phones.ts'

const permissions = (state: PermissionState) => ({
  callLog: state,
  phone: state,
  notifications: state,
  contacts: 'never-asked' as const,
})

function lines(table: Table): readonly string[] {
  const page = frontPage(table.session.screen())
  return page?.kind === 'menu' ? menuOf(page, table.session.screen()).menu.lines : []
}

describe('R-13 switching Caller ID on', () => {
  const fresh = (changes: Partial<Handset> = {}) => {
    const table = openTable({ handset: { ...newHandset('android', 'IE'), ...changes } })
    choose(table, 'App settings')
    choose(table, 'Calling')
    return table
  }
  const answers = ({ session }: Table) => session.screen().phone.handset.permissions

  test('asks for the call log, then the phone, then notifications', () => {
    const table = fresh()
    choose(table, 'Caller ID')
    expect(lines(table)).toEqual(['Allow Ringsight to access your phone call logs?'])
    choose(table, 'Allow')
    expect(lines(table)).toEqual(['Allow Ringsight to make and manage phone calls?'])
    choose(table, 'Allow')
    expect(lines(table)).toEqual(['Allow Ringsight to send you notifications?'])
    choose(table, 'Allow')
    expect(table.front()).toBe('Menu › Settings › Calling')
    expect(lines(table)).toEqual(['Callers are named.'])
    expect(answers(table)).toEqual(permissions('granted'))
  })

  test('asks for two on Android 11', () => {
    const table = fresh({ apiLevel: 30 })
    choose(table, 'Caller ID')
    table.type(ENTER, ENTER)
    expect(table.front()).toBe('Menu › Settings › Calling')
  })

  test('AND-40 a second denial is for good, and then nothing is asked', () => {
    const table = fresh()
    for (const expected of ['denied-once', 'denied-for-good'] as const) {
      choose(table, 'Caller ID')
      for (let dialog = 0; dialog < 3; dialog += 1) choose(table, "Don't allow")
      expect(answers(table)).toEqual(permissions(expected))
      choose(table, 'Caller ID: on')
    }
    choose(table, 'Caller ID: off')
    expect(table.front()).toBe('Menu › Settings › Calling')
    expect(lines(table)).toEqual([
      'Without the call log permission Android does not say which number it is.',
      'Fix: Android Settings › Apps › Ringsight › Permissions › Call logs: Allow.',
    ])
  })

  test('AND-41 Escape turns away from a dialog, and the next one comes', () => {
    const table = fresh()
    choose(table, 'Caller ID')
    table.type(ESCAPE, ENTER, ESCAPE)
    expect(answers(table)).toMatchObject({ callLog: 'never-asked', phone: 'granted', notifications: 'never-asked' })
  })
})

describe('R-14 R-15 Log calls', () => {
  test.each([
    ['untouched', 'on'],
    ['on', 'off'],
    ['off', 'on'],
  ] as const)('%s becomes %s', (from, to) => {
    const { settings } = newHandset('android', null)
    const table = openTable({ handset: { settings: { ...settings, logCalls: from } } })
    choose(table, 'App settings')
    choose(table, 'Calling')
    choose(table, 'Log calls')
    expect(table.session.screen().phone.handset.settings.logCalls).toBe(to)
  })
})

describe('R-15 the sync page', () => {
  test('shows Last updated and Contacts synced, and without a sign-in how to sign in', () => {
    const table = openTable()
    choose(table, 'App settings')
    choose(table, 'Calling')
    choose(table, 'Sync contacts')
    expect(lines(table)).toEqual(['Last updated: never', 'Contacts synced: 4'])
    choose(table, 'Refresh')
    expect(table.session.screen().notice).toBe('Set HUBSPOT_TOKEN.')
  })

  test('R-16 says that a restricted battery holds the sync back', () => {
    const { settings } = newHandset('android', null)
    const table = openTable({ handset: { settings: { ...settings, battery: 'restricted' } } })
    choose(table, 'App settings')
    choose(table, 'Calling')
    choose(table, 'Sync contacts')
    expect(lines(table).join(' ')).toContain('Restricted')
  })
})

describe("the system's settings", () => {
  test('R-17 Xiaomi has switches of its own', () => {
    const table = openTable({ handset: { maker: 'xiaomi' } })
    choose(table, 'System settings')
    choose(table, 'Autostart: off')
    choose(table, 'Display pop-up windows while running in background: off')
    choose(table, 'Show on Lock screen: off')
    const { settings } = table.session.screen().phone.handset
    expect(settings).toMatchObject({ autostart: true, popups: true, lockScreen: true })
  })

  test('AND-73 Samsung has sleeping apps', () => {
    const table = openTable({ handset: { maker: 'samsung' } })
    choose(table, 'System settings')
    choose(table, 'Background usage limits: Put to sleep when unused')
    choose(table, 'Background usage limits: Never auto sleeping')
    expect(table.session.screen().phone.handset.settings).toMatchObject({ sleep: 'sleeping' })
  })

  test('R-17 other makers do not', () => {
    const table = openTable()
    choose(table, 'System settings')
    expect(table.items()).toEqual([
      '❯ Permissions',
      'Display over other apps: on',
      'Battery: Optimised',
      'Default caller ID & spam app: none',
    ])
  })

  test.each([
    ['Allow', 'granted'],
    ["Don't allow", 'revoked'],
    ['Let the system reset it', 'auto-reset'],
  ])('a permission: %s', (label, state) => {
    const table = openTable({ handset: { permissions: permissions('denied-once') } })
    choose(table, 'System settings')
    choose(table, 'Permissions')
    choose(table, 'Phone')
    choose(table, label)
    expect(table.session.screen().phone.handset.permissions.phone).toBe(state)
    expect(table.front()).toBe('Settings › Apps › Ringsight › Permissions')
  })

  test('R-12 on iOS the app reports, and the switch is the system’s', () => {
    const table = openTable({ platform: 'ios', handset: { settings: newHandset('ios', null).settings } })
    choose(table, 'App settings')
    choose(table, 'Caller ID')
    expect(lines(table)[0]).toBe('Caller ID is disabled.')
    expect(table.items()).toEqual(["❯ Open the iPhone's Settings"])
    table.type(ENTER)
    expect(table.front()).toBe('Settings › Apps › Phone › Call Blocking & Identification')
    choose(table, 'Ringsight: off')
    table.type(ESCAPE)
    expect(lines(table)).toEqual(['Caller ID is enabled.'])
  })
})

test('R-13 each capability that is missing is told with its fix', () => {
  const table = openTable({ handset: { permissions: { ...permissions('granted'), notifications: 'denied-once' } } })
  choose(table, 'App settings')
  choose(table, 'What works on this phone')
  expect(table.items()[0]).toBe('❯ Names the caller: yes')
  expect(table.items()[1]).toContain('Tells of a missed call: no')
  const page = frontPage(table.session.screen())
  const about = page?.kind === 'menu' ? menuOf(page, table.session.screen()).menu.items[1]?.about : ''
  expect(about).toBe(
    'Without the notification permission Android drops what the app wants to tell. Fix: Menu › Settings › Calling › Caller ID: switch it on again and allow Notifications.',
  )
})

describe('R-10 a missed call on Android', () => {
  const missed = () => {
    const table = openTable()
    ring(table)
    table.type('m')
    return table
  }

  test('leaves a notification with View contact and Call back', () => {
    const table = missed()
    expect(lines(table)[1]).toBe('Missed call: Anna Byrne · Acme Ltd')
    expect(table.items()).toEqual(['❯ View contact', 'Call back', 'Clear'])
  })

  test('View contact opens the contact, and the notification is still there afterwards', () => {
    const table = missed()
    choose(table, 'View contact')
    expect(table.front()).toBe('Contact · Anna Byrne')
    expect(lines(table)).toContain('Acme Ltd')
    expect(lines(table).at(-1)).toBe('Deal: Renewal · EUR 12,500 · closes 2026-12-01')
    table.type(ESCAPE)
    expect(table.front()).toBe('Notification')
  })

  test('Call back dials inside the app, and clears it', () => {
    const table = missed()
    choose(table, 'Call back')
    expect(table.session.screen().phone).toMatchObject({
      notifications: [],
      calls: [{ call: { direction: 'outgoing', from: 'app' }, line: { text: '+353871234567' } }],
    })
    expect(table.front()).toBe('call')
  })

  test('left alone it stays among the notifications, until it is cleared', () => {
    const table = missed()
    table.type(ESCAPE)
    choose(table, 'Notifications: 1')
    table.type(ENTER)
    choose(table, 'Clear')
    expect(table.session.screen().phone.notifications).toEqual([])
    expect(lines(table)).toEqual(['There are none.'])
  })
})

test('R-08 a missed call on iOS leaves the label in the call list, and nothing else', () => {
  const table = openTable({ platform: 'ios' })
  ring(table)
  table.type('m')
  expect(lines(table)[0]).toBe('In the call list: Anna Byrne · Acme Ltd · Missed')
  choose(table, 'Done')
  expect(table.session.screen().phone.notifications).toEqual([])
  choose(table, 'Call list: 1')
  expect(table.items()).toEqual(['❯ Anna Byrne · Acme Ltd: Missed'])
})

describe('R-11 the outcome screen', () => {
  const answered = (number?: string) => {
    const table = openTable()
    ring(table, number)
    table.type('a', 'h')
    return table
  }

  test('follows an answered call, and goes once it is saved', () => {
    const table = answered()
    expect(table.front()).toBe('Call outcome')
    table.type(DOWN, SAVE)
    expect(table.front()).toBe('Phone')
    expect(table.session.screen()).toMatchObject({ drafts: [], notice: 'Saved: Connected. It waits for the CRM.' })
    expect(table.store.readOutbox()).toMatchObject([{ call: { contactId: '101' }, outcome: 'connected' }])
  })

  test('says what is missing', () => {
    const table = answered()
    table.type(SAVE)
    const page = frontPage(table.session.screen())
    expect(page?.kind === 'form' && page.form.problems).toEqual(['Choose an outcome.'])
    expect(table.store.readOutbox()).toEqual([])
  })

  test.each([
    ['the drafts', ['Drafts: 1', 'Anna Byrne', 'Go on with it']],
    ['the call list', ['Call list: 1', '+353 87 123 4567', 'Go on with its outcome']],
  ])('dismissed, is reopened from %s as it was left', (_where, way) => {
    const table = answered()
    table.type(DOWN, '\t', 'Wants a quote', ESCAPE)
    for (const label of way) choose(table, label)
    const page = frontPage(table.session.screen())
    expect(page?.kind === 'form' && page.form.draft).toMatchObject({ outcome: 'connected', notes: 'Wants a quote' })
  })

  test('discarded, is gone for good', () => {
    const table = answered()
    table.type(ESCAPE)
    choose(table, 'Drafts: 1')
    table.type(ENTER)
    choose(table, 'Discard it for good')
    table.session.close()
    expect(lines(table)).toEqual(['No outcome screen was left unsaved.'])
    expect(table.store.read('drafts')).toEqual([])
  })

  test('waits behind a notification where it may not open by itself', () => {
    const { settings } = openTable().session.screen().phone.handset
    const table = openTable({ handset: { settings: { ...settings, overlay: false } } })
    ring(table)
    table.type('a', 'h')
    expect(lines(table)[1]).toBe('Log your call with Anna Byrne')
    choose(table, 'Log call')
    expect(table.front()).toBe('Call outcome')
    expect(table.session.screen().phone.notifications).toEqual([])
  })

  test('of a call that was logged elsewhere meanwhile changes nothing', () => {
    const table = answered()
    const page = frontPage(table.session.screen())
    if (page?.kind !== 'form') throw new Error('expected a form')
    table.store.saveOutcome({ ...page.form.draft, outcome: 'busy', savedAt: '2026-11-20T12:00:00.000Z' })
    table.type(DOWN, SAVE)
    expect(table.session.screen().notice).toBe('This call has been logged already; nothing was changed.')
    expect(table.store.readOutbox()).toMatchObject([{ outcome: 'busy' }])
  })

  test('comes up once for each of two calls', () => {
    const table = openTable()
    ring(table)
    // The row of the second is there at its own end, while the first goes on (AND-33).
    table.type('a', 'w', '+35312345678', ENTER, 'a', 'h')
    expect(table.session.screen().pages.filter(({ kind }) => kind === 'form')).toHaveLength(1)
    table.type(DOWN, SAVE, 'h')
    expect(table.session.screen().pages.filter(({ kind }) => kind === 'form')).toHaveLength(1)
    table.type(DOWN, SAVE)
    expect(table.front()).toBe('Phone')
    expect(
      table.store
        .readOutbox()
        .map(({ call }) => call.callId)
        .toSorted(),
    ).toEqual(['call-1', 'call-2'])
  })
})

describe('a call that nothing follows ends on a page that says why', () => {
  const { settings } = openTable().session.screen().phone.handset
  test.each<[string, Partial<Handset>, string, string, string]>([
    ['nobody is matched', {}, '+353861111111', 'ah', 'No contact was matched, so nothing follows the call.'],
    ['it was declined', {}, '+353871234567', 'd', 'Only a call that was answered or missed is followed up.'],
    ['Log calls is off', { settings: { ...settings, logCalls: 'off' } }, '+353871234567', 'ah', 'Log calls is off.'],
    [
      'the number never arrived',
      { permissions: { ...permissions('granted'), callLog: 'revoked' } },
      '+353871234567',
      'm',
      'Without the call log permission Android does not say which number it is.',
    ],
  ])('%s', (_why, handset, number, keys, sentence) => {
    const table = openTable({ handset })
    ring(table, number)
    table.type(keys)
    expect(table.front()).toBe('Call ended')
    expect(lines(table)).toContain(sentence)
    choose(table, 'Done')
    expect(table.front()).toBe('Phone')
  })
})

describe('R-14 a call out', () => {
  const dial = (where: string, keys: string) => {
    const table = openTable()
    choose(table, 'Dial')
    table.type('+353871234567')
    choose(table, where)
    table.type(keys)
    return table
  }
  test('from inside the app ends on the outcome screen, also when it is busy', () => {
    expect(dial('Call from inside the app', 'ah').front()).toBe('Call outcome')
    expect(dial('Call from inside the app', 'b').front()).toBe('Call outcome')
  })
  test("from the phone's own dialler does so only with Log calls on", () => {
    const table = dial("Call from the phone's own dialler", 'ah')
    expect(table.front()).toBe('Call ended')
    expect(lines(table)).toContain('Log calls has not been switched on, so calls made outside the app are not logged.')
  })

  const iphone = newHandset('ios', 'IE')
  const dialer = { ...iphone, settings: { ...iphone.settings, defaultDialer: true } }
  test.each<[string, Handset, boolean]>([
    ['an Android phone', { ...newHandset('android', 'IE'), permissions: permissions('granted') }, true],
    ['an iPhone', iphone, false],
    ["an iPhone's default dialer", dialer, true],
  ])('its page promises an outcome screen on %s where one comes', (_phone, handset, isPromised) => {
    const table = openTable({ handset })
    choose(table, 'Dial')
    const page = frontPage(table.session.screen())
    const [item] = page?.kind === 'menu' ? menuOf(page, table.session.screen()).menu.items : []
    expect(item?.about?.includes('no outcome screen') === false).toBe(isPromised)
    table.type('+353871234567')
    choose(table, 'Call from inside the app')
    table.type('ah')
    while (table.front() === 'Call ended') choose(table, 'Done')
    if (table.front() !== 'Call outcome') {
      choose(table, 'Open or end the app')
      choose(table, 'Open the app')
    }
    expect(table.front() === 'Call outcome').toBe(isPromised)
  })
})

describe('pages', () => {
  test('a number is asked for before anything is dialled', () => {
    const table = openTable()
    choose(table, 'Dial')
    table.type(ENTER)
    expect(table.session.screen().notice).toBe('Type a number first.')
    expect(table.front()).toBe('Dial')
  })

  test('contacts are found by name, company and number', () => {
    const table = openTable()
    choose(table, 'Contacts')
    const found = (typed: string) => {
      table.type(typed)
      const items = table.items()
      table.type('\u007f'.repeat(typed.length))
      return items
    }
    expect(found('byrne')).toEqual(['❯ Anna Byrne: Acme Ltd'])
    expect(found('globex')).toHaveLength(2)
    expect(found('871 234')).toEqual(['❯ Anna Byrne: Acme Ltd'])
    expect(found('nobody')).toEqual([])
  })

  test('SIM countries are checked', () => {
    const table = openTable()
    choose(table, 'Phone model')
    choose(table, 'SIM countries')
    table.type(' zz', ENTER)
    expect(table.session.screen().notice).toBe('Expected two-letter country codes such as IE, found “ZZ”.')
    table.type('\u007f\u007fpl', ENTER)
    expect(table.session.screen().phone.handset.simCountries).toEqual(['IE', 'PL'])
    expect(table.front()).toBe('Phone model')
  })

  test('R-04 who is saved in the address book is named by it, until removed; what is no entry is told', () => {
    const table = openTable()
    const titleOf = () => {
      while (table.items().every((item) => !item.includes('Receive a call'))) table.type(ESCAPE)
      ring(table)
      const { title } = viewCall(table.session.screen().phone.calls[0] as LiveCall, table.session.screen())
      table.type('d', ENTER)
      return title
    }
    const openBook = () => {
      choose(table, 'Phone model')
      choose(table, 'Address book')
    }
    openBook()
    table.type('Annie; soon', ENTER)
    expect(table.session.screen().notice).toContain('Type a name and a number')
    table.type('\u007f'.repeat(4), '087 123 4567', ENTER)
    expect(table.front()).toBe('Phone model')
    expect(table.store.read('addressBook')).toEqual([{ number: '+353871234567', name: 'Annie' }])
    expect(titleOf()).toBe('Annie')
    openBook()
    choose(table, 'Annie')
    choose(table, 'Remove')
    expect(table.store.read('addressBook')).toEqual([])
    expect(titleOf()).toBe('+353 87 123 4567')
  })

  test('another platform is another maker', () => {
    const table = openTable({ handset: { maker: 'xiaomi' } })
    choose(table, 'Phone model')
    choose(table, 'Platform')
    expect(table.session.screen().phone.handset).toMatchObject({ platform: 'ios', maker: 'apple' })
    choose(table, 'Platform')
    expect(table.session.screen().phone.handset).toMatchObject({ platform: 'android', maker: 'google' })
  })

  test('the selection stops at both ends, and survives an item that goes', () => {
    const table = openTable()
    table.type(UP)
    expect(table.items()[0]).toBe('❯ Dial')
    table.type('\u001b[F', DOWN)
    expect(table.items().at(-1)).toBe('❯ Quit')
    table.type('\u001b[H', DOWN)
    expect(table.items()[1]).toBe('❯ Receive a call')
  })

  test('a paste into a list presses nothing', () => {
    const table = openTable()
    table.type('\u001b[200~q\r\u001b[201~')
    expect(table.session.isOver()).toBe(false)
    expect(table.front()).toBe('Phone')
  })

  test('a key that means nothing during a call changes nothing', () => {
    const table = openTable()
    ring(table)
    const before = table.session.screen()
    table.type('h', 'x', '\t', DOWN)
    expect(table.session.screen()).toEqual(before)
  })
})
