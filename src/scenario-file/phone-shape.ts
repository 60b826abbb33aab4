// The `phone` of a scenario: its words, and the simulated phone that they describe. What is left out is as a phone in use
// has it. Settings, conditions and switches get their words from the properties of device/, so that none is forgotten.

import { apiLevelOf } from '../core/android-version.ts'
import {
  type Handset,
  newHandset,
  type Permission,
  type PermissionState,
  readyHandset,
  type Settings,
} from '../core/handset.ts'
import { ANDROID_MAKERS, MAKERS, type MakerSetting, makerSwitch } from '../core/maker.ts'
import { type Conditions, newConditions, newSystem, type System } from '../device/phone.ts'
import { asPossible, type PhonePart, whyNotOn } from '../device/possible-phone.ts'
import { isKept } from '../scenario/kept.ts'
import type { Grantable, Kept, PhoneSetup, SavedPerson } from '../scenario/scenario.ts'
import { keyOf } from '../scenario/words.ts'
import { renderDuration } from '../text/duration.ts'
import { dataOf } from './data.ts'
import { type MapNode, type Node, quote, valueAt } from './node.ts'
import { country, countryOrHome, duration, line } from './scalars.ts'
import {
  converted,
  type Field,
  type Fields,
  field,
  fields,
  integer,
  listOf,
  named,
  needed,
  oneOf,
  onOff,
  orNone,
  pattern,
  type Reading,
  refuse,
  type Shape,
  text,
  words,
} from './shape.ts'
import { SWITCH_WORDS } from './switch-words.ts'

// Fields for parts whose names come from elsewhere: that the shapes fit them is up to `make`.
function tableOf<T>(names: readonly string[], make: (name: string) => Field<unknown>): Fields<T> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as unknown as Fields<T>
}

const PERMISSIONS = Object.keys(newHandset('android', null).permissions) as Permission[]

/** A permission, or the screening role. */
export const grantable: Shape<Grantable> = words({
  ...Object.fromEntries(PERMISSIONS.map((each) => [keyOf(each), each as Grantable])),
  role: 'role',
})

const permissionState = oneOf<PermissionState>(
  'never-asked',
  'denied-once',
  'denied-for-good',
  'granted',
  'revoked',
  'auto-reset',
)

export const permissions = fields<Partial<Record<Permission, PermissionState>>>(
  'permissions',
  tableOf(PERMISSIONS, (each) => field(permissionState, `Android's permission ${keyOf(each)}.`)),
)

export const roleWord = words({ held: true, none: false })
export const battery = oneOf('unrestricted', 'optimised', 'restricted')
export const network = oneOf('online', 'offline', 'captive')

// `Xiaomi: Autostart; Huawei: Auto-launch.`
function makersOf(setting: MakerSetting): string {
  const names = ANDROID_MAKERS.flatMap((maker) => {
    const found = makerSwitch(maker, setting)
    return found === null ? [] : [`${MAKERS[maker].name}: ${found.name}`]
  })
  return `${names.join('; ')}.`
}

const SETTINGS: Readonly<Record<keyof Settings, string>> = {
  callerId: 'Android, in the app: Menu › Settings › Calling › Caller ID.',
  logCalls: 'Android, in the app: Menu › Settings › Calling › Log calls; untouched as the user found it.',
  extension: 'iOS: Settings › Apps › Phone › Call Blocking & Identification.',
  overlay: 'Android: Display over other apps.',
  autostart: makersOf('autostart'),
  backgroundRefresh: 'iOS: Background App Refresh.',
  defaultDialer: 'iOS 26, in the EU: the app is the default dialer.',
  popups: makersOf('popups'),
  lockScreen: makersOf('lockScreen'),
  sleep: makersOf('sleep'),
  restrictedSettings:
    'Android 13 and later: the app came from a file, and "Allow restricted settings" has not been chosen.',
  workProfile: 'Android: whether the app is in the work profile, and whether that is paused.',
  battery: 'Android: how freely the app may run in the background.',
}

