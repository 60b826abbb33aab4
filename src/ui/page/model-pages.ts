// Which phone is in the hand: platform, maker, SIMs and what else the user of a real phone cannot change. Data; see menu.ts.
import type { CarriedPhone } from '../../app/carried.ts'
import { androidVersion } from '../../core/android-version.ts'
import type { Handset } from '../../core/handset.ts'
import { ANDROID_MAKERS, MAKERS } from '../../core/maker.ts'
import { isRegion } from '../../core/number/number.ts'
import { safeLine } from '../../text/safe.ts'
import { back, type Item, type Menu, open, type Screen, type Step } from './page.ts'
import { next } from './settings-pages.ts'

const API_LEVELS = [28, 30, 33, 34] as const

/** `Android 14 · xiaomi`, `iPhone` */
export function renderModel({ platform, apiLevel, maker }: Handset): string {
  if (platform === 'ios') return 'iPhone'
  return `Android ${androidVersion(apiLevel) ?? `API ${apiLevel}`} · ${MAKERS[maker].name}`
}

export function modelPage({
  phone: { handset },
  world: { addressBook },
}: {
  readonly phone: CarriedPhone
  readonly world: Pick<Screen['world'], 'addressBook'>
}): Menu {
  const isAndroid = handset.platform === 'android'
  const platform: Partial<Handset> = isAndroid
    ? { platform: 'ios', maker: 'apple' }
    : { platform: 'android', maker: 'google' }
  return {
    title: 'Phone model',
    lines: [],
    items: [
      { label: 'Platform', value: isAndroid ? 'Android' : 'iOS', steps: [change(platform)] },
      ...(isAndroid ? androidItems(handset) : []),
      {
        label: 'Profile',
        value: handset.profile,
        about:
          handset.profile === 'article' ? 'Holds 10,000 contacts, as the help article has it.' : 'Holds every contact.',
        steps: [change({ profile: next(['ringsight', 'article'] as const, handset.profile) })],
      },
      {
        label: 'SIM countries',
        value: handset.simCountries.map(safeLine).join(', ') || 'none',
        about: 'National forms of numbers are read under them.',
        steps: [open({ name: 'sim-countries' })],
      },
      {
        label: 'Address book',
        value: String(addressBook.size),
        about: "The phone's own contacts, whom it names by itself.",
        steps: [open({ name: 'address-book' })],
      },
    ],
  }
}

function androidItems(handset: Handset): Item[] {
  const { maker, apiLevel } = handset
  return [
    {
      label: 'Maker',
      value: MAKERS[maker].name,
      steps: [change({ maker: next<Handset['maker']>(ANDROID_MAKERS, maker) })],
    },
    {
      label: 'API level',
      value: String(apiLevel),
      steps: [change({ apiLevel: next(API_LEVELS as readonly number[], apiLevel) })],
    },
  ]
}

function change(changes: Partial<Handset>): Step {
  return { type: 'change-handset', changes }
}

export function simCountriesPage(typed: string): Menu {
  const codes = typed
    .toUpperCase()
    .split(/[\s,]+/)
    .filter(Boolean)
  const wrong = codes.find((code) => !isRegion(code))
  const steps: readonly Step[] =
    wrong === undefined
      ? [back, change({ simCountries: codes })]
      : [{ type: 'say', text: `Expected two-letter country codes such as IE, found “${safeLine(wrong)}”.` }]
  return {
    title: 'SIM countries',
    lines: ['One for each SIM, such as IE, or IE PL.'],
    field: 'Countries',
    items: [{ label: 'Use them', steps }],
  }
}
