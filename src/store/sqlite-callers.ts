// How the SQLite store answers what a call asks: by the tables of numbers and of texts that were not read, and by counts that
// are kept. Knows nothing of what makes a text wanted.
import { type Contact, compareIds } from '../core/contact.ts'
import { guard, parseDocument } from './connection.ts'
import type { Connection, Statement } from './driver.ts'
import { IS_ROUNDED, PLAIN_ID, ROUNDED } from './schema.ts'
import { isContact, isText } from './shape.ts'
import { type Callers, expectOpen, renderDocument, type StoreState } from './store.ts'

export interface OpenCallers {
  readonly path: string
  readonly statements: CallerStatements
  readonly use: { readonly state: StoreState }
}

/** The contacts of a store that is open, for calls. */
export function sqliteCallers({ path, statements, use }: OpenCallers): Omit<Callers, 'readContactsLike'> {
  function ask<T>(question: () => T): T {
    expectOpen(use.state)
    return guard(path, question)
  }

  const parse = (text: string) => parseDocument(path, 'a contact', text, isContact) as Contact

  return {
    readContactsByNumber: (e164s) => ask(() => statements.withNumber.all(JSON.stringify(e164s)).map(parse)),

    readContactsByText: ({ digits, rounded, isWanted }) =>
      ask(() => {
        const found = new Set<number>()
        const look = ({ contact, text }: Unread) => {
          if (isWanted(parseDocument(path, 'the text of a phone', text, isText) as string)) found.add(contact)
        }
        for (const each of digits) for (const unread of statements.unreadWith.iterate(patternOf(each))) look(unread)
        for (const unread of statements.roundedTo.iterate(JSON.stringify(rounded))) look(unread)
        const inOrder = [...found].sort((a, b) => a - b)
        return inOrder.flatMap((sequence) => statements.contactAt.get(sequence) ?? []).map(parse)
      }),

    countContacts: () => ask(() => statements.count.get('contacts') ?? 0),

    countNumbers: () => ask(() => statements.count.get('numbers') ?? 0),

    countContactsBefore: (id, most) =>
      ask(() => {
        const key = renderDocument(id)
        const isPlain = statements.plainId.get(key) !== null
        if (isPlain && statements.oddId.get() === undefined) return statements.before.get(key, most) ?? 0
        let before = 0
        for (const text of statements.ids.iterate()) {
          const other = parseDocument(path, 'the id of a contact', text, isText) as string
          if (compareIds(other, id) < 0) before += 1
          if (before >= most) break
        }
        return before
      }),
  }
}

/** What GLOB takes for the digits in this order, whatever is between. */
function patternOf(digits: string): string {
  return `*${[...digits.replace(/\D/g, '')].map((digit) => `${digit}*`).join('')}`
}

interface Unread {
  readonly contact: number
  readonly text: string
}

/** What calls ask of a database. Ids and texts are JSON; lists are JSON arrays. */
export interface CallerStatements {
  readonly withNumber: Statement<[e164s: string], string>
  readonly contactAt: Statement<[sequence: number], string>
  readonly unreadWith: Statement<[pattern: string], Unread>
  readonly roundedTo: Statement<[numbers: string], Unread>
  readonly count: Statement<[name: 'contacts' | 'numbers'], number>
  readonly plainId: Statement<[id: string], number | null>
  readonly oddId: Statement<[], number>
  readonly before: Statement<[id: string, most: number], number>
  readonly ids: Statement<[], string>
}

export function prepareCallers(db: Connection): CallerStatements {
  return {
    withNumber: db
      .prepare<[string], string>(
        `SELECT contact FROM contacts WHERE sequence IN (
          SELECT numbers.contact FROM json_each(?) AS asked JOIN numbers ON e164 = asked.value
        ) ORDER BY sequence`,
      )
      .pluck(),
    contactAt: db.prepare<[number], string>('SELECT contact FROM contacts WHERE sequence = ?').pluck(),
    unreadWith: db.prepare<[string], Unread>('SELECT contact, text FROM unread_phones WHERE text GLOB ?'),
    // 0 is what SQLite makes of a text that it does not take for a number.
    roundedTo: db.prepare<[string], Unread>(
      `SELECT contact, text FROM unread_phones
      WHERE ${IS_ROUNDED} AND ${ROUNDED} IN (SELECT value FROM json_each(?) UNION ALL SELECT 0)`,
    ),
    count: db.prepare<[string], number>('SELECT count FROM counts WHERE name = ?').pluck(),
    plainId: db.prepare<[string], number | null>(`SELECT ${PLAIN_ID} FROM (SELECT ? AS id)`).pluck(),
    oddId: db.prepare<[], number>(`SELECT 1 FROM contacts WHERE ${PLAIN_ID} IS NULL LIMIT 1`).pluck(),
    before: db
      .prepare<[string, number], number>(
        `SELECT count(*) FROM
        (SELECT 1 FROM contacts WHERE ${PLAIN_ID} < (SELECT ${PLAIN_ID} FROM (SELECT ? AS id)) LIMIT ?)`,
      )
      .pluck(),
    ids: db.prepare<[], string>('SELECT id FROM contacts').pluck(),
  }
}
