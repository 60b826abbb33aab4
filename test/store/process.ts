// Runs child.ts and talks with it line by line.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import { fileURLToPath } from 'node:url'

export interface Child {
  /** The next line it says; an empty text when it says no more. */
  next(): Promise<string>
  /** Lets it go on. */
  proceed(): void
  /** Ends it at once, wherever it is. */
  kill(): void
  /** How it ended: its status, or the signal that killed it. */
  ended(): Promise<number | string>
}

/** Another process that runs one command of child.ts on a store's file. */
export function startChild(command: string, ...args: string[]): Child {
  const script = fileURLToPath(new URL('child.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, command, ...args], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const exit = once(child, 'exit')
  return {
    next: async () => (await lines.next()).value ?? '',
    proceed: () => child.stdin.write('\n'),
    kill: () => child.kill('SIGKILL'),
    ended: async () => {
      const [status, signal] = (await exit) as [number | null, string | null]
      return signal ?? status ?? -1
    },
  }
}
