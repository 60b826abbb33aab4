// The app as a program on the phone: opened, ended, stopped, hibernated, and there again after a reboot. What it costs the
// app is the system's rule; what the app does about it is not here.
import { isDeepSleeper, isGranted, mayStart, newHandset, type Permission } from '../core/handset.ts'
import { wakeByUse } from './android/sleep.ts'
import { deliver, hasProcess } from './delivery.ts'
import { type AppCause, followedBy, type Happened, type PhoneEvent, quiet } from './event.ts'
import { tellHistory } from './ios/history.ts'
import { breakJob, recheckJob } from './job.ts'
import { setPermission } from './permission.ts'
import { type AppProcess, newPhone, type Phone } from './phone.ts'
import { asPossible } from './possible-phone.ts'

/** The user opens the app. */
export function openApp(phone: Phone, at: number): Happened {
  return tellHistory(deliver(bringToFront(phone, at), { type: 'opened', at }), at)
}

/** The app's process ends. Android starts another for a broadcast or a job; iOS takes it for the user's wish (IOS-18). */
export function killApp(phone: Phone, cause: AppCause, at = 0): Happened {
  if (phone.appProcess.state === 'stopped') return quiet(phone)
  return withoutProcess(enter(phone, 'killed', cause), at)
}

/** AND-27: nothing reaches the app until the user opens it; its job and notifications are gone. */
export function stopApp(phone: Phone, cause: 'force-stop' | 'hibernation', at = 0): Happened {
  // iOS knows no such state: there it is the swipe that ends the app.
  if (phone.handset.platform === 'ios') return killApp(phone, cause, at)
  const stopped = withoutProcess(enter(phone, 'stopped', cause), at)
  return { ...stopped, phone: { ...stopped.phone, notifications: [], job: null } }
}

/** The app in front, as whatever is done in it needs. */
export function bringToFront(phone: Phone, at: number): Happened {
  const opened = enter(wakeByUse(phone), 'open', 'opened')
  return { ...opened, phone: { ...opened.phone, appProcess: { state: 'open', usedAt: at, openedAt: at } } }
}

/** AND-27: the system starts one of the app's components for a call, where its maker lets it: a stopped app is stopped no longer. */
export function startForCall(so: Happened): Happened {
  if (so.phone.appProcess.state !== 'stopped' || !mayStart(so.phone.handset)) return so
  const started = enter(so.phone, 'background', 'asked-about-a-call')
  return { ...so, phone: started.phone, events: [...so.events, ...started.events] }
}

/** The app in the background, because a call or another app is in front. */
export function sendToBackground(so: Happened, at: number): Happened {
  if (so.phone.appProcess.state !== 'open') return so
  const appProcess: AppProcess = { ...so.phone.appProcess, state: 'background' }
  const events: PhoneEvent[] = [...so.events, { type: 'sent-to-background' }]
  return followedBy({ ...so, phone: { ...so.phone, appProcess }, events }, (behind) => endDeepSleeper(behind, at))
}

/** AND-73: a deep sleeper does nothing but in front: its process ends behind. */
export function endDeepSleeper(phone: Phone, at: number): Happened {
  const isBehind = phone.appProcess.state === 'background' && isDeepSleeper(phone.handset)
  return isBehind ? killApp(phone, 'deep-sleep', at) : quiet(phone)
}

/** AND-48: when the app will have been unused for too long; null when it will not. From Android 11. */
export function hibernatesAt({ handset, appProcess, system }: Phone): number | null {
  return handset.platform !== 'android' || handset.apiLevel < 30 || appProcess.usedAt === null
    ? null
    : appProcess.usedAt + system.hibernateAfterMs
}

/**
 * AND-48: months without use take the runtime permissions back, but for those that the role has granted; from Android 12
 * the app is stopped as well. https://developer.android.com/topic/performance/app-hibernation
 */
export function hibernate(phone: Phone, at: number): Happened {
  const { handset, role, system } = phone
  const isReset = (permission: Permission) =>
    handset.permissions[permission] === 'granted' && !(permission === 'notifications' && role.granted.notifications)
  const lost = (Object.keys(handset.permissions) as Permission[]).filter(isReset)
  const reset = lost.reduce((next, permission) => setPermission(next, permission, 'auto-reset'), phone)
  const unused: Phone = { ...reset, appProcess: { ...reset.appProcess, usedAt: null } }
  const told: PhoneEvent[] = lost.length > 0 ? [{ type: 'permissions-reset', permissions: lost }] : []
  const dropsRole = system.hibernationDropsRole && handset.screeningRole
  const without: Phone = dropsRole ? { ...unused, handset: { ...unused.handset, screeningRole: false } } : unused
  if (dropsRole) told.push({ type: 'role', held: false, by: 'system' })
  const stopped = handset.apiLevel >= 31 ? stopApp(without, 'hibernation', at) : quiet(without)
  return { ...stopped, events: [...told, ...stopped.events] }
}

