import { expect, test } from 'vitest'
import { advanceCall, type Call, type CallEvent, callLogType, newCall, talkMs } from '../../src/core/call.ts'

const answered: CallEvent = { type: 'answered', at: 3_000 }
const held: CallEvent = { type: 'held', at: 4_000 }
const resumed: CallEvent = { type: 'resumed', at: 5_000 }
const ended = (cause: NonNullable<Call['cause']> = 'REMOTE'): CallEvent => ({ type: 'ended', cause, at: 63_000 })
const play = (events: readonly CallEvent[]): Call =>
  events.reduce(advanceCall, newCall({ id: 'call-1', direction: 'incoming', from: 'outside', at: 0 }))

test('a call is held and resumed, and the talk goes on counting', () => {
  expect(talkMs(play([answered, held, resumed, ended()]))).toBe(60_000)
  expect(play([answered, held]).phase).toBe('held')
  expect(play([answered, held, answered]).phase).toBe('held')
})

test('a call that nobody answered has no talk, and says how it ended', () => {
  const missed = play([ended('MISSED')])
  expect([talkMs(missed), missed.cause, missed.endedAt]).toEqual([0, 'MISSED', 63_000])
})

test.each([
  ['REMOTE', 'MISSED'],
  ['LOCAL', 'REJECTED'],
] as const)('a call that rings is not hung up: %s is %s', (given, cause) => {
  expect(play([ended(given)]).cause).toBe(cause)
  expect(play([answered, ended(given)]).cause).toBe(given)
})

test.each([
  ['a hold while it rings', [held]],
  ['a resume of what is not held', [answered, resumed]],
  ['a second answer', [answered, { ...answered, at: 9_000 }]],
  ['an answer after the end', [ended('MISSED'), answered]],
  ['a second end', [ended('MISSED'), ended()]],
] satisfies [string, CallEvent[]][])('%s changes nothing', (_what, events) => {
  expect(play(events)).toEqual(play(events.slice(0, -1)))
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
