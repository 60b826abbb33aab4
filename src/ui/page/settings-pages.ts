// The app's settings and the system's, under the names of the help article and of the platforms, and the
// permission dialogs. Data; see menu.ts.
import { accessOf } from '../../app/access-of.ts'
import type { CarriedPhone } from '../../app/carried.ts'
import { CAPABILITIES, type Capability, PERMISSION_NAMES, permissionsToAsk } from '../../core/access.ts'
import {
  type Handset,
  isGranted,
  mayBeAllowedOverlay,
  type Permission,
  type PermissionState,
  type Settings,
} from '../../core/handset.ts'
import { type MakerSwitch, makerSwitches } from '../../core/maker.ts'
import { enabledStatus } from '../../device/ios/ios.ts'
import { showsRationale } from '../../device/permission.ts'
import { whyNotOn } from '../../device/possible-phone.ts'
import { renderTime } from '../../text/time.ts'
import { sayMissing } from './call-page.ts'
import { act, back, type Item, type Menu, open, type Screen, type Step } from './page.ts'

export function appSettingsPage({ handset, app }: CarriedPhone): Menu {
  return {
    title: 'Menu › Settings',
    lines: [],
    items: [
      handset.platform === 'android'
        ? { label: 'Calling', steps: [open({ name: 'calling' })] }
        : { label: 'Caller ID', steps: [open({ name: 'ios-caller-id' })] },
      { label: 'What works on this phone', steps: [open({ name: 'abilities' })] },
      ...(app.isSignedIn ? [{ label: 'Sign out', steps: [open({ name: 'sign-out' })] }] : []),
    ],
  }
}

/** */
export function callingPage(phone: CarriedPhone): Menu {
  const { handset } = phone
  const { callerId, logCalls } = handset.settings
  const [missing] = accessOf(phone).card
  return {
    title: 'Menu › Settings › Calling',
    lines: missing ? sayMissing(missing) : ['Callers are named.'],
    items: [
      {
        label: 'Caller ID',
        value: onOff(callerId),
        about: 'Switched on, the app asks for what it needs.',
        steps: [act({ type: 'turn-switch', settings: { callerId: !callerId } })],
      },
      {
        label: 'Log calls',
        value: logCalls === 'untouched' ? 'not touched' : logCalls,
        about: LOG_CALLS[logCalls],
        steps: [act({ type: 'turn-switch', settings: { logCalls: logCalls === 'on' ? 'off' : 'on' } })],
      },
      { label: 'Sync contacts', steps: [open({ name: 'sync' })] },
      { label: 'What works on this phone', steps: [open({ name: 'abilities' })] },
    ],
  }
}

const LOG_CALLS = {
  on: 'The outcome screen follows calls with contacts, in either direction.',
  off: 'The outcome screen follows only calls made inside the app.',
  untouched: 'The outcome screen follows answered incoming calls, and calls made inside the app.',
} as const

function change(settings: Partial<Settings>): Step {
  return act({ type: 'change-settings', settings })
}

function onOff(isOn: boolean): string {
  return isOn ? 'on' : 'off'
}

type Toggled = 'overlay' | 'autostart' | 'popups' | 'lockScreen' | 'extension' | 'defaultDialer'

function toggle(label: string, key: Toggled, { settings }: Handset): Item {
  return { label, value: onOff(settings[key]), steps: [change({ [key]: !settings[key] })] }
}

/** */
export function syncPage({ phone, contacts, crm }: Pick<Screen, 'phone' | 'contacts' | 'crm'>): Menu {
  const [missing] = accessOf(phone).sync
  return {
    title: 'Menu › Settings › Calling › Sync contacts',
    lines: [
      `Last updated: ${contacts.lastUpdated === null ? 'never' : renderTime(Date.parse(contacts.lastUpdated))}`,
      `Contacts synced: ${contacts.count}`,
      ...(crm.reading === null ? [] : [`Syncing: ${crm.reading} contacts read so far.`]),
      ...(crm.problem ? [crm.problem.because, crm.problem.fix] : []),
      ...(missing ? sayMissing(missing) : []),
    ],
    items: [
      {
        label: 'Refresh',
        ...(crm.signIn === null ? {} : { about: crm.signIn }),
        steps: crm.signIn === null ? [act({ type: 'sync' })] : [{ type: 'say', text: crm.signIn }],
      },
      { label: 'Outbox', steps: [open({ name: 'outbox' })] },
    ],
  }
}

