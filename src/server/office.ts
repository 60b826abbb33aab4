// What telephone systems ask: the name of a caller, in the forms that they read. On the same resolver, and of the same snapshot, as
// all other answers. Whatever is wrong, a call goes on without a name: an answer in plain text then has no text at all, for most
// systems take whatever comes for the name.
import type { Purpose } from '../core/access-token.ts'
import { readAskedNumber } from '../office/asked-number.ts'
import { displayName, quoteDisplayName } from '../office/display-name.ts'
import { renderTemplate } from '../office/template-3cx.ts'
import { readRegion, readWriting, refused } from './asked.ts'
import { answerCaller, type CallerAnswer } from './caller-answer.ts'
import type { DeskAsk } from './desk-work.ts'
import { type Head, isRefused, json, PLAIN, problem, type Refused, type Route, withoutText } from './http.ts'
import type { Metrics } from './metrics.ts'
import { reportRoutes } from './reports.ts'
import type { Grant, Granted } from './service.ts'

export interface OfficeParts {
  readonly admit: (purpose: Purpose) => (head: Head) => Granted | Refused
  readonly metrics: Metrics
  readonly ask: DeskAsk
}

// FreeSWITCH's mod_cidlookup and Asterisk's CURL look at no status. The word in the header is for whoever sets them up.
/** Whether what is wrong with a request for this address is told without a text. */
export function isForNames(path: string): boolean {
  return path.startsWith('/v1/office/')
}

/** A form of a name as plain text. */
type TextForm = (name: string) => string

export function officeRoutes({ admit, metrics, ask }: OfficeParts): readonly Route<Grant>[] {
  const admitted = admit('office')

  const answered = (head: Head, granted: Granted): CallerAnswer | Refused => {
    const answer = lookUpAsked(head, granted)
    if (!isRefused(answer)) metrics.workspace(granted.workspace.name).lookup(answer.kind)
    return answer
  }

  const textRoute = (path: string, form: TextForm): Route<Grant> => ({
    method: 'GET',
    path,
    admit: (head) => {
      const granted = admitted(head)
      return isRefused(granted) ? { refused: withoutText(granted.refused) } : granted
    },
    answer: (head, grant) => {
      if (grant === null) return withoutText(problem(401, 'unauthorised', ''))
      const answer = answered(head, grant)
      if (isRefused(answer)) return withoutText(answer.refused)
      const headers = { ...PLAIN, 'ringsight-caller': answer.kind }
      return { status: 200, headers, body: form(displayName(nameOf(answer))) }
    },
  })

  return [
    ...reportRoutes({ admit: admitted, ask }),
    textRoute('/v1/office/name', (name) => name),
    textRoute('/v1/office/display-name', quoteDisplayName),
    {
      method: 'GET',
      path: '/v1/office/contacts',
      admit: admitted,
      answer: (head, grant) => {
        if (grant === null) return problem(401, 'unauthorised', 'Expected a token, found none.')
        const answer = answered(head, grant)
        return isRefused(answer) ? answer.refused : json(200, { contacts: contactsOf(answer, grant) })
      },
    },
    {
      method: 'GET',
      path: '/v1/office/3cx.xml',
      admit: admitted,
      answer: (head) => {
        const region = readRegion(head, null)
        if (isRefused(region)) return region.refused
        const url = `${head.protocol}://${head.host ?? ''}`
        return {
          status: 200,
          headers: {
            'content-type': 'application/xml; charset=utf-8',
            'content-disposition': 'attachment; filename="ringsight-3cx.xml"',
            'cache-control': 'no-store',
          },
          body: renderTemplate({ url, region }),
        }
      },
    },
  ]
}

function nameOf(answer: CallerAnswer): string {
  return answer.kind === 'known' || answer.kind === 'shared' ? answer.label : ''
}

/** One entry a number: of several people that share it, the one that the label names first. */
function contactsOf(answer: CallerAnswer, { workspace }: Granted): readonly object[] {
  if (answer.kind !== 'known' && answer.kind !== 'shared') return []
  const [id = ''] = answer.contacts
  const { number } = answer.evidence
  return [{ id, name: displayName(answer.label), number, url: contactUrl(workspace.account, id) }]
}

// HubSpot's record of a contact; 0-1 is its type. https://developers.hubspot.com/docs/guides/crm/understanding-the-crm
function contactUrl(account: string | null, id: string): string {
  if (account === null || !/^\d+$/.test(account) || !/^\d+$/.test(id)) return ''
  return `https://app.hubspot.com/contacts/${account}/record/0-1/${id}`
}

/** Who has the number that a telephone system asks about. */
function lookUpAsked(head: Head, { token, workspace }: Granted): CallerAnswer | Refused {
  const { number } = head.query
  if (typeof number !== 'string' || number.length > 500) {
    return refused('Expected one number as ?number=%2B353871234567, found none or several.')
  }
  const writing = readWriting(head)
  if (isRefused(writing)) return writing
  const region = readRegion(head, workspace.region)
  if (isRefused(region)) return region
  const snapshot = workspace.snapshot(token.scope)
  if (snapshot === null) {
    return { refused: problem(503, 'not-ready', 'The contacts are not published yet: ask again in some seconds.') }
  }
  return answerCaller({ text: readAskedNumber(number, writing), region }, snapshot)
}
