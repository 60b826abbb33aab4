// What an answer of HubSpot that is no result, or the lack of one, means. Pure. Of a write it says that nothing was done
// only where that is certain: whatever else is `timeout` or `server`, after which the outbox looks before it asks again.
import type { Failure } from '../../core/retry.ts'
import { hasWords, maskNumbers, shortLine } from '../../text/safe.ts'
import { CrmError } from '../crm.ts'
import { asList, asObject, asText, type Json } from './json.ts'

export interface Asked {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** Something is there afterwards that was not there before. */
  readonly isWrite: boolean
}

export interface Answer {
  readonly status: number
  readonly retryAfter: string | null
  readonly body: Body
  /** HubSpot's clock where the answer tells it, else ours. Milliseconds since the epoch. */
  readonly at: number
}

/** What came with an answer: nothing, a JSON object, or something that HubSpot never sends. */
export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly json: Json }
  | { readonly kind: 'page' }
  | { readonly kind: 'other' }

const SECOND = 1_000
// What HubSpot asks for: two seconds at least after a 423, and as long as the limit is wide after a 429.
const LOCKED_MS = 2 * SECOND
const POLICY_MS: readonly (readonly [RegExp, number])[] = [
  [/TEN_?SECONDLY/i, 10 * SECOND],
  [/SECONDLY/i, SECOND],
]

/** The error of an answer with a status that is no success. */
export function readFailure(asked: Asked, answer: Answer): CrmError {
  if (answer.body.kind === 'page' || answer.body.kind === 'other') return readForeign(asked, answer)
  const body = answer.body.kind === 'json' ? answer.body.json : {}
  const failure = failureOf(asked, answer, body)
  const said = failure.kind === 'refused' ? failure.says : explain(body)
  return crmError(failure, `HubSpot answered ${answer.status} to ${describe(asked)}`, said)
}

function failureOf(asked: Asked, answer: Answer, body: Json): Failure {
  const { status } = answer
  if (status === 429) return readLimit(answer, body)
  if (status === 423) return { kind: 'rate-limited', retryAfterMs: Math.max(LOCKED_MS, retryAfterMs(answer) ?? 0) }
  if (status === 477) return { kind: 'rate-limited', retryAfterMs: retryAfterMs(answer) }
  if (status === 401) return { kind: 'unauthorised' }
  if (status === 403) return readForbidden(body)
  if (status === 404) return { kind: 'not-found' }
  if (status === 408) return { kind: 'timeout' }
  // Network Authentication Required (RFC 6585): a network that wants its users to sign in first.
  if (status === 511) return asked.isWrite ? { kind: 'timeout' } : { kind: 'offline' }
  if (status >= 500) return { kind: 'server' }
  if (status < 400) return unanswered(asked)
  return namesMissing(body) ? { kind: 'not-found' } : { kind: 'refused', says: explain(body) }
}

function readLimit(answer: Answer, body: Json): Failure {
  const policy = `${asText(body['policyName'])} ${asText(body['message'])}`
  const isDaily = /\bDAILY\b/i.test(policy)
  const known = isDaily ? null : (POLICY_MS.find(([name]) => name.test(policy))?.[1] ?? null)
  return { kind: 'rate-limited', retryAfterMs: retryAfterMs(answer) ?? known, ...(isDaily ? { isDaily } : {}) }
}

/** RFC 9110, 10.2.3: in seconds, or as a date. */
function retryAfterMs({ retryAfter, at }: Answer): number | null {
  if (retryAfter === null) return null
  const seconds = /^\s*\d{1,9}(?:\.\d+)?\s*$/.test(retryAfter) ? Number(retryAfter) : Number.NaN
  const ms = Number.isNaN(seconds) ? Date.parse(retryAfter) - at : seconds * SECOND
  return Number.isNaN(ms) ? null : Math.max(0, ms)
}

// HubSpot names one scope or a few; whoever names more is not HubSpot, and is not read to the end.
const MOST_SCOPES = 10
const MOST_DETAILS = 20
const LONGEST_WORDS = 1_000

function readForbidden(body: Json): Failure {
  const contexts = [body, ...detailsOf(body)].map(({ context }) => asObject(context))
  const lacks = contexts.flatMap((context) =>
    ['requiredGranularScopes', 'requiredScopes', 'missingScopes'].flatMap((name) =>
      asList(context[name]).slice(0, MOST_SCOPES).map(asText),
    ),
  )
  const named = [...new Set(lacks.filter((scope) => /^[\w.-]{1,100}$/.test(scope)))].slice(0, MOST_SCOPES)
  return named.length === 0 ? { kind: 'forbidden' } : { kind: 'forbidden', lacks: named }
}

function detailsOf(body: Json): Json[] {
  return asList(body['errors']).slice(0, MOST_DETAILS).map(asObject)
}

// What is associated with a record that is not there is turned down as invalid.
function namesMissing(body: Json): boolean {
  const codes = [body, ...detailsOf(body)].flatMap((each) => [each['category'], each['subCategory'], each['code']])
  return codes.some((code) => /(?:OBJECT|RECORD)S?_NOT_FOUND|INVALID_OBJECT_IDS?$/.test(wordsOf(code)))
}

