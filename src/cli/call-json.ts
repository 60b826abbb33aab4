// A played call as JSON for machines. Pure: events in, lines out.
import { type CallSummary, callerOf, type PlayedCall, type TimedEvent } from '../app/answer-call.ts'
import type { SeenEvent } from '../app/event.ts'
import type { Obstacle } from '../app/obstacles.ts'
import { type Caller, contactOf } from '../core/caller.ts'
import { type Card, contactName } from '../core/contact.ts'
import type { Line } from '../core/number/presentation.ts'
import type { Disposition, Outcome } from '../core/outcome.ts'
import type { CallListRow } from '../device/phone.ts'
import { callJson, draftJson, problemJson } from '../sync/outcome-json.ts'
import { isoOf, type JsonLine, secondsOf } from '../text/json.ts'
import { type Attempt, type CallEnding, isOtherwiseSpelled, renderFix, type ToldCall } from './call-report.ts'

/** One event on a line; `afterSeconds` counts from the first sign of the call. */
export function eventJson({ atMs, event }: TimedEvent): JsonLine {
  return { ...factsOf(event), type: event.type, afterSeconds: secondsOf(atMs) }
}

function factsOf(event: SeenEvent): object {
  switch (event.type) {
    case 'identified':
      return { callId: event.callId, caller: callerJson(event.caller) }
    case 'ringing':
      return { callId: event.callId, ...lineJson(event.line), name: event.name }
    case 'dialling':
      return { callId: event.callId, ...lineJson(event.line), from: event.from }
    case 'phone-state':
      return { state: event.state, number: event.incoming_number ?? null }
    case 'screen-call': {
      const { handle, handlePresentation } = event.details
      const line = { presentation: handlePresentation, text: handle?.replace('tel:', '') ?? '' }
      return { callId: event.callId, direction: event.direction, ...lineJson(line) }
    }
    case 'not-screened':
    case 'card-unseen':
      return { callId: event.callId, reason: event.because }
    case 'show-card':
      return { surface: event.surface, card: cardJson(event.card) }
    case 'call-list':
      return rowJson(event)
    case 'notify-missed':
    case 'open-outcome':
      return noticeJson(event)
    default:
      return event
  }
}

function cardJson({ name, company, deal, others, chosenOn, agoMs }: Card): object {
  return {
    name,
    company,
    deal,
    others,
    chosenOn: chosenOn ?? null,
    ageSeconds: agoMs === undefined ? null : secondsOf(agoMs),
  }
}

function lineJson({ presentation, text }: Line): object {
  return { presentation, number: presentation === 'ALLOWED' ? text : null }
}

/** A row of the phone's call list, without its instant. */
export function rowJson({ callId, logType, number, presentation, name, durationMs }: Omit<CallListRow, 'at'>): object {
  return { callId, logType, ...lineJson({ presentation, text: number }), name, durationSeconds: secondsOf(durationMs) }
}

type Notice = Extract<SeenEvent, { type: 'notify-missed' | 'open-outcome' }>

/** That a call was missed, or that its outcome is asked for. */
export function noticeJson(event: Notice): object {
  if (event.type === 'open-outcome') return { surface: event.surface, call: callJson(event.call) }
  const { contactId, title, e164, actions } = event
  return { contactId, number: e164, title, actions }
}

/** Whom a call was matched to, without the evidence. */
function callerJson(caller: Caller): object {
  const isMatched = caller.kind === 'known' || caller.kind === 'shared'
  return {
    kind: caller.kind,
    number: caller.evidence.number?.e164 ?? null,
    contactId: contactOf(caller)?.id ?? null,
    name: caller.kind === 'saved' ? caller.name : isMatched ? contactName(caller.match.contact) : null,
    field: isMatched ? caller.match.field : null,
    isOtherSpelling: isOtherwiseSpelled(caller),
    otherContactIds: caller.kind === 'shared' ? caller.others.map(({ id }) => id) : [],
    choice: choiceJson(caller),
  }
}

function choiceJson({ evidence: { choice, matches } }: Caller): object | null {
  if (choice === null) return null
  const { contactId, at } = choice
  const counts = matches.length > 1 && matches.some(({ contact }) => contact.id === contactId)
  return { contactId, at: isoOf(at), counts }
}

/** Who was named, and why, or why not. */
export function namedJson(caller: Caller | null, { identified, shown, source, reason }: CallSummary): object {
  return {
    isIdentified: identified,
    caller: caller && callerJson(caller),
    shown: shown && { ...cardJson(shown), label: shown.label },
    nameSource: source,
    reason,
  }
}

/** One thing that keeps the name away. */
export function obstacleJson(each: Obstacle): object {
  return { reason: each.reason, message: each.sentence, fix: renderFix(each) }
}

/** That the outcome is saved, before anything else is tried with it. */
export function savedJson({ call, savedAt }: Outcome): JsonLine {
  return { type: 'saved', callId: call.callId, savedAt }
}

/** The last line of `--json`. */
export function summaryJson(
  { events, summary, obstacles }: Pick<PlayedCall, 'events' | 'summary'> & Pick<ToldCall, 'obstacles'>,
  ending: CallEnding,
  { isSent, problem, offered }: Attempt & { readonly offered: readonly Disposition[] },
): JsonLine {
  const { outcomeScreen, notification, callLog } = summary
  const caller = callerOf(events)
  const draft = ending.kind === 'no-screen' ? null : ending.kind === 'draft' ? ending.draft : ending.outcome
  const state = ending.kind === 'draft' ? 'draft' : isSent ? 'sent' : 'saved'
  return {
    type: 'summary',
    ...namedJson(caller, summary),
    obstacles: obstacles.map(obstacleJson),
    hasOutcomeScreen: outcomeScreen,
    offered: draft === null ? [] : offered.map(({ label }) => label),
    notification,
    callLog: callLog && {
      logType: callLog.type,
      name: callLog.name,
      durationSeconds: secondsOf(callLog.durationMs),
    },
    outcome: draft && {
      ...draftJson(draft),
      state,
      problem: problem && problemJson(problem.kind, problem),
    },
  }
}
