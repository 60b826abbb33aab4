import { describe, expect, test } from 'vitest'
import {
  advanceCarried,
  type CarriedAction,
  type CarriedPhone,
  newCarriedPhone,
  restoreCarried,
} from '../../src/app/carried.ts'
import type { SeenEvent } from '../../src/app/event.ts'
import { type AddressBook, lineFrom } from '../../src/core/caller.ts'
import type { Contact } from '../../src/core/contact.ts'
import { buildDirectory, type Directory } from '../../src/core/directory.ts'
import { type Handset, newHandset, readyHandset, type Settings } from '../../src/core/handset.ts'
import { newSystem } from '../../src/device/phone.ts'
import { contact, deal, phone as number } from '../people.ts'

const ANNA = '+353871234567'
const BEN = '+353861234567'
const people = [
  contact({ deals: [deal()] }),
  contact({ id: '202', firstName: 'Ben', lastName: 'Ito', company: 'Globex', phones: [number(BEN)] }),
]
const android = readyHandset('android', 'IE')
const ios = readyHandset('ios', 'IE')

interface Around {
  readonly contacts?: readonly Contact[]
  readonly addressBook?: AddressBook
  readonly numberFirst?: boolean
  readonly labels?: Directory
}

function use(start: CarriedPhone | Handset, actions: readonly CarriedAction[], around: Around = {}) {
  const world = {
    directory: buildDirectory(around.contacts ?? people),
    addressBook: around.addressBook ?? new Map(),
    numberFirst: () => around.numberFirst ?? true,
    ...(around.labels ? { labels: around.labels } : {}),
  }
  let phone = 'handset' in start ? start : newCarriedPhone(start)
  const events: SeenEvent[] = []
  for (const action of actions) {
    const happened = advanceCarried(phone, action, world)
    phone = happened.phone
    events.push(...happened.events)
  }
  const of = <T extends SeenEvent['type']>(type: T) =>
    events.filter((event): event is Extract<SeenEvent, { type: T }> => event.type === type)
  return { phone, events, of, types: events.map(({ type }) => type) }
}

const ring = (text = ANNA, id = 'a', at = 0): CarriedAction => ({ type: 'ring', id, line: lineFrom(text), at })
const dial = (from: 'app' | 'outside', text = ANNA): CarriedAction => ({
  type: 'dial',
  id: 'a',
  line: lineFrom(text),
  from,
  at: 0,
})
const answer = (callId?: string): CarriedAction => ({ type: 'answer', at: 3_000, ...(callId ? { callId } : {}) })
const end = (
  cause: 'LOCAL' | 'REMOTE' | 'MISSED' | 'REJECTED' | 'ANSWERED_ELSEWHERE' = 'REMOTE',
  callId?: string,
): CarriedAction => ({
  type: 'end',
  cause,
  at: 63_000,
  ...(callId ? { callId } : {}),
})
const set = (settings: Partial<Settings>, handset = android): Handset => ({
  ...handset,
  settings: { ...handset.settings, ...settings },
})
const deny = (permission: 'callLog' | 'phone' | 'notifications', handset = android): Handset => ({
  ...handset,
  permissions: { ...handset.permissions, [permission]: 'denied-once' },
})
const states = (events: readonly SeenEvent[]) =>
  events.flatMap((event) => (event.type === 'phone-state' ? event.state : []))

