// The app's own life on the phone: opened, ended, stopped, hibernated, signed out, and a reboot. What it costs the app is
// the system's rule; contacts and calls in general are not here.
import { isGranted, type Permission } from '../core/access.ts'
import type { AppCause, Happened, PhoneEvent } from './event.ts'
import { reload, withLoad } from './load.ts'
import { setPermission } from './permission.ts'
import { type App, newSync, type Phone, type World } from './phone.ts'
import { beginSync, isStale, recheckSync, schedule, withSync } from './sync.ts'

/** The user opens the app: it is in use, looks around, and fetches what is a day old. */
export function openApp(phone: Phone, at: number, world: World): Happened {
  const opened = bringToFront(phone, at)
  const noticed = noticeRole(opened.phone)
  const events = [...opened.events, ...noticed.events]
  if (!phone.app.isSignedIn) return { phone: noticed.phone, events }
  // Force stop and hibernation have cancelled the job: nobody but the app can ask for it again (AND-27, AND-48).
  const isScheduled = noticed.phone.app.sync.next !== null
  const ready = isScheduled
    ? recheckSync(noticed.phone, at)
    : withSync(noticed.phone, schedule(noticed.phone, { from: at, at }, world))
  const synced = isStale(ready, at) ? beginSync(ready, 'opened', at) : { phone: ready, events: [] }
  return { phone: synced.phone, events: [...events, ...synced.events] }
}

/** The app's process ends. Android starts another for a broadcast or a job; iOS takes it for the user's wish (IOS-18). */
export function killApp(phone: Phone, cause: AppCause): Happened {
  if (phone.app.state === 'stopped') return { phone, events: [] }
  return withoutProcess(enter(phone, 'killed', cause))
}

/** AND-27: nothing reaches the app until the user opens it; its jobs and notifications are gone. */
export function stopApp(phone: Phone, cause: 'force-stop' | 'hibernation'): Happened {
  // iOS knows no such state: there it is the swipe that ends the app.
  if (phone.handset.platform === 'ios') return killApp(phone, cause)
  const stopped = withoutProcess(enter(phone, 'stopped', cause))
  return { ...stopped, phone: withSync({ ...stopped.phone, notifications: [] }, { next: null, failures: 0 }) }
}

/** The app in front, as whatever is done in it needs. */
export function bringToFront(phone: Phone, at: number): Happened {
  const opened = enter(phone, 'open', 'opened')
  return { phone: { ...opened.phone, app: { ...opened.phone.app, usedAt: at } }, events: opened.events }
}

/** The app in the background, because a call or another app is in front. */
export function sendToBackground(so: Happened): Happened {
  if (so.phone.app.state !== 'open') return so
  return {
    phone: { ...so.phone, app: { ...so.phone.app, state: 'background' } },
    events: [...so.events, { type: 'sent-to-background' }],
  }
}

/** AND-48: when the app will have been unused for too long; null when it will not. From Android 11. */
export function hibernatesAt({ handset, app, system }: Phone): number | null {
  return handset.platform !== 'android' || handset.apiLevel < 30 || app.usedAt === null
    ? null
    : app.usedAt + system.hibernateAfterMs
}

/**
 * AND-48: months without use take the runtime permissions back, but for those that the role has granted; from Android 12
 * the app is stopped as well. https://developer.android.com/topic/performance/app-hibernation
 */
export function hibernate(phone: Phone): Happened {
  const { handset, role, system } = phone
  const isReset = (permission: Permission) =>
    handset.permissions[permission] === 'granted' && !(permission === 'notifications' && role.granted.notifications)
  const lost = (Object.keys(handset.permissions) as Permission[]).filter(isReset)
  const reset = lost.reduce((next, permission) => setPermission(next, permission, 'auto-reset'), phone)
  const unused: Phone = { ...reset, app: { ...reset.app, usedAt: null } }
  const told: PhoneEvent[] = lost.length > 0 ? [{ type: 'permissions-reset', permissions: lost }] : []
  const dropsRole = system.hibernationDropsRole && handset.screeningRole
  const without: Phone = dropsRole ? { ...unused, handset: { ...unused.handset, screeningRole: false } } : unused
  if (dropsRole) told.push({ type: 'role', held: false, by: 'system' })
  const stopped = handset.apiLevel >= 31 ? stopApp(without, 'hibernation') : { phone: without, events: [] }
  return { phone: stopped.phone, events: [...told, ...stopped.events] }
}

