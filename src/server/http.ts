// HTTP as the server speaks it: routes, limits on what clients send, and answers as data put on the wire. The one file that
// names fastify. Decides nothing about contacts.
import { isUtf8 } from 'node:buffer'
import { open } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import { createServer as createTlsServer, Server as TlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'

/** A request before its body has come. */
export interface Head {
  readonly method: string
  /** As it was registered: `/v1/prefix/:hash`. */
  readonly route: string
  /** What it asks for the server by; null where that is nothing, or several names. */
  readonly host: string | null
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly params: Readonly<Record<string, string>>
  /** The client's address; behind a proxy, what that says it is. */
  readonly from: string
  /** Likewise: how the client reached it. */
  readonly protocol: string
}

/** What is sent back. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | FilePart | null
}

/** Bytes of a file, from the first to the last. */
export interface FilePart {
  readonly file: string
  readonly from: number
  readonly to: number
}

/** What a body is: JSON comes parsed, a form as an object of texts, XML as its text, bytes as a stream of any length. */
export type BodyKind = 'json' | 'form' | 'xml' | 'bytes'

export interface Route<Grant> {
  /** PROPFIND and REPORT are WebDAV's (RFC 4918, RFC 3253). */
  readonly method: 'GET' | 'POST' | 'OPTIONS' | 'PROPFIND' | 'REPORT'
  readonly path: string
  /** JSON alone unless stated. */
  readonly takes?: readonly BodyKind[]
  /** Asked before the body is read: the grant, or why there is none. */
  readonly admit: (head: Head) => Grant | Refused
  readonly answer: (head: Head, grant: Grant, body: unknown) => Answer | Promise<Answer>
}

/** A request that is not answered, and why. */
export interface Refused {
  readonly refused: Answer
}

export interface HttpOptions<Grant> {
  readonly host: string
  readonly port: number
  readonly tls: { readonly cert: string; readonly key: string } | null
  readonly isBehindProxy: boolean
  readonly routes: readonly Route<Grant>[]
  /** Whether nothing at an address, and nothing like it, may be answered with a text that says what is wrong. */
  readonly isQuiet?: (path: string) => boolean
  /** Hears of every answer, with how long it took: a text until the system had it, a file until it was gone. */
  readonly onAnswer: (head: Head, status: number, ms: number) => void
  /** Hears of what no client is to see. */
  readonly onError: (error: unknown) => void
  readonly limits?: Partial<HttpLimits>
}

export interface HttpLimits {
  /** A whole request must have come after so long. */
  readonly requestMs: number
  readonly headersMs: number
  readonly connections: number
}

export interface Http {
  readonly port: number
  /** Takes other keys for connections from now on. */
  setTls(tls: { readonly cert: string; readonly key: string }): void
  /** Answers what has come, and takes nothing more. */
  close(): Promise<void>
}

// Notes of 65,536 characters and 50 tasks, whatever JSON escapes of them.
const LONGEST_BODY = 512 * 1024
const USUAL_LIMITS: HttpLimits = { requestMs: 20_000, headersMs: 10_000, connections: 20_000 }
const LONGEST_CLOSE_MS = 10_000

export async function openHttp<Grant>(options: HttpOptions<Grant>): Promise<Http> {
  const { tls, routes, onAnswer, onError, isQuiet = () => false } = options
  const limits = { ...USUAL_LIMITS, ...options.limits }
  const settings = {
    requestTimeout: limits.requestMs,
    headersTimeout: limits.headersMs,
    keepAliveTimeout: 72_000,
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: 16 * 1024,
    // Node would refuse without a word.
    requireHostHeader: false,
  }
  const admittedOf = (request: FastifyRequest) => request as FastifyRequest & { admitted: Admitted<Grant> | null }

  // Told by whoever sends, and not by a hook: fastify's for the end of a response costs more than a look-up.
  function finish(reply: FastifyReply, answer: Answer, { head, startedAt }: Begun) {
    const tell = () => onAnswer(head, reply.statusCode, performance.now() - startedAt)
    if (typeof answer.body === 'string') {
      const sent = send(reply, answer)
      tell()
      return sent
    }
    reply.raw.once('close', tell)
    return send(reply, answer)
  }

  const refuse = (socket: Socket, url: string | undefined, status: number) =>
    refuseOn(socket, isQuiet(url ?? '') ? withoutText(problemOf(status)) : problemOf(status))

  const toldTo = (request: FastifyRequest, answer: Answer) => (isQuiet(request.url) ? withoutText(answer) : answer)

  function sendProblem(request: FastifyRequest, reply: FastifyReply, answer: Answer) {
    const begun = admittedOf(request).admitted ?? { head: headOf(request, ''), startedAt: performance.now() }
    return finish(reply, toldTo(request, answer), begun)
  }

  const app: FastifyInstance = fastify({
    logger: false,
    // Of a request that has no query yet, and no route.
    frameworkErrors: (_error, request, reply) => void send(reply, toldTo(request, problemOf(400))),
    clientErrorHandler: (error, socket) => answerClientError(error, socket, isQuiet),
    bodyLimit: LONGEST_BODY,
    // The nearest proxy alone is believed: what stands before it in the header, a client may have written.
    trustProxy: options.isBehindProxy ? (_address: string, hop: number) => hop === 0 : false,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 64 },
    serverFactory: (handler) =>
      tls === null ? createServer(settings, handler) : (createTlsServer({ ...settings, ...tls }, handler) as Server),
  })
  app.decorateRequest('admitted', null)

  app.removeContentTypeParser('text/plain')
  // Bytes that are no UTF-8 would be taken for others: two call ids for one.
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser(KINDS.json, { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    if (isUtf8(bytes)) parseJson(request, bytes.toString('utf8'), done)
    else done(Object.assign(new Error('expected JSON in UTF-8, found other bytes'), { statusCode: 400 }))
  })
  app.addContentTypeParser(KINDS.form, { parseAs: 'string' }, (_request, text, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(text)))),
  )
  app.addContentTypeParser(KINDS.xml, { parseAs: 'string' }, (_request, text, done) => done(null, text))
  app.addContentTypeParser(KINDS.bytes, (_request, bytes, done) => done(null, bytes))
  for (const method of ['PROPFIND', 'REPORT']) app.addHttpMethod(method, { hasBody: true })
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, NOT_FOUND))
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) onError(error)
    return sendProblem(request, reply, problemOf(status))
  })

  /** Lets a request in; null where it was refused, and told so. */
  function enter(
    request: FastifyRequest,
    reply: FastifyReply,
    { path, takes = JSON_ALONE, admit }: Route<Grant>,
  ): Admitted<Grant> | null {
    const [head, startedAt] = [headOf(request, path), performance.now()]
    const grant = admit(head)
    if (isRefused(grant)) {
      void finish(reply, grant.refused, { head, startedAt })
      return null
    }
    const kind = kindOf(head.headers['content-type'])
    if (kind !== null && !takes.includes(kind)) {
      void finish(reply, wrongKind(takes), { head, startedAt })
      return null
    }
    const admitted = { head, startedAt, grant }
    admittedOf(request).admitted = admitted
    return admitted
  }

  for (const route of routes) {
    const { method, path: url, answer } = route
    const go = (reply: FastifyReply, admitted: Admitted<Grant>, body: unknown) => {
      const made = answer(admitted.head, admitted.grant, body)
      return made instanceof Promise
        ? made.then((each) => finish(reply, each, admitted))
        : finish(reply, made, admitted)
    }
    if (method === 'GET') {
      // No body is read: whoever asks is let in by the handler, which costs less than a hook before it.
      const handler = (request: FastifyRequest, reply: FastifyReply) => {
        const admitted = enter(request, reply, route)
        return admitted === null ? reply : go(reply, admitted, undefined)
      }
      app.route({ method: ['GET', 'HEAD'], url, handler })
      continue
    }
    app.route({
      method,
      url,
      onRequest(request, reply, done) {
        if (enter(request, reply, route) !== null) done()
      },
      handler(request, reply) {
        const { admitted } = admittedOf(request)
        return admitted === null ? sendProblem(request, reply, NOT_FOUND) : go(reply, admitted, request.body)
      },
    })
  }

  app.server.maxConnections = limits.connections
  // What Node would answer without a word, or not at all, before any route is looked for.
  app.server.on('checkExpectation', ({ url, socket }: IncomingMessage) => refuse(socket, url, 417))
  app.server.on('connect', ({ url }: IncomingMessage, socket: Socket) => refuse(socket, url, 405))
  await app.listen({ host: options.host, port: options.port })
  return {
    port: (app.server.address() as AddressInfo).port,
    setTls(next) {
      if (app.server instanceof TlsServer) app.server.setSecureContext(next)
    },
    async close() {
      const closed = app.close()
      const late = setTimeout(() => app.server.closeAllConnections(), LONGEST_CLOSE_MS)
      await closed
      clearTimeout(late)
    },
  }
}

