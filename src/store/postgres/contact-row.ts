// A contact as a row of PostgreSQL: its text, and what it is found by. Pure.
import { createHash } from 'node:crypto'
import type { Contact } from '../../core/contact.ts'
import { renderContact, renderDocument } from '../store.ts'

/** As it goes to the database, as JSON. */
export interface ContactRow {
  readonly key: string
  /** Null for a contact that goes. */
  readonly contact: string | null
  /** The id as an integer where it is one of at most 18 digits; else null. */
  readonly plain: string | null
  readonly marks: readonly string[]
  /** The texts of phones that could not be read. */
  readonly unread: readonly string[]
}

/** The columns of a ContactRow, as json_to_recordset takes them. */
export const CONTACT_COLUMNS = 'key text, contact text, plain bigint, marks text[], unread text[]'

/** A row without a contact: what is to be removed. */
export function emptyRow(key: string): ContactRow {
  return { key, contact: null, plain: null, marks: [], unread: [] }
}

/** @throws TypeError for what is no contact */
export function rowOf(workspace: string, contact: Contact): ContactRow {
  const { id, companyId, deals, phones } = contact
  const unread = phones.flatMap(({ e164, text }) => (e164 === null ? text : []))
  const marks = [
    ...(companyId == null ? [] : [markOf(workspace, 'company', companyId)]),
    ...deals.map((deal) => markOf(workspace, 'deal', deal.id)),
    ...phones.flatMap(({ e164 }) => (e164 === null ? [] : markOf(workspace, 'number', e164))),
    ...unread.filter((text) => /\d[eE]/.test(text)).map((text) => markOf(workspace, 'rounded', roundedOf(text))),
  ]
  return {
    key: keyOf(id),
    contact: renderContact(contact),
    plain: plainOf(id),
    marks: [...new Set(marks)],
    unread: unread.map((text) => renderDocument(text)),
  }
}

// What an index of PostgreSQL holds has at most 2,704 bytes.
const LONGEST_KEY = 500

/** What stands for an id in a key: its JSON text, or, where that is long, what it hashes to. No two ids have the same. */
export function keyOf(id: string): string {
  const text = renderDocument(id)
  return text.length <= LONGEST_KEY ? text : `#${createHash('sha256').update(text, 'utf8').digest('hex')}`
}

/** What a contact is found by, in one index of all workspaces. */
export function markOf(workspace: string, kind: 'company' | 'deal' | 'number' | 'rounded', value: string): string {
  return `${workspace} ${kind} ${keyOf(value)}`
}

/** The id as an integer, as PostgreSQL holds it; null where it is none, or not written as integers are. */
export function plainOf(id: string): string | null {
  return /^[1-9]\d{0,17}$/.test(id) ? id : null
}

/** The value of a text that a spreadsheet rounded; what is none is looked at by whoever asks. */
function roundedOf(text: string): string {
  return String(Number.parseFloat(text.replaceAll(',', '.')))
}

/** The marks of these values, and of texts whose value cannot be told. */
export function roundedMarks(workspace: string, values: readonly number[]): string[] {
  return [...values, Number.NaN].map((value) => markOf(workspace, 'rounded', String(value)))
}
