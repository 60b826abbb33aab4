// Does a text hold more than one number? Decides it by what its pieces are read as; who reads them is an argument.

import { cutExtension } from './extension.ts'
import { type Home, homeOf } from './plan.ts'
import type { PhoneNumber, ReadOne, Rejection } from './reading.ts'
import { BETWEEN_NUMBERS } from './writing.ts'

/**
 * Whether a separator stands between numbers. "030/123456" is one, "+49 30 123456 / 78" may be two: what is before it
 * decides, for when that is complete by itself, whatever follows would have to be guessed at.
 */
export function holdsSeveral(text: string, region: string | null, read: ReadOne): boolean {
  if (/\d.*\+/s.test(text)) return true
  const cut = text.search(BETWEEN_NUMBERS)
  if (cut < 0) return false
  if (!/\d/.test(text.slice(cut).replace(BETWEEN_NUMBERS, ''))) return false
  const first = read(cutExtension(text.slice(0, cut)).number, region)
  return isFirst(first, text, BETWEEN_NUMBERS)
}

/** The same of a plain text, in which nothing but a slash can stand between them. */
export function holdsSeveralBySlash(text: string, region: string | null, read: ReadOne): boolean {
  const cut = text.indexOf('/')
  if (countDigits(text, cut) === 0) return false
  const first = read(text.slice(0, cut), region)
  return isFirst(first, text, '/')
}

// Where no country is known, nothing before the separator can be complete; two full sets of digits say enough.
function isFirst(piece: PhoneNumber | Rejection, text: string, separator: string | RegExp): boolean {
  if (piece.kind === 'number') return piece.assigned
  return piece.reason === 'no-country' && text.split(separator).filter(isLong).length > 1
}

function isLong(piece: string): boolean {
  return piece.replace(/\D/g, '').length >= 7
}

/** Whether what stands behind a comma or a semicolon may be a number itself. */
export function mayBeSecond(
  text: string,
  before: string,
  first: PhoneNumber | Rejection,
  region: string | null,
  read: ReadOne,
): boolean {
  const isAssigned = (each: string, under: string | null) => isComplete(read(each, under))
  if (first.kind === 'rejected') return first.reason === 'no-country' && isLong(before) && isLong(text)
  // Only long ones: nearly every number of fewer digits is behind a plus sign that of some small country.
  if (text.length >= 10 && isAssigned(`+${text}`, null)) return true
  return isAssigned(text, region) || (first.country !== null && isAssigned(text, first.country))
}

/** Whether there are two with only spaces between them: to be asked when the whole has proved unreadable. */
export function holdsTwoInARow(text: string, region: string | null, read: ReadOne): boolean {
  const fewest = fewestDigits(region === null ? null : homeOf(region))
  let before = 0
  for (let at = 0; at < text.length; at++) {
    if (isDigit(text.charCodeAt(at))) before += 1
    else if (before >= fewest && isGap(text, at) && countDigits(text, at) >= fewest) {
      if (isComplete(read(text.slice(0, at), region)) && isComplete(read(text.slice(at).trim(), region))) return true
    }
  }
  return false
}

function isComplete(number: PhoneNumber | Rejection): boolean {
  return number.kind === 'number' && number.assigned
}

const SPACE = 32
const OPENING = 40
const PLUS = 43

// Rejected texts are many, and most have spaces. Loops: a regular expression would cost more than reading the pieces.
function isGap(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== SPACE || !isDigit(text.charCodeAt(at - 1))) return false
  let behind = at
  while (text.charCodeAt(behind) === SPACE) behind += 1
  const next = text.charCodeAt(behind)
  return isDigit(next) || next === OPENING || next === PLUS
}

function countDigits(text: string, from: number): number {
  let count = 0
  for (let at = from; at < text.length; at++) if (isDigit(text.charCodeAt(at))) count += 1
  return count
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

// With less, a piece is no whole number: of Norfolk Island five digits are one, and behind a calling code there are more.
const FEWEST_OF_ALL = 5

/** How many digits a piece has at least that is a whole number. */
export function fewestDigits(home: Home | null): number {
  return home === null ? FEWEST_OF_ALL : Math.min(FEWEST_OF_ALL, home.plan.shortest)
}
