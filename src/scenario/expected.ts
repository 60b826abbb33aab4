// What a scenario expects to see: a part of a View (view.ts), where each thing left out may be anything.

import type { Pattern } from './pattern.ts'

/** Text must be equal; `/…/` is a regular expression; null is "none": it must not be there. */
export type TextExpected = string | Pattern

export interface CardExpected {
  readonly name?: TextExpected
  readonly company?: TextExpected
  /** Name and amount on one line, as the card shows them; null for no deal. */
  readonly deal?: TextExpected | null
  readonly others?: number
  /** Why it is this one of several, as the card says it; null where it says nothing. */
  readonly why?: TextExpected | null
  /** How old what it says is, in milliseconds; null where it does not say. */
  readonly agoMs?: number | null
  readonly surface?: 'overlay' | 'heads-up' | 'full-screen'
}

export interface NotificationExpected {
  readonly title?: TextExpected
  /** All of them, in order. */
  readonly actions?: readonly string[]
}

export interface CallListRowExpected {
  readonly type?: 'incoming' | 'outgoing' | 'missed' | 'rejected' | 'blocked' | 'answered-elsewhere'
  /** What the list shows for a name; null for the bare number. */
  readonly name?: TextExpected | null
  readonly number?: TextExpected
  /** Why there is none. */
  readonly noNumber?: 'withheld' | 'unknown' | 'payphone'
  readonly durationMs?: number
  /** iOS 26: whether it stands apart, in the list of unknown callers. */
  readonly isFiltered?: boolean
}

export interface OutcomeScreenExpected {
  /** The contact's name, or the number where there is none. */
  readonly contact?: TextExpected
  /** Who else has the number, by name; an empty list for nobody. */
  readonly others?: readonly TextExpected[]
  /** Whether its user has said that it is this one of them. */
  readonly isChosen?: boolean
  readonly outcome?: TextExpected | null
  readonly notes?: TextExpected
  readonly tasks?: readonly TextExpected[]
  /** The deal that it goes on as well, as the card shows it; null for none. */
  readonly deal?: TextExpected | null
  /** What still keeps it from being saved. */
  readonly problems?: readonly TextExpected[]
}

export interface CrmCallExpected {
  readonly contact?: string | null
  readonly outcome?: TextExpected
  readonly notes?: TextExpected
  readonly direction?: 'incoming' | 'outgoing'
  readonly durationMs?: number
  readonly tasks?: readonly TextExpected[]
  /** The id of the deal that it is on; null for none. */
  readonly deal?: string | null
}

/** Every key is one thing that can be seen; an absent key is not looked at. */
export interface Expected {
  /** Android's card for the call that rings. */
  readonly card?: CardExpected | null
  /** iOS's label for the call that rings. */
  readonly label?: TextExpected | null
  /** The name that the phone itself puts to the call: its own address book. */
  readonly callerName?: TextExpected | null
  /** Android's state of all calls. */
  readonly phoneState?: 'IDLE' | 'RINGING' | 'OFFHOOK'
  /** The newest one. */
  readonly notification?: NotificationExpected | null
  /** All of them, newest first. */
  readonly notifications?: readonly NotificationExpected[]
  readonly outcomeScreen?: OutcomeScreenExpected | null
  /** The contact page in front, by the contact's name. */
  readonly contactPage?: TextExpected | null
  /** The rows from the newest on; rows beyond those named may be anything, none means an empty list. */
  readonly callList?: readonly CallListRowExpected[] | null
  readonly dialog?: string | null
  readonly permissions?: Readonly<Record<string, string>>
  readonly role?: 'held' | 'none'
  /** For each capability of the manage page: `ok`, or the reason that keeps it off. */
  readonly access?: Readonly<Record<string, string>>
  readonly syncPage?: {
    /** How long ago the last successful sync was, in milliseconds; null for never. */
    readonly agoMs?: number | null
    readonly contacts?: number
    readonly error?: TextExpected | null
  }
  /** How many outcome screens were left unsaved. */
  readonly drafts?: number
  /** How many saved outcomes wait for the CRM. */
  readonly waiting?: number
  /** Why outcomes among them cannot be sent as they are; an empty list for none. */
  readonly parked?: readonly TextExpected[]
  /** Every call that reached the CRM, oldest first; an empty list for none. */
  readonly crmCalls?: readonly CrmCallExpected[]
  /** No card, label, notification or outcome screen since the step before the last expectation. */
  readonly nothingShown?: boolean
  /** What happened since the last expectation, in this order, other things between; each as trace.ts writes it. */
  readonly happened?: readonly TextExpected[]
  /** What did not happen since the last expectation. */
  readonly never?: readonly TextExpected[]
  /** Every invariant of explore has held after every step so far. */
  readonly invariants?: 'hold'
  /** The recorded frame of this name, beside the scenario. */
  readonly frame?: string
}
