// Tokens as devices show them: made once, told from others by their hash. The secret is 256 random bits, which nobody finds
// by trying, so that one pass of SHA-256 is enough to keep it.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { AccessToken } from '../core/access-token.ts'

/** A new token: its text, which is shown once, and what is kept of it. */
export function makeToken(rights: Omit<AccessToken, 'id' | 'hash' | 'revokedAt'>): {
  readonly text: string
  readonly token: AccessToken
} {
  const id = randomBytes(6).toString('hex')
  const secret = randomBytes(32).toString('base64url')
  return { text: `rsg_${id}_${secret}`, token: { id, ...rights, hash: hashOf(secret), revokedAt: null } }
}

const FORM = /^rsg_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/

/** The token that a text shows, of those that are good; null when it shows none of them. */
export function findToken<T extends { readonly token: AccessToken }>(
  text: string,
  known: { get(id: string): T | undefined },
): T | null {
  const [, id = '', secret = ''] = FORM.exec(text) ?? []
  const found = known.get(id)
  if (found === undefined || found.token.revokedAt !== null) return null
  const isSame = timingSafeEqual(Buffer.from(hashOf(secret), 'hex'), Buffer.from(found.token.hash, 'hex'))
  return isSame ? found : null
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
