// A played call as text for people. Pure: events in, lines out.
import { accessOf } from '../app/access-of.ts'
import { callerOf, type TimedEvent } from '../app/answer-call.ts'
import type { CarriedPhone } from '../app/carried.ts'
import type { SeenEvent } from '../app/event.ts'
import type { Obstacle } from '../app/obstacles.ts'
import type { Why } from '../app/why.ts'
import type { Access, Missing } from '../core/access.ts'
import { type Caller, contactOf, isOtherSpelling } from '../core/caller.ts'
import { type Card, renderAge, renderDeal, renderLabel, renderWhy } from '../core/contact.ts'
import { formatNumber } from '../core/number/number.ts'
import type { Line } from '../core/number/presentation.ts'
import { NO_NUMBER_TITLES } from '../core/number/presentation.ts'
import { type Disposition, type Draft, dealOf, dispositionLabel, type Outcome, type Task } from '../core/outcome.ts'
import type { Reason } from '../core/retry.ts'
import type { Painter } from '../terminal/paint.ts'
import { renderClock } from '../text/duration.ts'
import { safeLine, safeLines } from '../text/safe.ts'

/** What became of the outcome screen. */
export type CallEnding =
  | { readonly kind: 'no-screen' }
  | { readonly kind: 'draft'; readonly draft: Draft }
  | {
      readonly kind: 'saved'
      readonly outcome: Outcome
      /** The outcomes that it was chosen from. */
      readonly offered: readonly Disposition[]
    }

/** What came of sending a saved outcome at once. */
export interface Attempt {
  /** It is in the CRM. */
  readonly isSent: boolean
  /** What keeps it back. */
  readonly problem: (Reason & { readonly kind: string | null }) | null
}

export interface ToldCall {
  readonly phone: CarriedPhone
  readonly events: readonly TimedEvent[]
  /** What keeps the name away, the first thing first; empty where somebody was named. */
  readonly obstacles: readonly Obstacle[]
  /** What came of saying who it was. */
  readonly choice?: string | null
}

/**
 * The call line by line: the time since the first ring, what happened, and why nothing did where something could.
 *
 * @param phone the phone as it was when the call began
 */
export function renderCall(
  { phone, events, obstacles, choice = null }: ToldCall,
  ending: CallEnding,
  painter: Painter,
): string[] {
  const told = events.flatMap(({ atMs, event }) => {
    const [title, ...rest] = describeEvent(event)
    return title === undefined
      ? []
      : [row(renderClock(atMs), title, painter), ...rest.map((line) => row('', line, painter))]
  })
  return [
    ...told,
    ...whyNothing(phone, events, obstacles).map((line) => row('', line, painter)),
    ...(choice === null ? [] : [row('', ['Choice', choice], painter)]),
    ...describeEnding(ending, painter),
  ]
}

type Words = readonly [what: string, text: string]

function row(clock: string, [what, text]: Words, painter: Painter): string {
  return `${painter.dim(clock.padStart(5))}  ${painter.strong(what.padEnd(12))} ${text}`.trimEnd()
}

function describeEvent(event: SeenEvent): Words[] {
  switch (event.type) {
    case 'ringing':
      return [['Ringing', event.name === null ? renderLine(event.line) : `${event.name} (in the address book)`]]
    case 'dialling':
      return [['Dialling', `${renderLine(event.line)}, ${event.from === 'app' ? 'inside' : 'outside'} the app`]]
    case 'identified':
      return isOtherwiseSpelled(event.caller) ? [['Matched', 'by another spelling of the same line']] : []
    case 'show-card':
      return describeCard(event.surface, event.card)
    case 'answered':
      return [['Answered', '']]
    case 'held':
      return [['On hold', '']]
    case 'resumed':
      return [['Resumed', '']]
    case 'ended':
      return [['Ended', ENDINGS[event.cause]]]
    case 'call-list':
      return [['Call list', [event.logType, event.name ?? renderLine({ ...event, text: event.number })].join(' · ')]]
    case 'notify-missed':
      return [['Notification', `${event.title} [${event.actions.join('] [')}]`]]
    case 'open-outcome':
      return event.surface === 'screen'
        ? [['Outcome', `screen for ${event.call.contactName}`]]
        : [['Notification', `Log your call with ${event.call.contactName} [Log call]`]]
    default:
      return []
  }
}

const ENDINGS = {
  LOCAL: 'we hung up',
  REMOTE: 'the other end hung up',
  CANCELED: 'cancelled',
  MISSED: 'nobody answered',
  REJECTED: 'declined',
  BUSY: 'the other end is busy',
  ANSWERED_ELSEWHERE: 'answered on another device',
} as const

function describeCard(surface: Access['surfaces']['card'], card: Card): Words[] {
  if (surface === 'label') return [['Label', renderLabel(card)]]
  const deal: Words[] = card.deal ? [['', [card.deal.name, card.deal.amount].filter(Boolean).join(' · ')]] : []
  const about = [renderWhy(card), renderAge(card)].filter((each) => each !== null).join(' · ')
  return [[SURFACES[surface], renderLabel(card)], ...deal, ...(about === '' ? [] : [['', about] as const])]
}

