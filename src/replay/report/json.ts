// A replay as lines for programs, in the one vocabulary. Pure.
import type { JsonLine } from '../../text/json.ts'
import type { CallerLine } from '../callers-list.ts'
import type { ReasonAmount } from '../figures.ts'
import type { Replay } from '../job.ts'

/** Each log, reason, day, caller and repair on a line of its own, the summary last. */
export function* replayJson(replay: Replay): Generator<JsonLine> {
  const { figures, contacts, against } = replay
  for (const { file, program, columns, rows, played } of replay.logs) {
    yield { type: 'log', file, writtenBy: program, columns, rows, calls: played }
  }
  for (const each of figures.reasons) yield reasonJson(each, null)
  for (const each of figures.against?.reasons ?? []) yield reasonJson(each, against?.name ?? null)
  for (const { day, calls, named, reasons } of figures.days) {
    yield {
      type: 'day',
      day,
      calls,
      named,
      reasons: reasons.map(({ reason, isNamed, calls: count }) => ({ reason, isIdentified: isNamed, calls: count })),
    }
  }
  for (const caller of replay.unknown) yield { type: 'unknown', ...callerJson(caller) }
  for (const caller of replay.unnamed) yield { type: 'unnamed', ...callerJson(caller) }
  for (const caller of replay.doubtful) {
    yield {
      type: 'doubtful',
      ...callerJson(caller),
      doubt: caller.doubt,
      shown: caller.shown,
      contacts: caller.contacts,
    }
  }
  for (const caller of against?.changed ?? []) {
    const { change, shown, shownAgainst } = caller
    yield { type: 'changed', ...callerJson(caller), change, shown, shownAgainst }
  }
  for (const { row, header, id, value, repair, codes, calls } of contacts?.repairs ?? []) {
    yield { type: 'repair', row, recordId: id, column: header, value, repair, codes, calls }
  }
  for (const { row, header, id, name, value, reason, calls } of replay.corrections) {
    yield { type: 'correction', row, recordId: id, name, column: header, value, reason, calls }
  }
  yield summaryJson(replay)
}

function reasonJson({ reason, isNamed, calls, callers }: ReasonAmount, against: string | null): JsonLine {
  return { type: 'reason', against, reason, isIdentified: isNamed, calls, callers }
}

function callerJson({ number, country, calls, reason }: CallerLine): object {
  return { number, country, calls, reason }
}

function summaryJson({ logs, figures, contacts, against, contactsAgeMs, notices, isComplete }: Replay): JsonLine {
  const there = figures.against
  return {
    type: 'summary',
    logs: logs.length,
    calls: figures.all.calls,
    callers: figures.all.callers,
    named: figures.named,
    undated: figures.undated,
    contactsAgeSeconds: contactsAgeMs === null ? null : contactsAgeMs / 1000,
    leftOut: figures.leftOut,
    anyPhone: contacts && { before: contacts.figures.before, after: contacts.figures.after },
    repairable: contacts?.repairable ?? null,
    isRepaired: contacts?.fixed != null,
    against: there && {
      name: against?.name ?? '',
      named: there.named,
      gained: there.gained,
      lost: there.lost,
      renamed: there.renamed,
    },
    isEveryCallerCounted: figures.isEveryCallerCounted,
    isComplete,
    notices,
  }
}
