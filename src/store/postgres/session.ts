// A store's connection with PostgreSQL: its transactions, its locks, and its coming back when it was lost. Knows no table but the
// one of the version.
import { createHash } from 'node:crypto'
import type { StoreError } from '../store.ts'
import { type Address, expectFiles, parseAddress } from './address.ts'
import { DatabaseError, openLine, type Result, type Statement } from './bridge.ts'
import { refusalOf, refuseDatabase } from './refusal.ts'
import { MIGRATIONS, SCHEMA } from './schema.ts'

export interface Session {
  readonly address: Address
  /** The rows of one statement. @throws StoreError for what the database says */
  ask<Row = object>(text: string, ...values: readonly unknown[]): readonly Row[]
  /** Does statements in one go. @throws StoreError as ask does */
  run(...statements: readonly Statement[]): readonly Result[]
  /** The same, of what goes through many rows: there is more patience with it. */
  runLong(...statements: readonly Statement[]): readonly Result[]
  /** One transaction, or part of one that is under way; of this workspace no other process writes meanwhile. */
  step<T>(work: () => T): T
  /** Holds a lock of the workspace until it is released or the connection is lost; null when another session holds it. */
  tryHold(name: LockName): Held | null
  /** The same, but waits a moment. @throws StoreError `locked` */
  hold(name: LockName): Held
  /** Calls back for each word that was sent to this workspace. */
  listen(hear: () => void): void
  close(): void
}

/** `write`: whoever writes. `crm`: whoever works between the store and its CRM. */
export type LockName = 'write' | 'crm'

export interface Held {
  release(): void
}

export const CHANNEL = 'ringsight'

// Without an answer in this time the connection is taken for lost: with a network that was cut, no word of it comes.
const LIMIT_MS = 30_000
const LONG_LIMIT_MS = 600_000

// A process waits so long for another that writes. A server that is lost, or a process that is stopped in a step, gives its locks
// up after a minute: longer than a request to a CRM may take. What was committed is on the disk.
const SETTINGS = `SET lock_timeout = 1000; SET statement_timeout = ${LONG_LIMIT_MS - 10_000};
  SET idle_in_transaction_session_timeout = 60000; SET synchronous_commit = on; SET standard_conforming_strings = on;
  SET client_min_messages = warning; SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3`

