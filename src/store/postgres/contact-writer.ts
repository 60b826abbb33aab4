// Writes contacts: a few at once, or many that are gathered beside those that are there and put in their place in the end. Knows
// nothing of what is decided about a contact.
import type { Contact } from '../../core/contact.ts'
import { CONTACT_COLUMNS, type ContactRow, emptyRow, keyOf, markOf, rowOf } from './contact-row.ts'
import type { Session } from './session.ts'

// So many rows go to the database in one statement, and so many are put in their place in one.
export const ROWS = 500
const ROWS_IN_PLACE = 20_000

const COLUMNS = 'key, contact, plain, marks, unread'
const INSERT = `INSERT INTO ringsight.contacts (workspace, ${COLUMNS}) SELECT $1, ${COLUMNS}`
// Most contacts stay as they are, which is nothing to write.
const OR_UPDATE = `ON CONFLICT (workspace, key) DO UPDATE
  SET contact = excluded.contact, plain = excluded.plain, marks = excluded.marks, unread = excluded.unread
  WHERE contacts.contact <> excluded.contact`

export interface FewContacts {
  readonly write: readonly Contact[]
  /** Ids; of those that are written as well, nothing stays. */
  readonly remove: readonly string[]
}

/** Writes and removes a few contacts, within a step. */
export function changeFew(session: Session, { write, remove }: FewContacts): void {
  const { workspace } = session.address
  const byId = new Map(write.map((contact) => [contact.id, rowOf(workspace, contact)]))
  for (const id of remove) byId.delete(id)
  const [rows, gone] = [[...byId.values()], [...new Set(remove)].map(keyOf)]
  const keys = [...rows.map(({ key }) => key), ...gone]
  if (keys.length === 0) return
  const here = session.ask<{ readonly key: string; readonly marks: readonly string[] }>(
    'SELECT key, marks FROM ringsight.contacts WHERE workspace = $1 AND key = ANY($2)',
    workspace,
    keys,
  )
  const touched = [...new Set([...here, ...rows].flatMap(({ marks }) => marks))].filter(isNumberOf(workspace))
  const numbersBefore = countPresent(session, touched)
  session.run(
    { text: 'DELETE FROM ringsight.contacts WHERE workspace = $1 AND key = ANY($2)', values: [workspace, gone] },
    {
      text: `${INSERT} FROM json_to_recordset($2::json) AS brought (${CONTACT_COLUMNS}) ${OR_UPDATE}`,
      values: [workspace, JSON.stringify(rows)],
    },
  )
  const known = new Set(here.map(({ key }) => key))
  const contacts = rows.filter(({ key }) => !known.has(key)).length - gone.filter((key) => known.has(key)).length
  session.ask(
    `INSERT INTO ringsight.counts VALUES ($1, $2, $3)
      ON CONFLICT (workspace) DO UPDATE SET contacts = counts.contacts + $2, numbers = counts.numbers + $3`,
    workspace,
    contacts,
    countPresent(session, touched) - numbersBefore,
  )
}

function isNumberOf(workspace: string): (mark: string) => boolean {
  const start = startOf(workspace)
  return (mark) => mark.startsWith(start)
}

function startOf(workspace: string): string {
  return markOf(workspace, 'number', '').slice(0, -2)
}

/** How many of these marks some contact has. */
function countPresent(session: Session, marks: readonly string[]): number {
  const [row] = session.ask<{ readonly count: number }>(
    `SELECT count(*)::int AS count FROM unnest($1::text[]) AS touched (mark)
      WHERE EXISTS (SELECT FROM ringsight.contacts WHERE marks @> ARRAY[mark])`,
    marks,
  )
  return row?.count ?? 0
}

