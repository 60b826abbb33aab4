// Keeps a portal in a file, so that it is there again after a restart, or after the process was killed: what a request
// wrote is in the file before the request is answered.
import { Database } from '../store/driver.ts'
import { OBJECT_TYPES, type ObjectType } from './object-types.ts'
import { type Portal, putRecord } from './portal.ts'
import type { PortalRecord, Version } from './record.ts'
import { restoreSchema, type SavedSchema, saveSchema } from './schema.ts'

export interface Journal {
  /** Writes what has changed since the last time; all of it or nothing. */
  save(): void
  close(): void
}

// "RSPO", so that no other program's database is written to.
const APPLICATION_ID = 0x5253504f

interface Saved extends Omit<PortalRecord, 'links' | 'isGone' | 'indexed' | 'history'> {
  /** Not in files of earlier releases. */
  readonly history?: readonly (readonly [string, readonly Version[]])[]
  readonly links: readonly (readonly [ObjectType, readonly (readonly [string, readonly number[]])[]])[]
}

/** A file, open, that a portal can be attached to. */
export interface JournalFile {
  /** The account that the file holds; null when it is new. */
  readonly portalId: number | null
  /** Brings what the file holds into the portal, and keeps it there from now on. */
  attach(portal: Portal): Journal
}

/** @throws TypeError when the file is another program's database; SQLite's error when it cannot be opened */
export function openJournal(path: string): JournalFile {
  const db = new Database(path)
  try {
    const id = db.pragma('application_id', { simple: true })
    const isEmpty = db.prepare('SELECT count(*) FROM sqlite_master').pluck().get() === 0
    if (id !== APPLICATION_ID && !(id === 0 && isEmpty)) {
      throw new TypeError('found another database')
    }
    // Survives the end of the process at any moment; the end of the machine may cost the last writes.
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.exec(`CREATE TABLE IF NOT EXISTS record (type TEXT, id TEXT, text TEXT NOT NULL, PRIMARY KEY (type, id)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS schema (text TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS account (portal_id INTEGER NOT NULL, last_id INTEGER NOT NULL)`)
  } catch (error) {
    db.close()
    throw error
  }
  const account = db.prepare<[], { portal_id: number; last_id: number }>('SELECT * FROM account').get()
  const put = db.prepare('INSERT OR REPLACE INTO record VALUES (?, ?, ?)')
  const remove = db.prepare('DELETE FROM record WHERE type = ? AND id = ?')
  const forget = db.prepare('DELETE FROM account')
  const note = db.prepare('INSERT INTO account VALUES (?, ?)')
  const forgetSchema = db.prepare('DELETE FROM schema')
  const noteSchema = db.prepare('INSERT INTO schema VALUES (?)')
  let schemaVersion = 0

  const write = db.transaction((portal: Portal) => {
    for (const record of portal.changed) {
      if (record.isGone) remove.run(record.type, record.id)
      else put.run(record.type, record.id, JSON.stringify(toSaved(record)))
    }
    forget.run()
    note.run(portal.portalId, portal.lastId)
    if (portal.schema.version === schemaVersion) return
    forgetSchema.run()
    noteSchema.run(JSON.stringify(saveSchema(portal.schema)))
  })

  return {
    portalId: account?.portal_id ?? null,
    attach(portal) {
      const schema = db.prepare<[], string>('SELECT text FROM schema').pluck().get()
      if (schema !== undefined) restoreSchema(portal.schema, JSON.parse(schema) as SavedSchema)
      const rows = db.prepare<[], string>('SELECT text FROM record').pluck().iterate()
      for (const text of rows) putRecord(portal, fromSaved(JSON.parse(text) as Saved))
      portal.lastId = Math.max(portal.lastId, account?.last_id ?? 0)
      return {
        save() {
          if (portal.changed.size === 0 && portal.schema.version === schemaVersion) return
          write(portal)
          schemaVersion = portal.schema.version
          portal.changed.clear()
        },
        close: () => db.close(),
      }
    },
  }
}

function toSaved({ links, isGone: _, indexed: __, history, ...record }: PortalRecord): Saved {
  return {
    ...record,
    history: [...history],
    links: OBJECT_TYPES.flatMap((type) => {
      const typeLinks = links[type]
      return typeLinks === undefined
        ? []
        : [[type, Array.from(typeLinks, ([id, typeIds]) => [id, [...typeIds]] as const)] as const]
    }),
  }
}

function fromSaved({ links, history = [], ...record }: Saved): PortalRecord {
  const entries = links.map(([type, list]) => [type, new Map(list.map(([id, typeIds]) => [id, new Set(typeIds)]))])
  const indexed = record.archivedAt === null ? record.properties : null
  return { ...record, links: Object.fromEntries(entries), indexed, history: new Map(history), isGone: false }
}
