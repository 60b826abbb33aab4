// What Ringsight asks of a CRM, and the promise every CRM makes. In the field's words: calls and tasks are engagements.
import type { Contact } from '../core/contact.ts'
import type { LoggedCall, Outcome, Task } from '../core/outcome.ts'
import type { Failure } from '../core/retry.ts'

/** Every request may fail with a CrmError; whatever else it throws is a mistake in a program. */
export interface Crm {
  /** As people know it: `HubSpot`. */
  readonly name: string
  /** After so many milliseconds, findEngagement sees everything that was written. */
  readonly indexLagMs: number
  /** A page of contacts, each with all that a card needs. One that changes meanwhile may come twice or not at all. */
  readContactPage(after: string | null): Promise<ContactPage>
  /** The contact of that id; the survivor, under its own id, when it was merged; null when it is there no longer. */
  readContact(id: string): Promise<Contact | null>
  /** Contacts that may have the number: a CRM over-matches, so each is to be verified. */
  findContacts(e164: string): Promise<readonly Contact[]>
  /** The call or task that carries a marker. Null does not mean that there is none before indexLagMs have passed. */
  findEngagement(sought: Sought): Promise<Engagement | null>
  /** Its id. Once for every request: a CRM does not know that it was asked before. */
  createCall(call: CrmCall): Promise<string>
  /** Its id. Once for every request, likewise. */
  createTask(task: CrmTask): Promise<string>
  /** Puts a call or task on a contact's timeline; doing so again changes nothing. */
  associate(engagement: Pick<Engagement, 'kind' | 'id'>, contactId: string): Promise<void>
}

export interface ContactPage {
  readonly contacts: readonly Contact[]
  /** Asks for the next page; null on the last. Its form is the CRM's own. */
  readonly after: string | null
}

export type EngagementKind = 'call' | 'task'

export interface Engagement {
  readonly kind: EngagementKind
  readonly id: string
  /** Whose timelines it is on. */
  readonly contactIds: readonly string[]
}

/** What a CRM can narrow its search by; the marker decides. */
export interface Sought {
  readonly kind: EngagementKind
  readonly marker: string
  readonly contactId: string | null
  /** As it was created with: a call's startedAt, a task's due date. */
  readonly at: string
}

interface Marked {
  /** One word that no other engagement has, kept with its text: by it, an engagement whose answer was lost is found. */
  readonly marker: string
  /** Null for a call with a number that is nobody's. */
  readonly contactId: string | null
}

export interface CrmCall
  extends Marked,
    Pick<LoggedCall, 'direction' | 'e164' | 'startedAt' | 'durationMs'>,
    Pick<Outcome, 'outcome' | 'notes'> {}

export interface CrmTask extends Marked, Task {}

/** A request to the CRM failed; `failure` is what planRetry reads. */
export class CrmError extends Error {
  readonly failure: Failure

  constructor(failure: Failure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CrmError'
    this.failure = failure
  }
}