const SURFACES = { overlay: 'Card', 'heads-up': 'Heads-up', 'full-screen': 'Full screen' } as const

function renderLine({ presentation, text }: Line): string {
  return presentation === 'ALLOWED' ? safeLine(formatNumber(text)) : NO_NUMBER_TITLES[presentation]
}

// What is in the way, and what helps; then, where a call could have been logged, why it is not.
function whyNothing(phone: CarriedPhone, events: readonly TimedEvent[], obstacles: readonly Obstacle[]): Words[] {
  const unlogged = contactOf(callerOf(events)) === null ? undefined : whyNotLogged(phone, events)
  const isTold = obstacles.some(({ sentence }) => sentence === unlogged?.sentence)
  return [
    ...obstacles.flatMap((each, index) => inWords(index === 0 ? 'Unknown' : 'Also', each)),
    ...(unlogged && !isTold ? inWords('Not logged', unlogged) : []),
  ]
}

/** What else keeps the name away beside the first thing, for people who were told of that. */
export function renderOthers([, ...others]: readonly Obstacle[]): string[] {
  if (others.length === 0) return []
  const lines = others.flatMap((each) => [
    `- ${each.sentence}`,
    ...[renderFix(each)].filter(Boolean).map((fix) => `  ${fix}`),
  ])
  return ['This would keep the name away as well:', ...lines]
}

/** A fix with the flag that does it; empty where nothing can be done. */
export function renderFix({ fix, states }: Why): string {
  return states === undefined ? fix : `${fix.replace(/\.$/, '')}: ${FLAGS[states]}.`
}

const FLAGS: Readonly<Record<NonNullable<Why['states']>, string>> = {
  profile: '--profile ringsight',
  'contact-region': '--region',
  'sim-region': '--region',
}

function inWords(what: string, why: Why): Words[] {
  const { sentence } = why
  const fix = renderFix(why)
  return [[what, sentence], ...(fix === '' ? [] : [['', fix] as const])]
}

function whyNotLogged(phone: CarriedPhone, events: readonly TimedEvent[]): Missing | undefined {
  const dialled = events.find(({ event }) => event.type === 'dialling')?.event
  const wasAnswered = events.some(({ event }) => event.type === 'answered')
  if (events.some(({ event }) => event.type === 'open-outcome') || (!dialled && !wasAnswered)) return undefined
  const access = accessOf(phone)
  if (dialled?.type !== 'dialling') return access.outcomeIncoming[0]
  return (dialled.from === 'app' ? access.outcomeInApp : access.outcomeOutside)[0]
}

const WAITS = 'waits in the outbox for the CRM'

function describeEnding(ending: CallEnding, painter: Painter): string[] {
  if (ending.kind === 'no-screen') return []
  if (ending.kind === 'draft') {
    return [row('', ['Draft', 'kept, not saved: `ringsight phone` opens it under Drafts'], painter)]
  }
  const { outcome, notes, tasks } = ending.outcome
  const deal = dealOf(ending.outcome)
  const noted: Words[] = safeLines(notes)
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => [index === 0 ? 'Notes' : '', line])
  const words: Words[] = [
    ['Saved', `${dispositionLabel(outcome, ending.offered)}: ${WAITS}`],
    ...(deal ? [['Deal', renderDeal(deal)] as const] : []),
    ...noted,
    ...tasks.map((task): Words => ['Task', renderTask(task)]),
  ]
  return words.map((each) => row('', each, painter))
}

/** What came of sending it, below what renderCall says. */
export function renderAttempt({ isSent, problem }: Attempt, painter: Painter): string[] {
  const words: Words[] = isSent
    ? [['Sent', 'it is in the CRM']]
    : problem === null
      ? []
      : [['Not sent', problem.because], ...(problem.fix === '' ? [] : [['', problem.fix] as const])]
  return words.map((each) => row('', each, painter))
}

/** A draft in full, for whoever is to keep it elsewhere. */
export function renderLost({ call, outcome, notes, tasks }: Draft, offered: readonly Disposition[]): string[] {
  return [
    `Not kept, the outcome screen for ${safeLine(call.contactName)}:`,
    ...(outcome === null ? [] : [`Outcome: ${dispositionLabel(outcome, offered)}`]),
    ...tasks.map((task) => `Task: ${renderTask(task)}`),
    ...(notes === '' ? [] : ['Notes:', ...safeLines(notes).split('\n')]),
  ]
}

function renderTask({ title, type, due, priority }: Task): string {
  const details = [
    type === 'todo' ? 'to-do' : type,
    `due ${due}`,
    ...(priority === 'none' ? [] : [`${priority} priority`]),
  ]
  return `${safeLine(title)} (${details.join(', ')})`
}

/** Whether a call was matched by another spelling of the same line. */
export function isOtherwiseSpelled(caller: Caller): boolean {
  return (caller.kind === 'known' || caller.kind === 'shared') && isOtherSpelling(caller.match, caller.evidence)
}