/** @throws StoreError when there is no such database, or it cannot be used as a store */
export function openSession(text: string, driver: string | null): Session {
  const address = parseAddress(text)
  expectFiles(address)
  const { shown, workspace } = address
  const line = openLine(driver)
  const held = new Set<LockName>()
  let state: 'connected' | 'lost' | 'closed' = 'lost'
  let depth = 0
  let ears: (() => void) | null = null

  function connect(): void {
    explained(() => line.connect(address.url))
    state = 'connected'
    try {
      send([{ text: SETTINGS }])
      expectUsable()
      migrate()
      if (ears !== null) send([{ text: `LISTEN ${CHANNEL}` }])
    } catch (error) {
      lose()
      throw error
    }
  }

  function expectUsable(): void {
    const [row] = rowsOf<{ readonly version: string; readonly encoding: string }>(
      send([{ text: "SELECT version() AS version, current_setting('server_encoding') AS encoding" }]),
    )
    if (/cockroach/i.test(row?.version ?? '')) {
      // https://www.cockroachlabs.com/docs/stable/functions-and-operators: they are there and do nothing.
      const fix = 'Choose a PostgreSQL, or another database whose advisory locks hold.'
      const found = 'its advisory locks do nothing, and two servers would send an outcome twice'
      throw refuseDatabase('foreign', shown, { found, fix })
    }
    if (row?.encoding !== 'UTF8') {
      const found = `expected a database of the encoding UTF8, found ${row?.encoding}`
      throw refuseDatabase('foreign', shown, { found, fix: 'Make one that has it: createdb -E UTF8 -T template0.' })
    }
  }

  function readVersion(): number {
    const [row] = rowsOf<{ readonly tables: number; readonly version: boolean }>(
      send([
        {
          text: `SELECT count(*)::int AS tables, coalesce(bool_or(relname = 'version'), false) AS version
            FROM pg_catalog.pg_class WHERE relnamespace = to_regnamespace('${SCHEMA}')`,
        },
      ]),
    )
    if (row === undefined || row.tables === 0) return 0
    if (!row.version) {
      const found = `expected Ringsight's tables in the schema ${SCHEMA}, found another program's`
      throw refuseDatabase('foreign', shown, { found, fix: 'It was left as it is: choose another database.' })
    }
    const [kept] = rowsOf<{ readonly version: number }>(send([{ text: `SELECT version FROM ${SCHEMA}.version` }]))
    const version = kept?.version ?? 0
    if (version <= MIGRATIONS.length) return version
    const found = `a newer Ringsight wrote this store (version ${version}; this one reads up to ${MIGRATIONS.length})`
    throw refuseDatabase('newer', shown, { found, fix: 'Update Ringsight, or choose another database.' })
  }

  function migrate(): void {
    if (readVersion() === MIGRATIONS.length) return
    transact(`SELECT pg_advisory_xact_lock(${lockKey('migrate', '')})`, () => {
      const version = readVersion()
      if (version === MIGRATIONS.length) return
      const isThere =
        send([{ text: `SELECT FROM pg_catalog.pg_namespace WHERE nspname = '${SCHEMA}'` }])[0]?.count === 1
      if (!isThere) send([{ text: `CREATE SCHEMA ${SCHEMA}` }])
      if (version === 0) {
        send([{ text: `CREATE TABLE ${SCHEMA}.version (version integer NOT NULL)` }])
        send([{ text: `INSERT INTO ${SCHEMA}.version VALUES (0)` }])
      }
      for (const text of MIGRATIONS.slice(version)) send([{ text }])
      send([{ text: `UPDATE ${SCHEMA}.version SET version = ${MIGRATIONS.length}` }])
    })
  }

  function lose(): void {
    if (state === 'connected') state = 'lost'
    try {
      line.hangUp()
    } catch {
      // It is lost as it is.
    }
  }

  function explained<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error
      if (error.failure.isLost) lose()
      throw refusalOf(error.failure, shown, error)
    }
  }

  function send(statements: readonly Statement[], limitMs = LIMIT_MS): readonly Result[] {
    return explained(() => line.ask(statements, limitMs))
  }

  // What a step or a lock hangs on is not taken up again: others may have written since.
  function run(statements: readonly Statement[], limitMs = LIMIT_MS): readonly Result[] {
    const isBound = depth > 0 || held.size > 0
    if (state === 'lost') {
      if (isBound) throw lostSince()
      connect()
    }
    try {
      return send(statements, limitMs)
    } catch (error) {
      const { cause } = error as StoreError
      if (isBound || !(cause instanceof DatabaseError) || cause.failure.isLost !== 'before') throw error
      connect()
      return send(statements, limitMs)
    }
  }

  function lostSince(): StoreError {
    const found = 'the connection with the database was lost in the middle of the work'
    return refuseDatabase('unavailable', shown, { found, fix: 'What was not done is done the next time.' })
  }

  function transact<T>(first: string, work: () => T): T {
    try {
      run([{ text: `BEGIN; ${first}` }])
      depth += 1
      const done = work()
      send([{ text: 'COMMIT' }])
      return done
    } catch (error) {
      if (state === 'connected') send([{ text: 'ROLLBACK' }])
      throw error
    } finally {
      depth = 0
    }
  }

  function nest<T>(work: () => T): T {
    const name = `step_${depth}`
    run([{ text: `SAVEPOINT ${name}` }])
    depth += 1
    try {
      return work()
    } catch (error) {
      if (state === 'connected') send([{ text: `ROLLBACK TO SAVEPOINT ${name}` }])
      throw error
    } finally {
      depth -= 1
    }
  }

  function keepHeld(name: LockName): Held {
    held.add(name)
    let isHeld = true
    return {
      release() {
        if (!isHeld) return
        isHeld = false
        held.delete(name)
        if (state !== 'connected') return
        try {
          send([{ text: `SELECT pg_advisory_unlock(${lockKey(name, workspace)})` }])
        } catch {
          // Without its connection it is released.
          lose()
        }
      },
    }
  }

  connect()

  return {
    address,
    run: (...statements) => run(statements),
    runLong: (...statements) => run(statements, LONG_LIMIT_MS),
    ask: <Row>(text: string, ...values: readonly unknown[]) => rowsOf<Row>(run([{ text, values }])),

    step: (work) =>
      depth > 0 ? nest(work) : transact(`SELECT pg_advisory_xact_lock(${lockKey('write', workspace)})`, work),

    tryHold(name) {
      if (held.has(name)) return null
      const [row] = rowsOf<{ readonly is_held: boolean }>(
        run([{ text: `SELECT pg_try_advisory_lock(${lockKey(name, workspace)}) AS is_held` }]),
      )
      return row?.is_held === true ? keepHeld(name) : null
    },

    hold(name) {
      run([{ text: `SELECT pg_advisory_lock(${lockKey(name, workspace)})` }])
      return keepHeld(name)
    },

    listen(hear) {
      ears = hear
      line.onNotice((payload) => payload === workspace && hear())
      run([{ text: `LISTEN ${CHANNEL}` }])
    },

    close() {
      if (state === 'closed') return
      lose()
      state = 'closed'
    },
  }
}

function rowsOf<Row>(results: readonly Result[]): readonly Row[] {
  return (results.at(-1)?.rows ?? []) as readonly Row[]
}

/** The key of an advisory lock, which is a number: of a name and a workspace, unlike those of other programs. */
function lockKey(name: LockName | 'migrate', workspace: string): bigint {
  return createHash('sha256').update(`ringsight ${name} ${workspace}`, 'utf8').digest().readBigInt64BE(0)
}
