// What Ringsight asks of a CRM, and the promise every CRM makes. In the field's words: calls and tasks are engagements.
import type { Contact, Deal } from '../core/contact.ts'
import type { ContactLinks, CrmCompany, CrmContact } from '../core/crm-record.ts'
import type { LoggedCall, Outcome, Task } from '../core/outcome.ts'
import type { Failure } from '../core/retry.ts'

/** A whole CRM. Every request may fail with a CrmError; anything else that it throws is a mistake in a program. */
export interface Crm extends CrmReader, CrmSearch, CrmWriter {
  /** As people know it: `HubSpot`. */
  readonly name: string
}

/** What an app asks while the phone rings. */
export interface CrmSearch {
  /** Contacts that may have the number: a CRM over-matches, so each is to be verified. */
  findContacts(e164: string): Promise<readonly Contact[]>
}

/** What sending outcomes asks. */
export interface CrmWriter {
  /** After so many milliseconds, findEngagement sees everything that was written. */
  readonly indexLagMs: number
  /** The contact of that id; the survivor, under its own id, when it was merged; null when it is there no longer. */
  readContact(id: string): Promise<Contact | null>
  /** The call or task that carries a marker. Null does not mean that there is none before indexLagMs have passed. */
  findEngagement(sought: Sought): Promise<Engagement | null>
  /** Its id. Once for every request: a CRM does not know that it was asked before. */
  createCall(call: CrmCall): Promise<string>
  /** Its id. Once for every request, likewise. */
  createTask(task: CrmTask): Promise<string>
  /** Puts a call or task on a contact's timeline; doing so again changes nothing. */
  associate(engagement: Pick<Engagement, 'kind' | 'id'>, contactId: string): Promise<void>
}

/** What a sync reads. Records come as they are now; one that changes meanwhile may come twice or not at all. */
export interface CrmReader {
  readonly name: string
  /** How many records it takes the ids of at once, and of how many contacts it says the associations. */
  readonly mostRead: number
  readonly mostLinks: number
  /** How many requests were made so far, repeated ones included. */
  requests(): number
  /** Which account the sign-in belongs to: a word that no other account has. */
  readAccount(): Promise<string>
  /** A page of all contacts that are not archived; null asks for the first. */
  readAllContacts(after: string | null): Promise<Page<CrmContact>>
  /** The contacts changed at or after a time, by ascending id: those behind `afterId`. Null asks for the first. */
  readChangedContacts(since: number, afterId: string | null): Promise<ChangedPage<CrmContact>>
  readChangedCompanies(since: number, afterId: string | null): Promise<ChangedPage<CrmCompany>>
  /** Each with the contacts that it is associated with now. */
  readChangedDeals(since: number, afterId: string | null): Promise<ChangedPage<LinkedDeal>>
  /** Archived records (HubSpot's recycle bin), in no promised order. One that was restored or wiped is not there. */
  readArchived(kind: RecordKind, after: string | null): Promise<Page<Archived>>
  /** At most mostRead of them by their ids; those that are not there are left out, archived ones among them. */
  readContacts(ids: readonly string[]): Promise<readonly CrmContact[]>
  readCompanies(ids: readonly string[]): Promise<readonly CrmCompany[]>
  readDeals(ids: readonly string[]): Promise<readonly Deal[]>
  /** What at most mostLinks contacts are associated with: an association changes without changing the contact. */
  readLinks(contactIds: readonly string[]): Promise<readonly ContactLinks[]>
  /** The ids of the contacts in one of the CRM's lists; `not-found` where there is no such list. */
  readListMembers(listId: string, after: string | null): Promise<Page<string>>
  /** The outcomes that a call can be given, in the CRM's order. */
  readDispositions(): Promise<readonly CrmDisposition[]>
}

export type RecordKind = 'contact' | 'company' | 'deal'

/** Some of the records, and how to ask for more. */
export interface Page<T> {
  readonly records: readonly T[]
  /** Asks for the next page; null on the last. Its form is the CRM's own. */
  readonly after: string | null
  /** The CRM's own clock when it answered, in milliseconds since the epoch: ours may be wrong. */
  readonly at: number
}

/** Its `after` is the last record's id. */
export type ChangedPage<T> = Page<T>

export interface LinkedDeal {
  readonly deal: Deal
  readonly contactIds: readonly string[]
}

export interface Archived {
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly archivedAt: number
  /** The ids of the contacts that had been merged into this one: whoever knows them may not know of the merge. */
  readonly mergedIds: readonly string[]
}

/** An outcome that an account offers for a call. */
export interface CrmDisposition {
  /** The key of one of the six (DISPOSITIONS); the CRM's id of an account's own. */
  readonly id: string
  readonly label: string
}

export type EngagementKind = 'call' | 'task'

/** A call or task in the CRM. */
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

/** A call to log. */
export interface CrmCall
  extends Marked,
    Pick<LoggedCall, 'direction' | 'e164' | 'startedAt' | 'durationMs'>,
    Pick<Outcome, 'outcome' | 'notes'> {
  /** An open deal of the contact that the call is put on as well; null, or absent, for none. */
  readonly dealId?: string | null
}

/** A task to create. */
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

/** What an error says of a failed request; null for any other error, which is a mistake in a program. */
export function failureOf(error: unknown): Failure | null {
  return error instanceof CrmError ? error.failure : null
}