describe('Android', () => {
  test('R-09 R-11 a contact rings: card, answer, call list, outcome screen, in this order', () => {
    const { types, of } = use(android, [ring(), answer(), end()])
    expect(types).toEqual([
      'ringing',
      'phone-state',
      'phone-state',
      'identified',
      'show-card',
      'answered',
      'phone-state',
      'phone-state',
      'hide-card',
      'ended',
      'phone-state',
      'phone-state',
      'call-list',
      'open-outcome',
    ])
    expect(of('show-card')[0]?.card.deal).toEqual({ name: 'Renewal', amount: 'EUR 12,500' })
  })

  test('AND-20 the two broadcasts of a call show one card, in either order', () => {
    for (const numberFirst of [true, false]) {
      const { of } = use(android, [ring(), answer(), end()], { numberFirst })
      expect([of('show-card').length, of('open-outcome').length]).toEqual([1, 1])
    }
  })

  test('R-10 a missed call on Android leaves a notification with View contact and Call back', () => {
    const { phone, of } = use(android, [ring(), end('MISSED')])
    expect(of('notify-missed')).toHaveLength(1)
    expect(phone.notifications).toMatchObject([
      { title: 'Missed call: Anna Byrne · Acme Ltd', actions: ['View contact', 'Call back'] },
    ])
    expect(phone.callList).toMatchObject([{ logType: 'MISSED', number: ANNA, name: null }])
    const cleared = use(phone, [{ type: 'clear-notification', id: phone.notifications[0]?.id ?? '' }])
    expect(cleared.phone.notifications).toEqual([])
  })

  test('AND-49 a notification that may not be shown raises nothing, and the rest goes on', () => {
    const { phone, types } = use(deny('notifications'), [ring(), end('MISSED')])
    expect(phone.notifications).toEqual([])
    expect(types).toContain('call-list')
  })

  test('R-13 AND-21 without call log nothing is shown or matched, but a call made in the app opens the outcome screen', () => {
    const denied = deny('callLog', set({ logCalls: 'on' }))
    const rung = use(denied, [ring(), answer(), end()])
    expect(rung.types.filter((type) => /card|outcome|identified/.test(type))).toEqual([])
    expect(use(denied, [ring(), end('MISSED')]).phone.notifications).toEqual([])
    expect(use(denied, [dial('outside'), answer(), end()]).of('open-outcome')).toEqual([])
    expect(use(denied, [dial('app'), answer(), end()]).of('open-outcome')).toHaveLength(1)
  })

  test('R-13 AND-21 without phone there is no broadcast, no card, no notification and no outcome screen', () => {
    const denied = deny('phone', set({ logCalls: 'on' }))
    for (const actions of [
      [ring(), answer(), end()],
      [ring(), end('MISSED')],
      [dial('app'), answer(), end()],
    ]) {
      const { phone, types } = use(denied, actions)
      expect(types.filter((type) => /card|outcome|phone-state|notify/.test(type))).toEqual([])
      expect(phone.callList).toHaveLength(1)
    }
  })

  test('R-17 a Xiaomi as shipped shows nothing; with Autostart the card; with pop-ups the outcome screen too', () => {
    const xiaomi = (settings: Partial<Settings>) =>
      use({ ...set(settings), maker: 'xiaomi' }, [ring(), answer(), end()])
    const seen = (settings: Partial<Settings>) =>
      xiaomi(settings).types.filter((type) => /show-card|outcome/.test(type))
    expect(seen({})).toEqual([])
    expect(seen({ autostart: true })).toEqual(['show-card'])
    expect(seen({ autostart: true, popups: true })).toEqual(['show-card', 'open-outcome'])
  })

  test('AND-22 R-06 a withheld caller rings, shows nothing, and is listed without a number', () => {
    const { phone, types, of } = use(android, [ring('withheld'), answer(), end()])
    expect(of('phone-state')[0]).toEqual({ type: 'phone-state', state: 'RINGING', incoming_number: null })
    expect(types.filter((type) => /card|outcome/.test(type))).toEqual([])
    expect(phone.callList).toMatchObject([{ number: '' }])
  })

  test('R-04 someone of the address book rings by that name, and the CRM shows nothing', () => {
    const handset: Handset = { ...android, permissions: { ...android.permissions, contacts: 'granted' } }
    const { of, types } = use(handset, [ring(), end('MISSED')], { addressBook: new Map([[ANNA, 'Mum']]) })
    expect(of('ringing')[0]?.name).toBe('Mum')
    expect(of('call-list')[0]?.name).toBe('Mum')
    expect(types.filter((type) => /card|notify/.test(type))).toEqual([])
  })

  test('R-03 the article profile does not know who is beyond its 10,000; ours does', () => {
    const crowd = Array.from({ length: 10_000 }, (_, index) => contact({ id: String(index), phones: [] }))
    const contacts = [...crowd, contact({ id: '999999' })]
    expect(use({ ...android, profile: 'article' }, [ring()], { contacts }).of('identified')).toMatchObject([
      { caller: { kind: 'unknown', because: 'beyond-limit' } },
    ])
    expect(use(android, [ring()], { contacts }).types).toContain('show-card')
  })

  describe('call waiting', () => {
    const waiting = [ring(), answer(), ring(BEN, 'b', 10_000)]

    test('AND-24 AND-25 goes OFFHOOK, RINGING, OFFHOOK', () => {
      expect(states(use(deny('callLog'), [...waiting, end('MISSED', 'b'), end('LOCAL', 'a')]).events)).toEqual([
        'RINGING',
        'OFFHOOK',
        'RINGING',
        'OFFHOOK',
        'IDLE',
      ])
    })
    test('AND-23 AND-33 does not name the second caller while it rings; the call list does, when it has ended', () => {
      const during = use(android, waiting)
      expect(during.of('show-card')).toHaveLength(1)
      const after = use(during.phone, [end('MISSED', 'b')])
      expect(after.phone.notifications).toMatchObject([{ title: 'Missed call: Ben Ito · Globex' }])
      const idle = use(after.phone, [end('LOCAL', 'a')])
      expect(idle.phone.notifications).toMatchObject([{ title: 'Missed call: Ben Ito · Globex' }])
      expect(idle.of('open-outcome')).toHaveLength(1)
    })
    test('holds the first call when the second is answered, and each opens its own outcome screen once', () => {
      const talking = use(android, [...waiting, answer('b')])
      expect(talking.phone.calls.map(({ call }) => [call.id, call.phase])).toEqual([
        ['a', 'held'],
        ['b', 'answered'],
      ])
      const done = use(talking.phone, [end('REMOTE', 'b'), { type: 'resume', at: 70_000 }, end('LOCAL', 'a')])
      expect(done.of('open-outcome').map(({ call }) => call.contactName)).toEqual(['Ben Ito', 'Anna Byrne'])
      expect(done.phone.calls).toEqual([])
    })
  })

  test('AND-26 a call of another app changes the state without a number and is not listed', () => {
    const { of, phone } = use(android, [{ ...ring(), kind: 'self-managed' } as CarriedAction, answer(), end()])
    expect(of('phone-state').every((event) => (event.incoming_number ?? null) === null)).toBe(true)
    expect([of('identified').every(({ caller }) => caller.kind === 'no-number'), phone.callList]).toEqual([true, []])
    expect(use(android, [{ ...ring(), kind: 'external' } as CarriedAction]).of('phone-state')).toEqual([])
  })

  test('AND-33 the call list row comes when the phone is idle, and only the call log permission reads it', () => {
    const { types } = use(android, [ring(), end('MISSED')])
    expect(types.lastIndexOf('phone-state')).toBeLessThan(types.indexOf('call-list'))
    expect(types.indexOf('call-list')).toBeLessThan(types.indexOf('notify-missed'))
  })

  test('AND-30 the screening role is told of each end once, missed calls included, and opens one outcome screen', () => {
    const held: Handset = { ...deny('phone', deny('callLog')), screeningRole: true }
    const answered = use(held, [ring(), answer(), end()])
    expect(answered.types).toEqual([
      'screen-call',
      'identified',
      'show-card',
      'ringing',
      'answered',
      'hide-card',
      'ended',
      'post-call',
      'call-list',
      'open-outcome',
    ])
    expect(answered.of('post-call')).toMatchObject([{ cause: 'REMOTE', duration: 'MEDIUM' }])
    expect(use(held, [ring(), end('MISSED')]).phone.notifications).toHaveLength(1)
    const both = use({ ...android, screeningRole: true }, [ring(), answer(), end()])
    expect(both.of('open-outcome')).toHaveLength(1)
  })

  test('AND-34 before API 30 a rejected call cannot be told from a missed one, unless the call list may be read', () => {
    const old: Handset = { ...deny('callLog'), screeningRole: true, apiLevel: 29 }
    expect(use(old, [ring(), end('REJECTED')]).phone.notifications).toHaveLength(1)
    expect(use({ ...android, apiLevel: 29 }, [ring(), end('REJECTED')]).phone.notifications).toEqual([])
  })

  test('AND-51 what may not open from behind becomes a notification that opens it', () => {
    const { of, phone } = use(set({ overlay: false }), [ring(), answer(), end()])
    expect(of('show-card')[0]?.surface).toBe('heads-up')
    expect(of('open-outcome')[0]?.surface).toBe('notification')
    expect(phone.notifications).toMatchObject([{ type: 'open-outcome', call: { contactName: 'Anna Byrne' } }])
  })

  test('a second caller while one rings never gets to ring: it is missed', () => {
    const { of, phone } = use(android, [ring(), ring(BEN, 'b', 1_000), end('MISSED', 'a')])
    expect(of('call-list').map(({ callId, logType }) => `${callId} ${logType}`)).toEqual(['b MISSED', 'a MISSED'])
    expect(phone.callList.map(({ callId }) => callId)).toEqual(['b', 'a'])
    expect(phone.calls).toEqual([])
  })

  test('R-13 switching Caller ID on asks for call log, then phone; what is denied for good is not asked again', () => {
    const fresh = newCarriedPhone(newHandset('android', 'IE'))
    const request: CarriedAction = { type: 'request', permissions: ['callLog', 'phone'] }
    const asked = use(fresh, [
      request,
      { type: 'answer-dialog', choice: 'deny' },
      { type: 'answer-dialog', choice: 'allow' },
    ])
    expect(asked.events).toEqual([
      { type: 'permission-dialog', permission: 'callLog' },
      { type: 'permission', permission: 'callLog', result: 'DENIED' },
      { type: 'permission-dialog', permission: 'phone' },
      { type: 'permission', permission: 'phone', result: 'GRANTED' },
    ])
    const again = use(asked.phone, [request, { type: 'answer-dialog', choice: 'deny' }, request])
    expect(again.phone.handset.permissions).toMatchObject({ callLog: 'denied-for-good', phone: 'granted' })
    expect(again.phone.dialogs).toEqual([])
  })
})

