// A claim about CSV as both kinds of file have it: quotes where needed, and every cell in quotes. Writes the two exports
// to a folder that goes with them, and publishes what was measured.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { COLUMNS, type ExportKind, writeExport } from './crm-export.ts'
import { type Group, measure, ratioOf } from './measure.ts'
import { type Claim, publish } from './report.ts'

export const UDSV = 'udsv alone, all cells'

export interface CsvClaim {
  readonly name: string
  readonly claims: readonly SpeedClaim[]
  readonly rows: number
  /** Tasks by name, on the file at this path. */
  readonly tasks: (path: string) => Promise<Readonly<Record<string, () => unknown>>>
  readonly kinds: readonly ExportKind[]
  /** What is to be said of the run. */
  readonly notes?: readonly string[]
}

export interface SpeedClaim {
  /** What is claimed to be so fast: `speed of NAME`. */
  readonly text: string
  /** Times the rival's speed, at least. */
  readonly target: number
  /** Names of tasks. */
  readonly claimed: string
  readonly rival: string
}

const KINDS: Readonly<Record<ExportKind, string>> = {
  plain: 'quotes where needed',
  quoted: 'every cell in quotes',
  messy: 'every number new, most with a finding',
}

// One round of a large file takes so long that a busy moment is a small part of it; and there is one more, which does not count.
const roundsOf = (rows: number) => (rows < LARGE ? 5 : 3)
/** From so many rows on, a round takes seconds for each task. */
export const LARGE = 1_000_000

/** Measures and publishes. */
export async function publishCsvClaim({ name, claims: made, rows, tasks, kinds, notes = [] }: CsvClaim): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ringsight-bench-'))
  const compare = async (what: string, path: string): Promise<Group> => {
    const size = `${rows.toLocaleString('en')} rows, ${COLUMNS} columns, ${(statSync(path).size / 1e6).toFixed(0)} MB`
    return measure(`${size}, ${what}: time a row`, await tasks(path), {
      batch: rows,
      timeMs: 5000,
      rounds: roundsOf(rows),
    })
  }
  try {
    const [groups, claims]: [Group[], Claim[]] = [[], []]
    for (const kind of kinds) {
      const what = KINDS[kind]
      const group = await compare(what, writeExport(join(folder, `${kind}.csv`), rows, kind))
      groups.push(group)
      for (const { text, target, claimed, rival } of made) {
        const measured = 1 / ratioOf(group, claimed, rival)
        claims.push({ text: `${text}, against ${rival} (${what})`, bound: 'at least', target, measured })
      }
    }
    publish({ name, claims, groups, notes })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
