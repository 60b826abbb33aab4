// Does parseNumber say what libphonenumber-js/max says? Compares, on seeded cases, with itself when the library reads (every field, every
// reason) and with the library itself (E.164, country, extension, assigned or not, rejection).
import { isDeepStrictEqual } from 'node:util'
import { type CountryCode, getCountryCallingCode, parsePhoneNumberWithError } from 'libphonenumber-js/max'
import metadata from 'libphonenumber-js/max/metadata'
import { openChance } from '../../../src/core/chance.ts'
import { respell } from '../../../src/core/number/line.ts'
import { parseAny, parseNumber, parsePlain } from '../../../src/core/number/number.ts'
import type { PhoneNumber, Rejection } from '../../../src/core/number/reading.ts'
import { numberCases } from './cases.ts'
import { readByLibrary } from './library.ts'

const { countries } = metadata as unknown as {
  readonly countries: Readonly<Record<string, readonly [callingCode: string, internationalPrefix: string]>>
}

export interface Agreement {
  readonly cases: number
  /** Cases that the compiled plans answered themselves. */
  readonly fast: number
  readonly numbers: number
  /** Cases where the library says something else, by a rule which it lacks: they are compared with the former only. */
  readonly ownRule: number
  readonly disagreements: readonly string[]
}

export function compareReadings(count: number, seed: number): Agreement {
  const chance = openChance(seed)
  const found = { cases: 0, fast: 0, numbers: 0, ownRule: 0, disagreements: [] as string[] }
  while (found.cases < count) {
    for (const { text, region } of numberCases(chance).slice(0, count - found.cases)) {
      const answer = parseNumber(text, region)
      const slow = parseAny(text, region, readByLibrary)
      const ours = summary(answer)
      const theirs = askLibrary(text, region, answer)
      const isOwnRule = ours !== theirs && hasOwnRule(text, region, answer)
      found.cases += 1
      found.fast += parsePlain(text, region) === null ? 0 : 1
      found.numbers += answer.kind === 'number' ? 1 : 0
      found.ownRule += isOwnRule ? 1 : 0
      if (!isDeepStrictEqual(answer, slow)) report('by the library', summary(slow))
      if (ours !== theirs && !isOwnRule) report('libphonenumber-js', theirs)

      function report(other: string, says: string) {
        found.disagreements.push(`${JSON.stringify(text)} under ${region}: ${ours}; ${other}: ${says}`)
      }
    }
  }
  return found
}

function summary(answer: PhoneNumber | Rejection): string {
  if (answer.kind === 'rejected') return 'rejected'
  const { e164, country, extension, assigned } = answer
  return [e164, country ?? 'no country', extension ?? 'no extension', assigned ? 'assigned' : 'unassigned'].join(', ')
}

// What the library has no notion of: dates, two numbers, the decimals of pandas, scientific notation, main*extension; and
// the parameters of a tel: URI other than ext, among them phone-context, which it refuses, or takes for all there is.
function hasOwnRule(text: string, region: CountryCode | null, answer: PhoneNumber | Rejection): boolean {
  if (answer.kind === 'rejected' && /^[^\d+]*0\D+0/.test(text)) return true
  if (/\.0+\s*$|\de\+?\d|\*|tel:[^;]*[;,](?!ext=\d+$)/i.test(text)) return true
  if (answer.kind === 'number' && /\D/.test(answer.extension ?? '')) return true
  const reason = answer.kind === 'rejected' ? answer.reason : null
  if (answer.kind === 'number' && isFormer(text, answer)) return true
  if (reason === 'several-numbers') return holdsSeveral(writtenPlainly(text), region)
  return reason === 'date' && /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/.test(writtenPlainly(text))
}

/** Whether it is written as its country's plan had it before: the library agrees once the former prefix is out, or the 9 is in. */
function isFormer(text: string, answer: PhoneNumber): boolean {
  const { callingCode, country, e164, national } = answer
  const now = respell(e164)?.now
  if (now !== undefined) return askPlainly(now, null).endsWith(' assigned')
  const written = RegExp(`(?:1|01|04[45])${national}`).test(text.normalize('NFKC').replace(/\D/g, ''))
  return callingCode === '52' && written && askPlainly(e164, null).startsWith(`${e164}, ${country ?? 'no country'}`)
}