/** Contacts that are gathered, each of which is to stand under its key, or nothing is. */
export interface Gathering {
  /** Adds rows, or replaces them by their key. */
  add(rows: readonly ContactRow[]): void
  /** The texts of contacts that are gathered already, by their keys. */
  find(keys: readonly string[]): ReadonlyMap<string, string>
  /** Puts them in their place, within a step. @param isAll whether all others go */
  putInPlace(isAll: boolean): void
  end(): void
}

/** Begins to gather, in a table of this connection alone. */
export function openGathering(session: Session): Gathering {
  const { workspace } = session.address
  session.run(
    { text: 'DROP TABLE IF EXISTS pg_temp.gathered' },
    {
      text: `CREATE TEMPORARY TABLE gathered (
        key text COLLATE "C" PRIMARY KEY, sequence bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        contact text, plain bigint, marks text[] COLLATE "C", unread text[] COLLATE "C")`,
    },
  )

  function putSome(after: number): number {
    const [row] = session.ask<{ readonly last: number | null }>(
      `SELECT max(sequence) AS last FROM
        (SELECT sequence FROM pg_temp.gathered WHERE sequence > $1 ORDER BY sequence LIMIT ${ROWS_IN_PLACE}) AS next`,
      after,
    )
    const last = row?.last ?? null
    if (last === null) return after
    session.runLong({
      text: `${INSERT} FROM pg_temp.gathered WHERE sequence > $2 AND sequence <= $3 AND contact IS NOT NULL
        ORDER BY sequence ${OR_UPDATE}`,
      values: [workspace, after, last],
    })
    return putSome(last)
  }

  return {
    add(rows) {
      // One statement may not write a row twice.
      const byKey = [...new Map(rows.map((row) => [row.key, row])).values()]
      for (let from = 0; from < byKey.length; from += ROWS) {
        session.ask(
          `INSERT INTO pg_temp.gathered (${COLUMNS}) SELECT ${COLUMNS}
            FROM json_to_recordset($1::json) AS brought (${CONTACT_COLUMNS})
            ON CONFLICT (key) DO UPDATE
            SET contact = excluded.contact, plain = excluded.plain, marks = excluded.marks, unread = excluded.unread`,
          JSON.stringify(byKey.slice(from, from + ROWS)),
        )
      }
    },

    find(keys) {
      const found = session.ask<{ readonly key: string; readonly contact: string }>(
        'SELECT key, contact FROM pg_temp.gathered WHERE key = ANY($1) AND contact IS NOT NULL',
        keys,
      )
      return new Map(found.map(({ key, contact }) => [key, contact]))
    },

    putInPlace(isAll) {
      const others = isAll
        ? 'NOT EXISTS (SELECT FROM pg_temp.gathered WHERE gathered.key = contacts.key)'
        : 'EXISTS (SELECT FROM pg_temp.gathered WHERE gathered.key = contacts.key AND gathered.contact IS NULL)'
      session.runLong(
        // Nobody else sees to the statistics of a temporary table.
        { text: 'ANALYZE pg_temp.gathered' },
        { text: `DELETE FROM ringsight.contacts WHERE workspace = $1 AND ${others}`, values: [workspace] },
      )
      putSome(0)
      session.runLong({
        text: `INSERT INTO ringsight.counts
          SELECT $1, (SELECT count(*) FROM ringsight.contacts WHERE workspace = $1),
            (SELECT count(DISTINCT mark) FROM ringsight.contacts, unnest(marks) AS has (mark)
              WHERE workspace = $1 AND starts_with(mark, $2))
          ON CONFLICT (workspace) DO UPDATE SET contacts = excluded.contacts, numbers = excluded.numbers`,
        values: [workspace, startOf(workspace)],
      })
    },

    end() {
      session.run({ text: 'DROP TABLE IF EXISTS pg_temp.gathered' })
    },
  }
}

/** What is to stand under a key: a contact, or none. */
export function rowFor(session: Session, key: string, contact: Contact | null): ContactRow {
  return contact === null ? emptyRow(key) : rowOf(session.address.workspace, contact)
}
