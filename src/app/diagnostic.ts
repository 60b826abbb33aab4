// The diagnostic file that the native libraries write on a real phone, and the simulated phone that it describes. native/DIAGNOSTICS.md
// tells it to people, native/diagnostic.schema.json to programs. It comes from outside: read as hostile.
import { readInstant } from '../core/day.ts'
import { type Handset, type Permission, readyHandset, type Settings } from '../core/handset.ts'
import { ANDROID_MAKERS } from '../core/maker.ts'
import { isRegion } from '../core/number/number.ts'
import { type Conditions, newConditions } from '../device/phone.ts'
import { asPossible } from '../device/possible-phone.ts'
import { listOr } from '../text/list.ts'
import { shortLine } from '../text/safe.ts'
import { type CarriedPhone, newCarriedPhone } from './carried.ts'

export const DIAGNOSTIC = 'ringsight-diagnostic'
const VERSION = 1

/** What a diagnostic file says. Instants in milliseconds since the epoch; null for what the phone does not tell. */
export interface Diagnostic {
  readonly writtenAt: number
  /** Of the library that wrote it, such as `ringsight-android 0.1.0`. */
  readonly library: string
  /** The version of the system, as the phone names it. */
  readonly system: string
  readonly phone: CarriedPhone
  /** Of how many numbers the user has said who it was (R-31); null where the library kept none yet. */
  readonly choices: number | null
  /** When iOS has last loaded the labels, and the error of the last load by its name. */
  readonly load: { readonly at: number | null; readonly error: string | null; readonly labels: number | null }
  /** Calls by the hash of their number, newest first. */
  readonly calls: readonly DiagnosticCall[]
  /** With which the numbers are hashed; see native/DIAGNOSTICS.md. */
  readonly salt: string
}

export interface DiagnosticCall {
  readonly at: number
  /** SHA-256 of salt and E.164, in hexadecimal digits. */
  readonly number: string
  /** By what the caller was taken for, such as `known`. */
  readonly caller: string
  /** What came on the screen; null for nothing. */
  readonly shown: string | null
}

/** What is wrong with a file, as one clause: what was expected, what was found, and where. */
export class DiagnosticError extends Error {}

/** Reads a diagnostic file's JSON. @throws DiagnosticError */
export function readDiagnostic(value: unknown): Diagnostic {
  const file = new Part(value, '')
  file.word('type', [DIAGNOSTIC])
  const version = file.number('version')
  if (version !== VERSION) {
    const older = version > VERSION ? 'Ringsight' : "the app's library"
    throw new DiagnosticError(`version: expected ${VERSION}, found ${version}: update ${older}`)
  }
  const library = file.part('library')
  const load = file.part('load')
  return {
    writtenAt: file.instant('writtenAt'),
    library: `${library.text('name')} ${library.text('version')}`,
    system: file.part('phone').text('system'),
    phone: readPhone(file),
    choices: file.part('contacts').has('choices') ? file.part('contacts').number('choices') : null,
    load: {
      at: load.instantOrNull('at'),
      error: load.textOrNull('error'),
      labels: load.has('labels') ? load.number('labels') : null,
    },
    salt: file.hexadecimal('salt', 16),
    calls: file.parts('calls').map((call) => ({
      at: call.instant('at'),
      number: call.hexadecimal('number', 64),
      caller: call.text('caller'),
      shown: call.textOrNull('shown'),
    })),
  }
}

/** Android 7, the oldest that the library runs on. */
const OLDEST_API_LEVEL = 24

const PERMISSIONS: readonly Permission[] = ['callLog', 'phone', 'notifications', 'contacts']

function readPhone(file: Part): CarriedPhone {
  const model = file.part('phone')
  const platform = model.word('platform', ['android', 'ios'])
  const simCountries = model.texts('simCountries')
  const wrong = simCountries.find((each) => !isRegion(each))
  if (wrong !== undefined)
    throw new DiagnosticError(`phone.simCountries: expected countries such as IE, found ${wrong}`)
  const ready = readyHandset(platform, simCountries[0] ?? null)
  const handset: Handset = asPossible({
    ...ready,
    apiLevel: platform === 'android' ? model.number('apiLevel', OLDEST_API_LEVEL) : ready.apiLevel,
    maker: platform === 'android' ? model.word('maker', ANDROID_MAKERS) : 'apple',
    simCountries,
    network: file.part('state').word('network', ['online', 'offline', 'captive']),
    permissions: { ...ready.permissions, ...readPermissions(file) },
    screeningRole: platform === 'android' && model.flag('hasScreeningRole'),
    settings: { ...ready.settings, ...readSettings(file.part('settings')) },
  })
  const phone = newCarriedPhone(handset, undefined, readConditions(file.part('state')))
  return withState(phone, file)
}

