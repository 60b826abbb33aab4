// The numbers of some rows, in the order of the file, until they are compared with those of all rows: many at a time, which is
// faster than one by one.
import type { TableRow } from '../contact-file/table.ts'
import { putNumber, SLOT_WORDS } from '../core/seen-numbers.ts'

/** A number in a cell. */
export interface RowNumber {
  readonly row: TableRow
  /** Which of the row's phone cells. */
  readonly at: number
  /** In the spelling of the cell; or its digits as an integer, where its line has no other spelling. */
  readonly e164: string | number
  /** hashName of the contact's name. */
  readonly name: number
}

export class RowNumbers {
  count = 0
  /** As putNumber puts them, SLOT_WORDS for each. */
  words = new Uint32Array(SLOT_WORDS * FIRST)
  /** Which of its row's phone cells each is in. */
  cells = new Uint16Array(FIRST)

  /** @returns its index; -1 where it is no number that can be compared */
  add({ row, at, e164, name }: RowNumber): number {
    if (this.count === this.cells.length) this.#grow()
    if (!putNumber(this.words, this.count * SLOT_WORDS, { e164, row: row.row, name })) return -1
    this.cells[this.count] = at
    this.count += 1
    return this.count - 1
  }

  clear(): void {
    this.count = 0
  }

  #grow(): void {
    const { words, cells } = this
    this.words = new Uint32Array(2 * words.length)
    this.words.set(words)
    this.cells = new Uint16Array(2 * cells.length)
    this.cells.set(cells)
  }
}

const FIRST = 2048
