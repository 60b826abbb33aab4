// The phone that a command plays on: the one that the store keeps, or one that is fully set up; what the flags say of it counts for one
// run. Every command that takes one says first whose it is.
import { basename } from 'node:path'
import { type CarriedPhone, newCarriedPhone, restoreCarried } from '../app/carried.ts'
import type { Diagnostic } from '../app/diagnostic.ts'
import { PERMISSION_NAMES } from '../core/access.ts'
import { androidVersion } from '../core/android-version.ts'
import {
  type Handset,
  isGranted,
  type Permission,
  type PermissionState,
  readyHandset,
  type Settings,
} from '../core/handset.ts'
import { MAKERS, type MakerSwitch, makerSwitches, SLEEP_WORDS } from '../core/maker.ts'
import { isPhone, withHandset } from '../device/phone.ts'
import { asPossible, type PhonePart, whyNotOn } from '../device/possible-phone.ts'
import { refuse } from '../store/refusal.ts'
import type { DocumentReader } from '../store/store.ts'
import { InputError } from '../terminal/exit.ts'
import { CLOCKS_DIFFER_MS, minuteInWords } from '../text/duration.ts'
import { isoOf, type JsonLine } from '../text/json.ts'
import { safeLine, shortLine } from '../text/safe.ts'
import { type Denial, type HandsetFlags, statedFlags } from './flags/shared.ts'
import type { StoreUse } from './open.ts'
import type { PhoneFile } from './phone-file.ts'

/** Whose phone it is. */
export type Origin =
  | { readonly kind: 'kept'; readonly db: string }
  | { readonly kind: 'file'; readonly file: string }
  /** Ready for use, for the store keeps none, or was not asked: contacts are from a file, and no store was named. */
  | { readonly kind: 'ready'; readonly because: 'none-kept' | 'contacts-file' }

export interface TakenPhone {
  readonly phone: CarriedPhone
  readonly origin: Origin
  /** The flags that make it another one for this run. */
  readonly changedBy: readonly string[]
  /** The file that it is from, with what else stands there. */
  readonly file?: PhoneFile
}

/**
 * The phone for one run. Where contacts come from a file the store's phone is taken only if the store is named: the file is
 * then what is asked about, on any phone.
 *
 * @throws InputError for a phone that cannot be, and where the store cannot be read
 */
export async function takePhone(
  use: StoreUse,
  flags: HandsetFlags & { readonly contacts?: string; readonly db?: string; readonly phoneFile?: string },
): Promise<TakenPhone> {
  if (flags.phoneFile !== undefined) {
    const { readPhoneFile } = await import('./phone-file.ts')
    const file = await readPhoneFile(flags.phoneFile)
    const origin: Origin = { kind: 'file', file: file.path }
    const phone = withHandset(file.phone, changeKept(file.phone.handset, flags, origin))
    return { phone, origin, changedBy: statedFlags(flags), file }
  }
  const isAsked = flags.contacts === undefined || flags.db !== undefined
  const store = isAsked ? await use.find() : null
  const kept = store && readKeptPhone(store, use.path)
  const changedBy = statedFlags(flags)
  if (kept === null) {
    const handset = changeHandset(readyHandset(flags.platform ?? 'android', null), flags)
    const because = isAsked ? 'none-kept' : 'contacts-file'
    return { phone: newCarriedPhone(handset), origin: { kind: 'ready', because }, changedBy }
  }
  const origin: Origin = { kind: 'kept', db: use.path }
  return { phone: withHandset(kept, changeKept(kept.handset, flags, origin)), origin, changedBy }
}

/**
 * The phone that the store at a path keeps; null when it keeps none.
 *
 * @throws StoreError `damaged` where what it keeps is no phone, before another one is put in its place
 */
export function readKeptPhone(store: DocumentReader, path: string): CarriedPhone | null {
  const document = store.read('phone')
  if (document === undefined) return null
  if (isPhone(document)) return restoreCarried(document)
  throw refuse('damaged', path, 'the store is damaged: the document "phone" in it cannot be read')
}

function changeKept(handset: Handset, flags: HandsetFlags, origin: Origin): Handset {
  try {
    return changeHandset(handset, flags)
  } catch (error) {
    // What kind of phone it is nobody said in this run.
    const isUnsaid = flags.platform === undefined && error instanceof InputError
    throw isUnsaid ? new InputError(`${error.message} (${nameOrigin(origin)})`) : error
  }
}

function nameOrigin(origin: Origin): string {
  if (origin.kind === 'kept') return `the phone kept in ${shortLine(basename(origin.db), 60)}`
  if (origin.kind === 'file') return `the phone of ${shortLine(basename(origin.file), 60)}`
  return origin.because === 'none-kept'
    ? 'a phone that is fully set up, because the store keeps none'
    : 'a phone that is fully set up, because you gave --contacts (your own phone: --db FILE)'
}

