import { describe, expect, test } from 'vitest'
import { type Access, type Handset, planAccess, readyHandset } from '../../src/core/access.ts'
import {
  advanceCall,
  type Call,
  type CallEvent,
  callLogType,
  type Effect,
  newCall,
  talkMs,
} from '../../src/core/call.ts'
import { lineFrom, resolveCaller } from '../../src/core/caller.ts'
import type { Contact } from '../../src/core/contact.ts'
import { buildDirectory } from '../../src/core/directory.ts'
import { contact, deal } from '../people.ts'

const NUMBER = '+353871234567'
const android = readyHandset('android', 'IE')
const logging = { ...android, settings: { ...android.settings, logCalls: 'on' } } as const

const resolve = (text: string, contacts: readonly Contact[] = [contact({ deals: [deal()] })], book = new Map()) =>
  resolveCaller(lineFrom(text), { directory: buildDirectory(contacts), addressBook: book, regions: [], limit: null })

const identified = (text = NUMBER): CallEvent => ({ type: 'identified', caller: resolve(text), at: 0 })
const answered: CallEvent = { type: 'answered', at: 3_000 }
const held: CallEvent = { type: 'held', at: 4_000 }
const resumed: CallEvent = { type: 'resumed', at: 5_000 }
const ended = (cause: NonNullable<Call['cause']> = 'REMOTE'): CallEvent => ({ type: 'ended', cause, at: 63_000 })
const reviewed = (cause: NonNullable<Call['cause']> = 'REMOTE'): CallEvent => ({ type: 'reviewed', cause, at: 63_000 })

function play(start: Pick<Call, 'direction' | 'from'>, events: readonly CallEvent[], handset: Handset = android) {
  const access: Access = planAccess(handset)
  let call = newCall({ id: 'call-1', ...start, at: 0 })
  const effects: Effect[] = []
  for (const event of events) {
    const next = advanceCall(call, event, access)
    call = next.call
    effects.push(...next.effects)
  }
  return { call, effects, types: effects.map(({ type }) => type) }
}

const incoming = { direction: 'incoming', from: 'outside' } as const
const outside = { direction: 'outgoing', from: 'outside' } as const
const inApp = { direction: 'outgoing', from: 'app' } as const

describe('an incoming call', () => {
  test('R-09 shows the card with deal and amount while it rings, and takes it away on the answer', () => {
    const { effects } = play(incoming, [identified(), answered])
    expect(effects).toEqual([
      {
        type: 'show-card',
        surface: 'overlay',
        card: { name: 'Anna Byrne', company: 'Acme Ltd', deal: { name: 'Renewal', amount: 'EUR 12,500' }, others: 0 },
      },
      { type: 'hide-card' },
    ])
  })
  test('R-11 that was answered opens the outcome screen', () => {
    const { effects, types } = play(incoming, [identified(), answered, ended(), reviewed()])
    expect(types).toEqual(['show-card', 'hide-card', 'write-call-list', 'open-outcome'])
    expect(effects.at(-1)).toEqual({
      type: 'open-outcome',
      surface: 'screen',
      call: {
        callId: 'call-1',
        contactId: '101',
        contactName: 'Anna Byrne',
        e164: NUMBER,
        direction: 'incoming',
        startedAt: '1970-01-01T00:00:00.000Z',
        durationMs: 60_000,
        deal: { id: '1', name: 'Renewal', amount: 'EUR 12,500' },
      },
    })
  })
  test('R-10 that was missed leaves a notification with View contact and Call back', () => {
    const { effects } = play(incoming, [identified(), ended('MISSED'), reviewed('MISSED')])
    expect(effects.at(-1)).toMatchObject({
      type: 'notify-missed',
      contactId: '101',
      title: 'Missed call: Anna Byrne · Acme Ltd',
      e164: NUMBER,
      actions: ['View contact', 'Call back'],
    })
  })
  test.each(['REJECTED', 'ANSWERED_ELSEWHERE'] as const)('that ended as %s leaves neither', (cause) => {
    expect(play(incoming, [identified(), ended(cause), reviewed(cause)]).types).toEqual([
      'show-card',
      'hide-card',
      'write-call-list',
    ])
  })
  test('R-14 from someone who is no contact cannot be logged, and is not told when missed', () => {
    const stranger = identified('+353861111111')
    expect(play(incoming, [stranger, answered, ended(), reviewed()], logging).types).toEqual(['write-call-list'])
    expect(play(incoming, [stranger, ended('MISSED'), reviewed('MISSED')], logging).types).toEqual(['write-call-list'])
  })
  test('R-04 from the address book shows no card and tells nothing, but can be logged to the contact', () => {
    const caller = resolve(NUMBER, [contact()], new Map([[NUMBER, 'Mum']]))
    const saved: CallEvent = { type: 'identified', caller, at: 0 }
    expect(play(incoming, [saved, ended('MISSED'), reviewed('MISSED')]).types).toEqual(['write-call-list'])
    expect(play(incoming, [saved, answered, ended(), reviewed()]).types).toEqual(['write-call-list', 'open-outcome'])
  })
})

