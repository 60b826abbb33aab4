// The store that lasts: one SQLite file with a write-ahead log. Knows nothing of
// what the documents mean.
import type { Contact } from '../core/contact.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Sending } from '../core/sending.ts'
import { wrongUse } from '../text/wrong-use.ts'
import { claimFile } from './claim.ts'
import { connect, explain, guard, openDatabase, parseDocument } from './connection.ts'
import { openContactWriter } from './contact-writer.ts'
import type { Connection } from './driver.ts'
import { upgradeDocument, upgradeSending } from './earlier.ts'
import { findStoreFile } from './file.ts'
import { watchFiles } from './file-watch.ts'
import { DOCUMENT_SHAPES, isContact, isOutcome, isSending } from './shape.ts'
import { prepareCallers, sqliteCallers } from './sqlite-callers.ts'
import { COUNT_CONTACTS, KEEP_DOCUMENT, prepareSync, sqliteSync } from './sqlite-sync.ts'
import {
  type Claim,
  type DocumentKey,
  type Documents,
  expectIdle,
  expectOpen,
  type ImportOrigin,
  type ImportStatus,
  renderDocument,
  renderKeyed,
  renderOutcome,
  renderSending,
  type Settle,
  type Store,
  type StoreState,
} from './store.ts'
import { wipeDatabase } from './wipe.ts'
import { openWriterFor } from './writer.ts'

/**
 * Opens the store in a file; makes it, readable by its owner only, when there is none or an empty one.
 *
 * @throws StoreError when what lies there cannot be used as a store; it is left as it was
 */
export function openSqliteStore(path: string): Store {
  if (typeof path !== 'string') throw wrongUse('openSqliteStore', 'the path of a file', path)
  const use: { state: StoreState } = { state: 'open' }
  let claim: Claim | null = null
  const file = findStoreFile(path)
  const { db, statements } = guard(path, () => openDatabase(file, prepareStatements))
  const { expectSame, close: closeFiles } = guard(path, () => watchFiles(file, db))

  // A file that was removed or moved away is still there for whoever has it open, and for nobody else: what is written to it is lost.
  // Into one that was overwritten, nothing more of the log must come.
  function here<T>(work: () => T): T {
    expectSame()
    const done = guard(path, work)
    expectSame()
    return done
  }

  function read<K extends DocumentKey>(key: K): Documents[K] | undefined {
    const text = statements.document.get(key)
    if (text === undefined) return undefined
    const document = parseDocument(path, `the document "${key}"`, text, DOCUMENT_SHAPES[key])
    return upgradeDocument(key, document as Documents[K])
  }

  const saveOutcome = db.transaction((outcome: Outcome, sending?: Sending): boolean => {
    const text = renderOutcome(outcome)
    const { callId } = outcome.call
    const id = renderDocument(callId)
    const sent = sending === undefined ? null : renderSending(sending)
    if (statements.addOutcome.run(id, text, sent).changes === 0) return false
    const others = read('drafts')?.filter((draft) => draft.call.callId !== callId)
    if (others) statements.keepDocument.run('drafts', renderDocument(others))
    return true
  })

  // On a connection of its own, which sees one state of the store, and leaves the other free for reads and writes.
  function* readContacts(patterns: readonly string[]): Generator<Contact> {
    expectOpen(use.state)
    expectSame()
    const reader = guard(path, () => connect(file))
    try {
      for (const text of prepareReading(reader, patterns.length).iterate(...patterns)) {
        yield parseDocument(path, 'a contact', text, isContact) as Contact
      }
    } catch (error) {
      throw explain(path, error)
    } finally {
      reader.close()
    }
  }

  function findContact(id: string): Contact | null {
    const text = statements.contact.get(renderDocument(id))
    return text === undefined ? null : (parseDocument(path, 'a contact', text, isContact) as Contact)
  }

  // On a connection of its own: what others read and write on this store must not become part of its transaction.
  async function writeContacts(batches: Batches, source: ImportOrigin, { isAll, settle }: Bringing) {
    const writer = openWriterFor(file, source.isLong === true)
    try {
      writer.ask('BEGIN IMMEDIATE')
      const contacts = openContactWriter({ reader: db, writer }, path, isAll)
      const outside = (id: string) => (isAll ? findContact(id) : null)
      for await (const batch of batches) {
        expectOpen(use.state)
        for (const contact of batch) {
          const { id } = contact
          contacts.settle(id, (before) => (settle === undefined ? contact : settle(before ?? outside(id), contact)))
        }
      }
      expectOpen(use.state)
      contacts.end()
      const [counted] = writer.ask<{ readonly count: number }>(COUNT_CONTACTS)
      const status: ImportStatus = { at: source.at, contacts: counted?.count ?? 0, source: source.source }
      writer.tell(KEEP_DOCUMENT, ['import', renderDocument(status)])
      expectSame()
      writer.ask('COMMIT')
      return status
    } finally {
      // Takes back whatever was not committed.
      writer.close()
    }
  }

  async function bring(batches: Batches, source: ImportOrigin, bringing: Bringing): Promise<ImportStatus> {
    expectIdle(use.state)
    expectSame()
    use.state = 'writing-contacts'
    try {
      const status = await writeContacts(batches, source, bringing)
      return here(() => status)
    } catch (error) {
      throw explain(path, error)
    } finally {
      if (use.state === 'writing-contacts') use.state = 'open'
    }
  }

  function advance(callId: string, sending: Sending, isSettled: 0 | 1): boolean {
    expectIdle(use.state)
    const [text, id] = [renderSending(sending), renderDocument(callId)]
    return here(() => statements.advanceOutcome.run(text, isSettled, id).changes > 0)
  }

  return {
    ...sqliteSync({ file, db, statements, use, here }),
    ...sqliteCallers({ path, statements, use }),

    claimCrm() {
      expectOpen(use.state)
      const claimed = claimFile(file)
      claim = claimed ?? claim
      return claimed
    },

    wipe(mayGo = () => true) {
      expectIdle(use.state)
      return guard(path, () => {
        const wiper = connect(file)
        try {
          return wipeDatabase(wiper, path, mayGo)
        } finally {
          wiper.close()
        }
      })
    },

    writeContacts: (batches, source, settle) => bring(batches, source, { isAll: false, settle }),

    replaceContacts: (batches, source, settle) => bring(batches, source, { isAll: true, settle }),

    readContacts: () => readContacts([]),

    readContactsLike: (parts) => readContacts(parts.slice(0, MOST_PARTS).map(patternOf)),

    read(key) {
      expectOpen(use.state)
      return here(() => read(key))
    },

    write(key, document) {
      expectIdle(use.state)
      here(() => statements.keepDocument.run(key, renderKeyed(key, document)))
    },

    inOneStep(work) {
      expectIdle(use.state)
      return here(() => db.transaction(work).immediate())
    },

    saveOutcome(outcome, sending) {
      expectIdle(use.state)
      return here(() => saveOutcome.immediate(outcome, sending))
    },

    readOutbox() {
      expectOpen(use.state)
      const texts = guard(path, () => statements.outcomes.all())
      return texts.map((text) => parseDocument(path, 'a saved outcome', text, isOutcome) as Outcome)
    },

    readSending(callId) {
      expectOpen(use.state)
      const text = guard(path, () => statements.sending.get(renderDocument(callId)))
      if (text == null) return undefined
      return upgradeSending(parseDocument(path, 'how far an outcome is', text, isSending) as Sending)
    },

    keepSending: (callId, sending) => advance(callId, sending, 0),

    replaceOutcome(outcome, sending) {
      expectIdle(use.state)
      const [text, sent] = [renderOutcome(outcome), renderSending(sending)]
      const id = renderDocument(outcome.call.callId)
      return here(() => statements.replaceOutcome.run(text, sent, id).changes > 0)
    },

    settleOutcome: (callId, sending) => advance(callId, sending, 1),

    close() {
      if (use.state === 'closed') return
      const isWriting = use.state === 'writing-contacts'
      use.state = 'closed'
      claim?.release()
      closeFiles(isWriting)
    },
  }
}

