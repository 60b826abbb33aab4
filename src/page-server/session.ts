// Who may ask the page's server: the browser that was sent here by the address in the terminal, and no other page or program.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { type Answer, type Head, problem, type Refused } from '../server/http.ts'

export interface Session {
  /** The key in the address; it opens the page once. */
  readonly key: string
  /** Takes the key, once: what the browser is to keep, or null for a wrong or used one. */
  readonly takeKey: (key: string) => string | null
  /** Whether a request comes from the page itself; else why it is not answered. */
  readonly admit: (head: Head) => 'page' | Refused
}

const COOKIE = 'ringsight'

/**
 * @param port where the server listens; known only after it has begun to
 * @param again how the page is opened anew, as a sentence
 */
export function openSession(port: () => number, again: string): Session {
  const notHere = problem(403, 'not-here', `Expected a request of this page. ${again}`)
  const noKey = problem(403, 'no-key', `This address has been used, or belongs to another run. ${again}`)
  const secret = randomBytes(32).toString('base64url')
  const key = randomBytes(24).toString('base64url')
  let isUsed = false
  return {
    key,
    takeKey(given) {
      if (isUsed || !isSame(given, key)) return null
      isUsed = true
      return `${COOKIE}=${secret}; Path=/; HttpOnly; SameSite=Strict`
    },
    admit(head) {
      if (!isFromHere(head, port())) return { refused: notHere }
      return isSame(cookieOf(head), secret) ? 'page' : { refused: noKey }
    },
  }
}

/**
 * Whether a request names this server as the one it asks, and no other page as the one that asks. A name that leads to
 * 127.0.0.1 (DNS rebinding) is another Host.
 */
export function isFromHere({ method, host, headers }: Head, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  const { origin } = headers
  if (host === null || !hosts.includes(host)) return false
  // Browsers name the page's origin in all that is not GET.
  return origin === undefined ? method === 'GET' || method === 'HEAD' : origin === `http://${host}`
}

function cookieOf({ headers }: Head): string {
  const pairs = (headers['cookie'] ?? '').split('; ').map((pair) => pair.split('=', 2))
  return pairs.find(([name]) => name === COOKIE)?.[1] ?? ''
}

function isSame(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** What no browser may do with the page: load from elsewhere, be framed, guess types (Content Security Policy Level 3). */
export const SAFE_HEADERS: NonNullable<Answer['headers']> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}
