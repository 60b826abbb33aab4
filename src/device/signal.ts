// What the system tells the app on it, and when. Plain data; names are the platforms' own. An app knows of the phone what
// comes here and what it may look at (Facts), and nothing else.
import type { Handset, Permission } from '../core/handset.ts'
import type { Line } from '../core/number/presentation.ts'
import type { AudioMode, Broadcast, PhoneState, PostCall } from './android/android.ts'
import type { CallDetails } from './android/screening.ts'
import type { LoadError } from './ios/directory.ts'
import type { CallObserved } from './ios/ios.ts'
import type { CallListRow, Notice, Notification } from './phone.ts'

/**
 * One thing that reaches the app. `callId` is the simulator's name for the call, for logs and records: no platform tells
 * it, so nothing may be decided by it. `sim` is the country of the SIM that took the call; null where nobody says.
 */
export type Signal = { readonly at: number } & (
  | CallSignal
  /** The app's process has begun, and has the screen in front of the user: Activity.onResume, scene active. */
  | { readonly type: 'opened' }
  /** A process is there again after the phone was switched off: ACTION_BOOT_COMPLETED. */
  | { readonly type: 'boot-completed' }
  /** No app hears this: what it had in memory alone is gone. */
  | { readonly type: 'process-ended' }
  /** JobService.onStartJob, or iOS's app refresh: `retry` where it follows a failure. Answer with `job-finished`. */
  | { readonly type: 'job-started'; readonly cause: 'periodic' | 'retry' }
  /** The system does not wait any longer (onStopJob, BGTask.expirationHandler). */
  | { readonly type: 'job-stopped' }
  /** ConnectivityManager.NetworkCallback: a network that reaches the internet is there, or none is. */
  | { readonly type: 'network'; readonly isOnline: boolean }
  /** A timer of the app's own has run out. */
  | { readonly type: 'timer'; readonly name: string }
  | {
      readonly type: 'permission-result'
      readonly permission: Permission
      readonly result: 'GRANTED' | 'DENIED'
    }
  | { readonly type: 'role-result'; readonly result: 'OK' | 'CANCELED' }
  /** A notification's action was tapped, by its words; the app is in front by it. */
  | { readonly type: 'notification-action'; readonly notification: Notification; readonly action: string }
  /** The app's screen that was asked for is there: Activity.onCreate. */
  | { readonly type: 'activity-started'; readonly notice: Extract<Notice, { type: 'open-outcome' }> }
  /** The user has turned a switch on the app's own pages. */
  | { readonly type: 'switch-turned'; readonly settings: Partial<Pick<Handset['settings'], 'callerId' | 'logCalls'>> }
  /** The user has said, on the app's pages, who it was of those with a number; null takes it back. */
  | {
      readonly type: 'caller-chosen'
      readonly e164: string
      readonly contactId: string | null
      /** The call on whose page it was said. */
      readonly callId: string | null
    }
  /** Buttons of the app's own pages. */
  | { readonly type: 'refresh-tapped' | 'sign-out-tapped' }
  /** iOS: CXCallDirectoryProvider.beginRequest of the app's extension. Answer with `complete-load`. */
  | { readonly type: 'load-requested'; readonly isIncremental: boolean }
  /** iOS: to the extension, the completion of its request; with an error, requestFailed. */
  | { readonly type: 'load-ended'; readonly error: LoadError | null }
  /** iOS: CXCallDirectoryManager.reloadExtension has ended. */
  | { readonly type: 'reload-ended'; readonly error: LoadError | null }
)

/** What is told of calls. */
export type CallSignal =
  /** CallScreeningService.onScreenCall: answer with `respond-to-call` (AND-01). */
  | {
      readonly type: 'screen-call'
      readonly callId: string
      readonly details: CallDetails
      readonly sim: string | null
    }
  /** TelephonyManager.ACTION_PHONE_STATE_CHANGED (AND-20). */
  | ({ readonly type: 'phone-state'; readonly callId: string; readonly sim: string | null } & Broadcast)
  /** TelecomManager.ACTION_POST_CALL, with the handle as it was (AND-30). */
  | ({
      readonly type: 'post-call'
      readonly callId: string
      readonly line: Line
      readonly sim: string | null
    } & PostCall)
  /** AND-35: AudioManager.OnModeChangedListener, or a look at the mode: to a process that is there, without any permission. */
  | { readonly type: 'audio-mode'; readonly mode: AudioMode }
  /** The call log has a new row, and the app may read it (AND-33). */
  | { readonly type: 'call-log'; readonly row: CallListRow; readonly sim: string | null }
  /** What the user has dialled on the app's own page, the app knows. */
  | { readonly type: 'call-placed'; readonly callId: string; readonly line: Line }
  /** iOS: CXCallObserver, without a number (IOS-17). */
  | ({ readonly type: 'call-observed' } & CallObserved)
  /** iOS: what ConversationHistoryManager gives a default dialer that looks, newest first (IOS-24, IOS-25). */
  | { readonly type: 'conversation-history'; readonly rows: readonly CallListRow[] }

/** What an app may look at whenever it wants: its permissions, the role, settings, SIMs, the network. */
export interface Facts {
  readonly handset: Handset
  /** ISO 3166-1 alpha-2 of the network abroad; null at home (TelephonyManager.getNetworkCountryIso). */
  readonly networkCountry: string | null
  /** Whether something of the app's stands in front of the user. */
  readonly isInFront: boolean
  /** Whether the network answers now: none does while the phone dozes. */
  readonly hasNetwork: boolean
  /** TelephonyManager.getCallState; null without the phone permission, from Android 12 on (AND-83). */
  readonly callState: PhoneState | null
  /** AudioManager.getMode */
  readonly audioMode: AudioMode
  /** Settings.Global.BOOT_COUNT: another one says that the phone was switched off meanwhile. null on iOS. */
  readonly bootCount: number | null
}
