// Numbers as a CRM holds them: 40 % E.164, 20 % international with spaces and marks, 30 % national, 10 % other. Seeded.
import { type CountryCode, parsePhoneNumberWithError } from 'libphonenumber-js/max'
import { openChance, pick } from '../src/core/chance.ts'
import { digitsOf, ORIGINS } from '../test/core/number/cases.ts'

export interface CorpusEntry {
  readonly kind: 'E.164' | 'international' | 'national' | 'other'
  readonly text: string
  readonly region: CountryCode | null
}

const REGIONS = 'US GB DE FR IT ES IE BR IN AU NL SE PL JP ZA AR MX CA CH PT'.split(' ')

export function buildCorpus(size: number, seed: number): CorpusEntry[] {
  const chance = openChance(seed)
  const origins = ORIGINS.filter(({ country }) => country !== null && REGIONS.includes(country))
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
    if (kind < 0.4) corpus.push({ kind: 'E.164', text: e164, region: null })
    else if (kind < 0.6) corpus.push({ kind: 'international', text: pick([spaced, dashed], chance), region: null })
    else if (kind < 0.9) corpus.push({ kind: 'national', text: local, region: country })
    else {
      const others = [number.getURI(), `00${e164.slice(1)}`, `${local} ext. 12`, `${e164} x5`, `${spaced}\u00a0`]
      corpus.push({ kind: 'other', text: pick(others, chance), region: country })
    }
  }
  // Copies: a text that has just been read from a file is flat, not put together of the pieces that a library made.
  return corpus.map((entry) => ({ ...entry, text: Buffer.from(entry.text).toString() }))
}
