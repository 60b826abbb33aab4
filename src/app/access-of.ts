// What the app may do on its phone now: what the phone's settings allow, unless it does not run or nobody is signed in.
import { type Access, CAPABILITIES, type Missing, planAccess } from '../core/access.ts'
import { holdsRole } from '../core/handset.ts'
import { surfacesOf } from '../device/android/surface.ts'
import type { CarriedPhone } from './carried.ts'

/** What the app may do now, and for each thing that it may not: why, and one fix (AND-27, AND-28, IOS-22). */
export function accessOf(phone: CarriedPhone): Access {
  const access = {
    ...planAccess(phone.handset, { isLocked: phone.conditions.lock !== 'unlocked' }),
    surfaces: surfacesOf(phone),
  }
  const { appProcess, system, handset, conditions } = phone
  const isBeforeUnlock = conditions.lock === 'before-first-unlock'
  // IOS-22: of what iOS shows itself the labels alone are in question.
  if (handset.platform === 'ios') {
    const isUnnamed = isBeforeUnlock && !system.labelsBeforeUnlock
    return isUnnamed ? { ...access, card: [UNLABELLED, ...access.card] } : access
  }
  // A holder of the role is started for a call.
  const isStopped = appProcess.state === 'stopped' && !(holdsRole(handset) && system.stoppedRoleHolderIsBound)
  const [missing] = [
    ...(phone.app.isSignedIn ? [] : [SIGNED_OUT]),
    ...(isStopped ? [STOPPED] : []),
    // AND-28
    ...(isBeforeUnlock ? [NOT_UNLOCKED] : []),
  ]
  if (missing === undefined) return access
  const nothing = Object.fromEntries(CAPABILITIES.map((capability) => [capability, [missing, ...access[capability]]]))
  return { ...access, ...nothing }
}

const SIGNED_OUT: Missing = {
  reason: 'signed-out',
  sentence: 'Nobody is signed in to the CRM.',
  fix: 'Open the app and sign in.',
}

const STOPPED: Missing = {
  reason: 'app-stopped',
  sentence: 'Android has stopped the app and tells it of nothing.',
  fix: 'Open the app once.',
}

const NOT_UNLOCKED: Missing = {
  reason: 'not-unlocked',
  sentence: 'Nobody has unlocked the phone since it was switched on; until then Android does not start the app.',
  fix: 'Unlock the phone once.',
}

const UNLABELLED: Missing = {
  reason: 'not-unlocked',
  sentence: 'Nobody has unlocked the iPhone since it was switched on; until then it shows numbers alone.',
  fix: 'Unlock the iPhone once.',
}
