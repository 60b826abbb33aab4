// The flags of a command that plays with an app of the user's own, and the app itself: as a process that ends with the command.
import { AppFault } from '../app/app-fault.ts'
import type { AppUnderTest } from '../app-process/app-under-test.ts'
import { type AppCommand, readCommand } from '../app-process/command.ts'
import { InputError } from '../terminal/exit.ts'
import { onSignal } from '../terminal/interruption.ts'
import { Flag } from './flags/command.ts'
import { duration } from './flags/values.ts'

export interface AppFlags {
  readonly app?: AppCommand
  readonly appTimeout: number
}

/** `--app` and `--app-timeout`. */
export function appFlags(): readonly [Flag, Flag] {
  return [
    new Flag('--app <command>', 'play with an app of yours, by the words of docs/app-protocol.md', readCommand),
    new Flag('--app-timeout <duration>', 'how long the app may take to answer', duration('5s', 1, 3_600_000))
      .default(5_000, '5s')
      .needs('app'),
  ]
}

/**
 * Starts the app that the flags name, plays with it, and leaves nothing of it; null where they name none.
 *
 * @param hearsSignals whether `play` ends by itself at a signal; a second one ends the app and the command then
 * @throws InputError where the command is no app
 */
export async function withApp<T>(
  flags: AppFlags,
  hearsSignals: boolean,
  play: (app: AppUnderTest | null) => Promise<T>,
): Promise<T> {
  if (flags.app === undefined) return play(null)
  const { openAppUnderTest } = await import('../app-process/app-under-test.ts')
  const end = new AbortController()
  let off = onSignal(endAll)

  // An app in a process group of its own hears no Ctrl-C.
  function endAll(signal: NodeJS.Signals): void {
    end.abort()
    process.kill(process.pid, signal)
  }

  const options = { timeoutMs: flags.appTimeout, signal: end.signal }
  const app = await openAppUnderTest(flags.app, options).catch((error: unknown) => {
    off()
    throw error instanceof AppFault ? new InputError(`--app: ${error.message}`) : error
  })
  if (hearsSignals) {
    off()
    off = onSignal(() => {
      off = onSignal(endAll)
    })
  }
  try {
    return await play(app)
  } finally {
    off()
    app.end()
  }
}
