// contacts sync by themselves every 24 hours, and outcomes go out in between.
import { expect, test } from 'vitest'
import { LOOK_EVERY_MS, type SyncedOnce, watchCrm } from '../../src/sync/watch.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Watches in virtual time until an instant, and says when what was done. */
async function watch(untilMs: number, answer: (count: number) => SyncedOnce | null = () => ({ retryAfterMs: null })) {
  const clock = { now: 0 }
  const syncs: number[] = []
  const sends: number[] = []
  await watchCrm(DAY, {
    now: () => clock.now,
    pause: async (ms) => {
      clock.now += Math.max(ms, 1)
    },
    sync: async () => {
      syncs.push(clock.now)
      return answer(syncs.length)
    },
    send: async () => {
      sends.push(clock.now)
    },
    isOver: () => clock.now >= untilMs,
  })
  return { syncs, sends }
}

test('R-16 syncs at once, and every 24 hours from then on', async () => {
  expect((await watch(3 * DAY)).syncs).toEqual([0, DAY, 2 * DAY])
})

test('R-11 sends what waits every minute in between', async () => {
  const { sends } = await watch(HOUR)
  expect(sends).toHaveLength(59)
  expect(sends[0]).toBe(LOOK_EVERY_MS)
})

test('R-16 a sync that failed is tried again when that is worth it, at the latest at the next time', async () => {
  const failing = (count: number) => ({ retryAfterMs: count === 1 ? 10 * 60_000 : count === 2 ? 9 * DAY : null })
  expect((await watch(2 * DAY, failing)).syncs).toEqual([0, 600_000, 600_000 + DAY])
})

test('R-16 while another process syncs, it comes back soon', async () => {
  expect((await watch(HOUR, (count) => (count < 3 ? null : { retryAfterMs: null }))).syncs).toEqual([
    0, 60_000, 120_000,
  ])
})

test('R-16 a clock that is set back does not make the next sync wait longer than a day', async () => {
  const clock = { now: 10 * DAY }
  const syncs: number[] = []
  await watchCrm(DAY, {
    now: () => clock.now,
    pause: async (ms) => {
      clock.now = clock.now === 10 * DAY ? 0 : clock.now + ms
    },
    sync: async () => {
      syncs.push(clock.now)
      return { retryAfterMs: null }
    },
    send: async () => {},
    isOver: () => syncs.length === 2,
  })
  expect(syncs).toEqual([10 * DAY, DAY])
})
