// The simulated phone: what is on it, and what lies around it. Plain data.

import { type Handset, newHandset, type Permission } from '../core/access.ts'
import type { Call, CallLogType, Effect } from '../core/call.ts'
import type { AddressBook } from '../core/caller.ts'
import type { Contact } from '../core/contact.ts'
import { type Directory, expectDirectory } from '../core/directory.ts'
import { isRegion } from '../core/number/number.ts'
import type { Line, Presentation } from '../core/number/presentation.ts'
import { hasKeys, wrongUse } from '../text/wrong-use.ts'
import type { CallKind } from './android/android.ts'
import type { Screening } from './android/screening.ts'
import { asPossible, whyImpossible } from './possible-phone.ts'
import { type Conditions, newConditions, newSystem, type System } from './system.ts'

export type { PhoneAction } from './phone-action.ts'
export { type Conditions, newConditions, newSystem, type System } from './system.ts'

/** Plain data: it is kept in the store between runs. */
export interface Phone {
  readonly handset: Handset
  readonly system: System
  readonly conditions: Conditions
  readonly app: App
  /** Calls that the phone has not let ring yet: somebody is still asked about them (AND-07). */
  readonly screenings: readonly Screening[]
  /** Calls that go on, and finished ones until the phone is idle and their rows are written. */
  readonly calls: readonly LiveCall[]
  /** Newest first, as phones list them. */
  readonly callList: readonly CallListRow[]
  readonly notifications: readonly Notification[]
  /** Dialogs on the screen, the front one first. */
  readonly dialogs: readonly Dialog[]
  readonly role: RoleHistory
  /** When the last emergency call ended (AND-12). */
  readonly emergencyAt: number | null
  /** When Doze began (AND-62). */
  readonly dozeSince: number | null
}

/** A permission's, or the screening role's. */
export type Dialog = Permission | 'role'

/** The app as an installed program. */
export interface App {
  /**
   * `killed`: no process; Android starts one for a broadcast, iOS for nothing. `stopped`: until the user opens it,
   * Android starts it for nothing either (AND-27).
   */
  readonly state: 'open' | 'background' | 'killed' | 'stopped'
  readonly isSignedIn: boolean
  /** Last use as Android counts it: a screen of the app was in front (AND-48). */
  readonly usedAt: number | null
  /** Whether the app held the role when it last looked (AND-47). */
  readonly knownRole: boolean
  readonly sync: Sync
  /** Numbers that the CRM was asked for while the phone rang, with the time until which an answer counts. */
  readonly lookups: readonly Lookup[]
  /** What such answers brought, for the next call; newest first. */
  readonly lookedUp: readonly Contact[]
  readonly load: Load
}

export type SyncCause = 'manual' | 'periodic' | 'opened' | 'retry'

/** */
export interface Sync {
  readonly lastSuccessAt: number | null
  readonly contacts: number
  /** One sentence; null after a success. */
  readonly lastError: string | null
  /** When it runs next by itself, if the system lets it; null when nothing is scheduled. */
  readonly next: number | null
  readonly nextCause: 'periodic' | 'retry'
  /** From when its periods are counted (AND-61). */
  readonly periodsFrom: number
  /** When the daily run last began; second tries are not counted. */
  readonly ranAt: number | null
  /** Failures in a row. */
  readonly failures: number
  /** The sync that goes on, waiting for the CRM. */
  readonly running: { readonly cause: SyncCause; readonly since: number } | null
  /** When it ran by itself in the last day or so (AND-63). */
  readonly runs: readonly number[]
}

export interface Lookup {
  readonly callId: string
  readonly e164: string
  readonly until: number
}

/** What iOS and the app know of the extension's loads. */
export interface Load {
  /** Whether iOS has loaded anything since the extension was switched on: the first load is a full one (IOS-05). */
  readonly hasLoaded: boolean
  /** When the load that goes on ends (IOS-03). */
  readonly endsAt: number | null
  /** When the app tries again, and how often it has (IOS-11). */
  readonly retryAt: number | null
  readonly failures: number
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
  /** Whether POST_CALL has told the app how it ended: nothing is left to guess from the state (AND-34). */
  readonly isReported: boolean
  /** When its row appears in the call list; null until the phone is idle (AND-33). */
  readonly rowAt: number | null
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
}

export type Notification =
  | (Extract<Effect, { type: 'notify-missed' }> & { readonly id: string; readonly at: number })
  | (Extract<Effect, { type: 'open-outcome' }> & { readonly id: string; readonly at: number })

/** What lies around the phone: none of it is the phone's own state. */
export interface World {
  /** What the app looks in. On iOS: the entries of the last load. */
  readonly directory: Directory
  readonly addressBook: AddressBook
  /** Chance: whether, of two broadcasts, the one with the number comes first. */
  readonly numberFirst: () => boolean
  /** Chance: from 0 to 1, where in its window a job runs (AND-61). Its end where nobody says. */
  readonly chance?: () => number
  /** Numbers that the system itself blocks, as E.164 or as their digits (AND-11). */
  readonly blocked?: ReadonlySet<string>
  /** How many contacts the account has; as many as the directory where nobody says. */
  readonly accountSize?: number
  /** iOS: the contacts that the app holds, and gives at a load; the directory's where nobody says. */
  readonly held?: Directory
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
    app: newApp(handset.screeningRole),
    screenings: [],
    calls: [],
    callList: [],
    notifications: [],
    dialogs: [],
    role: { denials: 'none', granted: { overlay: false, notifications: false } },
    emergencyAt: null,
    dozeSince: null,
  }
}

function newApp(knownRole: boolean): App {
  return {
    state: 'background',
    isSignedIn: true,
    usedAt: null,
    knownRole,
    sync: newSync(),
    lookups: [],
    lookedUp: [],
    load: { hasLoaded: false, endsAt: null, retryAt: null, failures: 0 },
  }
}

/** Nothing fetched, nothing scheduled. */
export function newSync(): Sync {
  return {
    lastSuccessAt: null,
    contacts: 0,
    lastError: null,
    next: null,
    nextCause: 'periodic',
    periodsFrom: 0,
    ranAt: null,
    failures: 0,
    running: null,
    runs: [],
  }
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
  const app: App = {
    ...fresh.app,
    ...phone.app,
    sync: { ...fresh.app.sync, ...phone.app?.sync, running: null },
    lookups: [],
    load: { ...fresh.app.load, ...phone.app?.load, endsAt: null },
  }
  // A phone that was switched off in the middle of a call or a dialog comes back without it.
  return {
    ...fresh,
    ...phone,
    handset,
    system: fresh.system,
    conditions: fresh.conditions,
    app,
    callList: phone.callList.map(restoreRow),
    calls: [],
    screenings: [],
    dialogs: [],
  }
}

// An older version did not keep why there is no number.
function restoreRow(row: CallListRow): CallListRow {
  const kept = row as Omit<CallListRow, 'presentation'> & Partial<CallListRow>
  return { ...row, presentation: kept.presentation ?? (row.number === '' ? 'UNKNOWN' : 'ALLOWED') }
}
