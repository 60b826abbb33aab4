// What Ringsight keeps between runs, and the promise every store makes; the contract suite in test/store holds them to
// it.
import type { Contact } from '../core/contact.ts'
import type { Draft, Outcome } from '../core/outcome.ts'
import type { Sending } from '../core/sending.ts'

export interface Store {
  /**
   * Adds contacts, or replaces those with the same id, and keeps the import status. All batches land together or, when
   * one throws, none does and the error is passed on. Until then readers find what was there before, and this store
   * takes no other write.
   */
  writeContacts(
    batches: AsyncIterable<readonly Contact[]>,
    source: Pick<ImportStatus, 'at' | 'source'>,
  ): Promise<ImportStatus>
  /** Like writeContacts, but in place of all contacts there were: those that it does not bring are gone. */
  replaceContacts(
    batches: AsyncIterable<readonly Contact[]>,
    source: Pick<ImportStatus, 'at' | 'source'>,
  ): Promise<ImportStatus>
  /**
   * Every contact, in no promised order, without holding them all in memory. An iteration shows the store as it was at
   * its first step; meanwhile the store may be read and written. Leave it by `for…of` or `return()`: it holds a file.
   */
  readContacts(): Iterable<Contact>
  /** The document kept under a key; undefined when there is none. */
  read<K extends DocumentKey>(key: K): Documents[K] | undefined
  /** Keeps a document in place of the one before: once this returns, neither a crash nor a power cut loses it. */
  write<K extends DocumentKey>(key: K, document: Documents[K]): void
  /**
   * Moves an outcome into the outbox and drops its draft, in one step. False, and nothing changed, when that call has
   * an outcome already, whichever process saved it.
   */
  saveOutcome(outcome: Outcome): boolean
  /** Saved outcomes that wait for the CRM, oldest first. */
  readOutbox(): Outcome[]
  /** How far an outcome is on its way; undefined before its first step, and for a call without an outcome. */
  readSending(callId: string): Sending | undefined
  /** Keeps how far an outcome of the outbox is, as durably as write. False, and nothing changed, when it is not there. */
  keepSending(callId: string, sending: Sending): boolean
  /**
   * Takes an outcome that is in the CRM out of the outbox; its call still has its outcome, and readSending how it was
   * sent. False, and nothing changed, when it is not in the outbox.
   */
  settleOutcome(callId: string, sending: Sending): boolean
  /** Ends the use of the store; closing again does nothing. */
  close(): void
}

/** Small documents: each is read and written whole. */
export interface Documents {
  /** Where the contacts came from and when. */
  readonly import: ImportStatus
  /** The simulated phone, as device/phone.ts describes it. */
  readonly phone: unknown
  /** Outcome screens that were left unsaved, newest last, one a call. */
  readonly drafts: readonly Draft[]
}

export type DocumentKey = keyof Documents

export interface ImportStatus {
  /** ISO 8601 instant. */
  readonly at: string
  /** How many contacts the store holds since then. */
  readonly contacts: number
  /** The file's name, without its folders; or the CRM's. */
  readonly source: string
}

/** `foreign`: what lies at the path is not a store. `unavailable`: the system gives no access, or no room. */
export type StoreErrorCode = 'damaged' | 'foreign' | 'newer' | 'locked' | 'read-only' | 'unavailable'

/** The store could not be opened, read or written; the message says what to do. Nothing was changed. */
export class StoreError extends Error {
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreError'
    this.code = code
  }
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
