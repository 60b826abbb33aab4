// What happens on the simulated phone, one action at a time. It plays the system (android*.ts, ios*.ts), and tells the app
// what a system tells it. Pure: time, ids and chance come with the action and the world.
import { mayBeAllowedOverlay } from '../core/handset.ts'
import { wrongUse } from '../text/wrong-use.ts'
import {
  bringToFront,
  changePermission,
  endDeepSleeper,
  killApp,
  openApp,
  restart,
  restoreApp,
  startProfile,
  stopApp,
  unlockFirst,
} from './app-life.ts'
import { deliver } from './delivery.ts'
import { decideDialog, requestPermissions, requestRole } from './dialog.ts'
import { followedBy, type Happened, quiet } from './event.ts'
import { recheckJob } from './job.ts'
import { reload } from './load.ts'
import { type Conditions, NOT_LOADED, type Phone, type PhoneAction, type World } from './phone.ts'
import { setRole } from './role.ts'
import type { Signal } from './signal.ts'
import { beginCall, endAllCalls, proceedCall } from './telephony.ts'
import { wakeOnce } from './wake.ts'

/** What happens on the phone when one thing is done to it. An action that makes no sense now changes nothing. */
export function advancePhone(phone: Phone, action: PhoneAction, world: World): Happened {
  switch (action.type) {
    case 'ring':
    case 'dial':
      return beginCall(phone, action, world)
    case 'answer':
    case 'hold':
    case 'resume':
    case 'end':
      return proceedCall(phone, action, world)
    case 'change-settings':
      return changeSettings(phone, action)
    case 'request':
      return requestPermissions(phone, action.permissions, action.at)
    case 'request-role':
      return requestRole(phone, action.at)
    case 'answer-dialog':
      return decideDialog(phone, action.choice, action.at)
    case 'set-permission':
      return changePermission(phone, action.permission, action)
    case 'set-role':
      return setRole(phone, action)
    case 'clear-notification':
      return quiet(withoutNotification(phone, action.id))
    case 'tap-notification':
      return tapNotification(phone, action)
    case 'set-conditions':
      return changeConditions(phone, action.conditions, action.at)
    case 'set-network':
      return changeNetwork(phone, action)
    default:
      return changeApp(phone, action, world)
  }
}

type AppAction = Extract<
  PhoneAction,
  {
    type:
      | 'open-app'
      | 'kill-app'
      | 'force-stop'
      | 'reboot'
      | 'restore'
      | 'sync'
      | 'sign-out'
      | 'turn-switch'
      | 'choose-caller'
      | 'wake'
      | 'reload'
  }
>

function changeApp(phone: Phone, action: AppAction, world: World): Happened {
  const { at } = action
  switch (action.type) {
    case 'open-app':
      return openApp(phone, at)
    case 'kill-app':
      return killApp(phone, 'swiped-away', at)
    case 'force-stop':
      return stopApp(phone, 'force-stop', at)
    case 'restore':
      return followedBy(endAllCalls(phone, at, world), (ended) => restoreApp(ended, at))
    case 'reboot':
      return followedBy(endAllCalls(phone, at, world), (ended) => restart(ended, at))
    case 'sync': {
      const front = bringToFront(phone, at)
      return told({ ...front, phone: recheckJob(front.phone, at) }, { type: 'refresh-tapped', at })
    }
    case 'sign-out':
      return told(bringToFront(phone, at), { type: 'sign-out-tapped', at })
    case 'turn-switch': {
      const { settings } = action
      const turned = followedBy(openApp(phone, at), (now) =>
        changeSettings(now, { type: 'change-settings', settings, at }),
      )
      return told(turned, { type: 'switch-turned', settings, at })
    }
    case 'choose-caller': {
      const { e164, contactId, callId } = action
      // On the card itself, or on a page of the app's.
      const isOnCard = phone.cards.some(({ surface }) => surface !== 'label')
      return told(isOnCard ? quiet(phone) : openApp(phone, at), { type: 'caller-chosen', e164, contactId, callId, at })
    }
    case 'wake':
      return wakeOnce(phone, at, world) ?? quiet(phone)
    case 'reload':
      return reload(phone, { at, isAsked: true })
    default:
      throw wrongUse(
        'advancePhone',
        'an action by its type, such as "wake"',
        (action satisfies never as PhoneAction).type,
      )
  }
}

