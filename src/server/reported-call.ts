// A report of a telephone system becomes a call: which end is the other one, and whose number it has, by the same resolver as a
// look-up. Pure.
import type { OfficeCall } from '../core/office-call.ts'
import type { Snapshot } from '../core/snapshot/snapshot.ts'
import { readAskedNumber, type Writing } from '../office/asked-number.ts'
import type { Report } from '../office/report.ts'
import { answerCaller, type CallerAnswer } from './caller-answer.ts'

/** What is stated about the trunk. */
export interface Trunk {
  readonly region: string | null
  readonly writing: Writing
  /** The system's name, under which the ids of its calls are kept. */
  readonly system: string
  /** Which way its calls go; null where that is not stated. */
  readonly direction: OfficeCall['direction'] | null
}

export type Resolved =
  | { readonly kind: 'call'; readonly call: OfficeCall }
  /** Between telephones of the house. */
  | { readonly kind: 'internal' }
  /** Both ends have numbers, and nothing tells which of them called. */
  | { readonly kind: 'unclear' }

export function resolveReport(report: Report, snapshot: Snapshot, trunk: Trunk): Resolved {
  const { ends } = report
  const read = (number: string) =>
    answerCaller({ text: readAskedNumber(number, trunk.writing), region: trunk.region }, snapshot)
  const found = (direction: OfficeCall['direction'], answer: CallerAnswer): Resolved => ({
    kind: 'call',
    call: callOf(report, direction, { answer, system: trunk.system }),
  })
  if (ends.direction !== null) return found(ends.direction, read(ends.number))
  const [from, to] = [read(ends.from), read(ends.to)]
  if (trunk.direction !== null) return found(trunk.direction, trunk.direction === 'incoming' ? from : to)
  const [isFromOutside, isToOutside] = [from, to].map(
    (each) => each.evidence.number !== null || each.kind === 'no-number',
  )
  if (!isToOutside) return isFromOutside ? found('incoming', from) : { kind: 'internal' }
  if (!isFromOutside) return found('outgoing', to)
  // The number of the house is in nobody's contact; where both are, or neither, it is anybody's guess.
  const [isFromKnown, isToKnown] = [from, to].map(isKnown)
  if (isFromKnown === isToKnown) return { kind: 'unclear' }
  return isFromKnown ? found('incoming', from) : found('outgoing', to)
}

function isKnown({ kind }: CallerAnswer): boolean {
  return kind === 'known' || kind === 'shared'
}

interface Other {
  readonly answer: CallerAnswer
  readonly system: string
}

function callOf(report: Report, direction: OfficeCall['direction'], { answer, system }: Other): OfficeCall {
  const { id, startedAt, isAnswered, durationMs } = report
  const known = answer.kind === 'known' || answer.kind === 'shared' ? answer : null
  return {
    callId: `${system}/${id}`,
    direction,
    isAnswered,
    e164: answer.evidence.number ?? '',
    contactId: known?.contacts[0] ?? null,
    contactName: known?.label ?? '',
    startedAt,
    durationMs,
  }
}
