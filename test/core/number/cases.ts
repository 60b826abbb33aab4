// Texts that hold a phone number, or nearly: every region, every type of number, as people, networks and exports write
// them, and damaged. The same seed gives the same texts.
import { type CountryCode, getCountries, parsePhoneNumberWithError } from 'libphonenumber-js/max'
import metadata from 'libphonenumber-js/max/metadata'
import { type Pattern, parsePattern } from '../../../native/plan/pattern.ts'
import { type Chance, pick } from '../../../src/core/chance.ts'

export interface NumberCase {
  readonly text: string
  readonly region: CountryCode | null
}

interface Origin {
  readonly country: CountryCode | null
  readonly callingCode: string
  readonly trunkPrefix: string
  /** The general pattern, then one for each type of number. */
  readonly sources: readonly string[]
  readonly patterns: readonly Pattern[]
  /** The possible lengths of each type. */
  readonly lengths: readonly (readonly number[])[]
}

// The fields are named in the library's METADATA.md: 0 calling code, 2 pattern, 5 national prefix, 11 types.
type PlanRecord = readonly [string, string, string, number[], unknown, string | 0, ...unknown[]]
const { countries, nonGeographic } = metadata as unknown as {
  readonly countries: Readonly<Record<CountryCode, PlanRecord>>
  readonly nonGeographic: Readonly<Record<string, PlanRecord>>
}
const COUNTRIES = getCountries()

function originFrom(country: CountryCode | null, record: PlanRecord): Origin {
  const types = ((record[11] || []) as ([string, number[]?] | 0)[]).flatMap((type) =>
    type && type[0] !== '' ? [type] : [],
  )
  const sources = [record[2], ...types.map(([source]) => source)]
  const lengths = types.map(([, possible]) => possible || record[3])
  const patterns = sources.map(parsePattern)
  return { country, callingCode: record[0], trunkPrefix: record[5] || '', sources, patterns, lengths }
}

export const ORIGINS: readonly Origin[] = [
  ...COUNTRIES.map((country) => originFrom(country, countries[country])),
  ...Object.values(nonGeographic).map((record) => originFrom(null, record)),
]

/** One number written many ways, some of them damaged, each under a region that may or may not be its own. */
export function numberCases(chance: Chance): NumberCase[] {
  const origin = pick(ORIGINS, chance)
  const national = damageDigits(digitsOf(pick(origin.patterns, chance), chance), chance)
  return waysToWrite(origin, national, chance).map((written) => ({
    text: chance() < 0.2 ? damageText(written, chance) : written,
    region: regionFor(origin, chance),
  }))
}

/** A number as one origin's country assigns them. */
export function digitsOf(pattern: Pattern, chance: Chance): string {
  switch (pattern.kind) {
    case 'digit':
      return pick(
        [...'0123456789'].filter((digit) => pattern.digits & (1 << Number(digit))),
        chance,
      )
    case 'sequence':
      return pattern.parts.map((part) => digitsOf(part, chance)).join('')
    case 'choice':
      return digitsOf(pick(pattern.parts, chance), chance)
    case 'group':
      return digitsOf(pattern.part, chance)
    case 'end':
      return ''
    case 'repeat': {
      const times = pattern.least + Math.floor(chance() * (pattern.most - pattern.least + 1))
      return Array.from({ length: times }, () => digitsOf(pattern.part, chance)).join('')
    }
  }
}

function waysToWrite({ callingCode, trunkPrefix, country }: Origin, national: string, chance: Chance): string[] {
  const e164 = `+${callingCode}${national}`
  const grouped = group(national, chance)
  const local = group(trunkPrefix + national, chance)
  const digit = () => String(Math.floor(chance() * 10))
  const spread = (text: string, characters: string) => text.replaceAll(' ', () => pick([...characters], chance))
  return [
    e164,
    `+${callingCode} ${grouped}`,
    spread(`+${callingCode} ${grouped}`, ' -.'),
    `+${callingCode} (${trunkPrefix || '0'})${grouped}`,
    `+${callingCode}${trunkPrefix}${national}`,
    `(+${callingCode}) ${grouped}`,
    `${callingCode}${national}`,
    `${callingCode}${national}.0`,
    `00${callingCode}${national}`,
    `00 ${callingCode} ${grouped}`,
    `011 ${callingCode} ${grouped}`,
    `${pick(['810', '0011', '010', '001', '000', '0014', '00 41'], chance)}${callingCode}${national}`,
    national,
    grouped,
    trunkPrefix + national,
    local,
    spread(local, ' -./'),
    `(${local.replace(' ', ') ')}`,
    // Carrier codes: Brazil, Colombia, Korea, China, Australia, Argentina's 15.
    `${pick([`0${digit()}${digit()}`, `0${digit()}`, '17911', '1831', '0 15 '], chance)}${national}`,
    national.length > 6 ? `0${national.slice(0, 2)}15${national.slice(2)}` : national,
    national.slice(-7),
    national.slice(-4),
    e164.slice(0, 5),
    `${local} ${local}`,
    `${local} / ${national.slice(-2)}`,
    `${local}${pick([' ext. ', ' x', 'x', ' #', ' ext ', ';ext=', ',', ' extension '], chance)}${digit()}${digit()}`,
    `${e164}${pick([' ext. ', ' x', '#', '*', ' x. '], chance)}${digit()}`,
    `tel:+${callingCode}-${spread(grouped, '-')}`,
    `tel:+${callingCode}-${spread(grouped, '-')};ext=${digit()}`,
    `tel:${national};phone-context=+${callingCode}`,
    `\u202a+${callingCode}\u00a0${spread(grouped, '\u00a0\u2011 ')}\u202c`,
    fullWidth(local),
    ...(country === null ? [] : libraryFormats(e164)),
  ]
}

function libraryFormats(e164: string): string[] {
  try {
    const number = parsePhoneNumberWithError(e164, { extract: false })
    return [number.formatNational(), number.formatInternational(), number.getURI()]
  } catch {
    return []
  }
}

function group(digits: string, chance: Chance): string {
  const size = 2 + Math.floor(chance() * 3)
  return digits.replace(new RegExp(`\\d{${size}}(?=\\d\\d)`, 'g'), '$& ')
}

function fullWidth(text: string): string {
  return text.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))
}

function damageDigits(digits: string, chance: Chance): string {
  const kind = chance()
  const other = () => String(Math.floor(chance() * 10))
  if (kind < 0.1) return digits.slice(0, -1 - Math.floor(chance() * 3))
  if (kind < 0.2) return digits + other()
  if (kind < 0.25) return digits + other() + other() + other()
  if (kind < 0.4) return digits.replace(/\d/g, (digit) => (chance() < 0.15 ? other() : digit))
  return digits
}

function damageText(text: string, chance: Chance): string {
  const at = Math.floor(chance() * (text.length + 1))
  const inserted = chance() < 0.6 ? pick([...'0123456789 +().-/x;,*#e'], chance) : ''
  return text.slice(0, at) + inserted + text.slice(at + (chance() < 0.7 ? 1 : 0))
}

function regionFor({ country }: Origin, chance: Chance): CountryCode | null {
  const kind = chance()
  if (kind < 0.2) return null
  return kind < 0.75 && country !== null ? country : pick(COUNTRIES, chance)
}
