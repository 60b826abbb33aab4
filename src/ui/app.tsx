// A session in Ink: draws the page in front, and hands the session its keys, the time and the terminal's size.
import { render, useStdin } from 'ink'
import { useEffect, useSyncExternalStore } from 'react'
import { CallScreen } from './call-screen.tsx'
import { LEAST, TooSmall } from './frame.tsx'
import { flushKeys, newReader, readKeys } from './keys.ts'
import { MenuPage } from './menu-page.tsx'
import { OutcomePage } from './outcome-page.tsx'
import type { Screen } from './page.ts'
import { frontPage } from './screen.ts'
import type { Session } from './session.ts'
import type { TerminalOptions } from './terminal.ts'
import { buildTheme, type Theme } from './theme.ts'

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
  const { exit } = useApp()
  useEffect(() => listen(session, terminal, exit), [session, terminal, exit])
  useKeys(session)
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

// How long an ESC waits for the rest of a sequence, which a slow line may deliver in parts.
const ESCAPE_MS = 30

function useKeys(session: Session): void {
  const { stdin, setRawMode } = useStdin()
  useEffect(() => {
    let reader = newReader
    let timer: NodeJS.Timeout | undefined
    const press = (read: ReturnType<typeof readKeys>) => {
      reader = read.reader
      for (const key of read.keys) session.press(key)
    }
    const receive = (chunk: string | Buffer) => {
      clearTimeout(timer)
      press(readKeys(reader, chunk.toString()))
      if (reader.pending !== '') timer = setTimeout(() => press(flushKeys(reader)), ESCAPE_MS)
    }
    // Ink reads in raw mode, and what it reads arrives here too.
    setRawMode(true)
    stdin.on('data', receive)
    return () => {
      clearTimeout(timer)
      stdin.off('data', receive)
      setRawMode(false)
    }
  }, [session, stdin, setRawMode])
}

function measure(session: Session, { columns, rows }: NodeJS.WriteStream): void {
  session.dispatch({ type: 'resize', columns: columns ?? 80, rows: rows ?? 24 })
}

function useSize(session: Session, terminal: NodeJS.WriteStream): void {
  useEffect(() => {
    const resize = () => measure(session, terminal)
    terminal.on('resize', resize)
    return () => {
      terminal.off('resize', resize)
    }
  }, [session, terminal])
}

const TICK_MS = 500

function useTime(session: Session): void {
  useEffect(() => {
    const timer = setInterval(session.tick, TICK_MS)
    return () => clearInterval(timer)
  }, [session])
}
