// What can be done to the simulated phone. Plain data; each thing carries the time at which it is done, in milliseconds
// since the epoch.
import type { Handset, Permission, PermissionState, Settings } from '../core/access.ts'
import type { Call, DisconnectCause } from '../core/call.ts'
import type { Contact } from '../core/contact.ts'
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
  | (MaybeTimed & { readonly type: 'change-settings'; readonly settings: Partial<Settings> })
  /** The app asks; a dialog appears where Android shows one. */
  | (MaybeTimed & { readonly type: 'request'; readonly permissions: readonly Permission[] })
  | (MaybeTimed & { readonly type: 'answer-dialog'; readonly choice: DialogChoice })
  /** The user in the system's settings, or the system itself. */
  | (MaybeTimed & { readonly type: 'set-permission'; readonly permission: Permission; readonly state: PermissionState })
  | (MaybeTimed & { readonly type: 'clear-notification'; readonly id: string })
  /** The app asks for the screening role (AND-45). */
  | (Timed & { readonly type: 'request-role' })
  | (Timed & { readonly type: 'set-role'; readonly isHeld: boolean; readonly by: 'user' | 'other-app' | 'system' })
  | (Timed & { readonly type: 'set-conditions'; readonly conditions: Partial<Conditions> })
  | (Timed & { readonly type: 'set-network'; readonly state: Handset['network'] })
  | (Timed & { readonly type: 'open-app' | 'kill-app' | 'force-stop' | 'reboot' | 'sign-out' })
  /** Everything that the phone does by itself and that is due at `at` (see nextWakeAt). */
  | (Timed & { readonly type: 'wake' })
  /** The user asks for it on the app's manage page. */
  | (Timed & { readonly type: 'sync' })
  /** The answers to `sync-wanted`. */
  | (Timed & { readonly type: 'synced'; readonly contacts: number })
  | (Timed & { readonly type: 'sync-failed'; readonly error: string })
  /** iOS: the app asks the system to load what it holds. */
  | (Timed & { readonly type: 'reload' })
  /** The answer to `lookup-wanted`. */
  | (Timed & { readonly type: 'lookup-answer'; readonly callId: string; readonly contacts: readonly Contact[] })
