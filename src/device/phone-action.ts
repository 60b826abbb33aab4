// What can be done to the simulated phone. Plain data; each thing carries the time at which it is done, in milliseconds
// since the epoch.

import type { Call, DisconnectCause } from '../core/call.ts'
import type { Handset, Permission, PermissionState, Settings } from '../core/handset.ts'
import type { Line } from '../core/number/presentation.ts'
import type { CallKind } from './android/android.ts'
import type { DialogChoice } from './permission.ts'
import type { Conditions } from './system.ts'

type Timed = { readonly at: number }
/** Older callers leave the time out; what then depends on it waits for the next action that has one. */
type MaybeTimed = { readonly at?: number }

/** What can be done to a phone. */
export type PhoneAction =
  | (Timed & {
      readonly type: 'ring'
      readonly id: string
      readonly line: Line
      readonly kind?: CallKind
      /** The country of the SIM that took it; the first SIM's where nobody says. */
      readonly sim?: string
    })
  | (Timed & { readonly type: 'dial'; readonly id: string; readonly line: Line; readonly from: Call['from'] })
  /** Done to the call that rings, else to the one that is spoken on, unless a call is named. */
  | (Timed & { readonly type: 'answer' | 'hold' | 'resume'; readonly callId?: string })
  | (Timed & { readonly type: 'end'; readonly cause: DisconnectCause; readonly callId?: string })
  /** Settings are otherwise from now on, of the system's or the app's own; the app sees it when it looks. */
  | (MaybeTimed & { readonly type: 'change-settings'; readonly settings: Partial<Settings> })
  /** The app asks; a dialog appears where Android shows one. For the role: AND-45. */
  | (MaybeTimed & { readonly type: 'request'; readonly permissions: readonly Permission[] })
  | (MaybeTimed & { readonly type: 'request-role' })
  | (MaybeTimed & { readonly type: 'answer-dialog'; readonly choice: DialogChoice })
  /** The user in the system's settings, or the system itself. */
  | (MaybeTimed & { readonly type: 'set-permission'; readonly permission: Permission; readonly state: PermissionState })
  | (MaybeTimed & { readonly type: 'clear-notification'; readonly id: string })
  | (Timed & { readonly type: 'set-role'; readonly isHeld: boolean; readonly by: 'user' | 'other-app' | 'system' })
  | (Timed & { readonly type: 'set-conditions'; readonly conditions: Partial<Conditions> })
  | (Timed & { readonly type: 'set-network'; readonly state: Handset['network'] })
  | (Timed & { readonly type: 'open-app' | 'kill-app' | 'force-stop' | 'reboot' })
  /** Android: the user goes on with a new phone, which is set up from a backup or a transfer of this one (AND-77). */
  | (Timed & { readonly type: 'restore' })
  /** A notification's action is tapped, by its words. */
  | (Timed & { readonly type: 'tap-notification'; readonly id: string; readonly action: string })
  /** On the app's own pages: Refresh, Sign out, and its switches. */
  | (Timed & { readonly type: 'sync' | 'sign-out' })
  | (Timed & { readonly type: 'turn-switch'; readonly settings: Partial<Pick<Settings, 'callerId' | 'logCalls'>> })
  /** The app's user says who it was of several contacts with a number; null takes it back. */
  | (Timed & {
      readonly type: 'choose-caller'
      readonly e164: string
      readonly contactId: string | null
      /** The call that it is said of; null for none in particular. */
      readonly callId: string | null
    })
  /** iOS: the app asks the system to load what it holds. */
  | (Timed & { readonly type: 'reload' })
  /** Everything that the phone does by itself and that is due at `at` (see nextWakeAt). */
  | (Timed & { readonly type: 'wake' })