describe('iOS', () => {
  test('R-07 shows first name, last name and company as one label, and no deal', () => {
    const { events } = use(ios, [ring()])
    const card = { name: 'Anna Byrne', company: 'Acme Ltd', deal: null, others: 0 }
    expect(events).toContainEqual({ type: 'show-card', surface: 'label', card })
  })
  test('R-08 IOS-15 a missed call leaves the label in the call list and nothing else', () => {
    const { phone, types } = use(ios, [ring(), end('MISSED')])
    expect(phone.callList).toMatchObject([{ logType: 'MISSED', name: 'Anna Byrne · Acme Ltd' }])
    expect([phone.notifications, types.filter((type) => /notify|outcome|phone-state/.test(type))]).toEqual([[], []])
  })
  test('R-12 IOS-01 is off until the user switches it on: no label, and a reload fails', () => {
    const fresh = newHandset('ios', 'IE')
    expect(use(fresh, [ring()]).types).toEqual(['ringing'])
    expect(use(fresh, [{ type: 'reload', at: 0 }]).of('reload')).toMatchObject([{ error: { code: 6 }, labels: 'kept' }])
  })
  test('IOS-02 only the setting in the system changes it, and only that', () => {
    const on = use(newHandset('ios', 'IE'), [{ type: 'change-settings', settings: { extension: true } }, ring()])
    expect(on.types).toContain('show-card')
    expect(
      use(newHandset('ios', 'IE'), [{ type: 'change-settings', settings: { callerId: true } }, ring()]).types,
    ).toEqual(['ringing'])
  })
  test('IOS-12 R-04 its own contacts come first, also with the extension off', () => {
    const addressBook = new Map([[ANNA, 'Mum']])
    for (const handset of [ios, set({ extension: false }, ios)]) {
      const { of, phone } = use(handset, [ring(), end('MISSED')], { addressBook })
      expect(of('ringing')[0]?.name).toBe('Mum')
      expect(of('show-card')).toEqual([])
      expect(phone.callList[0]?.name).toBe('Mum')
    }
  })
  test('IOS-13 R-07 the label is that of the last load, whatever the CRM says since', () => {
    const contacts = [contact({ lastName: 'Walsh' })]
    const { of } = use(ios, [ring()], { contacts, labels: buildDirectory(people) })
    expect(of('show-card')[0]?.card.name).toBe('Anna Byrne')
  })
  test('IOS-14 a withheld number has no label', () => {
    expect(use(ios, [ring('withheld')]).types).not.toContain('show-card')
  })
  test('never opens an outcome screen, not even for a call made in the app', () => {
    expect(use(ios, [dial('app'), answer(), end()]).types).not.toContain('open-outcome')
  })
})

