// An app under test as a process: JSON lines to it and from it, a limit to everything, and nothing of it left when it ends.
// Knows no message but `end`.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { AppFault } from '../app/app-fault.ts'
import { renderCount } from '../text/count.ts'
import { shortLine } from '../text/safe.ts'
import type { AppCommand } from './command.ts'

/** A process that answers. */
export interface AppProcess {
  /** The first line that it printed. @throws AppFault */
  hello(): Promise<unknown>
  /** Writes one message, and waits for what it prints until `end`. @throws AppFault */
  ask(message: object, moreMs?: number): Promise<readonly unknown[]>
  /** Ends it at once, and every process that it has started. */
  kill(): void
}

// An iPhone's labels come in one line: those of 200,000 contacts fit.
const LONGEST_LINE = 16_777_216
const MOST_REQUESTS = 1_000
const LAST_WORDS = 400
const NOT_JSON = 'printed what is not JSON; stdout is for messages, stderr for all else'
const NOT_ASKED =
  'printed more behind the "end" of its answer, before it was told anything else: one "end" too many, or another thread'
const WHY_NOT_STARTED: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such program',
  EACCES: 'it is no program that may be run',
}

export interface ProcessOptions {
  /** How long an answer may take, on the machine's clock. */
  readonly timeoutMs: number
  /** Ends it at once. */
  readonly signal?: AbortSignal | undefined
}

/** Starts a program in a process group of its own, without a shell. */
export function openAppProcess({ program, args }: AppCommand, { timeoutMs, signal }: ProcessOptions): AppProcess {
  const child: ChildProcessWithoutNullStreams = spawn(program, args, { detached: true, stdio: 'pipe' })
  const lines: string[] = []
  /** The pieces of a line that has not ended, and how long they are. */
  let pieces: string[] = []
  let length = 0
  let words = ''
  let lastLine = ''
  let fault: AppFault | null = null
  let wake = () => {}

  function fail(why: string): void {
    if (fault !== null) return
    const said = words.trim() === '' ? lastLine : words.trim()
    fault = new AppFault(`the app ${why}${said === '' ? '' : `; its last words: ${shortLine(said, LAST_WORDS)}`}`)
    kill()
    wake()
  }

  function kill(): void {
    process.off('exit', kill)
    signal?.removeEventListener('abort', kill)
    child.stdin.destroy()
    killGroup()
  }

  function killGroup(): void {
    if (child.pid === undefined) return
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch {
      // All of the group are gone already.
    }
  }

  const decoder = new TextDecoder('utf-8', { fatal: true })
  child.stdout.on('data', (bytes: Buffer) => {
    try {
      hear(decoder.decode(bytes, { stream: true }))
    } catch {
      fail('printed what is not UTF-8')
    }
  })

  function hear(text: string): void {
    const [first = '', ...more] = text.split('\n')
    pieces.push(first)
    length += first.length
    if (more.length > 0) {
      const last = more.pop() ?? ''
      lines.push(...[pieces.join(''), ...more].filter((line) => line.trim() !== ''))
      pieces = [last]
      length = last.length
    }
    if (length > LONGEST_LINE) fail(`printed a line of more than ${renderCount(LONGEST_LINE)} characters`)
    else if (lines.length > MOST_REQUESTS && !isJson(lines[0])) fail(NOT_JSON)
    else if (lines.length > MOST_REQUESTS) fail(`asked for more than ${renderCount(MOST_REQUESTS)} things at once`)
    else wake()
  }

  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-LAST_WORDS)
  })
  // What cannot be written is told by the process's end.
  child.stdin.on('error', () => {})
  child.on('error', (error: NodeJS.ErrnoException) => {
    const why = WHY_NOT_STARTED[error.code ?? ''] ?? error.code ?? error.message
    fail(`cannot be started: ${shortLine(program, 200)}: ${why}`)
  })
  // What it has started must not outlive it, nor hold its pipes open.
  child.on('exit', killGroup)
  child.on('close', (code, signal) => {
    fail(signal === null ? `ended by itself with status ${code}` : `was ended by ${signal}`)
  })
  process.on('exit', kill)
  signal?.addEventListener('abort', kill)
  if (signal?.aborted) kill()

  async function nextLine(until: number, wanted = 'answer'): Promise<unknown> {
    for (;;) {
      const line = lines.shift()
      if (line !== undefined) return parse(line)
      if (fault !== null) throw fault
      const left = until - performance.now()
      if (left <= 0) fail(`did not ${wanted} within ${timeoutMs / 1000} s`)
      else await waitForMore(left)
    }
  }

  function waitForMore(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  function parse(line: string): unknown {
    lastLine = line.slice(0, LAST_WORDS)
    try {
      return JSON.parse(line)
    } catch {
      fail(NOT_JSON)
      throw fault
    }
  }

  return {
    hello: () => nextLine(performance.now() + timeoutMs, 'print its hello'),
    async ask(message, moreMs = 0) {
      const [unasked] = lines
      if (fault === null && unasked !== undefined) {
        parse(unasked)
        fail(NOT_ASKED)
      }
      if (fault !== null) throw fault
      child.stdin.write(`${JSON.stringify(message)}\n`)
      const until = performance.now() + timeoutMs + moreMs
      const asked: unknown[] = []
      for (;;) {
        const value = await nextLine(until)
        if ((value as { readonly type?: unknown } | null)?.type === 'end') return asked
        asked.push(value)
        if (asked.length > MOST_REQUESTS) fail(`asked for more than ${renderCount(MOST_REQUESTS)} things at once`)
      }
    },
    kill() {
      fault ??= new AppFault('the app was ended')
      kill()
    },
  }
}

function isJson(line = ''): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}