export const settingFields = {
  ...tableOf<Partial<Settings>>(Object.keys(newHandset('android', null).settings), (each) =>
    field(onOff(), SETTINGS[each as keyof Settings] ?? `The setting ${keyOf(each)}.`),
  ),
  logCalls: field(oneOf('on', 'off', 'untouched'), SETTINGS.logCalls),
  battery: field(battery, SETTINGS.battery),
  sleep: field(oneOf('automatic', 'never', 'sleeping', 'deep-sleeping'), SETTINGS.sleep),
  workProfile: field(oneOf('none', 'on', 'paused'), SETTINGS.workProfile),
}

const settings = named('settings', fields<Partial<Settings>>('settings', settingFields))

export const networkCountry = field(
  countryOrHome(),
  "The network's country; another than the SIM's is roaming.",
  'country',
)
export const latency = field(duration(), 'How long an answer from the network takes.')

export const conditions = named(
  'conditions',
  fields<Partial<Conditions>>('conditions', {
    ...tableOf<Partial<Conditions>>(Object.keys(newConditions()), (each) =>
      field(onOff(), `The condition ${keyOf(each)}.`),
    ),
    networkCountry,
    latencyMs: latency,
    isCharging: field(onOff(), 'On the charger.'),
    isDozing: field(onOff(), 'Doze: no jobs and no network but in maintenance windows.', 'doze'),
    bucket: field(oneOf('active', 'working-set', 'frequent', 'rare', 'restricted'), "Android's standby bucket."),
    isLowPower: field(onOff(), "Battery saver, or iOS's low power mode."),
    isDoNotDisturb: field(onOff(), 'Android: Do Not Disturb, and the caller is none of those who are let through.'),
    lock: field(
      oneOf('unlocked', 'locked', 'before-first-unlock'),
      'Whether the phone is locked; after a restart until its PIN is entered, with the switch has-screen-lock.',
    ),
  }),
)

const defaults = newSystem()
const switches = named(
  'switches',
  fields<Partial<System>>('switches', {
    ...tableOf<Partial<System>>(Object.keys(defaults), (each) => {
      const usual: unknown = defaults[each as keyof System]
      const about = aboutSwitch(each as keyof System)
      if (typeof usual === 'boolean') return field(onOff(), about)
      return each.endsWith('Ms') ? field(duration(), about) : field(integer(0, 1_000_000_000), about)
    }),
    unknownCallers: field(oneOf('ring', 'ask-reason', 'silence'), aboutSwitch('unknownCallers')),
  }),
)

// `How long a load takes; a second one meanwhile is refused (IOS-03). Usually 0s.`
function aboutSwitch(name: keyof System): string {
  const usual = defaults[name]
  const isTime = typeof usual === 'number' && name.endsWith('Ms')
  const said = typeof usual === 'boolean' ? (usual ? 'on' : 'off') : isTime ? renderDuration(usual) : String(usual)
  return `${SWITCH_WORDS[name]} Usually ${said}.`
}

interface PhoneWords {
  readonly platform?: Handset['platform']
  readonly version?: string
  readonly maker?: Handset['maker']
  readonly sim?: readonly string[]
  readonly state?: 'ready' | 'new'
  readonly permissions?: Partial<Record<Permission, PermissionState>>
  readonly role?: boolean
  readonly settings?: Partial<Settings>
  readonly battery?: Settings['battery']
  readonly network?: Handset['network']
  readonly profile?: Handset['profile']
  readonly conditions?: Partial<Conditions>
  readonly switches?: Partial<System>
  readonly addressBook?: readonly SavedPerson[]
  readonly blocked?: readonly string[]
  readonly isSynced?: boolean
  readonly seed?: number
  readonly crm?: true
  readonly kept?: Kept
}

const VERSION = /^\d{1,2}(?:\.\d{1,2}){0,2}L?$/

const savedPerson = fields<SavedPerson>('an address book entry', {
  name: needed(text(), 'The name in the phone.'),
  number: needed(
    converted(line(), (_line, node) => (node.kind === 'scalar' ? node.text : undefined)),
    'The number as it stands there.',
  ),
  isWork: field(onOff(), "Whether they are in the contacts of Android's work profile."),
})

const NESTED = {
  settings: settings.keys,
  conditions: conditions.keys,
  switches: switches.keys,
  permissions: permissions.keys,
}

/** Where a key belongs that stands directly in `phone`: `settings.overlay`. */
export function nestedPhoneKey(key: string): string | null {
  const part = Object.entries(NESTED).find(([, keys]) => keys.includes(key))?.[0]
  return part === undefined ? null : `${part}.${key}`
}

