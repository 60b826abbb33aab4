// What Ringsight keeps between runs, and the promise every store makes; the contract suite in test/store holds them to
// it.
import type { AccessToken } from '../core/access-token.ts'
import type { CallerChoice } from '../core/caller-choice.ts'
import type { Contact, Deal } from '../core/contact.ts'
import type { CrmCompany, CrmContact, LinkedContact } from '../core/crm-record.ts'
import type { ContactIndex } from '../core/directory.ts'
import type { OfficeCalls } from '../core/office-call.ts'
import type { Draft, Outcome } from '../core/outcome.ts'
import type { Scope } from '../core/scope.ts'
import type { Sending } from '../core/sending.ts'
import type { SyncProblem } from '../core/sync.ts'
import { wrongUse } from '../text/wrong-use.ts'
import { DOCUMENT_SHAPES, isContact, isOutcome, isSending, type Shape } from './shape.ts'

// Each method is one step: done whole and durably once it returns, or, after a crash, not at all. Of a stage, a power cut may
// take the last steps.

/** Contacts, found by their ids or what they are linked to. */
export interface FoundContacts {
  /** Contacts by their ids; those that are not here are left out. */
  readContactsById(ids: readonly string[]): Contact[]
  /** The contacts whose company, or one of whose deals, has the id. */
  readContactsWith(kind: 'company' | 'deal', id: string): Contact[]
}

/** All contacts. */
export interface AllContacts {
  /**
   * Every contact, in no promised order, without holding them all in memory. An iteration shows the store as it was at
   * its first step; meanwhile the store may be read and written. Leave it by `for…of` or `return()`: it holds a file.
   */
  readContacts(): Iterable<Contact>
}

/** Contacts in every way that a sync reads them. */
export type Contacts = FoundContacts & AllContacts

/** Contacts as a call asks for them: as many as there are, a few are read. */
export interface Callers
  extends Pick<
    ContactIndex,
    'readContactsByNumber' | 'readContactsByText' | 'readContactsLike' | 'countContacts' | 'countContactsBefore'
  > {
  /** How many different numbers contacts have. */
  countNumbers(): number
}

/** Contacts that a sync changes. */
export interface ContactChanges {
  /** Writes and removes contacts, and keeps documents with them. Removing one that is not here does nothing. */
  changeContacts(change: ContactChange): void
}

/** Contacts that come from files. */
export interface Imports {
  /**
   * Adds contacts, or replaces those with the same id, and keeps the import status. All batches land together or, when
   * one throws, none does and the error is passed on. Until then readers find what was there before, and neither this
   * store nor another process writes: what is read of it once the first batch is asked for stands.
   *
   * @param settle asked about each contact, in order, before the next batch is; unless given, what is brought stands
   */
  writeContacts(
    batches: AsyncIterable<readonly Contact[]>,
    origin: ImportOrigin,
    settle?: Settle,
  ): Promise<ImportStatus>
}

/** Contacts of files that come in place of all others. */
export interface Replacements {
  /** Like writeContacts, but in place of all contacts there were: those that it does not bring are gone. */
  replaceContacts(
    batches: AsyncIterable<readonly Contact[]>,
    origin: ImportOrigin,
    settle?: Settle,
  ): Promise<ImportStatus>
}

/** Documents that are read. */
export interface DocumentReader {
  /** The document kept under a key; undefined when there is none. */
  read<K extends DocumentKey>(key: K): Documents[K] | undefined
}

/** Documents that are kept. */
export interface DocumentStore extends DocumentReader {
  /** Keeps a document in place of the one before: once this returns, neither a crash nor a power cut loses it. */
  write<K extends DocumentKey>(key: K, document: Documents[K]): void
}

/** Several reads and writes as one. */
export interface Steps {
  /**
   * Makes one step of several reads and writes: between them no other process writes, so that what was read still stands
   * when it is written. Whatever is written by what was read belongs into one. When the work throws, nothing is changed.
   *
   * @param work does not wait, stages nothing, and calls nothing that writes for long: writeContacts, adoptStage, wipe
   */
  inOneStep<T>(work: () => T): T
}

/** Saved outcomes that wait for the CRM, read. */
export interface OutboxReader {
  /** Saved outcomes that wait for the CRM, oldest first. */
  readOutbox(): Outcome[]
  /** How far an outcome is on its way; undefined before its first step, and for a call without an outcome. */
  readSending(callId: string): Sending | undefined
}

