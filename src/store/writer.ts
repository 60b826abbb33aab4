// The connection that a long transaction is written by: in this thread, or in one of its own, which writes while this one makes
// what is to be written next. Knows no table.
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { connect } from './connection.ts'
import { type Connection, Database, type Statement } from './driver.ts'
import type { StoreFile } from './file.ts'

export type Value = string | number | null

/** Does statements in the order in which it is told. Once one has failed, all that is left to do is to close it. */
export interface Writer {
  /**
   * Does a statement, now or soon. What it fails with is thrown now or by one of the next, at the latest by `ask`.
   *
   * @param texts what `:texts` in it is: many texts in one, as the bytes that SQLite keeps. By themselves each would be copied twice on
   * its way to a thread, and made into these bytes there. They are the caller's again once this returns.
   */
  tell(sql: string, values?: readonly Value[], texts?: Uint8Array): void
  /** Does a statement, and says which rows it gives. @throws SQLite's error */
  ask<Row>(sql: string, values?: readonly Value[]): readonly Row[]
  /** Takes back what was not committed. */
  close(): void
}

/** The transaction is written in this thread. */
export function openWriter(db: Connection): Writer {
  const known = new Map<string, Statement<unknown[]>>()
  function prepare(sql: string): Statement<unknown[]> {
    const statement = known.get(sql) ?? db.prepare<unknown[]>(sql)
    known.set(sql, statement)
    return statement
  }
  return {
    tell(sql, values = [], texts) {
      const statement = prepare(sql)
      if (statement.reader) statement.all(values)
      else if (texts === undefined) statement.run(values)
      else statement.run(values, { texts })
    },
    ask<Row>(sql: string, values: readonly Value[] = []) {
      const statement = prepare(sql)
      if (statement.reader) return statement.all(values) as Row[]
      statement.run(values)
      return []
    },
    close: () => db.close(),
  }
}

/** @param isLong whether so much is to be written that a thread pays */
export function openWriterFor(file: Pick<StoreFile, 'realPath'>, isLong: boolean): Writer {
  return isLong && availableParallelism() > 1 ? openThread(file.realPath) : openWriter(connect(file))
}

/** What the thread is given. */
export interface WriterData {
  readonly realPath: string
  readonly port: MessagePort
  /** Counts the orders that are done. */
  readonly done: Int32Array
}

export type Order = Told | 'close'

export interface Told {
  readonly sql: string
  readonly values: readonly Value[]
  readonly texts: Uint8Array | undefined
  readonly isAsked: boolean
}

/** Of an order that asked, and of the first that failed. */
export type Answer = { readonly rows: readonly unknown[] } | { readonly failed: Failed }

export interface Failed {
  readonly message: string
  /** SQLite's; null where it was not SQLite that failed. */
  readonly code: string | null
}

// Orders that wait for the thread are in memory: a hundred rows each.
const MOST_WAITING = 64
// A transaction of millions of contacts is committed in less.
const LIMIT_MS = 600_000

// A thread loads no TypeScript: from the sources, what was built of them is run.
const BUILT = import.meta.url.endsWith('.ts') ? '../../dist/store/' : './'

function openThread(realPath: string): Writer {
  const { port1: port, port2 } = new MessageChannel()
  const done = new Int32Array(new SharedArrayBuffer(4))
  const data: WriterData = { realPath, port: port2, done }
  const thread = new Worker(fileURLToPath(new URL(`${BUILT}writer-thread.js`, import.meta.url)), {
    workerData: data,
    transferList: [port2],
    execArgv: [],
  })
  thread.unref()
  let given = 0
  let failure: Error | null = null

  function give(order: Order): void {
    port.postMessage(order)
    given += 1
  }

  /** Waits until no more orders than that are left. */
  function waitFor(left: number): void {
    for (;;) {
      const now = Atomics.load(done, 0)
      if (given - now <= left) return
      if (Atomics.wait(done, 0, now, LIMIT_MS) === 'timed-out')
        throw new Error('the thread that writes does not answer')
    }
  }

  function takeAnswer(): readonly unknown[] {
    const { message: answer } = (receiveMessageOnPort(port) ?? {}) as { readonly message?: Answer }
    if (answer !== undefined && 'rows' in answer) return answer.rows
    if (answer !== undefined) failure = errorOf(answer.failed)
    if (failure !== null) throw failure
    return []
  }

  return {
    tell(sql, values = [], texts) {
      waitFor(MOST_WAITING)
      takeAnswer()
      // Of a part of a buffer, the whole would be sent.
      give({ sql, values, texts: texts && new Uint8Array(texts), isAsked: false })
    },
    ask<Row>(sql: string, values: readonly Value[] = []) {
      give({ sql, values, texts: undefined, isAsked: true })
      waitFor(0)
      return takeAnswer() as Row[]
    },
    close() {
      give('close')
      waitFor(0)
      port.close()
    },
  }
}

function errorOf({ message, code }: Failed): Error {
  return code === null ? new Error(message) : new Database.SqliteError(message, code)
}
