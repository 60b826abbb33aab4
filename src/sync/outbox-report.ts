// What waits for the CRM, as lines for people and as objects for programs. Pure.
import { type Disposition, type Draft, dispositionLabel } from '../core/outcome.ts'
import { describeKind, type FailureKind, type Reason } from '../core/retry.ts'
import { describeParked, nextPart, type Queued } from '../core/sending.ts'
import { isoOf, type JsonLine } from '../text/json.ts'
import { shortLine } from '../text/safe.ts'
import { renderTime } from '../text/time.ts'
import { align } from '../text/width.ts'
import { draftJson, problemJson } from './outcome-json.ts'
import type { Sent } from './send-outcomes.ts'

/** How an outcome in the outbox stands. */
export type OutboxState =
  /** To be sent as soon as somebody sends. */
  | { readonly kind: 'due' }
  /** Not before an instant, in milliseconds since the epoch. */
  | ({ readonly kind: 'waiting'; readonly until: number } & Reason)
  /** Not at all, as it is. */
  | ({ readonly kind: 'parked' } & Reason)

const UNKNOWN: Reason = {
  because: 'It is not known whether the CRM took it: the answer was lost.',
  fix: 'Wait until the CRM can be searched for it; then it is sent, or found there.',
}

/** @param now milliseconds since the epoch */
function outboxState({ sending }: Queued, now: number): OutboxState {
  const { wait } = sending
  const parked = describeParked(sending)
  if (parked !== null) return { kind: 'parked', ...parked }
  if (wait === null || wait.until <= now) return { kind: 'due' }
  const reason = wait.because === 'lost-answer' ? UNKNOWN : describeKind(wait.because)
  return { kind: 'waiting', until: wait.until, ...reason }
}

const SHORTEST = 8

/** Each id by the shortest of its beginnings that is no other one's; of at least eight characters. */
export function shortIds(ids: readonly string[]): ReadonlyMap<string, string> {
  const isAmbiguous = (id: string, length: number) =>
    ids.some((other) => other !== id && other.startsWith(id.slice(0, length)))
  const short = (id: string) => {
    let length = Math.min(SHORTEST, id.length)
    while (length < id.length && isAmbiguous(id, length)) length += 1
    return id.slice(0, length)
  }
  return new Map(ids.map((id) => [id, short(id)]))
}

export interface OutboxView {
  readonly queue: readonly Queued[]
  /** The outcomes that the account knows, for their labels. */
  readonly offered: readonly Disposition[]
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** Colours: those of a terminal, or none. */
export type Painter = Readonly<Record<'bad' | 'warn' | 'dim', (text: string) => string>>

/**
 * The outbox for people: a line each, and below it what keeps it from being sent.
 *
 * @param advise says what can be done about a parked one, by its short id
 */
export function renderOutbox(view: OutboxView, painter: Painter, advise: (id: string) => string): string[] {
  const { queue } = view
  if (queue.length === 0) return ['Nothing waits for the CRM.']
  const short = shortIds(queue.map(idOf))
  const rows = queue.map((queued) => rowOf(queued, short.get(idOf(queued)) ?? '', view, advise))
  const lines = align(rows.map(({ cells, state }) => [...cells, paintState(state, painter)]))
  return rows.flatMap(({ below }, at) => [lines[at] ?? '', ...below.map((line) => painter.dim(`    ${line}`))])
}

interface Row {
  readonly cells: readonly string[]
  readonly state: OutboxState
  readonly below: readonly string[]
}

function rowOf(queued: Queued, id: string, { offered, now }: OutboxView, advise: (id: string) => string): Row {
  const { outcome } = queued
  const state = outboxState(queued, now)
  const cells = [
    id,
    shortLine(outcome.call.contactName, 30),
    dispositionLabel(outcome.outcome, offered),
    savedAt(outcome.savedAt),
  ]
  const reason = state.kind === 'due' ? [] : [`${state.because} ${state.fix}`]
  const retry = state.kind === 'parked' ? [advise(id)] : []
  return { cells: cells.map((cell) => shortLine(cell, 40)), state, below: [...reason, ...retry] }
}

function paintState(state: OutboxState, { bad, warn, dim }: Painter): string {
  switch (state.kind) {
    case 'due':
      return dim('is sent with the next sync')
    case 'waiting':
      return warn(`waits until ${renderTime(state.until)}`)
    case 'parked':
      return bad('parked')
  }
}

function savedAt(text: string): string {
  return renderTime(Date.parse(text))
}

/** A line for each outcome of the outbox. */
export function outboxJson(view: OutboxView): JsonLine[] {
  const short = shortIds(view.queue.map(idOf))
  return view.queue.map((queued) => outcomeJson(queued, short.get(idOf(queued)) ?? '', view))
}

function outcomeJson(queued: Queued, shortId: string, { offered, now }: OutboxView): JsonLine {
  const { outcome, sending } = queued
  const state = outboxState(queued, now)
  const inCrm = nextPart(queued)
  const kind = sending.parked?.kind ?? sending.wait?.because ?? null
  return {
    type: 'outcome',
    ...draftJson(outcome),
    contactId: sending.contactId,
    shortId,
    label: dispositionLabel(outcome.outcome, offered),
    state: state.kind,
    nextAt: state.kind === 'waiting' ? isoOf(state.until) : null,
    problem: state.kind === 'due' ? null : problemJson(kind, state),
    isCallInCrm: inCrm > 0,
    tasksInCrm: Math.max(0, inCrm - 1),
  }
}

/** What became of the outbox, in a sentence. @param hint how to see what is left in it */
export function renderSent({ sent, waiting, parked }: Sent, hint: string): string {
  const rest = [
    waiting > 0 ? `${waiting} still ${waiting === 1 ? 'waits' : 'wait'}` : '',
    parked > 0 ? `${parked} parked` : '',
  ]
  const seen = rest.filter((part) => part !== '').join(', ')
  if (sent === 0 && seen === '') return 'Outcomes: nothing waits for the CRM.'
  return `Outcomes: ${[`${sent} sent`, seen].filter((part) => part !== '').join(', ')}${seen === '' ? '.' : ` (${hint}).`}`
}

/** The same for programs; all null where nothing was tried. */
export function sentJson(sent: Sent | null): object {
  if (sent === null) return { sent: null, waiting: null, parked: null, nextAt: null, outboxProblem: null }
  const { problem, nextAt, waiting, parked } = sent
  const outboxProblem = problem && problemJson(problem, describeKind(problem))
  return { sent: sent.sent, waiting, parked, nextAt: isoOf(nextAt), outboxProblem }
}

/** What keeps all of the outbox back, and what would change that. */
export function reasonOf(problem: FailureKind): string {
  const { because, fix } = describeKind(problem)
  return `${because} ${fix}`
}

/** What a draft is, on a line. */
export function renderDraft({ call, outcome }: Draft, offered: readonly Disposition[]): string {
  const chosen = outcome === null ? 'no outcome chosen' : dispositionLabel(outcome, offered)
  return `${shortLine(call.contactName, 30)}, call of ${savedAt(call.startedAt)}: ${shortLine(chosen, 40)}`
}

function idOf({ outcome }: Queued): string {
  return outcome.call.callId
}
