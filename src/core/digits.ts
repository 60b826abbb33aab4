// The digits of the number in hand, as values from 0 to 9. One array for every text: reading a number then allocates
// nothing but its result. What it holds is good until the next text is read. Decides nothing.

/** With more, a text is no phone number. */
export const MOST_DIGITS = 20

/** The digits of the text that was read last; behind them is room for what a numbering plan makes of them. */
export const digits = new Uint8Array(3 * MOST_DIGITS)

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

const TRIPLES = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, '0'))
const SINGLES = [...'0123456789']
const PAIRS = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'))

/** Some of the digits as text. */
export function textOf(from: number, to: number): string {
  if (bare !== '' && to <= MOST_DIGITS) return bare.slice(from + 1, to + 1)
  // By threes, for adding up strings is what costs.
  let text = ''
  let at = from
  for (; at + 3 <= to; at += 3) {
    text += TRIPLES[(digits[at] as number) * 100 + (digits[at + 1] as number) * 10 + (digits[at + 2] as number)]
  }
  if (to - at === 2) return text + PAIRS[(digits[at] as number) * 10 + (digits[at + 1] as number)]
  return to - at === 1 ? text + SINGLES[digits[at] as number] : text
}

/** Whether some of the digits begin with these. */
export function beginsWith(from: number, to: number, start: readonly number[]): boolean {
  if (to - from < start.length) return false
  for (let at = 0; at < start.length; at++) if (digits[from + at] !== start[at]) return false
  return true
}

/** Whether the digits up to a position end with those of a text, with another digit before or not. */
export function endsWith(to: number, text: string): boolean {
  const from = to - text.length
  if (from < 0) return false
  for (let at = 0; at < text.length; at++) if (digits[from + at] !== text.charCodeAt(at) - 48) return false
  return true
}

/** Puts the digits of a text behind those of the text that was read last. */
export function putBehind(text: string): Span {
  for (let at = 0; at < text.length; at++) digits[MOST_DIGITS + at] = text.charCodeAt(at) - 48
  return { from: MOST_DIGITS, to: MOST_DIGITS + text.length }
}
