// The simulated phone: what is on it, what can be done to it, and what can be seen of it. Plain data.
import {
  type Access,
  type Handset,
  newHandset,
  type Permission,
  type PermissionState,
  type Settings,
} from '../core/access.ts'
import type { Call, CallLogType, DisconnectCause, Effect } from '../core/call.ts'
import type { AddressBook, Caller, Line } from '../core/caller.ts'
import type { Card } from '../core/contact.ts'
import type { Directory } from '../core/directory.ts'
import type { Broadcast, CallKind, DialogChoice, PostCall } from './android.ts'

/** Plain data: it is kept in the store between runs. */
export interface Phone {
  readonly handset: Handset
  /** Calls that go on, and finished ones until the phone is idle. */
  readonly calls: readonly LiveCall[]
  /** Newest first, as phones list them. */
  readonly callList: readonly CallListRow[]
  readonly notifications: readonly Notification[]
  /** Permission dialogs on the screen, the front one first. */
  readonly dialogs: readonly Permission[]
}

/** What the phone finds itself in: none of it is a setting. */
export interface Conditions {
  /** ISO 3166-1 alpha-2 of the network it is on; null at home (AND-66). */
  readonly networkCountry: string | null
  /** How long an answer from the network takes, in milliseconds. */
  readonly latencyMs: number
  readonly isCharging: boolean
  /** Doze: no jobs and no network but in maintenance windows (AND-62). */
  readonly isDozing: boolean
  /** Android's standby bucket (AND-63). */
  readonly bucket: 'active' | 'working-set' | 'frequent' | 'rare' | 'restricted'
  readonly isLowPower: boolean
}

/** What differs between systems, or is not known for sure: each unverified behaviour is a switch, tested both ways. */
export interface System {
  /** Whether a stopped app that holds the role is still asked about calls (AND-27). */
  readonly stoppedRoleHolderIsBound: boolean
}

export interface LiveCall {
  readonly call: Call
  readonly line: Line
  readonly kind: CallKind
  /** Whether the app held the screening role when the call was let through. */
  readonly wasScreened: boolean
}

export interface CallListRow {
  readonly callId: string
  readonly logType: CallLogType
  /** The number as the network gave it; empty when it was withheld. */
  readonly number: string
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
}

export type PhoneAction =
  | { readonly type: 'ring'; readonly id: string; readonly line: Line; readonly kind?: CallKind; readonly at: number }
  | {
      readonly type: 'dial'
      readonly id: string
      readonly line: Line
      readonly from: Call['from']
      readonly at: number
    }
  /** Done to the call that rings, else to the one that is spoken on, unless a call is named. */
  | { readonly type: 'answer' | 'hold' | 'resume'; readonly callId?: string; readonly at: number }
  | { readonly type: 'end'; readonly cause: DisconnectCause; readonly callId?: string; readonly at: number }
  | { readonly type: 'change-settings'; readonly settings: Partial<Settings> }
  /** The app asks; a dialog appears where Android shows one. */
  | { readonly type: 'request'; readonly permissions: readonly Permission[] }
  | { readonly type: 'answer-dialog'; readonly choice: DialogChoice }
  /** The user in the system's settings, or the system itself. */
  | { readonly type: 'set-permission'; readonly permission: Permission; readonly state: PermissionState }
  | { readonly type: 'clear-notification'; readonly id: string }

/** What could be seen or received, in order. */
export type PhoneEvent =
  | { readonly type: 'ringing'; readonly callId: string; readonly line: Line; readonly name: string | null }
  | { readonly type: 'dialling'; readonly callId: string; readonly line: Line; readonly from: Call['from'] }
  | { readonly type: 'answered' | 'held' | 'resumed'; readonly callId: string }
  | { readonly type: 'ended'; readonly callId: string; readonly cause: DisconnectCause }
  | ({ readonly type: 'phone-state' } & Broadcast)
  | { readonly type: 'screen-call'; readonly callId: string; readonly direction: 'INCOMING' | 'OUTGOING' }
  /** The app (on iOS the system) has looked the number up. */
  | { readonly type: 'identified'; readonly callId: string; readonly caller: Caller }
  | ({ readonly type: 'post-call'; readonly callId: string } & PostCall)
  | { readonly type: 'show-card'; readonly surface: Access['surfaces']['card']; readonly card: Card }
  | { readonly type: 'hide-card' }
  | ({ readonly type: 'call-list' } & CallListRow)
  | Extract<Effect, { type: 'notify-missed' | 'open-outcome' }>
  | { readonly type: 'permission-dialog'; readonly permission: Permission }
  | { readonly type: 'permission'; readonly permission: Permission; readonly result: 'GRANTED' | 'DENIED' }

export interface Happened {
  readonly phone: Phone
  readonly events: readonly PhoneEvent[]
}

/** A phone with nothing on it yet. */
export function newPhone(handset: Handset): Phone {
  return { handset, calls: [], callList: [], notifications: [], dialogs: [] }
}

/** A phone from what a store kept of it; a new Android phone when that is nothing, or no phone. */
export function restorePhone(document: unknown): Phone {
  const kept = document as Partial<Phone> | undefined
  const lists = [kept?.calls, kept?.callList, kept?.notifications, kept?.handset?.simCountries]
  const isPhone = lists.every(Array.isArray) && kept?.handset?.settings && kept.handset.permissions
  if (!isPhone) return newPhone(newHandset('android', null))
  // A phone that was switched off in the middle of a call or a dialog comes back without it.
  return { ...(kept as Phone), calls: [], dialogs: [] }
}

/** At home, on the battery, in use. */
export function newConditions(): Conditions {
  return {
    networkCountry: null,
    latencyMs: 0,
    isCharging: false,
    isDozing: false,
    bucket: 'active',
    isLowPower: false,
  }
}

/** As Android 14 and iOS 18 behave, as far as is known. */
export function newSystem(): System {
  return { stoppedRoleHolderIsBound: false }
}
