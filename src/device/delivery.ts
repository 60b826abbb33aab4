// How the system reaches the app: whether a process of it is there, or is started for what there is to tell.
import { type Handset, isGranted, mayStart, readsCallLog } from '../core/handset.ts'
import { audioMode, phoneState } from './android/android.ts'
import type { Happened } from './event.ts'
import type { Phone } from './phone.ts'
import type { Facts, Signal } from './signal.ts'

/**
 * Whether what the system has to tell reaches the app: a process that is there. Android starts one that is not, but for a
 * stopped one (AND-27), and where its maker keeps it from starting (R-17, AND-70, AND-73); iOS starts none. Before the first
 * unlock no app runs (AND-28), and none of a work profile that is paused (AND-76).
 */
export function isReached(phone: Phone): boolean {
  const { handset, appProcess, conditions } = phone
  if (conditions.lock === 'before-first-unlock') return false
  if (handset.platform === 'ios') return hasProcess(phone)
  if (appProcess.state === 'stopped' || handset.settings.workProfile === 'paused') return false
  return hasProcess(phone) || mayStart(handset)
}

/**
 * What Android starts a process of the app for, where none is there: its service, receivers and jobs in the manifest, and the
 * activity that waits for a result. What an app has registered itself for (the sound's mode, networks, the call log) ends with
 * its process; in the call log it looks when it is there again, before what it is told then, unless that is the end of a call.
 */
const STARTING: ReadonlySet<Signal['type']> = new Set<Signal['type']>([
  'screen-call',
  'phone-state',
  'post-call',
  'boot-completed',
  'job-started',
  'permission-result',
  'role-result',
])

/** Tells the app, where it is reached: a process that has ended hears nothing. The call log keeps its rows until one is there. */
export function deliver(so: Happened, ...signals: readonly Signal[]): Happened {
  return signals.reduce(tell, so)
}

function tell(so: Happened, signal: Signal): Happened {
  const { phone } = so
  if (isReached(phone) && (hasProcess(phone) || STARTING.has(signal.type))) {
    const looked = readsCallLog(phone.handset) ? phone.unread : []
    const rows = looked.map((each): Signal => ({ type: 'call-log', at: signal.at, ...each }))
    const told = isEnd(signal) ? [signal, ...rows] : [...rows, signal]
    return { ...so, phone: { ...withProcess(phone), unread: [] }, signals: [...so.signals, ...told] }
  }
  if (signal.type !== 'call-log') return so
  const { row, sim } = signal
  return { ...so, phone: { ...phone, unread: [...phone.unread, { row, sim }] } }
}

// What else it is told of cannot be over, and have a row, yet.
function isEnd(signal: Signal): boolean {
  return signal.type === 'post-call' || (signal.type === 'phone-state' && signal.state === 'IDLE')
}

/** Whether a process of the app is there. */
export function hasProcess({ appProcess: { state } }: Phone): boolean {
  return state === 'open' || state === 'background'
}

/** The phone with a process of the app, in the background where there was none. */
export function withProcess<P extends Phone>(phone: P): P {
  return hasProcess(phone) ? phone : { ...phone, appProcess: { ...phone.appProcess, state: 'background' } }
}

// AND-83
function maySeeState(handset: Handset): boolean {
  return isGranted(handset, 'phone') || (handset.platform === 'android' && handset.apiLevel < 31)
}

/** What the app may look at. */
export function factsOf({ handset, conditions, appProcess, calls, bootCount }: Phone): Facts {
  const isDozing = conditions.isDozing && !conditions.isCharging
  return {
    handset,
    networkCountry: handset.platform === 'android' ? conditions.networkCountry : null,
    isInFront: appProcess.state === 'open',
    hasNetwork: handset.network === 'online' && !isDozing,
    callState: maySeeState(handset) ? phoneState(calls) : null,
    audioMode: audioMode(calls),
    bootCount: handset.platform === 'android' ? bootCount : null,
  }
}
