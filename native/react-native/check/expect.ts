// How a check fails: with what was expected, and what was found.
import { isDeepStrictEqual } from 'node:util'

// What parsers make has prototypes of its own; compared is the data.
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** @throws Error unless the two are equal */
export function expectThat(what: string, found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(plain(found), plain(expected))) return
  throw new Error(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`)
}