function readPermissions(file: Part): Partial<Handset['permissions']> {
  const found = file.part('permissions')
  const stated = PERMISSIONS.filter((each) => found.has(each))
  // An app is not told why it has no permission.
  return Object.fromEntries(
    stated.map((each) => [each, found.word(each, ['granted', 'denied']) === 'granted' ? 'granted' : 'denied-once']),
  )
}

// What a library cannot read on a phone it leaves out.
function readSettings(found: Part): Partial<Settings> {
  const flags = ['callerId', 'extension', 'overlay', 'autostart', 'popups', 'lockScreen', 'backgroundRefresh'] as const
  return {
    ...Object.fromEntries(flags.filter((each) => found.has(each)).map((each) => [each, found.flag(each)])),
    ...(found.has('logCalls') ? { logCalls: found.word('logCalls', ['on', 'off', 'untouched']) } : {}),
    ...(found.has('battery') ? { battery: found.word('battery', ['unrestricted', 'optimised', 'restricted']) } : {}),
  }
}

function readConditions(state: Part): Conditions {
  const lock = state.word('lock', ['unlocked', 'locked', 'before-first-unlock'])
  return { ...newConditions(), lock, isLowPower: state.flag('isLowPower') }
}

function withState(phone: CarriedPhone, file: Part): CarriedPhone {
  const [state, contacts] = [file.part('state'), file.part('contacts')]
  const { app, appProcess } = phone
  const process = state.flag('isStopped') ? ({ ...appProcess, state: 'stopped' } as const) : appProcess
  const sync = {
    ...app.sync,
    lastSuccessAt: contacts.instantOrNull('updatedAt'),
    contacts: contacts.number('count'),
    lastError: contacts.textOrNull('error'),
  }
  return { ...phone, appProcess: process, app: { ...app, isSignedIn: state.flag('isSignedIn'), sync } }
}

const LONGEST_TEXT = 200
const MOST_PARTS = 1_000

/** One object of the file. */
class Part {
  readonly #value: Readonly<Record<string, unknown>>
  readonly #path: string

  constructor(value: unknown, path: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new DiagnosticError(`${path === '' ? '' : `${path}: `}expected an object, found ${render(value)}`)
    }
    this.#value = value as Readonly<Record<string, unknown>>
    this.#path = path
  }

  has(key: string): boolean {
    return (this.#value[key] ?? null) !== null
  }

  text(key: string): string {
    const value = this.#value[key]
    if (typeof value === 'string') return shortLine(value, LONGEST_TEXT)
    throw this.#wrong(key, 'a text')
  }

  textOrNull(key: string): string | null {
    return this.has(key) ? this.text(key) : null
  }

  word<T extends string>(key: string, known: readonly T[]): T {
    const word = known.find((each) => each === this.#value[key])
    if (word === undefined) throw this.#wrong(key, listOr(known))
    return word
  }

  flag(key: string): boolean {
    const value = this.#value[key]
    if (typeof value === 'boolean') return value
    throw this.#wrong(key, 'true or false')
  }

  /** Hexadecimal digits, so many of them. */
  hexadecimal(key: string, length: number): string {
    const value = this.#value[key]
    if (typeof value === 'string' && value.length === length && /^[0-9a-f]+$/.test(value)) return value
    throw this.#wrong(key, `${length} hexadecimal digits`)
  }

  number(key: string, least = 0): number {
    const value = this.#value[key]
    if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value
    throw this.#wrong(key, `a whole number that is not below ${least}`)
  }

  instant(key: string): number {
    const value = this.#value[key]
    const at = typeof value === 'string' ? readInstant(value) : null
    if (at === null) throw this.#wrong(key, 'an instant with its zone, such as 2026-11-20T09:00:00Z')
    return Date.parse(at)
  }

  instantOrNull(key: string): number | null {
    return this.has(key) ? this.instant(key) : null
  }

  part(key: string): Part {
    return new Part(this.#value[key], this.#at(key))
  }

  parts(key: string): Part[] {
    const value = this.#value[key]
    if (!Array.isArray(value) || value.length > MOST_PARTS) throw this.#wrong(key, `a list of at most ${MOST_PARTS}`)
    return value.map((each, index) => new Part(each, `${this.#at(key)}[${index}]`))
  }

  texts(key: string): string[] {
    const value = this.#value[key]
    if (!Array.isArray(value) || !value.every((each) => typeof each === 'string'))
      throw this.#wrong(key, 'a list of texts')
    return value.map((each: string) => shortLine(each, LONGEST_TEXT))
  }

  #at(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`
  }

  #wrong(key: string, expected: string): DiagnosticError {
    return new DiagnosticError(`${this.#at(key)}: expected ${expected}, found ${render(this.#value[key])}`)
  }
}

function render(value: unknown): string {
  return value === undefined ? 'nothing' : shortLine(JSON.stringify(value), 60)
}
