// What the app may do on its phone now: what the phone's settings allow, unless it is stopped or nobody is signed in.
import { type Access, CAPABILITIES, type Missing, planAccess } from '../core/access.ts'
import { holdsRole } from '../core/handset.ts'
import { surfacesOf } from '../device/android/surface.ts'
import type { CarriedPhone } from './carried.ts'

/** What the app may do now, and for each thing that it may not: why, and one fix (AND-27). */
export function accessOf(phone: CarriedPhone): Access {
  const access = {
    ...planAccess(phone.handset, { isLocked: phone.conditions.lock !== 'unlocked' }),
    surfaces: surfacesOf(phone),
  }
  if (phone.handset.platform === 'ios') return access
  const { appProcess, system, handset } = phone
  // A holder of the role is started for a call.
  const isStopped = appProcess.state === 'stopped' && !(holdsRole(handset) && system.stoppedRoleHolderIsBound)
  const [missing] = [...(phone.app.isSignedIn ? [] : [SIGNED_OUT]), ...(isStopped ? [STOPPED] : [])]
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
