// Counts the calls of a log by what a phone would have shown, as they go by, in bounded memory. Pure.
import type { Caller } from '../core/caller.ts'
import { writtenSpelling } from '../core/number/line.ts'
import { type Callers, openCallers, type Place } from './callers.ts'
import { type Change, changeBetween } from './change.ts'
import type { Judge, Judged, Verdict } from './judge.ts'
import { type DateOrder, isUnordered, orderDay, provenOrder } from './log-day.ts'
import type { LeftOut, PastCall } from './past-call.ts'

/** What the phone would have made of calls, and under another setting, where that was asked. */
export interface Outcome extends Verdict {
  readonly against: Verdict | null
  readonly change: Change | null
  /** Who it was taken to be, whatever the phone showed. */
  readonly kind: Caller['kind']
}

export interface Tally {
  /** Every outcome there was; a caller's and a day's are named by their places here. */
  readonly outcomes: readonly Outcome[]
  /** How many calls had each. */
  readonly calls: readonly number[]
  readonly callers: Callers
  /** Of each day, how many calls had each outcome; complete once the log is closed. */
  readonly days: ReadonlyMap<string, readonly number[]>
  /** Calls whose day is not known. */
  readonly undated: number
  readonly leftOut: ReadonlyMap<LeftOut, number>
  /** Calls that were played with every contact, since nobody knew their day when it mattered. */
  readonly daylessPlays: number
}

export interface TallyOptions {
  readonly judge: Judge
  /** The same calls under another setting; null where that was not asked. */
  readonly against: Judge | null
  /** Which of a date with slashes comes first; null where that was not stated. */
  readonly order: DateOrder | null
  readonly callers?: Callers
}

export interface OpenTally {
  add(call: PastCall | LeftOut): void
  /** One log is read to its end. @returns how many of its calls have a day whose order is not known */
  closeLog(): number
  tally(): Tally
}

// Texts come again: the callers of a company are a few thousand.
const REMEMBERED = 100_000
// More than a hundred years; a hostile log has as many days as rows.
const MOST_DAYS = 40_000

/** What is known of a text that called. */
interface Known {
  readonly line: PastCall['line']
  readonly place: Place
  /** The days from which on the answer may be another one. */
  readonly turns: readonly string[]
  /** The outcome before the first of these days, and from each of them on; a gap where none was asked for. */
  readonly outcomes: number[]
}

/** Begins to count. */
export function openTally({ judge, against, order, callers = openCallers() }: TallyOptions): OpenTally {
  const outcomes: Outcome[] = []
  const byKey = new Map<string, number>()
  const calls: number[] = []
  const days = new Map<string, number[]>()
  const leftOut = new Map<LeftOut, number>()
  let logDays = new Map<string, number[]>()
  let undated = 0
  let daylessPlays = 0
  let fresh = new Map<string, Known>()
  let stale = new Map<string, Known>()

  function outcomeOf(judged: Judged, other: Judged | null): number {
    const outcome: Outcome = {
      ...verdictOf(judged),
      kind: judged.caller.kind,
      against: other && verdictOf(other),
      change: other && changeBetween(judged, other),
    }
    const key = JSON.stringify(outcome)
    const known = byKey.get(key)
    if (known !== undefined) return known
    outcomes.push(outcome)
    calls.push(0)
    byKey.set(key, outcomes.length - 1)
    return outcomes.length - 1
  }

  function look({ line }: PastCall): Known {
    const judged = judge(line)
    const turns = [...new Set([...judge.turns(line), ...(against?.turns(line) ?? [])])].sort()
    const known: Known = { line, place: placeOf(line, judged), turns, outcomes: [] }
    if (turns.length === 0) keep(known, 0, outcomeOf(judged, against?.(line) ?? null))
    return known
  }

  function placeOf(line: PastCall['line'], { caller }: Judged): Place {
    if (line.presentation !== 'ALLOWED') return -1
    const { number } = caller.evidence
    return number === null ? callers.placeText(line.text) : callers.place(writtenSpelling(line.text, number.e164))
  }

  function outcomeAt(known: Known, written: string | null): number {
    const { line, turns } = known
    const day = turns.length === 0 || written === null ? null : orderDay(written, order)
    if (day === null && turns.length > 0) daylessPlays += 1
    const turn = day === null ? turns.length : turns.filter((each) => each <= day).length
    return known.outcomes[turn] ?? keep(known, turn, outcomeOf(judge(line, day), against?.(line, day) ?? null))
  }

  function keep({ place, outcomes: found }: Known, turn: number, outcome: number): number {
    found[turn] = outcome
    if (place >= 0) settle(place, outcome)
    return outcome
  }

  // Where two texts of one number are answered differently, the caller was named if one of the calls was.
  function settle(place: Place, outcome: number): void {
    const held = callers.verdicts.at(place)
    if (held === 0 || (outcomes[outcome]?.isNamed && !outcomes[held - 1]?.isNamed))
      callers.verdicts.set(place, outcome + 1)
  }

  function knownOf(call: PastCall): Known {
    const key = call.line.presentation === 'ALLOWED' ? call.line.text : call.line.presentation
    const found = fresh.get(key)
    if (found !== undefined) return found
    const known = stale.get(key) ?? look(call)
    if (fresh.size >= REMEMBERED) {
      stale = fresh
      fresh = new Map()
    }
    fresh.set(key, known)
    return known
  }

  function countDay(into: Map<string, number[]>, day: string, outcome: number, count: number): boolean {
    let counts = into.get(day)
    if (counts === undefined) {
      if (into.size >= MOST_DAYS) return false
      counts = []
      into.set(day, counts)
    }
    counts[outcome] = (counts[outcome] ?? 0) + count
    return true
  }

  return {
    add(call) {
      if (typeof call === 'string') {
        leftOut.set(call, (leftOut.get(call) ?? 0) + 1)
        return
      }
      const known = knownOf(call)
      const { place } = known
      const outcome = outcomeAt(known, call.day)
      calls[outcome] = (calls[outcome] ?? 0) + 1
      if (place >= 0) callers.calls.set(place, callers.calls.at(place) + 1)
      if (call.day === null || !countDay(logDays, call.day, outcome, 1)) undated += 1
    },
    closeLog() {
      const found = order ?? provenOrder(logDays.keys())
      let unordered = 0
      for (const [written, counts] of logDays) {
        const day = orderDay(written, found)
        counts.forEach((count, outcome) => {
          if (day !== null && countDay(days, day, outcome, count)) return
          undated += count
          if (isUnordered(written) && found === null) unordered += count
        })
      }
      logDays = new Map()
      return unordered
    },
    tally: () => ({ outcomes, calls, callers, days, undated, leftOut, daylessPlays }),
  }
}

function verdictOf({ isNamed, source, reason, doubt }: Verdict): Verdict {
  return { isNamed, source, reason, doubt }
}