/** A request that is being answered, and since when, by a clock that nobody sets. */
interface Begun {
  readonly head: Head
  readonly startedAt: number
}

interface Admitted<Grant> extends Begun {
  readonly grant: Grant
}

/** An answer of JSON, for this moment. */
export function json(status: number, value: object): Answer {
  return { status, headers: { 'cache-control': 'no-store' }, body: JSON.stringify(value) }
}

/** An answer that says what is wrong: a word for programs, a sentence for people. */
export function problem(status: number, error: string, message: string, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'cache-control': 'no-store', ...headers }, body: JSON.stringify({ error, message }) }
}

/** The same for programs that take any text for what they asked for: the word alone, in a header. */
export function withoutText({ status, headers, body }: Answer): Answer {
  const { error } = JSON.parse(typeof body === 'string' ? body : '{}') as { error?: string }
  return { status, headers: { ...headers, ...PLAIN, 'ringsight-problem': error ?? '' }, body: '' }
}

const JSON_TYPE = 'application/json; charset=utf-8'
export const PLAIN = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }

const JSON_ALONE: readonly BodyKind[] = ['json']
const KINDS: Readonly<Record<BodyKind, string[]>> = {
  json: ['application/json'],
  form: ['application/x-www-form-urlencoded'],
  xml: ['application/xml', 'text/xml'],
  bytes: ['application/octet-stream'],
}

