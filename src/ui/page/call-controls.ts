// Which keys there are during calls, and what each does: one table for the hints and for the keys themselves.
import { callerOn } from '../../app/carried.ts'
import type { Call } from '../../core/call.ts'
import type { LiveCall } from '../../device/phone.ts'
import { act, open, type Screen, type Step } from './page.ts'
import { candidatesOn } from './who-page.ts'

export interface Control {
  readonly key: string
  readonly label: string
  readonly steps: readonly Step[]
}

/** Which keys there are, in order of use. */
export function controlsOf(screen: Pick<Screen, 'phone' | 'world'>): readonly Control[] {
  const { calls } = screen.phone
  const controls = callControls(calls)
  return controls.length === 0 ? controls : [...controls, ...whoControl(screen)]
}

// the call in front is with one of several contacts.
function whoControl(screen: Pick<Screen, 'phone' | 'world'>): Control[] {
  const live = screen.phone.calls.find(({ call }) => call.phase !== 'ended')
  const number = live && callerOn(screen.phone, live)?.evidence.number?.e164
  if (live === undefined || number === undefined || candidatesOn(screen, number).contacts.length === 0) return []
  return [control('i', 'who it is', [open({ name: 'who', number, callId: live.call.id })])]
}

function callControls(calls: readonly LiveCall[]): readonly Control[] {
  const inPhase = (phase: Call['phase']) => calls.find(({ call }) => call.phase === phase)?.call.id
  const [ringing, dialling, spoken, held] = [
    inPhase('ringing'),
    inPhase('dialling'),
    inPhase('answered'),
    inPhase('held'),
  ]
  if (ringing !== undefined) return ringingControls(ringing)
  if (dialling !== undefined) return diallingControls(dialling)
  const current = spoken ?? held
  if (current === undefined) return []
  const isSecond = spoken !== undefined && held !== undefined
  return [
    control('h', 'hang up', [act({ type: 'end', cause: 'LOCAL', callId: current })]),
    control('r', 'the other side hangs up', [act({ type: 'end', cause: 'REMOTE', callId: current })]),
    ...(spoken === undefined
      ? [control('o', 'resume', [act({ type: 'resume', callId: current })])]
      : isSecond
        ? [control('o', 'swap calls', [act({ type: 'resume', callId: held })])]
        : [control('o', 'hold', [act({ type: 'hold', callId: current })])]),
    control('t', 'a minute goes by', [{ type: 'pass-time', ms: 60_000, label: 'A minute' }]),
    ...(isSecond ? [] : [control('w', 'a second call rings', [open({ name: 'receive' })])]),
  ]
}

function control(key: string, label: string, steps: readonly Step[]): Control {
  return { key, label, steps }
}

function ringingControls(callId: string): Control[] {
  return [
    control('a', 'answer', [act({ type: 'answer', callId })]),
    control('d', 'decline', [act({ type: 'end', cause: 'REJECTED', callId })]),
    control('m', 'let it ring out', [act({ type: 'end', cause: 'MISSED', callId })]),
    control('e', 'answered elsewhere', [act({ type: 'end', cause: 'ANSWERED_ELSEWHERE', callId })]),
  ]
}

function diallingControls(callId: string): Control[] {
  return [
    control('a', 'the other end answers', [act({ type: 'answer', callId })]),
    control('b', 'it is busy', [act({ type: 'end', cause: 'BUSY', callId })]),
    control('h', 'hang up', [act({ type: 'end', cause: 'LOCAL', callId })]),
  ]
}
