// The dialogs on the simulated Android's screen, one in front of the other: permissions, and the screening role.
import { isGranted, type Permission } from '../core/handset.ts'
import { deliver } from './delivery.ts'
import { type Happened, type PhoneEvent, quiet } from './event.ts'
import { answerDialog, type DialogChoice, setPermission, showsDialog, showsRationale } from './permission.ts'
import type { Dialog, Phone } from './phone.ts'
import { afterRoleDialog, requestsRole, roleDialog, tellRole } from './role.ts'

/** The app asks for permissions. What Android will not ask any more is answered at once, without a dialog (AND-40). */
export function requestPermissions(phone: Phone, permissions: readonly Permission[], at = 0): Happened {
  const { handset } = phone
  if (handset.platform === 'ios') return quiet(phone)
  const isOpen = (permission: Permission) =>
    !isGranted(handset, permission) && showsDialog(handset.permissions[permission])
  const asked = permissions.filter(isOpen)
  const settled = permissions.filter((permission) => !asked.includes(permission))
  // A second request while one is on the screen waits behind it.
  const waiting = asked.filter((permission) => !phone.dialogs.includes(permission))
  const answered = settled.reduce(
    (so, permission) => tellResult(isGranted(handset, permission) ? so : hideDialog(so, permission), permission, at),
    quiet({ ...phone, dialogs: [...phone.dialogs, ...waiting] }),
  )
  return phone.dialogs.length === 0 ? showDialog(answered, waiting[0]) : answered
}

/** The user answers the dialog in front, and the next one comes up. */
export function decideDialog(phone: Phone, choice: DialogChoice, at = 0): Happened {
  const [front, ...dialogs] = phone.dialogs
  if (front === undefined) return quiet(phone)
  const answered =
    front === 'role' ? afterRoleDialog(phone, choice, at) : decidePermission(phone, front, { choice, at })
  // A choice that the dialog does not have leaves it on the screen.
  if (answered === null) return quiet(phone)
  return showDialog({ ...answered, phone: { ...answered.phone, dialogs } }, dialogs[0])
}

function decidePermission(
  phone: Phone,
  permission: Permission,
  { choice, at }: { choice: DialogChoice; at: number },
): Happened | null {
  const { permissions, apiLevel } = phone.handset
  const state = permissions[permission]
  if (choice === 'deny-always' && (apiLevel >= 30 || !showsRationale(state))) return null
  const decided = setPermission(phone, permission, answerDialog(state, choice, apiLevel))
  return tellResult(quiet(decided), permission, at)
}

function showDialog(so: Happened, dialog: Dialog | undefined): Happened {
  if (dialog === undefined) return so
  const shown: PhoneEvent = dialog === 'role' ? roleDialog(so.phone) : { type: 'permission-dialog', permission: dialog }
  return { ...so, events: [...so.events, shown] }
}

function hideDialog(so: Happened, permission: Permission): Happened {
  return { ...so, events: [...so.events, { type: 'no-dialog', permission }] }
}

function tellResult(so: Happened, permission: Permission, at: number): Happened {
  const result = isGranted(so.phone.handset, permission) ? 'GRANTED' : 'DENIED'
  const answer = { type: 'permission', permission, result } as const
  return deliver({ ...so, events: [...so.events, answer] }, { ...answer, type: 'permission-result', at })
}

/** The app asks for the role; its dialog waits behind those that are there. */
export function requestRole(phone: Phone, at = 0): Happened {
  const answer = requestsRole(phone)
  if (answer !== 'dialog') return tellRole(quiet(phone), answer, at)
  if (phone.dialogs.includes('role')) return quiet(phone)
  const asked = quiet({ ...phone, dialogs: [...phone.dialogs, 'role'] })
  return phone.dialogs.length === 0 ? showDialog(asked, 'role') : asked
}
