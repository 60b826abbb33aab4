// What a phone would have shown of a caller: by the rules and the words of the simulated phone, once for each caller. Pure.
import { askPhoneOften } from '../app/ask-phone.ts'
import type { CarriedPhone } from '../app/carried.ts'
import { type Caller, isOtherSpelling, renderCard } from '../core/caller.ts'
import { renderLabel } from '../core/contact.ts'
import { dayAt } from '../core/day.ts'
import { indexDirectory } from '../core/directory-index.ts'
import type { Line } from '../core/number/presentation.ts'
import type { World } from '../device/phone.ts'
import { type Holding, openHeldDirectory } from './holding.ts'
import type { PastReason } from './reasons.ts'

/** Why a wrong name is possible. */
export type Doubt =
  /** Several contacts have the number, and one of them is shown. */
  | 'shared'
  /** The contact has the line in another spelling than the network delivers. */
  | 'two-spellings'

/** What a phone makes of a line, whenever it is asked. */
export interface Verdict {
  readonly isNamed: boolean
  readonly source: 'crm' | 'address-book' | 'none'
  readonly reason: PastReason
  readonly doubt: Doubt | null
}

export interface Judged extends Verdict {
  readonly caller: Caller
  /** What is shown; null where nobody is named. */
  readonly label: string | null
}

/** Says what a phone shows of a line on a day (YYYY-MM-DD); where no day is stated, with every contact of today. */
export interface Judge {
  (line: Line, day?: string | null): Judged
  /** The days from which on another answer is possible, in order. */
  readonly turns: (line: Line) => readonly string[]
}

export interface JudgeOptions {
  readonly world: World
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Null for a phone that holds every contact, whenever the call was. */
  readonly holding: Holding | null
}

/** A phone with what lies around it, which is asked about many callers. */
export function openJudge(phone: CarriedPhone, { world, at, holding }: JudgeOptions): Judge {
  const indexed = indexDirectory(world.directory)
  const held = holding && openHeldDirectory(indexed, holding)
  const steady: World = { ...world, directory: held?.directory ?? indexed, numberFirst: () => true }
  const ask = askPhoneOften(phone, { world: steady, at })
  const today = dayAt(at)
  const judgeOn = (line: Line, day: string | null): Judged => {
    held?.set(day)
    const { caller, summary } = ask(line)
    const card = summary.identified ? renderCard(caller, today) : null
    return {
      isNamed: summary.identified,
      source: summary.source,
      reason: summary.reason,
      doubt: summary.identified ? doubtOf(caller) : null,
      caller,
      label: card === null ? null : renderLabel(card),
    }
  }
  const judge = (line: Line, day: string | null = null): Judged => {
    const now = judgeOn(line, null)
    if (held === null || day === null || now.source !== 'crm') return now
    const then = judgeOn(line, day)
    if (then.isNamed) return then
    return { ...now, isNamed: false, source: 'none', reason: 'too-new', doubt: null, label: null }
  }
  const turns = (line: Line): string[] => {
    if (holding === null) return []
    const { matches } = judgeOn(line, null).caller.evidence
    return [...new Set(matches.flatMap(({ contact }) => holding.heldFrom(contact.id) ?? []))].sort()
  }
  return Object.assign(judge, { turns })
}

function doubtOf(caller: Caller): Doubt | null {
  if (caller.kind === 'shared') return 'shared'
  return caller.kind === 'known' && isOtherSpelling(caller.match, caller.evidence) ? 'two-spellings' : null
}
