// How a store's file is opened as a database of ours, and how what SQLite says of it is told. Knows nothing of what a
// store keeps.
import { type Connection, Database } from './driver.ts'
import { expectOurs, expectWritable, keepPrivate, type StoreFile } from './file.ts'
import { refusalOf, refuse } from './refusal.ts'
import { APPLICATION_ID, MIGRATIONS } from './schema.ts'
import { parseShape, type Shape } from './shape.ts'

// How long to wait for another process. SQLite blocks this one meanwhile, so it is short; only imports take longer.
const BUSY_TIMEOUT_MS = 1_000

// A store of up to 4 MB (some 6,000 contacts) is checked whole when it is opened, at about 2 ms per MB. In a
// larger one, damage is found when the damaged page is read.
const CHECKED_BYTES = 4 * 1024 * 1024

// Of a new store. Twice SQLite's own: an import writes half as many pages, to the log and from there into the file.
const PAGE_BYTES = 8_192

/**
 * Opens the database of a store, made or brought to the present version where needed, and prepares what will be asked
 * of it.
 *
 * @throws StoreError and SQLite's errors; what lies there was left as it was
 */
export function openDatabase<T>(file: StoreFile, prepare: (db: Connection) => T): { db: Connection; statements: T } {
  if (!file.isEmpty && !isOpenHere(file)) expectOurs(file)
  expectWritable(file)
  if (!file.isEmpty) expectSound(file)
  else if (!file.isNew) keepPrivate(file)
  const db = connect(file)
  try {
    migrate(file, db)
    enterLogMode(db)
    return { db, statements: prepare(db) }
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
    const [pages, pageBytes] = ['page_count', 'page_size'].map((name) => Number(db.pragma(name, { simple: true })))
    const isLarge = Number(pages) * Number(pageBytes) > CHECKED_BYTES
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
  if (expectKnownVersion(file, db) === MIGRATIONS.length) return
  // A file that has pages keeps theirs.
  db.pragma(`page_size = ${PAGE_BYTES}`)
  takeSteps.exclusive()
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

/**
 * A connection on a store's file, which the caller closes. SQLite syncs the log at every commit only when told to (FULL);
 * else a power cut may take the last notes with it.
 */
export function connect({ realPath }: Pick<StoreFile, 'realPath'>, { readonly = false } = {}): Connection {
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

/**
 * Has this process end as if it were killed, with the connections that are open then: SQLite brings the log into the file as the last one
 * closes, also where nobody closes it and the process ends by itself.
 */
export function endAsIfKilled(): void {
  if (!endsAsIfKilled) process.once('exit', (code) => process.exit(code))
  endsAsIfKilled = true
}

let endsAsIfKilled = false

/** Whether this process has it open. */
export function isOpenHere({ realPath }: Pick<StoreFile, 'realPath'>): boolean {
  return Array.from(connections).some((db) => db.open && db.name === realPath)
}

/** What was kept as JSON. @throws StoreError `damaged` */
export function parseDocument(path: string, what: string, text: string, isRight: Shape): unknown {
  return parseShape(text, isRight, () => refuse('damaged', path, `the store is damaged: ${what} in it cannot be read`))
}

/** @throws StoreError for what SQLite says of the file or the system */
export function guard<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw explain(path, error)
  }
}

/** The StoreError that an error amounts to, or the error itself. */
export function explain(path: string, error: unknown): unknown {
  return error instanceof Database.SqliteError ? (refusalOf(error, path) ?? error) : error
}
