// The terminal UI's way in: takes the terminal over, and leaves it as it was. Loads Ink and React only when it runs.

import { BRACKETED_PASTE } from './keys.ts'
import { openSession, type SessionOptions, type UiResult } from './session.ts'
import type { TerminalOptions } from './view/app.tsx'

export type { Desk } from './desk.ts'
export type { Unkept } from './keeping.ts'
export type { UiResult } from './session.ts'

export interface UiOptions extends SessionOptions, TerminalOptions {}

const ALTERNATE_SCREEN = { on: '\u001b[?1049h\u001b[H', off: '\u001b[?1049l' } as const
const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const

/**
 * Shows the phone until its user is done with it.
 *
 * @returns also the signal that ended it, by which the process is to end once all is told
 */
export async function runUi(options: UiOptions): Promise<UiResult & { readonly signal: NodeJS.Signals | null }> {
  // React's development build measures every drawing and keeps what it measured; a phone that stays open must not. React
  // chooses its build when it is loaded.
  process.env['NODE_ENV'] ??= 'production'
  const { drawSession } = await import('./view/app.tsx')
  const { stdout } = options
  const session = openSession(options)
  stdout.write(ALTERNATE_SCREEN.on + BRACKETED_PASTE.on)
  const { unmount, whenGone } = drawSession(session, options)
  const unsubscribe = session.subscribe(() => {
    if (session.isOver()) unmount()
  })
  let signal: NodeJS.Signals | null = null
  const stop = (received: NodeJS.Signals) => {
    signal = received
    unmount()
  }
  for (const each of SIGNALS) process.once(each, stop)
  try {
    await whenGone
  } finally {
    for (const each of SIGNALS) process.off(each, stop)
    unsubscribe()
    session.close()
    stdout.write(BRACKETED_PASTE.off + ALTERNATE_SCREEN.off)
  }
  return { ...session.result(), signal }
}
