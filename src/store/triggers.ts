// Work that is done without a database's triggers, within a transaction: nobody else writes meanwhile, and whoever writes
// afterwards finds them again. Knows none of them by name.
import type { Connection } from './driver.ts'

/** Takes the triggers away, within a transaction that is under way. @returns puts them back */
export function takeTriggers(db: Connection): () => void {
  const triggers = db.prepare<[], Trigger>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all()
  for (const { name } of triggers) db.exec(`DROP TRIGGER "${name}"`)
  return () => {
    for (const { sql } of triggers) db.exec(sql)
  }
}

interface Trigger {
  readonly name: string
  readonly sql: string
}
