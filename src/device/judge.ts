// What comes of a request of the app's: the system does it, hides it, drops it without a word, or asks its user.
import { isGranted, mayCoverLock, mayPopUp } from '../core/handset.ts'
import { respondToCall } from './android/call.ts'
import { addOverlay, fullScreenIntent, notify, startActivity } from './android/surface.ts'
import { requestPermissions, requestRole } from './dialog.ts'
import { type Happened, type PhoneEvent, quiet } from './event.ts'
import { finishJob, retryJob, scheduleJob } from './job.ts'
import { withoutCard } from './live-call.ts'
import { completeLoad, reload } from './load.ts'
import type { Notice, Phone, ShownCard, World } from './phone.ts'
import type { Request } from './request.ts'
import { beginCall } from './telephony.ts'

/** The phone after a request, what could be seen of it, and what the app is told of it. */
export function judgeRequest(phone: Phone, request: Request, { at, world }: { at: number; world: World }): Happened {
  switch (request.type) {
    case 'respond-to-call':
      return respondToCall(phone, request, { at, world })
    case 'add-overlay':
      return showOverlay(phone, request)
    case 'notify-call':
      return notifyCall(phone, request)
    case 'remove-card':
      return withoutCard(quiet(phone), request.id)
    case 'notify':
      return showNotice(phone, request.notice, at)
    case 'cancel-notification':
      return quiet({ ...phone, notifications: phone.notifications.filter(({ id }) => id !== request.id) })
    case 'cancel-notifications':
      return quiet({ ...phone, notifications: [] })
    case 'start-activity':
      return openScreen(phone, request, at)
    case 'place-call':
      return beginCall(phone, { type: 'dial', id: newCallId(world, at), line: request.line, from: 'app', at }, world)
    case 'request-permissions':
      return requestPermissions(phone, request.permissions, at)
    case 'request-role':
      return requestRole(phone, at)
    case 'schedule-job':
      return quiet(scheduleJob(phone, request, { at, world }))
    case 'cancel-job':
      return quiet({ ...phone, job: null })
    case 'retry-job':
      return quiet(retryJob(phone, request, at))
    case 'job-finished':
      return quiet(finishJob(phone, { at, world }))
    case 'set-timer':
      return quiet({ ...phone, timers: [...timersBut(phone, request.name), { name: request.name, at: request.at }] })
    case 'cancel-timer':
      return quiet({ ...phone, timers: timersBut(phone, request.name) })
    case 'reload-extension':
      return reload(phone, { at, isAsked: true })
    case 'complete-load':
      return completeLoad(phone, request, { at, world })
  }
}

function newCallId({ newCallId }: World, at: number): string {
  return newCallId?.() ?? `call-${at}`
}

function timersBut({ timers }: Phone, name: string): Phone['timers'] {
  return timers.filter((timer) => timer.name !== name)
}

// AND-50, AND-53, AND-55, AND-72: without the special access addView throws, and the app goes on; hidden, the app cannot tell.
function showOverlay(phone: Phone, { id, card, isOverLock }: Extract<Request, { type: 'add-overlay' }>): Happened {
  const { handset, system, conditions } = phone
  const window = {
    mayDraw: handset.settings.overlay,
    apiLevel: handset.apiLevel,
    isHiddenByFront: system.dialerHidesOverlays,
    isHiddenByLock: conditions.lock !== 'unlocked' && !(isOverLock && mayCoverLock(handset)),
  }
  const shown = handset.platform === 'ios' ? 'BadTokenException' : addOverlay(window)
  if (shown === 'BadTokenException') return quiet(phone)
  if (shown === 'shown') return showCard(phone, { id, card, surface: 'overlay' })
  return { ...quiet(phone), events: [{ type: 'card-unseen', callId: id, because: 'overlay-hidden' }] }
}

// AND-52: only from Android 14 on is it the system's to choose; before, an app that is not told otherwise does not cover the phone.
function notifyCall(phone: Phone, { id, card }: Extract<Request, { type: 'notify-call' }>): Happened {
  const { handset, system } = phone
  const surface = fullScreenIntent({
    mayNotify: isGranted(handset, 'notifications'),
    apiLevel: Math.max(handset.apiLevel, 34),
    isAllowed: system.fullScreenIntentAllowed,
  })
  return surface === 'dropped' || handset.platform === 'ios' ? quiet(phone) : showCard(phone, { id, card, surface })
}

function showCard(phone: Phone, shown: ShownCard): Happened {
  const { surface, card } = shown
  const cards = [...phone.cards.filter(({ id }) => id !== shown.id), shown]
  return { ...quiet({ ...phone, cards }), events: [{ type: 'show-card', surface, card }] }
}

// AND-49
function showNotice(phone: Phone, notice: Notice, at: number): Happened {
  if (notify(isGranted(phone.handset, 'notifications')) === 'dropped') return quiet(phone)
  const others = phone.notifications.filter(({ id }) => id !== notice.id)
  return {
    ...quiet({ ...phone, notifications: [{ ...notice, at }, ...others] }),
    events: [hushed(phone, signOf(notice, 'notification'))],
  }
}

// AND-51; some makers have a switch of their own as well (R-17, AND-71). A screen of the app's is use (AND-48).
function openScreen(
  phone: Phone,
  { notice, fromSystem }: Extract<Request, { type: 'start-activity' }>,
  at: number,
): Happened {
  const { handset, appProcess } = phone
  const started = startActivity({
    apiLevel: Math.max(handset.apiLevel, 29),
    hasVisibleWindow: appProcess.state === 'open',
    mayDraw: handset.platform === 'android' && handset.settings.overlay,
    isSystemStart: fromSystem,
  })
  const isHeldBack = !mayPopUp(handset) && appProcess.state !== 'open'
  if (started === 'dropped' || isHeldBack) return quiet(phone)
  const opened = quiet({ ...phone, appProcess: { ...appProcess, usedAt: at, openedAt: at } })
  return { ...opened, events: [signOf(notice, 'screen')], signals: [{ type: 'activity-started', notice, at }] }
}

// AND-79
function hushed({ conditions }: Phone, sign: PhoneEvent): PhoneEvent {
  return conditions.isDoNotDisturb && sign.type === 'notify-missed' ? { ...sign, isSilent: true } : sign
}

function signOf(notice: Notice, surface: 'screen' | 'notification'): PhoneEvent {
  const { id: _id, ...seen } = notice
  return seen.type === 'open-outcome' ? { ...seen, surface } : seen
}
