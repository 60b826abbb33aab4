// Whether Android asks the screening role's holder about a call, what it tells it, and what of its answer counts. Pure
// decisions; sources are AOSP's files. Knows nothing of what an app makes of it.
import type { DisconnectCause } from '../../core/call.ts'
import { type AddressBook, addressBookKey } from '../../core/caller.ts'
import { parseNumber } from '../../core/number/number.ts'
import type { Line, Presentation } from '../../core/number/presentation.ts'
import type { System } from '../system.ts'
import type { CallKind } from './android.ts'
import { plainDigits } from './number.ts'

/**
 * What onScreenCall is told: never a SIM, a caller's name or a contact's (AND-10). AOSP Telecom,
 * ParcelableCallUtils.toParcelableCallForScreening
 */
export interface CallDetails {
  readonly callDirection: 'DIRECTION_INCOMING' | 'DIRECTION_OUTGOING'
  /** Null unless the presentation is ALLOWED (AND-09). */
  readonly handle: string | null
  readonly handlePresentation: Presentation
  readonly creationTimeMillis: number
  readonly connectTimeMillis: number
  readonly callerNumberVerificationStatus: 'NOT_VERIFIED'
}

/** What the service is told of a call at its first sign (AND-09, AND-10). */
export function callDetails(line: Line, direction: 'incoming' | 'outgoing', at: number): CallDetails {
  return {
    callDirection: direction === 'incoming' ? 'DIRECTION_INCOMING' : 'DIRECTION_OUTGOING',
    handle: line.presentation === 'ALLOWED' ? `tel:${line.text}` : null,
    handlePresentation: line.presentation,
    creationTimeMillis: at,
    connectTimeMillis: 0,
    callerNumberVerificationStatus: 'NOT_VERIFIED',
  }
}

/** Why the app is not asked about a call; the first that is so. */
export type NotAsked =
  | 'no-role'
  | 'work-profile'
  | 'self-managed'
  | 'external'
  | 'emergency'
  | 'skip-filter'
  | 'before-first-unlock'
  | 'withheld'
  | 'blocked'
  | 'in-contacts'
  | 'stopped'

export interface Question {
  readonly apiLevel: number
  readonly direction: 'incoming' | 'outgoing'
  readonly hasRole: boolean
  /** The role is held in a work profile, where it counts for nothing (AND-75). */
  readonly hasRoleInWork: boolean
  readonly kind: CallKind
  /** The number is an emergency service's, or the phone waits for one to call back. */
  readonly isEmergency: boolean
  /** Whoever calls shows no number. */
  readonly isWithheld: boolean
  readonly withheldIsScreened: boolean
  /** The phone has been switched on and not unlocked since. */
  readonly isBeforeUnlock: boolean
  /** PhoneAccount.EXTRA_SKIP_CALL_FILTERING */
  readonly skipsFilter: boolean
  /** By the system's block list, direct-to-voicemail or the carrier's own app. */
  readonly isBlockedBefore: boolean
  readonly isInContacts: boolean
  readonly mayReadContacts: boolean
  readonly isStopped: boolean
  readonly stoppedIsBound: boolean
}

/**
 * Null where onScreenCall fires: AND-01 to AND-04, AND-09, AND-11, AND-12, AND-27, AND-28, AND-75. AOSP Telecom, CallsManager
 * .onSuccessfulIncomingCall, .setUpCallFilterGraph and .startOutgoingCall, CallScreeningServiceFilter.java
 */
export function whyNotAsked(question: Question): NotAsked | null {
  const isIncoming = question.direction === 'incoming'
  if (!question.hasRole) return question.hasRoleInWork ? 'work-profile' : 'no-role'
  if (question.kind !== 'telephone') return question.kind
  if (isIncoming && question.isEmergency) return 'emergency'
  if (isIncoming && question.skipsFilter) return 'skip-filter'
  if (question.isBeforeUnlock) return 'before-first-unlock'
  if (question.isWithheld && !question.withheldIsScreened) return 'withheld'
  // Android 10 asks at the same time as it looks in the block list.
  if (question.isBlockedBefore && question.apiLevel >= 30) return 'blocked'
  if (question.isInContacts && !isAskedOfContact(question)) return 'in-contacts'
  return question.isStopped && !question.stoppedIsBound ? 'stopped' : null
}

// Android 10 knows no exception for apps that may read contacts, and looks for incoming callers only where the carrier has
// a screening app. AOSP Telecom of Android 10, CallScreeningServiceController.java
function isAskedOfContact({ apiLevel, direction, mayReadContacts }: Question): boolean {
  return apiLevel < 30 ? direction === 'incoming' : mayReadContacts
}

