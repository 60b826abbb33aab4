// What happens on the simulated phone, one action at a time. It plays the system (android*.ts, ios*.ts) to the app's own
// decisions (core/). Pure: time, ids and chance come with the action and the world.
import type { Settings } from '../core/access.ts'
import { hasKeys, wrongUse } from '../text/wrong-use.ts'
import { changePermission, killApp, openApp, restart, signOut, stopApp } from './app-life.ts'
import { decideDialog, requestPermissions, requestRole } from './dialog.ts'
import type { Happened } from './event.ts'
import { reload, withLoad } from './load.ts'
import { dropLookups, takeAnswer } from './lookup.ts'
import { type Conditions, expectPhone, type Phone, type PhoneAction, type World } from './phone.ts'
import { setRole } from './role.ts'
import { endSync, failSync, recheckSync, syncByHand } from './sync.ts'
import { beginCall, endAllCalls, proceedCall } from './telephony.ts'
import { wake } from './wake.ts'

/** What happens on the phone when one thing is done to it. An action that makes no sense now changes nothing. */
export function advancePhone(phone: Phone, action: PhoneAction, world: World): Happened {
  expectPhone('advancePhone', phone, world ?? null)
  if (!hasKeys(action, 'type')) throw wrongUse('advancePhone', 'an action such as { type: "wake", at }', action)
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
      return changeSettings(phone, action, world)
    case 'request':
      return requestPermissions(phone, action.permissions)
    case 'request-role':
      return requestRole(phone)
    case 'answer-dialog':
      return decideDialog(phone, action.choice)
    case 'set-permission':
      return changePermission(phone, action.permission, action.state)
    case 'set-role':
      return setRole(phone, action)
    case 'clear-notification': {
      const notifications = phone.notifications.filter(({ id }) => id !== action.id)
      return { phone: { ...phone, notifications }, events: [] }
    }
    case 'set-conditions':
      return { phone: changeConditions(phone, action.conditions, action.at), events: [] }
    case 'set-network':
      return { phone: changeNetwork(phone, action.state, action.at), events: [] }
    default:
      return advanceApp(phone, action, world)
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
      | 'sign-out'
      | 'wake'
      | 'sync'
      | 'synced'
      | 'sync-failed'
      | 'reload'
      | 'lookup-answer'
  }
>

function advanceApp(phone: Phone, action: AppAction, world: World): Happened {
  switch (action.type) {
    case 'open-app':
      return openApp(phone, action.at, world)
    case 'kill-app':
      return killApp(phone, 'swiped-away')
    case 'force-stop':
      return stopApp(phone, 'force-stop')
    case 'reboot':
      return reboot(phone, action.at, world)
    case 'sign-out':
      return signOut(phone, action.at, world)
    case 'wake':
      return wake(phone, action.at, world)
    case 'sync':
      return syncByHand(phone, action.at)
    case 'synced':
      return endSync(phone, action, world)
    case 'sync-failed':
      return failSync(phone, action)
    case 'reload':
      return reload(phone, action.at, world)
    case 'lookup-answer':
      return takeAnswer(phone, action, world)
    default:
      throw wrongUse(
        'advancePhone',
        'an action by its type, such as "wake"',
        (action satisfies never as PhoneAction).type,
      )
  }
}

type Change = { readonly settings: Partial<Settings>; readonly at?: number }

function changeSettings(phone: Phone, { settings, at }: Change, world: World): Happened {
  const { handset } = phone
  const changed = recheckSync({ ...phone, handset: { ...handset, settings: { ...handset.settings, ...settings } } }, at)
  const isToggled = settings.extension !== undefined && settings.extension !== handset.settings.extension
  if (handset.platform !== 'ios' || !isToggled) return { phone: changed, events: [] }
  // What the extension gave before counts as never loaded (IOS-05, IOS-21).
  const toggled = withLoad(changed, { hasLoaded: false, endsAt: null, retryAt: null, failures: 0 })
  const isLoaded = settings.extension && phone.system.enablingLoads
  return isLoaded ? reload(toggled, at ?? 0, world) : { phone: toggled, events: [] }
}

function changeConditions(phone: Phone, conditions: Partial<Conditions>, at: number): Phone {
  const changed: Phone = { ...phone, conditions: { ...phone.conditions, ...conditions } }
  const began = changed.conditions.isDozing ? (phone.dozeSince ?? at) : null
  return recheckSync({ ...changed, dozeSince: began }, at)
}

function changeNetwork(phone: Phone, network: Phone['handset']['network'], at: number): Phone {
  const changed = recheckSync({ ...phone, handset: { ...phone.handset, network } }, at)
  return network !== 'online' ? dropLookups(changed) : changed
}

function reboot(phone: Phone, at: number, world: World): Happened {
  const ended = endAllCalls(phone, at, world)
  const started = restart(ended.phone, at)
  return { phone: started.phone, events: [...ended.events, ...started.events] }
}