test.each([
  ['an answer when nothing rings', answer()],
  ['an end without a call', end()],
  ['a resume of nothing', { type: 'resume', at: 0 } as const],
  ['an answer to no dialog', { type: 'answer-dialog', choice: 'allow' } as const],
])('%s changes nothing', (_what, action) => {
  const { phone, events } = use(android, [action])
  expect([phone, events]).toEqual([newCarriedPhone(android), []])
})

test('a phone is kept as JSON and comes back idle, and what is no phone gives a new one', () => {
  const { phone } = use(android, [ring(), end('MISSED'), ring(BEN, 'b')])
  const kept: unknown = JSON.parse(JSON.stringify(phone))
  const app = { ...phone.app, session: { ...phone.app.session, state: 'IDLE', wasIdle: false, open: [] } }
  expect(restoreCarried(kept)).toEqual({ ...phone, calls: [], dialogs: [], cards: [], timers: [], app })
  for (const junk of [undefined, null, 'x', 7, {}, { handset: {}, calls: 1 }]) {
    expect(restoreCarried(junk)).toEqual(newCarriedPhone(newHandset('android', null)))
  }
})

test('a phone that an older version kept has what that did not know as new', () => {
  const { phone } = use(android, [ring(), end('MISSED')])
  const { system, conditions, app, screenings, role, emergencyAt, dozeSince, ...old } = phone
  const { contacts, ...permissions } = old.handset.permissions
  const { backgroundRefresh, ...settings } = old.handset.settings
  const kept: unknown = JSON.parse(JSON.stringify({ ...old, handset: { ...old.handset, permissions, settings } }))
  expect(restoreCarried(kept)).toEqual({
    ...newCarriedPhone(android),
    callList: phone.callList,
    notifications: phone.notifications,
  })
})

test('a phone that was switched off in the middle of a sync or a load comes back without it', () => {
  const slow = newCarriedPhone(ios, { ...newSystem(), loadMs: 5_000 })
  const { phone } = use(slow, [
    { type: 'open-app', at: 0 },
    { type: 'reload', at: 0 },
  ])
  expect([phone.app.sync.running, phone.load.endsAt]).toEqual([{ cause: 'opened', since: 0, isJob: false }, 5_000])
  const back = restoreCarried(JSON.parse(JSON.stringify(phone)))
  expect([back.app.sync.running, back.load.endsAt, back.system.loadMs]).toEqual([null, null, 5_000])
})
