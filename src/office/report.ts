// What a telephone system says of a call at its end, in the forms of those systems. Any text goes in; a report comes out, or what
// is wrong with it. Pure.
import { readInstant } from '../core/day.ts'

export interface Report {
  /** The system's id of the call: legs of one call have the same. */
  readonly id: string
  /** ISO 8601 instant. */
  readonly startedAt: string
  readonly isAnswered: boolean
  /** Milliseconds from the answer to the end. */
  readonly durationMs: number
  readonly ends: CallEnds
}

/** The other end, where the system says which it is; else both, as they are written there. */
export type CallEnds =
  | { readonly direction: 'incoming' | 'outgoing'; readonly number: string }
  | { readonly direction: null; readonly from: string; readonly to: string }

/** `leg`: a part of a call that is reported as a whole, too. */
export type ReadReport =
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'leg' }
  | { readonly kind: 'problem'; readonly message: string }

export const REPORT_FORMS = ['plain', '3cx', 'asterisk', 'freeswitch'] as const
export type ReportForm = (typeof REPORT_FORMS)[number]

type Fields = Readonly<Record<string, unknown>>

/** Reads the body of a request. */
export function readReport(form: ReportForm, body: unknown): ReadReport {
  const fields = asObject(body)
  switch (form) {
    case 'plain':
      return readPlain(fields)
    case '3cx':
      return read3cx(fields)
    case 'asterisk':
      return readAsterisk((name) => textOf(fields[name]))
    case 'freeswitch':
      return readFreeswitch(fields)
  }
}

function readPlain(fields: Fields): ReadReport {
  const { id, direction, number, isAnswered, startedAt, durationSeconds = 0 } = fields
  const answered = isAnswered === true || isAnswered === 'true'
  if (!isId(id)) return problem('id, as a text of at most 200 characters')
  if (direction !== 'incoming' && direction !== 'outgoing') return problem('direction: incoming or outgoing')
  if (typeof number !== 'string' || number.length > 250) return problem('number, as it was delivered')
  if (!answered && isAnswered !== false && isAnswered !== 'false') return problem('isAnswered: true or false')
  const at = typeof startedAt === 'string' ? readInstant(startedAt) : null
  if (at === null) return problem('startedAt as an ISO 8601 instant, such as 2026-11-30T09:00:00Z')
  const seconds = secondsOf(durationSeconds)
  if (seconds === null) return problem('durationSeconds: seconds from the answer, at most a day')
  return report({ id, at, isAnswered: answered, seconds, ends: { direction, number } })
}

// 3CX's description: https://www.3cx.com/docs/server-side-crm-template-xml-description/ (Call Journaling). It has no id of a call.
const TYPES_3CX: Readonly<
  Record<string, Pick<Report, 'isAnswered'> & { readonly direction: 'incoming' | 'outgoing' }>
> = {
  inbound: { direction: 'incoming', isAnswered: true },
  missed: { direction: 'incoming', isAnswered: false },
  outbound: { direction: 'outgoing', isAnswered: true },
  notanswered: { direction: 'outgoing', isAnswered: false },
}

function read3cx(fields: Fields): ReadReport {
  const [word, number, startedAt] = [textOf(fields['type']), textOf(fields['number']), textOf(fields['startedAt'])]
  const type = TYPES_3CX[word.toLowerCase()]
  if (type === undefined) return problem('type: Inbound, Missed, Outbound or Notanswered')
  const at = readInstant(startedAt)
  if (at === null) return problem('startedAt as an ISO 8601 instant')
  // `0:01:05`, or days before it.
  const parts = /^(?:(\d{1,2})\.)?(\d{1,2}):(\d\d):(\d\d)(?:\.\d+)?$/.exec(textOf(fields['duration']))
  const [days = 0, hours = 0, minutes = 0, rest = 0] = (parts ?? []).slice(1).map((part) => Number(part ?? 0))
  const seconds = type.isAnswered ? ((days * 24 + hours) * 60 + minutes) * 60 + rest : 0
  const { direction, isAnswered } = type
  return report({ id: `${direction} ${number} ${at}`, at, isAnswered, seconds, ends: { direction, number } })
}

/**
 * Asterisk's call detail record, by the names of its fields (https://docs.asterisk.org/Configuration/Reporting/Call-Detail-Records-CDR/).
 * When it began is in its id, in which Asterisk writes the seconds since 1970: the other times are of a zone that it does not tell.
 */
