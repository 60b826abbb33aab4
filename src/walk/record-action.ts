// What was done to a simulated phone in the words of a scenario. The phone as it was before says which call was meant.
import type { CarriedAction, CarriedPhone } from '../app/carried.ts'
import type { Permission } from '../core/handset.ts'
import type { Act } from './script.ts'

/** An action as it comes from whoever holds the phone: times and ids are none of a scenario's business. */
export type Acted = CarriedAction extends infer Each ? (Each extends unknown ? Omit<Each, 'at' | 'id'> : never) : never

const CHOICES = { allow: 'grant', deny: 'deny', dismiss: 'dismiss', 'deny-always': 'deny-always' } as const

/** The step; null for what comes of itself, or is said in other words: see Deed. */
export function stepOfAction(action: Acted, before: CarriedPhone): Act | null {
  switch (action.type) {
    case 'ring':
      return { do: 'call', line: action.line, kind: action.kind ?? 'telephone', sim: action.sim ?? null }
    case 'dial':
      return { do: 'dial', line: action.line, from: action.from }
    case 'answer':
      return { do: 'accept', call: callRef(action.callId, before) }
    case 'hold':
    case 'resume':
      return { do: action.type, call: callRef(action.callId, before) }
    case 'end':
      return endOf(action, before)
    case 'change-settings':
      return { do: 'open-settings', settings: action.settings, permissions: {}, role: null }
    case 'request':
      return { do: 'request', what: action.permissions }
    case 'request-role':
      return { do: 'request', what: ['role'] }
    case 'answer-dialog':
      return { do: CHOICES[action.choice], what: null }
    case 'set-permission':
      return setOf(action.permission, action.state)
    case 'set-role':
      if (action.by === 'other-app' && !action.isHeld) return { do: 'revoke', what: 'role' }
      return { do: 'open-settings', settings: {}, permissions: {}, role: action.isHeld }
    case 'set-conditions':
      return { do: 'conditions', conditions: action.conditions }
    case 'set-network':
      return { do: 'network', network: { state: action.state } }
    case 'turn-switch':
      return { do: 'tap', target: action.settings.callerId === undefined ? 'Log calls' : 'Caller ID' }
    case 'open-app':
    case 'force-stop':
    case 'reboot':
    case 'restore':
    case 'sign-out':
    case 'sync':
      return { do: action.type }
    case 'kill-app':
      return { do: 'kill-app', afterWrites: null }
    default:
      return null
  }
}

function setOf(permission: Permission, state: CarriedPhone['handset']['permissions'][Permission]): Act {
  if (state === 'revoked') return { do: 'revoke', what: permission }
  return { do: 'open-settings', settings: {}, permissions: { [permission]: state }, role: null }
}

// By its number only where there is another call that might be meant.
function callRef(callId: string | undefined, { calls }: CarriedPhone): string | null {
  const live = calls.filter(({ call }) => call.phase !== 'ended')
  const meant = live.find(({ call }) => call.id === callId)
  return live.length < 2 || meant === undefined || meant.line.text === '' ? null : meant.line.text
}

function endOf({ cause, callId }: Extract<Acted, { type: 'end' }>, before: CarriedPhone): Act {
  const call = callRef(callId, before)
  const meant =
    before.calls.find((live) => live.call.id === callId) ?? before.calls.find((live) => live.call.phase !== 'ended')
  switch (cause) {
    case 'REJECTED':
      return { do: 'decline', call }
    case 'MISSED':
      return { do: 'cancel', call }
    case 'BUSY':
      return { do: 'busy', call }
    case 'ANSWERED_ELSEWHERE':
      return { do: 'end', call, by: 'elsewhere' }
    default: {
      const isWaiting = meant?.call.phase === 'ringing' || meant?.call.phase === 'dialling'
      if (isWaiting) return { do: 'cancel', call }
      return { do: 'end', call, by: cause === 'REMOTE' ? 'caller' : 'user' }
    }
  }
}
