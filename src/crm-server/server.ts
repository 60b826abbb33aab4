// A HubSpot-compatible server on this machine, for tests and trials: a portal behind HTTP, on the loopback address only.
// Whoever starts it in the same process reaches the portal as well.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { openChance, seedOf } from '../core/chance.ts'
import type { Contact } from '../core/contact.ts'
import {
  type Answer,
  answerRequest,
  type Gate,
  HTML_PAGE,
  refuse,
  refuseBy,
  refuseLimit,
  refuseTooLarge,
} from './answer.ts'
import { drawMishap, type Fault, type Mishap } from './faults.ts'
import { type Journal, openJournal } from './journal.ts'
import { type LimitName, openLimits } from './limits.ts'
import { openPortal, type Portal } from './portal.ts'
import { seedPortal } from './seed.ts'
import { strangerProblem } from './stranger.ts'

export interface CrmServerOptions {
  /** Any free one unless stated. */
  readonly port?: number
  /** Whom the portal starts with, unless its file holds a portal already. */
  readonly contacts?: Iterable<Contact> | AsyncIterable<Contact>
  /** Where the portal is kept; in memory only unless stated. */
  readonly db?: string
  /** The one token that is taken; any unless stated. */
  readonly token?: string
  /** What every token may do, as in `crm.objects.contacts.read`; everything unless stated. */
  readonly scopes?: readonly string[]
  readonly limits?: LimitName
  readonly indexLagMs?: number
  readonly clockSkewMs?: number
  readonly faults?: readonly Fault[]
  /** Decides which requests meet the faults. */
  readonly seed?: string
  readonly portalId?: number
  readonly mergeInto?: 'primary' | 'new'
  /** The clock, before its skew; the real one unless stated. */
  readonly now?: () => number
  readonly onRequest?: (request: AnsweredRequest) => void
}

export interface AnsweredRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  /** Null when the connection was cut instead. */
  readonly status: number | null
}

export interface CrmServer {
  /** `http://127.0.0.1:…`, without a slash at its end. */
  readonly url: string
  readonly portal: Portal
  /** The portal's clock. */
  now(): number
  /** How many requests arrived, refused ones included. */
  requests(): number
  /** From the next request on. */
  setFaults(faults: readonly Fault[]): void
  close(): Promise<void>
}

const LOOPBACK = '127.0.0.1'
const USUAL_PORTAL_ID = 100_000_001

/** @throws Error when the port is taken, or the file is not a portal's */
export async function openCrmServer(options: CrmServerOptions = {}): Promise<CrmServer> {
  const { now: clock = Date.now, clockSkewMs = 0, seed = '1' } = options
  const now = () => clock() + clockSkewMs
  const { portal, journal } = await openKept(options, now())
  const limits = openLimits(options.limits ?? 'none')
  const gate: Gate = { portal, token: options.token ?? null, scopes: options.scopes ?? null }
  const chance = openChance(seedOf(seed))
  let faults = options.faults ?? []
  let count = 0

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    count += 1
    const mishap = drawMishap(faults, chance)
    const text = await readBody(request)
    if (mishap.delayMs > 0) await sleep(mishap.delayMs)
    const answer = answerTo(request, text, mishap)
    const { method = '', url: path = '' } = request
    options.onRequest?.({ method, path, status: mishap.isCut ? null : answer.status })
    send(response, answer, mishap)
  }

  function answerTo(request: IncomingMessage, text: string | null, mishap: Mishap): Answer {
    const at = now()
    const { method = '', url = '', headers } = request
    const isSearch = /\/search(?:\?|$)/.test(url)
    const date = { Date: new Date(at).toUTCString() }
    const { host, origin, 'sec-fetch-site': site } = headers
    const stranger = strangerProblem({ host, origin, site: site?.toString() }, request.socket.localPort ?? 0)
    if (stranger !== null) return withHeaders(refuse(stranger), date)
    const done = () => {
      if (text === null) return refuseTooLarge()
      const asked = { method, url, text, at, repeatsPage: mishap.repeatsPage }
      const { authorization = '', 'content-type': contentType = '' } = headers
      const answer = answerRequest(gate, { ...asked, authorization, contentType })
      journal?.save()
      return answer
    }
    const limit = limits.admit(isSearch, at)
    if (limit !== null) return withHeaders(refuseLimit(limit), date)
    const answer = mishap.isDone ? done() : null
    if (mishap.html !== null) return withHeaders(HTML_PAGE[mishap.html], date)
    if (mishap.refusal !== null) return withHeaders(refuseBy(mishap.refusal, isSearch), date)
    return withHeaders(answer ?? refuseBy('500', isSearch), { ...date, ...limits.headers(isSearch, at) })
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    serve(request, response).catch((error: unknown) => fail(response, error))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, LOOPBACK, resolve)
  }).catch((error: unknown) => {
    journal?.close()
    throw error
  })
  const { port } = server.address() as AddressInfo

  return {
    url: `http://${LOOPBACK}:${port}`,
    portal,
    now,
    requests: () => count,
    setFaults(next) {
      faults = next
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
      journal?.save()
      journal?.close()
    },
  }
}

interface Kept {
  readonly portal: Portal
  readonly journal: Journal | null
}

async function openKept(options: CrmServerOptions, at: number): Promise<Kept> {
  const { db, indexLagMs = 0, mergeInto = 'primary', contacts = [] } = options
  const file = db === undefined ? null : openJournal(db)
  const portalId = file?.portalId ?? options.portalId ?? USUAL_PORTAL_ID
  const portal = openPortal({ portalId, indexLagMs, mergeInto })
  const journal = file?.attach(portal) ?? null
  if (file === null || file.portalId === null) await seedPortal(portal, contacts, at)
  if (journal === null) portal.changed.clear()
  journal?.save()
  return { portal, journal }
}

// HubSpot's own bound is not published; its largest batches stay well below.
const LONGEST_BODY = 8 * 1024 * 1024

/** Null when it is longer than it may be. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length <= LONGEST_BODY) chunks.push(chunk)
  }
  return length > LONGEST_BODY ? null : Buffer.concat(chunks).toString('utf8')
}

function withHeaders(answer: Answer, headers: Readonly<Record<string, string>>): Answer {
  return { ...answer, headers: { ...answer.headers, ...headers } }
}

function send(response: ServerResponse, { status, headers, text }: Answer, { isCut, truncation }: Mishap): void {
  if (isCut) {
    cut(response)
    return
  }
  if (text === '' || truncation === null) {
    response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(text) })
    response.end(text)
    return
  }
  const half = text.slice(0, Math.ceil(text.length / 2))
  response.writeHead(status, headers)
  if (truncation === 'end') response.end(half)
  else response.write(half, () => cut(response))
}

function cut(response: ServerResponse): void {
  response.socket?.destroy()
}

// A fault of this server's own, or a client that went away.
function fail(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) {
    cut(response)
    return
  }
  const message = error instanceof Error ? error.message : String(error)
  response.writeHead(500, { 'Content-Type': 'application/json;charset=utf-8' })
  response.end(JSON.stringify({ status: 'error', message, correlationId: randomUUID(), category: 'INTERNAL_ERROR' }))
}
