// What an app asks of the system. Plain data; names are the platforms' own. What comes of it is the phone's to say: it may
// be refused, dropped without a word, hidden, or come too late.

import type { Card } from '../core/contact.ts'
import type { Permission } from '../core/handset.ts'
import type { Line } from '../core/number/presentation.ts'
import type { ScreeningResponse } from './android/screening.ts'
import type { Entry } from './ios/directory.ts'
import type { Notice } from './phone.ts'

/** One thing that the app asks for. */
export type Request =
  /** CallScreeningService.respondToCall: the phone rings, or does not, when it has this (AND-07). */
  | { readonly type: 'respond-to-call'; readonly callId: string; readonly response: ScreeningResponse }
  /**
   * WindowManager.addView of a TYPE_APPLICATION_OVERLAY; the name is the app's own for it (AND-50, AND-53). `isOverLock`: with
   * FLAG_SHOW_WHEN_LOCKED (AND-55).
   */
  | { readonly type: 'add-overlay'; readonly id: string; readonly card: Card; readonly isOverLock: boolean }
  /** A notification of CATEGORY_CALL with a full-screen intent (AND-52). */
  | { readonly type: 'notify-call'; readonly id: string; readonly card: Card }
  /** Takes an overlay or a call's notification away. */
  | { readonly type: 'remove-card'; readonly id: string }
  /** NotificationManager.notify (AND-49). */
  | { readonly type: 'notify'; readonly notice: Notice }
  | { readonly type: 'cancel-notification'; readonly id: string }
  | { readonly type: 'cancel-notifications' }
  /** startActivity of the app's own screen for a call's outcome; `fromSystem` from an activity that the system has started (AND-51). */
  | {
      readonly type: 'start-activity'
      readonly notice: Extract<Notice, { type: 'open-outcome' }>
      readonly fromSystem: boolean
    }
  /** TelecomManager.placeCall. */
  | { readonly type: 'place-call'; readonly line: Line }
  | { readonly type: 'request-permissions'; readonly permissions: readonly Permission[] }
  | { readonly type: 'request-role' }
  /**
   * Android: a periodic job, by WorkManager's policies: `keep` leaves one that is there, `update` leaves one that is not due.
   * iOS: an app refresh, a period from now at the earliest.
   */
  | {
      readonly type: 'schedule-job'
      readonly periodMs: number
      readonly flexMs: number
      readonly policy: 'keep' | 'update'
    }
  | { readonly type: 'cancel-job' }
  /** What the job is for has failed so many times in a row: it comes again, later each time; with `keep` only where no job is. */
  | { readonly type: 'retry-job'; readonly failures: number; readonly policy: 'keep' | 'replace' }
  | { readonly type: 'job-finished' }
  /** A timer within the process, in milliseconds since the epoch. */
  | { readonly type: 'set-timer'; readonly name: string; readonly at: number }
  | { readonly type: 'cancel-timer'; readonly name: string }
  | { readonly type: 'reload-extension' }
  /** The extension's entries, and CXCallDirectoryExtensionContext.completeRequest; null for cancelRequest. */
  | { readonly type: 'complete-load'; readonly entries: GivenEntries | null }

/** What an extension gives in one request, in the order in which iOS takes it. */
export interface GivenEntries {
  /** removeAllIdentificationEntries */
  readonly removesAll: boolean
  readonly removes: readonly number[]
  readonly adds: readonly Entry[]
}

const TYPES: ReadonlySet<string> = new Set<Request['type']>([
  'respond-to-call',
  'add-overlay',
  'notify-call',
  'remove-card',
  'notify',
  'cancel-notification',
  'cancel-notifications',
  'start-activity',
  'place-call',
  'request-permissions',
  'request-role',
  'schedule-job',
  'cancel-job',
  'retry-job',
  'job-finished',
  'set-timer',
  'cancel-timer',
  'reload-extension',
  'complete-load',
])

/** Whether what an app asks for is the phone's to do. */
export function isRequest<Other extends { readonly type: string }>(ask: Request | Other): ask is Request {
  return TYPES.has(ask.type)
}
