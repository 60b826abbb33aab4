// Android's call screening role: how an app asks for it, what it brings, and how it goes. Source: AOSP
// PermissionController (RequestRoleActivity, UserDeniedManager, Role.java, roles.xml).
import { type Handset, isGranted } from '../core/handset.ts'
import { killApp } from './app-life.ts'
import { deliver } from './delivery.ts'
import { type Happened, type PhoneEvent, quiet } from './event.ts'
import { type DialogChoice, setPermission } from './permission.ts'
import type { Phone, RoleHistory } from './phone.ts'

/** The first Android that gives the role to other apps than the dialer: 10. */
const ROLE_LEVEL = 29

/** AND-45: what a request for the role meets: an answer without a dialog, or the dialog. */
export function requestsRole(phone: Phone): 'OK' | 'CANCELED' | 'dialog' {
  const { handset, role, system } = phone
  if (handset.screeningRole) return 'OK'
  const isOffered = handset.platform === 'android' && handset.apiLevel >= ROLE_LEVEL && !system.rolesAreRestricted
  return isOffered && role.denials !== 'always' ? 'dialog' : 'CANCELED'
}

/** The role's dialog as it comes up: from the second time on it has "Don't ask again" (AND-45). */
export function roleDialog({ role }: Phone): PhoneEvent {
  return { type: 'role-dialog', canDenyAlways: role.denials === 'once' }
}

/** The app is told what its request has ended in. */
export function tellRole(so: Happened, result: 'OK' | 'CANCELED', at: number): Happened {
  const answer = { type: 'role-result', result } as const
  return deliver({ ...so, events: [...so.events, answer] }, { ...answer, at })
}

/** What the user's choice makes of the request; null for a choice that the dialog does not offer. */
export function afterRoleDialog(phone: Phone, choice: DialogChoice, at: number): Happened | null {
  if (choice === 'allow') return tellRole(setRole(phone, { isHeld: true, by: 'user', at }), 'OK', at)
  if (choice === 'deny-always' && phone.role.denials !== 'once') return null
  const denials = choice === 'deny' ? 'once' : choice === 'deny-always' ? 'always' : phone.role.denials
  return tellRole(quiet({ ...phone, role: { ...phone.role, denials } }), 'CANCELED', at)
}

/** The role changes hands, by whomever; the app hears nothing of it (AND-47). */
export function setRole(
  phone: Phone,
  change: { readonly isHeld: boolean; readonly by: 'user' | 'other-app' | 'system'; readonly at: number },
): Happened {
  const { handset } = phone
  const isPossible = handset.platform === 'android' && (!change.isHeld || handset.apiLevel >= ROLE_LEVEL)
  if (!isPossible || handset.screeningRole === change.isHeld) return quiet(phone)
  const event: PhoneEvent = { type: 'role', held: change.isHeld, by: change.by }
  if (change.isHeld) {
    return { ...quiet({ ...phone, ...grantByRole(phone.handset, phone.role) }), events: [event] }
  }
  const { granted } = phone.role
  const lost: Phone = { ...phone, ...revokeByRole(phone) }
  // A permission that goes ends the app's process; an app-op alone does not.
  const ended = granted.notifications ? killApp(lost, 'role-lost', change.at) : quiet(lost)
  return { ...ended, events: [event, ...ended.events] }
}

/**
 * AND-46: with the role come, from Android 11 on, the overlay, where the manifest asks for it, and from Android 13 on the
 * notifications. Noted is what the app did not have before.
 */
export function grantByRole(
  handset: Handset,
  role: RoleHistory,
  manifest = { asksForOverlay: true },
): { readonly handset: Handset; readonly role: RoleHistory } {
  const overlay = handset.apiLevel >= 30 && manifest.asksForOverlay && !handset.settings.overlay
  const notifications = handset.apiLevel >= 33 && !isGranted(handset, 'notifications')
  const permissions = notifications
    ? { ...handset.permissions, notifications: 'granted' as const }
    : handset.permissions
  const settings = overlay ? { ...handset.settings, overlay: true } : handset.settings
  return {
    handset: { ...handset, permissions, settings, screeningRole: true },
    role: { ...role, granted: { overlay, notifications } },
  }
}

// Only what the role had granted goes with it; on Android 11 and 12 the overlay goes, whoever granted it (AND-46).
function revokeByRole(phone: Phone): { readonly handset: Handset; readonly role: RoleHistory } {
  const { granted } = phone.role
  const { handset } = granted.notifications ? setPermission(phone, 'notifications', 'never-asked') : phone
  const losesOverlay = granted.overlay || (handset.apiLevel >= 30 && handset.apiLevel <= 32)
  const settings = losesOverlay ? { ...handset.settings, overlay: false } : handset.settings
  return {
    handset: { ...handset, settings, screeningRole: false },
    role: { ...phone.role, granted: { overlay: false, notifications: false } },
  }
}
