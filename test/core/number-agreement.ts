// Does parseNumber say what libphonenumber-js/max says? Compares, on seeded cases, with itself when the library reads (every field, every
// reason) and with the library itself (E.164, country, extension, assigned or not, rejection).
import { isDeepStrictEqual } from 'node:util'
import { type CountryCode, parsePhoneNumberWithError } from 'libphonenumber-js/max'
import { openChance } from '../../src/core/chance.ts'
import {
  type PhoneNumber,
  parseAny,
  parseNumber,
  parsePlain,
  type Rejection,
  readByLibrary,
} from '../../src/core/number.ts'
import { numberCases } from './number-cases.ts'

export interface Agreement {
  readonly cases: number
  /** Cases that the compiled plans answered themselves. */
  readonly fast: number
  readonly numbers: number
  /** Cases that fall under a rule which the library lacks: they are compared with the former only. */
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
      const theirs = hasOwnRule(text, answer) ? null : askLibrary(text, region, answer)
      found.cases += 1
      found.fast += parsePlain(text, region) === null ? 0 : 1
      found.numbers += answer.kind === 'number' ? 1 : 0
      found.ownRule += theirs === null ? 1 : 0
      if (!isDeepStrictEqual(answer, slow)) report('by the library', summary(slow))
      if (theirs !== null && ours !== theirs) report('libphonenumber-js', theirs)

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
// the parameters of a tel: URI other than ext, among them phone-context, which it refuses.
function hasOwnRule(text: string, answer: PhoneNumber | Rejection): boolean {
  const isOwnReason =
    answer.kind === 'rejected' && ['several-numbers', 'date', 'precision-lost'].includes(answer.reason)
  return isOwnReason || /\.0+\s*$|\de\+?\d|\*|^\s*tel:[^;]*[;,](?!ext=\d+$)/i.test(text)
}

/** The same summary from the library alone, given what parseNumber repairs and decides beyond it. */
function askLibrary(text: string, region: CountryCode | null, answer: PhoneNumber | Rejection): string {
  const written = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Pd}/gu, '-')
    .replace(/^\s*tel:/i, '')
    .trim()
    .replace(/^\(\+/, '+(')
  const says = askPlainly(written, region)
  // 00 is read as an international prefix in every country, if its own prefix does not lead to a number.
  const behind00 = written.replace(/^[\s(]*00/, '+')
  const international = behind00 === written ? 'rejected' : askPlainly(behind00, null)
  if (international !== 'rejected' && international === summary(answer)) return international
  // A national form of an unlisted range is refused.
  const isRefused = answer.kind === 'rejected' && answer.reason === 'not-assigned' && says.endsWith('unassigned')
  return isRefused ? 'rejected' : says
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
