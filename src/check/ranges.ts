// A large CSV file, checked in several ranges at once: where they begin, who checks which, and in which order what has come of them is
// taken. Knows nothing of threads: who checks a range is an argument.
import { findCut } from '../contact-file/csv/cut.ts'
import type { FindingCode } from '../core/finding.ts'
import { type CheckedRange, type CheckRange, type Range, type RangeJob, readAt, turn } from './range.ts'

/** Checks ranges of one file, one after the other. */
export interface RangeChecker {
  check(range: Range): Promise<CheckedRange | null>
  /** Ends it at once; what it still has to do fails. */
  close(): Promise<void>
}

export interface RangeOptions {
  /** Checks by this thread, which then does nothing else. */
  readonly here: CheckRange
  readonly others: readonly RangeChecker[]
  /** How many bytes a range has, about. */
  readonly rangeBytes: number
  /** Of the file. */
  readonly size: number
  /** The codes of which there are enough examples in the ranges that have been taken. */
  readonly known: () => readonly FindingCode[]
}

/**
 * The ranges of a file in their order, without a gap.
 *
 * @returns where the file has to be read on by whoever reads any file; its size where all of it has been checked
 */
export function checkRanges(job: RangeJob, options: RangeOptions): AsyncGenerator<CheckedRange, number> {
  return options.others.length === 0 ? checkOneByOne(job, options) : checkAtOnce(job, options)
}

/** Each begins where the one before it has ended: nothing needs to be guessed. */
async function* checkOneByOne(
  { body }: RangeJob,
  { here, rangeBytes, size, known }: RangeOptions,
): AsyncGenerator<CheckedRange, number> {
  let from = body.offset
  let bytes = rangeBytes
  while (from < size) {
    await turn()
    const to = Math.min(size, from + bytes)
    const isLast = to === size
    const checked = await here({ from, to, isFirst: from === body.offset, isLast, known: known() })
    if (checked === null) return from
    yield checked
    // A row may be longer than a range.
    bytes = checked.end === from ? 2 * bytes : rangeBytes
    from = checked.end
    if (isLast) break
  }
  return from
}

/** A range that somebody checks, or has checked. */
interface Begun {
  readonly range: Range
  readonly checked: Promise<CheckedRange | null>
  isDone: boolean
}

// One that is checked, and one that is there when it is done. This thread goes ahead of one that only begins.
const FOR_EACH = 2
const MOST_FOR_EACH = 16

/**
 * Each is begun before it is known that its first byte begins a row: that is so where the one before it ends there. Otherwise it is
 * checked once more, from where that one ends. This thread checks what the others have not begun, whenever there is nothing to take.
 *
 * For each thread MOST_FOR_EACH ranges are held at most.
 */
async function* checkAtOnce(
  job: RangeJob,
  { here, others, rangeBytes, size, known }: RangeOptions,
): AsyncGenerator<CheckedRange, number> {
  const { offset } = job.body
  const begun: Begun[] = []
  const waiting = others.map(() => 0)
  let [done, next] = [offset, offset]
  const begin = (check: CheckRange): Begun => {
    const range = rangeFrom(job, next, { rangeBytes, size, known })
    next = range.to
    const checked = check(range)
    const each = { range, checked, isDone: false }
    const end = () => {
      each.isDone = true
    }
    // Nobody may be waiting for it when it fails.
    checked.then(end, end)
    begun.push(each)
    return each
  }
  for (;;) {
    await turn()
    for (const [index, other] of others.entries()) {
      while (next < size && (waiting[index] as number) < FOR_EACH) {
        waiting[index] = (waiting[index] as number) + 1
        const end = () => {
          waiting[index] = (waiting[index] as number) - 1
        }
        begin((range) => other.check(range)).checked.then(end, end)
      }
    }
    const [first] = begun
    if (first === undefined) return done
    if (!first.isDone && next < size && begun.length < MOST_FOR_EACH * (others.length + 1)) {
      await begin(here).checked
      continue
    }
    begun.shift()
    const isWhole = first.range.from === done
    const checked = await (isWhole ? first.checked : here({ ...first.range, from: done, known: known() }))
    if (checked === null) return done
    yield checked
    done = checked.end
  }
}

// As much as is looked at to find where a row begins: more than most rows have.
const CUT_BYTES = 64 * 1024

function rangeFrom(
  { file, body }: RangeJob,
  from: number,
  { rangeBytes, size, known }: Pick<RangeOptions, 'rangeBytes' | 'size' | 'known'>,
): Range {
  const near = from + rangeBytes
  const cut = near < size ? findCut(readAt(file, near, CUT_BYTES), body.delimiter) : null
  const to = near < size ? Math.min(size, near + (cut ?? 0)) : size
  return { from, to, isFirst: from === body.offset, isLast: to === size, known: known() }
}
