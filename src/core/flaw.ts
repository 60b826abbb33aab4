// Why a text is no number, more closely than parseNumber says. Decides by the text and the country alone.
import type { Where } from './audit.ts'
import { type Finding, type FindingCode, type FindingDetail, newFinding } from './finding.ts'
import { parseNumber } from './number/number.ts'
import type { PhoneNumber, Rejection } from './number/reading.ts'
import { BETWEEN_NUMBERS } from './number/writing.ts'

// Most numbers are written with nothing else, which spares looking for the rest one by one.
export const PLAIN = /^[\d+ ()/-]+$/

const EMAIL = /[^\s@]@[^\s@]+\.[^\s@]/
const WEB_ADDRESS = /^(?:https?:|www\.)/i
const TWO_LETTERS = /\p{L}{2}/u

/** @param ascii as toAscii has it, and no more of it than can say what it is */
export function findFlaw(ascii: string, where: Where, rejection: Rejection): Finding {
  const { reason, readings = [] } = rejection
  const isPlain = PLAIN.test(ascii)
  const column = isPlain ? null : otherColumn(ascii)
  if (column !== null) return newFinding('wrong-column', null, { looksLike: column })
  if (reason === 'precision-lost' || reason === 'date' || reason === 'letters') return newFinding(reason)
  if (reason === 'two-readings') return newFinding('prefix-unclear', null, { numbers: readings })
  const digits = ascii.replace(/\D/g, '')
  if (reason === 'several-numbers' && digits.length >= 7) {
    return newFinding(reason, null, { numbers: readPieces(ascii, where.country ?? where.region) })
  }
  if ((!isPlain && TWO_LETTERS.test(ascii)) || reason === 'not-a-number' || reason === 'several-numbers')
    return newFinding(digits.length < 7 ? 'text' : 'words')
  if (isPlaceholder(digits, 7)) return newFinding('placeholder')
  if (digits.length <= 6 && /^[1-9]\d{1,5}$/.test(digits) && !ascii.includes('+')) return newFinding('short-code')
  const other = readBehindPlus(digits)
  if (reason === 'no-country' && where.unknown) return newFinding('unknown-country', null, { stated: where.unknown })
  return newFinding(reason as FindingCode, null, other === null ? {} : { perhaps: other.e164 })
}

/** What else a text looks like; null where it is not clear. */
function otherColumn(ascii: string): NonNullable<FindingDetail['looksLike']> | null {
  if (EMAIL.test(ascii)) return 'an e-mail address'
  return WEB_ADDRESS.test(ascii) ? 'a web address' : null
}

function readPieces(ascii: string, under: string | null): string[] {
  return ascii.split(new RegExp(`${BETWEEN_NUMBERS.source}|\\s(?=\\+)`, 'i')).flatMap((piece) => {
    const number = parseNumber(piece, under)
    return number.kind === 'number' && number.assigned ? number.e164 : []
  })
}

/** The number that digits are behind a plus sign; null where no plan lists it. */
export function readBehindPlus(digits: string): PhoneNumber | null {
  const number = parseNumber(`+${digits}`, null)
  return number.kind === 'number' && number.assigned ? number : null
}

/** Whether the digits are all the same, or at least so many that count up or down: 0000000, 123456789. */
export function isPlaceholder(digits: string, longestOfChance: number): boolean {
  const step = (digits.charCodeAt(1) - digits.charCodeAt(0) + 10) % 10
  if (digits.length < 7 || (step !== 0 && (digits.length < longestOfChance || (step !== 1 && step !== 9)))) return false
  for (let at = 2; at < digits.length; at++) {
    if ((digits.charCodeAt(at) - digits.charCodeAt(at - 1) + 10) % 10 !== step) return false
  }
  return true
}
