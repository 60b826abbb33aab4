// What of an export would have named callers, or did: its numbers as any phone reads them, and its certain repairs, ranked by calls.
// Pure: rows and their cells arrive as arguments.
import type { AuditedCell } from '../core/audit.ts'
import type { FindingCode } from '../core/finding.ts'
import type { Callers, Place } from './callers.ts'
import type { Amount } from './figures.ts'

/** A certain repair by which calls would have been named on phones that read E.164 and nothing else. */
export interface RankedRepair {
  readonly row: number
  /** The place of the column in the file. */
  readonly column: number
  readonly header: string
  /** The record id; null for none. */
  readonly id: string | null
  readonly value: string
  readonly repair: string
  readonly codes: readonly FindingCode[]
  readonly calls: number
}

/** Which calls any phone would have named from this file, as it is and once it is repaired. */
export interface ExportFigures {
  readonly before: Amount
  readonly after: Amount
}

export interface OpenAudit {
  /** The phone cells of one row. @param columns where each stands in the file */
  readonly note: (row: AuditedRow, cells: readonly AuditedCell[]) => void
  /** Once all rows are noted. */
  end(): { readonly figures: ExportFigures; readonly repairs: readonly RankedRepair[] }
}

export interface AuditedRow {
  readonly row: number
  /** The record id; null for none. Asked only of a row with a repair. */
  readonly id: () => string | null
  readonly columns: readonly { readonly header: string; readonly index: number }[]
}

const [BEFORE, AFTER] = [1, 2]

/** Begins with a file, once all calls are counted. The marks of the callers are its own. */
export function openAudit(callers: Callers): OpenAudit {
  const { calls, marks } = callers
  const candidates: (Omit<RankedRepair, 'calls'> & { readonly place: Place })[] = []

  function noteCell(row: AuditedRow, at: number, cell: AuditedCell): void {
    const { number, before, after, repair, text, findings } = cell
    // Of a cell that holds two numbers the repair alone is one.
    const e164 = number?.e164 ?? repair
    const place = e164 === null ? -1 : callers.find(e164)
    if (place < 0) return
    const mark = (before === 'always' ? BEFORE : 0) | (after === 'always' ? AFTER : 0)
    marks.set(place, marks.at(place) | mark)
    const column = row.columns[at]
    if (repair === null || after !== 'always' || before === 'always' || column === undefined) return
    const codes = findings.filter((each) => each.repair !== null).map(({ code }) => code)
    const { header, index } = column
    candidates.push({ row: row.row, column: index, header, id: row.id(), value: text, repair, codes, place })
  }

  function amountOf(mark: number): Amount {
    const sum = { calls: 0, callers: 0 }
    for (let place = 0; place < callers.count(); place += 1) {
      if ((marks.at(place) & mark) === 0) continue
      sum.calls += calls.at(place)
      sum.callers += 1
    }
    return sum
  }

  return {
    note(row, cells) {
      for (let at = 0; at < cells.length; at += 1) noteCell(row, at, cells[at] as AuditedCell)
    },
    end() {
      const repairs = candidates
        .filter(({ place }) => (marks.at(place) & BEFORE) === 0)
        .map(({ place, ...repair }) => ({ ...repair, calls: calls.at(place) }))
        .sort((one, other) => other.calls - one.calls || one.row - other.row || one.column - other.column)
      return { figures: { before: amountOf(BEFORE), after: amountOf(AFTER) }, repairs }
    },
  }
}
