// What the phone does by itself: what is due next, and doing it. Virtual time; whoever has the clock wakes the phone.

import { endScreening } from './android/call.ts'
import { hibernate, hibernatesAt } from './app-life.ts'
import { writeRows } from './call-end.ts'
import type { Happened } from './event.ts'
import { finishLoad, reload } from './load.ts'
import { endLookup } from './lookup.ts'
import { expectPhone, type Phone, type World } from './phone.ts'
import { beginSync, failSync, nextSyncAt, REFRESH_ENDED, refreshEndsAt } from './sync.ts'

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

/** Everything that is due at `at`, in the order of its time; what comes of it, too. */
export function wake(phone: Phone, at: number, world: World): Happened {
  let so: Happened = { phone, events: [] }
  for (let due = nextDue(phone); due !== null && due.at <= at; due = nextDue(so.phone)) {
    const done = due.happen(so.phone, due.at, world)
    so = { phone: done.phone, events: [...so.events, ...done.events] }
  }
  return so
}

function nextDue(phone: Phone): Due | null {
  const [first] = duesOf(phone).sort((a, b) => a.at - b.at)
  return first ?? null
}

// Each of them, once done, is no longer due.
function duesOf(phone: Phone): Due[] {
  const { screenings, calls, app } = phone
  const rows = calls.flatMap(({ rowAt }) => rowAt ?? [])
  const { endsAt, retryAt } = app.load
  return [
    ...screenings.map(
      (each): Due => ({
        at: each.endsAt,
        happen: (now, _at, world) => endScreening({ phone: now, events: [] }, each, world),
      }),
    ),
    ...rows.map(
      (rowAt): Due => ({ at: rowAt, happen: (now, at, world) => writeRows({ phone: now, events: [] }, { at, world }) }),
    ),
    // An answer at the last moment still counts.
    ...app.lookups.map((each): Due => ({ at: each.until + 1, happen: (now) => endLookup(now, each) })),
    ...due(endsAt, finishLoad),
    ...due(retryAt, reload),
    ...due(afterLast(refreshEndsAt(phone)), (now, at) => failSync(now, { error: REFRESH_ENDED, at })),
    ...due(nextSyncAt(phone), (now, at) => beginSync(now, now.app.sync.nextCause, at)),
    ...due(hibernatesAt(phone), hibernate),
  ]
}

function afterLast(at: number | null): number | null {
  return at === null ? null : at + 1
}

function due(at: number | null, happen: Due['happen']): Due[] {
  return at === null ? [] : [{ at, happen }]
}
