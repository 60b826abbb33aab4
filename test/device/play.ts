// A phone on the table for tests: done to, woken when it wants to be, and what was seen of it.
import { advanceCarried, type CarriedAction, type CarriedPhone, newCarriedPhone } from '../../src/app/carried.ts'
import type { SeenEvent } from '../../src/app/event.ts'
import type { DisconnectCause } from '../../src/core/call.ts'
import { lineFrom } from '../../src/core/caller.ts'
import { buildDirectory } from '../../src/core/directory.ts'
import { type Handset, type PermissionState, readyHandset, type Settings } from '../../src/core/handset.ts'
import { type Conditions, newConditions, newSystem, type System, type World } from '../../src/device/phone.ts'
import { nextWakeAt } from '../../src/device/wake.ts'
import { contact, deal, phone as number } from '../people.ts'

export const ANNA = '+353871234567'
export const BEN = '+353861234567'
export const people = [
  contact({ deals: [deal()] }),
  contact({ id: '202', firstName: 'Ben', lastName: 'Ito', company: 'Globex', phones: [number(BEN)] }),
]
export const HOUR = 3_600_000
export const DAY = 24 * HOUR

export interface Setup {
  readonly platform?: 'android' | 'ios'
  readonly handset?: Partial<Handset>
  readonly settings?: Partial<Settings>
  readonly permissions?: Partial<Record<'callLog' | 'phone' | 'notifications' | 'contacts', PermissionState>>
  readonly system?: Partial<System>
  readonly conditions?: Partial<Conditions>
  readonly world?: Partial<World>
}

/** Nothing but the role: the permissions that it makes unnecessary are denied. */
export const byRole: Setup = {
  handset: { screeningRole: true },
  permissions: { callLog: 'denied-once', phone: 'denied-once' },
}

export function aPhone({
  platform = 'android',
  handset,
  settings,
  permissions,
  system,
  conditions,
}: Setup = {}): CarriedPhone {
  const ready = readyHandset(platform, 'IE')
  return newCarriedPhone(
    {
      ...ready,
      ...handset,
      settings: { ...ready.settings, ...settings },
      permissions: { ...ready.permissions, ...permissions },
    },
    { ...newSystem(), ...system },
    { ...newConditions(), ...conditions },
  )
}

export function aWorld(world: Partial<World> = {}): World {
  return { directory: buildDirectory(people), addressBook: new Map(), numberFirst: () => true, ...world }
}

/** Does one thing after the other; before each, the phone does what it does by itself until then. */
export function play(setup: Setup, ...actions: readonly (CarriedAction & { readonly at: number })[]) {
  return playOn(aPhone(setup), aWorld(setup.world), ...actions)
}

export function playOn(
  start: CarriedPhone,
  world: World,
  ...actions: readonly (CarriedAction & { readonly at: number })[]
) {
  let phone = start
  const events: (SeenEvent & { readonly seenAt: number })[] = []
  const act = (action: CarriedAction & { readonly at: number }) => {
    const happened = advanceCarried(phone, action, world)
    phone = happened.phone
    events.push(...happened.events.map((event) => ({ ...event, seenAt: action.at })))
  }
  let now = 0
  for (const action of actions) {
    // A phone that is never done is a fault, and not to be waited for.
    for (let woke = 0; woke < 1_000; woke += 1) {
      const next = nextWakeAt(phone)
      if (next === null || next > action.at) break
      now = Math.max(now, next)
      act({ type: 'wake', at: now })
    }
    now = action.at
    act(action)
  }
  const of = <T extends SeenEvent['type']>(type: T) =>
    events.filter(
      (event): event is Extract<SeenEvent, { type: T }> & { readonly seenAt: number } => event.type === type,
    )
  return { phone, events, of, types: events.map(({ type }) => type) }
}

type At = CarriedAction & { readonly at: number }

export const ring = (
  text = ANNA,
  at = 0,
  id = 'a',
  more: Partial<Extract<CarriedAction, { type: 'ring' }>> = {},
): At => ({
  type: 'ring',
  id,
  line: lineFrom(text),
  at,
  ...more,
})
export const dial = (text = ANNA, from: 'app' | 'outside' = 'outside', at = 0, id = 'a'): At => ({
  type: 'dial',
  id,
  line: lineFrom(text),
  from,
  at,
})
export const answer = (at = 3_000): At => ({ type: 'answer', at })
export const end = (cause: DisconnectCause = 'REMOTE', at = 63_000): At => ({ type: 'end', cause, at })
/** Nothing is done; the phone is let be until then. */
export const wait = (at: number): At => ({ type: 'wake', at })
export const does = (
  type: 'open-app' | 'kill-app' | 'force-stop' | 'reboot' | 'restore' | 'sign-out' | 'sync' | 'reload',
  at = 0,
): At => ({
  type,
  at,
})
export const synced = (at = 0, contacts = 2): At => ({ type: 'synced', at, contacts })