/** The first line: whose phone it is, which, and what of it is not as on a phone that is ready for use. @param now by our clock, where a file may be read */
export function renderTaken({ phone, origin, changedBy, file }: TakenPhone, now: Date | null = null): string {
  const [first = '', ...rest] = nameOrigin(origin)
  const isOther = origin.kind !== 'ready' && changedBy.length > 0
  const changed = isOther ? ` with ${changedBy.join(', ')} for this run` : ''
  const told = file?.diagnostic ?? null
  const then = told === null ? '' : `, ${renderThen(told, now)}`
  return `${first.toUpperCase()}${rest.join('')}${then}${changed}: ${describePhone(phone, told)}.`
}

function renderThen({ writtenAt }: Diagnostic, now: Date | null): string {
  const isAhead = now !== null && writtenAt - now.getTime() > CLOCKS_DIFFER_MS
  return `as it was at ${minuteInWords(writtenAt)}${isAhead ? ' by a clock that is ahead of this one' : ''}`
}

/** `Android 14, Google, SIM IE; call log denied; Caller ID off`. */
function describePhone({ handset, app, appProcess }: CarriedPhone, told: Diagnostic | null): string {
  const { platform, apiLevel, maker, simCountries, profile, network } = handset
  const isAndroid = platform === 'android'
  const iPhone = told === null ? 'iPhone' : `iPhone, iOS ${told.system}`
  const model = isAndroid ? `Android ${androidVersion(apiLevel) ?? `API ${apiLevel}`}, ${MAKERS[maker].name}` : iPhone
  const noSim = told === null ? 'no SIM' : 'SIM not told'
  const sims = simCountries.length === 0 ? noSim : `SIM ${simCountries.map(safeLine).join(' and ')}`
  return [
    `${model}, ${sims}`,
    ...(isAndroid ? androidWords(handset) : iosWords(handset)),
    ...(network === 'online' ? [] : [network === 'captive' ? 'on a Wi-Fi that lets nothing through' : 'offline']),
    ...(profile === 'article' ? ['holds 10,000 contacts'] : []),
    ...(app.isSignedIn ? [] : ['nobody is signed in']),
    ...(appProcess.state === 'stopped' ? ['the app is stopped'] : []),
  ].join('; ')
}

const PERMISSIONS: readonly Permission[] = ['callLog', 'phone', 'notifications']

const STATES = {
  'never-asked': 'never asked',
  'denied-once': 'denied',
  'denied-for-good': 'denied for good',
  granted: 'granted',
  revoked: 'revoked',
  'auto-reset': 'reset by Android',
} as const

function androidWords(handset: Handset): string[] {
  const { settings, maker, permissions, screeningRole } = handset
  const denied = PERMISSIONS.filter((each) => !isGranted(handset, each))
  return [
    ...(screeningRole ? ['call screening role held'] : []),
    ...denied.map((each) => `${PERMISSION_NAMES[each]} ${STATES[permissions[each]]}`),
    ...(settings.callerId ? [] : ['Caller ID off']),
    ...(settings.logCalls === 'untouched' ? [] : [`Log calls ${settings.logCalls}`]),
    ...(settings.overlay ? [] : ['Display over other apps off']),
    ...makerSwitches(maker).flatMap((each) => describeSwitch(each, settings)),
    ...placeWords(settings),
    ...(settings.battery === 'optimised' ? [] : [`battery ${settings.battery}`]),
  ]
}

/** Where the app has come from, and where it is; nothing where that is as usual. */
export function placeWords({ workProfile, restrictedSettings }: Settings): string[] {
  return [
    ...(workProfile === 'none'
      ? []
      : [`in ${workProfile === 'paused' ? 'a work profile that is paused' : 'the work profile'}`]),
    ...(restrictedSettings ? ['from a file, its settings restricted'] : []),
  ]
}

/** `Autostart off`; `the app in deep sleep`. */
function describeSwitch({ setting, name }: MakerSwitch, settings: Settings): string[] {
  if (setting !== 'sleep') return [`${name} ${onOff(settings[setting])}`]
  return settings.sleep === 'automatic' ? [] : [`the app ${SLEEP_WORDS[settings.sleep]}`]
}

function iosWords({ settings }: Handset): string[] {
  return [
    ...(settings.extension ? [] : ['extension off']),
    ...(settings.backgroundRefresh ? [] : ['Background App Refresh off']),
    ...(settings.defaultDialer ? ['the app is the default dialer'] : []),
  ]
}

function onOff(isOn: boolean): string {
  return isOn ? 'on' : 'off'
}

/** The first event of `--json`. */
export function takenJson({ phone, origin, changedBy, file }: TakenPhone): JsonLine {
  const isKept = origin.kind === 'kept'
  return {
    type: 'phone',
    origin: origin.kind,
    db: isKept ? origin.db : null,
    file: origin.kind === 'file' ? origin.file : null,
    writtenAt: file?.diagnostic == null ? null : isoOf(file.diagnostic.writtenAt),
    reason: origin.kind === 'ready' ? origin.because : null,
    changedBy,
    ...phoneModelJson(phone),
  }
}

