// What iOS does around a call: it alone looks the label up, in the entries of the last successful load. The app is told
// nothing of the number. Names are CallKit's own.

import type { Call } from '../../core/call.ts'
import { type Caller, resolveCaller, type Sources } from '../../core/caller.ts'
import type { Handset } from '../../core/handset.ts'
import type { Line } from '../../core/number/presentation.ts'

/** CXCallDirectoryManager.EnabledStatus */
export function enabledStatus({ settings }: Handset): 'enabled' | 'disabled' {
  return settings.extension ? 'enabled' : 'disabled'
}

/**
 * Whom iOS finds in the entries of an enabled extension, as last loaded (IOS-13, R-07); its own contacts come first
 * (IOS-12), and a withheld number is not looked up (IOS-14). Null while the extension is off, and for a number in
 * national form on systems that compare full international digits only (IOS-20).
 * https://developer.apple.com/documentation/callkit/identifying-and-blocking-calls
 */
export function labelledCaller(
  line: Line,
  handset: Handset,
  { matchesNationalForm, ...sources }: Sources & { readonly matchesNationalForm: boolean },
): Caller | null {
  if (enabledStatus(handset) === 'disabled') return null
  const caller = resolveCaller(line, sources)
  const isLabel = caller.kind === 'known' || caller.kind === 'shared'
  return isLabel && !matchesNationalForm && !line.text.startsWith('+') ? null : caller
}

/** CXCall, which has no number (IOS-17). */
export interface CallObserved {
  readonly uuid: string
  readonly isOutgoing: boolean
  readonly isOnHold: boolean
  readonly hasConnected: boolean
  readonly hasEnded: boolean
}

/** IOS-17: what CXCallObserver tells an app of a call. https://developer.apple.com/documentation/callkit/cxcall */
export function observedCall({ id, direction, phase, answeredAt }: Call): CallObserved {
  return {
    uuid: id,
    isOutgoing: direction === 'outgoing',
    isOnHold: phase === 'held',
    hasConnected: answeredAt !== null,
    hasEnded: phase === 'ended',
  }
}

/**
 * IOS-16: whether iOS takes the caller for unknown, and silences the call or asks for its reason. Spared are the phone's
 * contacts and numbers called before; whether a label spares its caller is not known.
 * https://support.apple.com/111106
 */
export function isUnknownOnIos(caller: {
  readonly isSaved: boolean
  readonly wasDialled: boolean
  readonly isLabelled: boolean
  readonly labelledIsKnown: boolean
}): boolean {
  return !caller.isSaved && !caller.wasDialled && !(caller.isLabelled && caller.labelledIsKnown)
}
