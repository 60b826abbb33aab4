// The sync side of the SQLite store: single contacts, and all contacts of a CRM gathered beside those that are there,
// then put in their place. Knows nothing of what decides between them.
import type { Contact, Deal } from '../core/contact.ts'
import type { CrmCompany, CrmContact, LinkedContact } from '../core/crm-record.ts'
import { connect, guard, parseDocument } from './connection.ts'
import { openContactWriter } from './contact-writer.ts'
import type { Connection, Statement } from './driver.ts'
import type { StoreFile } from './file.ts'
import { isContact, isCrmContact, isRecord, isText } from './shape.ts'
import {
  type AdoptStatus,
  type Documents,
  expectIdle,
  expectOpen,
  renderContact,
  renderDocument,
  renderDocuments,
  type StoreState,
  type SyncStore,
} from './store.ts'
import { openWriter } from './writer.ts'

export const KEEP_DOCUMENT = 'INSERT OR REPLACE INTO documents (key, document) VALUES (?, ?)'
export const COUNT_CONTACTS = "SELECT count FROM counts WHERE name = 'contacts'"

// How many texts are in memory at a time while all contacts are gone through.
const ROWS = 500

export interface OpenStore {
  readonly file: StoreFile
  readonly db: Connection
  readonly statements: SyncStatements
  /** What the whole store is doing. */
  readonly use: { state: StoreState }
  /** Does work on the file. @throws StoreError, `replaced` among them */
  readonly here: <T>(work: () => T) => T
}

type Decide = Parameters<SyncStore['adoptStage']>[0]

/** The sync side of a store that is open. */
export function sqliteSync({ file, db, statements, use, here }: OpenStore): Omit<SyncStore, 'claimCrm' | 'wipe'> {
  const { path } = file

  function write(work: () => void): void {
    expectIdle(use.state)
    here(() => db.transaction(work).immediate())
  }

  // Without waiting for the disk at every page: what a power cut takes from a stage is gathered again, and what is left is
  // whole (https://www.sqlite.org/pragma.html#pragma_synchronous).
  function stage(work: () => void): void {
    expectIdle(use.state)
    db.pragma('synchronous = NORMAL')
    try {
      write(work)
    } finally {
      db.pragma('synchronous = FULL')
    }
  }

  function stageRecords(kind: string, asked: readonly string[], records: readonly (CrmCompany | Deal)[]): void {
    stage(() => {
      for (const id of asked) statements.stageRecord.run(kind, renderDocument(id), null)
      for (const record of records) statements.stageRecord.run(kind, renderDocument(record.id), renderDocument(record))
    })
  }

  return {
    readContactsById(ids) {
      expectOpen(use.state)
      const texts = guard(path, () => ids.flatMap((id) => statements.contact.get(renderDocument(id)) ?? []))
      return texts.map((text) => parseContact(path, text))
    },

    readContactsWith(kind, id) {
      expectOpen(use.state)
      const texts = guard(path, () => statements.contactsWith.all(kind, renderDocument(id)))
      return texts.map((text) => parseContact(path, text))
    },

    changeContacts(change) {
      write(() => {
        for (const contact of change.write) putContact(statements, contact)
        for (const id of change.remove) statements.removeContact.run(renderDocument(id))
        keepDocuments(statements, change.documents)
      })
    },

    beginStage: () => stage(() => clearStage(db)),

    stageContacts(contacts, documents) {
      stage(() => {
        for (const contact of contacts) {
          statements.stageContact.run(renderDocument(contact.id), renderDocument(contact))
          if (contact.companyId !== null) statements.nameRecord.run('company', renderDocument(contact.companyId))
          for (const id of contact.dealIds) statements.nameRecord.run('deal', renderDocument(id))
        }
        keepDocuments(statements, documents)
      })
    },

    readUnstaged(kind, most) {
      expectOpen(use.state)
      const texts = guard(path, () => statements.unread.all(kind, most))
      return texts.map((text) => parseDocument(path, 'the id of a record', text, isText) as string)
    },

    stageCompanies: (asked, companies) => stageRecords('company', asked, companies),

    stageDeals: (asked, deals) => stageRecords('deal', asked, deals),

    // On a connection of its own: readers of this store, `decide` among them, find what was there before.
    adoptStage(decide, status) {
      expectIdle(use.state)
      use.state = 'writing-contacts'
      try {
        here(() => adoptAll({ file, db }, decide, status))
      } finally {
        if (use.state === 'writing-contacts') use.state = 'open'
      }
    },
  }
}

/** What the sync side asks of a database. Ids and records are JSON texts. */
export interface SyncStatements {
  readonly contact: Statement<[string], string>
  readonly contactsWith: Statement<[kind: string, id: string], string>
  readonly putContact: Statement<[id: string, contact: string]>
  readonly removeContact: Statement<[id: string]>
  readonly countContacts: Statement<[], number>
  readonly keepDocument: Statement<[key: string, document: string]>
  readonly stageContact: Statement<[id: string, contact: string]>
  readonly nameRecord: Statement<[kind: string, id: string]>
  readonly unread: Statement<[kind: string, most: number], string>
  readonly stageRecord: Statement<[kind: string, id: string, record: string | null]>
  readonly record: Statement<[kind: string, id: string], string | null>
  readonly staged: Statement<[after: number], Row>
  readonly onlyHere: Statement<[after: number], Row>
}