/** A permission taken away ends the app's process; one that is given does not. */
export function changePermission(
  phone: Phone,
  permission: Permission,
  { state, at }: { readonly state: Phone['handset']['permissions'][Permission]; readonly at?: number },
): Happened {
  const changed = setPermission(phone, permission, state)
  const isTaken = isGranted(phone.handset, permission) && !isGranted(changed.handset, permission)
  return isTaken && hasProcess(phone) && phone.handset.platform === 'android'
    ? killApp(changed, 'permission-revoked', at)
    : quiet(changed)
}

/**
 * The phone after switching it off and on; its calls have been ended. Jobs and the call list persist. With a PIN, a pattern
 * or the like no app runs before that is entered (AND-28).
 */
export function restart(phone: Phone, at: number): Happened {
  const { state } = phone.appProcess
  const isLocked = phone.system.hasScreenLock
  const isDown = state === 'stopped' || (state === 'killed' && phone.handset.platform === 'ios')
  const isLeft = isLocked || !mayStart(phone.handset)
  const booted = withoutProcess(isDown ? quiet(phone) : enter(phone, isLeft ? 'killed' : 'background', 'reboot'), at)
  const lock = isLocked ? 'before-first-unlock' : 'unlocked'
  const conditions = { ...phone.conditions, isDozing: false, lock } as const
  const clean: Phone = {
    ...booted.phone,
    notifications: [],
    dialogs: [],
    screenings: [],
    bootCount: phone.bootCount + 1,
    conditions,
    dozeSince: null,
  }
  const started: Happened = { ...booted, phone: recheckJob(clean, at) }
  return phone.handset.platform === 'android' ? deliver(started, { type: 'boot-completed', at }) : started
}

/** AND-76: the profile goes on, as a user of the phone's who is started: its apps are told as after a restart. */
export function startProfile(phone: Phone, at: number): Happened {
  return deliver(quiet(phone), { type: 'boot-completed', at })
}

/** The phone is unlocked for the first time since it was switched on: what was to begin with it begins now. */
export function unlockFirst(phone: Phone, at: number): Happened {
  const ready = recheckJob(phone, at)
  const isLeft = phone.appProcess.state === 'stopped' || !mayStart(phone.handset)
  if (phone.handset.platform === 'ios' || isLeft) return quiet(ready)
  return deliver(enter(ready, 'background', 'reboot'), { type: 'boot-completed', at })
}

/**
 * AND-77: a new phone that is set up from this one's backup. The app is installed and has not run; its permissions come with
 * it, where the system brings them, the role and special access do not. What the app had kept is not the phone's to say.
 */
export function restoreApp(phone: Phone, at: number): Happened {
  const { handset, system } = phone
  const fresh = newHandset(handset.platform, null)
  const permissions = system.restoreBringsPermissions ? handset.permissions : fresh.permissions
  const restored: Phone = {
    ...newPhone(
      asPossible({ ...handset, permissions, screeningRole: false, settings: { ...fresh.settings, overlay: false } }),
      system,
      phone.conditions,
    ),
    callList: phone.callList,
  }
  const installed = enter({ ...phone, appProcess: { ...phone.appProcess, state: 'open' } }, 'killed', 'restored')
  const { events, signals } = withoutProcess(installed, at)
  return { phone: { ...restored, appProcess: { ...restored.appProcess, state: 'killed' } }, events, signals }
}

function enter(phone: Phone, state: AppProcess['state'], cause: AppCause): Happened {
  if (phone.appProcess.state === state) return quiet(phone)
  const appProcess: AppProcess = { ...phone.appProcess, state }
  return { ...quiet({ ...phone, appProcess }), events: [{ type: 'app', state, cause }] }
}

// With the process go its cards and timers; a job that it was at is run again.
function withoutProcess(so: Happened, at: number): Happened {
  const isAndroid = so.phone.handset.platform === 'android'
  const cards = isAndroid ? [] : so.phone.cards
  const hidden = so.phone.cards.slice(cards.length).map((): PhoneEvent => ({ type: 'hide-card' }))
  return {
    phone: breakJob({ ...so.phone, cards, timers: [] }),
    events: [...so.events, ...hidden],
    signals: [...so.signals, { type: 'process-ended', at }],
  }
}
