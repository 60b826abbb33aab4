// From a request's text to an answer's: who asks, whether they may, what they sent, and what the portal says to it.
import { randomUUID } from 'node:crypto'
import type { Mishap } from './faults.ts'
import type { Policy } from './limits.ts'
import type { Portal } from './portal.ts'
import { invalid, PortalProblem, renderProblem } from './problem.ts'
import { findRoute, type Match, runRoute, scopesOf } from './routes.ts'

/** Who gets in. */
export interface Gate {
  readonly portal: Portal
  /** Null takes any. */
  readonly token: string | null
  /** Null grants all. */
  readonly scopes: readonly string[] | null
}

export interface Incoming {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly authorization: string
  readonly contentType: string
  readonly text: string
  readonly at: number
  readonly repeatsPage: boolean
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

const JSON_HEADERS = { 'Content-Type': 'application/json;charset=utf-8' }

function jsonAnswer(status: number, body: unknown): Answer {
  return body === null
    ? { status, headers: {}, text: '' }
    : { status, headers: JSON_HEADERS, text: JSON.stringify(body) }
}

/** Does what is asked, where the portal can. */
export function answerRequest(gate: Gate, incoming: Incoming): Answer {
  try {
    const { portal } = gate
    const { method, at } = incoming
    if (!incoming.url.startsWith('/')) throw invalid('Expected a path, such as /crm/v3/objects/contacts')
    const { pathname, searchParams: query } = new URL(`http://127.0.0.1${incoming.url}`)
    expectSignedIn(gate, incoming.authorization)
    const match = findRoute(method, pathname)
    expectScope(gate, match)
    const body = readBody(incoming)
    const overlap = incoming.repeatsPage ? Math.floor(Number(query.get('limit') ?? 10) / 2) || 0 : 0
    const reply = runRoute(match, portal, { method, path: pathname, query, body, at, overlap })
    return jsonAnswer(reply.status, reply.body)
  } catch (error) {
    if (error instanceof PortalProblem) return refuse(error)
    throw error
  }
}

function expectSignedIn({ token }: Gate, authorization: string): void {
  const [, given] = /^Bearer\s+(\S+)$/i.exec(authorization) ?? []
  if (given !== undefined && (token === null || given === token)) return
  const message =
    given === undefined
      ? 'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview'
      : 'The access token is not valid, or has expired.'
  throw new PortalProblem(401, message, { category: 'INVALID_AUTHENTICATION' })
}

function expectScope({ scopes }: Gate, match: Match): void {
  const needed = scopesOf(match)
  if (needed.length === 0 || scopes === null || needed.some((scope) => scopes.includes(scope))) return
  const message =
    "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes."
  throw new PortalProblem(403, message, {
    category: 'MISSING_SCOPES',
    errors: [
      {
        message: 'One or more of the following scopes are required.',
        context: { requiredGranularScopes: needed },
      },
    ],
    links: { scopes: 'https://developers.hubspot.com/scopes' },
  })
}

function readBody({ method, contentType, text }: Incoming): unknown {
  if (text === '') return undefined
  if (method !== 'GET' && !/^application\/json\b/i.test(contentType)) {
    throw new PortalProblem(415, 'HTTP 415 Unsupported Media Type', { category: 'UNSUPPORTED_MEDIA_TYPE' })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalid(`Invalid input JSON: ${error instanceof Error ? error.message : error}`)
  }
}

export function refuse(problem: PortalProblem): Answer {
  return jsonAnswer(problem.status, renderProblem(problem, randomUUID()))
}

export function refuseTooLarge(): Answer {
  return refuse(new PortalProblem(413, 'The request is too large', { category: 'REQUEST_TOO_LARGE' }))
}

/** The body of 429, which has other fields than all others. */
export function refuseLimit(policyName: Policy): Answer {
  const message = `You have reached your ${policyName.toLowerCase()} limit.`
  return jsonAnswer(429, {
    status: 'error',
    message,
    errorType: 'RATE_LIMIT',
    correlationId: randomUUID(),
    policyName,
    groupName: 'publicapi:crm',
  })
}

const REFUSALS: Readonly<Record<string, readonly [status: number, message: string]>> = {
  '423': [423, 'The resource is locked: a high volume of writes is being processed. Wait at least 2 seconds.'],
  '477': [477, 'The account is being migrated to another data centre.'],
  '500': [500, 'internal error'],
  '502': [502, 'bad gateway'],
  '503': [503, 'service unavailable'],
  '504': [504, 'gateway timeout'],
}

/** An answer that a fault asks for. */
export function refuseBy(refusal: NonNullable<Mishap['refusal']>, isSearch: boolean): Answer {
  if (refusal === 'daily') return refuseLimit('DAILY')
  if (refusal === '429') return refuseLimit(isSearch ? 'SECONDLY' : 'TEN_SECONDLY_ROLLING')
  const [status, message] = REFUSALS[refusal] ?? [500, 'internal error']
  const answer = jsonAnswer(status, { status: 'error', message, correlationId: randomUUID() })
  return refusal === '477' ? { ...answer, headers: { ...answer.headers, 'Retry-After': '1' } } : answer
}

const HTML_HEADERS = { 'Content-Type': 'text/html;charset=utf-8' }

/** What stands between a client and HubSpot says so in HTML. */
export const HTML_PAGE: Readonly<Record<NonNullable<Mishap['html']>, Answer>> = {
  gateway: { status: 502, headers: HTML_HEADERS, text: '<html><body><h1>502 Bad Gateway</h1></body></html>' },
  portal: { status: 200, headers: HTML_HEADERS, text: '<html><body><h1>Welcome to our Wi-Fi</h1></body></html>' },
}