export function readAsterisk(field: (name: string) => string): ReadReport {
  const id = field('linkedid') || field('uniqueid')
  const [, epoch] = /(?:^|-)(\d{9,11})\.\d+$/.exec(id) ?? []
  if (epoch === undefined || !isId(id)) return problem('uniqueid as Asterisk makes it, such as 1796029646.12')
  const disposition = field('disposition').toUpperCase()
  if (!['ANSWERED', 'NO ANSWER', 'BUSY', 'FAILED', 'CONGESTION'].includes(disposition)) {
    return problem('disposition: ANSWERED, NO ANSWER, BUSY, FAILED or CONGESTION')
  }
  const isAnswered = disposition === 'ANSWERED'
  const seconds = secondsOf(field('billsec') || '0')
  if (seconds === null) return problem('billsec: seconds from the answer, at most a day')
  const at = new Date(Number(epoch) * 1000).toISOString()
  return report({ id, at, isAnswered, seconds, ends: { direction: null, from: field('src'), to: field('dst') } })
}

// The columns of cdr_csv, with loguniqueid=yes (configs/samples/cdr.conf.sample of Asterisk).
const COLUMNS = [
  ...['accountcode', 'src', 'dst', 'dcontext', 'clid', 'channel', 'dstchannel', 'lastapp', 'lastdata'],
  ...['start', 'answer', 'end', 'duration', 'billsec', 'disposition', 'amaflags', 'uniqueid', 'userfield'],
]

/** A line of Asterisk's Master.csv. */
export function readAsteriskLine(line: string): ReadReport {
  const cells = Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g), ([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  )
  if (cells.length < COLUMNS.indexOf('uniqueid') + 1) {
    return problem(`a line of at least ${COLUMNS.indexOf('uniqueid') + 1} columns (loguniqueid=yes in cdr.conf)`)
  }
  return readAsterisk((name) => cells[COLUMNS.indexOf(name)] ?? '')
}

/** FreeSWITCH's mod_json_cdr: the record as it is, or as the field `cdr` of a form. */
function readFreeswitch(fields: Fields): ReadReport {
  const record = typeof fields['cdr'] === 'string' ? parse(fields['cdr']) : fields
  const variables = asObject(record['variables'])
  const value = (name: string) => textOf(variables[name])
  // What FreeSWITCH has called itself is a part of the call that it was called for.
  if (value('direction') === 'outbound') return { kind: 'leg' }
  const id = value('call_uuid') || value('uuid')
  if (!isId(id)) return problem('variables.uuid of a record of mod_json_cdr')
  const [started, answered] = [Number(value('start_epoch')), Number(value('answer_epoch') || '0')]
  if (!(started > 0 && started < 10_000_000_000)) return problem('variables.start_epoch: seconds since 1970')
  const flows: readonly unknown[] = Array.isArray(record['callflow']) ? record['callflow'] : [record['callflow']]
  const profile = asObject(asObject(flows.at(-1))['caller_profile'])
  const seconds = secondsOf(value('billsec') || '0')
  if (seconds === null) return problem('variables.billsec: seconds from the answer, at most a day')
  // Percent signs are how it writes a plus sign.
  const end = (name: string) => unescapePercent(textOf(profile[name]) || value(name))
  const at = new Date(started * 1000).toISOString()
  const ends = { direction: null, from: end('caller_id_number'), to: end('destination_number') }
  return report({ id, at, isAnswered: answered > 0 && value('bridge_uuid') !== '', seconds, ends })
}

interface Parts {
  readonly id: string
  readonly at: string
  readonly isAnswered: boolean
  readonly seconds: number
  readonly ends: CallEnds
}

function report({ id, at, isAnswered, seconds, ends }: Parts): ReadReport {
  const durationMs = isAnswered ? seconds * 1000 : 0
  return { kind: 'report', report: { id, startedAt: at, isAnswered, durationMs, ends } }
}

function problem(expected: string): ReadReport {
  return { kind: 'problem', message: `Expected ${expected}.` }
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 200
}

const LONGEST_SECONDS = 86_400

function secondsOf(value: unknown): number | null {
  const seconds = typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : Number.NaN
  return seconds >= 0 && seconds <= LONGEST_SECONDS ? Math.round(seconds) : null
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 500) : typeof value === 'number' ? String(value) : ''
}

function asObject(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

function parse(text: string): Fields {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return {}
  }
}

function unescapePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
