// What do the zeros and ones that a text begins with stand for: a plus sign, or what is dialled in its country? Knows no
// numbering plan and no text: who reads them is an argument.

import type { Home } from './plan.ts'
import type { PhoneNumber, Rejection, RejectionReason } from './reading.ts'
import { AMERICAN, APART, AUSTRALIAN, DOUBLE_ZERO, type PlainText } from './text.ts'

/** How a text begins, which decides what it is read under. */
type Beginning = Pick<PlainText, 'hasPlus' | 'plusDigits'>

/** Who reads a text: the compiled plans or the library. */
export interface Readers<Text, Place> {
  /** Takes its first digits, as many as are stated, for a plus sign. */
  readonly international: (text: Text, plusDigits: number) => PhoneNumber | Rejection
  readonly dialled: (text: Text, place: Place) => PhoneNumber | Rejection
  readonly homeOf: (place: Place) => Home
}

/** The number that a text is, by a reader and a place where it is dialled; null for no place. */
export function readPlan<Text extends Beginning, Place>(
  text: Text,
  place: Place | null,
  readers: Readers<Text, Place>,
): PhoneNumber | Rejection {
  // Nearly all texts begin with none: so short, this becomes a part of its callers.
  if (text.plusDigits !== 0) return readPrefixed(text, place, readers)
  return text.hasPlus || place === null ? readers.international(text, 0) : readers.dialled(text, place)
}

function readPrefixed<Text extends Beginning, Place>(text: Text, place: Place | null, readers: Readers<Text, Place>) {
  const { plusDigits } = text
  const { international, dialled, homeOf } = readers
  if (plusDigits === APART) return reject(place === null ? 'no-country' : 'not-assigned')
  // ITU-T E.164 recommends 00 as the international prefix everywhere.
  if (place === null) {
    const number = international(text, plusDigits === AMERICAN ? 0 : DOUBLE_ZERO)
    return plusDigits === AUSTRALIAN ? chooseReading(number, international(text, AUSTRALIAN)) : number
  }
  const { plan, region } = homeOf(place)
  const behind = international(text, plusDigits)
  if (region.plusDigits === plusDigits && behind.kind === 'number' && behind.assigned) return behind
  const there = dialled(text, place)
  // In many countries numbers begin with 011: only what would be abroad is doubtful.
  const isAtHome = there.kind === 'rejected' || there.callingCode === plan.callingCode
  return plusDigits === AMERICAN && isAtHome ? there : chooseReading(there, behind)
}

// 006 3281234567 dialled in Hong Kong is a number in Belgium, but people write 00 for a plus sign there as well. What is
// assigned as neither is no more certain than a national form; and a number behind the plus sign that lacks a digit is not
// taken for one of another country.
function chooseReading(there: PhoneNumber | Rejection, behindPlus: PhoneNumber | Rejection): PhoneNumber | Rejection {
  const [first, second] = [numberIn(there), numberIn(behindPlus)]
  if (second !== null && first?.e164 === second.e164) return second
  if (first?.assigned) return second?.assigned ? rejectBoth(first, second) : withoutDoubt(first, behindPlus)
  if (second?.assigned) return second
  return first === null && second === null ? there : reject('not-assigned')
}

function numberIn(answer: PhoneNumber | Rejection): PhoneNumber | null {
  return answer.kind === 'number' ? answer : null
}

function withoutDoubt(number: PhoneNumber, other: PhoneNumber | Rejection): PhoneNumber | Rejection {
  const mayLackDigits = other.kind === 'rejected' && (other.reason === 'too-short' || other.reason === 'wrong-length')
  return number.read === 'exact' && mayLackDigits ? other : number
}

function rejectBoth(first: PhoneNumber, second: PhoneNumber): Rejection {
  return { kind: 'rejected', reason: 'two-readings', readings: [first.e164, second.e164] }
}

function reject(reason: RejectionReason): Rejection {
  return { kind: 'rejected', reason }
}
