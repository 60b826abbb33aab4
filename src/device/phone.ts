// The simulated phone: what is on it, and what lies around it. Plain data.

import type { Call, CallLogType } from '../core/call.ts'
import type { AddressBook, Caller } from '../core/caller.ts'
import type { Card } from '../core/contact.ts'
import { type Directory, expectDirectory } from '../core/directory.ts'
import { type Handset, mayStart, newHandset, type Permission } from '../core/handset.ts'
import { isRegion } from '../core/number/number.ts'
import type { Line, Presentation } from '../core/number/presentation.ts'
import type { LoggedCall } from '../core/outcome.ts'
import { hasKeys, wrongUse } from '../text/wrong-use.ts'
import type { CallKind } from './android/android.ts'
import type { Screening } from './android/screening.ts'
import { asPossible, whyImpossible } from './possible-phone.ts'
import { type Conditions, newConditions, newSystem, type System } from './system.ts'

export type { PhoneAction } from './phone-action.ts'
export { type Conditions, newConditions, newSystem, type System } from './system.ts'

/** The system, without the app that runs on it. Plain data: it is kept in the store between runs. */
export interface Phone {
  readonly handset: Handset
  readonly system: System
  readonly conditions: Conditions
  readonly appProcess: AppProcess
  /** Calls that the phone has not let ring yet: somebody is still asked about them (AND-07). */
  readonly screenings: readonly Screening[]
  /** Calls that go on, and finished ones until their rows are written. */
  readonly calls: readonly LiveCall[]
  /** Newest first, as phones list them. */
  readonly callList: readonly CallListRow[]
  /** Newest first. */
  readonly notifications: readonly Notification[]
  /** What the app has put over the phone's own screen, and on iOS the label; the last is in front. */
  readonly cards: readonly ShownCard[]
  /** Dialogs on the screen, the front one first. */
  readonly dialogs: readonly Dialog[]
  readonly role: RoleHistory
  /** When the last emergency call ended (AND-12). */
  readonly emergencyAt: number | null
  /** When Doze began (AND-62). */
  readonly dozeSince: number | null
  /** The one job that the app has asked for; null when it has asked for none. */
  readonly job: Job | null
  readonly load: Load
  /** iOS: since when the app is the default dialer; null while it is not (IOS-24). */
  readonly dialerSince: number | null
  /** Timers of the app's process; they end with it. */
  readonly timers: readonly Timer[]
  /** Rows that the app may read, and that came while no process of it was there, or could be (AND-27, AND-28, AND-73). */
  readonly unread: readonly UnreadRow[]
  /** How often the phone has been switched on (Settings.Global.BOOT_COUNT). */
  readonly bootCount: number
}

/** A row of the call list, with the country of the SIM that took the call. */
export interface UnreadRow {
  readonly row: CallListRow
  readonly sim: string | null
}

/** A permission's, or the screening role's. */
export type Dialog = Permission | 'role'

/** The app as an installed program. */
export interface AppProcess {
  /**
   * `killed`: no process; Android starts one for a broadcast, iOS for nothing. `stopped`: until the user opens it,
   * Android starts it for nothing either (AND-27).
   */
  readonly state: 'open' | 'background' | 'killed' | 'stopped'
  /** Last use as Android counts it: a screen of the app was in front (AND-48). */
  readonly usedAt: number | null
  /** When its user last had it in front (AND-73). */
  readonly openedAt: number | null
}

/** A periodic job of Android's, or an app refresh that iOS was asked for. */
export interface Job {
  readonly periodMs: number
  readonly flexMs: number
  /** When it runs next, if the system lets it. */
  readonly next: number
  readonly cause: 'periodic' | 'retry'
  /** From when its periods are counted (AND-61). */
  readonly periodsFrom: number
  /** When a periodic run last began; second tries are not counted. */
  readonly ranAt: number | null
  /** When it ran in the last day or so (AND-63). */
  readonly runs: readonly number[]
  /** When the run that goes on began. */
  readonly runsSince: number | null
}

/** What iOS knows of the extension's loads. */
export interface Load {
  /** Whether iOS has loaded anything since the extension was switched on: the first load is a full one (IOS-05). */
  readonly hasLoaded: boolean
  /** When the load that goes on ends (IOS-03). */
  readonly endsAt: number | null
  /** Whether it is the app that waits for its end. */
  readonly isAsked: boolean
  /** What the extension was asked, and has not answered. */
  readonly request: { readonly isIncremental: boolean; readonly isAsked: boolean } | null
}

/** The extension as it is when it was switched on, or off. */
export const NOT_LOADED: Load = { hasLoaded: false, endsAt: null, isAsked: false, request: null }

export interface Timer {
  readonly name: string
  readonly at: number
}

/** A card of the app's, by the name that the app gave it; on iOS the label, by its call. */
export interface ShownCard {
  readonly id: string
  readonly surface: 'overlay' | 'heads-up' | 'full-screen' | 'label'
  readonly card: Card
}

