// The people of a walk: who is in the CRM, who in the phone's address book, who else may call, and the phone itself. All
// from chance; each number is known by what it truly is, whatever form it is written in.

import { type Chance, pick } from '../core/chance.ts'
import type { Contact, ContactPhone } from '../core/contact.ts'
import { type Handset, newHandset, readyHandset } from '../core/handset.ts'
import { ANDROID_MAKERS } from '../core/maker.ts'
import type { Line } from '../core/number/presentation.ts'
import { newConditions, newSystem } from '../device/phone.ts'
import { asPossible } from '../device/possible-phone.ts'
import { PLANS } from '../scenario/invariant/model-number.ts'
import type { PhoneSetup } from '../scenario/scenario.ts'

export interface Cast {
  readonly phone: PhoneSetup
  readonly contacts: readonly Contact[]
  /** Numbers that nobody has; many end like somebody's. */
  readonly strangers: readonly string[]
}

/** The people and the phone that a walk begins with. */
export function makeCast(chance: Chance, platform: Handset['platform'] | null): Cast {
  const sims = pick<readonly string[]>([['IE'], ['IE'], ['GB'], ['PL'], ['IE', 'GB'], ['PL', 'IE']], chance)
  const numbers = Array.from({ length: 9 }, () => makeNumber(pick([...sims, 'IE', 'GB', 'PL', 'US'], chance), chance))
  const [shared = '', saved = '', ...own] = numbers
  const contacts = NAMES.map(([firstName, lastName], index): Contact => {
    const number = own[index] ?? shared
    const owned = index === 2 ? [number, shared] : index > 4 ? [shared] : index === 4 ? [saved] : [number]
    const company = index > 4 || index === 2 ? 'Harbour Ltd' : pick(['', 'Byrne Logistics', 'Nowak SA'], chance)
    const texts = owned.map((each) => writeNumber(each, chance))
    const country = texts.map(({ country: each }) => each).find((each) => each !== null) ?? null
    const phones = owned.map((e164, at) =>
      newPhone(e164, texts[at]?.country === country ? (texts[at]?.text ?? e164) : e164, at),
    )
    const deals =
      chance() < 0.4 ? [{ ...DEAL, id: String(index), name: `Deal ${index}`, isClosed: chance() < 0.4 }] : []
    return {
      id: String(101 + index),
      firstName,
      lastName,
      company,
      email: '',
      country,
      phones,
      deals,
      modifiedAt: null,
      row: null,
    }
  })
  const strangers = [...own.slice(0, 3).map((number) => resemble(number, chance)), makeNumber('IE', chance)]
  const addressBook = [
    { name: 'Mam', number: saved },
    { name: 'Plumber', number: makeNumber(pick(sims, chance), chance) },
  ]
  return { phone: makePhone({ chance, platform, sims, addressBook, strangers }), contacts, strangers }
}

const NAMES = [
  ['Anna', 'Byrne'],
  ['Brian', 'Walsh'],
  ['Celina', 'Nowak'],
  ['Dara', 'Keane'],
  ['Ewa', 'Lis'],
  ['Frank', 'Moore'],
  ['Grace', 'Quinn'],
] as const

const DEAL = { amount: '12500', currency: 'EUR', closeDate: '2026-07-15' }

/** A name that nobody has had before. */
export function newName(chance: Chance): string {
  return Array.from({ length: 6 }, () => pick([...'abdegiklmnoprstu'], chance))
    .join('')
    .replace(/^./, (letter) => letter.toUpperCase())
}

export function newPhone(e164: string, text: string, index: number): ContactPhone {
  return { field: index === 0 ? 'Phone Number' : 'Mobile Phone Number', text, e164, rejected: null }
}

// Ranges of mobile and city numbers that every numbering plan's current edition has.
const RANGES: Readonly<Record<string, { readonly starts: readonly string[]; readonly digits: number }>> = {
  IE: { starts: ['85', '86', '87'], digits: 7 },
  GB: { starts: ['712', '713', '732'], digits: 7 },
  PL: { starts: ['601', '602', '691'], digits: 6 },
  US: { starts: ['212736', '212737'], digits: 4 },
}

/** A number of that country as E.164. */
export function makeNumber(country: string, chance: Chance): string {
  const { starts, digits } = RANGES[country] ?? { starts: [''], digits: 7 }
  const rest = Array.from({ length: digits }, () => Math.floor(chance() * 10)).join('')
  return `+${PLANS[country]?.code ?? ''}${pick(starts, chance)}${rest}`
}

