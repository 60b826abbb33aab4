// Numbers as a CRM holds them: 40 % E.164, 20 % international with spaces and marks, 30 % national, 10 % other; of a few
// countries or of all, with and without mistakes. Seeded.
import { type CountryCode, getCountries, parsePhoneNumberWithError } from 'libphonenumber-js/max'
import { type Chance, openChance, pick } from '../src/core/chance.ts'
import { digitsOf, ORIGINS } from '../test/core/number/cases.ts'

export interface CorpusEntry {
  readonly kind: 'E.164' | 'international' | 'national' | 'other'
  readonly text: string
  readonly region: CountryCode | null
}

const ALL = getCountries()
const REGIONS = 'US GB DE FR IT ES IE BR IN AU NL SE PL JP ZA AR MX CA CH PT'.split(' ')

/** Of twenty countries, each under its own. */
export function buildCorpus(size: number, seed: number): CorpusEntry[] {
  return build(size, openChance(seed), { regions: REGIONS, wrong: 0 })
}

/** Of all regions; one in ten is read under another one. */
export function buildWorld(size: number, seed: number): CorpusEntry[] {
  return build(size, openChance(seed), { regions: ALL, wrong: 0.1 })
}

/** What messy exports have, and libphonenumber-js finds no valid number in: of another country, or with a digit too few or too many. */
export function buildRejected(size: number, seed: number): CorpusEntry[] {
  const chance = openChance(seed)
  const corpus: CorpusEntry[] = []
  while (corpus.length < size) {
    const entries = build(size, chance, { regions: ALL, wrong: 0.5 }).filter(({ kind }) => kind === 'national')
    const damaged = entries.map((entry) => ({ ...entry, text: flat(damage(entry.text, chance())) }))
    corpus.push(...damaged.filter(({ text, region }) => !isValid(text, region)))
  }
  return corpus.slice(0, size)
}

function damage(text: string, chance: number): string {
  if (chance < 0.5) return text
  return chance < 0.8 ? text.slice(0, -1) : `${text}7`
}

function isValid(text: string, region: CountryCode | null): boolean {
  try {
    return parsePhoneNumberWithError(text, region === null ? {} : { defaultCountry: region }).isValid()
  } catch {
    return false
  }
}

interface Population {
  readonly regions: readonly string[]
  /** How many of all are read under any other region, as a share. */
  readonly wrong: number
}

function build(size: number, chance: Chance, { regions, wrong }: Population): CorpusEntry[] {
  const origins = ORIGINS.filter(({ country }) => country !== null && regions.includes(country))
  const corpus: CorpusEntry[] = []
  while (corpus.length < size) {
    const { callingCode, country, patterns } = pick(origins, chance)
    const number = parsePhoneNumberWithError(`+${callingCode}${digitsOf(pick(patterns.slice(1), chance), chance)}`)
    if (country === null || !number.isValid()) continue
    const { e164, spaced, dashed, local } = {
      e164: number.number,
      spaced: number.formatInternational(),
      dashed: number.formatInternational().replace(/(?<=\d) /g, '-'),
      local: number.formatNational(),
    }
    const kind = chance()
    const region = wrong > 0 && chance() < wrong ? pick(ALL, chance) : country
    if (kind < 0.4) corpus.push({ kind: 'E.164', text: e164, region: null })
    else if (kind < 0.6) corpus.push({ kind: 'international', text: pick([spaced, dashed], chance), region: null })
    else if (kind < 0.9) corpus.push({ kind: 'national', text: local, region })
    else {
      const others = [number.getURI(), `00${e164.slice(1)}`, `${local} ext. 12`, `${e164} x5`, `${spaced}\u00a0`]
      corpus.push({ kind: 'other', text: pick(others, chance), region })
    }
  }
  return corpus.map((entry) => ({ ...entry, text: flat(entry.text) }))
}

/** A copy: a text that has just been read from a file is flat, not put together of the pieces that a library made. */
function flat(text: string): string {
  return Buffer.from(text).toString()
}
