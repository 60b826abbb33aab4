// Everything that keeps a caller's name away from a phone, not the first thing alone: each is put right in turn, and the phone is
// asked again, since one thing may stand behind another.
import type { MissingReason } from '../core/access.ts'
import type { Caller } from '../core/caller.ts'
import type { Line } from '../core/number/presentation.ts'
import type { World } from '../device/phone.ts'
import { accessOf } from './access-of.ts'
import type { CallSummary, Reason } from './answer-call.ts'
import { askPhone, type PhoneAnswer } from './ask-phone.ts'
import type { CarriedPhone } from './carried.ts'
import { describeReason, type Why } from './why.ts'

/** One thing that keeps the name away. */
export interface Obstacle extends Why {
  readonly reason: Reason
}

/** What is asked about, and what the phone holds of it. */
export interface AskedAbout {
  readonly world: World
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Why the phone holds no contacts yet, where it holds none. */
  readonly empty?: 'no-contacts' | 'no-labels' | null
}

/**
 * What keeps the name of whoever calls with this line away from the phone, the first thing first, in the order in which it can be
 * put right; empty where the caller is named. It ends with what nobody can put right on the phone.
 */
export function findObstacles(phone: CarriedPhone, line: Line, { world, at, empty = null }: AskedAbout): Obstacle[] {
  const found: Obstacle[] = []
  let asked: Asked | undefined = { phone, world }
  let answer = askPhone(phone, line, { world, at })
  while (asked !== undefined && !answer.summary.identified) {
    const reason = reasonNow(answer, found)
    if (found.some((each) => each.reason === reason)) break
    const isFromStart = accessOf(phone).card.some((each) => each.reason === reason)
    found.push({ reason, ...describeReason(reason, isFromStart ? phone : asked.phone, answer.caller) })
    asked = MENDINGS[reason]?.(asked)
    if (asked !== undefined) answer = askPhone(asked.phone, line, { world: asked.world, at })
  }
  // Whom the contacts would name, or might, nothing names while there are none.
  const isOfContacts = answer.summary.identified ? answer.summary.source === 'crm' : answer.caller.kind === 'unknown'
  if (empty === null || !isOfContacts) return found
  return [...found, { reason: empty, ...describeReason(empty, phone, answer.caller) }]
}

/** The same for a call that was played already: what that came to stands first. @param caller whom the app took it to be */
export function obstaclesOf(
  phone: CarriedPhone,
  { summary, caller, line }: { summary: CallSummary; caller: Caller | null; line: Line | null },
  about: AskedAbout,
): Obstacle[] {
  if (summary.identified) return []
  const found = line === null ? [] : findObstacles(phone, line, about)
  const { reason } = summary
  const first = found.find((each) => each.reason === reason) ?? { reason, ...describeReason(reason, phone, caller) }
  return [first, ...found.filter((each) => each.reason !== reason)]
}

interface Asked {
  readonly phone: CarriedPhone
  readonly world: World
}

// Who takes the overlay away because the dialer hides it is not to give it back for the lack of notifications.
function reasonNow({ summary }: PhoneAnswer, found: readonly Obstacle[]): Reason {
  const isHidden = found.some(({ reason }) => reason === 'card-hidden')
  return isHidden && summary.reason === 'no-surface' ? 'notifications-denied' : summary.reason
}

type Mending = (asked: Asked) => Asked

const onPhone =
  (change: (phone: CarriedPhone) => Partial<CarriedPhone>): Mending =>
  ({ phone, world }) => ({ phone: { ...phone, ...change(phone) }, world })

const set = (settings: Partial<CarriedPhone['handset']['settings']>) =>
  onPhone(({ handset }) => ({ handset: { ...handset, settings: { ...handset.settings, ...settings } } }))

const grant = (permission: keyof CarriedPhone['handset']['permissions']) =>
  onPhone(({ handset }) => ({
    handset: { ...handset, permissions: { ...handset.permissions, [permission]: 'granted' } },
  }))

const turn = (system: Partial<CarriedPhone['system']>) =>
  onPhone((phone) => ({ system: { ...phone.system, ...system } }))

// What the fix of each would come to; what has none here ends the list.
const MENDINGS: Readonly<Partial<Record<Reason, Mending>>> = {
  'extension-off': set({ extension: true }),
  'autostart-off': set({ autostart: true }),
  'work-profile-paused': set({ workProfile: 'on' }),
  'deep-sleeping': set({ sleep: 'never' }),
  'caller-id-off': set({ callerId: true }),
  'call-log-denied': grant('callLog'),
  'phone-denied': grant('phone'),
  'notifications-denied': grant('notifications'),
  'lock-screen-off': set({ lockScreen: true }),
  'no-surface': set({ overlay: true }),
  'signed-out': onPhone(({ app }) => ({ app: { ...app, isSignedIn: true } })),
  'app-stopped': onPhone(({ appProcess }) => ({ appProcess: { ...appProcess, state: 'background' } })),
  // It is locked again when the next call comes.
  'not-unlocked': onPhone(({ conditions }) => ({ conditions: { ...conditions, lock: 'locked' } })),
  'number-blocked': ({ phone, world }) => ({ phone, world: { ...world, blocked: new Set() } }),
  'turned-away': turn({ screeningDisallows: false }),
  'screening-failed': turn({ screeningCrashes: false, screeningAnswerMs: 0 }),
  'card-hidden': set({ overlay: false }),
  'caller-silenced': turn({ unknownCallers: 'ring', filtersUnknownCallers: false }),
  'other-label': turn({ otherExtensionFirst: false }),
} satisfies Partial<Record<Reason, Mending>> & Record<CardReason, Mending>

/** What can be missing for a card: see planAccess and accessOf. */
type CardReason = Exclude<
  MissingReason,
  | 'not-on-ios'
  | 'log-calls-off'
  | 'log-calls-untouched'
  | 'popups-off'
  | 'no-outcome-surface'
  | 'battery-restricted'
  | 'background-refresh-off'
>
