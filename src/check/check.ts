// The check of a whole file: each row by itself, and the numbers that several rows have. Rows may come one by one, or in
// parts that were looked at elsewhere. Knows no format.
import type { Repair, TableRow } from '../contact-file/table.ts'
import { type FindingCode, newFinding } from '../core/finding.ts'
import type { CheckSummary, PlacedFinding } from './file.ts'
import { RowNumbers } from './numbers.ts'
import { openNotes, openRows, type RowOptions } from './rows.ts'
import { openSeenNumbers, ROW_WORD, type SeenNumbers, type Sighting, SLOT_WORDS } from './seen-numbers.ts'
import { summarise } from './summary.ts'
import { addTally, isKnown, listKnown, newTally, type Tally } from './tally.ts'

export interface CheckOptions extends RowOptions {
  /** The file's name. */
  readonly file: string
  readonly headers: readonly string[]
  /** Told every finding, in the order of the file; null when nobody listens, which is faster. */
  readonly onFinding: ((finding: PlacedFinding) => void) | null
  /** Whether they are still to be told findings of a code: see CheckReport. Null where all are told. */
  readonly wants?: ((code: FindingCode) => boolean) | null
  readonly seen?: SeenNumbers
}

export interface Check {
  /** Looks at the next row: its certain repairs, as TableFile.rewrite asks for them. */
  readonly decide: (row: TableRow) => readonly Repair[]
  /** Takes the next rows as they were found elsewhere, where nobody listens. */
  readonly add: (part: CheckedPart) => void
  /** Compares the numbers of the next rows, which were found elsewhere, with those of all rows before. */
  readonly see: (part: Omit<CheckedPart, 'tally'>) => void
  /** The codes of which no further examples are kept. */
  readonly known: () => readonly FindingCode[]
  /** Whether of a code no further examples are kept, and nobody is to be told. */
  readonly isEnough: (code: FindingCode) => boolean
  /** What has been counted so far; whoever looks at rows elsewhere may add to it. */
  readonly tally: Tally
  /** The rows looked at so far. */
  readonly rows: () => number
  /** Of what has been looked at so far. */
  readonly summarise: (end: Pick<CheckSummary, 'isComplete' | 'isRepaired' | 'notices'>) => CheckSummary
}

/** What was found in some rows, each by itself. */
export interface CheckedPart {
  readonly tally: Tally
  readonly numbers: Pick<RowNumbers, 'count' | 'words' | 'cells'>
  /** How many rows of the file come before its own, which count from 1. */
  readonly before: number
  /** The row that a number is in. */
  readonly rowOf: (index: number) => TableRow
}

/**
 * Begins the check of a file. National numbers are read under the contact's own country, else under the region; where a
 * contact states a country that nobody knows, under none.
 *
 * Memory does not grow with the file: of each code the first examples are kept, and of numbers, to find those that several
 * contacts share, 6 million.
 */
export function openCheck(options: CheckOptions): Check {
  const { onFinding, wants = null, seen = openSeenNumbers() } = options
  const tally = newTally()
  const note = openNotes(options, { tally, onFinding, wants })
  const waiting = new RowNumbers()
  const rows: TableRow[] = []

  function noteSighting(row: TableRow, at: number, sighting: Sighting): void {
    const code = sighting.isSameName === true ? 'duplicate-contact' : 'shared-number'
    note(row, at, newFinding(code, null, { row: sighting.row }))
    if (sighting.isOtherSpelling) note(row, at, newFinding('two-spellings', null, { row: sighting.row }))
  }

  function settle(): void {
    seeAll(waiting, (index) => rows[index] as TableRow)
    waiting.clear()
  }

  function seeAll({ count, words, cells }: CheckedPart['numbers'], rowOf: CheckedPart['rowOf']): void {
    seen.seeAll(words, count, (index, sighting) => noteSighting(rowOf(index), cells[index] as number, sighting))
  }

  function see({ numbers, before, rowOf }: Omit<CheckedPart, 'tally'>): void {
    for (let at = ROW_WORD; at < SLOT_WORDS * numbers.count; at += SLOT_WORDS)
      numbers.words[at] = (numbers.words[at] as number) + 2 * before
    seeAll(numbers, rowOf)
  }

  const decide = openRows(options, {
    tally,
    onFinding,
    wants,
    onNumber(number) {
      const index = waiting.add(number)
      if (index >= 0) rows[index] = number.row
      if (onFinding !== null || waiting.count === WAITING) settle()
    },
  })
  return {
    decide,
    add({ tally: part, ...found }) {
      settle()
      addTally(tally, part, found.before)
      see(found)
    },
    see,
    known: () => listKnown(tally),
    isEnough: (code) => isKnown(tally, code) && (onFinding === null || wants?.(code) === false),
    tally,
    rows: () => tally.rows,
    summarise(end) {
      settle()
      return summarise(options, tally, { ...end, allNumbersCompared: seen.isComplete() })
    },
  }
}

const WAITING = 2000