// What is done on the app's own pages reaches it: it is there.
function told(so: Happened, signal: Signal): Happened {
  return { ...so, signals: [...so.signals, signal] }
}

type Change = Extract<PhoneAction, { type: 'change-settings' }>

function changeSettings(phone: Phone, { settings, at }: Change): Happened {
  const { handset } = phone
  const next = { ...handset.settings, ...settings }
  if (!handset.settings.overlay && next.overlay && !mayBeAllowedOverlay({ ...handset, settings: next })) {
    const { overlay: _refused, ...others } = settings
    const refused = changeSettings(phone, {
      type: 'change-settings',
      settings: others,
      ...(at !== undefined && { at }),
    })
    return { ...refused, events: [...refused.events, { type: 'setting-restricted', setting: 'overlay' }] }
  }
  const changed = recheckJob({ ...phone, handset: { ...handset, settings: next } }, at)
  if (handset.platform === 'ios') {
    const isToggled = settings.extension !== undefined && settings.extension !== handset.settings.extension
    const since = changed.handset.settings.defaultDialer ? (phone.dialerSince ?? at ?? 0) : null
    const known: Phone = { ...changed, dialerSince: since }
    return isToggled ? toggleExtension(known, at ?? 0) : quiet(known)
  }
  const [was, is] = [handset.settings.workProfile, next.workProfile]
  if (was !== 'paused' && is === 'paused') return killApp(changed, 'profile-paused', at ?? 0)
  return was === 'paused' && is === 'on' ? startProfile(changed, at ?? 0) : endDeepSleeper(changed, at ?? 0)
}

// What the extension gave before counts as never loaded (IOS-05, IOS-21).
function toggleExtension(phone: Phone, at: number): Happened {
  const toggled: Phone = { ...phone, load: NOT_LOADED }
  const isLoaded = phone.handset.settings.extension && phone.system.enablingLoads
  return isLoaded ? reload(toggled, { at, isAsked: false }) : quiet(toggled)
}

function changeConditions(phone: Phone, conditions: Partial<Conditions>, at: number): Happened {
  const changed: Phone = { ...phone, conditions: { ...phone.conditions, ...conditions } }
  const began = changed.conditions.isDozing ? (phone.dozeSince ?? at) : null
  const after = recheckJob({ ...changed, dozeSince: began }, at)
  const isFirstUnlock =
    phone.conditions.lock === 'before-first-unlock' && after.conditions.lock !== 'before-first-unlock'
  return isFirstUnlock ? unlockFirst(after, at) : quiet(after)
}

function changeNetwork(phone: Phone, { state, at }: Extract<PhoneAction, { type: 'set-network' }>): Happened {
  const changed = recheckJob({ ...phone, handset: { ...phone.handset, network: state } }, at)
  return deliver(quiet(changed), { type: 'network', isOnline: state === 'online', at })
}

function withoutNotification(phone: Phone, id: string): Phone {
  return { ...phone, notifications: phone.notifications.filter((notification) => notification.id !== id) }
}

// The app comes to the front by it (a broadcast or activity of its own), and is told which.
function tapNotification(
  phone: Phone,
  { id, action, at }: Extract<PhoneAction, { type: 'tap-notification' }>,
): Happened {
  const notification = phone.notifications.find((each) => each.id === id)
  if (notification === undefined) return quiet(phone)
  return told(openApp(phone, at), { type: 'notification-action', notification, action, at })
}
