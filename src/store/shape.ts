// What each document of a store looks like, as far as anything relies on it: a database may be sound while a text in it is
// not what it should be. Knows no storage.
import type { DocumentKey } from './store.ts'

/** Whether a value is what it should be. */
export type Shape = (value: unknown) => boolean

/**
 * What was kept as JSON, where it is what it should be. The parser's own message quotes what it read, and is not passed on: names
 * and notes do not belong in errors.
 *
 * @throws what `refuse` makes
 */
export function parseShape(text: string, isRight: Shape, refuse: () => Error): unknown {
  try {
    const document: unknown = JSON.parse(text)
    if (isRight(document)) return document
  } catch {
    // As it is told below.
  }
  throw refuse()
}

const isText: Shape = (value) => typeof value === 'string'
const isNumber: Shape = (value) => typeof value === 'number'

const isTruth: Shape = (value) => typeof value === 'boolean'

const isNull: Shape = (value) => value === null

function either(...shapes: readonly Shape[]): Shape {
  return (value) => shapes.some((isOne) => isOne(value))
}

function listOf(isItem: Shape): Shape {
  return (value) => Array.isArray(value) && value.every(isItem)
}

/** An object that has these; more of it is for those who know more. */
function has(fields: Readonly<Record<string, Shape>>): Shape {
  const checks = Object.entries(fields).map(([key, isRight]) => ({ key, isRight }))
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    checks.every((check) => check.isRight((value as Readonly<Record<string, unknown>>)[check.key]))
}

function orNull(isRight: Shape): Shape {
  return either(isNull, isRight)
}

const isAbsent: Shape = (value) => value === undefined

function oneOf(...words: readonly string[]): Shape {
  return (value) => words.includes(value as string)
}

// Sentences are what versions before 4 kept: see earlier.ts.
const isSaid = either(
  has({ kind: oneOf('told'), because: isText, fix: isText }),
  has({ kind: isAbsent, because: isText, fix: isText }),
)
const isRefused = has({ kind: oneOf('refused'), says: isText })
const isParked = either(isSaid, isRefused, has({ kind: oneOf('not-found', 'of-file', 'of-account', 'of-scope') }))
const isProblem = either(
  isSaid,
  isRefused,
  has({ kind: oneOf('offline'), refusedBy: either(isAbsent, isText) }),
  has({ kind: oneOf('forbidden'), lacks: either(isAbsent, listOf(isText)) }),
  has({ kind: oneOf('other-account'), here: isText, found: isText }),
  has({ kind: oneOf('timeout', 'rate-limited', 'server', 'unauthorised', 'not-found', 'merged') }),
)
const isTask = has({ title: isText, type: isText, priority: isText, due: isText })
const DRAFT = {
  call: has({
    callId: isText,
    contactId: orNull(isText),
    contactName: isText,
    e164: isText,
    direction: isText,
    startedAt: isText,
    durationMs: isNumber,
  }),
  outcome: orNull(isText),
  notes: isText,
  tasks: listOf(isTask),
}

export const isOutcome: Shape = has({ ...DRAFT, outcome: isText, savedAt: isText })

export const isSending: Shape = has({
  contactId: orNull(isText),
  records: listOf(orNull(isText)),
  asked: orNull(has({ part: isNumber, lostAt: orNull(isNumber) })),
  failures: isNumber,
  wait: orNull(has({ until: isNumber, because: isText })),
  parked: orNull(isParked),
})

/** Spelled out: it is asked about every contact that is written or read, and takes a quarter of the time so. */
export const isContact: Shape = (value) => {
  if (typeof value !== 'object' || value === null) return false
  const { id, firstName, lastName, company, email, phones, deals } = value as Readonly<Record<string, unknown>>
  const isNamed = isText(id) && isText(firstName) && isText(lastName) && isText(company) && isText(email)
  return isNamed && Array.isArray(phones) && phones.every(isPhone) && Array.isArray(deals) && deals.every(isDeal)
}

const isPhone: Shape = (value) => {
  if (typeof value !== 'object' || value === null) return false
  const { field, text, e164 } = value as Readonly<Record<string, unknown>>
  return isText(field) && isText(text) && (e164 === null || isText(e164))
}

const isDeal: Shape = (value) => {
  if (typeof value !== 'object' || value === null) return false
  const { id, name } = value as Readonly<Record<string, unknown>>
  return isText(id) && isText(name)
}

export const isCrmContact: Shape = has({
  id: isText,
  phones: listOf(has({ field: isText, text: isText })),
  companyId: orNull(isText),
  dealIds: listOf(isText),
  mergedIds: listOf(isText),
})

/** A company or a deal. */
export const isRecord: Shape = has({ id: isText, name: isText })

export { isText }

const isScope = either(has({ kind: oneOf('all', 'active') }), has({ kind: oneOf('owner', 'list'), id: isText }))

const isAnything: Shape = () => true

export const DOCUMENT_SHAPES: Readonly<Record<DocumentKey, Shape>> = {
  import: has({ at: isText, contacts: isNumber, source: isText }),
  // The phone judges for itself: device/phone.ts.
  phone: isAnything,
  addressBook: listOf(has({ number: isText, name: isText })),
  drafts: listOf(has(DRAFT)),
  choices: listOf(has({ line: isText, contactId: isText, at: isNumber })),
  sync: has({
    account: isText,
    seenUntilCrm: orNull(isNumber),
    fullAtCrm: orNull(isNumber),
    linksAtCrm: orNull(isNumber),
    failed: orNull(
      either(
        has({ at: isNumber, problem: isProblem }),
        has({ at: isNumber, problem: isAbsent, because: isText, fix: isText }),
      ),
    ),
  }),
  run: orNull(
    has({
      kind: isText,
      account: isText,
      startedAt: isNumber,
      startedAtCrm: isNumber,
      step: isText,
      after: orNull(isText),
      contacts: isNumber,
    }),
  ),
  dispositions: listOf(has({ id: isText, label: isText })),
  tokens: listOf(
    has({
      id: isText,
      device: isText,
      hash: isText,
      purposes: listOf(isText),
      scope: isScope,
      madeAt: isNumber,
      revokedAt: orNull(isNumber),
    }),
  ),
  lists: (value) => has({})(value) && Object.values(value as object).every(listOf(isText)),
  officeCalls: has({
    calls: listOf(
      has({
        callId: isText,
        direction: oneOf('incoming', 'outgoing'),
        isAnswered: isTruth,
        e164: isText,
        contactId: orNull(isText),
        contactName: isText,
        startedAt: isText,
        durationMs: isNumber,
      }),
    ),
    forgottenUntil: orNull(isText),
  }),
  officeFile: has({ path: isText, inode: isNumber, offset: isNumber }),
  turns: isNumber,
  restored: has({ at: isNumber }),
  published: has({
    of: isText,
    scopes: listOf(
      has({
        scope: isScope,
        workspaceHash: isText,
        generation: isNumber,
        createdAtMs: isNumber,
        checksum: isText,
        numbers: isNumber,
        bytes: isNumber,
        gzipBytes: isNumber,
        before: listOf(has({ generation: isNumber, delta: orNull(has({ bytes: isNumber, gzipBytes: isNumber })) })),
      }),
    ),
  }),
}
