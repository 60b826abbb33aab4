// Which country a text names: codes, names in the languages that exports come in, and what people write instead.

import { isPlain, plainName } from '../plain-name.ts'
import { ALIASES, ALPHA_3, AMBIGUOUS, ENGLISH_NAMES, OWN_NAMES } from './country-names.ts'
import { isRegion, regions } from './number.ts'
import { callingCodeOf } from './plan.ts'

// Names by CLDR, which Node carries: the languages whose column headers are known, and those of their neighbours. Left
// out are those whose names plainName cannot keep apart (Hindi, Thai, Vietnamese).
const LANGUAGES = (
  'en es de fr pl it pt pt-PT nl sv da nb fi cs sk hu ro tr el ru uk bg hr sr sr-Latn sl et lv lt is ga ca eu gl id ' +
  'ja zh zh-Hant ko ar he es-MX de-CH fr-CA'
).split(' ')

// Names of code that JavaScript's own objects have are no keys of a Map.
type Names = ReadonlyMap<string, string | null>

// Listed when first asked for: all names take longer than reading a file of thousands of rows, and most files need only the first.
let plain: Names | null = null
let common: Names | null = null
let all: Names | null = null

/**
 * The country's ISO 3166-1 alpha-2 code, or null when the text names none that has a numbering plan, or may name several.
 *
 * Read are ISO's codes of two and three letters; CLDR's names in some forty languages; formal and everyday names; several
 * names of one country (`Ireland (IE)`); a calling code behind `+` that one country alone has; and what is cut off with a
 * dot where one country alone begins so (`Deutschl.`).
 */
export function parseCountry(text: string): string | null {
  const code = text.trim().toUpperCase()
  if (isRegion(code)) return code
  if (code === '' || code.length > LONGEST_NAME) return null
  return readFlag(text) ?? readCallingCode(code) ?? readName(text) ?? readParts(text)
}

const LONGEST_NAME = 120

/** What a contact states of its country. */
export interface StatedCountry {
  /** ISO 3166-1 alpha-2; null when it states none that is known. */
  readonly country: string | null
  /** It names one, but no country goes by that name, or several do. */
  readonly isUnknown: boolean
}

// What stands where nothing is known. Without a letter or digit (`-`, `?`) nothing is said either.
const STATES_NOTHING =
  /^(?:n\/?a|#n\/a|nil|none|null|undefined|unknown|0|\(blank\)|blank|empty|not (?:set|specified|stated|known|available)|unspecified|other|keine(?: angabe)?|unbekannt|inconnue?|desconocid[oa]|ninguno|sconosciuto|nieznan[yae]|okänt|ukendt|ukjent|onbekend)$/iu

/** Reads the cell of a country column; `n/a` and the like state nothing. */
export function readCountry(text: string): StatedCountry {
  const known = stated.get(text)
  if (known !== undefined) return known
  const country = parseCountry(text)
  const isUnknown = country === null && /[\p{L}\p{N}]/u.test(text) && !STATES_NOTHING.test(text.trim())
  if (stated.size >= MOST_STATED) stated.clear()
  stated.set(text, { country, isUnknown })
  return { country, isUnknown }
}

// A column has few countries and many rows.
const MOST_STATED = 500
const stated = new Map<string, StatedCountry>()

const FLAG = /^\s*([\u{1f1e6}-\u{1f1ff}]{2})\s*$/u

/** A flag is written as two letters of their own (https://www.unicode.org/reports/tr51/#Flags). */
function readFlag(text: string): string | null {
  const [, flag] = FLAG.exec(text) ?? []
  if (flag === undefined) return null
  const code = Array.from(flag, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) - 0x1f1e6 + 65)).join('')
  return isRegion(code) ? code : null
}

/** `+353`: of a code that several countries share, none. */
function readCallingCode(code: string): string | null {
  const [, digits] = /^\+\s?(\d{1,3})$/.exec(code) ?? []
  if (digits === undefined) return null
  const [country, ...others] = regions().filter((region) => callingCodeOf(region) === digits)
  return country !== undefined && others.length === 0 ? country : null
}

function readName(text: string): string | null {
  // `Ind.` is cut off, and not ISO's code of India.
  if (/^\s*\p{L}+\.\s*$/u.test(text)) return readCutOff(text)
  const name = plainCountry(text)
  const inverted = invert(text)
  const known = [name, withoutForm(name), inverted, withoutForm(inverted)]
    .map(lookUp)
    .find((found) => found !== undefined)
  return known === undefined ? (readAcronym(text) ?? readCutOff(text)) : known
}

