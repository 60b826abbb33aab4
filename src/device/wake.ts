// What the phone does by itself: what is due next, and doing it. Virtual time; whoever has the clock wakes the phone.
import { askApp, endScreening } from './android/call.ts'
import type { Screening } from './android/screening.ts'
import { fallAsleep, sleepsAt } from './android/sleep.ts'
import { endDeepSleeper, hibernate, hibernatesAt } from './app-life.ts'
import { writeRows } from './call-end.ts'
import { deliver } from './delivery.ts'
import { followedBy, type Happened, quiet } from './event.ts'
import { endAsking } from './ios/call.ts'
import { nextJobAt, refreshEndsAt, startJob, stopJob } from './job.ts'
import { askExtension } from './load.ts'
import { expectPhone, type Phone, type Timer, type World } from './phone.ts'

interface Due {
  readonly at: number
  readonly happen: (phone: Phone, at: number, world: World) => Happened
}

/**
 * When the phone does something by itself next, if nothing changes; null for never. An instant that is past is now: wake
 * the phone at once.
 */
export function nextWakeAt(phone: Phone): number | null {
  expectPhone('nextWakeAt', phone)
  return nextDue(phone)?.at ?? null
}

/** The first thing that is due at `at`; more may be due after it. Null when nothing is. */
export function wakeOnce(phone: Phone, at: number, world: World): Happened | null {
  const due = nextDue(phone)
  return due === null || due.at > at ? null : due.happen(phone, due.at, world)
}

function nextDue(phone: Phone): Due | null {
  const [first] = duesOf(phone).sort((a, b) => a.at - b.at)
  return first ?? null
}

// Each of them, once done, is no longer due.
function duesOf(phone: Phone): Due[] {
  const { screenings, calls, load, timers } = phone
  const rows = calls.flatMap(({ rowAt }) => rowAt ?? [])
  return [
    ...screenings.flatMap((each): Due[] => [
      ...due(each.askedAt, (now, _at, world) => askApp(quiet(now), each, world)),
      // An answer at the last moment still counts: the question goes first.
      { at: each.endsAt, happen: (now, _at, world) => endQuestion(now, each, world) },
    ]),
    ...rows.map((rowAt): Due => ({ at: rowAt, happen: (now, at, world) => writeRows(quiet(now), { at, world }) })),
    ...timers.map((timer): Due => ({ at: timer.at, happen: (now, at) => ring(now, timer, at) })),
    ...due(load.endsAt, (now, at) => askExtension(now, { at })),
    ...due(afterLast(refreshEndsAt(phone)), stopJob),
    ...due(nextJobAt(phone), startJob),
    ...due(hibernatesAt(phone), hibernate),
    ...due(sleepsAt(phone), (now, at) => followedBy(fallAsleep(now), (asleep) => endDeepSleeper(asleep, at))),
  ]
}

function endQuestion(phone: Phone, screening: Screening, world: World): Happened {
  if (phone.handset.platform === 'ios') return endAsking(phone, screening, world)
  return endScreening(quiet(phone), screening, { at: screening.endsAt, world })
}

function ring(phone: Phone, timer: Timer, at: number): Happened {
  const timers = phone.timers.filter((other) => other !== timer)
  return deliver(quiet({ ...phone, timers }), { type: 'timer', name: timer.name, at })
}

function afterLast(at: number | null): number | null {
  return at === null ? null : at + 1
}

function due(at: number | null, happen: Due['happen']): Due[] {
  return at === null ? [] : [{ at, happen }]
}
