// What a device of a team may ask of its directory server, as it is kept. Knows no secrets: only what they hash to.
import type { Scope } from './scope.ts'

/**
 * What a token is good for. `office` is a telephone system's: it asks for names, and reports calls; `books` is a desk phone's, which
 * fetches phone books.
 */
export const PURPOSES = ['directory', 'callers', 'outcomes', 'metrics', 'office', 'books'] as const
export type Purpose = (typeof PURPOSES)[number]

/** A token as it is kept: whoever reads it cannot use it. */
export interface AccessToken {
  /** Its public part, by which it is listed and revoked. */
  readonly id: string
  /** Whose it is: a phone keeps this name when its token is replaced, so that what it saved before is known again. */
  readonly device: string
  /** SHA-256 of its secret part, hexadecimal. */
  readonly hash: string
  readonly purposes: readonly Purpose[]
  readonly scope: Scope
  /** Milliseconds since the epoch, as below. */
  readonly madeAt: number
  /** Null as long as it is good. */
  readonly revokedAt: number | null
}