const ABILITIES: Readonly<Record<Capability, string>> = {
  card: 'Names the caller',
  missed: 'Tells of a missed call',
  outcomeIncoming: 'Logs incoming calls',
  outcomeOutside: 'Logs calls made outside the app',
  outcomeInApp: 'Logs calls made inside the app',
  sync: 'Syncs contacts by itself',
}

/** Each capability that is missing with its one sentence and one fix. */
export function abilitiesPage(phone: CarriedPhone): Menu {
  const access = accessOf(phone)
  return {
    title: 'What works on this phone',
    lines: [],
    items: CAPABILITIES.map((capability) => {
      const [missing] = access[capability]
      const label = ABILITIES[capability]
      if (missing === undefined) return { label, value: 'yes', about: 'Nothing is missing.', steps: [] }
      return { label, value: 'no', about: sayMissing(missing).join(' '), steps: [] }
    }),
  }
}

/** the app only reports. */
export function iosCallerIdPage(phone: CarriedPhone): Menu {
  const { handset } = phone
  const [missing] = accessOf(phone).card
  return {
    title: 'Menu › Settings › Caller ID',
    lines: [`Caller ID is ${enabledStatus(handset)}.`, ...(missing ? sayMissing(missing) : [])],
    items: [{ label: "Open the iPhone's Settings", steps: [open({ name: 'system-settings' })] }],
  }
}

export function systemSettingsPage({ handset }: CarriedPhone): Menu {
  if (handset.platform === 'ios') {
    return {
      title: 'Settings › Apps › Phone › Call Blocking & Identification',
      lines: [],
      items: [
        toggle('Ringsight', 'extension', handset),
        {
          label: 'Background App Refresh',
          value: onOff(handset.settings.backgroundRefresh),
          steps: [change({ backgroundRefresh: !handset.settings.backgroundRefresh })],
        },
        toggle('Default dialer (iOS 26, in the EU)', 'defaultDialer', handset),
      ],
    }
  }
  return {
    title: 'Settings › Apps › Ringsight',
    lines: [],
    items: [
      { label: 'Permissions', steps: [open({ name: 'permissions' })] },
      overlayItem(handset),
      ...placeItems(handset),
      {
        label: 'Battery',
        value: BATTERY[handset.settings.battery],
        steps: [
          change({ battery: next(['optimised', 'restricted', 'unrestricted'] as const, handset.settings.battery) }),
        ],
      },
      ...makerSwitches(handset.maker).map((each) => makerItem(each, handset)),
      {
        label: 'Default caller ID & spam app',
        value: handset.screeningRole ? 'Ringsight' : 'none',
        about: 'It is told the number before the phone rings, and from Android 11 on how the call ended.',
        steps: [open({ name: 'role' })],
      },
    ],
  }
}

/** AND-45 to AND-47: the role as its user and other apps have it, and as the app asks for it. */
export function rolePage({ handset }: CarriedPhone): Menu {
  const none = whyNotOn('screeningRole', handset)
  const give = (label: string, isHeld: boolean, by: 'user' | 'other-app', about: string): Item => ({
    label,
    about,
    steps: [act({ type: 'set-role', isHeld, by }), back],
  })
  return {
    title: 'Settings › Apps › Default apps › Caller ID & spam app',
    lines: [none === null ? `Now: ${handset.screeningRole ? 'Ringsight' : 'none'}.` : `Not on this phone: ${none}.`],
    items:
      none === null
        ? [
            give('Ringsight', true, 'user', 'As its user chooses it here; no dialog comes up.'),
            give('None', false, 'user', 'Android tells the app nothing: it finds out when it next looks.'),
            give('Another app takes it', false, 'other-app', 'Android tells the app nothing of that either.'),
            {
              label: 'Ringsight asks for it',
              about: "By Android's own dialog.",
              steps: [act({ type: 'request-role' })],
            },
          ]
        : [],
  }
}

// AND-74
function overlayItem(handset: Handset): Item {
  const item = toggle('Display over other apps', 'overlay', handset)
  if (handset.settings.overlay || mayBeAllowedOverlay(handset)) return item
  return { ...item, steps: [{ type: 'say', text: 'Restricted setting: for your security, it is not available.' }] }
}

