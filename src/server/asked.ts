// What a request of a telephone system states about its trunk. Pure.
import { parseCountry } from '../core/number/country.ts'
import type { Writing } from '../office/asked-number.ts'
import { type Head, problem, type Refused } from './http.ts'

/** How the system writes numbers, as the request states it. */
export function readWriting({ query }: Head): Writing | Refused {
  const { line, plus } = query
  if (line !== undefined && (typeof line !== 'string' || !/^\d{1,3}$/.test(line))) {
    return refused('Expected line as the digits for an outside line, such as 0.')
  }
  if (plus !== undefined && plus !== 'lost') return refused('Expected plus=lost, or no plus.')
  return { outsideLine: line ?? null, isPlusLost: plus === 'lost' }
}

/** The trunk's country, as the request states it, else the server. */
export function readRegion({ query }: Head, usual: string | null): string | null | Refused {
  const { region } = query
  if (region === undefined) return usual
  const country = typeof region === 'string' ? parseCountry(region) : null
  return country ?? refused('Expected region as one country, such as IE, found another.')
}

/** What is told of a request that cannot be read. */
export function refused(message: string): Refused {
  return { refused: problem(400, 'bad-request', message) }
}