/** What the system remembers of requests for the role. */
export interface RoleHistory {
  readonly denials: 'none' | 'once' | 'always'
  /** What the app has only by the role, and loses with it (AND-46). */
  readonly granted: { readonly overlay: boolean; readonly notifications: boolean }
}

export interface LiveCall {
  readonly call: Call
  readonly line: Line
  readonly kind: CallKind
  /** The country of the SIM that took it; null where nothing was said. */
  readonly sim: string | null
  /** Whether the app held the role when the call was let through: it gets POST_CALL (AND-30). */
  readonly roleWasHeld: boolean
  readonly isSilenced: boolean
  /** iOS 26 lists it among the unknown callers, outside Recents (IOS-30). */
  readonly isFiltered?: boolean
  /** Telecom has turned it away because another call rang or was dialled: it is listed as missed (AND-17). */
  readonly isAutoMissed: boolean
  /** iOS: whom the system has found among the labels. */
  readonly labelled: Caller | null
  /** iOS: the label that the system has found for it. */
  readonly label: string | null
  /** When its row appears in the call list; null while it goes on (AND-33). */
  readonly rowAt: number | null
  /** How many rows the call list had when it began. */
  readonly rowsBefore: number
}

export interface CallListRow {
  readonly callId: string
  readonly logType: CallLogType
  /** The number as the network gave it; empty where it gave none. */
  readonly number: string
  /** CallLog.Calls.NUMBER_PRESENTATION: whether there is a number, and why not. */
  readonly presentation: Presentation
  /** What the system itself names the caller: its own contact, or on iOS the label (R-08, IOS-15). */
  readonly name: string | null
  readonly at: number
  readonly durationMs: number
  /** iOS 26: it stands in the list of unknown callers, and not in Recents (IOS-30). */
  readonly isFiltered?: true
}

/** What an app has to tell its user, be it by a notification or by a screen of its own. */
export type Notice =
  | {
      readonly type: 'notify-missed'
      readonly id: string
      readonly contactId: string
      readonly title: string
      readonly e164: string
      readonly actions: readonly string[]
    }
  | { readonly type: 'open-outcome'; readonly id: string; readonly call: LoggedCall }

export type Notification = Notice & { readonly at: number }

/** What can be tapped on a notification, in the order in which it stands there. */
export function actionsOn(notice: Notice): readonly string[] {
  return notice.type === 'open-outcome' ? ['Log call'] : notice.actions
}

/** What lies around the phone: none of it is the phone's own state. */
export interface World {
  /** The contacts that the app holds: what it looks in, and on iOS what it gives at a load. */
  readonly directory: Directory
  readonly addressBook: AddressBook
  /** Chance: whether, of two broadcasts, the one with the number comes first. */
  readonly numberFirst: () => boolean
  /** Chance: from 0 to 1, where in its window a job runs (AND-61). Its end where nobody says. */
  readonly chance?: () => number
  /** What the simulator calls a call that the app places. */
  readonly newCallId?: () => string
  /** Numbers that the system itself blocks, as E.164 or as their digits (AND-11). */
  readonly blocked?: ReadonlySet<string>
  /** When the contacts were brought here; when the app last synced where nobody says. */
  readonly syncedAt?: number
  /** How many contacts the account has; as many as the directory where nobody says. */
  readonly accountSize?: number
  /** iOS: the entries of the last load; the directory's where nobody says. */
  readonly labels?: Directory
  /** iOS: the same as an app under test has given them; what the system then shows is these texts. */
  readonly entries?: ReadonlyMap<number, readonly string[]>
  /** iOS: the labels of another app's extension, by E.164 (IOS-12). */
  readonly otherLabels?: ReadonlyMap<string, string>
}

/** A world of these contacts and nothing else. */
export function newWorld(directory: Directory): World {
  expectDirectory('newWorld', directory)
  return { directory, addressBook: new Map(), numberFirst: () => true }
}

/** @throws TypeError for what is no phone, or no world; from callers without types */
export function expectPhone(place: string, phone: Phone, world?: World): void {
  if (!hasKeys(phone, 'handset', 'app', 'calls')) throw wrongUse(place, 'a phone, as newPhone makes it', phone)
  if (world !== undefined && !hasKeys(world, 'directory', 'addressBook')) {
    throw wrongUse(place, 'a world, as newWorld makes it', world)
  }
}

/**
 * A phone with nothing on it yet.
 *
 * @throws RangeError for a phone that there is not, such as an iPhone with Android's role; see whyImpossible
 */
export function newPhone(handset: Handset, system = newSystem(), conditions = newConditions()): Phone {
  if (!hasKeys(handset, 'platform', 'settings', 'permissions')) {
    throw wrongUse('newPhone', 'a handset, as newHandset makes it', handset)
  }
  const why = whyImpossible(handset)
  if (why !== null) throw new RangeError(why)
  return {
    handset,
    system,
    conditions,
    appProcess: { state: mayStart(handset) ? 'background' : 'killed', usedAt: null, openedAt: null },
    screenings: [],
    calls: [],
    callList: [],
    notifications: [],
    cards: [],
    dialogs: [],
    role: { denials: 'none', granted: { overlay: false, notifications: false } },
    emergencyAt: null,
    dozeSince: null,
    job: null,
    load: NOT_LOADED,
    dialerSince: handset.settings.defaultDialer ? 0 : null,
    timers: [],
    unread: [],
    bootCount: 1,
  }
}