/** A permission taken away ends the app's process; one that is given does not. */
export function changePermission(
  phone: Phone,
  permission: Permission,
  state: Phone['handset']['permissions'][Permission],
): Happened {
  const changed = setPermission(phone, permission, state)
  const isTaken = isGranted(phone.handset, permission) && !isGranted(changed.handset, permission)
  const hasProcess = phone.app.state === 'open' || phone.app.state === 'background'
  return isTaken && hasProcess && phone.handset.platform === 'android'
    ? killApp(changed, 'permission-revoked')
    : { phone: changed, events: [] }
}

/** The user signs out: nothing of the CRM stays. On iOS the labels go only with a load of nothing (IOS-19). */
export function signOut(phone: Phone, at: number, world: World): Happened {
  if (!phone.app.isSignedIn) return { phone, events: [] }
  const cleared = withoutProcess({ phone, events: [] })
  const app: App = { ...cleared.phone.app, isSignedIn: false, sync: newSync(), lookedUp: [] }
  const out: Phone = { ...cleared.phone, app, notifications: [] }
  const emptied = reload(out, at, world)
  return { phone: emptied.phone, events: [...cleared.events, { type: 'signed-out' }, ...emptied.events] }
}

/** The phone after switching it off and on; its calls have been ended. Jobs and the call list persist. */
export function restart(phone: Phone, at: number): Happened {
  const { state } = phone.app
  const isDown = state === 'stopped' || (state === 'killed' && phone.handset.platform === 'ios')
  const booted = isDown ? { phone, events: [] } : enter(phone, 'background', 'reboot')
  const bare = withoutProcess(booted)
  const conditions = { ...bare.phone.conditions, isDozing: false }
  const clean: Phone = { ...bare.phone, notifications: [], dialogs: [], screenings: [], conditions, dozeSince: null }
  return { phone: recheckSync(clean, at), events: bare.events }
}

// AND-47: the app looks whether it still holds the role.
function noticeRole(phone: Phone): Happened {
  const held = phone.handset.screeningRole
  if (held === phone.app.knownRole) return { phone, events: [] }
  return { phone: { ...phone, app: { ...phone.app, knownRole: held } }, events: [{ type: 'role-noticed', held }] }
}

function enter(phone: Phone, state: App['state'], cause: AppCause): Happened {
  if (phone.app.state === state) return { phone, events: [] }
  return { phone: { ...phone, app: { ...phone.app, state } }, events: [{ type: 'app', state, cause }] }
}

// With the process go the card, what it asked the CRM for, and a load; a sync that it was at is run again.
function withoutProcess(so: Happened): Happened {
  const cards = so.phone.calls.filter(({ call }) => call.isCardShown && so.phone.handset.platform === 'android')
  const calls = so.phone.calls.map((live) =>
    cards.includes(live) ? { ...live, call: { ...live.call, isCardShown: false } } : live,
  )
  const app: App = { ...so.phone.app, lookups: [] }
  const { running, next } = app.sync
  const wasByItself = running?.cause === 'periodic' || running?.cause === 'retry'
  const again = { running: null, ...(wasByItself ? { next: Math.min(next ?? running.since, running.since) } : {}) }
  const bare = withSync(withLoad({ ...so.phone, calls, app }, { retryAt: null }), again)
  return { phone: bare, events: [...so.events, ...cards.map((): PhoneEvent => ({ type: 'hide-card' }))] }
}
