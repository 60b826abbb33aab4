// A claim about CSV as both kinds of file have it: quotes where needed, and every cell in quotes. Writes the two exports
// to a folder that goes with them, and publishes what was measured.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { COLUMNS, writeExport } from './crm-export.ts'
import { type Group, measure, ratioOf } from './measure.ts'
import { type Claim, publish } from './report.ts'

export const UDSV = 'udsv alone, all cells'

export interface CsvClaim {
  readonly name: string
  /** What is claimed to be so fast, against udsv: `speed of NAME`. */
  readonly text: string
  /** Times udsv's speed, at least. */
  readonly target: number
  readonly rows: number
  /** Tasks by name, udsv among them, on the file at this path; the claimed one is `claimed`. */
  readonly tasks: (path: string) => Promise<Readonly<Record<string, () => unknown>>>
  readonly claimed: string
}

/** Measures and publishes. */
export async function publishCsvClaim({ name, text, target, rows, tasks, claimed }: CsvClaim): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ringsight-bench-'))
  const compare = async (what: string, path: string): Promise<Group> => {
    const size = `${rows.toLocaleString('en')} rows, ${COLUMNS} columns, ${(statSync(path).size / 1e6).toFixed(0)} MB`
    return measure(`${size}, ${what}: time a row`, await tasks(path), { batch: rows, timeMs: 5000, rounds: 5 })
  }
  try {
    const kinds = [
      ['quotes where needed', writeExport(join(folder, 'plain.csv'), rows)],
      ['every cell in quotes', writeExport(join(folder, 'quoted.csv'), rows, true)],
    ] as const
    const [groups, claims]: [Group[], Claim[]] = [[], []]
    for (const [what, path] of kinds) {
      const group = await compare(what, path)
      groups.push(group)
      const measured = 1 / ratioOf(group, claimed, UDSV)
      claims.push({ text: `${text}, against ${UDSV} (${what})`, bound: 'at least', target, measured })
    }
    publish({ name, claims, groups, notes: [] })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
