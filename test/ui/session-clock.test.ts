import { expect, test } from 'vitest'
import { openSessionClock } from '../../src/ui/session-clock.ts'

test('time that is let go by is added; a clock that is set back undoes nothing', () => {
  let world = 1_000
  const clock = openSessionClock(() => new Date(world))
  clock.skipTo(5_000)
  expect([clock.now().getTime(), clock.ahead()]).toEqual([5_000, 4_000])
  clock.reach(5_000)
  world = 200
  expect(clock.now().getTime()).toBe(5_000)
  clock.skipTo(4_000)
  expect(clock.ahead()).toBe(4_000)
})

test('what was due is done at its own instant, but not before what was done already', () => {
  const clock = openSessionClock(() => new Date(9_000))
  const instants = [3_000, 9_500, 4_000].map((at) => clock.at(at, () => clock.now().getTime()))
  expect(instants).toEqual([9_000, 9_500, 9_500])
  expect(clock.now().getTime()).toBe(9_500)
})
