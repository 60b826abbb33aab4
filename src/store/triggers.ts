// Work that is done without a database's triggers, within a transaction: nobody else writes meanwhile, and whoever writes
// afterwards finds them again. Knows none of them by name.
import type { Writer } from './writer.ts'

/** Takes the triggers away, within a transaction that is under way. @returns puts them back */
export function takeTriggers(writer: Writer): () => void {
  const triggers = writer.ask<Trigger>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
  for (const { name } of triggers) writer.tell(`DROP TRIGGER "${name}"`)
  return () => {
    for (const { sql } of triggers) writer.tell(sql)
  }
}

interface Trigger {
  readonly name: string
  readonly sql: string
}
