// Divides the files of a run among threads and puts together again what they tell. Knows nothing of scenarios but their names.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type Playable, type Played, type ReadRun, tellOnce } from './cases.ts'
import type { Choice } from './choice.ts'

/** What a thread is given. */
export interface Work {
  readonly paths: readonly string[]
  /** What was named to be played. */
  readonly named: readonly string[]
  readonly choice: Choice
}

type Named = Omit<Playable, 'play'>

/** What a thread tells: once what it has read, then the results of all its cases in that order. */
export type Told =
  | { readonly type: 'read'; readonly run: ReadRun<Named> }
  | ({ readonly type: 'played' } & Required<Played>)

// Each thread has to load and to warm up what the first one has: at 1,000 files two threads take 1.6 times the work of one,
// at 3,000 files 1.2 times.
const FILES_THAT_PAY = 2000
const MOST_THREADS = 4

/** How many threads are worth their start for so many files; 1 for none beside the process's own. */
export function countJobs(files: number): number {
  return files < FILES_THAT_PAY ? 1 : Math.min(MOST_THREADS, availableParallelism())
}

export interface Jobs {
  readonly run: ReadRun
  /** Ends the threads, whatever they are at. */
  readonly end: () => Promise<void>
}

/** Reads files in so many threads, and goes on to play them there. */
export async function openJobs({ paths, ...others }: Work, count: number): Promise<Jobs> {
  const shares = Array.from({ length: count }, (_, job) => paths.filter((_, index) => index % count === job))
  const threads = shares.map((share) => openThread({ paths: share, ...others }))
  const end = async () => void (await Promise.all(threads.map((thread) => thread.end())))
  try {
    const runs = await Promise.all(threads.map((thread) => thread.read))
    const files = new Map(runs.flatMap((run) => run.files.map((file) => [file.path, file] as const)))
    return {
      run: {
        files: tellOnce(paths.flatMap((path) => files.get(path) ?? [])),
        leftOut: {
          count: runs.reduce((sum, { leftOut }) => sum + leftOut.count, 0),
          tags: [...new Set(runs.flatMap(({ leftOut }) => leftOut.tags))],
        },
      },
      end,
    }
  } catch (error) {
    await end()
    throw error
  }
}

interface Thread {
  readonly read: Promise<ReadRun>
  readonly end: () => Promise<number>
}

function openThread(work: Work): Thread {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: work })
  const results: Pending[] = []
  let told = 0
  let fault: unknown = null
  // By their places in the order in which the thread plays them.
  const resultOf = (index: number) => {
    const pending = results[index] ?? newPending()
    results[index] = pending
    if (fault !== null) pending.reject(fault)
    return pending.promise
  }
  const read = new Promise<ReadRun>((resolve, reject) => {
    worker.on('error', (error) => {
      fault = error
      reject(error)
      for (const each of results) each.reject(error)
    })
    worker.on('message', (message: Told) => {
      if (message.type === 'read') return resolve(playable(message.run, resultOf))
      results[told] ??= newPending()
      results[told]?.resolve(message)
      told += 1
    })
  })
  return { read, end: () => worker.terminate() }
}

interface Pending {
  readonly promise: Promise<Played>
  readonly resolve: (played: Played) => void
  readonly reject: (error: unknown) => void
}

function newPending(): Pending {
  let [resolve, reject]: [Pending['resolve'], Pending['reject']] = [() => {}, () => {}]
  const promise = new Promise<Played>((...settle) => {
    ;[resolve, reject] = settle
  })
  // Nobody may be waiting for it yet.
  promise.catch(() => {})
  return { promise, resolve, reject }
}

function playable({ files, leftOut }: ReadRun<Named>, resultOf: (index: number) => Promise<Played>): ReadRun {
  let index = 0
  return {
    leftOut,
    files: files.map((file) => ({
      ...file,
      chosen: file.chosen.map((each) => {
        const own = index++
        return { ...each, play: () => resultOf(own) }
      }),
    })),
  }
}
