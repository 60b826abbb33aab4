// Takes a large CSV file ahead of who reads any file: in ranges, by the kernel, and by several threads at once where it is large. What they
// leave, if anything, is then read as any file is.
import { closeSync, fstatSync, openSync } from 'node:fs'
import type { Columns } from '../contact-file/columns/columns.ts'
import type { CsvFile } from '../contact-file/csv/csv.ts'
import type { Ledger } from '../contact-file/read-back.ts'
import type { Check } from './check.ts'
import type { Beside } from './job.ts'
import { mayUseKernel } from './kernel.ts'
import { openListening } from './listening.ts'
import { type CheckedRange, openRangeCheck, type RangeJob, readAt, readPieces, rowAt } from './range.ts'
import { checkRanges, type RangeChecker } from './ranges.ts'
import type { RepairChoice } from './rows.ts'
import { ROW_WORD, SLOT_WORDS } from './seen-numbers.ts'
import { compileWasm } from './wasm.ts'

export interface AheadOptions {
  readonly path: string
  readonly csv: CsvFile
  readonly columns: Columns
  readonly region: string | null
  readonly encoding: string | null
  /** What is written of a row: see RangeJob. */
  readonly written: readonly number[] | null | undefined
  readonly repairs: RepairChoice
  readonly beside: Beside
  /** Whether each finding is told, in order: nothing is then written, and this thread checks alone. */
  readonly isListening: boolean
}

export interface Ahead {
  /** How many bytes have been checked. */
  readonly readBytes: () => number
  /** Checks all that can be, and gives the pieces of the written file. The CSV file is then read from there on. */
  check(check: Check, ledger: Ledger): AsyncGenerator<Uint8Array>
  close(): Promise<void>
}

/** Begins with the file. Null where it is not worth it, or not possible. */
export function openAhead(options: AheadOptions): Ahead | null {
  const { path, csv, columns, region, encoding, written, repairs, beside, isListening } = options
  const found = csv.body()
  if (found === null) return null
  const body = found
  const file = openSync(path, 'r')
  const { size } = fstatSync(file)
  const { rangeBytes } = beside
  // What is written is rewritten by who reads the rows: this thread alone would do no less.
  const kernel = written === undefined && mayUseKernel(columns, repairs) ? compileWasm('kernel') : null
  const count = isListening ? 0 : beside.others(size)
  if (size < beside.leastBytes || (kernel === null && count === 0)) {
    closeSync(file)
    return null
  }
  const job: RangeJob = {
    file,
    body,
    columns,
    region,
    encoding,
    repairs,
    kernel,
    ...(written === undefined ? {} : { written }),
  }
  let others: RangeChecker[] = []
  let offset = body.offset

  async function* checkAll(check: Check, ledger: Ledger): AsyncGenerator<Uint8Array> {
    others = Array.from({ length: count }, () => beside.open(job))
    if (written !== undefined) yield* csv.head(written)
    const counts = { read: 0, broken: 0 }
    let before = body.rows - body.hidden
    const here = isListening && kernel !== null ? openListening(job, kernel, check) : openRangeCheck(job)
    for await (const range of checkRanges(job, { here, others, rangeBytes, size, known: check.known })) {
      const { tally, numbers, kept, bytes } = range
      check.add({ tally, numbers, before, rowOf: (index) => rowOf(job, range, index) })
      ledger.add(kept, before)
      before += range.rows
      counts.read += range.counts.read
      counts.broken += range.counts.broken
      offset = range.end
      yield bytes
    }
    const rest = readPieces(file, offset, { to: Number.POSITIVE_INFINITY, pieceBytes: PIECE_BYTES })
    const linesBefore = () => countLines(file, offset)
    csv.skip(counts, rest, { offset, rows: before + body.hidden, linesBefore })
  }

  return {
    readBytes: () => offset,
    check: checkAll,
    async close() {
      await Promise.all(others.map((other) => other.close()))
      closeSync(file)
    },
  }
}

// Asked of every number that another row has, and seldom for more than the row.
function rowOf(job: RangeJob, { numbers }: CheckedRange, index: number) {
  const cell = (column: number) => rowAt(job, numbers.offsets[index] as number).cell(column)
  return { row: (numbers.words[index * SLOT_WORDS + ROW_WORD] as number) >>> 1, problem: null, cell }
}

const PIECE_BYTES = 1024 * 1024
const [LF, CR] = [0x0a, 0x0d]

/** The line ends before a place of a file, at which a line begins. */
function countLines(file: number, until: number): number {
  let lines = 0
  let last = 0
  for (let at = 0; at < until; at += PIECE_BYTES) {
    for (const byte of readAt(file, at, Math.min(PIECE_BYTES, until - at))) {
      if (byte === CR || (byte === LF && last !== CR)) lines += 1
      last = byte
    }
  }
  return lines
}
