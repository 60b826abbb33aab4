// What servers on several machines share by the database: files, and word of what was written.
import { expectIdle, expectOpen, type Shared } from '../store.ts'
import type { OpenPostgres } from './reading.ts'

// So much goes to the database, or comes from it, at a time.
const PART_BYTES = 1024 * 1024

export function postgresShared({ session, use }: OpenPostgres): Shared {
  const { workspace } = session.address
  return {
    onWritten(hear) {
      expectOpen(use.state)
      session.listen(hear)
    },

    fileNames() {
      expectOpen(use.state)
      const rows = session.ask<{ readonly name: string }>(
        'SELECT DISTINCT name FROM ringsight.files WHERE workspace = $1',
        workspace,
      )
      return rows.map(({ name }) => name)
    },

    readFile(name) {
      expectOpen(use.state)
      const parts: Uint8Array[] = []
      for (;;) {
        const [row] = session.ask<{ readonly bytes: Uint8Array }>(
          'SELECT bytes FROM ringsight.files WHERE workspace = $1 AND name = $2 AND part = $3',
          workspace,
          name,
          parts.length,
        )
        if (row === undefined) return parts.length === 0 ? null : Buffer.concat(parts)
        parts.push(row.bytes)
      }
    },

    writeFile(name, bytes) {
      expectIdle(use.state)
      session.step(() => {
        session.ask('DELETE FROM ringsight.files WHERE workspace = $1 AND name = $2', workspace, name)
        for (let part = 0; part === 0 || part * PART_BYTES < bytes.length; part += 1) {
          session.ask(
            'INSERT INTO ringsight.files VALUES ($1, $2, $3, $4)',
            workspace,
            name,
            part,
            bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES),
          )
        }
      })
    },

    removeFiles(names) {
      expectIdle(use.state)
      session.step(() =>
        session.ask('DELETE FROM ringsight.files WHERE workspace = $1 AND name = ANY($2)', workspace, names),
      )
    },

    takeSearch({ everyMs, longestMs }) {
      expectOpen(use.state)
      const [clock] = session.ask<{ readonly now: number }>(
        'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now',
      )
      const now = clock?.now ?? 0
      // One statement, and the row's own lock. One that is further away than any may be was taken before the clock was set back.
      const [search] = session.ask<{ readonly at: number }>(
        `INSERT INTO ringsight.searches AS last VALUES ($1, $2::bigint)
          ON CONFLICT (workspace) DO UPDATE SET at =
            CASE WHEN last.at > $2::bigint + $3::bigint THEN $2::bigint ELSE greatest(last.at + $4::bigint, $2::bigint) END
          WHERE last.at > $2::bigint + $3::bigint OR last.at + $4::bigint <= $2::bigint + $3::bigint
          RETURNING at`,
        workspace,
        now,
        longestMs,
        everyMs,
      )
      return search === undefined ? null : Math.max(0, search.at - now)
    },
  }
}