// As ISO writes them: "Korea, Republic of", "Iran (Islamic Republic of)", "Bahamas (the)".
function invert(text: string): string {
  const [, name = '', rest = ''] = /^([^,(]+)[,(]([^,()]+)\)?$/.exec(text.trim()) ?? []
  return rest.trim() === '' ? '' : plainCountry(`${rest.trim()} ${name.trim()}`)
}

/** `U.S.A.` */
function readAcronym(text: string): string | null {
  if (!/^\s*(?:\p{L}\.\s?){2,}\p{L}?\s*$/u.test(text)) return null
  return lookUp(plainCountry(text.replace(/[.\s]/g, ''))) ?? null
}

const FEWEST_LETTERS = 3

/** What ends in a dot stands for every word that begins so: the country, if all such names are of one. */
function readCutOff(text: string): string | null {
  const words = text
    .normalize('NFC')
    .split(/[\s,]+/)
    .filter((word) => word !== '')
  const letters = words
    .filter((word) => word.endsWith('.'))
    .join('')
    .replace(/\P{L}/gu, '').length
  if (letters === 0 || letters < (words.length === 1 ? FEWEST_LETTERS : 1)) return null
  const pattern = words.map((word) => plainCountry(word) + (word.endsWith('.') ? '[^ ]*' : '')).join(' ')
  const fits = new RegExp(`^${pattern}$`, 'u')
  const found = new Set<string | null>()
  for (const [name, region] of everyName()) if (fits.test(name)) found.add(region)
  const [region = null, ...others] = found
  return others.length === 0 ? region : null
}

const BETWEEN_PARTS = /[()[\]/|;,–]|\s-\s/

/** `Ireland (IE)`, `DE - Germany`: several names, all of one country. */
function readParts(text: string): string | null {
  const parts = text.split(BETWEEN_PARTS).filter((part) => part.trim() !== '')
  if (parts.length < 2) return null
  const codes = new Set(
    parts.map((part) => (isRegion(part.trim().toUpperCase()) ? part.trim().toUpperCase() : readName(part))),
  )
  const [code = null, ...others] = codes
  return others.length === 0 ? code : null
}

const ARTICLE = /^(?:the )?(?:the|la|le|les|l|el|los|las|il|lo|gli|die|der|das|de|het|as|os) (?=.{3})/
const FORM =
  /^(?:(?:arab|co operative|cooperative|democratic|federal|federative|hashemite|independent|islamic|oriental|people s|peoples|socialist|united) )*(?:republic|kingdom|principality|sultanate|grand duchy|union|commonwealth|independent state|republik|republique|republica|repubblica|republiek|rep) (?:of |de |del |do |di |d )?(?:la |el )?/

// Letters that have no accent to take away, and are written without one all the same.
const FOLDED: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe' }

/** Compared without accents, articles and the many ways to write "and" and "saint". */
function plainCountry(text: string): string {
  return plainName(text.replaceAll('&', ' and '))
    .replace(/[łøđıßæœ]/g, (letter) => FOLDED[letter] ?? letter)
    .replace(ARTICLE, '')
    .replace(/ the\b/g, '')
    .replace(/\b(?:saint|sankt)\b/g, 'st')
}

/** A formal name as the everyday one: `republic of estonia`. What is no country without it is listed among the aliases. */
function withoutForm(name: string): string {
  return name.replace(FORM, '')
}

/** Null for a name of several countries, undefined for one of none. */
function lookUp(name: string): string | null | undefined {
  if (name === '') return undefined
  plain ??= listCommon(isPlain)
  if (plain.has(name)) return plain.get(name)
  const others = commonNames()
  return others.has(name) ? others.get(name) : everyName().get(name)
}

function commonNames(): Names {
  common ??= listCommon(() => true)
  return common
}

function everyName(): Names {
  all ??= listAll(commonNames())
  return all
}

/** English names, own names, codes and aliases, which most files do with. @param isListed of a name as it is written here */
function listCommon(isListed: (name: string) => boolean): Names {
  const names = new Map<string, string | null>()
  const known = new Set(regions())
  const add = (name: string, region: string) => {
    if (known.has(region) && isListed(name)) names.set(plainCountry(name), region)
  }
  for (const coded of ENGLISH_NAMES.split(',')) add(coded.slice(2), coded.slice(0, 2))
  for (const [region, aliases] of [...Object.entries(OWN_NAMES), ...Object.entries(ALIASES)]) {
    for (const alias of aliases.split(',')) add(alias, region)
  }
  for (const [, region = '', code = ''] of ALPHA_3.matchAll(/(..)(...)/g)) add(code, region)
  for (const name of AMBIGUOUS) names.set(name, null)
  return names
}

/** In all languages. What is the name of two countries, each in its own language, names neither. */
function listAll(first: Names): Names {
  const names = new Map<string, string | null>()
  for (const [written, region] of namesOfCldr()) {
    const name = plainCountry(written)
    // Two letters are a code of ISO, and mean there what they mean.
    if (name.length > 2 || !/^[a-z]*$/.test(name)) addName(names, name, region)
  }
  for (const [name, region] of first) names.set(name, region)
  names.delete('')
  return names
}

// Many languages write a name the same, and comparing them takes longer than asking for them.
function namesOfCldr(): Names {
  const names = new Map<string, string | null>()
  for (const language of LANGUAGES) {
    for (const style of ['long', 'short'] as const) {
      const displayNames = new Intl.DisplayNames([language], { type: 'region', fallback: 'none', style })
      for (const region of regions()) addName(names, displayNames.of(region) ?? '', region)
    }
  }
  return names
}

function addName(names: Map<string, string | null>, name: string, region: string | null): void {
  names.set(name, names.has(name) && names.get(name) !== region ? null : region)
}
