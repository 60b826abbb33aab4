// Which phones there are: what of a phone only some have. One table, by which the command line, scenarios and the library
// refuse a phone that nobody can buy, in the same words.

import { androidVersion } from '../core/android-version.ts'
import { type Handset, newHandset, type Permission, readyHandset, type Settings } from '../core/handset.ts'
import { ANDROID_MAKERS, MAKERS, type MakerSetting, makerSwitch, makerSwitches } from '../core/maker.ts'
import { listOr } from '../text/list.ts'
import type { Conditions } from './system.ts'

/** What of a phone may be stated, and is not on every one. */
export type PhonePart =
  | 'maker'
  | 'apiLevel'
  | 'screeningRole'
  | Permission
  | keyof Settings
  | Extract<keyof Conditions, 'isDozing' | 'bucket' | 'isDoNotDisturb'>
  | 'restore'

type Model = Pick<Handset, 'platform' | 'apiLevel' | 'maker'>

interface Needs {
  /** Within a sentence. */
  readonly name: string
  /** The phones that have it. */
  readonly on: string
  readonly has: (model: Model) => boolean
}

const onAndroid = (name: string): Needs => ({ name, on: 'Android', has: ({ platform }) => platform === 'android' })
const onIos = (name: string): Needs => ({ name, on: 'iOS', has: ({ platform }) => platform === 'ios' })
const onMakers = (setting: MakerSetting, name: string): Needs => ({
  name,
  on: `a phone of ${listOr(withSwitch(setting).map((maker) => MAKERS[maker].name))}`,
  has: ({ maker }) => makerSwitch(maker, setting) !== null,
})

function withSwitch(setting: MakerSetting): readonly Handset['maker'][] {
  return ANDROID_MAKERS.filter((maker) => makerSwitch(maker, setting) !== null)
}

const fromLevel = (level: number, name: string): Needs => ({
  name,
  on: `${nameLevel(level)} or later`,
  has: ({ platform, apiLevel }) => platform === 'android' && apiLevel >= level,
})

const NEEDS: Readonly<Record<Exclude<PhonePart, 'maker'>, Needs>> = {
  apiLevel: onAndroid('an API level'),
  // https://developer.android.com/reference/android/app/role/RoleManager#ROLE_CALL_SCREENING
  screeningRole: fromLevel(29, 'the call screening role'),
  callLog: onAndroid('the call log permission'),
  phone: onAndroid('the phone permission'),
  // https://developer.android.com/develop/ui/views/notifications/notification-permission
  notifications: {
    ...fromLevel(33, 'the notification permission'),
    has: ({ platform, apiLevel }) => platform === 'ios' || apiLevel >= 33,
  },
  contacts: onAndroid('the contacts permission'),
  callerId: onAndroid('the Caller ID setting'),
  logCalls: onAndroid('the Log calls setting'),
  overlay: onAndroid('Display over other apps'),
  battery: onAndroid('the battery setting'),
  autostart: onMakers('autostart', 'the Autostart switch'),
  popups: onMakers('popups', 'the pop-up windows switch'),
  lockScreen: onMakers('lockScreen', 'the lock screen switch'),
  sleep: onMakers('sleep', 'sleeping apps'),
  // https://support.google.com/android/answer/12623953 (Allow restricted settings)
  restrictedSettings: fromLevel(33, 'restricted settings'),
  workProfile: onAndroid('a work profile'),
  isDoNotDisturb: onAndroid('Do Not Disturb'),
  restore: onAndroid('Auto Backup'),
  extension: onIos('the call directory extension'),
  backgroundRefresh: onIos('Background App Refresh'),
  defaultDialer: onIos('the default dialer'),
  isDozing: onAndroid('Doze'),
  bucket: onAndroid('a standby bucket'),
}

/** Whether a name is that of such a part. */
export function isPhonePart(name: string): name is PhonePart {
  return Object.hasOwn(NEEDS, name)
}

/** What a phone would have to be to have a part, and what it is. */
export interface Lack {
  readonly expected: string
  readonly found: string
}

/** Why this phone cannot have a part; null where it can. */
export function lackOf(part: PhonePart, model: Model): Lack | null {
  if (part === 'maker') return lackOfMaker(model)
  const { name, on, has } = NEEDS[part]
  return has(model) ? null : { expected: `${on} for ${name}`, found: nameModel(part, model) }
}

/** Why this phone cannot have a part that is stated of it, as "expected …, found …"; null where it can. */
export function whyNotOn(part: PhonePart, model: Model): string | null {
  const lack = lackOf(part, model)
  return lack && `expected ${lack.expected}, found ${lack.found}`
}

function lackOfMaker({ platform, maker }: Model): Lack | null {
  if ((maker === 'apple') === (platform === 'ios')) return null
  return {
    expected: `${platform === 'ios' ? 'apple' : listOr(ANDROID_MAKERS)} for ${platform}`,
    found: `"${maker}"`,
  }
}

function nameModel(part: PhonePart, { platform, apiLevel, maker }: Model): string {
  if (platform === 'ios') return 'iOS'
  if (isMakers(part)) return `a phone of ${MAKERS[maker].name}`
  return part === 'extension' || part === 'backgroundRefresh' || part === 'defaultDialer'
    ? 'Android'
    : nameLevel(apiLevel)
}

function isMakers(part: PhonePart): boolean {
  return ANDROID_MAKERS.some((maker) => makerSwitches(maker).some(({ setting }) => setting === part))
}

function nameLevel(apiLevel: number): string {
  const version = androidVersion(apiLevel)
  return version === null ? `API level ${apiLevel}` : `Android ${version} (API level ${apiLevel})`
}

/**
 * Why there is no such phone, as "expected …, found …"; null where there is one. What the phone cannot have may be as
 * newHandset or readyHandset leave it, for something has to stand there.
 */
export function whyImpossible(handset: Handset): string | null {
  const found = partsOf(handset)
  const usual = [newHandset(handset.platform, null), readyHandset(handset.platform, null)].map(partsOf)
  const wrong = missingParts(handset).find((part) => usual.every((each) => each[part] !== found[part]))
  return whyNotOn('maker', handset) ?? (wrong === undefined ? null : whyNotOn(wrong, handset))
}

/** The phone without what it cannot have, as after its platform, its version or its maker was changed; all else as it was. */
export function asPossible(handset: Handset): Handset {
  const plain = newHandset(handset.platform, null)
  const maker = lackOfMaker(handset) === null ? handset.maker : plain.maker
  const lost = new Set<string>(missingParts({ ...handset, maker }))
  const without = <T extends object>(found: T, usual: T): T =>
    Object.fromEntries(
      Object.entries(found).map(([key, value]) => [key, lost.has(key) ? usual[key as keyof T] : value]),
    ) as T
  return {
    ...without(handset, plain),
    maker,
    permissions: without(handset.permissions, plain.permissions),
    settings: without(handset.settings, plain.settings),
  }
}

function missingParts(handset: Handset): readonly Exclude<PhonePart, 'maker'>[] {
  const parts = Object.keys(partsOf(handset)) as Exclude<PhonePart, 'maker'>[]
  return parts.filter((part) => !NEEDS[part].has(handset))
}

function partsOf({ apiLevel, screeningRole, permissions, settings }: Handset): Partial<Record<PhonePart, unknown>> {
  return { apiLevel, screeningRole, ...permissions, ...settings }
}
