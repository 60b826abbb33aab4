// What a phone as it is set up lets the app do, and for each thing that it does not: one sentence and one fix. The rules
// are a table; their order is the order in which a user meets them. Knows nothing of calls or contacts.

import { expectForm, formOf } from '../text/wrong-use.ts'
import {
  type Handset,
  hasPostCall,
  hearsNumber,
  holdsRole,
  isDeepSleeper,
  isGranted,
  isOff,
  mayBeAllowedOverlay,
  type Permission,
} from './handset.ts'
import { MAKERS, type MakerSetting, makerSwitch } from './maker.ts'

/** What the app could do: name the caller, tell of a missed call, open the outcome screen after three kinds of call, sync. */
export const CAPABILITIES = ['card', 'missed', 'outcomeIncoming', 'outcomeOutside', 'outcomeInApp', 'sync'] as const
/** What the app can do on a phone. */
export type Capability = (typeof CAPABILITIES)[number]

/** What keeps the app from doing something, and how to put that right. */
export interface Missing {
  readonly reason: MissingReason
  readonly sentence: string
  readonly fix: string
}

/** For each capability what is missing, the first first; an empty list is a capability in force. */
export type Access = Readonly<Record<Capability, readonly Missing[]>> & {
  /** How what the app has to show reaches the screen. */
  readonly surfaces: {
    readonly card: 'overlay' | 'heads-up' | 'full-screen' | 'label'
    readonly outcome: 'screen' | 'notification'
  }
}

const HANDSET = formOf({ platform: 'text', simCountries: ['text'], permissions: 'object', settings: 'object' })

/** What this phone lets the app do. @param isLocked whether the phone is locked, which hides some of it (AND-72) */
export function planAccess(handset: Handset, { isLocked = false }: { readonly isLocked?: boolean } = {}): Access {
  expectForm('planAccess', 'a handset, as newHandset makes it', handset, HANDSET)
  const applying = RULES.filter((rule) => rule.platform === handset.platform && rule.applies(handset, isLocked))
  const say = (text: Rule['fix']) => (typeof text === 'string' ? text : text(handset))
  const missing = (capability: Capability) =>
    applying
      .filter(({ blocks }) => blocks.includes(capability))
      .map(({ reason, sentence, fix }) => ({ reason, sentence: say(sentence), fix: say(fix) }))
  return {
    card: missing('card'),
    missed: missing('missed'),
    outcomeIncoming: missing('outcomeIncoming'),
    outcomeOutside: missing('outcomeOutside'),
    outcomeInApp: missing('outcomeInApp'),
    sync: missing('sync'),
    surfaces: {
      card: handset.platform === 'ios' ? 'label' : handset.settings.overlay ? 'overlay' : 'heads-up',
      outcome: handset.settings.overlay || hasPostCall(handset) ? 'screen' : 'notification',
    },
  }
}

/** What the app asks for when Caller ID is switched on. Nobody is asked for notifications before API 33. */
export function permissionsToAsk({ apiLevel }: Handset): readonly Permission[] {
  return apiLevel >= 33 ? ['callLog', 'phone', 'notifications'] : ['callLog', 'phone']
}

/** What the user calls the permission. */
export const PERMISSION_NAMES: Readonly<Record<Permission, string>> = {
  callLog: 'Call logs',
  phone: 'Phone',
  notifications: 'Notifications',
  contacts: 'Contacts',
}

export type MissingReason =
  | 'extension-off'
  | 'not-on-ios'
  | 'autostart-off'
  | 'work-profile-paused'
  | 'deep-sleeping'
  | 'caller-id-off'
  | 'call-log-denied'
  | 'phone-denied'
  | 'log-calls-off'
  | 'log-calls-untouched'
  | 'popups-off'
  | 'lock-screen-off'
  | 'notifications-denied'
  | 'no-surface'
  | 'no-outcome-surface'
  | 'battery-restricted'
  | 'background-refresh-off'
  | 'signed-out'
  | 'app-stopped'
  | 'not-unlocked'

interface Rule {
  readonly reason: MissingReason
  readonly platform: Handset['platform']
  readonly blocks: readonly Capability[]
  readonly applies: (handset: Handset, isLocked: boolean) => boolean
  readonly sentence: string | ((handset: Handset) => string)
  readonly fix: string | ((handset: Handset) => string)
}