/** Whether the library itself finds a number before something that separates numbers, and digits follow. */
function holdsSeveral(text: string, region: CountryCode | null): boolean {
  const cuts = [...text.matchAll(/(?<=\d.*)(?:[;|/,&+]|\s(?=[\d(+]))(?=.*\d)/g)].map(({ index }) => index)
  return cuts.some((cut) => {
    const [before, after] = [text.slice(0, cut), text.slice(cut)]
    if (isAssigned(before, region)) return true
    const [, country] = askPlainly(before, region).split(', ')
    if (country?.length === 2 && isAssigned(after.replace(/^[;,\s]+/, ''), country as CountryCode)) return true
    // Without a country neither can be a number: two full sets of digits say enough.
    return region === null && [before, after].every((piece) => piece.replace(/\D/g, '').length >= 7)
  })
}

function isAssigned(text: string, region: CountryCode | null): boolean {
  const behind00 = askPlainly(text.replace(/^[\s(]*00/, '+'), null)
  return [askPlainly(text, region), behind00].some((says) => says.endsWith(' assigned'))
}

function writtenPlainly(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Pd}/gu, '-')
    .replace(/^\s*tel:/i, '')
    .trim()
    .replace(/^\(\+/, '+(')
}

/** The same summary from the library alone, given what parseNumber repairs and decides beyond it. */
function askLibrary(text: string, region: CountryCode | null, answer: PhoneNumber | Rejection): string {
  const plain = writtenPlainly(text)
  const written = answer.kind === 'number' && answer.extension !== null ? inOneForm(plain, answer.extension) : plain
  const says = readPlusDigits(written, region, answer)
  // A national form of an unlisted range is refused, and so is one behind 00 where that has another reading.
  const isRefused = answer.kind === 'rejected' && answer.reason === 'not-assigned' && says.endsWith('unassigned')
  return isRefused ? 'rejected' : says
}

/** An extension as the library writes it: parseNumber knows more words for it, and brackets around it. */
function inOneForm(text: string, extension: string): string {
  const [, number] = /^(.*\d)\D*$/s.exec(text.slice(0, text.lastIndexOf(extension))) ?? []
  return /^\d+$/.test(extension) && number !== undefined ? `${number} ext. ${extension}` : text
}

// 00, 011 and 0011 are read as a plus sign in every country; where its own prefix leads to another number, the one that is
// assigned is meant.
function readPlusDigits(text: string, region: CountryCode | null, answer: PhoneNumber | Rejection): string {
  const [prefix = '', ...digits] =
    /^[\s().\-/]*(0[\s().\-/]*(?:0(?:[\s().\-/]*1){2}|0|(?:1[\s().\-/]*){2}))/.exec(text) ?? []
  const written = prefix.replace(/\D/g, '')
  if (digits.length === 0 || (region === null && written === '011')) return askPlainly(text, region)
  const behindPlus = askPlainly(text.replace(prefix, '+'), null)
  const there = region === null ? askPlainly(text.replace(/^\D*0\D*0/, '+'), null) : askPlainly(text, region)
  const isAbroad = region !== null && there !== 'rejected' && !there.startsWith(`+${getCountryCallingCode(region)}`)
  if (behindPlus !== 'rejected' && (region === null ? written === '00' : prefixOf(region) === written))
    return behindPlus
  if (written === '011' && !isAbroad) return there
  const isListed = (reading: string) => reading.endsWith(' assigned')
  if (there === behindPlus || (isListed(behindPlus) && !isListed(there))) return behindPlus
  if (isListed(there) && isListed(behindPlus)) return 'rejected'
  // Digits are missing behind 00: that it is a whole number abroad is chance.
  const lacksDigits = answer.kind === 'rejected' && /^(?:too-short|wrong-length)$/.test(answer.reason)
  if (isListed(there)) return lacksDigits ? 'rejected' : there
  return there === 'rejected' ? behindPlus : there
}

function prefixOf(region: CountryCode): string {
  return countries[region]?.[1] ?? ''
}

function askPlainly(text: string, region: CountryCode | null): string {
  try {
    const options = { extract: false, ...(region === null ? {} : { defaultCountry: region }) }
    const number = parsePhoneNumberWithError(text, options)
    if (!number.isPossible()) return 'rejected'
    const assigned = number.isValid() ? 'assigned' : 'unassigned'
    return [number.number, number.country ?? 'no country', number.ext ?? 'no extension', assigned].join(', ')
  } catch {
    return 'rejected'
  }
}
