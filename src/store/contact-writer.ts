// Writes many contacts in one transaction. What triggers keep of single contacts (links, numbers, counts) is written here for
// many at a time, which takes a fraction of the time. Knows nothing of what is decided about a contact.
import type { Contact } from '../core/contact.ts'
import { parseDocument } from './connection.ts'
import type { Connection } from './driver.ts'
import { PLAIN_ID } from './schema.ts'
import { isContact } from './shape.ts'
import { expectSameId, renderContact, renderDocument } from './store.ts'
import { takeTriggers } from './triggers.ts'

export interface ContactWriter {
  /** Lets `decide` say what is to stand under an id, by what stands there by now; null for none. */
  settle(id: string, decide: (before: Contact | null) => Contact | null): void
  /** Writes what is left, once all are settled; the transaction is the caller's to end. */
  end(): void
}

// So many rows go to SQLite in one statement.
const ROWS = 100

// The pages that are written again and again while many contacts are: in kibibytes, as SQLite wants it.
const CACHE_KIB = 32_768

// An id that a number holds exactly.
const EXACT_ID = /^[1-9]\d{0,14}$/

/**
 * Begins to write in a transaction that is under way, on a connection of its own.
 *
 * @param isAll whether what was there before goes
 * @param path of the store, for errors
 */
export function openContactWriter(db: Connection, path: string, isAll: boolean): ContactWriter {
  const putTriggersBack = takeTriggers(db)
  db.pragma(`cache_size = -${CACHE_KIB}`)
  // That a text is JSON is known: it was made here.
  db.pragma('ignore_check_constraints = ON')
  if (isAll) for (const table of ['contacts', 'links', 'numbers', 'unread_phones']) db.exec(`DELETE FROM ${table}`)
  const find = db.prepare<[string], Kept>('SELECT sequence, contact FROM contacts WHERE id = ?')
  const change = db.prepare<[string, number]>('UPDATE contacts SET contact = ? WHERE sequence = ?')
  const remove = db.prepare<[number]>('DELETE FROM contacts WHERE sequence = ?')
  const contacts = openRows(db, 'contacts (sequence, id, contact)')
  const found = openFinders(db)
  let last = db.prepare<[], number | null>('SELECT max(sequence) FROM contacts').pluck().get() ?? 0
  // Contacts mostly come by their ids: one beyond all others is new, which need not be looked up.
  let highest = db.prepare<[], number | null>(`SELECT max(${PLAIN_ID}) FROM contacts`).pluck().get() ?? 0
  let waiting = new Set<string>()

  function flush(): void {
    contacts.flush()
    waiting = new Set()
  }

  function add(id: string, contact: Contact): void {
    last += 1
    waiting.add(id)
    if (contacts.add(last, id, renderContact(contact))) waiting = new Set()
    found.add(last, contact)
  }

  return {
    settle(id, decide) {
      const key = renderDocument(id)
      const value = EXACT_ID.test(id) ? Number(id) : 0
      const isNew = value > highest
      if (isNew) highest = value
      else if (waiting.has(key)) flush()
      const kept = isNew ? undefined : find.get(key)
      const before = kept === undefined ? null : (parseDocument(path, 'a contact', kept.contact, isContact) as Contact)
      const after = decide(before)
      if (after !== null) expectSameId(after, id)
      if (kept === undefined) {
        if (after !== null) add(key, after)
        return
      }
      const text = after === null ? null : renderContact(after)
      // Most contacts stay as they are, which is nothing to write.
      if (text === kept.contact) return
      if (before !== null) found.remove(kept.sequence, before)
      if (after !== null) found.add(kept.sequence, after)
      if (text === null) remove.run(kept.sequence)
      else change.run(text, kept.sequence)
    },

    end() {
      flush()
      found.flush()
      db.exec(`INSERT OR REPLACE INTO counts (name, count)
        SELECT 'contacts', count(*) FROM contacts UNION ALL SELECT 'numbers', count(DISTINCT e164) FROM numbers`)
      putTriggersBack()
      db.pragma('ignore_check_constraints = OFF')
    },
  }
}

interface Kept {
  readonly sequence: number
  readonly contact: string
}

/** What contacts are found by, as the triggers of schema.ts keep it. */
function openFinders(db: Connection) {
  const links = openRows(db, 'links (kind, id, contact)')
  const numbers = openRows(db, 'numbers (e164, contact)')
  const unread = openRows(db, 'unread_phones (contact, text)')
  const removeLinks = db.prepare<[string, string, number]>(
    'DELETE FROM links WHERE kind = ? AND id = ? AND contact = ?',
  )
  const removeNumber = db.prepare<[string, number]>('DELETE FROM numbers WHERE e164 = ? AND contact = ?')
  const removeUnread = db.prepare<[number]>('DELETE FROM unread_phones WHERE contact = ?')

  function flush(): void {
    for (const rows of [links, numbers, unread]) rows.flush()
  }

  return {
    flush,

    add(sequence: number, { companyId, deals, phones }: Contact): void {
      if (companyId != null) links.add('company', renderDocument(companyId), sequence)
      for (const { id } of deals) links.add('deal', renderDocument(id), sequence)
      for (const { e164, text } of phones) {
        if (e164 === null) unread.add(sequence, renderDocument(text))
        else numbers.add(e164, sequence)
      }
    },

    remove(sequence: number, { companyId, deals, phones }: Contact): void {
      flush()
      if (companyId != null) removeLinks.run('company', renderDocument(companyId), sequence)
      for (const { id } of deals) removeLinks.run('deal', renderDocument(id), sequence)
      for (const { e164 } of phones) if (e164 !== null) removeNumber.run(e164, sequence)
      removeUnread.run(sequence)
    },
  }
}

/** Rows that wait until there are enough for one statement. One that is there already is left as it is. */
function openRows(db: Connection, table: string) {
  const columns = table.split(',').length
  const head = `INSERT OR IGNORE INTO ${table} VALUES `
  const row = `(${Array(columns).fill('?').join(', ')})`
  const one = db.prepare<[(string | number)[]]>(head + row)
  const many = db.prepare<[(string | number)[]]>(head + Array(ROWS).fill(row).join(', '))
  let values: (string | number)[] = []
  return {
    /** @returns whether all that waited is written now */
    add(...cells: (string | number)[]): boolean {
      for (const cell of cells) values.push(cell)
      if (values.length < ROWS * columns) return false
      many.run(values)
      values = []
      return true
    },
    flush(): void {
      for (let at = 0; at < values.length; at += columns) one.run(values.slice(at, at + columns))
      values = []
    },
  }
}
