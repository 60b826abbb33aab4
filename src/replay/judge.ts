// What a phone would have shown of a caller: by the rules and the words of the simulated phone, once for each caller. Pure.
import type { Reason } from '../app/answer-call.ts'
import { askPhoneOften } from '../app/ask-phone.ts'
import type { CarriedPhone } from '../app/carried.ts'
import { type Caller, isOtherSpelling, renderCard } from '../core/caller.ts'
import { renderLabel } from '../core/contact.ts'
import { dayAt } from '../core/day.ts'
import { indexDirectory } from '../core/directory-index.ts'
import type { Line } from '../core/number/presentation.ts'
import type { World } from '../device/phone.ts'

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
  readonly reason: Reason
  readonly doubt: Doubt | null
}

export interface Judged extends Verdict {
  readonly caller: Caller
  /** What is shown; null where nobody is named. */
  readonly label: string | null
}

export type Judge = (line: Line) => Judged

/** A phone with what lies around it, which is asked about many callers. @param at milliseconds since the epoch */
export function openJudge(phone: CarriedPhone, { world, at }: { readonly world: World; readonly at: number }): Judge {
  const steady: World = { ...world, directory: indexDirectory(world.directory), numberFirst: () => true }
  const ask = askPhoneOften(phone, { world: steady, at })
  const today = dayAt(at)
  return (line) => {
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
}

function doubtOf(caller: Caller): Doubt | null {
  if (caller.kind === 'shared') return 'shared'
  return caller.kind === 'known' && isOtherSpelling(caller.match, caller.evidence) ? 'two-spellings' : null
}