// The dialog comes back until it was denied for good; from then on only the system's settings help.
const grantFix = (permission: Permission) => (handset: Handset) => {
  const state = handset.permissions[permission]
  const name = PERMISSION_NAMES[permission]
  if (state === 'denied-for-good') return `Android Settings › Apps › Ringsight › Permissions › ${name}: Allow.`
  const again = handset.settings.callerId ? ' again' : ''
  return `Menu › Settings › Calling › Caller ID: switch it on${again} and allow ${name}.`
}

// AND-74: where the toggle is restricted, another step comes first.
function overlayFix(handset: Handset): string {
  const first = 'Android Settings › Apps › Ringsight › ⋮: Allow restricted settings. Then '
  const [start, rest] = mayBeAllowedOverlay(handset) ? ['', 'Android Settings › Apps › '] : [first, '']
  return `${start}${rest}Special app access › Display over other apps: allow Ringsight.`
}

const makerFix =
  (setting: MakerSetting) =>
  ({ maker }: Handset) =>
    makerSwitch(maker, setting)?.fix ?? ''

const RULES: readonly Rule[] = [
  // R-12, IOS-01, IOS-02
  {
    reason: 'extension-off',
    platform: 'ios',
    blocks: ['card'],
    applies: ({ settings }) => !settings.extension,
    sentence: 'iOS shows no CRM names until the user switches the extension on.',
    fix: 'Settings › Apps › Phone › Call Blocking & Identification: switch Ringsight on.',
  },
  // CXCallObserver carries no number, and at call time no code of the app runs (IOS-13). A default dialer reads the
  // history afterwards (IOS-24).
  {
    reason: 'not-on-ios',
    platform: 'ios',
    blocks: ['missed', 'outcomeIncoming', 'outcomeOutside', 'outcomeInApp'],
    applies: ({ settings }) => !settings.defaultDialer,
    sentence:
      'iOS tells an app nothing about calls, unless it is the default dialer (iOS 26, in the EU): the label in the call list is all there is.',
    fix: 'Log the call by hand from the contact in the CRM.',
  },
  {
    reason: 'notifications-denied',
    platform: 'ios',
    blocks: ['missed'],
    applies: (handset) => handset.settings.defaultDialer && !isGranted(handset, 'notifications'),
    sentence: 'Without the notification permission iOS drops what the app wants to tell.',
    fix: 'Settings › Notifications › Ringsight: switch Allow Notifications on.',
  },
  // R-17, AND-70
  {
    reason: 'autostart-off',
    platform: 'android',
    blocks: ['card', 'missed', 'outcomeIncoming', 'outcomeOutside', 'sync'],
    applies: isOff('autostart'),
    sentence: ({ maker }) =>
      `${MAKERS[maker].name} does not start the app for a call while ${makerSwitch(maker, 'autostart')?.name} is off.`,
    fix: makerFix('autostart'),
  },
  // AND-76
  {
    reason: 'work-profile-paused',
    platform: 'android',
    blocks: ['card', 'missed', 'outcomeIncoming', 'outcomeOutside', 'outcomeInApp', 'sync'],
    applies: ({ settings }) => settings.workProfile === 'paused',
    sentence: 'The work profile is paused, and no app of it runs.',
    fix: 'Quick Settings › Work apps: switch them on.',
  },
  // AND-73
  {
    reason: 'deep-sleeping',
    platform: 'android',
    blocks: ['card', 'missed', 'outcomeIncoming', 'outcomeOutside', 'sync'],
    applies: (handset) => isDeepSleeper(handset),
    sentence: 'Samsung has put the app into deep sleep: only its user starts it.',
    fix: makerFix('sleep'),
  },
  // the toggle decides what a call shows; what follows a call is decided by Log calls alone.
  {
    reason: 'caller-id-off',
    platform: 'android',
    blocks: ['card', 'missed'],
    applies: ({ settings }) => !settings.callerId,
    sentence: 'Caller ID is off in the app.',
    fix: 'Menu › Settings › Calling › Caller ID: switch it on.',
  },
  // R-13, AND-20, AND-21: without this permission the broadcast carries no number, from Android 9 on. The screening role
  // brings its own.
  {
    reason: 'call-log-denied',
    platform: 'android',
    blocks: ['card', 'missed', 'outcomeIncoming', 'outcomeOutside'],
    applies: (handset) => !hearsNumber(handset) && !holdsRole(handset),
    sentence: 'Without the call log permission Android does not say which number it is.',
    fix: grantFix('callLog'),
  },
  // R-13, AND-21: without this one there is no broadcast at all. The screening role is told of the ringing by itself…
  {
    reason: 'phone-denied',
    platform: 'android',
    blocks: ['card'],
    applies: (handset) => !isGranted(handset, 'phone') && !holdsRole(handset),
    sentence: 'Without the phone permission Android does not say that there is a call.',
    fix: grantFix('phone'),
  },
  // …and of the end from API 30 on.
  {
    reason: 'phone-denied',
    platform: 'android',
    blocks: ['missed', 'outcomeIncoming', 'outcomeOutside', 'outcomeInApp'],
    applies: (handset) => !isGranted(handset, 'phone') && !hasPostCall(handset),
    sentence: 'Without the phone permission Android does not say when a call ends.',
    fix: grantFix('phone'),
  },
  //
  {
    reason: 'log-calls-off',
    platform: 'android',
    blocks: ['outcomeIncoming', 'outcomeOutside'],
    applies: ({ settings }) => settings.logCalls === 'off',
    sentence: 'Log calls is off.',
    fix: 'Menu › Settings › Calling › Log calls: switch it on.',
  },
  // calls made outside the app are logged only for those who asked for it.
  {
    reason: 'log-calls-untouched',
    platform: 'android',
    blocks: ['outcomeOutside'],
    applies: ({ settings }) => settings.logCalls === 'untouched',
    sentence: 'Log calls has not been switched on, so calls made outside the app are not logged.',
    fix: 'Menu › Settings › Calling › Log calls: switch it on.',
  },
  // R-17, AND-71
  {
    reason: 'popups-off',
    platform: 'android',
    blocks: ['outcomeIncoming', 'outcomeOutside'],
    applies: isOff('popups'),
    sentence: ({ maker }) => `${MAKERS[maker].name} keeps the outcome screen from opening behind another app.`,
    fix: makerFix('popups'),
  },
  // AND-72: a notification is not held back.
  {
    reason: 'lock-screen-off',
    platform: 'android',
    blocks: ['card'],
    applies: (handset, isLocked) => isLocked && handset.settings.overlay && isOff('lockScreen')(handset),
    sentence: ({ maker }) =>
      `On a locked phone ${MAKERS[maker].name} hides the card while "${makerSwitch(maker, 'lockScreen')?.name}" is off.`,
    fix: makerFix('lockScreen'),
  },
  // AND-49
  {
    reason: 'notifications-denied',
    platform: 'android',
    blocks: ['missed'],
    applies: (handset) => !isGranted(handset, 'notifications'),
    sentence: 'Without the notification permission Android drops what the app wants to tell.',
    fix: grantFix('notifications'),
  },
  // AND-49, AND-51: what may not be drawn over other apps falls back to a notification, and that is denied too.
  {
    reason: 'no-surface',
    platform: 'android',
    blocks: ['card'],
    applies: (handset) => !handset.settings.overlay && !isGranted(handset, 'notifications'),
    sentence: 'The app may neither draw over other apps nor notify, so nothing can be shown.',
    fix: overlayFix,
  },
  {
    reason: 'no-outcome-surface',
    platform: 'android',
    blocks: ['outcomeIncoming', 'outcomeOutside'],
    applies: (handset) => !handset.settings.overlay && !isGranted(handset, 'notifications') && !hasPostCall(handset),
    sentence: 'From behind, the app may neither open a screen nor notify, so the outcome screen stays away.',
    fix: overlayFix,
  },
  // R-16, AND-64
  {
    reason: 'battery-restricted',
    platform: 'android',
    blocks: ['sync'],
    applies: ({ settings }) => settings.battery === 'restricted',
    sentence: 'The battery setting "Restricted" never lets the app sync by itself.',
    fix: 'Android Settings › Apps › Ringsight › Battery: choose Optimised or Unrestricted.',
  },
  // R-16, IOS-18
  {
    reason: 'background-refresh-off',
    platform: 'ios',
    blocks: ['sync'],
    applies: ({ settings }) => !settings.backgroundRefresh,
    sentence: 'With Background App Refresh off, iOS never lets the app sync by itself.',
    fix: 'Settings › General › Background App Refresh: switch Ringsight on.',
  },
]