/** AND-18: whose services are asked; from Android 11 on the role's holder takes the default dialer's place. CallsManager.java */
export function screeningServices(hasRole: boolean, apiLevel: number): ('role-holder' | 'default-dialer')[] {
  if (!hasRole) return ['default-dialer']
  return apiLevel < 30 ? ['default-dialer', 'role-holder'] : ['role-holder']
}

/** AND-06: how long Telecom waits; Android 10 has a limit of its own besides. CallScreeningServiceController.java */
export function screeningTimeout(apiLevel: number, settingMs: number): number {
  return apiLevel < 30 ? Math.min(settingMs, 4_500) : settingMs
}

/**
 * AND-05: how many last digits make two numbers one to the phone's contacts, 0 for none: from Android 12 on they must be the
 * same line. PhoneLookupWithStarPrefix.java
 */
export function looseDigits(apiLevel: number, { looseContactDigits }: Pick<System, 'looseContactDigits'>): number {
  return apiLevel < 31 ? looseContactDigits : 0
}

/**
 * AND-05, AND-13: whether Android takes the number for one of the phone's contacts. In full first; where nothing is equal
 * in full, by the last digits, which another country's number may share. Digits after a pause are not part of it.
 * AOSP ContactsProvider2.java, phone_lookup
 *
 * @param looseDigits how many last digits are enough; 0 for none
 */
export function isInContacts(
  { text }: Line,
  { addressBook, region, looseDigits }: { addressBook: AddressBook; region: string | null; looseDigits: number },
): boolean {
  const dialled = withoutPostDial(text)
  const number = parseNumber(dialled, region)
  const key = addressBookKey(dialled, number)
  if (key !== null && addressBook.has(key)) return true
  const digits = plainDigits(dialled)
  if (digits === null) return false
  if (looseDigits === 0 || digits.length < looseDigits) return false
  const tail = digits.slice(-looseDigits)
  for (const key of addressBook.keys()) if (key.replace(/\D/g, '').endsWith(tail)) return true
  return false
}

/** The number without what is dialled after a pause (`,` or `;`). PhoneNumberUtils.extractNetworkPortion */
export function withoutPostDial(text: string): string {
  return text.split(/[,;]/, 1)[0] ?? ''
}

/** CallScreeningService.CallResponse, by the names of its builder. */
export interface ScreeningResponse {
  readonly disallowCall: boolean
  readonly rejectCall: boolean
  readonly silenceCall: boolean
  readonly skipCallLog: boolean
  readonly skipNotification: boolean
}

/** What an app answers that only wants to know who calls. */
export const ALLOW: ScreeningResponse = {
  disallowCall: false,
  rejectCall: false,
  silenceCall: false,
  skipCallLog: false,
  skipNotification: false,
}

/**
 * AND-14: what build() throws for a response that contradicts itself; null for one that may be sent. Silence with disallow
 * is none: the call is turned away. AOSP frameworks/base, CallScreeningService.java (CallResponse)
 */
export function responseError(response: ScreeningResponse): 'IllegalStateException' | null {
  const { disallowCall, rejectCall, skipCallLog, skipNotification } = response
  const needsDisallow = rejectCall || skipCallLog || skipNotification
  return needsDisallow && !disallowCall ? 'IllegalStateException' : null
}

/**
 * What becomes of the call. A call that is turned away is listed as BLOCKED whatever skipCallLog says (AND-15); a
 * silenced one rings without a sound, and its broadcast is sent (AND-16). CallsManager.onCallFilteringComplete
 */
export function verdictOf(response: ScreeningResponse): 'ring' | 'ring-silently' | 'block' {
  if (response.disallowCall) return 'block'
  return response.silenceCall ? 'ring-silently' : 'ring'
}

/** A call about which somebody is still asked. */
export interface Screening {
  readonly callId: string
  readonly line: Line
  readonly sim: string | null
  readonly startedAt: number
  /** When the question reaches the app; null once it has, or never will. */
  readonly askedAt: number | null
  /** When Telecom waits no longer. */
  readonly endsAt: number
  readonly by: 'answer' | 'timeout' | 'crash'
}

/**
 * When and by what the question ends: the answer, if it comes in time; else the time limit for the whole of the filters,
 * and then the call is allowed (AND-06, AND-07); a service that crashes is an answer at once (AND-08). Timeouts.java,
 * IncomingCallFilterGraph.java
 */
export function screeningEnd(service: {
  readonly answerMs: number
  readonly crashes: boolean
  readonly timeoutMs: number
}): { readonly afterMs: number; readonly by: Screening['by'] } {
  if (service.crashes) return { afterMs: 0, by: 'crash' }
  return service.answerMs > service.timeoutMs
    ? { afterMs: service.timeoutMs, by: 'timeout' }
    : { afterMs: service.answerMs, by: 'answer' }
}

/** A caller who gives up before the phone was allowed to ring is listed as a missed call. */
export const GAVE_UP: DisconnectCause = 'MISSED'
