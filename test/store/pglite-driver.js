// PostgreSQL within a process (PGlite), as the thread of a store opens it: a stand-in for src/store/postgres/postgres-driver.ts. All
// connections are one session of one database.
import { PGlite } from '@electric-sql/pglite'

const database = PGlite.create()

/** As the driver's own, whatever the address. */
export async function connect(_url, { onNotice }) {
  const db = await database
  db.onNotification((_channel, payload) => onNotice(payload))
  return {
    async query(text, values) {
      const results = values.length > 0 ? [await db.query(text, [...values])] : await db.exec(text)
      const { rows = [], rowCount, affectedRows } = results.at(-1) ?? {}
      return { rows, count: rowCount ?? affectedRows ?? rows.length }
    },
    end() {},
  }
}
