// Brings the contacts of export files into the store, all or none, and says what of them cannot be used. Knows no file
// format: rows and how to read one arrive as arguments.
import type { ContactSource } from '../contact-file/contact-files.ts'
import type { ReadContact } from '../contact-file/contact-row.ts'
import type { RowProblem, TableRow } from '../contact-file/table.ts'
import type { Contact } from '../core/contact.ts'
import { openIdMap } from '../core/id-map.ts'
import { type ContactPart, keepAbsent, partsLost } from '../core/kept-fields.ts'
import type { RejectionReason } from '../core/number/reading.ts'
import type { ImportOrigin, Imports, Settle } from '../store/store.ts'

/** What could not be read: a phone cell of a contact that was imported all the same, or a whole row that was not. */
export interface Rejected {
  readonly file: string
  readonly row: number
  /** Null when it is the row. */
  readonly column: string | null
  readonly value: string
  readonly reason: RejectionReason | RowProblem
}

/** What became of one file. */
export interface ImportSummary {
  readonly file: string
  /** Rows below the header that are not blank. */
  rows: number
  /** Different contacts: of rows with the same record id, the last. */
  contacts: number
  /** How many of them have at least one number that can be read. */
  identifiable: number
  /** Phone cells that were read. */
  numbers: number
  /** Phone cells and rows that were not. */
  rejected: number
  /** Rows whose record id an earlier row of the file had. */
  repeated: number
  /** Contacts that state a country by a name no country has. */
  unknownCountries: number
  /** Contacts that were there and keep what the file has no column for. */
  readonly kept: PartCount
  /** Contacts that were there and say less now, for a cell of the file is empty. */
  readonly emptied: PartCount
}

/** How many contacts, and what of them. */
export interface PartCount {
  contacts: number
  readonly parts: ContactPart[]
}

/** What an import tells on its way, in the order of the file. */
export type ImportEvent = ({ readonly type: 'rejected' } & Rejected) | ({ readonly type: 'read' } & ReadContact)

const BATCH = 1000

/**
 * Imports files in one step: when reading one of them fails, nothing is imported and the error is passed on. A contact that
 * is in the store keeps what a file has no column for.
 *
 * @param sources read once each, in order
 * @returns one summary for each source
 */
export async function importContacts(
  sources: readonly ContactSource[],
  target: { readonly store: Imports; readonly status: ImportOrigin },
  onEvent: Listener,
): Promise<ImportSummary[]> {
  const tallies: Tally[] = []
  // What was read and is not in the store yet, in the order of the files.
  let waiting: Waiting[] = []
  let settled = 0
  const settle: Settle = (before, brought) => {
    for (;;) {
      const next = waiting[settled++]
      if (next === undefined) throw new Error(`the store settles the contact ${brought.id}, which was not brought`)
      if (typeof next.read !== 'string') return next.tally.take(before, next.row, next.read)
      next.tally.refuse(next.row, next.read)
    }
  }
  const endBatch = () => {
    for (const { tally, row, read } of waiting.slice(settled)) {
      if (typeof read !== 'string') throw new Error(`the store took the contact ${read.contact.id} without settling it`)
      tally.refuse(row, read)
    }
    waiting = []
    settled = 0
  }
  const batches = async function* () {
    for (const source of sources) {
      const tally = openTally(source, onEvent)
      tallies.push(tally)
      for await (const rows of source.rows) {
        for (const row of rows) {
          waiting.push({ tally, row, read: row.problem === null ? source.readContact(row) : row.problem })
          if (waiting.length < BATCH) continue
          yield contactsOf(waiting)
          endBatch()
        }
      }
    }
    yield contactsOf(waiting)
    endBatch()
  }
  const isLong = sources.some((source) => source.isLong)
  await target.store.writeContacts(batches(), { ...target.status, isLong }, settle)
  return tallies.map(({ end }) => end())
}

function contactsOf(waiting: readonly Waiting[]): Contact[] {
  const contacts: Contact[] = []
  for (const { read } of waiting) if (typeof read !== 'string') contacts.push(read.contact)
  return contacts
}

interface Waiting {
  readonly tally: Tally
  readonly row: TableRow
  readonly read: ReadContact | RowProblem
}

type Listener = (event: ImportEvent) => void

/** Counts and tells what comes of one file. */
interface Tally {
  refuse(row: TableRow, problem: RowProblem): void
  /** What stands in the store of a contact. */
  take(before: Contact | null, row: TableRow, read: ReadContact): Contact
  end(): ImportSummary
}

function openTally({ name: file, fields }: ContactSource, onEvent: Listener): Tally {
  const summary = newSummary(file)
  // By record id, since the last row with an id is the contact.
  const isIdentifiable = openIdMap<boolean>()
  return {
    refuse(row, reason) {
      summary.rows += 1
      summary.rejected += 1
      onEvent({ type: 'rejected', file, row: row.row, column: null, value: firstText(row), reason })
    },
    take(before, { row }, read) {
      const contact = before === null ? read.contact : keepAbsent(before, read.contact, fields)
      const { id, phones } = contact
      const { unknownCountry } = read
      const numbers = countNumbers(phones)
      summary.rows += 1
      summary.numbers += numbers
      summary.rejected += phones.length - numbers
      if (unknownCountry !== null) summary.unknownCountries += 1
      if (isIdentifiable.get(id) !== undefined) summary.repeated += 1
      else if (before !== null) compare(before, read.contact, contact, summary)
      isIdentifiable.set(id, numbers > 0)
      onEvent({ type: 'read', contact, unknownCountry })
      for (const { field, text, rejected } of phones) {
        if (rejected === null) continue
        onEvent({ type: 'rejected', file, row, column: field, value: text, reason: rejected })
      }
      return contact
    },
    end() {
      summary.contacts = isIdentifiable.size
      for (const isOne of isIdentifiable.values()) if (isOne) summary.identifiable += 1
      return summary
    },
  }
}

function newSummary(file: string): ImportSummary {
  const counts = { rows: 0, contacts: 0, identifiable: 0, numbers: 0, rejected: 0, repeated: 0, unknownCountries: 0 }
  return { file, ...counts, kept: { contacts: 0, parts: [] }, emptied: { contacts: 0, parts: [] } }
}

function compare(before: Contact, brought: Contact, now: Contact, { kept, emptied }: ImportSummary): void {
  countParts(kept, partsLost(now, brought))
  countParts(emptied, partsLost(before, now))
}

function countParts(count: PartCount, parts: readonly ContactPart[]): void {
  if (parts.length > 0) count.contacts += 1
  for (const part of parts) if (!count.parts.includes(part)) count.parts.push(part)
}

// As many as a spreadsheet has. A row with a problem holds something in one of them, or in none that anybody will see.
const MOST_COLUMNS = 16_384

function firstText(row: TableRow): string {
  for (let column = 0; column < MOST_COLUMNS; column += 1) {
    const text = row.cell(column)
    if (text.trim() !== '') return text
  }
  return ''
}

function countNumbers(phones: Contact['phones']): number {
  let numbers = 0
  for (const { e164 } of phones) if (e164 !== null) numbers += 1
  return numbers
}
