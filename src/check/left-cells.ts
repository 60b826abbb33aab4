// The cells that a person wants left as they are, whatever repair is certain.
import type { Columns } from '../contact-file/columns/columns.ts'
import { renderRows } from '../contact-file/csv/csv.ts'
import type { TableRow } from '../contact-file/table.ts'
import type { AuditedCell } from '../core/audit.ts'
import { plural } from '../text/count.ts'
import { checkedColumns } from './checked-columns.ts'
import { otherOf } from './rows.ts'

export interface CellPlace {
  readonly row: number
  /** The header. */
  readonly column: string
}

/** The place in each row of a table that lists cells; null where it lists none. */
export function readPlace(headers: readonly string[]): ((row: TableRow) => CellPlace | null) | null {
  const [row, column] = ['row', 'column'].map((name) => headers.indexOf(name)) as [number, number]
  if (row < 0 || column < 0) return null
  return (each) => {
    const number = each.cell(row)
    return /^\d{1,10}$/.test(number) ? { row: Number(number), column: each.cell(column) } : null
  }
}

/** A list of cells. */
export function renderPlaces(cells: readonly CellPlace[]): string {
  return renderRows([['row', 'column'], ...cells.map(({ row, column }) => [String(row), column])], true)
}

export interface LeftCells {
  /** Whether a certain repair is made: what belongs to one repair is made together, or not at all. */
  readonly isWanted: (cell: AuditedCell, row: TableRow, column: number) => boolean
  /** What to tell at the end. */
  readonly notices: () => string[]
}

/** @param columns of the file that the cells are in */
export function openLeftCells(cells: readonly CellPlace[], columns: Columns): LeftCells {
  const checked = checkedColumns(columns)
  const indexOf = new Map(checked.map(({ header, index }) => [header, index]))
  const keyOf = (row: number, column: number | undefined) => `${row} ${column}`
  const left = new Set(cells.map(({ row, column }) => keyOf(row, indexOf.get(column.trim()))))
  const met = new Set<string>()
  return {
    isWanted(cell, { row }, column) {
      const keys = [column, checked[otherOf(cell)]?.index]
        .map((each) => keyOf(row, each))
        .filter((key) => left.has(key))
      for (const key of keys) met.add(key)
      return keys.length === 0
    },
    notices() {
      const others = left.size - met.size
      const kept = `${plural(met.size, 'cell was', 'cells were')} left as listed`
      return [
        others === 0 ? kept : `${kept}; ${plural(others, 'cell')} of the list would not have been repaired anyway`,
      ]
    },
  }
}