/** The kind that a Content-Type states; null for none, and for one that nothing takes. */
function kindOf(contentType: string | undefined): BodyKind | null {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
  return (['json', 'form', 'xml', 'bytes'] as const).find((kind) => KINDS[kind].includes(type)) ?? null
}

function wrongKind(takes: readonly BodyKind[]): Answer {
  const types = takes.map((kind) => KINDS[kind][0]).join(' or ')
  return problem(415, 'wrong-type', `Expected a body of the type ${types}, found another.`)
}

const NOT_FOUND = problem(404, 'not-found', 'There is nothing at this address, or not for this method.')

function problemOf(status: number): Answer {
  return problem(status, ...(SENTENCES[status] ?? SENTENCES[500] ?? ['', '']))
}

/** Answers what is no request that can be read. Of one whose address is not known either, nobody can say who takes texts for names. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket, isQuiet: (path: string) => boolean): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  // Whoever sends just now, on a connection that was opened ahead, would take a 408 for the answer; a connection that is closed, it replaces.
  if (socket.bytesRead === 0) {
    socket.destroy()
    return
  }
  const { rawPacket } = error as { readonly rawPacket?: Buffer }
  const [, path = null] = /^[A-Z]+ (\S+)/.exec(rawPacket?.toString('latin1', 0, 200) ?? '') ?? []
  const told = problemOf(CLIENT_ERRORS[error.code ?? ''] ?? 400)
  refuseOn(socket, path === null || isQuiet(path) ? withoutText(told) : told)
}

/** Says it on a connection that is no request's, and closes it. */
function refuseOn(socket: Socket, { status, headers, body }: Answer): void {
  const text = typeof body === 'string' ? body : ''
  const head = Object.entries({ 'content-type': JSON_TYPE, ...headers, connection: 'close' })
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...head.map(([name, value]) => `${name}: ${value}`)]
  if (socket.writable)
    socket.write(`${lines.join('\r\n')}\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  socket.destroy()
}

// By the codes of Node's server and its parser.
const CLIENT_ERRORS: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 }

// What a client is told of what fastify found wrong; its own words quote what was sent.
const SENTENCES: Readonly<Record<number, readonly [string, string]>> = {
  400: [
    'bad-request',
    'Expected a request of HTTP/1.1, with JSON in UTF-8 that can be read where it has a body, found another.',
  ],
  405: ['not-found', 'There is nothing at this address, or not for this method.'],
  408: ['too-slow', 'Expected a whole request in time, found a part of one.'],
  413: ['too-large', `Expected a body of at most ${LONGEST_BODY} bytes, found a longer one.`],
  431: ['too-large', 'Expected an address and headers of at most 16 KiB, found longer ones.'],
  417: ['bad-request', 'Expected no Expect, or 100-continue, found another.'],
  415: ['not-json', 'Expected a body of the type application/json, found another.'],
  500: ['failed', 'The server failed to answer; its log says why.'],
}

// The route is told by whoever registered it: fastify's routeOptions are made anew each time that somebody reads them.
function headOf(request: FastifyRequest, route: string): Head {
  return {
    method: request.method,
    route,
    host: hostOf(request.raw),
    headers: request.headers as Head['headers'],
    query: request.query as Head['query'],
    params: request.params as Head['params'],
    from: request.ip,
    protocol: request.protocol,
  }
}

/** The name in the target, else the one in the header, of which there may be one (RFC 9112, section 3.2). */
function hostOf({ url = '', headers, rawHeaders }: IncomingMessage): string | null {
  let hosts = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1
  }
  if (hosts > 1) return null
  return url.startsWith('/') ? (headers.host ?? null) : (/^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? null)
}

/** Whether a request is not answered. */
export function isRefused(grant: unknown): grant is Refused {
  return typeof grant === 'object' && grant !== null && 'refused' in grant
}

function send(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply | Promise<FastifyReply> {
  reply.code(status)
  if (headers !== undefined) reply.headers(headers)
  if (typeof body === 'string') {
    if (headers?.['content-type'] === undefined) reply.header('content-type', JSON_TYPE)
    // For HEAD it is counted and left out.
    return reply.send(body)
  }
  // Nothing, and not null, which fastify would send as JSON: a 304 of four bytes.
  return body === null || reply.request.method === 'HEAD' ? reply.send() : sendPart(reply, body)
}

// Opened before the head is sent: a file that is gone by now is told as what it is.
async function sendPart(reply: FastifyReply, { file, from, to }: FilePart): Promise<FastifyReply> {
  const handle = await open(file).catch(() => null)
  if (handle === null) {
    for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name)
    return send(
      reply,
      problem(503, 'not-ready', 'A newer generation has just taken its place: ask again.', { 'retry-after': '1' }),
    )
  }
  return reply.send(handle.createReadStream({ start: from, end: to }))
}
