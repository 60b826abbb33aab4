// A large CSV file whose findings somebody listens to: the kernel passes over rows in which nothing is found, or nothing that anybody
// still wants to be told; all others are looked at as those of any file, in their order.
import type { CsvRow } from '../contact-file/csv/row.ts'
import { newKeptRows } from '../contact-file/read-back.ts'
import type { Check } from './check.ts'
import { openKernel } from './kernel.ts'
import { RowNumbers } from './numbers.ts'
import { type CheckRange, type RangeJob, rowAt } from './range.ts'
import { ROW_WORD, SLOT_WORDS } from './seen-numbers.ts'
import { newTally } from './tally.ts'
import type { WasmModule } from './wasm.ts'

// A row that is left costs some three times what it costs where all are read one by one.
const MOST_LEFT = 1 / 6

/**
 * Checks one range after the other, without a gap. What is found is told and counted at once, so that nothing of it is in what has
 * come of a range.
 *
 * @returns null where it is to be read on by who reads any file
 */
export function openListening(job: RangeJob, module: WasmModule, check: Check): CheckRange {
  const { body } = job
  const kernel = openKernel({ ...job, module })
  const numbers = new RowNumbers()
  let before = body.rows - body.hidden
  let [isFirst, isOver] = [true, false]

  const rowOf = (index: number) => {
    const offset = numbers.offsets[index] as number
    let found: CsvRow | null = null
    const cell = (column: number) => {
      found ??= rowAt(job, offset)
      return found.cell(column)
    }
    return { row: (numbers.words[index * SLOT_WORDS + ROW_WORD] as number) >>> 1, problem: null, cell }
  }
  const onNumbers = () => {
    if (numbers.count > 0) check.see({ numbers, before, rowOf })
    numbers.clear()
  }

  return async (range) => {
    if (isOver) return null
    let [left, broken] = [0, 0]
    const leave = (row: CsvRow) => {
      check.decide(row)
      left += 1
      if (row.problem !== null) broken += 1
    }
    const { tally, isEnough } = check
    const checkedBefore = tally.rows
    const { end, rows, isStopped } = kernel.check(range, { tally, numbers, leave, isEnough, onNumbers, before })
    if (isStopped && end === range.from) return null
    const checked = tally.rows - checkedBefore
    // In the first range many are left of which soon enough has been told.
    isOver = isStopped || (!isFirst && left > MOST_LEFT * checked)
    isFirst = false
    before += rows
    const counts = { read: checked - broken, broken }
    const none = { tally: newTally(), numbers: new RowNumbers(0), bytes: new Uint8Array(0), kept: newKeptRows() }
    return { end, rows, counts, ...none }
  }
}
