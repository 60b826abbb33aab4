// What a phone as it is set up lets the app do, and for each thing that it does not: one sentence and one fix. The rules
// are a table; their order is the order in which a user meets them. Knows nothing of calls or contacts.

import { expectForm, formOf, wrongUse } from '../text/wrong-use.ts'
import { MAKERS, type Maker, type MakerSetting, makerSwitch, type SLEEP_WORDS } from './maker.ts'

/**
 * What `call log`, `phone`, `notifications` and `contacts` are to Android: groups of runtime permissions. The app never
 * asks for the contacts by itself; a phone whose owner has granted them all the same is asked about more calls.
 */
export type Permission = 'callLog' | 'phone' | 'notifications' | 'contacts'

/**
 * Android 11 and later. One denial can be followed by another request, a second is for good; `revoked` is the user's
 * later change of mind in the system's settings, `auto-reset` the system's own after months without use.
 * https://developer.android.com/about/versions/11/privacy/permissions
 */
export type PermissionState = 'never-asked' | 'denied-once' | 'denied-for-good' | 'granted' | 'revoked' | 'auto-reset'

/** A phone as its user and its maker have set it up. */
export interface Handset {
  readonly platform: 'android' | 'ios'
  /** Android's API level; of no meaning on iOS. */
  readonly apiLevel: number
  readonly maker: Maker
  /** `article`: holds 10,000 contacts, as HubSpot's help describes its app. `ringsight`: holds them all. */
  readonly profile: 'article' | 'ringsight'
  /** Countries of the SIMs, ISO 3166-1 alpha-2. */
  readonly simCountries: readonly string[]
  /** `captive`: on a Wi-Fi whose portal lets nothing through yet (NET_CAPABILITY_CAPTIVE_PORTAL, not VALIDATED). */
  readonly network: 'online' | 'offline' | 'captive'
  readonly permissions: Readonly<Record<Permission, PermissionState>>
  /** Whether the app holds Android's call screening role. */
  readonly screeningRole: boolean
  readonly settings: Settings
}

/** The switches of the app and of the system that matter to it. */
export interface Settings {
  /** Android, in the app: Menu › Settings › Calling › Caller ID. */
  readonly callerId: boolean
  /** Android, in the app: Menu › Settings › Calling › Log calls. */
  readonly logCalls: 'on' | 'off' | 'untouched'
  /** iOS: Settings › Apps › Phone › Call Blocking & Identification. */
  readonly extension: boolean
  /** Android's special access "Display over other apps". */
  readonly overlay: boolean
  /** A maker's own switches, where its phones have them (maker.ts): whether the app may start by itself… */
  readonly autostart: boolean
  /** …open a screen from behind… */
  readonly popups: boolean
  /** …and show something on the lock screen. */
  readonly lockScreen: boolean
  /**
   * Samsung: `automatic` is put to sleep by the phone when it is not used, `never` is not; `sleeping` runs its jobs as in the
   * restricted bucket, `deep-sleeping` is started by nobody but its user.
   */
  readonly sleep: keyof typeof SLEEP_WORDS
  /** Android 13 and later: the app came from a file, and its user has not chosen "Allow restricted settings" (AND-74). */
  readonly restrictedSettings: boolean
  /** Whether the app is in Android's work profile, and whether its user has paused that (AND-75, AND-76). */
  readonly workProfile: 'none' | 'on' | 'paused'
  readonly battery: 'unrestricted' | 'optimised' | 'restricted'
  /** iOS: Settings › General › Background App Refresh. */
  readonly backgroundRefresh: boolean
  /** iOS 26 and later, in the EU: whether the app is the default dialer app (IOS-23). */
  readonly defaultDialer: boolean
}

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

/** The article's own limit; R-03. */
export const ARTICLE_LIMIT = 10_000

/** How many contacts the phone holds; null for all. */
export function contactLimit(handset: Pick<Handset, 'profile'>): number | null {
  return handset.profile === 'article' ? ARTICLE_LIMIT : null
}

