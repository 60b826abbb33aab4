// The numbers of some rows, in the order of the file, until they are compared with those of all rows: many at a time, which is
// faster than one by one.
import type { TableRow } from '../contact-file/table.ts'
import { putNumber, SLOT_WORDS } from './seen-numbers.ts'

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

/** Numbers as RowNumbers has them, one behind the other. */
export interface PutNumbers {
  readonly words: Uint32Array
  readonly cells: Uint16Array
  readonly offsets: Uint32Array
}

export class RowNumbers {
  count = 0
  /** As putNumber puts them, SLOT_WORDS for each. */
  words: Uint32Array<ArrayBuffer>
  /** Which of its row's phone cells each is in. */
  cells: Uint16Array<ArrayBuffer>
  /** Where the row of each begins in the file; 0 where nobody has said so. */
  offsets: Float64Array<ArrayBuffer>

  /** @param room for so many at first */
  constructor(room = FIRST) {
    this.words = new Uint32Array(SLOT_WORDS * room)
    this.cells = new Uint16Array(room)
    this.offsets = new Float64Array(room)
  }

  /** @returns its index; -1 where it is no number that can be compared */
  add({ row, at, e164, name }: RowNumber, offset = 0): number {
    this.#makeRoom(1)
    if (!putNumber(this.words, this.count * SLOT_WORDS, { e164, row: row.row, name })) return -1
    this.cells[this.count] = at
    this.offsets[this.count] = offset
    this.count += 1
    return this.count - 1
  }

  /** Adds some that were put elsewhere. @param offsets of their rows, from `base` on */
  addAll({ words, cells, offsets }: PutNumbers, count: number, base: number): void {
    this.#makeRoom(count)
    this.words.set(words.subarray(0, count * SLOT_WORDS), this.count * SLOT_WORDS)
    this.cells.set(cells.subarray(0, count), this.count)
    for (let at = 0; at < count; at += 1) this.offsets[this.count + at] = base + (offsets[at] as number)
    this.count += count
  }

  clear(): void {
    this.count = 0
  }

  #makeRoom(more: number): void {
    const { count, words, cells, offsets } = this
    if (count + more <= cells.length) return
    const length = Math.max(2 * cells.length, count + more)
    this.words = new Uint32Array(SLOT_WORDS * length)
    this.words.set(words)
    this.cells = new Uint16Array(length)
    this.cells.set(cells)
    this.offsets = new Float64Array(length)
    this.offsets.set(offsets)
  }
}

const FIRST = 2048
