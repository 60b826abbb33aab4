// What Android itself tells an app of a call: PHONE_STATE broadcasts and POST_CALL. Every rule has its id and source.
// Names are the platform's own.

import type { Call } from '../../core/call.ts'
import { talkMs } from '../../core/call.ts'
import { type Handset, hasPostCall, isGranted } from '../../core/handset.ts'
import type { Line } from '../../core/number/presentation.ts'

/** TelephonyManager.EXTRA_STATE_* */
export type PhoneState = 'IDLE' | 'RINGING' | 'OFFHOOK'

/** AudioManager.MODE_* */
export type AudioMode = 'NORMAL' | 'RINGTONE' | 'IN_CALL'

/** One PHONE_STATE intent; without `incoming_number` when that extra is absent, which is not an extra that is null. */
export interface Broadcast {
  readonly state: PhoneState
  readonly incoming_number?: string | null
}

/** How Telecom sees a call: VoIP apps manage their own, external ones live on another device. */
export type CallKind = 'telephone' | 'self-managed' | 'external'

/**
 * AND-24, AND-25, AND-26: one state for all calls, ringing before off the hook before idle; external calls do not count.
 * AOSP Telecom, PhoneStateBroadcaster.java
 */
export function phoneState(calls: readonly { readonly call: Call; readonly kind: CallKind }[]): PhoneState {
  const live = calls.filter(({ call, kind }) => call.phase !== 'ended' && kind !== 'external')
  if (live.some(({ call }) => call.phase === 'ringing')) return 'RINGING'
  return live.length > 0 ? 'OFFHOOK' : 'IDLE'
}

/**
 * What the app receives when the state changes: with both permissions two broadcasts, one of them without the number,
 * in either order (AND-20); with the phone permission alone one without; with neither, none (AND-21). The number of a
 * withheld caller is there and null (AND-22), as is that of a self-managed call (AND-26). Before Android 9 the phone
 * permission alone brings the number, where there is one.
 * AOSP TelephonyRegistry.java, broadcastCallStateChanged; PhoneStateBroadcaster.java, sendPhoneStateChangedBroadcast
 *
 * @param numberFirst chance decides: the order of the two is not specified
 */
export function broadcastsOf(
  state: PhoneState,
  { line, kind }: { readonly line: Line; readonly kind: CallKind },
  { handset, numberFirst }: { readonly handset: Handset; readonly numberFirst: boolean },
): Broadcast[] {
  if (!isGranted(handset, 'phone')) return []
  const bare: Broadcast = { state }
  const number = line.presentation === 'ALLOWED' && kind !== 'self-managed' ? line.text : null
  const full: Broadcast = { state, incoming_number: number }
  if (handset.apiLevel < 28) return [number === null ? bare : full]
  if (!isGranted(handset, 'callLog')) return [bare]
  return numberFirst ? [full, bare] : [bare, full]
}

/**
 * AND-35: the mode of the sound, which any process may watch: the ringtone's while a call is heard to ring and none goes on.
 * AOSP Telecom, CallAudioModeStateMachine.java
 */
export function audioMode(
  calls: readonly { readonly call: Call; readonly kind: CallKind; readonly isSilenced: boolean }[],
): AudioMode {
  const live = calls.filter(({ call, kind }) => call.phase !== 'ended' && kind !== 'external')
  if (live.some(({ call }) => call.phase !== 'ringing')) return 'IN_CALL'
  return live.some(({ isSilenced }) => !isSilenced) ? 'RINGTONE' : 'NORMAL'
}

/** The extras of TelecomManager.ACTION_POST_CALL. */
export interface PostCall {
  readonly cause: NonNullable<Call['cause']>
  readonly duration: 'VERY_SHORT' | 'SHORT' | 'MEDIUM' | 'LONG'
}

/**
 * AND-30: one POST_CALL at the end of every call that the role holder was asked about, missed ones too; none for
 * emergency calls, none before API 30 (AND-34). AOSP Telecom, CallsManager.java
 *
 * @param wasScreened whether the app held the role when the call was let through
 */
export function postCallOf(call: Call, wasScreened: boolean, handset: Handset): PostCall | null {
  if (!wasScreened || !hasPostCall({ ...handset, screeningRole: true }) || call.cause === null) return null
  return { cause: call.cause, duration: durationBucket(talkMs(call)) }
}

/** AND-31: under 3 s, under 60 s, under 120 s, longer; a call nobody answered counts as 0. TelecomManager.DURATION_* */
export function durationBucket(durationMs: number): PostCall['duration'] {
  if (durationMs < 3_000) return 'VERY_SHORT'
  if (durationMs < 60_000) return 'SHORT'
  return durationMs < 120_000 ? 'MEDIUM' : 'LONG'
}
