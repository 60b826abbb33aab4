// Brings the contacts of export files into the store, all or none, and says what of them cannot be used. Knows no file
// format: rows and how to read one arrive as arguments.
import type { ReadContact } from '../contact-file/contact-row.ts'
import type { RowProblem, TableRow } from '../contact-file/table.ts'
import type { Contact } from '../core/contact.ts'
import type { RejectionReason } from '../core/number.ts'
import type { ImportStatus, Store } from '../store/store.ts'

/** One file, open for reading. */
export interface ContactSource {
  /** How people know it: the file's name. */
  readonly name: string
  readonly rows: AsyncIterable<TableRow>
  readonly readContact: (row: TableRow) => ReadContact
}

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
}

/** What an import tells on its way, in the order of the file. */
export type ImportEvent = ({ readonly type: 'rejected' } & Rejected) | ({ readonly type: 'read' } & ReadContact)

const BATCH = 1000

/**
 * Imports files in one step: when reading one of them fails, nothing is imported and the error is passed on.
 *
 * @param sources read once each, in order
 * @returns one summary for each source
 */
export async function importContacts(
  sources: readonly ContactSource[],
  target: { readonly store: Pick<Store, 'writeContacts'>; readonly status: Pick<ImportStatus, 'at' | 'source'> },
  onEvent: Listener,
): Promise<ImportSummary[]> {
  const summaries: ImportSummary[] = []
  const contacts = async function* () {
    for (const source of sources) {
      const summary = newSummary(source.name)
      summaries.push(summary)
      yield* readSource(source, summary, onEvent)
    }
  }
  await target.store.writeContacts(inBatches(contacts()), target.status)
  return summaries
}

function newSummary(file: string): ImportSummary {
  return { file, rows: 0, contacts: 0, identifiable: 0, numbers: 0, rejected: 0, repeated: 0, unknownCountries: 0 }
}

type Listener = (event: ImportEvent) => void

async function* readSource(source: ContactSource, summary: ImportSummary, onEvent: Listener): AsyncGenerator<Contact> {
  // By record id, since the last row with an id is the contact.
  const isIdentifiable = new Map<string, boolean>()
  for await (const row of source.rows) {
    summary.rows += 1
    const read = row.problem === null ? source.readContact(row) : row.problem
    if (typeof read === 'string') {
      const value = firstText(row)
      summary.rejected += 1
      onEvent({ type: 'rejected', file: source.name, row: row.row, column: null, value, reason: read })
      continue
    }
    count(read, summary)
    if (isIdentifiable.has(read.contact.id)) summary.repeated += 1
    isIdentifiable.set(
      read.contact.id,
      read.contact.phones.some(({ e164 }) => e164 !== null),
    )
    onEvent({ type: 'read', ...read })
    for (const { field, text, rejected } of read.contact.phones) {
      if (rejected === null) continue
      onEvent({ type: 'rejected', file: source.name, row: row.row, column: field, value: text, reason: rejected })
    }
    yield read.contact
  }
  summary.contacts = isIdentifiable.size
  summary.identifiable = Array.from(isIdentifiable.values()).filter(Boolean).length
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

function count({ contact, unknownCountry }: ReadContact, summary: ImportSummary): void {
  const numbers = contact.phones.filter(({ e164 }) => e164 !== null).length
  summary.numbers += numbers
  summary.rejected += contact.phones.length - numbers
  if (unknownCountry !== null) summary.unknownCountries += 1
}

async function* inBatches(contacts: AsyncIterable<Contact>): AsyncGenerator<Contact[]> {
  let batch: Contact[] = []
  for await (const contact of contacts) {
    batch.push(contact)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
