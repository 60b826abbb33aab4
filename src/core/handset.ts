// A phone as its user and its maker have set it up, and what follows from that alone: which permission, role and list the
// app has, what may start it or show it. Knows nothing of what the app wants to do with that: access.ts.

import { wrongUse } from '../text/wrong-use.ts'
import { type Maker, type MakerSetting, makerSwitch, type SLEEP_WORDS } from './maker.ts'

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
      // A special access, which the user or the role gives (AND-46, AND-50); an iPhone knows none.
      overlay: platform === 'ios',
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
    settings: { ...handset.settings, callerId: true, overlay: true },
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

/** Whether the app waits for rows of the call list: before API 30 no app is told that it is in a work profile (AND-76). */
export function expectsCallLog(handset: Handset): boolean {
  const mayRead = isGranted(handset, 'callLog') && isGranted(handset, 'phone')
  return readsCallLog(handset) || (handset.platform === 'android' && handset.apiLevel < 30 && mayRead)
}

/** Whether its user may let the app draw over others: of an app from a file only after another step (AND-74). */
export function mayBeAllowedOverlay({ apiLevel, settings }: Pick<Handset, 'apiLevel' | 'settings'>): boolean {
  return apiLevel < 35 || !settings.restrictedSettings
}

/** Whether the system may start the app, as far as its maker has a say in that (AND-70, AND-73). */
export function mayStart(handset: Handset): boolean {
  return !isOff('autostart')(handset) && !isDeepSleeper(handset)
}

/** Whether Samsung has put the app into a sleep from which only its user wakes it (AND-73). */
export function isDeepSleeper({ maker, settings }: Handset): boolean {
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

/** Whether the broadcast brings the number. Before Android 9 the phone permission alone does (AND-20). */
export function hearsNumber(handset: Handset): boolean {
  return isGranted(handset, 'callLog') || (handset.apiLevel < 28 && isGranted(handset, 'phone'))
}

/** Whether the maker's phones have the switch, and it is not on. */
export const isOff =
  (setting: Exclude<MakerSetting, 'sleep'>) =>
  ({ maker, settings }: Handset) =>
    makerSwitch(maker, setting) !== null && !settings[setting]
