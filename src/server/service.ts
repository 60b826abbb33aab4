// The routes: who is let in, and what each is answered. Asks no database and no CRM; both are arguments.
import type { AccessToken, Purpose } from '../core/access-token.ts'
import { bookRoutes } from './books.ts'
import { callerRoutes, NOT_PUBLISHED } from './callers.ts'
import type { Saved, SaveRequest } from './desk.ts'
import type { DeskAsk } from './desk-work.ts'
import { answerDirectory } from './directory-answer.ts'
import { type Answer, type Head, json, problem, type Refused, type Route } from './http.ts'
import { METRICS_TYPE, type Metrics } from './metrics.ts'
import { officeRoutes } from './office.ts'
import { readOutcome } from './outcome-request.ts'
import { openRates, type Rate } from './rate.ts'
import { strangerOf } from './stranger.ts'
import { findToken } from './token.ts'
import type { Workspace } from './workspace.ts'

/** Whose request it is; null for what everybody may ask. */
export type Grant = { readonly token: AccessToken; readonly workspace: Workspace } | null

export interface ServiceParts {
  readonly workspaces: readonly Workspace[]
  /** What the server is called, without a port. */
  readonly names: ReadonlySet<string>
  readonly metrics: Metrics
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Look-ups of one token. */
  readonly lookups: Rate
  /** What keeps the server from being ready, as a sentence; null when nothing does. */
  readonly lacks: () => string | null
  /** Whether the tokens of all workspaces were read. */
  readonly knowsTokens: () => boolean
  /** Saves an outcome durably. */
  readonly save: (request: SaveRequest) => Promise<Saved>
  /** Other work in a database. */
  readonly ask: DeskAsk
}

export type Granted = NonNullable<Grant>

// Phones come once a day; somebody may press Refresh, and a broken download is taken up again.
const FETCHES: Rate = { most: 30, perSecond: 0.2 }
const SAVES: Rate = { most: 200, perSecond: 10 }
const SCRAPES: Rate = { most: 20, perSecond: 2 }
// One token is a whole telephone system's; all phones of an office fetch their books when they start in the morning.
const OFFICE: Rate = { most: 20_000, perSecond: 5_000 }
const BOOKS: Rate = { most: 2_000, perSecond: 50 }
const MOST_SHOWN = 10_000
// Of one address that shows no good token.
const FAILURES: Rate = { most: 60, perSecond: 1 }

