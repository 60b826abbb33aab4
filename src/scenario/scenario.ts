// A scenario: a phone, its contacts, what is done, and what must be seen. Plain data, as read.ts makes it from YAML and
// run.ts plays it; one case each, matrices already expanded.
import type { CallerChoice } from '../core/caller-choice.ts'
import type { Contact, Deal } from '../core/contact.ts'
import type { Handset, Permission, PermissionState, Settings } from '../core/handset.ts'
import type { Line } from '../core/number/presentation.ts'
import type { Draft, OutcomeKey, Task } from '../core/outcome.ts'
import type { Queued } from '../core/sending.ts'
import type { CallKind } from '../device/android/android.ts'
import type { Conditions, System } from '../device/phone.ts'
import type { Expected } from './expected.ts'

/** Where something stands in a file; lines and columns count from 1. */
export interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** One case to play. */
export interface Scenario {
  /** With the values of its matrix in brackets: `A missed call (platform: ios)`. Unique in its file. */
  readonly name: string
  readonly tags: readonly string[]
  readonly at: Position
  readonly phone: PhoneSetup
  readonly contacts: ContactsSource
  /** Milliseconds since the epoch. */
  readonly startsAt: number
  readonly steps: readonly Step[]
}

/** The phone before the first step. What a scenario leaves out is as readyHandset, newSystem and newConditions have it. */
export interface PhoneSetup {
  readonly handset: Handset
  readonly system: System
  readonly conditions: Conditions
  readonly addressBook: readonly SavedPerson[]
  /** Numbers that the system itself blocks. */
  readonly blocked: readonly string[]
  /** Whether the app has synced (and iOS loaded) the contacts before the first step. */
  readonly isSynced: boolean
  /** Decides what chance decides, such as the order of two broadcasts. */
  readonly seed: number
  /** Nobody is signed in to a CRM: whatever is asked of it comes to nothing. */
  readonly hasNoCrm?: boolean
  /** What was on the phone and in the app's hands before, in place of what a first sync would bring about. */
  readonly kept?: Kept
}

/** What a phone in use had before the first step, as its store keeps it. What is left out is as it would be without. */
export interface Kept {
  /** Of the phone with the app on it, what differs from a new one. */
  readonly phone?: Readonly<Record<string, unknown>>
  readonly app?: Readonly<Record<string, unknown>>
  readonly drafts?: readonly Draft[]
  readonly outbox?: readonly Queued[]
  readonly choices?: readonly CallerChoice[]
  /** When the contacts were brought here, in milliseconds since the epoch. */
  readonly syncedAt?: number
}

export interface SavedPerson {
  readonly name: string
  readonly number: string
  /** In the contacts of Android's work profile (AND-78). */
  readonly isWork?: boolean
}

export type ContactsSource =
  | { readonly kind: 'inline'; readonly contacts: readonly Contact[] }
  /** Resolved against the scenario's folder. */
  | { readonly kind: 'file'; readonly path: string; readonly region: string | null; readonly at: Position }
  | { readonly kind: 'generated'; readonly count: number; readonly seed: number; readonly at: Position }

/** Something is done, or must be so. `text` is the step as it is written, on one line, for reports. */
export type Step = Doing & { readonly at: Position; readonly text: string }

/** A permission by the word of the format, or the screening role. */
export type Grantable = Permission | 'role'

/** One call among several by its number; null for the one that the verb means by itself. */
export type CallRef = string | null

