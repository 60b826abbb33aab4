// A row whose cells hold sound numbers or nothing: most rows of a tidy file. Nothing is to be found in it, so no text is made of
// its cells. Knows nothing of other rows.
import type { CellBytes, TableRow } from '../contact-file/table.ts'
import type { Where } from '../core/audit.ts'
import { newSoundNumber, readSound } from '../core/sound.ts'

/** The numbers of the row that was read last, in the order of its cells. */
export interface SoundRow {
  readonly count: number
  /** In which cells they are. */
  readonly at: ArrayLike<number>
  /** Their digits as integers. */
  readonly values: ArrayLike<number>
  readonly countries: ArrayLike<string>
  /** @returns whether it is such a row, of at least one number; where not, auditRow says what it is */
  read(row: TableRow, where: Where): boolean
}

// A class, and arrays that stay: it is asked of every row.
class Sound implements SoundRow {
  count = 0
  readonly at: Uint16Array
  readonly values: Float64Array
  readonly countries: string[]
  readonly #indexes: readonly number[]
  readonly #cell: CellBytes = { bytes: new Uint8Array(0), start: 0, end: 0 }
  readonly #number = newSoundNumber()

  constructor(indexes: readonly number[]) {
    this.#indexes = indexes
    this.at = new Uint16Array(indexes.length)
    this.values = new Float64Array(indexes.length)
    this.countries = indexes.map(() => '')
  }

  read(row: TableRow, { country }: Where): boolean {
    this.count = 0
    for (let which = 0; which < this.#indexes.length; which += 1) if (!this.#add(row, which, country)) return false
    return this.count > 0
  }

  #add(row: TableRow, which: number, stated: string | null): boolean {
    const [cell, number] = [this.#cell, this.#number]
    if (row.find?.(this.#indexes[which] as number, cell) !== true) return false
    if (cell.start >= cell.end) return true
    if (!readSound(cell.bytes, cell.start, cell.end, number)) return false
    const { country, value } = number
    // A number of another country, or the same one twice, is a finding.
    if ((stated !== null && country !== stated) || this.#has(value)) return false
    this.at[this.count] = which
    this.values[this.count] = value
    this.countries[this.count] = country
    this.count += 1
    return true
  }

  #has(value: number): boolean {
    for (let which = 0; which < this.count; which += 1) if (this.values[which] === value) return true
    return false
  }
}

/** @param indexes of the cells that are checked */
export function newSoundRow(indexes: readonly number[]): SoundRow {
  return new Sound(indexes)
}