// AND-74 to AND-76: only where it is not as usual.
function placeItems({ settings }: Handset): Item[] {
  const { restrictedSettings, workProfile } = settings
  const other = workProfile === 'paused' ? 'on' : 'paused'
  return [
    ...(restrictedSettings
      ? [{ label: 'Allow restricted settings', steps: [change({ restrictedSettings: false })] }]
      : []),
    ...(workProfile === 'none'
      ? []
      : [{ label: 'Work profile', value: workProfile, steps: [change({ workProfile: other })] }]),
  ]
}

// R-17, AND-70 to AND-73
function makerItem({ setting, name }: MakerSwitch, handset: Handset): Item {
  if (setting !== 'sleep') return toggle(name, setting, handset)
  const { sleep } = handset.settings
  return { label: name, value: SLEEP[sleep], steps: [change({ sleep: next(SLEEPS, sleep) })] }
}

const SLEEP: Readonly<Record<Settings['sleep'], string>> = {
  automatic: 'Put to sleep when unused',
  never: 'Never auto sleeping',
  sleeping: 'Sleeping',
  'deep-sleeping': 'Deep sleeping',
}
const SLEEPS = Object.keys(SLEEP) as Settings['sleep'][]

const BATTERY = { optimised: 'Optimised', restricted: 'Restricted', unrestricted: 'Unrestricted' } as const

/** The one after it; the first after the last. */
export function next<T>(all: readonly T[], current: T): T {
  const [first = current] = all
  const at = all.indexOf(current) + 1
  return at < all.length ? (all[at] as T) : first
}

export function permissionsPage({ handset }: CarriedPhone): Menu {
  const asked = permissionsToAsk(handset)
  return {
    title: 'Settings › Apps › Ringsight › Permissions',
    lines: [],
    items: asked.map((permission) => ({
      label: PERMISSION_NAMES[permission],
      value: isGranted(handset, permission) ? 'allowed' : STATES[handset.permissions[permission]],
      steps: [open({ name: 'permission', permission })],
    })),
  }
}

const STATES: Readonly<Record<PermissionState, string>> = {
  'never-asked': 'never asked',
  'denied-once': 'denied once',
  'denied-for-good': 'denied for good',
  granted: 'allowed',
  revoked: 'not allowed',
  'auto-reset': 'reset by the system',
}

export function permissionPage({ handset }: CarriedPhone, permission: Permission): Menu {
  const set = (label: string, state: PermissionState, about: string): Item => ({
    label,
    about,
    steps: [act({ type: 'set-permission', permission, state }), back],
  })
  return {
    title: `… › Permissions › ${PERMISSION_NAMES[permission]}`,
    lines: [`Now: ${STATES[handset.permissions[permission]]}.`],
    items: [
      set('Allow', 'granted', 'Android tells the app at once.'),
      set("Don't allow", 'revoked', 'What the user takes back; the app may ask once more.'),
      set('Let the system reset it', 'auto-reset', 'What Android does when an app was not used for months.'),
    ],
  }
}

const QUESTIONS: Readonly<Record<Permission, string>> = {
  callLog: 'Allow Ringsight to access your phone call logs?',
  phone: 'Allow Ringsight to make and manage phone calls?',
  notifications: 'Allow Ringsight to send you notifications?',
  contacts: 'Allow Ringsight to access your contacts?',
}

/** R-13, AND-40 to AND-42: no "only this time", and Escape is turning away. */
export function dialogPage({ handset }: CarriedPhone, permission: Permission): Menu {
  const canDenyAlways = handset.apiLevel < 30 && showsRationale(handset.permissions[permission])
  return {
    title: 'Android asks',
    look: 'dialog',
    lines: [QUESTIONS[permission]],
    items: [
      { label: 'Allow', steps: [act({ type: 'answer-dialog', choice: 'allow' })] },
      { label: "Don't allow", steps: [act({ type: 'answer-dialog', choice: 'deny' })] },
      ...(canDenyAlways
        ? [
            {
              label: "Don't allow, and don't ask again",
              steps: [act({ type: 'answer-dialog', choice: 'deny-always' })],
            },
          ]
        : []),
    ],
    escape: [act({ type: 'answer-dialog', choice: 'dismiss' })],
  }
}