/** A phone's model, settings and permissions, and its app. */
export function phoneModelJson({ handset, app, appProcess }: CarriedPhone): object {
  return {
    platform: handset.platform,
    maker: handset.maker,
    apiLevel: handset.platform === 'android' ? handset.apiLevel : null,
    profile: handset.profile,
    simCountries: handset.simCountries,
    network: handset.network,
    hasScreeningRole: handset.screeningRole,
    settings: handset.settings,
    permissions: handset.permissions,
    isSignedIn: app.isSignedIn,
    appState: appProcess.state,
  }
}

const DENIED: Readonly<Record<Denial, Permission | 'overlay'>> = {
  'call-log': 'callLog',
  phone: 'phone',
  notifications: 'notifications',
  overlay: 'overlay',
}

/**
 * The same phone but for what the flags say. What a phone of another platform, version or maker cannot have goes.
 *
 * @throws InputError for what such a phone cannot have and the flags state
 */
export function changeHandset(handset: Handset, flags: HandsetFlags): Handset {
  const changed = changeModel(handset, flags)
  for (const { flag, part } of statedParts(flags)) {
    const why = whyNotOn(part, changed)
    if (why !== null) throw new InputError(`${flag}: ${why}`)
  }
  const model = asPossible(changed)
  return {
    ...model,
    simCountries: flags.region === undefined ? model.simCountries : [flags.region],
    profile: flags.profile ?? model.profile,
    screeningRole: flags.role ?? model.screeningRole,
    permissions: { ...model.permissions, ...deniedPermissions(flags) },
    settings: { ...model.settings, ...changedSettings(model, flags) },
  }
}

function changeModel(handset: Handset, { platform = handset.platform, maker, apiLevel }: HandsetFlags): Handset {
  const usual = platform === handset.platform ? handset.maker : platform === 'ios' ? 'apple' : 'google'
  return { ...handset, platform, apiLevel: apiLevel ?? handset.apiLevel, maker: maker ?? usual }
}

interface StatedPart {
  readonly flag: string
  readonly part: PhonePart
}

function statedParts(flags: HandsetFlags): StatedPart[] {
  const parts: readonly (StatedPart & { readonly isStated: boolean })[] = [
    { flag: '--maker', part: 'maker', isStated: flags.maker !== undefined },
    { flag: '--api-level', part: 'apiLevel', isStated: flags.apiLevel !== undefined },
    { flag: '--role', part: 'screeningRole', isStated: flags.role === true },
    { flag: '--default-dialer', part: 'defaultDialer', isStated: flags.defaultDialer === true },
    ...flags.deny.map((each) => ({ flag: `--deny ${each}`, part: DENIED[each], isStated: true })),
    { flag: '--log-calls', part: 'logCalls', isStated: flags.logCalls !== undefined },
    { flag: '--autostart', part: 'autostart', isStated: flags.autostart !== undefined },
    { flag: '--popups', part: 'popups', isStated: flags.popups !== undefined },
    { flag: '--lock-screen', part: 'lockScreen', isStated: flags.lockScreen !== undefined },
    { flag: '--work-profile', part: 'workProfile', isStated: flags.workProfile !== undefined },
    { flag: '--restricted-settings', part: 'restrictedSettings', isStated: flags.restrictedSettings !== undefined },
    { flag: '--sleep', part: 'sleep', isStated: flags.sleep !== undefined },
  ]
  return parts.filter(({ isStated }) => isStated)
}

function deniedPermissions({ deny }: HandsetFlags): Partial<Record<Permission, PermissionState>> {
  const denied = deny.map((each) => DENIED[each]).filter((part) => part !== 'overlay')
  return Object.fromEntries(denied.map((part) => [part, 'denied-once']))
}

function changedSettings({ platform }: Handset, flags: HandsetFlags): Partial<Settings> {
  const { callerId, logCalls, autostart, popups, lockScreen, sleep, workProfile, restrictedSettings, deny } = flags
  const { defaultDialer } = flags
  return {
    ...(callerId && { [platform === 'ios' ? 'extension' : 'callerId']: callerId === 'on' }),
    ...(logCalls && { logCalls }),
    ...(autostart && { autostart: autostart === 'on' }),
    ...(popups && { popups: popups === 'on' }),
    ...(lockScreen && { lockScreen: lockScreen === 'on' }),
    ...(sleep && { sleep }),
    ...(workProfile && { workProfile }),
    ...(restrictedSettings && { restrictedSettings: restrictedSettings === 'on' }),
    ...(defaultDialer && { defaultDialer }),
    ...(deny.includes('overlay') && { overlay: false }),
  }
}
