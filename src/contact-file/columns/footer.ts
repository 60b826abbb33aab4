// The lines below the contacts of a report: totals, copyright, who made it. Decides by what sources.ts knows of each
// program which rows are no contacts.

import type { TableRow } from '../table.ts'
import type { Columns } from './columns.ts'
import { SOURCES } from './sources.ts'

export interface Footer {
  /** Whether a row is part of it. To be asked of each row, in order. */
  has(row: TableRow): boolean
  /** What to tell the user, once all rows are read. */
  notices(): string[]
}

/**
 * The footer of a file; null where its program writes none. It begins with a line that is known, or stands below a blank
 * one, and all of its lines have nothing but a first cell.
 *
 * @param width how many columns there are
 */
export function openFooter({ source }: Columns, width: number): Footer | null {
  const beginning = SOURCES.find(({ name }) => name === source)?.footer
  if (beginning === undefined || width < 2) return null
  let [last, lines] = [Number.POSITIVE_INFINITY, 0]
  return {
    has(row) {
      const mayBe = lines > 0 || row.row > last + 1 || beginning.test(row.cell(0))
      last = row.row
      if (!mayBe || row.problem !== null || !isLone(row, width)) return false
      lines += 1
      return true
    },
    notices() {
      if (lines === 0) return []
      const are = lines === 1 ? '1 line below the contacts is' : `${lines} lines below the contacts are`
      return [`${are} the report's own, and no contact`]
    },
  }
}

function isLone(row: TableRow, width: number): boolean {
  for (let column = 1; column < width; column += 1) if (row.cell(column).trim() !== '') return false
  return row.cell(0).trim() !== ''
}
