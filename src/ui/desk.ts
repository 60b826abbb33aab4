// What a session needs of the outside: where its drafts, outcomes, choices and phone are kept, and the way to the CRM.
import type { CarriedPhone } from '../app/carried.ts'
import type { Work } from '../app/event.ts'
import type { AddressBook } from '../core/caller.ts'
import type { CallerChoices } from '../core/caller-choice.ts'
import type { OfficeCall } from '../core/office-call.ts'
import type { Disposition, Draft } from '../core/outcome.ts'
import type { Queued } from '../core/sending.ts'
import type { Edited } from '../sync/edit-outcome.ts'
import type { Logged } from '../sync/log-outcome.ts'
import type { Remote } from '../sync/remote.ts'

/** Where things are kept. What it throws is told on the screen, which goes on. */
export interface Desk {
  saveOutcome(draft: Draft, savedAt: Date): Logged
  keepDraft(draft: Draft): void
  discardDraft(callId: string): void
  drafts(): readonly Draft[]
  /** Calls to the house that nobody answered, the last one first. */
  callBacks(): readonly OfficeCall[]
  /** The outcomes that a call can be given. */
  dispositions(): readonly Disposition[]
  keepPhone(phone: CarriedPhone): void
  keepAddressBook(addressBook: AddressBook): void
  /** Keeps whom the person has chosen for a number, null to forget it; all that is kept then. */
  keepChoice(wanted: Pick<Extract<Work, { type: 'keep-choice' }>, 'line' | 'choice'>): CallerChoices
  /** Saved outcomes that wait for the CRM, oldest first. */
  outbox(): readonly Queued[]
  changeOutcome(draft: Draft): Edited
  resend(callId: string): void
  giveUp(callId: string): void
  /** Removes all that came from the CRM or is on its way there, and keeps the phone. */
  signOut(phone: CarriedPhone): void
  /** The way to the CRM; where there is none, how to sign in. */
  readonly remote: Remote | { readonly signIn: string }
  /** Says in words what an error of the way to the CRM is. */
  readonly describe: (error: unknown) => string
}
