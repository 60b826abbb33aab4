// A thread that checks ranges of a file, one after the other as they arrive.
import { parentPort, workerData } from 'node:worker_threads'
import { type CheckedRange, openRangeCheck, type Range, type RangeJob } from './range.ts'
import type { RangeAnswer } from './threads.ts'

const port = parentPort
if (port === null) throw new Error('range-thread.js is a thread, and nothing by itself')

const check = openRangeCheck(workerData as RangeJob)
let before = Promise.resolve()

port.on('message', (range: Range) => {
  before = before.then(async () => {
    const answer = await answerTo(range)
    port.postMessage(answer, 'checked' in answer ? buffersOf(answer.checked) : [])
  })
})

/** What goes to the other thread without being copied. */
function buffersOf(checked: CheckedRange | null): ArrayBuffer[] {
  if (checked === null) return []
  const { bytes, numbers } = checked
  return [bytes, numbers.words, numbers.cells, numbers.offsets].map(({ buffer }) => buffer as ArrayBuffer)
}

async function answerTo(range: Range): Promise<RangeAnswer> {
  try {
    return { checked: await check(range) }
  } catch (error) {
    const { message, code, syscall } = error as NodeJS.ErrnoException
    return { failed: { message, ...(code !== undefined && { code }), ...(syscall !== undefined && { syscall }) } }
  }
}
