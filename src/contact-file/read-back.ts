// Whether a file that was written holds what it should: what each row is to be is kept while it is decided, and compared
// with what a reader finds there. Knows no format, and nothing of how a file is written.
import { crc32 } from 'node:zlib'
import type { IsHeader } from './columns/header.ts'
import { ContactFileError } from './file-error.ts'
import type { Decide, FileRow, Repair, TableFile } from './table.ts'

/** What was written is not what should have been. The message ends the sentence "OUT was not written: read back,". */
export class ReadBackError extends Error {
  override readonly name = 'ReadBackError'
}

export interface Ledger {
  /** Whether a row is the header that was written. */
  readonly isHeader: IsHeader
  /** Of the rows that no repair changes, one in so many is compared; of the others every one. */
  readonly oneIn: () => number
  /** The same decisions; what the rows are to be by them is kept. */
  keep(decide: Decide): Decide
  /** Takes what the next rows are to be, as it was kept elsewhere. @param before how many rows of the file come before them */
  add(kept: KeptRows, before: number): void
  /** How many rows the written file is to have. */
  rows(): number
  /**
   * Reads the written file, once the source is read to its end.
   *
   * @param isStopped asked now and then; what is read until it says so counts
   * @throws ReadBackError where rows are too many or too few, or hold another thing than they should
   */
  verify(written: TableFile, isStopped: () => boolean): Promise<void>
}

/**
 * Some twenty bytes are kept for each row and each repair.
 *
 * @param columns those written, where only the rows are that change; null for a whole file
 */
export function openLedger(source: TableFile, columns: readonly number[] | null): Ledger {
  // A card is written whole, if at all.
  const cut = source.format === 'vcard' ? null : columns
  const isFull = source.format === 'xlsx' || cut !== null
  const kept = newKeptRows()
  const headers = cut === null ? source.headers : cut.map((column) => source.headers[column] ?? '')
  return {
    keep: (decide) => keepRows(kept, decide, { columns, isCut: cut !== null, inFull: isFull ? ALL : IN_FULL }),
    add: (part, before) => addRows(kept, part, before),
    isHeader: (cells) => isSame(cells, headers),
    rows: () => kept.rows.length,
    oneIn: () => (isFull || kept.rows.length <= IN_FULL ? 1 : SAMPLED),
    async verify(written, isStopped) {
      try {
        const prints = cut === null ? null : cut.map((_, index) => index)
        const compare = openComparison(kept, headers, { columns: prints, isWhole: columns === null })
        if (!isSame(written.headers, headers)) throw new ReadBackError('it has other columns')
        for await (const rows of written.rows()) {
          for (const row of rows) compare.row(row)
          if (isStopped()) return
        }
        compare.end()
        if (columns === null && written.frame() !== source.frame())
          throw new ReadBackError('something is another that stands in no row, such as its header')
      } catch (error) {
        throw error instanceof ContactFileError ? new ReadBackError(error.message, { cause: error }) : error
      }
    },
  }
}

/** What rows are to be, one after the other; plain data. */
export interface KeptRows {
  /** Their numbers in the source. */
  readonly rows: number[]
  readonly prints: number[]
  /** Three numbers each: the index of the row, the column, and a fingerprint of the text. */
  readonly repairs: number[]
}

export function newKeptRows(): KeptRows {
  return { rows: [], prints: [], repairs: [] }
}

function addRows({ rows, prints, repairs }: KeptRows, part: KeptRows, before: number): void {
  const first = rows.length
  for (const row of part.rows) rows.push(row + before)
  for (const print of part.prints) prints.push(print)
  for (let at = 0; at < part.repairs.length; at += 3) {
    const [index = 0, column = 0, text = 0] = part.repairs.slice(at, at + 3)
    repairs.push(index + first, column, text)
  }
}

const NO_COLUMNS: readonly number[] = []

// A workbook is read so much slower than it is compared that it is compared in full. Of other files, whose rows are read
// when somebody asks for them, comparing every row of a large one would cost a quarter of the whole run.
const IN_FULL = 10_000
const SAMPLED = 16
const NOT_COMPARED = -1
const ALL = Number.POSITIVE_INFINITY

export interface Keeping {
  /** Those written, where only the rows are that change; null for a whole file. */
  readonly columns: readonly number[] | null
  /** Whether a row has then only these. */
  readonly isCut: boolean
  /** Of so many rows each one is compared, IN_FULL unless stated; behind them of those that no repair changes one in SAMPLED. */
  readonly inFull?: number | undefined
}

/** The same decisions; what the rows are to be by them is kept. */
export function keepRows(kept: KeptRows, decide: Decide, keeping: Keeping): Decide {
  return (row) => {
    const repairs = decide(row)
    if (keeping.columns === null || repairs.length > 0) note(kept, row, repairs, keeping)
    return repairs
  }
}

function note(
  { rows, prints, repairs: all }: KeptRows,
  row: FileRow,
  repairs: readonly Repair[],
  { columns, isCut, inFull = IN_FULL }: Keeping,
) {
  const index = rows.push(row.row) - 1
  const cut = isCut ? columns : null
  if (cut !== null) {
    const values = new Map(repairs.map(({ column, value }) => [column, value]))
    prints.push(printTexts(cut.map((column) => values.get(column) ?? row.cell(column))))
    return
  }
  if (repairs.length === 0) {
    const isCompared = index < inFull || index % SAMPLED === 0
    prints.push(isCompared ? row.print(NO_COLUMNS) : NOT_COMPARED)
    return
  }
  const ordered = [...repairs].sort((one, other) => one.column - other.column)
  prints.push(row.print(ordered.map(({ column }) => column)))
  for (const { column, value } of ordered) all.push(index, column, crc32(value))
}

interface Written {
  /** Those that a row is compared by; null for the row as it is. */
  readonly columns: readonly number[] | null
  /** Whether rows have the numbers that they had. */
  readonly isWhole: boolean
}

function openComparison(
  { rows, prints, repairs }: KeptRows,
  headers: readonly string[],
  { columns, isWhole }: Written,
) {
  let [index, at] = [0, 0]
  const fail = (row: FileRow, what: string): never => {
    throw new ReadBackError(`row ${row.row} ${what}`)
  }
  const expectRepairs = (row: FileRow): readonly number[] => {
    const repaired: number[] = []
    for (; repairs[at] === index - 1; at += 3) {
      const column = repairs[at + 1] as number
      if (crc32(row.cell(column)) !== repairs[at + 2])
        fail(row, `does not hold the repair in column ${column + 1} of ${headers.length}`)
      repaired.push(column)
    }
    return repaired
  }
  return {
    row(row: FileRow): void {
      if (index === rows.length) fail(row, 'is one too many')
      if (row.problem !== null && columns !== null) fail(row, 'cannot be read')
      if (isWhole && row.row !== rows[index]) fail(row, `stands where row ${rows[index]} should`)
      index += 1
      const expected = prints[index - 1]
      if (expected === NOT_COMPARED) return
      const print =
        columns === null ? row.print(expectRepairs(row)) : printTexts(columns.map((column) => row.cell(column)))
      if (print !== expected) fail(row, 'holds something else than before where nothing was repaired')
    },
    end(): void {
      if (index < rows.length)
        throw new ReadBackError(`it has ${index} rows of contacts, and should have ${rows.length}`)
    },
  }
}

function printTexts(texts: readonly string[]): number {
  return crc32(JSON.stringify(texts))
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index])
}
