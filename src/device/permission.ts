// Android's runtime permissions: which request shows a dialog, and what each answer leaves. Pure decisions; the dialogs on
// the screen are dialog.ts.
import { type Handset, isGranted, type Permission, type PermissionState } from '../core/handset.ts'
import type { System } from './system.ts'

/** The choices of the dialog for phone, call log and notifications. "Only this time" is not among them (AND-42). */
export const DIALOG_CHOICES = ['allow', 'deny', 'dismiss'] as const
/** `deny-always` is the box "Don't ask again" of the role's second dialog, and of Android 10's (AND-45). */
export type DialogChoice = (typeof DIALOG_CHOICES)[number] | 'deny-always'

/** Whether a request puts up the dialog; where it does not, the answer is the one in force (AND-40). */
export function showsDialog(state: PermissionState): boolean {
  return state !== 'granted' && state !== 'denied-for-good'
}

/**
 * A permission after its dialog: the first denial leaves another request (USER_SET), the second is for good
 * (USER_FIXED) (AND-40); turning away from the dialog changes nothing (AND-41). Up to Android 10 only the second
 * dialog's box makes a denial final.
 * https://developer.android.com/about/versions/11/privacy/permissions#dialog-visibility
 */
export function answerDialog(state: PermissionState, choice: DialogChoice, apiLevel = 34): PermissionState {
  if (choice === 'dismiss' || !showsDialog(state)) return state
  if (choice === 'allow') return 'granted'
  const isSecond = showsRationale(state)
  if (choice === 'deny-always' && (apiLevel >= 30 || !isSecond)) return state
  return isSecond && (apiLevel >= 30 || choice === 'deny-always') ? 'denied-for-good' : 'denied-once'
}

/** shouldShowRequestPermissionRationale: false before the first request and again once it is for good (AND-43). */
export function showsRationale(state: PermissionState): boolean {
  return state === 'denied-once' || state === 'revoked'
}

/** Which of the app's permissions a name in a manifest belongs to. AOSP PermissionController, PermissionMapping.kt */
const PERMISSION_GROUPS: Readonly<Record<string, Permission>> = {
  READ_PHONE_STATE: 'phone',
  READ_PHONE_NUMBERS: 'phone',
  CALL_PHONE: 'phone',
  ANSWER_PHONE_CALLS: 'phone',
  READ_CALL_LOG: 'callLog',
  WRITE_CALL_LOG: 'callLog',
  READ_CONTACTS: 'contacts',
  WRITE_CONTACTS: 'contacts',
  POST_NOTIFICATIONS: 'notifications',
}

/**
 * AND-44: what a request for one more permission of a group meets, by its name in the manifest; null for a permission of
 * no group here. https://developer.android.com/guide/topics/permissions/overview#groups ("do not rely on it")
 */
export function requestMember(
  name: string,
  handset: Handset,
  { groupGrantIsShared }: Pick<System, 'groupGrantIsShared'>,
): 'granted' | 'denied' | 'dialog' | null {
  const group = PERMISSION_GROUPS[name]
  if (group === undefined) return null
  if (isGranted(handset, group)) return groupGrantIsShared ? 'granted' : 'dialog'
  return showsDialog(handset.permissions[group]) ? 'dialog' : 'denied'
}

/** The phone with a permission in another state, whoever put it there. */
export function setPermission<Phone extends { readonly handset: Handset }>(
  phone: Phone,
  permission: Permission,
  state: PermissionState,
): Phone {
  const permissions = { ...phone.handset.permissions, [permission]: state }
  return { ...phone, handset: { ...phone.handset, permissions } }
}
