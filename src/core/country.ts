// Which country a text names: codes, names in the languages that exports come in, and what people write instead.
import { isRegion, regions } from './number.ts'
import { plainName } from './plain-name.ts'

// Names by CLDR, which Node carries. Languages of Europe and of most CRM users; English comes last, and so wins.
const LANGUAGES = ['es', 'de', 'fr', 'pl', 'it', 'pt', 'nl', 'sv', 'da', 'nb', 'fi', 'cs', 'ja', 'en']

// What CLDR does not list: parts of countries, former and everyday names, codes of common use.
const ALIASES: Readonly<Record<string, string>> = {
  uk: 'GB',
  'u k': 'GB',
  gbr: 'GB',
  'great britain': 'GB',
  britain: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  'united kingdom of great britain and northern ireland': 'GB',
  'reino unido de gran bretana': 'GB',
  eire: 'IE',
  irl: 'IE',
  'republic of ireland': 'IE',
  usa: 'US',
  'u s a': 'US',
  'u s': 'US',
  america: 'US',
  'united states of america': 'US',
  eeuu: 'US',
  'ee uu': 'US',
  deu: 'DE',
  brd: 'DE',
  'federal republic of germany': 'DE',
  fra: 'FR',
  esp: 'ES',
  pol: 'PL',
  ita: 'IT',
  holland: 'NL',
  'the netherlands': 'NL',
  'czech republic': 'CZ',
  turkey: 'TR',
  'russian federation': 'RU',
  'republic of korea': 'KR',
  'korea south': 'KR',
  'viet nam': 'VN',
  uae: 'AE',
  'hong kong': 'HK',
  macau: 'MO',
  macao: 'MO',
  'ivory coast': 'CI',
  'cape verde': 'CV',
  swaziland: 'SZ',
  macedonia: 'MK',
  burma: 'MM',
  palestine: 'PS',
  brasil: 'BR',
}

let names: ReadonlyMap<string, string> | null = null

/** The country's ISO 3166-1 alpha-2 code, or null when the text names none that has a numbering plan. */
export function parseCountry(text: string): string | null {
  const code = text.trim().toUpperCase()
  if (isRegion(code)) return code
  names ??= listNames()
  return names.get(plainName(text)) ?? null
}

/** What a contact states of its country. */
export interface StatedCountry {
  /** ISO 3166-1 alpha-2; null when it states none that is known. */
  readonly country: string | null
  /** It names one, but no country goes by that name. */
  readonly isUnknown: boolean
}

/** Reads the cell of a country column; `n/a` and the like state nothing. */
export function readCountry(text: string): StatedCountry {
  const country = parseCountry(text)
  const isUnknown = country === null && /\p{L}/u.test(text) && !/^(?:n\/a|none|null|unknown)$/i.test(text.trim())
  return { country, isUnknown }
}

function listNames(): Map<string, string> {
  const map = new Map<string, string>()
  for (const language of LANGUAGES) {
    const displayNames = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
    for (const region of regions()) {
      const name = displayNames.of(region)
      if (name !== undefined) map.set(plainName(name), region)
    }
  }
  for (const [name, region] of Object.entries(ALIASES)) map.set(name, region)
  return map
}
