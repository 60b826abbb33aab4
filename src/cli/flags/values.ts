// The values of flags and arguments: what a text says, or why it cannot be used. Knows neither flags nor commands.
import { parseEncoding } from '../../contact-file/encoding/legacy.ts'
import { nearestWord } from '../../core/nearest.ts'
import { parseCountry } from '../../core/number/country.ts'
import { parseScope, type Scope } from '../../core/scope.ts'
import { InputError } from '../../terminal/exit.ts'
import { parseDuration } from '../../text/duration.ts'
import { shortLine } from '../../text/safe.ts'

/** An error that says what was expected and what was found. @param fix what to do about it */
export function wrong(expected: string, text: string, fix = ''): InputError {
  const found = text.trim() === '' ? 'nothing' : `"${shortLine(text, 60)}"`
  return new InputError(`expected ${expected}, found ${found}${fix === '' ? '' : `: ${fix}`}`)
}

/** `did you mean all?`; '' where nothing known is near. */
export function nearestHint(text: string, known: readonly string[]): string {
  const near = nearestWord(text, known)
  return near === null ? '' : `did you mean ${near}?`
}

/** A reader of whole numbers in a range. */
export function wholeNumber(least: number, most = 1e12): (text: string) => number {
  const range = most === 1e12 ? `from ${least}` : `from ${least} to ${most}`
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    throw wrong(`a whole number ${range}`, text)
  }
}

/** A share, from 0 to 1. */
export function readShare(text: string): number {
  const share = /^(?:\d+(?:\.\d*)?|\.\d+)$/.test(text) ? Number(text) : -1
  if (share >= 0 && share <= 1) return share
  throw wrong('a number from 0 to 1, such as 0.1', text)
}

/** A reader of durations, in milliseconds. @param example what people would write */
export function duration(example: string, leastMs = 0, mostMs = Number.POSITIVE_INFINITY): (text: string) => number {
  return (text) => {
    const ms = text === '0' ? 0 : parseDuration(text)
    if (ms !== undefined && ms >= leastMs && ms <= mostMs) return ms
    const bare = /^\d{1,6}$/.test(text) ? `give it a unit, as in ${text}s` : ''
    const [least, most] = [leastMs > 0 ? ' of a second or more' : '', mostMs < 1e11 ? ' of a day or less' : '']
    throw wrong(`a duration${least}${most}, such as ${example}`, text, bare)
  }
}

/** A country, by its code or its name, as contacts state theirs. */
export function readCountry(text: string): string {
  const country = parseCountry(text)
  if (country !== null) return country
  throw wrong('one country, such as IE or Ireland', text)
}

/** A reader of some known words with commas between them, in small or capital letters. */
export function wordsOf<T extends string>(known: readonly T[]): (text: string) => T[] {
  return (text) =>
    text.split(',').map((part) => {
      const word = known.find((each) => each.toLowerCase() === part.trim().toLowerCase())
      if (word !== undefined) return word
      throw wrong(`some of ${known.join(', ')}`, part.trim(), nearestHint(part, known))
    })
}

/** The name of a text encoding. */
export function readEncoding(text: string): string {
  const name = parseEncoding(text)
  if (name !== null) return name
  throw wrong('the name of one, such as windows-1250, iso-8859-2 or shift_jis', text)
}

/** The one argument that is a number, or stands for a caller without one. */
export function readCallerText(text: string): string {
  if (text.trim() === '') throw wrong('a number, or withheld, unknown or payphone', text)
  if (text.length > 250) throw new InputError(`expected a number, found ${text.length} characters`)
  return text
}

/** A part of the contacts, in a word. */
export function readScope(text: string): Scope {
  const scope = parseScope(text)
  if (scope !== null) return scope
  throw wrong('all, active, owner:ID or list:ID', text)
}
