// One request to HubSpot, at a pace that it allows: JSON there, JSON back, or a CrmError. Knows no endpoints. The token
// leaves in a header and nowhere else: answers are freed of it before anything of them is read.
import { type Answer, type Asked, type Body, crmError, readFailure, readLoss, unreadable } from './failure.ts'
import { asObject, type Json, readJson } from './json.ts'
import { delayOf, GENERAL_PACE, isCounted, noteAnswer, type StatedLimit, searchPace } from './pace.ts'
import { isToken, NO_TOKEN, openRedaction } from './token.ts'

const HUBSPOT_URL = 'https://api.hubapi.com'

export interface HttpOptions {
  readonly token: string
  /** Of the server: https, or http on this machine. HUBSPOT_URL unless stated. */
  readonly baseUrl?: string
  /** Global fetch unless stated. */
  readonly fetch?: typeof fetch
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Waits so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>
  /** How long a request may take with its answer; 30 seconds unless stated. */
  readonly timeoutMs?: number
  /** HubSpot documents 5; 4 unless stated, since an account's apps share them. */
  readonly searchesPerSecond?: number
  /** Told of every request when it is over; nothing of it is secret or personal. */
  readonly log?: (line: RequestLine) => void
}

export interface RequestLine {
  readonly method: string
  readonly path: string
  /** Null when no answer came. */
  readonly status: number | null
  readonly ms: number
}

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly isWrite?: boolean
  readonly isSearch?: boolean
}

export interface Reply {
  readonly json: Json
  /** HubSpot's clock where the answer tells it, else ours. Milliseconds since the epoch. */
  readonly at: number
  /** 207: some of a batch failed. */
  readonly isPartial: boolean
}

export interface Http {
  /** @throws CrmError */
  send(request: Request): Promise<Reply>
  /** How many requests were made so far. */
  requests(): number
}

const TIMEOUT_MS = 30_000
const SEARCHES_PER_SECOND = 4
// More than a hundred records with the longest texts that HubSpot keeps.
const LARGEST_ANSWER = 32 * 1024 * 1024

/** @throws RangeError when the token cannot be one, or the address is not safe to send it to */
export function openHttp(options: HttpOptions): Http {
  const { now, pause, fetch: ask = fetch, timeoutMs = TIMEOUT_MS, log = () => {} } = options
  const token = checkToken(options.token)
  const redact = openRedaction(token)
  const base = checkBaseUrl(options.baseUrl ?? HUBSPOT_URL)
  const machine = isLoopback(new URL(base).hostname) ? base : null
  let general = GENERAL_PACE
  let search = searchPace(options.searchesPerSecond ?? SEARCHES_PER_SECOND)
  let count = 0

  async function send(request: Request): Promise<Reply> {
    const asked: Asked = { method: request.method, path: request.path, isWrite: request.isWrite === true }
    const waitMs = Math.max(delayOf(general, now()), request.isSearch ? delayOf(search, now()) : 0)
    if (waitMs > 0) await pause(waitMs)
    count += 1
    const from = now()
    const exchanged = await exchange(request).catch((error: unknown) => readLoss(asked, error, machine))
    const status = 'answer' in exchanged ? exchanged.answer.status : null
    log({ method: request.method, path: request.path, status, ms: now() - from })
    if (request.isSearch) search = noteAnswer(search, now(), NOT_STATED)
    if (!('answer' in exchanged)) throw exchanged
    if (isCounted(exchanged.limit)) general = noteAnswer(general, now(), exchanged.limit)
    return readReply(asked, exchanged.answer)
  }

  async function exchange(request: Request): Promise<{ readonly answer: Answer; readonly limit: StatedLimit }> {
    const response = await ask(addressOf(base, request), {
      method: request.method,
      headers: headersFor(token, request),
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      // Whatever another address is, the token is not for it.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const { status, headers } = response
    const at = Date.parse(headers.get('date') ?? '')
    return {
      answer: {
        status,
        retryAfter: headers.get('retry-after'),
        body: readBody(await readText(response), redact),
        at: Number.isNaN(at) ? now() : at,
      },
      limit: readLimit(headers),
    }
  }

  return { send, requests: () => count }
}

function addressOf(base: string, { path, query = {} }: Request): string {
  const search = new URLSearchParams(query).toString()
  return `${base}${path}${search === '' ? '' : `?${search}`}`
}

function headersFor(token: string, { body }: Request): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    'user-agent': 'ringsight',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
}

async function readText({ body }: Response): Promise<string> {
  if (body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > LARGEST_ANSWER) throw crmError({ kind: 'server' }, `HubSpot's answer is over ${LARGEST_ANSWER} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

// The one way in for what a server says: no token gets further than this.
function readBody(text: string, redact: (text: string) => string): Body {
  const start = text.trimStart().charAt(0)
  if (start === '') return { kind: 'none' }
  if (start === '<') return { kind: 'page' }
  const json = readJson(text, redact)
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json)
  return isObject ? { kind: 'json', json: asObject(json) } : { kind: 'other' }
}

function readReply(asked: Asked, answer: Answer): Reply {
  const { status, body, at } = answer
  if (status < 200 || status > 299) throw readFailure(asked, answer)
  if (body.kind === 'none' && status === 204) return { json: {}, at, isPartial: false }
  if (body.kind !== 'json') throw unreadable(asked, answer, 'a JSON object')
  return { json: body.json, at, isPartial: status === 207 }
}

const NOT_STATED: StatedLimit = { max: null, intervalMs: null, remaining: null }

function readLimit(headers: Headers): StatedLimit {
  const stated = (name: string) => {
    const text = headers.get(`x-hubspot-ratelimit-${name}`)
    return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null
  }
  return { max: stated('max'), intervalMs: stated('interval-milliseconds'), remaining: stated('remaining') }
}

// What is none is a mistake, and fetch would quote it in its error.
function checkToken(text: string): string {
  const token = text.trim()
  if (isToken(token)) return token
  throw new RangeError(token === '' ? 'expected an access token, found nothing' : NO_TOKEN)
}

/**
 * The address of a server without the slash at its end.
 *
 * @throws RangeError when it is none, or the token would travel there in clear
 */
function checkBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const fix = `give one like ${HUBSPOT_URL} or http://127.0.0.1:8080`
  // Of an address that cannot be read, nothing is quoted: there may be a password in it.
  if (url === null || !/^https?:$/.test(url.protocol)) throw new RangeError(`expected a server's address: ${fix}`)
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new RangeError(`expected a server's address without user, query or fragment: ${fix}`)
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new RangeError(
      `expected https, found http://${url.host}: the access token would travel in clear. Use https; http is for this machine only`,
    )
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
}