const KEPT = ['phone', 'app', 'drafts', 'outbox', 'choices', 'syncedAt']

// As stores keep it: JSON. What of it a phone can have had is looked at when the phone is known.
const kept: Shape<Kept> = orNone<Kept, Kept>(
  {
    wanted: 'what was kept (a map)',
    schema: () => ({
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(KEPT.map((key) => [key, {}])),
    }),
    read: (node, reading) => {
      if (node.kind !== 'map') return refuse(node, 'what was kept (a map)', reading)
      const unknown = node.entries.find(({ key }) => !KEPT.includes(key))
      return unknown === undefined
        ? (dataOf(node) as Kept)
        : reading.report(unknown, `expected one of ${KEPT.join(', ')}, found ${quote(unknown.key)}`)
    },
  },
  {},
)

const phoneWords = fields<PhoneWords>(
  'a phone',
  {
    platform: field(oneOf('android', 'ios'), 'The system; android unless stated.'),
    version: field(
      pattern('a version such as 14', VERSION, (found) => found),
      'Android 7 to 17 (14 unless stated), iOS 13 to 26 (18).',
    ),
    maker: field(oneOf(...ANDROID_MAKERS, 'apple'), 'Who made it: google or apple unless stated.'),
    sim: field(listOf(country()), 'Countries of the SIMs: national numbers are read under them. None unless stated.'),
    state: field(oneOf('ready', 'new'), 'ready: all switched on and granted. new: as unpacked, the app installed.'),
    permissions: field(permissions, "Android's permissions where they are not as `state` has them."),
    role: field(roleWord, "Whether the app holds Android's call screening role; none unless stated."),
    settings: field(settings, 'Settings where they are not as `state` has them.'),
    battery: field(battery, 'The same as settings.battery.'),
    network: field(network, 'Whether the phone reaches the CRM; captive: a Wi-Fi that lets nothing through yet.'),
    profile: field(
      oneOf('ringsight', 'article'),
      'article: the phone holds 10,000 contacts, as HubSpot describes its app.',
    ),
    conditions: field(conditions, 'What the phone finds itself in.'),
    switches: field(switches, 'Behaviours that differ between systems, or are not known for sure.'),
    addressBook: field(
      listOf(savedPerson),
      "The phone's own contacts: name, number, and work: yes for the work profile's.",
    ),
    blocked: field(listOf(text('a number')), 'Numbers that the phone itself blocks.'),
    isSynced: field(onOff(), 'Whether the app has the contacts before the first step; yes unless stated.'),
    seed: field(integer(0, 4_294_967_295), 'Decides what chance decides; 1 unless stated.'),
    crm: field(
      words({ none: true as const }),
      'none: nobody is signed in to a CRM; what is asked of it comes to nothing.',
    ),
    kept: field(
      kept,
      'What the phone had in use before the first step, as it is recorded; none: nothing, though it has the contacts.',
    ),
  },
  (key) => {
    const nested = nestedPhoneKey(key)
    return nested && `it belongs under ${nested.split('.')[0]}`
  },
)

/** The keys of `phone`. */
export const PHONE_KEYS = phoneWords.keys

/** The dotted keys of what lies within it: `settings.log-calls`. */
export const NESTED_PHONE_KEYS = Object.entries(NESTED).flatMap(([part, keys]) => keys.map((key) => `${part}.${key}`))

export const phone: Shape<PhoneSetup> = named(
  'phone',
  converted(phoneWords, (found, node, reading) => buildPhone(found, node as MapNode, reading)),
)

