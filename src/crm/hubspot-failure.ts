// What an answer of HubSpot that is no result, or the lack of one, means. Pure. Of a write it says that nothing was done
// only where that is certain: whatever else is `timeout` or `server`, after which the outbox looks before it asks again.
import type { Failure } from '../core/retry.ts'
import { maskNumbers, shortLine } from '../core/text.ts'
import { CrmError } from './crm.ts'
import { asList, asObject, asText, type Json } from './hubspot-json.ts'

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
  readonly text: string
  /** HubSpot's clock where the answer tells it, else ours. Milliseconds since the epoch. */
  readonly at: number
}

const SECOND = 1_000
// What HubSpot asks for: two seconds at least after a 423, and as long as the limit is wide after a 429.
const LOCKED_MS = 2 * SECOND
const POLICY_MS: readonly (readonly [RegExp, number])[] = [
  [/TEN_?SECONDLY/i, 10 * SECOND],
  [/SECONDLY/i, SECOND],
]

/** The error of an answer with a status that is no success. */
export function readFailure(asked: Asked, answer: Answer): CrmError {
  const json = parse(answer.text)
  if (json === null && answer.text.trim() !== '') return readForeign(asked, answer)
  const body = asObject(json)
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

function readForbidden(body: Json): Failure {
  const contexts = [body, ...asList(body['errors']).map(asObject)].map(({ context }) => asObject(context))
  const lacks = contexts.flatMap((context) =>
    ['requiredGranularScopes', 'requiredScopes', 'missingScopes'].flatMap((name) => asList(context[name]).map(asText)),
  )
  const named = [...new Set(lacks.filter((scope) => /^[\w.-]+$/.test(scope)))]
  return named.length === 0 ? { kind: 'forbidden' } : { kind: 'forbidden', lacks: named }
}

// What is associated with a record that is not there is turned down as invalid.
function namesMissing(body: Json): boolean {
  const details = [body, ...asList(body['errors']).map(asObject)]
  const codes = details.flatMap(({ category, subCategory, code }) => [category, subCategory, code].map(asText))
  return codes.some((code) => /(?:OBJECT|RECORD)S?_NOT_FOUND|INVALID_OBJECT_IDS?$/.test(code))
}

/** HubSpot's own words: the message, then what it says of each property. */
function explain(body: Json): string {
  const details = asList(body['errors']).flatMap((each) => {
    const { message, context, in: place } = asObject(each)
    const names = [asText(place), ...asList(asObject(context)['propertyName']).map(asText)]
    const name = names.find((text) => text !== '' && !asText(message).includes(text))
    return asText(message) === '' ? [] : [name === undefined ? asText(message) : `${name}: ${asText(message)}`]
  })
  // The message of a validation error ends in the same details as JSON.
  const message = asText(body['message']).replace(details.length > 0 ? /:?\s*\[\{.*$/s : /$^/, '.')
  const further = [...new Set(details)].filter((detail) => !message.includes(detail))
  return [message, ...further].filter((text) => text !== '').join(' ')
}

/** The error of an answer that is none of HubSpot's: a network's page to sign in, a proxy, another server. */
export function readForeign(asked: Asked, { status, text }: Answer): CrmError {
  const what = /^\s*</.test(text) ? 'a web page' : 'something that is not JSON'
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
  if (/^\s*</.test(answer.text)) return readForeign(asked, answer)
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

/** The error of a request that ended without an answer, by what fetch threw. */
export function readLoss(asked: Asked, thrown: unknown): CrmError {
  if (thrown instanceof CrmError) return thrown
  const codes = codesOf(thrown)
  const known = NEVER_LEFT.find(([pattern]) => codes.some((code) => pattern.test(code)))
  const code = codes[0] === undefined ? '' : ` (${codes[0]})`
  if (known !== undefined) return crmError({ kind: 'offline' }, `HubSpot cannot be reached: ${known[1]}${code}`)
  return crmError({ kind: 'timeout' }, `HubSpot did not answer ${describe(asked)}${code}`)
}

/** The codes of an error and of what caused it; a failed connection to several addresses has one for each. */
function codesOf(thrown: unknown, depth = 0): string[] {
  if (typeof thrown !== 'object' || thrown === null || depth > 4) return []
  const { code, name, cause, errors } = thrown as Record<string, unknown>
  const own = typeof code === 'string' ? [code] : name === 'TimeoutError' ? ['TimeoutError'] : []
  return [...own, ...[cause, ...asList(errors)].flatMap((each) => codesOf(each, depth + 1))]
}

export function describe({ method, path }: Asked): string {
  return `${method} ${path}`
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** No cause is kept: it may hold what was sent. */
export function crmError(failure: Failure, message: string, said = ''): CrmError {
  // HubSpot quotes what it was sent.
  const quoted = shortLine(maskNumbers(said), 300)
  return new CrmError(failure, quoted === '' ? message : `${message}: ${quoted}`)
}
