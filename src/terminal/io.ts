// What a command may touch of the world, and the one place that writes to stdout and stderr: nothing that acts on a
// terminal gets out but what is written here, and a stream that closes or fails ends the printing, never the work nor its
// status. Commands take it as an argument, so that a test can hand them another one.
import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { type Readable, Writable } from 'node:stream'
import { type JsonLine, renderJsonLine } from '../text/json.ts'
import { safeToDraw } from '../text/safe.ts'
import type { ExitCode } from './exit.ts'

export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  /** Results. */
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number }
  /** Progress, warnings and errors. */
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly env: Readonly<Record<string, string | undefined>>
  /** Hears how far a long piece of work has come, in place of the person at a terminal. */
  readonly progress?: (done: { readonly count: number; readonly noun: string; readonly fraction?: number }) => void
  /** Whether a page asks, which has menus in place of flags. */
  readonly isForPage?: boolean
  now(): Date
  newId(): string
  /** Sets the status of the process; the last call counts. */
  exit(code: ExitCode): void
}

/**
 * Writes results, waiting when the reader is slower than we are. False once nobody reads them any more, or they have no
 * room: the work goes on, but what only makes more of them may end.
 */
export function print(io: Io, text: string): Promise<boolean> {
  return printDocument(io, safeToDraw(text, wantsColour(io, io.stdout)))
}

/** Writes a file's contents as they are, for a program to read; on a terminal they are made safe to draw. */
export async function printDocument(io: Io, text: string): Promise<boolean> {
  await put(io.stdout, io.stdout.isTTY ? safeToDraw(text, wantsColour(io, io.stdout)) : text)
  return outletOf(io.stdout).failure === null
}

/** Writes one line of results. */
export async function printLine(io: Io, line: string): Promise<void> {
  await print(io, `${line}\n`)
}

/** Writes one JSON object on a line of its own. */
export function printJson(io: Io, line: JsonLine): Promise<void> {
  return printLine(io, renderJsonLine(line))
}

/** Writes results without waiting, for who cannot. */
export function printAtOnce(io: Io, text: string): void {
  void print(io, text)
}

// The screen and what has scrolled off it, and the cursor to its first corner: ECMA-48, sections 8.3.39 and 8.3.21, and
// xterm's 3J.
/** Empties a terminal. */
export function clearScreen(io: Io): void {
  if (io.stdout.isTTY) void put(io.stdout, '\u001b[2J\u001b[3J\u001b[H')
}

/** Says something on stderr: a warning, an error, what was done beside the results. */
export function say(io: Io, message: string): void {
  writeAside(io, `ringsight: ${message}\n`)
}

/** Writes lines to stderr: a log, what belongs to a message. */
export function writeAside(io: Io, text: string): void {
  void put(io.stderr, safeToDraw(text))
}

/** Puts a line in place of the one that stands on the terminal's last line; an empty one removes it. */
export function redrawAside(io: Io, line: string): void {
  const [dim, end] = line !== '' && wantsColour(io, io.stderr) ? ['\u001b[2m', '\u001b[22m'] : ['', '']
  void put(io.stderr, `\r\u001b[2K${dim}${safeToDraw(line).replaceAll('\n', ' ')}${end}`)
}

/**
 * Waits until all results are written.
 *
 * @returns what kept some of them from it; null also where their reader went away (`| head`), which is its own affair
 */
export async function endOutput(io: Io): Promise<NodeJS.ErrnoException | null> {
  const outlet = outletOf(io.stdout)
  if (outlet.failure === null) await new Promise<void>((resolve) => void io.stdout.write('', () => resolve()))
  return outlet.failure?.code === 'EPIPE' ? null : outlet.failure
}

interface Outlet {
  failure: NodeJS.ErrnoException | null
  /** Ends when there is room again, or never will be; null while there is. */
  wait: Promise<void> | null
}

const outlets = new WeakMap<Writable, Outlet>()

// A stream without a listener for its errors would end the process with the first one.
function outletOf(stream: Writable): Outlet {
  const known = outlets.get(stream)
  if (known !== undefined) return known
  const outlet: Outlet = { failure: null, wait: null }
  stream.on('error', (error) => {
    outlet.failure ??= error
  })
  outlets.set(stream, outlet)
  return outlet
}

// A stream that has failed does not say when it has room.
async function put(stream: Writable, text: string): Promise<void> {
  const outlet = outletOf(stream)
  if (outlet.failure !== null || stream.write(text)) return
  outlet.wait ??= waitForRoom(stream, outlet)
  await outlet.wait
}

async function waitForRoom(stream: Writable, outlet: Outlet): Promise<void> {
  await once(stream, 'drain').catch(() => undefined)
  outlet.wait = null
}

/**
 * The stream of an open file. Node's own takes a write for whole of which the disk took a part, so that the end of the
 * results would be lost in silence.
 */
export function openFileOutput(descriptor: number): Writable {
  return new Writable({
    autoDestroy: false,
    write(chunk: Buffer, _encoding, done) {
      try {
        for (let at = 0; at < chunk.length; ) at += writeSync(descriptor, chunk, at)
        done()
      } catch (error) {
        done(error as Error)
      }
    },
  })
}

/** Whether both ends are a person's terminal: only then may a command ask, or draw over its own lines. */
export function isInteractive(io: Io): boolean {
  return io.stdin.isTTY === true && io.stdout.isTTY === true
}

/** Whether to colour what goes to a stream (https://no-color.org; FORCE_COLOR wins over a missing terminal). */
export function wantsColour(io: Io, stream: Io['stdout']): boolean {
  if (io.env['NO_COLOR']) return false
  const forced = io.env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0'
  return stream.isTTY === true && io.env['TERM'] !== 'dumb'
}
