// What a phone makes of a call with a line: who is calling, and whether it shows that. One answer for all who explain it.
import type { Caller } from '../core/caller.ts'
import type { Line } from '../core/number/presentation.ts'
import { factsOf } from '../device/delivery.ts'
import type { World } from '../device/phone.ts'
import { type CallSummary, playCall } from './answer-call.ts'
import { resolve } from './caller-id.ts'
import type { CarriedPhone } from './carried.ts'

export interface PhoneAnswer {
  readonly caller: Caller
  readonly summary: CallSummary
}

/** What happens when somebody calls with this line and nobody picks up. @param at milliseconds since the epoch */
export function askPhone(phone: CarriedPhone, line: Line, { world, at }: { world: World; at: number }): PhoneAnswer {
  const caller = callerOf(phone, line, world)
  const { summary } = playCall(phone, { line, startsAt: at, ringMs: 0, ending: 'miss', talkMs: 0 }, world)
  return { caller, summary }
}

function callerOf(phone: CarriedPhone, line: Line, world: World): Caller {
  return resolve(phone.app, { line, sim: null }, { facts: factsOf(phone), world })
}

/** As much of a phone's answer as does not depend on when it is asked. */
export interface StandingAnswer {
  readonly caller: Caller
  readonly summary: Pick<CallSummary, 'identified' | 'source' | 'reason'>
}

/**
 * The same for very many lines: who is calling is found out for each; what the phone makes of it is played once for each kind
 * of caller, since it does not depend on which number or contact it is.
 */
export function askPhoneOften(
  phone: CarriedPhone,
  { world, at }: { world: World; at: number },
): (line: Line) => StandingAnswer {
  const played = new Map<string, StandingAnswer['summary']>()
  return (line) => {
    const caller = callerOf(phone, line, world)
    // What is dialled behind a number, and other signs, the system may take for something else.
    const kind = line.text === '' || /^\+?\d{7,15}$/.test(line.text) ? kindOf(caller, line) : null
    const known = kind === null ? undefined : played.get(kind)
    if (known !== undefined) return { caller, summary: known }
    const { identified, source, reason } = askPhone(phone, line, { world, at }).summary
    const summary = { identified, source, reason }
    if (kind !== null) played.set(kind, summary)
    return { caller, summary }
  }
}

function kindOf(caller: Caller, line: Line): string {
  const detail = 'because' in caller ? caller.because : caller.kind === 'special' ? caller.service : ''
  return [line.presentation, caller.kind, detail, caller.evidence.number === null].join(' ')
}
