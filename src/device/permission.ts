// Android's permission dialogs on the simulated phone: asked, answered, or not shown any more.
import type { Handset, Permission, PermissionState } from '../core/access.ts'
import { answerDialog, type DialogChoice, showsDialog } from './android.ts'
import type { Happened, Phone, PhoneEvent } from './phone.ts'

/** The phone with a permission in another state, whoever put it there. */
export function setPermission(phone: Phone, permission: Permission, state: PermissionState): Phone {
  const permissions = { ...phone.handset.permissions, [permission]: state }
  return { ...phone, handset: { ...phone.handset, permissions } }
}

/** The app asks for permissions. What Android will not ask any more is answered at once, without a dialog (AND-40). */
export function requestPermissions(phone: Phone, permissions: readonly Permission[]): Happened {
  const asked = permissions.filter((permission) => showsDialog(phone.handset.permissions[permission]))
  const [front] = asked
  const settled = permissions.filter((permission) => !asked.includes(permission))
  return {
    phone: { ...phone, dialogs: asked },
    events: [
      ...settled.map((permission) => result(phone.handset, permission)),
      ...(front === undefined ? [] : [{ type: 'permission-dialog', permission: front } as const]),
    ],
  }
}

/** The user answers the dialog in front, and the next one comes up. */
export function decideDialog(phone: Phone, choice: DialogChoice): Happened {
  const [front, ...dialogs] = phone.dialogs
  if (front === undefined) return { phone, events: [] }
  const decided = setPermission(phone, front, answerDialog(phone.handset.permissions[front], choice))
  const [next] = dialogs
  return {
    phone: { ...decided, dialogs },
    events: [
      result(decided.handset, front),
      ...(next === undefined ? [] : [{ type: 'permission-dialog', permission: next } as const]),
    ],
  }
}

function result({ permissions }: Handset, permission: Permission): PhoneEvent {
  return { type: 'permission', permission, result: permissions[permission] === 'granted' ? 'GRANTED' : 'DENIED' }
}
