// Writes many contacts in one transaction. What triggers keep of single contacts (links, numbers, counts) is written here for
// many at a time, which takes a fraction of the time. Knows nothing of what is decided about a contact.
import type { Contact } from '../core/contact.ts'
import { numberOfId, openIdMap } from '../core/id-map.ts'
import { parseDocument } from './connection.ts'
import type { Connection } from './driver.ts'
import { PLAIN_ID } from './schema.ts'
import { isContact } from './shape.ts'
import { expectSameId, renderContact, renderDocument } from './store.ts'
import { takeTriggers } from './triggers.ts'
import type { Value, Writer } from './writer.ts'

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

const FIND = 'SELECT sequence, contact FROM contacts WHERE id = ?'

/** By what is read, and what writes. */
interface Connections {
  /** Sees what was there before the transaction. */
  readonly reader: Connection
  /** On a connection of its own, with a transaction that is under way. */
  readonly writer: Writer
}

/**
 * Begins to write contacts.
 *
 * @param isAll whether what was there before goes
 * @param path of the store, for errors
 */
export function openContactWriter({ reader, writer }: Connections, path: string, isAll: boolean): ContactWriter {
  const putTriggersBack = takeTriggers(writer)
  writer.tell(`PRAGMA cache_size = -${CACHE_KIB}`)
  // That a text is JSON is known: it was made here.
  writer.tell('PRAGMA ignore_check_constraints = ON')
  if (isAll) for (const table of ['contacts', 'links', 'numbers', 'unread_phones']) writer.tell(`DELETE FROM ${table}`)
  const before = reader.prepare<[string], Kept>(FIND)
  const contacts = openContactRows(writer)
  const found = openFinders(writer)
  let { last, highest } = findLast(writer)
  // Who is not among them, is as before.
  const written = openIdMap<true>()

  function find(id: string, key: string): Kept | undefined {
    if (written.get(id) === undefined) return isAll ? undefined : before.get(key)
    contacts.flush()
    return writer.ask<Kept>(FIND, [key])[0]
  }

  return {
    settle(id, decide) {
      const key = renderDocument(id)
      const value = numberOfId(id)
      const isNew = value > highest
      if (isNew) highest = value
      const kept = isNew ? undefined : find(id, key)
      const before = kept === undefined ? null : (parseDocument(path, 'a contact', kept.contact, isContact) as Contact)
      const after = decide(before)
      if (after !== null) expectSameId(after, id)
      const text = after === null ? undefined : renderContact(after)
      // Most contacts stay as they are, which is nothing to write.
      if (text === kept?.contact) return
      written.set(id, true)
      if (kept === undefined) last += 1
      const sequence = kept?.sequence ?? last
      if (before !== null) found.remove(sequence, before)
      if (after !== null) found.add(sequence, after)
      if (text === undefined) writer.tell('DELETE FROM contacts WHERE sequence = ?', [sequence])
      else if (kept === undefined) contacts.add(sequence, key, text)
      else writer.tell('UPDATE contacts SET contact = ? WHERE sequence = ?', [text, sequence])
    },

    end() {
      contacts.flush()
      found.flush()
      writer.tell(`INSERT OR REPLACE INTO counts (name, count)
        SELECT 'contacts', count(*) FROM contacts UNION ALL SELECT 'numbers', count(DISTINCT e164) FROM numbers`)
      putTriggersBack()
      writer.tell('PRAGMA ignore_check_constraints = OFF')
    },
  }
}

interface Last {
  /** The last place that is taken. */
  readonly last: number
  /** The highest id. Contacts mostly come by their ids: one beyond all others is new, which need not be looked up. */
  readonly highest: number
}

function findLast(writer: Writer): Last {
  const most = `SELECT ifnull(max(sequence), 0) AS last, ifnull(max(${PLAIN_ID}), 0) AS highest FROM contacts`
  return writer.ask<Last>(most)[0] ?? { last: 0, highest: 0 }
}

interface Kept {
  readonly sequence: number
  readonly contact: string
}

/** What contacts are found by, as the triggers of schema.ts keep it. */
function openFinders(writer: Writer) {
  const links = openRows(writer, 'links (kind, id, contact)')
  const numbers = openRows(writer, 'numbers (e164, contact)')
  const unread = openRows(writer, 'unread_phones (contact, text)')
  const removeLink = (kind: string, id: string, contact: number) =>
    writer.tell('DELETE FROM links WHERE kind = ? AND id = ? AND contact = ?', [kind, renderDocument(id), contact])
  const removeNumber = (e164: string, contact: number) =>
    writer.tell('DELETE FROM numbers WHERE e164 = ? AND contact = ?', [e164, contact])

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
      if (companyId != null) removeLink('company', companyId, sequence)
      for (const { id } of deals) removeLink('deal', id, sequence)
      for (const { e164 } of phones) if (e164 !== null) removeNumber(e164, sequence)
      writer.tell('DELETE FROM unread_phones WHERE contact = ?', [sequence])
    },
  }
}

/** Contacts that wait until there are enough for one statement, which is told their texts as one, and where each is in it. */
function openContactRows(writer: Writer) {
  const head = 'INSERT OR IGNORE INTO contacts (sequence, id, contact) VALUES '
  const row = '(?, ?, CAST(substr(:texts, ?, ?) AS TEXT))'
  const many = head + Array(ROWS).fill(row).join(', ')
  let room = Buffer.allocUnsafeSlow(ROOM_BYTES)
  let [values, length]: [Value[], number] = [[], 0]

  return {
    add(sequence: number, key: string, text: string): void {
      const most = length + text.length * MOST_BYTES
      if (most > room.length) room = Buffer.concat([room.subarray(0, length)], most * 2)
      const bytes = room.write(text, length)
      // As SQLite counts.
      values.push(sequence, key, length + 1, bytes)
      length += bytes
      if (values.length < ROWS * CONTACT_VALUES) return
      writer.tell(many, values, room.subarray(0, length))
      values = []
      length = 0
    },
    flush(): void {
      for (let at = 0; at < values.length; at += CONTACT_VALUES)
        writer.tell(head + row, values.slice(at, at + CONTACT_VALUES), room.subarray(0, length))
      values = []
      length = 0
    },
  }
}

const CONTACT_VALUES = 4
const ROOM_BYTES = 64 * 1024
// Of a UTF-16 unit in UTF-8.
const MOST_BYTES = 3

/** Rows that wait until there are enough for one statement. One that is there already is left as it is. */
function openRows(writer: Writer, table: string) {
  const columns = table.split(',').length
  const head = `INSERT OR IGNORE INTO ${table} VALUES `
  const row = `(${Array(columns).fill('?').join(', ')})`
  const many = head + Array(ROWS).fill(row).join(', ')
  let values: Value[] = []
  return {
    add(...cells: readonly Value[]): void {
      for (const cell of cells) values.push(cell)
      if (values.length < ROWS * columns) return
      writer.tell(many, values)
      values = []
    },
    flush(): void {
      for (let at = 0; at < values.length; at += columns) writer.tell(head + row, values.slice(at, at + columns))
      values = []
    },
  }
}
