// What came of the calls, in numbers: plain data, for whoever shows it. Pure.
import type { Change } from './change.ts'
import type { LeftOut } from './past-call.ts'
import type { PastReason } from './reasons.ts'
import type { Outcome, Tally } from './tally.ts'

/** Calls, and the callers that they came from. A call without a number has no caller. */
export interface Amount {
  readonly calls: number
  readonly callers: number
}

export interface ReasonAmount extends Amount {
  readonly reason: PastReason
  readonly isNamed: boolean
}

export interface DayFigures {
  /** YYYY-MM-DD, as the log has it. */
  readonly day: string
  readonly calls: number
  readonly named: number
  /** What the day's calls came to; the order of the reasons of all. */
  readonly reasons: readonly { readonly reason: PastReason; readonly isNamed: boolean; readonly calls: number }[]
}

export interface ReplayFigures {
  /** Calls that came in. */
  readonly all: Amount
  readonly named: Amount
  /** By what the phone made of them, the most calls first. */
  readonly reasons: readonly ReasonAmount[]
  /** In order; only days with a call. */
  readonly days: readonly DayFigures[]
  /** Calls whose day the log does not say. */
  readonly undated: number
  /** Rows that were not played. */
  readonly leftOut: readonly { readonly reason: LeftOut; readonly rows: number }[]
  /** Under the other setting; null where none was given. */
  readonly against: AgainstFigures | null
  /** False where more numbers called than could be told apart: their calls are counted, they are not. */
  readonly isEveryCallerCounted: boolean
}

export interface AgainstFigures extends Readonly<Record<Exclude<Change, 'same'>, Amount>> {
  readonly named: Amount
  readonly reasons: readonly ReasonAmount[]
}

/** The figures of what was counted. */
export function figuresOf(tally: Tally): ReplayFigures {
  const { outcomes, callers, days, undated, leftOut } = tally
  const perOutcome = countCallers(tally)
  const amountOf = (fits: (outcome: Outcome) => boolean): Amount => {
    const sum = { calls: 0, callers: 0 }
    outcomes.forEach((outcome, at) => {
      if (!fits(outcome)) return
      sum.calls += tally.calls[at] ?? 0
      sum.callers += perOutcome[at] ?? 0
    })
    return sum
  }
  const byReason = (verdictOf: (outcome: Outcome) => Pick<ReasonAmount, 'reason' | 'isNamed'>): ReasonAmount[] => {
    const amounts = new Map<string, { reason: PastReason; isNamed: boolean; calls: number; callers: number }>()
    outcomes.forEach((outcome, at) => {
      const { reason, isNamed } = verdictOf(outcome)
      const key = `${reason} ${isNamed}`
      const amount = amounts.get(key) ?? { reason, isNamed, calls: 0, callers: 0 }
      amount.calls += tally.calls[at] ?? 0
      amount.callers += perOutcome[at] ?? 0
      amounts.set(key, amount)
    })
    return [...amounts.values()].sort((one, other) => other.calls - one.calls || compare(one.reason, other.reason))
  }
  const reasons = byReason((outcome) => outcome)
  const hasAgainst = outcomes.some(({ against }) => against !== null)
  const changed = (change: Change) => amountOf((outcome) => outcome.change === change)
  return {
    all: amountOf(() => true),
    named: amountOf(({ isNamed }) => isNamed),
    reasons,
    days: [...days]
      .sort(([one], [other]) => compare(one, other))
      .map(([day, counts]) => figuresOfDay(day, counts, { outcomes, reasons })),
    undated,
    leftOut: Array.from(leftOut, ([reason, rows]) => ({ reason, rows })).sort((one, other) => other.rows - one.rows),
    against: hasAgainst
      ? {
          named: amountOf(({ against }) => against?.isNamed === true),
          gained: changed('gained'),
          lost: changed('lost'),
          renamed: changed('renamed'),
          reasons: byReason((outcome) => outcome.against ?? outcome),
        }
      : null,
    isEveryCallerCounted: callers.isComplete(),
  }
}

function countCallers({ outcomes, callers }: Tally): number[] {
  const counts = outcomes.map(() => 0)
  const { verdicts } = callers
  for (let place = 0; place < callers.count(); place += 1) {
    const outcome = verdicts.at(place) - 1
    counts[outcome] = (counts[outcome] ?? 0) + 1
  }
  return counts
}

function figuresOfDay(
  day: string,
  counts: readonly number[],
  { outcomes, reasons }: { readonly outcomes: readonly Outcome[]; readonly reasons: readonly ReasonAmount[] },
): DayFigures {
  const callsOf = (fits: (outcome: Outcome) => boolean) =>
    outcomes.reduce((sum, outcome, at) => (fits(outcome) ? sum + (counts[at] ?? 0) : sum), 0)
  return {
    day,
    calls: callsOf(() => true),
    named: callsOf(({ isNamed }) => isNamed),
    reasons: reasons.flatMap(({ reason, isNamed }) => {
      const calls = callsOf((outcome) => outcome.reason === reason && outcome.isNamed === isNamed)
      return calls === 0 ? [] : [{ reason, isNamed, calls }]
    }),
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
