// A call as a telephone system reports it at its end, and what is kept of those: each once, however often it is reported. Knows no
// storage, no clock.
import { isSameLine } from './number/line.ts'

export interface OfficeCall {
  /** The system's id of it, under the name of the system. */
  readonly callId: string
  readonly direction: 'incoming' | 'outgoing'
  readonly isAnswered: boolean
  /** Of the other end, with plus; empty where none was delivered, or none could be read. */
  readonly e164: string
  /** Whose number it is; null for nobody's. */
  readonly contactId: string | null
  /** Safe to draw; empty for nobody's. */
  readonly contactName: string
  /** ISO 8601 instant. */
  readonly startedAt: string
  /** From the answer to the end; 0 without an answer. */
  readonly durationMs: number
}

/** The calls that are kept, by when they began. */
export interface OfficeCalls {
  readonly calls: readonly OfficeCall[]
  /** A call that began by then was let go: whether it was reported before is not known any more. ISO 8601; null for none. */
  readonly forgottenUntil: string | null
}

/**
 * What a report brought. `answered-after-all`: it was kept as unanswered, for a telephone that rang in vain beside the one that was
 * answered is reported, too.
 */
export type Taken = 'new' | 'answered-after-all' | 'known' | 'too-old'

export const NO_CALLS: OfficeCalls = { calls: [], forgottenUntil: null }

const MOST_KEPT = 2_000

/** Takes a report among the calls. @param most how many are kept */
export function takeCall(kept: OfficeCalls, call: OfficeCall, most = MOST_KEPT): { kept: OfficeCalls; taken: Taken } {
  const before = kept.calls.find(({ callId }) => callId === call.callId)
  if (before !== undefined) {
    if (before.isAnswered || !call.isAnswered) return { kept, taken: 'known' }
    const calls = kept.calls.map((each) => (each === before ? call : each))
    return { kept: { ...kept, calls }, taken: 'answered-after-all' }
  }
  if (kept.forgottenUntil !== null && call.startedAt <= kept.forgottenUntil) return { kept, taken: 'too-old' }
  const all = [...kept.calls, call].sort((a, b) => compare(a.startedAt, b.startedAt))
  // Those that began at the same instant as one that is let go are let go with it.
  const forgottenUntil = all.length > most ? (all[all.length - most - 1]?.startedAt ?? null) : kept.forgottenUntil
  const calls = forgottenUntil === null ? all : all.filter(({ startedAt }) => startedAt > forgottenUntil)
  return { kept: { calls, forgottenUntil }, taken: 'new' }
}

/** Who is to be called back, who called last first: each call that nobody answered, unless that line was spoken with since. */
export function callBacksOf({ calls }: OfficeCalls): readonly OfficeCall[] {
  const spoken = calls.filter(({ isAnswered }) => isAnswered)
  const isDone = ({ e164, startedAt }: OfficeCall) =>
    spoken.some((later) => later.startedAt > startedAt && isSameLine(later.e164, e164))
  return calls
    .filter((call) => call.direction === 'incoming' && !call.isAnswered && call.e164 !== '' && !isDone(call))
    .toReversed()
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
