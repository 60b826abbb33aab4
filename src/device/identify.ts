// A number reaches the app, by whichever way, and the app looks it up. Knows nothing of the ways.
import { apply, findLive, isListening, resolve } from './call-flow.ts'
import type { Happened } from './event.ts'
import { lookUpOnline } from './lookup.ts'
import type { LiveCall, World } from './phone.ts'

/** The first delivery of a number counts; what comes later for the same call says the same. */
export function identify(
  so: Happened,
  live: Pick<LiveCall, 'call' | 'line' | 'sim'>,
  { at, world }: { readonly at: number; readonly world: World },
): Happened {
  const { id } = live.call
  if (findLive(so.phone, id)?.call.caller !== null || !isListening(so.phone)) return so
  const caller = resolve(so.phone, live, world)
  const told: Happened = { ...so, events: [...so.events, { type: 'identified', callId: id, caller }] }
  const known = apply(told, id, { type: 'identified', caller, at })
  return lookUpOnline(known, id, { caller, at, world })
}