function buildPhone(found: PhoneWords, node: MapNode, reading: Reading): PhoneSetup | undefined {
  const platform = found.platform ?? 'android'
  const version = parseVersion(platform, found.version)
  if (version === null) refuseVersion(platform, found.version ?? '', { node, reading })
  const isOnce = found.battery === undefined || found.settings?.battery === undefined
  if (!isOnce) reading.report(valueAt(node, 'battery') ?? node, 'expected battery or settings.battery, found both')
  if (version === null || !isOnce) return undefined
  const setup = assemble(found, version)
  let isPossible = true
  // IOS-23
  if (platform === 'ios' && found.settings?.defaultDialer && Number.parseInt(found.version ?? '18', 10) < 26) {
    const place = placeOf(node, ['settings', 'defaultDialer'])
    reading.report(place, `expected iOS 26 for the default dialer, found iOS ${found.version ?? '18'}`)
    isPossible = false
  }
  for (const { part, keys } of statedParts(found)) {
    const why = whyNotOn(part, setup.handset)
    const place = placeOf(node, keys)
    if (why === null || (part !== 'maker' && reading.isForSome?.(place, why))) continue
    reading.report(place, why)
    isPossible = false
  }
  if (!isPossible) return undefined
  const possible = { ...setup, handset: asPossible(setup.handset) }
  const before = found.kept
  if (before === undefined) return possible
  if (isKept(possible, before)) return { ...possible, kept: before }
  return reading.report(placeOf(node, ['kept']), 'expected what a phone had kept, found something else')
}

interface StatedPart {
  readonly part: PhonePart
  /** Where it stands, from the outside in. */
  readonly keys: readonly string[]
}

// That the app does not hold the role is true of every phone; all else is stated of a phone that has it.
function statedParts(found: PhoneWords): StatedPart[] {
  const inside = (key: string, parts: object | undefined): StatedPart[] =>
    Object.keys(parts ?? {}).map((part) => ({ part: part as PhonePart, keys: [key, part] }))
  const { isDozing, bucket, isDoNotDisturb } = found.conditions ?? {}
  return [
    ...(found.maker === undefined ? [] : [{ part: 'maker', keys: ['maker'] } as const]),
    ...(found.role === true ? [{ part: 'screeningRole', keys: ['role'] } as const] : []),
    ...inside('permissions', found.permissions),
    ...inside('settings', found.settings),
    ...(found.battery === undefined ? [] : [{ part: 'battery', keys: ['battery'] } as const]),
    ...(isDozing === undefined ? [] : [{ part: 'isDozing', keys: ['conditions', 'doze'] } as const]),
    ...(bucket === undefined ? [] : [{ part: 'bucket', keys: ['conditions', 'bucket'] } as const]),
    ...(isDoNotDisturb === undefined
      ? []
      : [{ part: 'isDoNotDisturb', keys: ['conditions', 'isDoNotDisturb'] } as const]),
  ]
}

function placeOf(node: Node, keys: readonly string[]): Node {
  return keys.reduce((place, key) => (place.kind === 'map' ? (valueAt(place, keyOf(key)) ?? place) : place), node)
}

function refuseVersion(platform: string, found: string, { node, reading }: { node: Node; reading: Reading }): void {
  const wanted = platform === 'ios' ? 'iOS 13 to 18, or 26' : 'Android 7 to 17'
  const place = node.kind === 'map' ? valueAt(node, 'version') : null
  reading.report(place ?? node, `expected ${wanted}, found ${quote(found)}`)
}

/** The API level of an Android version; of iOS, whose API has none, Android's usual one. Null for a version there is not. */
function parseVersion(platform: Handset['platform'], version: string | undefined): number | null {
  if (version === undefined) return 34
  if (platform === 'android') return apiLevelOf(version)
  // Apple went from 18 to 26.
  const major = Number.parseInt(version, 10)
  return (major >= 13 && major <= 18) || major === 26 ? 34 : null
}

function assemble(found: PhoneWords, apiLevel: number): PhoneSetup {
  const platform = found.platform ?? 'android'
  const simCountries = found.sim ?? []
  const make = found.state === 'new' ? newHandset : readyHandset
  const handset = make(platform, simCountries[0] ?? null)
  return {
    handset: {
      ...handset,
      apiLevel,
      simCountries,
      maker: found.maker ?? handset.maker,
      profile: found.profile ?? handset.profile,
      network: found.network ?? handset.network,
      permissions: { ...handset.permissions, ...found.permissions },
      screeningRole: found.role ?? handset.screeningRole,
      settings: {
        ...handset.settings,
        ...(found.battery === undefined ? {} : { battery: found.battery }),
        ...found.settings,
      },
    },
    system: { ...newSystem(), ...found.switches },
    conditions: { ...newConditions(), ...found.conditions },
    addressBook: found.addressBook ?? [],
    blocked: found.blocked ?? [],
    isSynced: found.isSynced ?? true,
    seed: found.seed ?? 1,
    ...(found.crm ? { hasNoCrm: true } : {}),
  }
}
