// What happens on the simulated phone, one action at a time. It plays the system (android.ts, ios.ts) to the app's own
// decisions (core/). Pure: time, ids and chance come with the action and the world.
import type { Settings } from '../core/access.ts'
import { decideDialog, requestPermissions, setPermission } from './permission.ts'
import type { Happened, Phone, PhoneAction, World } from './phone.ts'
import { beginCall, proceedCall } from './telephony.ts'

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
      return { phone: changeSettings(phone, action.settings), events: [] }
    case 'request':
      return requestPermissions(phone, action.permissions)
    case 'answer-dialog':
      return decideDialog(phone, action.choice)
    case 'set-permission':
      return { phone: setPermission(phone, action.permission, action.state), events: [] }
    case 'clear-notification': {
      const notifications = phone.notifications.filter(({ id }) => id !== action.id)
      return { phone: { ...phone, notifications }, events: [] }
    }
  }
}

function changeSettings(phone: Phone, settings: Partial<Settings>): Phone {
  return { ...phone, handset: { ...phone.handset, settings: { ...phone.handset.settings, ...settings } } }
}
