// Why does google-libphonenumber say something else than parseNumber of a text? Each class of differences has a rule that
// says when it applies; what no rule explains is somebody's mistake. Knows nothing of files or reports.
import metadata from 'libphonenumber-js/max/metadata'
import { respell } from '../../../src/core/number/line.ts'
import type { NumberCase } from './cases.ts'
import { type Answer, askGoogle, askOurs, summary } from './google.ts'
import { isInChangedRange } from './releases.ts'

export interface Difference extends NumberCase {
  readonly ours: Answer
  readonly google: Answer
}

/** A rule of parseNumber that google lacks: written so that google needs no such rule, the text gets the same answer. */
interface Rewriting {
  readonly id: string
  readonly why: string
  rewrite(text: string, difference: Difference): string
}

/** A difference in what becomes of the same text. */
interface Reading {
  readonly id: string
  readonly why: string
  applies(difference: Difference): boolean
}

const REWRITINGS: readonly Rewriting[] = [
  {
    id: 'other forms of digits, spaces and dashes',
    why:
      'Full-width digits in an extension, a no-break space or another dash in front of one. Google knows them in the number, but ' +
      'not there; Ringsight makes ASCII of them all.',
    rewrite: (text) => text.normalize('NFKC').replace(/\p{Pd}/gu, '-'),
  },
  {
    id: 'invisible characters',
    why: 'Marks of writing direction and the like stand inside the text. Google ends the number there; Ringsight takes them out.',
    rewrite: (text) => text.replace(/\p{Cf}/gu, ''),
  },
  {
    id: 'decimals',
    why: 'Five digits or more end with `.0`, as pandas writes whole numbers. Google reads the 0 as a digit; Ringsight drops it.',
    rewrite: (text) => text.replace(/^(\+?\d{5,})\.0+$/, '$1'),
  },
  {
    id: 'scientific notation',
    why: 'A spreadsheet wrote the number with an exponent that its digits fill: `1.38E+2`. Google drops the E; Ringsight expands it.',
    rewrite: (text) =>
      text.replace(/^\+?(\d+)(?:[.,](\d+))?e\+?(\d+)$/i, (whole, digits: string, fraction = '', exponent) =>
        fraction.length === Number(exponent) ? digits + fraction : whole,
      ),
  },
  {
    id: 'main number*extension',
    why: 'One to seven digits stand behind an asterisk at the end, as RingCentral writes extensions. Google reads one long number.',
    rewrite: (text) => text.replace(/(\d)\s*\*\s*(\d{1,7})$/, '$1 ext. $2'),
  },
  {
    id: 'parameters of a tel: URI',
    why:
      'RFC 3966 parameters that are damaged or unknown. Google refuses the text; Ringsight uses `ext` and a `phone-context` that ' +
      'begins with a plus sign, and skips the others; a number of another context is none.',
    rewrite: (text) => (/^tel:/i.test(text) ? withoutParameters(text.slice(4)) : text),
  },
  {
    id: 'other ways to write an extension',
    why:
      'Words of other languages, brackets, slashes, longer pauses, several codes to be dialled. Google knows fewer of them, and ' +
      'reads one long number, or only what stands before; Ringsight reads the number and keeps the rest apart.',
    rewrite: (text, { ours }) => withPlainExtension(text, ours.extension),
  },
  {
    id: '00, 0011 and 011 for a plus sign',
    why:
      'The text begins with 00, 0011 or 011, and under its country (or under none) google does not take that for an international ' +
      'prefix, or takes another one there, such as 008. Ringsight reads it as a plus sign where the reading as it would be dialled ' +
      'there is no assigned number, or the same.',
    rewrite: (text, { region, ours }) => (region === null || ours.rejection === null ? withPlus(text, ours) : text),
  },
  {
    id: "Mexico's former prefixes",
    why:
      'Until 2019 a 1 stood behind 52, and 01, 044 or 045 before a number within Mexico. Google has dropped them; numbers are still ' +
      'written and delivered so, and Ringsight leaves the prefix out.',
    rewrite: (text, { ours: { callingCode, national } }) =>
      callingCode === '52'
        ? text.replace(RegExp(`(?:0\\D*4\\D*[45]|0\\D*1|1)(?=\\D*${[...national].join('\\D*')})`), '')
        : text,
  },
]