/** Saved outcomes on their way to the CRM. */
export interface Outbox extends OutboxReader {
  /**
   * Moves an outcome into the outbox and drops its draft, in one step. False, and nothing changed, when that call has
   * an outcome already, whichever process saved it.
   *
   * @param sending how far it is from the start, where it is not to be sent as it is
   */
  saveOutcome(outcome: Outcome, sending?: Sending): boolean
  /** Keeps how far an outcome of the outbox is, as durably as write. False, and nothing changed, when it is not there. */
  keepSending(callId: string, sending: Sending): boolean
  /** Changes an outcome of the outbox, in one step with how far it is. False, and nothing changed, when it is not there. */
  replaceOutcome(outcome: Outcome, sending: Sending): boolean
  /**
   * Takes an outcome that is in the CRM, or was given up, out of the outbox; its call still has its outcome, and
   * readSending how it was sent. False, and nothing changed, when it is not in the outbox.
   */
  settleOutcome(callId: string, sending: Sending): boolean
}

/** All contacts of a CRM, gathered beside those that are here. */
export interface Stage {
  /** Begins to gather all contacts of the CRM beside those that are here; what an earlier run gathered is gone. */
  beginStage(): void
  /** Adds to what is gathered, or replaces it by id, and keeps documents (how far the run is) with it. */
  stageContacts(contacts: readonly CrmContact[], documents: Partial<Documents>): void
  /**
   * Ids of companies or deals that staged contacts name, or named until they were staged again, and that were not read
   * yet; at most so many.
   */
  readUnstaged(kind: 'company' | 'deal', most: number): string[]
  /** Companies or deals that were read; an id among `asked` that did not come is not asked for again. */
  stageCompanies(asked: readonly string[], companies: readonly CrmCompany[]): void
  stageDeals(asked: readonly string[], deals: readonly Deal[]): void
  /**
   * Puts what was gathered in place of all contacts: `decide` is asked about each staged contact first (by no promised
   * order), then about each that is only here (`remote` null), and says what stands afterwards under its id: null
   * for none. Until it is done, readers find the contacts from before, and neither this store nor another process writes:
   * what `decide` and `status` read stands. Clears the stage. When `decide` throws, nothing is changed.
   */
  adoptStage(decide: (local: Contact | null, remote: LinkedContact | null) => Contact | null, status: AdoptStatus): void
}

/** Who works between a store and its CRM. */
export interface Claims {
  /**
   * Lets one process at a time work between this store and the CRM. Null when another one does, or this one already; a
   * process that dies gives it up, and so does one that closes the store.
   */
  claimCrm(): Claim | null
}

/** An end of all that is kept. */
export interface Wiping {
  /**
   * Removes every contact, document, draft and outcome, also from free pages of the file; the store is as if new. For
   * whoever holds the claim: another process would bring the contacts back.
   *
   * @param mayGo is asked first, when nobody can write any more until all is gone; it may read the store
   * @returns false, and nothing changed, where it may not
   * @throws StoreError `locked` while another connection reads or writes; wiping again does what is left to do
   */
  wipe(mayGo?: () => boolean): boolean
}

/** What servers on several machines share by their store, where they share no folder. */
export interface Shared {
  /** Calls back after something was written, by whichever process: soon, and mostly, so that whoever listens looks now and then as well. */
  onWritten(hear: () => void): void
  fileNames(): string[]
  /** Null where there is none. */
  readFile(name: string): Uint8Array | null
  writeFile(name: string, bytes: Uint8Array): void
  removeFiles(names: readonly string[]): void
  /**
   * Takes the next of the searches in the CRM that all who share the store make at one pace, by the database's clock. Waits for
   * nobody who writes.
   *
   * @returns how many milliseconds it is until then; null where that is longer than may be waited, and none was taken
   */
  takeSearch(pace: Pace): number | null
}

/** How often there is a search, and how far from now one may be. */
export interface Pace {
  readonly everyMs: number
  readonly longestMs: number
}

/** What only a sync asks of a store. */
export type SyncStore = FoundContacts & ContactChanges & Stage & Claims & Wiping

/** Everything that is kept. Whoever needs a part of it asks for that part. */
export interface Store
  extends Contacts,
    Callers,
    ContactChanges,
    Imports,
    Replacements,
    DocumentStore,
    Steps,
    Outbox,
    Stage,
    Claims,
    Wiping {
  /** Of a store that is reached over a network; another lies in a folder, which serves as well. */
  readonly shared?: Shared
  /** Ends the use of the store; closing again does nothing. */
  close(): void
}

