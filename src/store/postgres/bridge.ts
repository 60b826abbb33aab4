// Asks databases by a thread, and waits for it: a store answers when it is asked, and a network does not. Whoever may not wait
// does not open a store; the server's look-ups do not. Knows no SQL.
import { fileURLToPath } from 'node:url'
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'

/** One statement, with the values of its $1, $2 and so on. */
export interface Statement {
  readonly text: string
  readonly values?: readonly unknown[]
}

export interface Result {
  readonly rows: readonly object[]
  /** How many rows it changed or gave. */
  readonly count: number
}

export type Request = { readonly id: number; readonly session: number } & (
  | { readonly kind: 'connect'; readonly url: string }
  | { readonly kind: 'ask'; readonly statements: readonly Statement[] }
  | { readonly kind: 'end' }
)

export type Answer = { readonly id: number } & ({ readonly results: readonly Result[] } | { readonly failed: Failure })

/** Why the database did not do it. */
export interface Failure {
  readonly message: string
  /** SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html), or the system's; null for neither. */
  readonly code: string | null
  /** Whether the connection is gone, and with it all that hung on it; `before`: nothing was asked of the database any more. */
  readonly isLost: boolean | 'before'
}

/** What the thread is given. */
export interface BridgeData {
  readonly port: MessagePort
  readonly news: MessagePort
  /** Counts the answers. */
  readonly answered: Int32Array
  /** The module that opens connections; null for PostgreSQL's own. */
  readonly driver: string | null
}

export class DatabaseError extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.name = 'DatabaseError'
    this.failure = failure
  }
}

/** A way to one database. */
export interface Line {
  /** @throws DatabaseError */
  connect(url: string): void
  /** Does statements, one after the other, until one fails. @throws DatabaseError */
  ask(statements: readonly Statement[], limitMs: number): readonly Result[]
  /** Calls back for each notification that comes. */
  onNotice(hear: (payload: string) => void): void
  /** Ends the connection; another may follow. */
  hangUp(): void
}

// The driver gives up by itself, and earlier.
const CONNECT_LIMIT_MS = 60_000

// A thread loads no TypeScript: from the sources, what was built of them is run.
const BUILT = import.meta.url.endsWith('.ts') ? '../../../dist/store/postgres/' : './'

let sessions = 0
const bridges = new Map<string | null, Bridge>()

/** A line by the thread of a driver, which is begun when it is first needed. */
export function openLine(driver: string | null): Line {
  const bridge = bridges.get(driver) ?? openBridge(driver)
  bridges.set(driver, bridge)
  sessions += 1
  const session = sessions
  return {
    connect: (url) => void bridge.ask({ session, kind: 'connect', url }, CONNECT_LIMIT_MS),
    ask: (statements, limitMs) => bridge.ask({ session, kind: 'ask', statements }, limitMs),
    onNotice: (hear) => bridge.listeners.set(session, hear),
    hangUp: () => void bridge.ask({ session, kind: 'end' }, CONNECT_LIMIT_MS),
  }
}

type Asked = Request extends infer R ? (R extends unknown ? Omit<R, 'id'> : never) : never

interface Bridge {
  ask(request: Asked, limitMs: number): readonly Result[]
  readonly listeners: Map<number, (payload: string) => void>
}

function openBridge(driver: string | null): Bridge {
  const [requests, news] = [new MessageChannel(), new MessageChannel()]
  const answered = new Int32Array(new SharedArrayBuffer(4))
  const data: BridgeData = { port: requests.port2, news: news.port2, answered, driver }
  const thread = new Worker(fileURLToPath(new URL(`${BUILT}database-thread.js`, import.meta.url)), {
    workerData: data,
    transferList: [requests.port2, news.port2],
    execArgv: [],
  })
  // What keeps the process alive is the work, and no connection that waits for it.
  thread.unref()
  const listeners: Bridge['listeners'] = new Map()
  news.port1.on('message', ({ session, payload }: { session: number; payload: string }) =>
    listeners.get(session)?.(payload),
  )
  news.port1.unref()
  let asked = 0

  return {
    listeners,
    ask(request, limitMs) {
      asked += 1
      const id = asked
      requests.port1.postMessage({ ...request, id })
      const endsAt = performance.now() + limitMs
      for (;;) {
        const before = Atomics.load(answered, 0)
        const { message: answer } = (receiveMessageOnPort(requests.port1) ?? {}) as { readonly message?: Answer }
        if (answer === undefined) {
          const left = endsAt - performance.now()
          if (left <= 0) throw new DatabaseError(lateAfter(limitMs))
          Atomics.wait(answered, 0, before, left)
        } else if (answer.id === id) {
          if ('failed' in answer) throw new DatabaseError(answer.failed)
          return answer.results
        }
      }
    },
  }
}

function lateAfter(limitMs: number): Failure {
  return { message: `no answer in ${limitMs / 1000} seconds`, code: 'ETIMEDOUT', isLost: true }
}