export function openService(parts: ServiceParts): readonly Route<Grant>[] {
  const { workspaces, names, metrics, now, lacks, knowsTokens, save } = parts
  const rates: Record<Purpose, ReturnType<typeof openRates>> = {
    directory: openRates(FETCHES),
    callers: openRates(parts.lookups),
    outcomes: openRates(SAVES),
    metrics: openRates(SCRAPES),
    office: openRates(OFFICE),
    books: openRates(BOOKS),
  }
  const failures = openRates(FAILURES)

  // What a token hashes to is found out once, for as long as its workspace has the same tokens.
  const shown = new Map<string, Granted & { readonly of: Workspace['tokens'] }>()

  function grantOf(text: string): Granted | null {
    const known = shown.get(text)
    if (known !== undefined && known.of === known.workspace.tokens) return known
    shown.delete(text)
    const granted = findToken(text, { get: lookUpToken })
    if (granted === null) return null
    if (shown.size >= MOST_SHOWN) shown.clear()
    shown.set(text, { ...granted, of: granted.workspace.tokens })
    return granted
  }

  const lookUpToken = (id: string) => {
    for (const workspace of workspaces) {
      const token = workspace.tokens.get(id)
      if (token !== undefined) return { token, workspace }
    }
    return undefined
  }

  const admit =
    (purpose: Purpose) =>
    (head: Head): Granted | Refused => {
      const { headers } = head
      const stranger = strangerOf(
        { host: head.host, origin: headers['origin'], site: headers['sec-fetch-site'] },
        names,
      )
      if (stranger !== null) return refused(problem(stranger.status, stranger.error, stranger.message))
      const isOffice = OFFICE_PURPOSES.includes(purpose)
      const granted = grantOf(tokenIn(headers['authorization'] ?? '', isOffice))
      if (granted === null) {
        // A phone would take a 401 for a token that was revoked, each time that the server is started.
        if (!knowsTokens()) return refused(NOT_READ)
        const seconds = failures.take(head.from, now())
        return refused(seconds > 0 ? tooOften(seconds) : isOffice ? UNAUTHORISED_OFFICE : UNAUTHORISED)
      }
      const { token } = granted
      if (!token.purposes.includes(purpose)) {
        return refused(problem(403, 'wrong-purpose', `Expected a token for ${purpose}, found one for something else.`))
      }
      const seconds = rates[purpose].take(token.id, now())
      return seconds > 0 ? refused(tooOften(seconds)) : granted
    }

  const of =
    (answer: (head: Head, granted: Granted, body: unknown) => Answer | Promise<Answer>) =>
    (head: Head, grant: Grant, body: unknown) =>
      grant === null ? UNAUTHORISED : answer(head, grant, body)

  return [
    { method: 'GET', path: '/healthz', admit: () => null, answer: () => json(200, { status: 'alive' }) },
    {
      method: 'GET',
      path: '/readyz',
      admit: () => null,
      answer: () => {
        const lack = lacks()
        return lack === null ? json(200, { status: 'ready' }) : problem(503, 'not-ready', lack, { 'retry-after': '5' })
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      admit: admit('metrics'),
      answer: of(async (_head, { workspace }) => ({
        status: 200,
        headers: { 'content-type': METRICS_TYPE, 'cache-control': 'no-store' },
        body: await metrics.render(workspace.name),
      })),
    },
    ...callerRoutes({ admit, of, metrics, now }),
    ...officeRoutes({ admit, metrics, ask: parts.ask }),
    ...bookRoutes({ admit, ask: parts.ask }),
    { method: 'GET', path: '/v1/directory', admit: admit('directory'), answer: of(answerFetch) },
    {
      method: 'POST',
      path: '/v1/outcomes',
      admit: admit('outcomes'),
      answer: of(async (_head, { token, workspace }, body) => {
        const read = readOutcome(body, token.device)
        if ('problems' in read) return { ...problem(422, 'incomplete', read.problems.join(' ')) }
        const saved = await save({ workspace: workspace.name, draft: read.draft, scope: token.scope })
        if (saved.kind === 'busy') return BUSY
        return json(saved.kind === 'already-saved' ? 200 : 201, saved)
      }),
    },
  ]
}

function answerFetch({ method, headers, query }: Head, { token, workspace }: Granted): Answer {
  const served = workspace.served(token.scope)
  if (served === null) return NOT_PUBLISHED
  const since = query['since']
  const {
    status,
    headers: head,
    body,
    problem: wrong,
  } = answerDirectory(
    {
      since: typeof since === 'object' ? since.join(',') : since,
      acceptEncoding: headers['accept-encoding'],
      ifMatch: headers['if-match'],
      ifNoneMatch: headers['if-none-match'],
      ifRange: headers['if-range'],
      // Of HEAD there are no parts (RFC 9110, section 14.2).
      range: method === 'HEAD' ? undefined : headers['range'],
    },
    served,
  )
  if (wrong !== null)
    return problem(status, status === 412 ? 'changed' : 'bad-request', `${wrong[0]?.toUpperCase()}${wrong.slice(1)}.`)
  return { status, headers: head, body }
}

function refused(answer: Answer): Refused {
  return { refused: answer }
}

function tooOften(seconds: number): Answer {
  return problem(429, 'too-often', `Asked too often: ask again in ${seconds} s.`, { 'retry-after': String(seconds) })
}

// Telephone systems and desk phones know a name with a password, and few of them any other header (RFC 7617).
const OFFICE_PURPOSES: readonly Purpose[] = ['office', 'books']

/** The token that a request shows: as a bearer's, or, where that is taken, as the password that goes with any name. */
function tokenIn(authorization: string, takesPassword: boolean): string {
  const [, bearer] = /^Bearer (\S{1,200})$/i.exec(authorization) ?? []
  if (bearer !== undefined) return bearer
  const [, basic = ''] = (takesPassword && /^Basic ([A-Za-z0-9+/]{1,600}={0,2})$/i.exec(authorization)) || []
  const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(basic, 'base64').toString('utf8')) ?? []
  return password
}

const NOT_READ = problem(503, 'not-ready', 'The databases were not read yet: ask again in some seconds.', {
  'retry-after': '5',
})
// The same for a token that is wrong and one that was revoked: nobody learns which there were.
const UNAUTHORISED = problem(
  401,
  'unauthorised',
  'Expected a token of this server (Authorization: Bearer …), found none that is good.',
  {
    'www-authenticate': 'Bearer',
  },
)
const UNAUTHORISED_OFFICE: Answer = {
  ...UNAUTHORISED,
  headers: { ...UNAUTHORISED.headers, 'www-authenticate': 'Basic realm="Ringsight", charset="UTF-8"' },
}
const BUSY = problem(503, 'busy', 'The database takes nothing just now, and nothing was saved: send it again.', {
  'retry-after': '5',
})