/** A phone as it is after unpacking: the app installed, nothing switched on, nothing asked. */
export function newHandset(platform: Handset['platform'], region: string | null): Handset {
  if (platform !== 'android' && platform !== 'ios') throw wrongUse('newHandset', "'android' or 'ios'", platform)
  if (region !== null && typeof region !== 'string') {
    throw wrongUse('newHandset', "the SIM's region such as 'IE', or null for no SIM", region)
  }
  return {
    platform,
    apiLevel: 34,
    maker: platform === 'ios' ? 'apple' : 'google',
    profile: 'ringsight',
    simCountries: region === null ? [] : [region],
    network: 'online',
    permissions: {
      callLog: 'never-asked',
      phone: 'never-asked',
      notifications: 'never-asked',
      contacts: 'never-asked',
    },
    screeningRole: false,
    settings: {
      callerId: false,
      logCalls: 'untouched',
      extension: false,
      overlay: true,
      autostart: false,
      popups: false,
      lockScreen: false,
      sleep: 'automatic',
      restrictedSettings: false,
      workProfile: 'none',
      battery: 'optimised',
      backgroundRefresh: true,
      defaultDialer: false,
    },
  }
}

/**
 * The same phone with everything switched on and granted that the app asks for, and Log calls as the user found it. What
 * a maker adds (maker.ts) stays as the phone ships.
 */
export function readyHandset(platform: Handset['platform'], region: string | null): Handset {
  const handset = newHandset(platform, region)
  if (platform === 'ios') {
    const permissions = { ...handset.permissions, notifications: 'granted' } as const
    return { ...handset, permissions, settings: { ...handset.settings, extension: true } }
  }
  return {
    ...handset,
    permissions: { ...handset.permissions, callLog: 'granted', phone: 'granted', notifications: 'granted' },
    settings: { ...handset.settings, callerId: true },
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

/** Whether Android starts the app's own activity after a call: with the screening role, from API 30 (AND-30, AND-34). */
export function hasPostCall(handset: Handset): boolean {
  return holdsRole(handset) && handset.apiLevel >= 30
}

/** Whether the app holds the screening role where it counts: not in a work profile, which no call belongs to (AND-75). */
export function holdsRole({ platform, screeningRole, settings }: Handset): boolean {
  return platform === 'android' && screeningRole && settings.workProfile === 'none'
}

/** Whether the app sees the phone's call list: with both permissions, and not in a work profile, whose list is empty (AND-76). */
export function readsCallLog(handset: Handset): boolean {
  const isThere = handset.platform === 'android' && handset.settings.workProfile === 'none'
  return isThere && isGranted(handset, 'callLog') && isGranted(handset, 'phone')
}

/** Whether its user may let the app draw over others: of an app from a file only after another step (AND-74). */
export function mayBeAllowedOverlay({ apiLevel, settings }: Pick<Handset, 'apiLevel' | 'settings'>): boolean {
  return apiLevel < 35 || !settings.restrictedSettings
}

/** Whether the system may start the app, as far as its maker has a say in that (AND-70, AND-73). */
export function mayStart(handset: Handset): boolean {
  return !isOff('autostart')(handset) && !isDeepSleeper(handset)
}

function isDeepSleeper({ maker, settings }: Handset): boolean {
  return makerSwitch(maker, 'sleep') !== null && settings.sleep === 'deep-sleeping'
}

/** Whether the app may open a screen from behind, as far as its maker has a say in that (AND-71). */
export function mayPopUp(handset: Handset): boolean {
  return !isOff('popups')(handset)
}

/** Whether the app may show something over the lock, as far as its maker has a say in that (AND-72). */
export function mayCoverLock(handset: Handset): boolean {
  return !isOff('lockScreen')(handset)
}

/** Whether a permission is in force. Before API 33 nobody is asked for notifications. */
export function isGranted(handset: Handset, permission: Permission): boolean {
  return handset.permissions[permission] === 'granted' || (permission === 'notifications' && handset.apiLevel < 33)
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

interface Rule {
  readonly reason: MissingReason
  readonly platform: Handset['platform']
  readonly blocks: readonly Capability[]
  readonly applies: (handset: Handset, isLocked: boolean) => boolean
  readonly sentence: string | ((handset: Handset) => string)
  readonly fix: string | ((handset: Handset) => string)
}

// Before Android 9 the phone permission alone brings the number (AND-20).
function hearsNumber(handset: Handset): boolean {
  return isGranted(handset, 'callLog') || (handset.apiLevel < 28 && isGranted(handset, 'phone'))
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

// The maker's phones have the switch, and it is not on.
const isOff =
  (setting: Exclude<MakerSetting, 'sleep'>) =>
  ({ maker, settings }: Handset) =>
    makerSwitch(maker, setting) !== null && !settings[setting]

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
