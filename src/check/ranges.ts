// A large CSV file, checked in several ranges at once: where they begin, and in which order what has come of them is taken.
// Knows nothing of threads: who checks a range is an argument.
import { findCut } from '../contact-file/csv/cut.ts'
import { type CheckedRange, type Range, type RangeJob, readAt } from './range.ts'

/** Checks ranges of one file, one after the other. */
export interface RangeChecker {
  check(range: Range): Promise<CheckedRange | null>
  /** Ends it at once; what it still has to do fails. */
  close(): Promise<void>
}

export interface RangeOptions {
  readonly checkers: readonly RangeChecker[]
  /** How many bytes a range has, about. */
  readonly rangeBytes: number
  /** Of the file. */
  readonly size: number
}

/**
 * The ranges of a file in their order, without a gap. Each is begun before it is known that its first byte begins a row: that
 * is so where the one before it ends there. Otherwise it is checked once more, from where that one ends.
 *
 * Twice as many ranges are held as there are checkers.
 *
 * @returns where the file has to be read on by one thread; its size where all of it has been checked
 */
export async function* checkRanges(
  job: RangeJob,
  { checkers, rangeBytes, size }: RangeOptions,
): AsyncGenerator<CheckedRange, number> {
  const begun: { readonly range: Range; readonly checked: Promise<CheckedRange | null> }[] = []
  const { offset } = job.body
  let [turn, next] = [0, offset]
  const begin = (range: Range) => {
    const checked = (checkers[turn % checkers.length] as RangeChecker).check(range)
    turn += 1
    // Nobody may be waiting for it when it fails.
    checked.catch(() => {})
    return checked
  }
  let done = offset
  for (;;) {
    while (next < size && begun.length < 2 * checkers.length) {
      const range = rangeFrom(job, next, { rangeBytes, size })
      begun.push({ range, checked: begin(range) })
      next = range.to
    }
    const first = begun.shift()
    if (first === undefined) return done
    const isWhole = first.range.from === done
    const checked = await (isWhole ? first.checked : begin({ ...first.range, from: done }))
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
  { rangeBytes, size }: Pick<RangeOptions, 'rangeBytes' | 'size'>,
): Range {
  const near = from + rangeBytes
  const cut = near < size ? findCut(readAt(file, near, CUT_BYTES), body.delimiter) : null
  const to = near < size ? Math.min(size, near + (cut ?? 0)) : size
  return { from, to, isFirst: from === body.offset, isLast: to === size }
}
