// Cells that a person is to be told of, as a spreadsheet names them: D2:D801, F7. Knows nothing of why.

import { listFirst } from '../../text/list.ts'
import { referenceOf } from './sheet.ts'

export interface Places {
  readonly count: number
  /** One that was the last of its column is not counted again. */
  readonly add: (column: number, row: number) => void
  /** The first of them; those that stand below each other together. */
  list(): string
}

interface Run {
  readonly column: number
  readonly first: number
  last: number
}

const LISTED = 20

/** Cells arrive by row. */
export function openPlaces(): Places {
  const runs: Run[] = []
  const byColumn = new Map<number, Run>()
  let [count, listed] = [0, 0]
  return {
    get count() {
      return count
    },
    add(column, row) {
      const run = byColumn.get(column)
      if (run?.last === row) return
      count += 1
      if (run?.last === row - 1) {
        run.last = row
        if (runs.includes(run)) listed += 1
        return
      }
      const next = { column, first: row, last: row }
      byColumn.set(column, next)
      if (runs.length >= LISTED) return
      runs.push(next)
      listed += 1
    },
    list() {
      const names = runs.map(({ column, first, last }) =>
        first === last ? referenceOf(column, first) : `${referenceOf(column, first)}:${referenceOf(column, last)}`,
      )
      return listFirst(names, LISTED, names.length + count - listed)
    },
  }
}