/**
 * Says what is to stand under the id of a contact that is brought, by what stands there: null for none. What earlier
 * batches brought stands there already.
 */
export type Settle = (before: Contact | null, brought: Contact) => Contact

export interface Claim {
  release(): void
}

/** Contacts to write and to remove, in one step. */
export interface ContactChange {
  readonly write: readonly Contact[]
  readonly remove: readonly string[]
  /** Kept in the same step. The import status counts the contacts by itself: its `contacts` is ignored. */
  readonly documents: Partial<Documents>
}

/** The documents that are kept with the adopted contacts, asked for after every `decide`; as in a ContactChange. */
export type AdoptStatus = () => Partial<Documents>

/** Small documents: each is read and written whole. */
export interface Documents {
  /** Where the contacts came from and when. */
  readonly import: ImportStatus
  /** The simulated phone, as device/phone.ts describes it. */
  readonly phone: unknown
  /** The simulated phone's own contacts, by number. */
  readonly addressBook: readonly { readonly number: string; readonly name: string }[]
  /** Outcome screens that were left unsaved, newest last, one a call. */
  readonly drafts: readonly Draft[]
  /** Whom the person has chosen for numbers that several contacts have, newest last, one a line. */
  readonly choices: readonly CallerChoice[]
  /** How the contacts stand to the CRM, once they came from one. */
  readonly sync: SyncState
  /** The sync that is under way, or was when its process died; null when none is. */
  readonly run: SyncRun | null
  /** The outcomes that the CRM offers for a call. */
  readonly dispositions: readonly { readonly id: string; readonly label: string }[]
  /** Who may ask the directory server of these contacts, revoked ones among them. */
  readonly tokens: readonly AccessToken[]
  /** The ids of the contacts in the CRM's lists that a token is for, by the lists' ids. */
  readonly lists: Readonly<Record<string, readonly string[]>>
  /** What the directory server gives out of these contacts. */
  readonly published: PublishedScopes
  /** The calls that a telephone system has reported. */
  readonly officeCalls: OfficeCalls
  /** How far a file of such calls was read. */
  readonly officeFile: { readonly path: string; readonly inode: number; readonly offset: number }
  /** How often a server has gone to work between this store and the CRM: less than before in one that was put back. */
  readonly turns: number
  /** When it was last noticed, or said, that the store was put back from a backup; milliseconds since the epoch. */
  readonly restored: { readonly at: number }
}

/** The newest snapshots of a store's contacts, one a scope. */
export interface PublishedScopes {
  /** Of which contacts they are: when those were brought (ImportStatus). */
  readonly of: string
  readonly scopes: readonly PublishedScope[]
}

export interface PublishedScope {
  readonly scope: Scope
  readonly workspaceHash: string
  readonly generation: number
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number
  /** That of the snapshot's header, which covers all others; hexadecimal. */
  readonly checksum: string
  readonly numbers: number
  readonly bytes: number
  readonly gzipBytes: number
  /** Generations from before that are kept, the newest first, each with the delta from it to this one; null for none. */
  readonly before: readonly KeptGeneration[]
}

export interface KeptGeneration {
  readonly generation: number
  readonly delta: { readonly bytes: number; readonly gzipBytes: number } | null
}

/** Times are milliseconds since the epoch; those named Crm are by the CRM's clock. */
export interface SyncState {
  /** The CRM's account; the contacts and the outbox belong to it. Empty until the CRM has said which it is. */
  readonly account: string
  /** When the last sync that succeeded was begun: what changed since is not known. Null before the first. */
  readonly seenUntilCrm: number | null
  /** When all contacts were last compared. */
  readonly fullAtCrm: number | null
  /** When the associations of all contacts were last compared. */
  readonly linksAtCrm: number | null
  /** What the last sync that failed met, until one succeeds. */
  readonly failed: FailedSync | null
}

export interface FailedSync {
  readonly at: number
  readonly problem: SyncProblem
  /** What the CRM, or the way to it, answered. */
  readonly detail?: string | null
}

export interface SyncRun {
  readonly kind: 'full' | 'delta'
  readonly account: string
  readonly startedAt: number
  readonly startedAtCrm: number
  /** What is read at present, and the last page of it that is kept; each kind of run has its own steps. */
  readonly step: string
  readonly after: string | null
  /** How many contacts it has read. */
  readonly contacts: number
}