/** The phone as another model, or set up otherwise all along: where nothing starts the app, none of it runs behind (AND-70, AND-73). */
export function withHandset<T extends Phone>(phone: T, handset: Handset): T {
  const { appProcess } = phone
  const isThere = appProcess.state !== 'background' || mayStart(handset)
  return { ...phone, handset, appProcess: isThere ? appProcess : { ...appProcess, state: 'killed' } }
}

/** Whether what a store kept is a phone, of this version or an older one. */
export function isPhone(document: unknown): boolean {
  const kept = document as Partial<Phone> | null | undefined
  const { settings, permissions, simCountries, platform } = (kept?.handset ?? {}) as Partial<Handset>
  const isRow = (row: Partial<CallListRow> | null) =>
    [row?.callId, row?.number, row?.logType].every((text) => typeof text === 'string') && Number.isFinite(row?.at)
  const isNotice = (notice: Partial<Notification> | null) =>
    [notice?.id, notice?.type].every((text) => typeof text === 'string') && Number.isFinite(notice?.at)
  return (
    Array.isArray(kept?.calls) &&
    (kept.callList?.every?.(isRow) ?? false) &&
    (kept.notifications?.every?.(isNotice) ?? false) &&
    (simCountries?.every?.((country) => typeof country === 'string' && isRegion(country)) ?? false) &&
    (platform === 'android' || platform === 'ios') &&
    [settings, permissions].every((part) => typeof part === 'object' && part !== null)
  )
}

/**
 * A phone from what a store kept of it, also an older version's: what that had not is as new. A new Android phone when
 * that is nothing, or no phone.
 */
export function restorePhone(document: unknown): Phone {
  if (!isPhone(document)) return newPhone(newHandset('android', null))
  const phone = document as Phone
  const plain = newHandset(phone.handset.platform, null)
  const handset = asPossible({
    ...plain,
    ...phone.handset,
    settings: { ...plain.settings, ...phone.handset.settings },
    permissions: { ...plain.permissions, ...phone.handset.permissions },
  })
  const fresh = newPhone(handset, { ...newSystem(), ...phone.system }, { ...newConditions(), ...phone.conditions })
  const earlier = (document as { readonly app?: EarlierApp }).app
  const job = phone.job === undefined ? earlierJob(earlier, fresh) : phone.job && { ...phone.job, runsSince: null }
  // A phone that was switched off in the middle of a call or a dialog comes back without it.
  const restored: Phone = {
    ...fresh,
    appProcess: { ...fresh.appProcess, ...earlierProcess(earlier), ...phone.appProcess },
    callList: phone.callList.map(restoreRow),
    notifications: phone.notifications,
    role: { ...fresh.role, ...phone.role },
    unread: phone.unread ?? [],
    bootCount: phone.bootCount ?? fresh.bootCount,
    emergencyAt: phone.emergencyAt ?? null,
    dozeSince: phone.dozeSince ?? null,
    job,
    dialerSince: handset.settings.defaultDialer ? (phone.dialerSince ?? 0) : null,
    load: { ...fresh.load, ...earlier?.load, ...phone.load, endsAt: null, isAsked: false, request: null },
  }
  return withHandset(restored, handset)
}

/** What versions up to 0.1 kept of the system under the app's name. */
interface EarlierApp {
  readonly state?: AppProcess['state']
  readonly usedAt?: number | null
  readonly sync?: Partial<Pick<Job, 'periodsFrom' | 'ranAt' | 'runs'>> & {
    readonly next?: number | null
    readonly nextCause?: Job['cause']
  }
  readonly load?: { readonly hasLoaded?: boolean }
}

function earlierProcess(app: EarlierApp | undefined): Partial<AppProcess> {
  return app?.state === undefined ? {} : { state: app.state, usedAt: app.usedAt ?? null }
}

function earlierJob(app: EarlierApp | undefined, { system }: Phone): Job | null {
  const { next = null, nextCause: cause = 'periodic', periodsFrom = 0, ranAt = null, runs = [] } = app?.sync ?? {}
  const { syncPeriodMs: periodMs, syncFlexMs: flexMs } = system
  return next === null ? null : { periodMs, flexMs, next, cause, periodsFrom, ranAt, runs, runsSince: null }
}

// An older version did not keep why there is no number.
function restoreRow(row: CallListRow): CallListRow {
  const kept = row as Omit<CallListRow, 'presentation'> & Partial<CallListRow>
  return { ...row, presentation: kept.presentation ?? (row.number === '' ? 'UNKNOWN' : 'ALLOWED') }
}
