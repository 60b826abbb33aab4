// The dialogs on the simulated Android's screen, one in front of the other: permissions, and the screening role.
import { type Handset, isGranted, type Permission } from '../core/access.ts'
import type { Happened, PhoneEvent } from './event.ts'
import { answerDialog, type DialogChoice, setPermission, showsDialog, showsRationale } from './permission.ts'
import type { Dialog, Phone } from './phone.ts'
import { afterRoleDialog, requestsRole, showRoleDialog } from './role.ts'

/** The app asks for permissions. What Android will not ask any more is answered at once, without a dialog (AND-40). */
export function requestPermissions(phone: Phone, permissions: readonly Permission[]): Happened {
  const { handset } = phone
  if (handset.platform === 'ios') return { phone, events: [] }
  const isOpen = (permission: Permission) =>
    !isGranted(handset, permission) && showsDialog(handset.permissions[permission])
  const asked = permissions.filter(isOpen)
  const settled = permissions.filter((permission) => !asked.includes(permission))
  // A second request while one is on the screen waits behind it.
  const waiting = asked.filter((permission) => !phone.dialogs.includes(permission))
  return {
    phone: { ...phone, dialogs: [...phone.dialogs, ...waiting] },
    events: [
      ...settled.map((permission) => result(handset, permission)),
      ...(phone.dialogs.length === 0 ? showDialog(phone, waiting[0]) : []),
    ],
  }
}

/** The user answers the dialog in front, and the next one comes up. */
export function decideDialog(phone: Phone, choice: DialogChoice): Happened {
  const [front, ...dialogs] = phone.dialogs
  if (front === undefined) return { phone, events: [] }
  const answered = front === 'role' ? afterRoleDialog(phone, choice) : decidePermission(phone, front, choice)
  // A choice that the dialog does not have leaves it on the screen.
  if (answered === null) return { phone, events: [] }
  const next = { ...answered.phone, dialogs }
  return { phone: next, events: [...answered.events, ...showDialog(next, dialogs[0])] }
}

function decidePermission(phone: Phone, permission: Permission, choice: DialogChoice): Happened | null {
  const { permissions, apiLevel } = phone.handset
  const state = permissions[permission]
  if (choice === 'deny-always' && (apiLevel >= 30 || !showsRationale(state))) return null
  const decided = setPermission(phone, permission, answerDialog(state, choice, apiLevel))
  return { phone: decided, events: [result(decided.handset, permission)] }
}

function showDialog(phone: Phone, dialog: Dialog | undefined): PhoneEvent[] {
  if (dialog === undefined) return []
  return dialog === 'role' ? showRoleDialog(phone) : [{ type: 'permission-dialog', permission: dialog }]
}

function result(handset: Handset, permission: Permission): PhoneEvent {
  return { type: 'permission', permission, result: isGranted(handset, permission) ? 'GRANTED' : 'DENIED' }
}

/** The app asks for the role; its dialog waits behind those that are there. */
export function requestRole(phone: Phone): Happened {
  const answer = requestsRole(phone)
  if (answer !== 'dialog') return { phone, events: [{ type: 'role-result', result: answer }] }
  if (phone.dialogs.includes('role')) return { phone, events: [] }
  const asked: Phone = { ...phone, dialogs: [...phone.dialogs, 'role'] }
  return { phone: asked, events: phone.dialogs.length === 0 ? showRoleDialog(asked) : [] }
}
