// A row of a CSV file, as places in a stretch of it: a cell is decoded when somebody asks for it. Knows nothing of where
// stretches come from.
import { crc32 } from 'node:zlib'
import type { CellBytes, FileRow, RowProblem } from '../table.ts'
import { unquote } from './cell.ts'
import { LED, type Records, skipBlanks } from './scan.ts'
import type { Stretch } from './stretch.ts'

const [SPACE, QUOTE] = [0x20, 0x22]

/** The rows of one stretch. */
export interface Batch {
  readonly stretch: Stretch
  readonly records: Records
  /** The code of its one character. */
  readonly delimiter: number
  /** Where the stretch begins in the file, in bytes. */
  readonly offset: number
  /** The number of its last row, blank ones included. */
  readonly last: number
}

/** A cell's place in its stretch, with the blanks before it and the quotes around it. */
export interface Place {
  readonly start: number
  readonly end: number
}

/** What the rows of a file are held to. */
export interface Shape {
  /** How many cells the header has. */
  readonly width: number
  /** How many lines at the beginning a spreadsheet does not show. */
  readonly hidden: number
}

/** A class, since there are millions: a row is a number and a reference to what all rows of its stretch share. */
export class CsvRow implements FileRow {
  readonly row: number
  readonly problem: RowProblem | null
  readonly batch: Batch
  readonly #index: number

  constructor(batch: Batch, index: number, { width, hidden }: Shape) {
    this.batch = batch
    this.#index = index
    this.row = (batch.records.rows[index] as number) - hidden
    this.problem = this.#findProblem(width)
  }

  /** Where it begins in the file, in bytes. */
  get offset(): number {
    const { offset, records, stretch } = this.batch
    return offset + (records.starts[this.#index] as number) * stretch.unitBytes
  }

  /** How many cells the row itself has. */
  get width(): number {
    const { firsts } = this.batch.records
    return (firsts[this.#index + 1] as number) - (firsts[this.#index] as number)
  }

  cell(column: number): string {
    const { stretch, delimiter } = this.batch
    const start = this.#startOf(column)
    const end = this.#endOf(column)
    if (start >= end) return ''
    const first = stretch.units[start] as number
    if (first > SPACE && first < 0x80 && first !== QUOTE) return stretch.text(start, end)
    if (first === QUOTE && end - start > 1 && stretch.units[end - 1] === QUOTE) {
      const content = stretch.text(start + 1, end - 1)
      if (!content.includes('"')) return content
    }
    return unquote(stretch.text(skipBlanks(stretch, start, delimiter), end))
  }

  find(column: number, cell: CellBytes): boolean {
    const { stretch } = this.batch
    if (!stretch.isUtf8) return false
    const { units } = stretch
    const [start, end] = [this.#startOf(column), this.#endOf(column)]
    const isQuoted = end - start > 1 && units[start] === QUOTE && units[end - 1] === QUOTE
    cell.bytes = units
    cell.start = isQuoted ? start + 1 : start
    cell.end = isQuoted ? end - 1 : end
    return true
  }

  // Without them, the cells that a repair appends to a short row are none.
  print(without: readonly number[]): number {
    let last = this.width - 1
    while (last >= 0 && (without.includes(last) || this.#startOf(last) >= this.#endOf(last))) last -= 1
    if (last < 0) return 0
    let [sum, at] = [0, this.#startOf(0)]
    for (const column of without) {
      if (column > last) break
      sum = crc32(this.#bytes(at, this.#startOf(column)), sum)
      at = this.#endOf(column)
    }
    return crc32(this.#bytes(at, this.#endOf(last)), sum)
  }

  #bytes(start: number, end: number): Buffer {
    const { bytes, unitBytes } = this.batch.stretch
    return bytes.subarray(start * unitBytes, end * unitBytes)
  }

  /** Of a column that the row has. */
  place(column: number): Place {
    return { start: this.#startOf(column), end: this.#endOf(column) }
  }

  #startOf(column: number): number {
    const { starts, firsts, ends } = this.batch.records
    if (column === 0) return starts[this.#index] as number
    return (ends[(firsts[this.#index] as number) + column - 1] as number) + 1
  }

  /** 0 where the row is too short. */
  #endOf(column: number): number {
    const { firsts, ends } = this.batch.records
    const cell = (firsts[this.#index] as number) + column
    return cell < (firsts[this.#index + 1] as number) ? (ends[cell] as number) : 0
  }

  #isFilledFrom(column: number): boolean {
    const { ends } = this.batch.records
    const first = (this.batch.records.firsts[this.#index] as number) + column
    const last = first + this.width - column
    for (let cell = first; cell < last; cell += 1) {
      const isEmpty = ends[cell] === (ends[cell - 1] as number) + 1
      if (!isEmpty && this.cell(column + cell - first).trim() !== '') return true
    }
    return false
  }

  // A quote that was not closed where it should have been glues the following cells or rows into one, which then begins
  // with that quote: with a line break behind it, or with cells missing, the row is not to be trusted.
  #findProblem(width: number): RowProblem | null {
    const led = this.batch.records.quotes[this.#index]
    const count = this.width
    if (led === LED.byQuoteWithBreak || (led === LED.byQuote && count !== width)) return 'broken-quotes'
    return count > width && this.#isFilledFrom(width) ? 'too-many-cells' : null
  }
}
