// The cells that a repair changed, as a table of their own: by it they can be restored. Pure.
import { renderRows } from '../contact-file/csv/csv.ts'
import type { Repair, TableRow } from '../contact-file/table.ts'
import { plural } from '../text/count.ts'

/** One cell, before a repair and after. */
export interface Change {
  readonly row: number
  /** The header as the file has it. */
  readonly column: string
  readonly before: string
  readonly after: string
}

const HEADERS = ['row', 'id', 'column', 'before', 'after']

/** What a file of changes begins with. */
export function renderChangesHead(): string {
  return renderRows([HEADERS], true)
}

/** The changes of a row. @param id the place of the record id; undefined for none */
export function renderChanges(
  row: TableRow,
  repairs: readonly Repair[],
  { headers, id }: { readonly headers: readonly string[]; readonly id: number | undefined },
): string {
  const record = id === undefined ? '' : row.cell(id)
  return renderRows(
    repairs.map(({ column, value }) => [String(row.row), record, headers[column] ?? '', row.cell(column), value]),
    true,
  )
}

/** The changes in a table with these headers; null where it is no table of changes. */
export function readChange(headers: readonly string[]): ((row: TableRow) => Change | null) | null {
  if (HEADERS.some((header, at) => headers[at] !== header)) return null
  return (row) => {
    const [number, , column, before, after] = HEADERS.map((_, at) => row.cell(at))
    if (!/^\d{1,10}$/.test(number ?? '') || column === undefined || before === undefined || after === undefined)
      return null
    return { row: Number(number), column, before, after }
  }
}

export interface Undoing {
  /** Which cells of a row get back what stood there: those that hold what the repair wrote. */
  readonly decide: (row: TableRow) => readonly Repair[]
  /** How many cells are restored, and how many hold something else by now, or are gone. */
  readonly counts: () => { readonly restored: number; readonly others: number }
}

/** Begins to restore. @param headers of the file */
export function openUndoing(changes: readonly Change[], headers: readonly string[]): Undoing {
  const byRow = new Map<number, Change[]>()
  for (const change of changes) byRow.set(change.row, [...(byRow.get(change.row) ?? []), change])
  let restored = 0
  return {
    decide(row) {
      const repairs = (byRow.get(row.row) ?? []).flatMap(({ column, before, after }): Repair[] => {
        // Of several columns with one header the first is checked, and so repaired.
        const index = headers.indexOf(column)
        return index < 0 || row.problem !== null || row.cell(index) !== after ? [] : [{ column: index, value: before }]
      })
      restored += repairs.length
      return repairs
    },
    counts: () => ({ restored, others: changes.length - restored }),
  }
}

/** What became of the changes, in a sentence. */
export function describeUndone({ counts }: Undoing): string[] {
  const { restored, others } = counts()
  const back = `${plural(restored, 'cell holds', 'cells hold')} again what stood there before the repair`
  const rest =
    others === 0
      ? ''
      : `; ${plural(others, 'cell')} of the changes no longer ${others === 1 ? 'holds' : 'hold'} what the repair wrote, and ${others === 1 ? 'stays' : 'stay'}`
  return [back + rest]
}
