// The digits of the number in hand, as values from 0 to 9. One array for every text: reading a number then allocates
// nothing but its result. What it holds is good until the next text is read. Decides nothing.
import type { Cut } from './plan.ts'

/** No text has more: it would be too long for a phone number (LONGEST_TEXT in number.ts). */
export const MOST_DIGITS = 250

/** The digits of the text that was read last; behind them is room for what a numbering plan makes of them. */
export const digits = new Uint8Array(2 * MOST_DIGITS + 20)

/** Some of the digits: from one position up to, not including, another. */
export interface Span {
  readonly from: number
  readonly to: number
}

let bare = ''

/** Says whether the digits were read from a text that is nothing but a plus sign and them. */
export function holdText(text: string, isBare: boolean): void {
  bare = isBare ? text : ''
}

/** That text, else empty: it, or a part of it, costs less than one put together. */
export function bareText(): string {
  return bare
}

const ZERO = 48
const join = String.fromCharCode

/** Some of the digits as text. */
export function textOf(from: number, to: number): string {
  if (bare !== '' && to <= MOST_DIGITS) return bare.slice(from + 1, to + 1)
  // One call for the lengths that most national numbers have: adding digits up costs twice as much.
  // biome-ignore format: in rows
  switch (to - from) {
    case 8: return join(code(from), code(from + 1), code(from + 2), code(from + 3), code(from + 4), code(from + 5), code(from + 6), code(from + 7))
    case 9: return join(code(from), code(from + 1), code(from + 2), code(from + 3), code(from + 4), code(from + 5), code(from + 6), code(from + 7), code(from + 8))
    case 10: return join(code(from), code(from + 1), code(from + 2), code(from + 3), code(from + 4), code(from + 5), code(from + 6), code(from + 7), code(from + 8), code(from + 9))
    case 11: return join(code(from), code(from + 1), code(from + 2), code(from + 3), code(from + 4), code(from + 5), code(from + 6), code(from + 7), code(from + 8), code(from + 9), code(from + 10))
    default: return addUp(from, to)
  }
}

function code(at: number): number {
  return (digits[at] as number) + ZERO
}

function addUp(from: number, to: number): string {
  let text = ''
  for (let at = from; at < to; at++) text += join(code(at))
  return text
}

/** Whether some of the digits begin with those of a text. */
export function beginsWith(from: number, to: number, text: string): boolean {
  return to - from >= text.length && endsWith(from + text.length, text)
}

/** Whether the digits up to a position end with those of a text, with another digit before or not. */
export function endsWith(to: number, text: string): boolean {
  const from = to - text.length
  if (from < 0) return false
  for (let at = 0; at < text.length; at++) if (digits[from + at] !== text.charCodeAt(at) - ZERO) return false
  return true
}

/** Puts what comes in place of a prefix, and the digits behind it, behind those of the text that was read last. */
export function putInstead(cut: Cut, from: number, to: number): Span {
  let end = MOST_DIGITS
  for (let at = 0; at < cut.put.length; at++) digits[end++] = cut.put.charCodeAt(at) - ZERO
  for (let at = from + cut.from; at < from + cut.to; at++) digits[end++] = digits[at] as number
  for (let at = from + cut.length; at < to; at++) digits[end++] = digits[at] as number
  return { from: MOST_DIGITS, to: end }
}
