// A process beside the server's own, started again when it dies. Knows nothing of what it does.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

export interface ChildJob {
  /** The module that it runs. */
  readonly module: string
  /** The first message that it gets, each time it is started. */
  readonly start: Serialisable
  readonly hear: (message: unknown) => void
  /** Hears that it died, and after how many milliseconds it is started again. */
  readonly onDeath: (afterMs: number) => void
}

/** What goes from one process to another as JSON. */
export type Serialisable = object

export interface Child {
  /** False when there is nobody to hear it just now. */
  send(message: Serialisable): boolean
  /** Ends it: by a word, and by force where that does not help in time. */
  stop(): Promise<void>
}

const SHORTEST_MS = 500
const LONGEST_MS = 30_000
// A child that lived for so long is not the one that dies at its start.
const SETTLED_MS = 60_000
const PATIENCE_MS = 10_000

export function openChild({ module, start, hear, onDeath }: ChildJob): Child {
  let child: ChildProcess | null = null
  let isStopping = false
  let delayMs = SHORTEST_MS
  let waiting: NodeJS.Timeout | null = null

  function begin(): void {
    const startedAt = performance.now()
    // What it prints is an error that nobody expected, and belongs to the log's stream.
    const begun = fork(module, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    child = begun
    begun.on('message', hear)
    // Its end is told once, by 'exit', whatever kept it from starting or from being written to.
    begun.on('error', () => {})
    begun.once('exit', () => {
      child = null
      if (isStopping) return
      delayMs = performance.now() - startedAt > SETTLED_MS ? SHORTEST_MS : Math.min(delayMs * 2, LONGEST_MS)
      onDeath(delayMs)
      waiting = setTimeout(begin, delayMs)
    })
    begun.send(start)
  }
  begin()

  return {
    send: (message) => child?.connected === true && child.send(message, () => {}),
    async stop() {
      isStopping = true
      if (waiting !== null) clearTimeout(waiting)
      const last = child
      if (last === null) return
      const ended = once(last, 'exit')
      if (last.connected) last.disconnect()
      await Promise.race([ended, sleep(PATIENCE_MS, undefined, { ref: false })])
      last.kill('SIGKILL')
      await ended
    },
  }
}