export function prepareSync(db: Connection): SyncStatements {
  return {
    contact: db.prepare<[string], string>('SELECT contact FROM contacts WHERE id = ?').pluck(),
    contactsWith: db
      .prepare<[string, string], string>(
        'SELECT contacts.contact FROM links JOIN contacts ON sequence = links.contact WHERE kind = ? AND links.id = ?',
      )
      .pluck(),
    putContact: db.prepare(
      'INSERT INTO contacts (id, contact) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET contact = excluded.contact',
    ),
    removeContact: db.prepare('DELETE FROM contacts WHERE id = ?'),
    countContacts: db.prepare<[], number>(COUNT_CONTACTS).pluck(),
    keepDocument: db.prepare(KEEP_DOCUMENT),
    stageContact: db.prepare('INSERT OR REPLACE INTO staged_contacts (id, contact) VALUES (?, ?)'),
    nameRecord: db.prepare('INSERT OR IGNORE INTO staged_records (kind, id) VALUES (?, ?)'),
    unread: db
      .prepare<[string, number], string>('SELECT id FROM staged_records WHERE is_read = 0 AND kind = ? LIMIT ?')
      .pluck(),
    stageRecord: db.prepare(
      `INSERT INTO staged_records (kind, id, is_read, record) VALUES (?, ?, 1, ?)
      ON CONFLICT (kind, id) DO UPDATE SET is_read = 1, record = ifnull(excluded.record, record)`,
    ),
    record: db
      .prepare<[string, string], string | null>('SELECT record FROM staged_records WHERE kind = ? AND id = ?')
      .pluck(),
    staged: db.prepare<[number], Row>(
      `SELECT sequence, id, contact FROM staged_contacts WHERE sequence > ? ORDER BY sequence LIMIT ${ROWS}`,
    ),
    onlyHere: db.prepare<[number], Row>(
      `SELECT sequence, id, contact FROM contacts WHERE sequence > ?
      AND NOT EXISTS (SELECT 1 FROM staged_contacts WHERE staged_contacts.id = contacts.id)
      ORDER BY sequence LIMIT ${ROWS}`,
    ),
  }
}

/** Ids and contacts are JSON texts. */
interface Row {
  readonly sequence: number
  readonly id: string
  readonly contact: string
}

interface Rows {
  all(after: number): Row[]
}

function* eachRow(rows: Rows): Generator<Row> {
  let after = 0
  for (let some = rows.all(after); some.length > 0; some = rows.all(after)) {
    yield* some
    after = some.at(-1)?.sequence ?? after
  }
}

function adoptAll({ file, db }: Pick<OpenStore, 'file' | 'db'>, decide: Decide, status: AdoptStatus): void {
  const writer = connect(file)
  try {
    writer.exec('BEGIN IMMEDIATE')
    const statements = prepareSync(writer)
    adopt(file.path, { reader: db, writer }, decide)
    keepDocuments(statements, status())
    clearStage(writer)
    writer.exec('COMMIT')
  } finally {
    // Takes back whatever was not committed.
    writer.close()
  }
}

interface Connections {
  readonly reader: Connection
  readonly writer: Connection
}

function adopt(path: string, { reader, writer }: Connections, decide: Decide): void {
  const statements = prepareSync(writer)
  const contacts = openContactWriter({ reader, writer: openWriter(writer) }, path, false)
  for (const { contact } of eachRow(statements.staged)) {
    const gathered = parseDocument(path, 'a gathered contact', contact, isCrmContact) as CrmContact
    contacts.settle(gathered.id, (before) => decide(before, linkContact(path, statements, gathered)))
  }
  for (const { contact } of eachRow(statements.onlyHere)) {
    contacts.settle(parseContact(path, contact).id, (before) => decide(before, null))
  }
  contacts.end()
}

function linkContact(path: string, { record }: SyncStatements, contact: CrmContact): LinkedContact {
  const read = (kind: string, id: string) => {
    const text = record.get(kind, renderDocument(id))
    return text == null ? null : parseDocument(path, 'a gathered record', text, isRecord)
  }
  const company = contact.companyId === null ? null : (read('company', contact.companyId) as CrmCompany | null)
  const deals = contact.dealIds.map((id) => read('deal', id) as Deal | null).filter((deal) => deal !== null)
  return { contact, company, deals }
}

function putContact({ putContact: statement }: SyncStatements, contact: Contact): void {
  const text = renderContact(contact)
  statement.run(renderDocument(contact.id), text)
}

function keepDocuments({ keepDocument, countContacts }: SyncStatements, documents: Partial<Documents>): void {
  for (const [key, text] of renderDocuments(documents, () => countContacts.get() ?? 0)) keepDocument.run(key, text)
}

function clearStage(db: Connection): void {
  db.exec('DELETE FROM staged_contacts; DELETE FROM staged_records')
}

function parseContact(path: string, text: string): Contact {
  return parseDocument(path, 'a contact', text, isContact) as Contact
}
