// What could be seen of the phone or received by the app, in order. Plain data; names are the platforms' own.

import type { Call, DisconnectCause } from '../core/call.ts'
import type { Caller } from '../core/caller.ts'
import type { Card } from '../core/contact.ts'
import type { Permission } from '../core/handset.ts'
import type { Line } from '../core/number/presentation.ts'
import type { Broadcast, PostCall } from './android/android.ts'
import type { CallDetails, NotAsked } from './android/screening.ts'
import type { Extension, LoadError } from './ios/directory.ts'
import type { CallObserved } from './ios/ios.ts'
import type { AppProcess, CallListRow, Notice, Phone, ShownCard } from './phone.ts'
import type { Signal } from './signal.ts'

/** The phone after something was done to it, what could be seen of that, and what the app is told of it. */
export interface Happened {
  readonly phone: Phone
  readonly events: readonly PhoneEvent[]
  /** In the order in which the app gets them. */
  readonly signals: readonly Signal[]
}

/** A phone on which nothing is to be seen or told. */
export function quiet(phone: Phone): Happened {
  return { phone, events: [], signals: [] }
}

/** One thing after another: what was seen and told before stays. */
export function followedBy(so: Happened, next: (phone: Phone) => Happened): Happened {
  const after = next(so.phone)
  return {
    phone: after.phone,
    events: [...so.events, ...after.events],
    signals: [...so.signals, ...after.signals],
  }
}

/** What could be seen of a phone, or was sent to the app. */
export type PhoneEvent = CallSeen | AppSeen | SystemSeen

/** Around a call. */
export type CallSeen =
  | { readonly type: 'ringing'; readonly callId: string; readonly line: Line; readonly name: string | null }
  | { readonly type: 'dialling'; readonly callId: string; readonly line: Line; readonly from: Call['from'] }
  | { readonly type: 'answered' | 'held' | 'resumed'; readonly callId: string }
  | { readonly type: 'ended'; readonly callId: string; readonly cause: DisconnectCause }
  /** Turned away before it could ring: by the system's block list, or by whoever holds the role (AND-11, AND-15). */
  | { readonly type: 'blocked'; readonly callId: string; readonly by: 'system' | 'role-holder' }
  /** The phone has answered by itself, and asks the caller for the reason; then it rings (IOS-16). */
  | { readonly type: 'asked-reason'; readonly callId: string }
  /** The call is there, without a sound: by the role's holder (AND-16), by Do Not Disturb (AND-79), or as iOS silences unknown callers (IOS-16). */
  | { readonly type: 'silenced'; readonly callId: string }
  | ({ readonly type: 'phone-state' } & Broadcast)
  /** CallScreeningService.onScreenCall; the phone rings when it has been answered (AND-01, AND-07). */
  | {
      readonly type: 'screen-call'
      readonly callId: string
      readonly direction: 'INCOMING' | 'OUTGOING'
      readonly details: CallDetails
    }
  /** Why the holder of the role was not asked. */
  | { readonly type: 'not-screened'; readonly callId: string; readonly because: NotAsked }
  /** How the question ended; nothing that comes later changes the call (AND-06, AND-08). */
  | { readonly type: 'screened'; readonly callId: string; readonly by: 'answer' | 'timeout' | 'crash' }
  /** Somebody has looked the number up: the app, or on iOS the system. */
  | { readonly type: 'identified'; readonly callId: string; readonly caller: Caller }
  | ({ readonly type: 'post-call'; readonly callId: string } & PostCall)
  | { readonly type: 'show-card'; readonly surface: ShownCard['surface']; readonly card: Card }
  | { readonly type: 'hide-card' }
  /** A card that the app has put up and nobody sees (AND-53, IOS-16). */
  | { readonly type: 'card-unseen'; readonly callId: string; readonly because: 'overlay-hidden' | 'silenced' }
  /** A name beside the number that is not ours to draw: the dialer's (AND-67), or another app's label (IOS-12). */
  | {
      readonly type: 'other-label'
      readonly callId: string
      readonly by: 'dialer' | 'other-app'
      readonly label: string
    }
  | ({ readonly type: 'call-list' } & CallListRow)
  /** `isSilent`: in Do Not Disturb a notification comes without a sound (AND-79). */
  | (Omit<Extract<Notice, { type: 'notify-missed' }>, 'id'> & { readonly isSilent?: true })
  | (Omit<Extract<Notice, { type: 'open-outcome' }>, 'id'> & { readonly surface: 'screen' | 'notification' })
  /** CXCallObserver: only while the app runs, and never with a number (IOS-17). */
  | ({ readonly type: 'call-observed' } & CallObserved)

/** Of the app as a program. */
export type AppSeen =
  | { readonly type: 'app'; readonly state: AppProcess['state']; readonly cause: AppCause }
  /** Its maker's phone has put the app to sleep, for nobody opened it (AND-73). */
  | { readonly type: 'app-sleep'; readonly state: 'sleeping' | 'deep-sleeping' }
  | { readonly type: 'sent-to-background' }
  /** CXCallDirectoryManager.reloadExtension has ended; `labels` says which labels iOS has from now on. */
  | {
      readonly type: 'reload'
      readonly error: LoadError | null
      readonly isIncremental: boolean
      readonly labels: 'new' | 'kept' | 'none'
      /** The labels after a load that succeeded, by number. */
      readonly entries?: Extension['labels']
    }

export type AppCause =
  | 'opened'
  | 'asked-about-a-call'
  | 'swiped-away'
  | 'force-stop'
  | 'hibernation'
  | 'deep-sleep'
  | 'profile-paused'
  | 'permission-revoked'
  | 'role-lost'
  | 'reboot'
  | 'restored'

/** Dialogs, the role, permissions. */
export type SystemSeen =
  | { readonly type: 'permission-dialog'; readonly permission: Permission }
  /** The app has asked for what was denied for good: its user sees nothing (AND-40). */
  | { readonly type: 'no-dialog'; readonly permission: Permission }
  | { readonly type: 'permission'; readonly permission: Permission; readonly result: 'GRANTED' | 'DENIED' }
  /** `canDenyAlways`: the dialog has the box "Don't ask again" (AND-45). */
  | { readonly type: 'role-dialog'; readonly canDenyAlways: boolean }
  /** What a request for the role ended in (AND-45). */
  | { readonly type: 'role-result'; readonly result: 'OK' | 'CANCELED' }
  /** The user wanted to allow what is restricted of an app from a file (AND-74). */
  | { readonly type: 'setting-restricted'; readonly setting: 'overlay' }
  /** The role changed hands. The app is not told (AND-47). */
  | { readonly type: 'role'; readonly held: boolean; readonly by: 'user' | 'other-app' | 'system' }
  /** The system has taken back what nobody used for months (AND-48). */
  | { readonly type: 'permissions-reset'; readonly permissions: readonly Permission[] }