export type DocumentKey = keyof Documents

/** Where contacts come from, and when. */
export interface ImportOrigin {
  /** ISO 8601 instant. */
  readonly at: string
  /** The file's name, without its folders; or the CRM's. */
  readonly source: string
  /** Whether many contacts come, so that it pays to begin a thread that writes them. */
  readonly isLong?: boolean
}

/** Where the contacts came from. */
export interface ImportStatus extends Omit<ImportOrigin, 'isLong'> {
  /** How many contacts the store holds since then. */
  readonly contacts: number
}

/**
 * `foreign`: what lies at the path is not a store. `unavailable`: the system gives no access, or no room. `replaced`: while it was
 * open, another file took the place of the store's, or none. `overwritten`: while it was open, another program wrote over its file, or its
 * log is of what was there before.
 */
export type StoreErrorCode =
  | 'damaged'
  | 'foreign'
  | 'newer'
  | 'locked'
  | 'read-only'
  | 'unavailable'
  | 'replaced'
  | 'overwritten'

/** The store could not be opened, read or written; the message says what to do. Nothing was changed. */
export class StoreError extends Error {
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreError'
    this.code = code
  }
}

/** Whether the file at a store's path is not the one that was opened: then nothing helps but to open it again. */
export function isFileLost(error: unknown): error is StoreError {
  return error instanceof StoreError && (error.code === 'replaced' || error.code === 'overwritten')
}

/** What a store is doing, as far as it decides what may be asked of it. */
export type StoreState = 'open' | 'writing-contacts' | 'closed'

/** @throws Error when the store is closed: a mistake of the caller. */
export function expectOpen(state: StoreState): void {
  if (state === 'closed') throw new Error('the store is closed: open it again before using it')
}

/** @throws Error when the store takes no write now: a mistake of the caller. */
export function expectIdle(state: StoreState): void {
  expectOpen(state)
  if (state === 'writing-contacts') throw new Error('contacts are being written: await writeContacts before writing')
}

/** @throws Error when what is to stand under an id has another: a mistake of the caller. */
export function expectSameId(contact: Contact, id: string): Contact {
  if (contact.id !== id) throw new Error(`expected the contact ${id} or none, found the contact ${contact.id}`)
  return contact
}

/**
 * A document, contact or outcome as every store keeps it. JSON escapes what a database's text cannot hold (NUL, lone
 * surrogates), so all text comes back as it was.
 *
 * @throws Error when JSON has no form for it: a mistake of the caller.
 */
export function renderDocument(document: unknown): string {
  const text: string | undefined = JSON.stringify(document)
  if (text === undefined) throw new Error(`expected a document that JSON can hold, found ${typeof document}`)
  return text
}

/** A contact as text. @throws TypeError when it is none: what cannot be read again would make the store look damaged */
export function renderContact(contact: Contact): string {
  return renderShape(contact, isContact, 'a contact with id, names, phones and deals')
}

/** An outcome as text. @throws TypeError when it is none */
export function renderOutcome(outcome: Outcome): string {
  return renderShape(outcome, isOutcome, 'an outcome with its call, notes, tasks and savedAt')
}

/** How far an outcome is, as text. @throws TypeError when it is nothing of the kind */
export function renderSending(sending: Sending): string {
  return renderShape(sending, isSending, 'how far an outcome is')
}

/** A document under its key, as text. @throws TypeError when the key or the document is not of this kind */
export function renderKeyed(key: DocumentKey, document: unknown): string {
  if (!Object.hasOwn(DOCUMENT_SHAPES, key)) throw wrongUse('Store', 'the key of a document', key)
  return renderShape(document, DOCUMENT_SHAPES[key], `the document "${key}"`)
}

function renderShape(value: unknown, isRight: Shape, expected: string): string {
  if (!isRight(value)) throw wrongUse('Store', expected, value)
  return renderDocument(value)
}

/** Documents to keep with contacts: the import status says how many there are by then, whatever it said. */
export function renderDocuments(documents: Partial<Documents>, countContacts: () => number): [DocumentKey, string][] {
  return Object.entries(documents).map(([key, document]) => {
    const counted = key === 'import' ? { ...(document as ImportStatus), contacts: countContacts() } : document
    return [key as DocumentKey, renderKeyed(key as DocumentKey, counted)]
  })
}