/** HubSpot's own words: the message, then what it says of each property. Empty where there are no words. */
function explain(body: Json): string {
  const details = detailsOf(body).flatMap(({ message, context, in: place }) => {
    const said = wordsOf(message)
    const names = [place, ...asList(asObject(context)['propertyName']).slice(0, MOST_DETAILS)].map(wordsOf)
    const name = names.find((text) => text !== '' && !said.includes(text))
    return said === '' ? [] : [name === undefined ? said : `${name}: ${said}`]
  })
  const message = details.length > 0 ? withoutDetails(wordsOf(body['message'])) : wordsOf(body['message'])
  const further = [...new Set(details)].filter((detail) => !message.includes(detail))
  return [message, ...further].filter((text) => text !== '').join(' ')
}

// The message of a validation error ends in the same details as JSON.
function withoutDetails(message: string): string {
  const at = message.indexOf('[{')
  if (at < 0) return message
  const sentence = message.slice(0, at).trimEnd()
  return wordsOf(`${sentence.endsWith(':') ? sentence.slice(0, -1) : sentence}.`)
}

/** A text, if it is one in which anything is said. */
function wordsOf(value: unknown): string {
  const text = asText(value).slice(0, LONGEST_WORDS)
  return hasWords(text) ? text : ''
}

/** The error of an answer that is none of HubSpot's: a network's page to sign in, a proxy, another server. */
function readForeign(asked: Asked, { status, body }: Answer): CrmError {
  const what = body.kind === 'page' ? 'a web page' : 'something that is no JSON object'
  const isSure = !asked.isWrite && status >= 400 && status < 500 && status !== 408 && status !== 429
  const says = `The address answers ${describe(asked)} with ${what} (status ${status}), as HubSpot never does`
  const failure: Failure = isSure
    ? { kind: 'refused', says }
    : status >= 500 && status !== 511
      ? { kind: 'server' }
      : unanswered(asked)
  return crmError(failure, says)
}

/** The error of a success that cannot be read: cut off, or of another form. */
export function unreadable(asked: Asked, answer: Answer, expected: string): CrmError {
  if (answer.body.kind === 'page') return readForeign(asked, answer)
  return crmError({ kind: 'timeout' }, `expected ${expected} in HubSpot's answer to ${describe(asked)}, found none`)
}

// Something between here and HubSpot has answered in its place. For a read that is no connection; what was to be written
// may have got there before.
function unanswered({ isWrite }: Asked): Failure {
  return isWrite ? { kind: 'timeout' } : { kind: 'offline' }
}

// Codes of Node.js and of its fetch (undici) for requests that cannot have left: no address, no connection, no trust.
const NEVER_LEFT: readonly (readonly [RegExp, string])[] = [
  [/^(?:ENOTFOUND|EAI_\w+)$/, 'its name cannot be looked up'],
  [/^ECONNREFUSED$/, 'nothing listens there'],
  [/^(?:EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL)$/, 'there is no way to it'],
  [/^UND_ERR_CONNECT_TIMEOUT$/, 'no connection came about in time'],
  [
    /^(?:CERT_\w+|\w+_CERT|\w+_CERT_IN_CHAIN|\w+_CERT_LOCALLY|UNABLE_TO_\w+|HOSTNAME_MISMATCH|ERR_TLS_CERT_\w+)$/,
    'its certificate cannot be trusted',
  ],
]

/**
 * The error of a request that ended without an answer, by what fetch threw.
 *
 * @param machine the address where it is one of this machine; null elsewhere
 */
export function readLoss(asked: Asked, thrown: unknown, machine: string | null): CrmError {
  if (thrown instanceof CrmError) return thrown
  const codes = codesOf(thrown)
  const known = NEVER_LEFT.find(([pattern]) => codes.some((code) => pattern.test(code)))
  const code = codes[0] === undefined ? '' : ` (${codes[0]})`
  if (known !== undefined) {
    const isRefused = machine !== null && codes.includes('ECONNREFUSED')
    const failure: Failure = isRefused ? { kind: 'offline', refusedBy: machine } : { kind: 'offline' }
    return crmError(failure, `HubSpot cannot be reached: ${known[1]}${code}`)
  }
  return crmError({ kind: 'timeout' }, `HubSpot did not answer ${describe(asked)}${code}`)
}

/** The codes of an error and of what caused it; a failed connection to several addresses has one for each. */
function codesOf(thrown: unknown, depth = 0): string[] {
  if (typeof thrown !== 'object' || thrown === null || depth > 4) return []
  const { code, name, cause, errors } = thrown as Record<string, unknown>
  const own = typeof code === 'string' ? [code] : name === 'TimeoutError' ? ['TimeoutError'] : []
  return [...own, ...[cause, ...asList(errors)].flatMap((each) => codesOf(each, depth + 1))]
}

function describe({ method, path }: Asked): string {
  return `${method} ${path}`
}

/** No cause is kept: it may hold what was sent. */
export function crmError(failure: Failure, message: string, said = ''): CrmError {
  // HubSpot quotes what it was sent.
  const quoted = shortLine(maskNumbers(said), 300)
  return new CrmError(failure, hasWords(quoted) ? `${message}: ${quoted}` : message)
}