const READINGS: readonly Reading[] = [
  {
    id: 'two readings',
    why:
      'The text begins with 00, 0011 or 011, and is a number both behind a plus sign and as it would be dialled in its country, ' +
      'where another prefix leads abroad. Ringsight refuses it and names both; google returns the latter.',
    applies: ({ text, ours, google }) =>
      ours.rejection === 'two-readings' &&
      google.assigned &&
      behindPlus(text).some((other) => other.rejection === null && summary(other) !== summary(google)),
  },
  {
    id: 'zeros apart',
    why:
      'Two zeros begin the text and do not touch: `(0)043`. Google takes them for an international prefix where 00 is one; Ringsight ' +
      'refuses the text.',
    applies: ({ text, ours }) =>
      (ours.rejection === 'not-assigned' || ours.rejection === 'no-country') && /^[^\d+]*0[^\d]+0/.test(text),
  },
  {
    id: 'a prefix that leads to no certain number',
    why:
      'The same, but what google returns is not assigned, or digits are missing behind the plus sign. Ringsight refuses it: the ' +
      'other reading may be meant.',
    applies: ({ text, ours, google }) =>
      behindPlus(text).some(
        (other) =>
          summary(other) !== summary(google) &&
          !other.assigned &&
          (google.assigned
            ? LACKING.includes(ours.rejection) && other.rejection !== null
            : ours.rejection === 'not-assigned'),
      ),
  },
  {
    id: 'an extension behind too few digits',
    why:
      'An x, # or * stands between the digits. Ringsight takes what is behind it for an extension, and misses digits before it; ' +
      'google skips the character where too few digits stand before it.',
    applies: ({ text, region, ours }) =>
      ours.rejection === 'too-short' &&
      [...text.matchAll(/[x#~*]/gi)].some(({ index }) => askGoogle(text.slice(0, index), region).rejection !== null),
  },
  {
    id: 'a date',
    why: 'Day, month and a year from 1900 to 2099, between dots, dashes or slashes. Ringsight refuses it; google reads the digits.',
    applies: ({ text, ours }) => ours.rejection === 'date' && /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/.test(text),
  },
  {
    id: 'precision lost',
    why: 'Digits with an exponent that they do not fill. Ringsight refuses it, for digits are missing; google drops the E.',
    applies: ({ text, ours }) => ours.rejection === 'precision-lost' && /^\+?\d+(?:[.,]\d+)?e\+?\d+$/i.test(text),
  },
  {
    id: 'several numbers',
    why:
      'What stands before a separator or a space is an assigned number by itself, or a plus sign follows a digit, or no country ' +
      'is stated and seven digits stand on either side of a separator. Ringsight refuses it; google reads one long number, or ' +
      'the first.',
    applies: ({ text, region, ours }) => ours.rejection === 'several-numbers' && holdsSeveral(text, region),
  },
  {
    id: 'other characters',
    why:
      'Something other than digits, spaces and `-./()[]~`, one plus sign in front and one extension behind. Google skips it; ' +
      'libphonenumber-js and Ringsight refuse the text.',
    applies: ({ text, ours }) => ours.rejection === 'not-a-number' && !isNumberLike(text),
  },
  {
    id: 'national form of an unlisted range',
    why:
      'Without calling code, a number of a possible length that no range of the stated country holds. Google returns it as not ' +
      'valid; Ringsight refuses it, for it may belong to another country.',
    applies: ({ text, region, ours, google }) =>
      ours.rejection === 'not-assigned' &&
      region !== null &&
      google.rejection === null &&
      !google.assigned &&
      !text.includes('+') &&
      !namesCallingCode(text, google),
  },
  {
    id: "Brazil's mobile numbers of eight digits",
    why:
      'Until 2016 mobile numbers had no 9 in front. Google returns such a number as not valid; numbers are still written and ' +
      'delivered so, and Ringsight takes it for assigned, and finds it in either spelling.',
    applies: ({ ours, google }) =>
      ours.rejection === null &&
      respell(`+${ours.callingCode}${ours.national}`) !== null &&
      summary(google) === summary({ ...ours, country: google.country, assigned: false }),
  },
  {
    id: 'releases of the numbering plans',
    why: 'The number is in a range that came or went between the two releases (listed below).',
    applies: ({ region, ours, google }) =>
      [ours, google].some(({ callingCode, national }) => {
        const countries = [region, ours.country, google.country].flatMap((country) => country ?? [])
        return isInChangedRange(
          national,
          countries.filter((country) => callingCodeOf(country) === callingCode),
        )
      }),
  },
  {
    id: 'lengths where countries share a calling code',
    why:
      'The number is as long as numbers of its country are, or of the main country of its calling code, but not of both. Google ' +
      'asks the main country, libphonenumber-js and Ringsight the country itself.',
    applies: ({ region, ours, google }) =>
      (ours.rejection === null ? differInPrefix(ours, google) : LENGTH_REASONS.includes(ours.rejection)) &&
      !google.assigned &&
      [ours, google].some(({ callingCode, national }) =>
        [region, ours.country, google.country].some(
          (country) => country !== null && differsFromMain(country, callingCode, national.length),
        ),
      ),
  },
  {
    id: 'more digits than a JavaScript number holds',
    why: 'Google keeps the national number as a JavaScript number, which rounds 16 digits and more.',
    applies: ({ ours, google }) =>
      !Number.isSafeInteger(Number(ours.national)) &&
      summary(google) === summary({ ...ours, national: google.national }) &&
      google.national.replace(/^0+/, '') === String(Number(ours.national)),
  },
  {
    id: 'plus sign before no calling code',
    why: 'No calling code follows the plus sign. Ringsight refuses it; google reads it again without the plus sign.',
    applies: ({ text, region, ours, google }) =>
      ours.rejection === 'no-such-calling-code' &&
      /^\(?\+/.test(text) &&
      askGoogle(text, null).rejection !== null &&
      summary(askGoogle(text.replace('+', ''), region)) === summary(google),
  },
  {
    id: 'national prefix behind a calling code without plus sign',
    why:
      'The digits begin with the calling code of the stated country. Google reads what follows as a national form once more, ' +
      'with prefixes and local numbers; libphonenumber-js and Ringsight as behind a plus sign.',
    applies: ({ text, region, ours, google }) => {
      if (region === null || text.includes('+')) return false
      const code = callingCodeOf(region)
      const behindCode = new RegExp(`^\\D*${[...code].join('\\D*')}(.*)$`, 's').exec(text)?.[1]
      if (behindCode === undefined) return false
      const international = askOurs(`+${text}`, null)
      const isUnlisted =
        ours.rejection === 'not-assigned' && international.rejection === null && !international.assigned
      // The second national prefix is of one digit wherever this was met.
      const onceMore = [askGoogle(behindCode, region), askGoogle(`+${code}${behindCode.replace(/^\D*\d/, '')}`, null)]
      return (
        (isUnlisted || summary(ours) === summary(international)) &&
        onceMore.some((answer) => summary(answer) === summary(google))
      )
    },
  },
]

/** Every class, in the order in which they are asked. */
export const CLASSES: readonly { readonly id: string; readonly why: string }[] = [...REWRITINGS, ...READINGS]

/** What parseNumber and google say of a case, with the classes that `explain` finds. */
export function compare({ text, region }: NumberCase): Difference & { readonly classes: readonly string[] | null } {
  const difference = { text, region, ours: askOurs(text, region), google: askGoogle(text, region) }
  return { ...difference, classes: explain(difference) }
}

/** @returns the ids of the classes that explain a difference; none where there is none; null where no class does */
export function explain(difference: Difference): readonly string[] | null {
  if (summary(difference.ours) === summary(difference.google)) return []
  const written = rewrite(difference)
  if (summary(written.ours) === summary(written.google)) return written.classes
  const reading = READINGS.find((each) => each.applies(written))
  return reading === undefined ? null : [...written.classes, reading.id]
}

/** The rewritings one after the other, until google agrees; `classes` are those that changed its answer. */
function rewrite(difference: Difference): Difference & { readonly classes: readonly string[] } {
  const { region, ours } = difference
  const classes: string[] = []
  let text = difference.text.trim()
  let google = difference.google
  for (const each of REWRITINGS) {
    const before = summary(google)
    if (before === summary(ours)) break
    const rewritten = each.rewrite(text, difference)
    if (rewritten === text) continue
    text = rewritten
    google = askGoogle(text, region)
    if (summary(google) !== before) classes.push(each.id)
  }
  return { text, region, ours, google, classes }
}

const LACKING: readonly (string | null)[] = ['too-short', 'wrong-length']

// With what may stand between the digits.
const PLUS_DIGITS = [/^\D*0\D*0\D*1\D*1/, /^\D*0\D*0/, /^\D*0\D*1\D*1/]

/** What google says with a plus sign for each of the prefixes that the text begins with. */
function behindPlus(text: string): readonly Answer[] {
  return PLUS_DIGITS.flatMap((prefix) => (prefix.test(text) ? [askGoogle(text.replace(prefix, '+'), null)] : []))
}

/** With a plus sign for the digits before what was read. */
function withPlus(text: string, { callingCode }: Answer): string {
  const ways = PLUS_DIGITS.map((prefix) => text.replace(prefix, '+'))
  return ways.find((way) => way !== text && way.replace(/\D/g, '').startsWith(callingCode)) ?? text
}

function withPlainExtension(text: string, extension: string | null): string {
  const [, number] = /^(.*\d)\D*$/s.exec(text.slice(0, text.lastIndexOf(extension ?? ''))) ?? []
  return extension === null || number === undefined ? text : `${number} ext. ${extension}`
}

function withoutParameters(uri: string): string {
  const [number = '', ...parameters] = uri.split(';')
  const parameter = (name: string) => parameters.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1)
  const context = parameter('phone-context') ?? ''
  const prefix = context.startsWith('+') && !number.startsWith('+') ? context : ''
  const extension = parameter('ext')
  return `${prefix}${number}${extension === undefined ? '' : ` ext. ${extension}`}`
}

const SEPARATOR = /:::|[;|/,&\n\r]|\s(?:or|and|und|oder|et|ou|y|o|i|lub)\s|(?<=\d)\s+(?=[\d(+])/gi

const DIALLED = /^[\s;,]*(?:(?:x|#|int|anexo|e?xt(?:ensi[oó]n)?)[.:=]?)?\s*\d{1,6}#?$/i

function holdsSeveral(text: string, region: NumberCase['region']): boolean {
  if (/\d.*\+/s.test(text)) return true
  return [...text.matchAll(SEPARATOR)].some(({ index, 0: separator }) => {
    const [first, second] = [text.slice(0, index), text.slice(index + separator.length)]
    // Only a first separator is looked behind; the rest is one number or none.
    if (/^\s+$/.test(separator)) return isComplete(first, region) && isComplete(second.replaceAll('/', ' '), region)
    if (/^[;,]$/.test(separator) && /\d$/.test(first) && DIALLED.test(second)) return false
    const areLong = [first, second].every((piece) => piece.replace(/\D/g, '').length >= 7)
    return isComplete(first, region) || (region === null && areLong)
  })
}

function isComplete(text: string, region: NumberCase['region']): boolean {
  return askOurs(text, region).assigned && compare({ text, region }).classes !== null
}

function isNumberLike(text: string): boolean {
  return /^\(?\+?(?:[\s./()[\]~-]*\d){3,}[\s./()[\]~-]*(?:[ ,;]*(?:e?xt(?:ension)?|x|#)?[:.=]?[ ,-]*\d{1,9}#?)?$/i.test(
    text,
  )
}

function namesCallingCode(text: string, { callingCode, national, extension }: Answer): boolean {
  const digits = text.replace(/\D/g, '')
  const own = digits.slice(0, digits.length - (extension?.length ?? 0))
  return own.endsWith(callingCode + national) && own !== callingCode + national
}

const LENGTH_REASONS: readonly string[] = ['too-short', 'too-long', 'wrong-length']

/** Whether google refused the number for its length, or left more or less of a prefix before it. */
function differInPrefix(ours: Answer, google: Answer): boolean {
  if (google.rejection !== null) return true
  const [shorter = '', longer = ''] = [ours.national, google.national].sort((a, b) => a.length - b.length)
  return shorter !== longer && longer.endsWith(shorter)
}

const { country_calling_codes: sharers, countries: plans } = metadata as unknown as {
  readonly country_calling_codes: Readonly<Record<string, readonly string[]>>
  readonly countries: Readonly<Record<string, readonly [string, string, string, readonly number[], ...unknown[]]>>
}

/** Without plus sign. */
export function callingCodeOf(country: string): string {
  return plans[country]?.[0] ?? ''
}

function differsFromMain(country: string, callingCode: string, length: number): boolean {
  const [main = country] = sharers[callingCode] ?? []
  const isPossibleIn = (each: string) => plans[each]?.[3].includes(length)
  return callingCodeOf(country) === callingCode && isPossibleIn(country) !== isPossibleIn(main)
}
