// How the system reaches the app: whether a process of it is there, or is started for what there is to tell.
import { isGranted, mayStart } from '../core/handset.ts'
import { audioMode, phoneState } from './android/android.ts'
import type { Happened } from './event.ts'
import type { Phone } from './phone.ts'
import type { Facts, Signal } from './signal.ts'

/**
 * Whether what the system has to tell reaches the app. Android starts one that is not there, but for a stopped one
 * (AND-27), and where its maker keeps it from starting (R-17, AND-70, AND-73); iOS starts none. Before the first unlock no
 * app runs (AND-28), and none of a work profile that is paused (AND-76).
 */
export function isReached({ handset, appProcess, conditions }: Phone): boolean {
  if (conditions.lock === 'before-first-unlock') return false
  if (handset.platform === 'ios') return appProcess.state === 'open' || appProcess.state === 'background'
  if (appProcess.state === 'stopped' || handset.settings.workProfile === 'paused') return false
  return mayStart(handset) || appProcess.state === 'open'
}

/** Tells the app, where it is reached. */
export function deliver(so: Happened, ...signals: readonly Signal[]): Happened {
  return isReached(so.phone) ? { ...so, signals: [...so.signals, ...signals] } : so
}

/** What the app may look at. */
export function factsOf({ handset, conditions, appProcess, calls }: Phone): Facts {
  const isDozing = conditions.isDozing && !conditions.isCharging
  return {
    handset,
    networkCountry: handset.platform === 'android' ? conditions.networkCountry : null,
    isInFront: appProcess.state === 'open',
    hasNetwork: handset.network === 'online' && !isDozing,
    callState: isGranted(handset, 'phone') ? phoneState(calls) : null,
    audioMode: audioMode(calls),
  }
}