type Batches = AsyncIterable<readonly Contact[]>
interface Bringing {
  /** Whether what was there before goes. */
  readonly isAll: boolean
  readonly settle: Settle | undefined
}

function prepareStatements(db: Connection) {
  return {
    ...prepareSync(db),
    ...prepareCallers(db),
    document: db.prepare<[string], string>('SELECT document FROM documents WHERE key = ?').pluck(),
    addOutcome: db.prepare(
      'INSERT INTO outcomes (call_id, outcome, sending) VALUES (?, ?, ?) ON CONFLICT (call_id) DO NOTHING',
    ),
    outcomes: db.prepare<[], string>('SELECT outcome FROM outcomes WHERE is_settled = 0 ORDER BY sequence').pluck(),
    sending: db.prepare<[string], string | null>('SELECT sending FROM outcomes WHERE call_id = ?').pluck(),
    replaceOutcome: db.prepare('UPDATE outcomes SET outcome = ?, sending = ? WHERE call_id = ? AND is_settled = 0'),
    advanceOutcome: db.prepare('UPDATE outcomes SET sending = ?, is_settled = ? WHERE call_id = ? AND is_settled = 0'),
  }
}

/** The contacts whose text fits all of so many patterns. */
function prepareReading(db: Connection, patterns: number) {
  const fits = Array(patterns).fill(' AND contact LIKE ?').join('')
  return db.prepare<string[], string>(`SELECT contact FROM contacts WHERE TRUE${fits} ORDER BY sequence`).pluck()
}

// Who fits the first of them is looked at by whoever asked.
const MOST_PARTS = 10

// LIKE knows the case of ASCII's letters alone, and there are letters beyond that have one of these two as their lower case.
function patternOf(part: string): string {
  return `%${part.replace(/[ik]/g, '_')}%`
}
