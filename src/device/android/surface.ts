// By which way an Android app gets something onto the screen, and what the system makes of the attempt. Pure decisions;
// sources are pages of developer.android.com.
import type { Access } from '../../core/access.ts'
import { hasPostCall, isGranted } from '../../core/handset.ts'
import type { Phone } from '../phone.ts'

/**
 * AND-49: NotificationManager.notify. Without the permission nothing is shown, and nothing is thrown.
 * https://developer.android.com/develop/ui/views/notifications/notification-permission
 */
export function notify(mayNotify: boolean): 'shown' | 'dropped' {
  return mayNotify ? 'shown' : 'dropped'
}

/**
 * AND-50, AND-53, AND-55: WindowManager.addView of a TYPE_APPLICATION_OVERLAY. Without the special access it throws, so the
 * app must look first; from API 31 the window in front may hide it, and a lock does that it is not to be shown over.
 * https://developer.android.com/reference/android/view/Window#setHideOverlayWindows(boolean)
 */
export function addOverlay(window: {
  readonly mayDraw: boolean
  readonly apiLevel: number
  readonly isHiddenByFront: boolean
  readonly isHiddenByLock?: boolean
}): 'shown' | 'hidden' | 'BadTokenException' {
  if (!window.mayDraw) return 'BadTokenException'
  const isHiddenByFront = window.apiLevel >= 31 && window.isHiddenByFront
  return isHiddenByFront || window.isHiddenByLock ? 'hidden' : 'shown'
}

/**
 * AND-51: startActivity from a service or a receiver: dropped without a word but for the exemptions.
 * https://developer.android.com/guide/components/activities/background-starts
 */
export function startActivity(from: {
  readonly apiLevel: number
  readonly hasVisibleWindow: boolean
  readonly mayDraw: boolean
  readonly isSystemStart: boolean
}): 'started' | 'dropped' {
  const isExempt = from.hasVisibleWindow || from.mayDraw || from.isSystemStart
  return from.apiLevel < 29 || isExempt ? 'started' : 'dropped'
}

/**
 * AND-52: a notification with a full-screen intent. From Android 14 on most apps may not use it: it comes as a heads-up;
 * before, every app may whose manifest asks for it.
 * https://source.android.com/docs/core/permissions/fsi-limits
 */
export function fullScreenIntent(app: {
  readonly mayNotify: boolean
  readonly apiLevel: number
  readonly isAllowed: boolean
}): 'full-screen' | 'heads-up' | 'dropped' {
  if (notify(app.mayNotify) === 'dropped') return 'dropped'
  return app.isAllowed || app.apiLevel < 34 ? 'full-screen' : 'heads-up'
}

/**
 * AND-54: startForegroundService. From API 31 not from behind, but for the exemptions; from API 35 the one for drawing over
 * other apps needs a window that is there. https://developer.android.com/develop/background-work/services/fgs/restrictions-bg-start
 */
export function startForegroundService(app: {
  readonly apiLevel: number
  readonly isVisible: boolean
  readonly mayDraw: boolean
  readonly hasOverlayUp: boolean
  readonly isBatteryExempt: boolean
}): 'started' | 'ForegroundServiceStartNotAllowedException' {
  const byOverlay = app.mayDraw && (app.apiLevel < 35 || app.hasOverlayUp)
  const isExempt = app.isVisible || app.isBatteryExempt || byOverlay
  return app.apiLevel < 31 || isExempt ? 'started' : 'ForegroundServiceStartNotAllowedException'
}

/**
 * How this phone's app gets its card and its outcome screen onto the screen: over other apps where it may (AND-50), else
 * by notification, for the whole screen where the system lets it (AND-52); a screen of its own where a start from behind
 * is exempt (AND-51).
 */
export function surfacesOf({ handset, appProcess, system }: Phone): Access['surfaces'] {
  if (handset.platform === 'ios') return { card: 'label', outcome: 'screen' }
  const { apiLevel, settings } = handset
  const mayDraw = settings.overlay
  const overlay = addOverlay({ mayDraw, apiLevel, isHiddenByFront: false })
  const mayNotify = isGranted(handset, 'notifications')
  const full = fullScreenIntent({
    mayNotify,
    apiLevel: Math.max(apiLevel, 34),
    isAllowed: system.fullScreenIntentAllowed,
  })
  const isSystemStart = hasPostCall(handset)
  const started = startActivity({
    apiLevel: Math.max(apiLevel, 29),
    hasVisibleWindow: appProcess.state === 'open',
    mayDraw,
    isSystemStart,
  })
  return {
    card: overlay !== 'BadTokenException' ? 'overlay' : full === 'full-screen' ? 'full-screen' : 'heads-up',
    outcome: started === 'started' ? 'screen' : 'notification',
  }
}

/**
 * AND-67, AND-68: what a directory provider answers. Asked only by a dialer that supports it, only for a number without a
 * contact of the phone, from Android 15 on only while the app is not stopped; what it throws is no label. Any app that may
 * read contacts can ask; ours answers the dialer alone, unless it is told otherwise.
 * AOSP Dialer, CallerInfoAsyncQuery.java; ContactsProvider2.queryDirectoryAuthority
 */
export function directoryLabel(query: {
  readonly apiLevel: number
  readonly isEnabled: boolean
  readonly by: 'dialer' | 'other-app'
  readonly directoryAnswersAnyone: boolean
  readonly isInContacts: boolean
  readonly isStopped: boolean
  /** Nothing starts the app but its user: before the first unlock, by its maker, in a paused profile. */
  readonly isKept?: boolean
  readonly answer: () => string | null
}): string | null {
  const isLeftOut = query.isKept || (query.isStopped && query.apiLevel >= 35)
  const isAsked = query.isEnabled && !query.isInContacts && !isLeftOut
  if (!isAsked || (query.by === 'other-app' && !query.directoryAnswersAnyone)) return null
  try {
    return query.answer()
  } catch {
    return null
  }
}

/** AND-67: of several providers the first with a name; the dialer asks no further. */
export function firstLabel(answers: readonly (() => string | null)[]): string | null {
  for (const answer of answers) {
    const label = answer()
    if (label !== null) return label
  }
  return null
}
