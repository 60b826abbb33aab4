// A session in Ink: draws the page in front, and hands the session its keys, the time and the terminal's size.
import { render, useApp, useStdin } from 'ink'
import { useEffect, useSyncExternalStore } from 'react'
import { flushKeys, type Key, type KeysRead, newReader, readKeys } from '../keys.ts'
import type { Screen } from '../page/page.ts'
import { frontPage } from '../screen.ts'
import type { Session } from '../session.ts'
import { buildTheme, type Theme } from '../theme.ts'
import { CallScreen } from './call-screen.tsx'
import { LEAST, TooSmall } from './frame.tsx'
import { MenuPage } from './menu-page.tsx'
import { OutcomePage } from './outcome-page.tsx'

/** Both streams must be a terminal's. */
export interface TerminalOptions {
  readonly colour: boolean
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
}

/** Draws the session on a terminal until `unmount`. A fault in the drawing rejects `whenGone`. */
export function drawSession(session: Session, { stdin, stdout, colour }: TerminalOptions) {
  const app = render(null, { stdin, stdout: withoutHeight(stdout), exitOnCtrlC: false, patchConsole: false })
  // Ink loses a fault in the first drawing when nobody waits yet.
  const whenGone = app.waitUntilExit()
  measure(session, stdout)
  app.rerender(<App session={session} theme={buildTheme(colour)} terminal={stdout} />)
  return { unmount: () => app.unmount(), whenGone }
}

// When a terminal becomes lower than the frame on it, Ink wipes the user's scrollback as well; a terminal whose height
// it does not know it leaves alone. The frames are never higher than the terminal (frame.tsx).
function withoutHeight(stdout: NodeJS.WriteStream): NodeJS.WriteStream {
  return new Proxy(stdout, {
    get(target, name) {
      if (name === 'rows') return undefined
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

interface AppProps {
  readonly session: Session
  readonly theme: Theme
  readonly terminal: NodeJS.WriteStream
}

export function App({ session, theme, terminal }: AppProps) {
  const screen = useSyncExternalStore(session.subscribe, session.screen)
  const { stdin, setRawMode } = useStdin()
  const { exit } = useApp()
  useEffect(() => {
    // Ink reads in raw mode, and what it reads arrives as data too.
    setRawMode(true)
    const stop = listen(session, { stdin, terminal, fail: exit })
    return () => {
      stop()
      setRawMode(false)
    }
  }, [session, stdin, terminal, setRawMode, exit])
  return <FrontPage screen={screen} theme={theme} />
}

/** What is in front, whole. */
export function FrontPage({ screen, theme }: { readonly screen: Screen; readonly theme: Theme }) {
  if (screen.columns < LEAST.columns || screen.rows < LEAST.rows) return <TooSmall screen={screen} />
  const page = frontPage(screen)
  switch (page?.kind) {
    case 'call':
      return <CallScreen screen={screen} theme={theme} />
    case 'menu':
      return <MenuPage page={page} screen={screen} theme={theme} />
    case 'form':
      return <OutcomePage form={page.form} screen={screen} theme={theme} />
    case undefined:
      return null
  }
}

function measure(session: Session, { columns, rows }: NodeJS.WriteStream): void {
  session.dispatch({ type: 'resize', columns: columns ?? 80, rows: rows ?? 24 })
}

interface Sources {
  readonly stdin: NodeJS.ReadStream
  readonly terminal: NodeJS.WriteStream
  readonly fail: (error: Error) => void
}

const TICK_MS = 500

// Keys, size and time. A fault in what they bring about ends the UI, which then gives the terminal back.
function listen(session: Session, { stdin, terminal, fail }: Sources): () => void {
  const guard =
    <T extends readonly unknown[]>(work: (...args: T) => void) =>
    (...args: T) => {
      try {
        work(...args)
      } catch (error) {
        fail(error instanceof Error ? error : new Error(String(error)))
      }
    }
  const keyboard = openKeyboard(guard(session.press))
  const resize = guard(() => measure(session, terminal))
  const timer = setInterval(guard(session.tick), TICK_MS)
  stdin.on('data', keyboard.receive)
  terminal.on('resize', resize)
  return () => {
    stdin.off('data', keyboard.receive)
    terminal.off('resize', resize)
    clearInterval(timer)
    keyboard.close()
  }
}

// How long an ESC waits for the rest of a sequence, which a slow line may deliver in parts.
const ESCAPE_MS = 30

function openKeyboard(press: (key: Key) => void) {
  let reader = newReader
  let timer: NodeJS.Timeout | undefined
  const take = (read: KeysRead) => {
    reader = read.reader
    for (const key of read.keys) press(key)
  }
  return {
    receive(chunk: string | Buffer): void {
      clearTimeout(timer)
      take(readKeys(reader, chunk.toString()))
      if (reader.pending !== '') timer = setTimeout(() => take(flushKeys(reader)), ESCAPE_MS)
    },
    close: () => clearTimeout(timer),
  }
}