/** Another number with the same end, of another operator or another country. */
function resemble(e164: string, chance: Chance): string {
  const country = countryOf(e164) ?? 'IE'
  const { starts, digits } = RANGES[country] ?? { starts: ['85'], digits: 7 }
  const begins = starts.map((start) => `+${PLANS[country]?.code}${start}`).filter((begin) => !e164.startsWith(begin))
  return `${pick(begins, chance)}${e164.slice(-digits)}`
}

function countryOf(e164: string): string | null {
  return Object.keys(PLANS).find((country) => e164.startsWith(`+${PLANS[country]?.code}`)) ?? null
}

/** The number in its national form, and the country that it needs for it; in E.164 with or without spaces otherwise. */
function writeNumber(e164: string, chance: Chance): { readonly text: string; readonly country: string | null } {
  const country = countryOf(e164)
  const plan = PLANS[country ?? '']
  const form = chance()
  if (plan === undefined || form < 0.5) return { text: e164, country: null }
  if (form < 0.65) return { text: `${e164.slice(0, 3)} ${e164.slice(3, 6)} ${e164.slice(6)}`, country: null }
  return { text: `${plan.trunk}${e164.slice(plan.code.length + 1)}`, country }
}

/** The number as a network hands it over: as E.164, with 00, or as it is dialled within one of the countries. */
export function lineOf(e164: string, countries: readonly string[], chance: Chance): Line {
  const { text, country } = writeNumber(e164, chance)
  const isHome = country !== null && countries.includes(country)
  const isAbroad = country === null && chance() < 0.15
  const written = isHome ? text : isAbroad ? `00${e164.slice(1)}` : e164
  return { presentation: 'ALLOWED', text: written }
}

// IOS-16, IOS-22, IOS-30
function unknownCallers(chance: Chance): Partial<PhoneSetup['system']> {
  const [labelsBeforeUnlock, labelledIsKnown, filtersUnknownCallers, filteredAreSilenced] = Array.from(
    { length: 4 },
    () => chance() < 0.5,
  ) as [boolean, boolean, boolean, boolean]
  const unknownCallers = pick(['ring', 'ring', 'ask-reason', 'silence'] as const, chance)
  return { labelsBeforeUnlock, labelledIsKnown, filtersUnknownCallers, filteredAreSilenced, unknownCallers }
}

interface Making {
  readonly chance: Chance
  readonly platform: Handset['platform'] | null
  readonly sims: readonly string[]
  readonly addressBook: PhoneSetup['addressBook']
  readonly strangers: readonly string[]
}

function makePhone({ chance, platform, sims, addressBook, strangers }: Making): PhoneSetup {
  const isIos = (platform ?? (chance() < 0.7 ? 'android' : 'ios')) === 'ios'
  const often = (rate: number) => chance() < rate
  const make = often(0.85) ? readyHandset : newHandset
  const ready = make(isIos ? 'ios' : 'android', sims[0] ?? null)
  const apiLevel = isIos ? ready.apiLevel : pick([24, 28, 29, 30, 31, 33, 34, 34, 35, 36], chance)
  const android = ['google', 'google', 'samsung', 'xiaomi', ...ANDROID_MAKERS] as const
  const maker = isIos ? ready.maker : pick(android, chance)
  const handset = asPossible({
    ...ready,
    apiLevel,
    maker,
    simCountries: sims,
    screeningRole: !isIos && apiLevel >= 29 && often(0.3),
    settings: {
      ...ready.settings,
      logCalls: often(0.6) ? 'on' : 'untouched',
      overlay: often(0.8),
      autostart: often(0.8),
      popups: often(0.8),
      lockScreen: often(0.6),
      sleep: pick(['automatic', 'automatic', 'never', 'sleeping', 'deep-sleeping'] as const, chance),
      workProfile: pick(['none', 'none', 'none', 'none', 'on'] as const, chance),
      restrictedSettings: often(0.1),
      // IOS-23
      defaultDialer: isIos && often(0.3),
    },
    permissions: { ...ready.permissions, contacts: often(0.2) ? 'granted' : 'never-asked' },
  })
  return {
    handset,
    system: {
      ...newSystem(),
      screeningAnswerMs: isIos || often(0.7) ? 0 : 3000,
      stoppedRoleHolderIsBound: !isIos && often(0.2),
      failedLoadKeepsLabels: !isIos || often(0.7),
      hasScreenLock: often(0.4),
      appDrainsBattery: !isIos && often(0.3),
      ...(isIos ? unknownCallers(chance) : {}),
    },
    conditions: newConditions(),
    addressBook,
    blocked: often(0.3) ? [...strangers.slice(0, 1)] : [],
    isSynced: often(0.9),
    seed: 1 + Math.floor(chance() * 1000),
  }
}