describe('R-14 an outgoing call', () => {
  const logs = (start: typeof inApp | typeof outside, logCalls: Handset['settings']['logCalls'], text = NUMBER) => {
    const handset: Handset = { ...android, settings: { ...android.settings, logCalls } }
    return play(start, [identified(text), answered, ended('LOCAL'), reviewed('LOCAL')], handset).types.includes(
      'open-outcome',
    )
  }
  test.each(['on', 'off', 'untouched'] as const)('made in the app always opens it, Log calls %s', (state) => {
    expect(logs(inApp, state)).toBe(true)
  })
  test('made in the app to nobody in the CRM opens it too, without a contact', () => {
    const { effects } = play(inApp, [identified('+353861111111'), answered, ended('LOCAL'), reviewed('LOCAL')])
    expect(effects.at(-1)).toMatchObject({ call: { contactId: null, contactName: '+353 86 111 1111' } })
  })
  test('made outside opens it only with Log calls on, and only for an existing contact', () => {
    expect(logs(outside, 'on')).toBe(true)
    expect(logs(outside, 'off')).toBe(false)
    expect(logs(outside, 'untouched')).toBe(false)
    expect(logs(outside, 'on', '+353861111111')).toBe(false)
  })
  test('that nobody answered opens it all the same: No answer and Busy are outcomes', () => {
    expect(play(inApp, [identified(), ended('BUSY'), reviewed('BUSY')]).types).toContain('open-outcome')
  })
  test('never shows a card', () => {
    expect(play(outside, [identified(), answered, ended(), reviewed()], logging).types).not.toContain('show-card')
  })
})

test('each call opens one outcome screen, however often and by whomever its end is reported', () => {
  const { types } = play(incoming, [identified(), answered, ended(), reviewed(), reviewed(), ended(), reviewed()])
  expect(types.filter((type) => type === 'open-outcome')).toHaveLength(1)
  expect(types.filter((type) => type === 'write-call-list')).toHaveLength(1)
})

test('a number that comes twice shows one card', () => {
  expect(play(incoming, [identified(), identified(), identified('+353861111111')]).types).toEqual(['show-card'])
})

test('R-03 somebody whom the CRM finds takes the place of nobody, and of nobody else', () => {
  const stranger = identified('+353861111111')
  const found = play(incoming, [stranger, identified(), stranger])
  expect([found.types, found.call.caller?.kind]).toEqual([['show-card'], 'known'])
  expect(play(incoming, [identified('withheld'), identified()]).types).toEqual([])
})

test('a call is held and resumed, and the talk goes on counting', () => {
  const { call } = play(incoming, [answered, held, resumed, ended()])
  expect(talkMs(call)).toBe(60_000)
  expect(play(incoming, [answered, held]).call.phase).toBe('held')
  expect(play(incoming, [answered, held, answered]).call.phase).toBe('held')
})

test.each([
  ['a hold while it rings', [held]],
  ['a resume of what is not held', [answered, resumed]],
  ['a second answer', [answered, { ...answered, at: 9_000 }]],
  ['an answer after the end', [ended('MISSED'), answered]],
  ['a review before the end', [identified(), answered, reviewed()]],
] satisfies [string, CallEvent[]][])('%s changes nothing', (_what, events) => {
  const before = play(incoming, events.slice(0, -1))
  const after = play(incoming, events)
  expect(after.call).toEqual(before.call)
  expect(after.effects).toEqual(before.effects)
})

test.each([
  ['incoming', 'MISSED', 'MISSED'],
  ['incoming', 'REJECTED', 'REJECTED'],
  ['incoming', 'ANSWERED_ELSEWHERE', 'ANSWERED_EXTERNALLY'],
  ['incoming', 'LOCAL', 'INCOMING'],
  ['incoming', 'REMOTE', 'INCOMING'],
  ['outgoing', 'BUSY', 'OUTGOING'],
  ['outgoing', 'REMOTE', 'OUTGOING'],
  ['outgoing', 'CANCELED', null],
] as const)('AND-32 an %s call that ended as %s is listed as %s', (direction, cause, logType) => {
  expect(callLogType({ ...newCall({ id: '1', direction, from: 'outside', at: 0 }), cause })).toBe(logType)
})
