// Who is calling: from the snapshot that the server holds; and, where that is not all that the CRM has, by asking the CRM.
import type { Purpose } from '../core/access-token.ts'
import type { Contact } from '../core/contact.ts'
import { isInScope, type Scope } from '../core/scope.ts'
import { buildSnapshot } from '../core/snapshot/build.ts'
import { PREFIX_DIGITS, readPrefix } from '../core/snapshot/prefix.ts'
import { openSnapshot } from '../core/snapshot/snapshot.ts'
import { readRegion, refused } from './asked.ts'
import { answerCaller, type CallerAnswer, type OnlineResult } from './caller-answer.ts'
import { type Answer, type Head, isRefused, json, problem, type Refused, type Route } from './http.ts'
import type { Metrics } from './metrics.ts'
import type { Grant, Granted } from './service.ts'

export interface CallerParts {
  readonly admit: (purpose: Purpose) => (head: Head) => Granted | Refused
  /** Answers whoever was admitted, and nobody else. */
  readonly of: (answer: (head: Head, granted: Granted) => Answer | Promise<Answer>) => Route<Grant>['answer']
  readonly metrics: Metrics
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export function callerRoutes({ admit, of, metrics, now }: CallerParts): readonly Route<Grant>[] {
  const admitted = admit('callers')

  function answerCall(head: Head, granted: Granted): Answer | Promise<Answer> {
    const asked = readAsked(head, granted)
    if (isRefused(asked)) return asked.refused
    const { workspace, token } = granted
    const counts = metrics.workspace(workspace.name)
    const snapshot = workspace.snapshot(token.scope)
    const answered = answerCaller(asked, snapshot ?? NO_CONTACTS)
    const tell = (answer: CallerAnswer) => {
      if (snapshot === null && answer.evidence.source === 'snapshot') return NOT_PUBLISHED
      counts.lookup(answer.kind)
      return json(200, answer)
    }
    if (!mayAskCrm(answered, granted, now())) return tell(answered)
    return askCrm(asked, answered, granted).then((answer) => {
      counts.online(answer.evidence.online ?? 'not-now')
      return tell(answer)
    })
  }

  function answerHash(head: Head, granted: Granted): Answer {
    metrics.workspace(granted.workspace.name).lookup('prefix')
    return answerPrefix(head, granted)
  }

  return [
    { method: 'GET', path: '/v1/callers', admit: admitted, answer: of(answerCall) },
    { method: 'GET', path: '/v1/prefix/:hash', admit: admitted, answer: of(answerHash) },
  ]
}

/** What is asked. */
interface Asked {
  readonly text: string
  readonly region: string | null
}

function readAsked(head: Head, { workspace }: Granted): Asked | Refused {
  const { number } = head.query
  if (typeof number !== 'string' || number.length > 250) {
    return refused('Expected one number as ?number=%2B353871234567, found none or several.')
  }
  const region = readRegion(head, workspace.region)
  if (isRefused(region)) return region
  // A plus sign that was not escaped is a space by then (application/x-www-form-urlencoded).
  return { text: number.replace(/^ (?=\d)/, '+'), region }
}

// Who is in a list, the CRM does not say with the contact.
function mayAskCrm({ kind, evidence }: CallerAnswer, { workspace, token }: Granted, now: number): boolean {
  if (kind !== 'unknown' || evidence.number === null || token.scope.kind === 'list') return false
  return workspace.online !== null && !workspace.isFresh(now)
}

/** The same answer, by what the CRM says; as it was where the CRM names nobody who may be shown, or not in time. */
async function askCrm(asked: Asked, before: CallerAnswer, { workspace, token }: Granted): Promise<CallerAnswer> {
  const e164 = before.evidence.number
  if (e164 === null || workspace.online === null) return before
  const told = (online: OnlineResult): CallerAnswer => ({ ...before, evidence: { ...before.evidence, online } })
  const sought = await workspace.online.find(e164, workspace.account)
  if (sought.kind !== 'answered') return told(sought.kind)
  const found = answerCaller(asked, snapshotOf(sought.contacts, token.scope, sought.at))
  if (found.kind !== 'known' && found.kind !== 'shared') return told('nobody')
  return { ...found, evidence: { ...found.evidence, source: 'crm', generation: null, online: 'found' } }
}

// The same rules find a number in it as in what phones carry, and make the same label.
function snapshotOf(contacts: readonly Contact[], scope: Scope, at: number) {
  const seen = contacts.filter((contact) => isInScope(contact, scope, { at, lists: new Map() }))
  const header = { workspaceHash: '0'.repeat(16), generation: 0, createdAtMs: at, regions: [] }
  const snapshot = openSnapshot(buildSnapshot(seen, header))
  if (snapshot.kind === 'damaged') throw new Error(`expected a sound snapshot, built one with ${snapshot.reason}`)
  return snapshot
}

const NO_CONTACTS = snapshotOf([], { kind: 'all' }, 0)

function answerPrefix({ params }: Head, { token, workspace }: Granted): Answer {
  const hash = params['hash'] ?? ''
  if (!PREFIX_DIGITS.includes(hash.length) || !/^[0-9a-f]+$/.test(hash)) {
    const expected = `${PREFIX_DIGITS.join(' or ')} hexadecimal digits, in small letters`
    return problem(400, 'bad-request', `Expected the beginning of a hash: ${expected}.`)
  }
  const snapshot = workspace.snapshot(token.scope)
  if (snapshot === null) return NOT_PUBLISHED
  const { generation, createdAtMs } = snapshot
  const callers = readPrefix(snapshot, hash).map(({ e164, label, deal, ids }) => ({
    number: e164,
    label,
    deal,
    contacts: ids,
  }))
  return json(200, { callers, evidence: { source: 'snapshot', generation, at: new Date(createdAtMs).toISOString() } })
}

/** Nothing can be served yet. */
export const NOT_PUBLISHED = problem(
  503,
  'not-ready',
  'The contacts are not published yet: ask again in some seconds.',
  { 'retry-after': '5' },
)
