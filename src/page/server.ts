// What the page asks its server, in types. Ringsight answers by the JSON of its commands (docs/json.md).

/** A file that the server keeps for the page. */
export interface KeptFile {
  readonly id: string
  readonly name: string
  /** Bytes. */
  readonly size: number
}

/** What a column is taken for (docs/json.md). */
export interface UsedColumn {
  readonly header: string
  readonly use: 'phone' | 'further' | 'proposed' | 'name' | 'country' | 'id' | 'other' | null
}

/** What a column of a call log is taken for (docs/json.md). */
export interface UsedLogColumn {
  readonly header: string
  readonly use: 'number' | 'time' | 'direction' | null
}

export interface RunState {
  readonly phase: 'running' | 'done' | 'failed' | 'stopped'
  readonly progress: { readonly count: number; readonly noun: string; readonly fraction?: number } | null
  readonly counts: Readonly<Record<string, number>>
  readonly messages: readonly string[]
  readonly made: readonly KeptFile[]
}

export interface Begun {
  readonly id: string
  /** As it would be typed. */
  readonly command: string
}

/** A sentence for the person at the page. `isGone`: the server does not answer any more. */
export class Trouble extends Error {
  readonly isGone: boolean
  constructor(message: string, isGone: boolean) {
    super(message)
    this.isGone = isGone
  }
}

import { WORDS } from './words.ts'

async function ask(path: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(path, { ...init, credentials: 'same-origin' }).catch(() => {
    throw new Trouble(WORDS.stopped, true)
  })
  const answer = (await response.json().catch(() => ({}))) as { readonly message?: string }
  if (!response.ok) throw new Trouble(answer.message ?? WORDS.failed, false)
  return answer
}

/** Who waits for a file to be sent. */
export interface Sending {
  /** Hears how much of it has gone, from 0 to 1. */
  readonly fraction: (fraction: number) => void
  /** Ends it. */
  readonly signal: AbortSignal
}

/**
 * Gives a file to the server.
 *
 * @throws Trouble where the file cannot be read, the server does not take it, or it was ended
 */
export function sendFile(file: File, { fraction, signal }: Sending): Promise<KeptFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/files?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => fraction(total === 0 ? 0 : loaded / total)
    request.onload = () => {
      const answer = request.response as (KeptFile & { readonly message?: string }) | null
      if (request.status === 200 && answer !== null) resolve(answer)
      else reject(new Trouble(answer?.message ?? WORDS.failed, false))
    }
    // A folder, a file that another program has locked, or a server that has ended: a browser says no more than this.
    request.onerror = () =>
      void isAlive().then((isThere) =>
        reject(new Trouble(isThere ? WORDS.notSent(file.name) : WORDS.stopped, !isThere)),
      )
    request.onabort = () => reject(new Trouble(WORDS.failed, false))
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

export async function begin(what: object): Promise<Begun> {
  const headers = { 'content-type': 'application/json' }
  return (await ask('/api/runs', { method: 'POST', headers, body: JSON.stringify(what) })) as Begun
}

export async function stop(id: string): Promise<void> {
  await ask(`/api/runs/${id}/stop`, { method: 'POST' })
}

/** Lines of one type, from one on; `where`: only those whose field has this value. */
export interface WantedLines {
  readonly type: string
  readonly from?: number
  readonly count?: number
  readonly where?: { readonly field: string; readonly value: string } | null
}

export interface Lines<Line> {
  readonly lines: readonly Line[]
  readonly total: number
}

export async function readLines<Line>(
  id: string,
  { type, from = 0, count = 1_000, where = null }: WantedLines,
): Promise<Lines<Line>> {
  const query = new URLSearchParams({ type, from: String(from), count: String(count), ...where })
  return (await ask(`/api/runs/${id}/lines?${query}`)) as Lines<Line>
}

const LOOK_MS = 150

/**
 * Waits for a run's end.
 *
 * @param onState hears how far it has come
 * @throws Trouble with what the command has said, where it failed
 */
export async function finish(id: string, onState: (state: RunState) => void = () => {}): Promise<RunState> {
  for (;;) {
    const state = (await ask(`/api/runs/${id}`)) as RunState
    onState(state)
    if (state.phase === 'failed') throw new Trouble(state.messages.at(-1) || WORDS.failed, false)
    if (state.phase !== 'running') return state
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

/** Whether the server is there. */
export async function isAlive(): Promise<boolean> {
  const response = await fetch('/page.css', { method: 'HEAD' }).catch(() => null)
  return response !== null
}
