// The texts of a scenario that mean more than a text: durations, instants, countries, numbers, regular expressions.
import { lineFrom } from '../core/caller.ts'
import { isRegion } from '../core/number/number.ts'
import type { Line } from '../core/number/presentation.ts'
import type { TextExpected } from '../scenario/expected.ts'
import { Pattern, PatternError } from '../scenario/pattern.ts'
import { DURATION, parseDuration } from '../text/duration.ts'
import { converted, didYouMean, integer, orNone, pattern, refuse, type Shape, scalar, text } from './shape.ts'

export function duration(): Shape<number> {
  return pattern('a duration such as 500ms, 5s, 3m, 24h, 2d or "1h 30m"', DURATION, parseDuration)
}

const AGO = /^(?:never|now|(.+) ago)$/

/** `24h ago`, `now`, or `never`, which is null. */
export function ago(): Shape<number | null> {
  const wanted = 'never, now, or how long ago, such as 24h ago'
  return scalar(wanted, { type: 'string', pattern: AGO.source }, (found) => {
    if (found === 'never') return null
    return found === 'now' ? 0 : parseDuration(AGO.exec(found)?.[1] ?? '')
  })
}

const DAY = /^\d{4}-\d\d-\d\d$/
const INSTANT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)?)?$/

/** An ISO 8601 instant as milliseconds; what states no time zone is in UTC. */
export function instant(): Shape<number> {
  return pattern('an instant such as 2026-06-30T09:00:00Z', INSTANT, (found) => {
    const at = Date.parse(found.length <= 10 || /(?:Z|[+-]\d\d:\d\d)$/.test(found.slice(10)) ? found : `${found}Z`)
    return isDay(found.slice(0, 10)) && !Number.isNaN(at) ? at : undefined
  })
}

export function day(): Shape<string> {
  return pattern('a date such as 2026-06-30', DAY, (found) => (isDay(found) ? found : undefined))
}

// JavaScript takes 30 February for 2 March.
function isDay(found: string): boolean {
  const date = new Date(found)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === found
}

export function country(): Shape<string> {
  return regionIn(pattern('a two-letter country code such as IE', /^[A-Za-z]{2}$/, (found) => found.toUpperCase()))
}

/** A country, or `home`, which is null. */
export function countryOrHome(): Shape<string | null> {
  const wanted = 'a two-letter country code such as GB, or home'
  return regionIn(pattern(wanted, /^(?:[A-Za-z]{2}|home)$/, (found) => (found === 'home' ? null : found.toUpperCase())))
}

function regionIn<T extends string | null>(shape: Shape<T>): Shape<T> {
  return converted(shape, (found, node, reading) => {
    if (found === null || isRegion(found)) return found
    return refuse(node, shape.wanted, reading, found === 'UK' ? ': the United Kingdom is GB' : '')
  })
}

const NO_NUMBER = ['withheld', 'anonymous', 'private', 'unknown', 'unavailable', 'payphone']

/** What the network says of the other end: a number in any form, or a word for none. */
export function line(): Shape<Line> {
  return converted(text('a number, withheld, unknown or payphone'), (found, node, reading) => {
    const read = lineFrom(found)
    if (read.presentation !== 'ALLOWED' || /\p{Nd}/u.test(found)) return read
    return refuse(node, 'a number, withheld, unknown or payphone', reading, didYouMean(found, NO_NUMBER))
  })
}

/** A text to be equal, or `/…/` for one to match. */
export function textExpected(wanted = 'a text or a /regular expression/'): Shape<TextExpected> {
  return converted(text(wanted), (found, node, { report }) => {
    const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/s.exec(found) ?? []
    if (source === undefined) return found
    if (source.length > LONGEST_PATTERN) {
      return report(
        node,
        `expected a regular expression of at most ${LONGEST_PATTERN} characters, found ${source.length}`,
      )
    }
    if (!/^[imsu]*$/.test(flags))
      return report(node, `expected i, m, s or u after the regular expression, found ${flags}`)
    try {
      return new Pattern({ source, flags })
    } catch (error) {
      if (error instanceof PatternError) return report(node, `expected a regular expression${error.message}`)
      throw error
    }
  })
}

const LONGEST_PATTERN = 500

/** A text, or none. */
export function textOrNone(): Shape<TextExpected | null> {
  return orNone(textExpected(), null)
}

/** How many; `none` is 0. */
export function count(): Shape<number> {
  return orNone(integer(0, 1_000_000_000), 0)
}