/** `skip` in a step: of several that it may mean, so many that come first are passed over. */
export type Doing =
  // Calls, in the words of the Android emulator's console
  | { readonly do: 'call'; readonly line: Line; readonly kind: CallKind; readonly sim: string | null }
  | { readonly do: 'dial'; readonly line: Line; readonly from: 'app' | 'outside' }
  | { readonly do: 'accept' | 'decline' | 'cancel' | 'busy' | 'hold' | 'resume'; readonly call: CallRef }
  | { readonly do: 'end'; readonly call: CallRef; readonly by: 'user' | 'caller' | 'elsewhere' }
  // On the screen
  /** A notification's action, a button of the page in front, a switch of the app's settings: by its words. */
  | { readonly do: 'tap'; readonly target: string; readonly skip?: number }
  /** A notification is wiped away, by its title. */
  | { readonly do: 'clear-notification'; readonly title: string; readonly skip?: number }
  | ({ readonly do: 'fill-outcome' } & Filled)
  | { readonly do: 'open-draft'; readonly contact: string | null; readonly skip?: number }
  /**
   * Who it was of several contacts with one number, by name or record id; null takes back what was said. `number`:
   * of the call that goes on, or was, with this one.
   */
  | {
      readonly do: 'choose-caller'
      readonly contact: string | null
      readonly number?: string
      readonly skip?: number
    }
  /** Of the outbox, the contact's outcome, or the oldest that is parked: sent once more, given up, or changed. */
  | { readonly do: 'resend' | 'give-up'; readonly contact: string | null; readonly skip?: number }
  | ({ readonly do: 'change-outcome'; readonly contact: string | null; readonly skip?: number } & Filled)
  // Permissions and settings
  | { readonly do: 'request'; readonly what: readonly Grantable[] }
  | { readonly do: 'grant' | 'deny' | 'dismiss' | 'deny-always'; readonly what: Grantable | null }
  /** The user takes it away in the system's settings; for the role, another app takes it. */
  | { readonly do: 'revoke'; readonly what: Grantable }
  | {
      readonly do: 'open-settings'
      readonly settings: Partial<Settings>
      readonly permissions: Partial<Record<Permission, PermissionState>>
      readonly role: boolean | null
    }
  | { readonly do: 'enable-extension' | 'disable-extension' }
  // The app's life and the phone's
  | { readonly do: 'sync' | 'open-app' | 'force-stop' | 'reboot' | 'restore' | 'sign-out' }
  /** The app dies: now, or after so many more writes, in the middle of what it does then. */
  | { readonly do: 'kill-app'; readonly afterWrites: number | null }
  | { readonly do: 'advance'; readonly ms: number }
  | { readonly do: 'network'; readonly network: NetworkChange }
  | { readonly do: 'conditions'; readonly conditions: Partial<Conditions> }
  // The CRM
  | { readonly do: 'crm'; readonly change: CrmChange }
  // What must be so
  | { readonly do: 'expect'; readonly expected: Expected; readonly withinMs: number | null }

/** What is filled in on an outcome screen; null for what stays as it is. */
export interface Filled {
  readonly outcome: OutcomeKey | null
  readonly notes: string | null
  readonly tasks: readonly Task[] | null
  /** Whether it goes on the contact's deal as well. */
  readonly isOnDeal: boolean | null
}

export interface NetworkChange extends Partial<Pick<Conditions, 'latencyMs' | 'networkCountry'>> {
  readonly state?: Handset['network']
}

export type CrmChange =
  | { readonly kind: 'write'; readonly contact: Contact }
  | { readonly kind: 'merge'; readonly from: string; readonly into: string }
  | { readonly kind: 'delete' | 'restore' | 'wipe' | 'delete-deal'; readonly id: string }
  /** A deal is added or changed, on these contacts and no others; `link-deal` leaves the deal itself as it is. */
  | { readonly kind: 'deal'; readonly deal: Deal; readonly contactIds: readonly string[] }
  | { readonly kind: 'link-deal'; readonly id: string; readonly contactIds: readonly string[] }
  | { readonly kind: 'outcomes'; readonly offered: readonly { readonly id: string; readonly label: string }[] }
  /** Every request fails until it is up again: by itself, for the sign-in has ended, or for it lacks a permission. */
  | { readonly kind: 'down' | 'unauthorised' | 'forbidden' | 'up' }
  | { readonly kind: 'rate-limit' | 'daily-limit'; readonly ms: number }
  /** What is to be written is refused with these words, until the CRM is up again. */
  | { readonly kind: 'refuse'; readonly says: string }
  /** The next requests that write something arrive, but their answers are lost on the way back. */
  | { readonly kind: 'lose-answers'; readonly count: number }
