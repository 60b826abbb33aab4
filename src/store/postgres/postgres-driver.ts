// PostgreSQL's driver, in the one file that names it. Runs in the thread that speaks with databases, and is loaded there alone.
import { Client, types } from 'pg'

/** A connection with a database. */
export interface Connection {
  /** One statement with its values, or several without. */
  query(text: string, values: readonly unknown[]): Promise<{ readonly rows: readonly object[]; readonly count: number }>
  /** Ends it at once, whatever is under way. */
  end(): void
}

/** What opens connections. */
export interface Driver {
  connect(url: string, ears: Ears): Promise<Connection>
}

export interface Ears {
  /** A notification came. */
  readonly onNotice: (payload: string) => void
  /** The connection is gone. */
  readonly onEnd: () => void
}

const CONNECT_LIMIT_MS = 5_000

// Dates, amounts and the like are never asked for; a count is no longer than a number holds.
types.setTypeParser(types.builtins.INT8, Number)

/** @throws the driver's error: with the code of PostgreSQL, or that of the system */
export async function connect(url: string, { onNotice, onEnd }: Ears): Promise<Connection> {
  const client = new Client({
    connectionString: url,
    application_name: 'ringsight',
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  })
  client.on('error', onEnd)
  client.on('end', onEnd)
  client.on('notification', ({ payload }) => onNotice(payload ?? ''))
  await client.connect()
  return {
    async query(text, values) {
      const result = await client.query(text, values.length > 0 ? [...values] : undefined)
      // Several statements have several results; what they give is not asked for.
      return Array.isArray(result) ? { rows: [], count: 0 } : { rows: result.rows, count: result.rowCount ?? 0 }
    },
    end: () => void client.end().catch(() => {}),
  }
}
