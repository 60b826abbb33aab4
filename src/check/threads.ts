// Threads that check ranges of a file. Knows nothing of what is in a range.
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Beside } from './job.ts'
import type { CheckedRange, Range, RangeJob } from './range.ts'
import type { RangeChecker } from './ranges.ts'

/** As they go to a thread, and come back in the same order. */
export type RangeAnswer = { readonly checked: CheckedRange | null } | { readonly failed: Failed }

/** An error, with what the system says of it. */
export type Failed = Pick<NodeJS.ErrnoException, 'message' | 'code' | 'syscall'>

const MB = 1024 * 1024
const RANGE_BYTES = 2 * MB
// Compiling what checks ranges must pay, and then beginning a thread.
const [LEAST_BYTES, LEAST_SHARED_BYTES] = [4 * MB, 64 * MB]
// What a row leaves is soon garbage: more room for it would only be more memory.
const LIMITS = { maxYoungGenerationSizeMb: 12 }

/** So many threads, this one among them. */
export function besideThis(cores: number): Beside {
  const others = (size: number) => (size < LEAST_SHARED_BYTES ? 0 : cores - 1)
  return { others, open: openThread, rangeBytes: RANGE_BYTES, leastBytes: LEAST_BYTES }
}

/** Begins a thread. */
function openThread(job: RangeJob): RangeChecker {
  const thread = new Worker(new URL(`./range-thread${extname(import.meta.url)}`, import.meta.url), {
    workerData: job,
    resourceLimits: LIMITS,
  })
  const waiting: PromiseWithResolvers[] = []
  let ended: Error | null = null
  const end = (error: Error) => {
    ended ??= error
    for (const { reject } of waiting.splice(0)) reject(ended)
  }
  thread.on('message', (answer: RangeAnswer) => {
    const { resolve, reject } = waiting.shift() ?? {}
    if ('failed' in answer) reject?.(Object.assign(new Error(answer.failed.message), answer.failed))
    else resolve?.(answer.checked)
  })
  thread.on('error', end)
  thread.on('messageerror', end)
  thread.on('exit', () => end(new Error('a thread that checked a part of the file has ended')))
  return {
    check(range: Range) {
      return new Promise((resolve, reject) => {
        if (ended !== null) return reject(ended)
        waiting.push({ resolve, reject })
        thread.postMessage(range)
      })
    },
    async close() {
      await thread.terminate()
    },
  }
}

interface PromiseWithResolvers {
  readonly resolve: (checked: CheckedRange | null) => void
  readonly reject: (error: unknown) => void
}
