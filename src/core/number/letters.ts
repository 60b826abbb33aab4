// Numbers that are written with letters, 1-800-FLOWERS, by the keys of a phone. Decides which of them are read; who reads
// the digits is an argument.
import type { PhoneNumber, ReadOne, Rejection } from './reading.ts'
import { tariffOf } from './tariff.ts'

// ITU-T E.161, option A.
const KEYS = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz']

/** A number that is written with letters. */
export interface SpeltNumber {
  /** What stands before the first letter, which names the range. */
  readonly beginning: string
  /** The rest, as digits. */
  readonly ending: string
}

/** Null for a text that has no letters, or is not digits with a few letters behind them. */
export function spellOut(text: string): SpeltNumber | null {
  const [, beginning = '', ending = ''] = /^(\(?\+?\d[\d\s().-]*)([a-z][a-z\d\s.-]*)$/i.exec(text) ?? []
  const letters = ending.replace(/[^a-z]/gi, '')
  // Digits with none but A to F among them are as likely a code of some program's.
  if (letters.length < 3 || /^[a-f]*$/i.test(letters)) return null
  const digits = ending.replace(/[^a-z\d]/gi, '').replace(/[a-z]/gi, keyOf)
  return { beginning, ending: digits }
}

function keyOf(letter: string): string {
  return String(KEYS.findIndex((key) => key.includes(letter.toLowerCase())) + 2)
}

// Where companies take numbers for the words on their keys, and everybody dials those: the North American plan, Australia
// (ACMA's smartnumbers), New Zealand.
const SPELLING_CODES = ['1', '61', '64']

/** The number whose digits are written as letters, or why it is none; null for any other text. */
export function readLetters(text: string, region: string | null, read: ReadOne): PhoneNumber | Rejection | null {
  const spelt = spellOut(text)
  if (spelt === null) return null
  const whole = readSpelt(spelt.beginning, spelt.ending, region, read)
  if (whole !== null && SPELLING_CODES.includes(whole.callingCode)) return whole
  // A word may be longer than the number, and then only people know where that ends.
  for (let length = spelt.ending.length; length >= 3; length--) {
    const ending = spelt.ending.slice(0, length)
    if (readSpelt(spelt.beginning, ending, region, read) !== null) return { kind: 'rejected', reason: 'letters' }
    if (readSpelt(spelt.beginning, ending, 'US', read) !== null)
      return { kind: 'rejected', reason: region === null ? 'no-country' : 'letters' }
  }
  return null
}

// Such numbers are toll-free, or cost the same from everywhere: 12 Main Street and 212 555 home are none.
function readSpelt(beginning: string, ending: string, region: string | null, read: ReadOne): PhoneNumber | null {
  const number = read(beginning + ending, region)
  if (number.kind === 'rejected' || !number.assigned || number.national.length < ending.length + 2) return null
  const tariff = tariffOf(number)
  return tariff === 'toll-free' || tariff === 'shared-cost' ? number : null
}
