// A row whose cells are judged by their bytes: nearly every row of most files. What is found is counted, and no text is made of its
// cells. Knows nothing of other rows.
import type { CellBytes, Repair, TableRow } from '../contact-file/table.ts'
import type { Where } from '../core/audit.ts'
import type { FindingCode } from '../core/finding.ts'
import { judgeBytes, newVerdict } from '../core/verdict.ts'

/** What the row that was read last is, in the order of its cells. */
export interface ByteRow {
  /** The first `count` of each are of its numbers: in which cells they are, their digits as integers, and whose they are. */
  readonly count: number
  readonly at: ArrayLike<number>
  readonly values: ArrayLike<number>
  readonly countries: ArrayLike<string>
  /** How many cells hold no number, and something. */
  readonly rejected: number
  /** Whether a cell is E.164 as it stands, and whether one is with every repair. */
  readonly isBefore: boolean
  readonly isAfter: boolean
  /** The first `found` are its findings; and of each whether a repair mends it: 1 or 0. */
  readonly found: number
  readonly codes: readonly FindingCode[]
  readonly mended: ArrayLike<number>
  /**
   * @param mayFind false where it is enough to know that something is found
   * @returns whether all of it can be judged so; where not, auditRow says what it is
   */
  read(row: TableRow, where: Where, mayFind: boolean): boolean
  /** Of what was read last. */
  repairs(): readonly Repair[]
}

const NO_REPAIRS: readonly Repair[] = []

// A class, and arrays that stay: it is asked of every row.
class Bytes implements ByteRow {
  count = 0
  rejected = 0
  isBefore = false
  isAfter = false
  found = 0
  readonly at: Uint16Array
  readonly values: Float64Array
  readonly countries: string[]
  readonly codes: FindingCode[] = []
  readonly mended: number[] = []
  readonly #isRepaired: boolean[]
  #isAnyRepaired = false
  #mayFind = true
  readonly #indexes: readonly number[]
  readonly #cell: CellBytes = { bytes: new Uint8Array(0), start: 0, end: 0 }
  readonly #verdict = newVerdict()

  constructor(indexes: readonly number[]) {
    this.#indexes = indexes
    this.at = new Uint16Array(indexes.length)
    this.values = new Float64Array(indexes.length)
    this.countries = indexes.map(() => '')
    this.#isRepaired = indexes.map(() => false)
  }

  read(row: TableRow, where: Where, mayFind: boolean): boolean {
    this.#mayFind = mayFind
    this.count = this.rejected = this.found = 0
    this.isBefore = this.isAfter = this.#isAnyRepaired = false
    for (let which = 0; which < this.#indexes.length; which += 1) if (!this.#add(row, which, where)) return false
    return this.count + this.rejected > 0 || this.#find('empty', 0)
  }

  repairs(): readonly Repair[] {
    if (!this.#isAnyRepaired) return NO_REPAIRS
    const repairs: Repair[] = []
    for (let which = 0; which < this.count; which += 1) {
      if (!this.#isRepaired[which]) continue
      const column = this.#indexes[this.at[which] as number] as number
      repairs.push(new NumberRepair(column, this.values[which] as number))
    }
    return repairs
  }

  #add(row: TableRow, which: number, where: Where): boolean {
    const [cell, verdict] = [this.#cell, this.#verdict]
    if (row.find?.(this.#indexes[which] as number, cell) !== true) return false
    if (cell.start >= cell.end) return true
    if (!judgeBytes(cell.bytes, cell.start, cell.end, where, verdict)) return false
    for (let at = 0; at < verdict.count; at += 1)
      if (!this.#find(verdict.codes[at] as FindingCode, at < verdict.mended ? 1 : 0)) return false
    if (verdict.value === 0) this.rejected += 1
    // The same number twice is a finding.
    return verdict.value === 0 || (!this.#has(verdict.value) && this.#addNumber(which))
  }

  #addNumber(which: number): true {
    const { value, country, isE164, mended } = this.#verdict
    const isRepaired = mended > 0
    this.at[this.count] = which
    this.values[this.count] = value
    this.countries[this.count] = country
    this.#isRepaired[this.count] = isRepaired
    if (isRepaired) this.#isAnyRepaired = true
    if (isE164) this.isBefore = true
    if (isE164 || isRepaired) this.isAfter = true
    this.count += 1
    return true
  }

  #find(code: FindingCode, mended: number): boolean {
    this.codes[this.found] = code
    this.mended[this.found] = mended
    this.found += 1
    return this.#mayFind
  }

  #has(value: number): boolean {
    for (let which = 0; which < this.count; which += 1) if (this.values[which] === value) return true
    return false
  }
}

/** A cell that is to be E.164. Its text is made when somebody writes it. */
class NumberRepair implements Repair {
  readonly column: number
  readonly #number: number

  constructor(column: number, number: number) {
    this.column = column
    this.#number = number
  }

  get value(): string {
    return `+${this.#number}`
  }
}

/** @param indexes of the cells that are checked */
export function newByteRow(indexes: readonly number[]): ByteRow {
  return new Bytes(indexes)
}
