// What a command may touch of the world. Commands take it as an argument, so that a test can hand them another one.
import type { Readable, Writable } from 'node:stream'
import { renderJson } from '../core/text.ts'
import type { ExitCode } from './exit.ts'

export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  /** Results. */
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  /** Progress, warnings and errors. */
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly env: Readonly<Record<string, string | undefined>>
  now(): Date
  newId(): string
  /** Sets the status of the process; the last call counts. */
  exit(code: ExitCode): void
}

/** Writes one line of results, waiting when the reader is slower than we are. */
export async function printLine(io: Io, line: string): Promise<void> {
  if (!io.stdout.write(`${line}\n`)) await new Promise((resolve) => io.stdout.once('drain', resolve))
}

/** Writes one JSON object on a line of its own. */
export function printJson(io: Io, value: unknown): Promise<void> {
  return printLine(io, renderJson(value))
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
