// Laws that hold whatever is done to a phone, in whatever order.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CarriedAction, restoreCarried } from '../../src/app/carried.ts'
import { newSystem, type System } from '../../src/device/phone.ts'
import { nextWakeAt } from '../../src/device/wake.ts'
import { contact, phone as number } from '../people.ts'
import { ANNA, aPhone, aWorld, BEN, byRole, DAY, playOn, ring, type Setup, synced, wait } from './play.ts'

type At = CarriedAction & { readonly at: number }
const line = fc
  .constantFrom(ANNA, BEN, '+353851234567', '112', '')
  .map((text) => ring(text))
  .map((each) => ('line' in each ? each.line : null))
const undated: fc.Arbitrary<object> = fc.oneof(
  line.map((each) => ({ type: 'ring', line: each })),
  fc.tuple(line, fc.constantFrom('app', 'outside')).map(([each, from]) => ({ type: 'dial', line: each, from })),
  fc.constantFrom('answer', 'hold', 'resume').map((type) => ({ type })),
  fc.constantFrom('REMOTE', 'MISSED', 'REJECTED', 'LOCAL').map((cause) => ({ type: 'end', cause })),
  fc
    .constantFrom('open-app', 'kill-app', 'force-stop', 'reboot', 'sign-out', 'sync', 'reload', 'request-role')
    .map((type) => ({ type })),
  fc.constantFrom<object>(
    { type: 'synced', contacts: 2 },
    { type: 'sync-failed', error: 'No.' },
    { type: 'set-network', state: 'offline' },
    { type: 'set-network', state: 'online' },
    { type: 'set-role', isHeld: true, by: 'user' },
    { type: 'set-role', isHeld: false, by: 'other-app' },
    { type: 'set-conditions', conditions: { isDozing: true } },
    { type: 'set-conditions', conditions: { isDozing: false, bucket: 'rare' } },
    { type: 'change-settings', settings: { extension: false } },
    { type: 'change-settings', settings: { extension: true, battery: 'restricted' } },
    { type: 'request', permissions: ['contacts', 'notifications'] },
    { type: 'answer-dialog', choice: 'deny' },
    { type: 'set-permission', permission: 'callLog', state: 'revoked' },
    { type: 'lookup-answer', callId: '1', contacts: [contact({ phones: [number('+353851234567')] })] },
  ),
)
const walk = fc
  .array(fc.tuple(undated, fc.constantFrom(0, 100, 5_000, 3_600_000, DAY)), { maxLength: 25, size: 'max' })
  .map((steps) => {
    let at = 0
    return steps.map(([action, ms], index): At => {
      at += ms
      return { ...action, id: String(index), at } as unknown as At
    })
  })
const system: fc.Arbitrary<Partial<System>> = fc.record({
  screeningAnswerMs: fc.constantFrom(0, 2_000, 9_000),
  callLogDelayMs: fc.constantFrom(0, 700),
  loadMs: fc.constantFrom(0, 3_000),
  loadErrorCode: fc.constantFrom(0, 2),
  stoppedRoleHolderIsBound: fc.boolean(),
  syncPeriodMs: fc.constantFrom(DAY, 3_600_000),
})
const setups: readonly Setup[] = [
  {},
  byRole,
  { platform: 'ios' },
  { handset: { profile: 'article', screeningRole: true } },
]
const phones = fc
  .tuple(fc.constantFrom(...setups), system)
  .map(([setup, change]): Setup => ({ ...setup, system: { ...newSystem(), ...change } }))
const world = aWorld({ accountSize: 50_000 })

type Seen = ReturnType<typeof playOn>['events']

// How long after the end of a call the app may wait for more to be told of it.
const LATE_MS = 10_000

/** Whether another call with the same number went on beside it: no app can tell which of the two has ended. */
function isCrossed(callId: string, events: Seen): boolean {
  const calls = events.flatMap((event) => {
    if (event.type !== 'ringing' && event.type !== 'dialling') return []
    const end = events.find((each) => each.type === 'ended' && each.callId === event.callId)
    const until = (end?.seenAt ?? Number.POSITIVE_INFINITY) + LATE_MS
    return { callId: event.callId, number: event.line.text, from: event.seenAt, until }
  })
  const call = calls.find((each) => each.callId === callId)
  return calls.some(
    (other) =>
      call !== undefined &&
      other !== call &&
      other.number === call.number &&
      other.from <= call.until &&
      call.from <= other.until,
  )
}

test('a phone that has been woken has nothing left that is due, and is plain data', () => {
  fc.assert(
    fc.property(phones, walk, (setup, actions) => {
      const end = (actions.at(-1)?.at ?? 0) + 1_000
      const { phone, events } = playOn(aPhone(setup), world, synced(), ...actions, wait(end))
      expect(nextWakeAt(phone) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(end)
      expect(JSON.parse(JSON.stringify(phone))).toEqual(phone)
      expect(restoreCarried(JSON.parse(JSON.stringify(phone))).callList).toEqual(phone.callList)
      const listed = phone.callList.map(({ callId }) => callId)
      expect(new Set(listed).size).toBe(listed.length)
      const opened = events.flatMap((event) => (event.type === 'open-outcome' ? event.call.callId : []))
      const told = opened.filter((callId) => !isCrossed(callId, events))
      expect(new Set(told).size).toBe(told.length)
    }),
    { numRuns: 300 },
  )
})

test('the same things done to the same phone come to the same, and the phone before stays as it was', () => {
  fc.assert(
    fc.property(phones, walk, (setup, actions) => {
      const start = aPhone(setup)
      const kept = JSON.stringify(start)
      expect(playOn(start, world, ...actions)).toMatchObject({ types: playOn(start, world, ...actions).types })
      expect(JSON.stringify(start)).toBe(kept)
    }),
    { numRuns: 50 },
  )
})

test('a stopped or signed-out Android app shows nothing, whatever happens', () => {
  const off = fc.constantFrom<At>({ type: 'force-stop', at: 0 }, { type: 'sign-out', at: 0 })
  const outside = walk.map((actions) =>
    actions.filter(
      ({ type, ...rest }) => !['open-app', 'sync'].includes(type) && !('from' in rest && rest.from === 'app'),
    ),
  )
  fc.assert(
    fc.property(phones, off, outside, (setup, first, actions) => {
      fc.pre(setup.platform !== 'ios' && setup.system?.stoppedRoleHolderIsBound === false)
      const { types } = playOn(aPhone(setup), world, synced(), first, ...actions, wait(30 * DAY))
      expect(types.filter((type) => /show-card|notify|open-outcome|identified|sync-wanted|lookup/.test(type))).toEqual(
        [],
      )
    }),
    { numRuns: 200 },
  )
})
