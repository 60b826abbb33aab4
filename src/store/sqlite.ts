// The store that lasts: one SQLite file with a write-ahead log. Knows nothing of
// what the documents mean.
import type { Contact } from '../core/contact.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Sending } from '../core/sending.ts'
import { type Connection, Database } from './driver.ts'
import { expectOurs, expectWritable, findStoreFile, keepPrivate, type StoreFile } from './file.ts'
import { refusalOf, refuse } from './refusal.ts'
import { APPLICATION_ID, MIGRATIONS } from './schema.ts'
import {
  type DocumentKey,
  type Documents,
  expectIdle,
  expectOpen,
  type ImportStatus,
  renderDocument,
  type Store,
  type StoreState,
} from './store.ts'

// How long to wait for another process. SQLite blocks this one meanwhile, so it is short; only imports take longer.
const BUSY_TIMEOUT_MS = 1_000

// A store of up to 64 MB (some 100,000 contacts) is checked whole when it is opened, at about 2 ms per MB. In a
// larger one, damage is found when the damaged page is read.
const CHECKED_PAGES = 16_384

/**
 * Opens the store in a file; makes it, readable by its owner only, when there is none or an empty one.
 *
 * @throws StoreError when what lies there cannot be used as a store; it is left as it was
 */
export function openSqliteStore(path: string): Store {
  let state: StoreState = 'open'
  const file = findStoreFile(path)
  const { db, statements } = guard(path, () => openDatabase(file))

  function read<K extends DocumentKey>(key: K): Documents[K] | undefined {
    const text = statements.document.get(key)
    return text === undefined ? undefined : (parseDocument(path, `the document "${key}"`, text) as Documents[K])
  }

  const saveOutcome = db.transaction((outcome: Outcome): boolean => {
    const { callId } = outcome.call
    if (statements.addOutcome.run(renderDocument(callId), renderDocument(outcome)).changes === 0) return false
    const others = read('drafts')?.filter((draft) => draft.call.callId !== callId)
    if (others) statements.keepDocument.run('drafts', renderDocument(others))
    return true
  })

  // On a connection of its own: what others read and write on this store must not become part of its transaction.
  async function writeContacts(batches: Batches, source: Source, isAll: boolean) {
    const writer = connect(file)
    try {
      writer.exec('BEGIN IMMEDIATE')
      const { addContact, countContacts, keepDocument } = prepareStatements(writer)
      if (isAll) writer.exec('DELETE FROM contacts')
      for await (const batch of batches) {
        expectOpen(state)
        for (const contact of batch) addContact.run(renderDocument(contact.id), renderDocument(contact))
      }
      expectOpen(state)
      const status: ImportStatus = { at: source.at, contacts: countContacts.get() ?? 0, source: source.source }
      keepDocument.run('import', renderDocument(status))
      writer.exec('COMMIT')
      return status
    } finally {
      // Takes back whatever was not committed.
      writer.close()
    }
  }

  async function bring(batches: Batches, source: Source, { isAll }: { isAll: boolean }): Promise<ImportStatus> {
    expectIdle(state)
    state = 'writing-contacts'
    try {
      return await writeContacts(batches, source, isAll)
    } catch (error) {
      throw explain(path, error)
    } finally {
      if (state === 'writing-contacts') state = 'open'
    }
  }

  function advance(callId: string, sending: Sending, isSettled: 0 | 1): boolean {
    expectIdle(state)
    const [text, id] = [renderDocument(sending), renderDocument(callId)]
    return guard(path, () => statements.advanceOutcome.run(text, isSettled, id).changes > 0)
  }

  return {
    writeContacts: (batches, source) => bring(batches, source, { isAll: false }),

    replaceContacts: (batches, source) => bring(batches, source, { isAll: true }),

    // On a connection of its own, which sees one state of the store, and leaves the other free for reads and writes.
    *readContacts() {
      expectOpen(state)
      const reader = guard(path, () => connect(file))
      try {
        for (const text of prepareStatements(reader).contacts.iterate()) {
          yield parseDocument(path, 'a contact', text) as Contact
        }
      } catch (error) {
        throw explain(path, error)
      } finally {
        reader.close()
      }
    },

    read(key) {
      expectOpen(state)
      return guard(path, () => read(key))
    },

    write(key, document) {
      expectIdle(state)
      guard(path, () => statements.keepDocument.run(key, renderDocument(document)))
    },

    saveOutcome(outcome) {
      expectIdle(state)
      return guard(path, () => saveOutcome.immediate(outcome))
    },

    readOutbox() {
      expectOpen(state)
      const texts = guard(path, () => statements.outcomes.all())
      return texts.map((text) => parseDocument(path, 'a saved outcome', text) as Outcome)
    },

    readSending(callId) {
      expectOpen(state)
      const text = guard(path, () => statements.sending.get(renderDocument(callId)))
      return text == null ? undefined : (parseDocument(path, 'how far an outcome is', text) as Sending)
    },

    keepSending: (callId, sending) => advance(callId, sending, 0),

    replaceOutcome(outcome, sending) {
      expectIdle(state)
      const [text, sent, id] = [outcome, sending, outcome.call.callId].map(renderDocument)
      return guard(path, () => statements.replaceOutcome.run(text, sent, id).changes > 0)
    },

    settleOutcome: (callId, sending) => advance(callId, sending, 1),

    close() {
      state = 'closed'
      guard(path, () => db.close())
    },
  }
}

