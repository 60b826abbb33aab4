// The routes by which a telephone system reports calls, and by which they are listed.
import { callBacksOf, type OfficeCall } from '../core/office-call.ts'
import { officeCallJson } from '../office/office-call-json.ts'
import { REPORT_FORMS, readReport } from '../office/report.ts'
import { readRegion, readWriting } from './asked.ts'
import type { CallReply, DeskAsk } from './desk-work.ts'
import { type Answer, type Head, isRefused, problem, type Refused, type Route } from './http.ts'
import { resolveReport, type Trunk } from './reported-call.ts'
import type { Grant, Granted } from './service.ts'

export interface ReportParts {
  readonly admit: (head: Head) => Granted | Refused
  readonly ask: DeskAsk
}

const PATH = '/v1/office/calls'

export function reportRoutes({ admit, ask }: ReportParts): readonly Route<Grant>[] {
  return [
    {
      method: 'POST',
      path: PATH,
      takes: ['json', 'form'],
      admit,
      answer: (head, grant, body) => (grant === null ? BUSY : takeReport(head, grant, { body, ask })),
    },
    {
      method: 'GET',
      path: PATH,
      admit,
      answer: async (_head, grant) => {
        if (grant === null) return BUSY
        const reply = await ask({ type: 'list-calls', workspace: grant.workspace.name })
        if (reply.kind !== 'calls') return BUSY
        const { calls } = reply.kept
        const callBacks = callBacksOf(reply.kept)
        return json({ calls: calls.toReversed().map(officeCallJson), callBacks: callBacks.map(officeCallJson) })
      },
    },
  ]
}

interface Reported {
  readonly body: unknown
  readonly ask: DeskAsk
}

async function takeReport(head: Head, { token, workspace }: Granted, { body, ask }: Reported): Promise<Answer> {
  const form = REPORT_FORMS.find((each) => each === (head.query['form'] ?? 'plain'))
  if (form === undefined) return problem(400, 'bad-request', `Expected form as one of ${REPORT_FORMS.join(', ')}.`)
  const trunk = readTrunk(head, { system: token.device, region: workspace.region })
  if (isRefused(trunk)) return trunk.refused
  const read = readReport(form, body)
  if (read.kind === 'leg') return json({ kind: 'leg' })
  if (read.kind === 'problem') return problem(422, 'unreadable', read.message)
  const snapshot = workspace.snapshot(token.scope)
  if (snapshot === null) return BUSY
  const resolved = resolveReport(read.report, snapshot, trunk)
  if (resolved.kind === 'unclear') return UNCLEAR
  if (resolved.kind === 'internal') return json({ kind: 'internal' })
  return answerTaken(await ask({ type: 'take-call', workspace: workspace.name, call: resolved.call }))
}

function answerTaken(reply: CallReply): Answer {
  return reply.kind === 'taken' ? json({ kind: reply.taken }) : BUSY
}

function readTrunk(head: Head, usual: Pick<Trunk, 'system' | 'region'>): Trunk | Refused {
  const region = readRegion(head, usual.region)
  if (isRefused(region)) return region
  const writing = readWriting(head)
  if (isRefused(writing)) return writing
  const { direction = null } = head.query
  if (direction !== null && !isDirection(direction)) {
    return { refused: problem(400, 'bad-request', 'Expected direction as incoming or outgoing.') }
  }
  return { region, writing, system: usual.system, direction }
}

function isDirection(value: unknown): value is OfficeCall['direction'] {
  return value === 'incoming' || value === 'outgoing'
}

// FreeSWITCH takes 200 alone for taken, and sends anything else again.
function json(value: object): Answer {
  return { status: 200, headers: { 'cache-control': 'no-store' }, body: JSON.stringify(value) }
}

const UNCLEAR = problem(
  422,
  'unclear-direction',
  'Expected one end of the call that is no number from outside, or one that is a contact; state direction=incoming or outgoing in the address.',
)
const BUSY = problem(503, 'busy', 'The database takes nothing just now, and nothing was saved: send it again.', {
  'retry-after': '5',
})