type Batches = AsyncIterable<readonly Contact[]>
type Source = Pick<ImportStatus, 'at' | 'source'>

function prepareStatements(db: Connection) {
  return {
    addContact: db.prepare(
      'INSERT INTO contacts (id, contact) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET contact = excluded.contact',
    ),
    contacts: db.prepare<[], string>('SELECT contact FROM contacts ORDER BY sequence').pluck(),
    countContacts: db.prepare<[], number>('SELECT count(*) FROM contacts').pluck(),
    document: db.prepare<[string], string>('SELECT document FROM documents WHERE key = ?').pluck(),
    keepDocument: db.prepare('INSERT OR REPLACE INTO documents (key, document) VALUES (?, ?)'),
    addOutcome: db.prepare('INSERT INTO outcomes (call_id, outcome) VALUES (?, ?) ON CONFLICT (call_id) DO NOTHING'),
    outcomes: db.prepare<[], string>('SELECT outcome FROM outcomes WHERE is_settled = 0 ORDER BY sequence').pluck(),
    sending: db.prepare<[string], string | null>('SELECT sending FROM outcomes WHERE call_id = ?').pluck(),
    replaceOutcome: db.prepare('UPDATE outcomes SET outcome = ?, sending = ? WHERE call_id = ? AND is_settled = 0'),
    advanceOutcome: db.prepare('UPDATE outcomes SET sending = ?, is_settled = ? WHERE call_id = ? AND is_settled = 0'),
  }
}

function openDatabase(file: StoreFile) {
  if (!file.isEmpty && !isOpenHere(file)) expectOurs(file)
  expectWritable(file)
  if (!file.isEmpty) expectSound(file)
  else if (!file.isNew) keepPrivate(file)
  const db = connect(file)
  try {
    migrate(file, db)
    enterLogMode(db)
    return { db, statements: prepareStatements(db) }
  } catch (error) {
    db.close()
    throw error
  }
}

// A read-only connection while there is a log: the last one that can write brings the log into the file as it closes,
// which is not to be done to a store that is damaged or newer.
function expectSound(file: StoreFile): void {
  const db = connect(file, { readonly: file.hasLog })
  try {
    expectKnownVersion(file, db)
    const isLarge = Number(db.pragma('page_count', { simple: true })) > CHECKED_PAGES
    const isSound = isLarge || db.pragma('quick_check(1)', { simple: true }) === 'ok'
    if (!isSound) throw refuse('damaged', file.path, 'the store is damaged')
  } finally {
    db.close()
  }
}

function expectKnownVersion({ path }: StoreFile, db: Connection): number {
  const version = Number(db.pragma('user_version', { simple: true }))
  if (version <= MIGRATIONS.length) return version
  const found = `a newer Ringsight wrote this store (version ${version}; this one reads up to ${MIGRATIONS.length})`
  throw refuse('newer', path, found)
}

function migrate(file: StoreFile, db: Connection): void {
  const takeSteps = db.transaction(() => {
    for (const step of MIGRATIONS.slice(expectKnownVersion(file, db))) db.exec(step)
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma(`user_version = ${MIGRATIONS.length}`)
  })
  if (expectKnownVersion(file, db) < MIGRATIONS.length) takeSteps.exclusive()
}

// After migrating, so that the mark of our stores is in the file itself and never only in the log. This is the one
// statement that SQLite does not let wait for another process, which may be making the same store just now.
function enterLogMode(db: Connection): void {
  const pauseMs = 20
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    try {
      db.pragma('journal_mode = WAL')
      return
    } catch (error) {
      const isBusy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
      if (!isBusy || waitedMs >= BUSY_TIMEOUT_MS) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs)
    }
  }
}

const connections = new Set<Connection>()

// SQLite syncs the log at every commit only when told to (FULL); else a power cut may take the last notes with it.
function connect({ realPath }: StoreFile, { readonly = false } = {}): Connection {
  const db = new Database(realPath, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS, readonly })
  for (const known of connections) if (!known.open) connections.delete(known)
  connections.add(db)
  try {
    db.pragma('synchronous = FULL')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function isOpenHere({ realPath }: StoreFile): boolean {
  return Array.from(connections).some((db) => db.open && db.name === realPath)
}

// Without the parser's message, which quotes what it read: names and notes do not belong in errors.
function parseDocument(path: string, what: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refuse('damaged', path, `the store is damaged: ${what} in it cannot be read`)
  }
}

function guard<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw explain(path, error)
  }
}

function explain(path: string, error: unknown): unknown {
  return error instanceof Database.SqliteError ? (refusalOf(error, path) ?? error) : error
}
