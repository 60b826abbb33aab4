// Who is let in by the routes, before any of them answers.
import { expect, test } from 'vitest'
import { type Head, isRefused, type Route } from '../../src/server/http.ts'
import { openMetrics } from '../../src/server/metrics.ts'
import { type Grant, openService } from '../../src/server/service.ts'
import { LOOPBACK_NAMES } from '../../src/server/stranger.ts'
import { makeToken } from '../../src/server/token.ts'

const { text } = makeToken({ device: 'anna', purposes: ['directory'], scope: { kind: 'all' }, madeAt: 0 })

function openRoutes(knowsTokens: () => boolean): readonly Route<Grant>[] {
  return openService({
    workspaces: [],
    names: new Set(LOOPBACK_NAMES),
    metrics: openMetrics(),
    now: () => 0,
    lookups: { most: 1, perSecond: 1 },
    lacks: () => null,
    knowsTokens,
    save: async () => ({ kind: 'busy' }),
    ask: async () => {
      throw new Error('expected no work for the databases')
    },
  })
}

function statusFor({ method, path, admit }: Route<Grant>): number {
  const headers = { authorization: `Bearer ${text}` }
  const from = { host: 'localhost', from: '127.0.0.1', protocol: 'http' }
  const head: Head = { method, route: path, headers, query: {}, params: {}, ...from }
  const granted = admit(head)
  return isRefused(granted) ? granted.refused.status : 200
}

const isForTokens = ({ path }: Route<Grant>) => path !== '/healthz' && path !== '/readyz'

test('a token is not refused before the databases were read: a phone would take it for revoked', () => {
  let isRead = false
  const routes = openRoutes(() => isRead).filter(isForTokens)
  expect(routes.length).toBeGreaterThan(10)
  // Far more often than somebody may fail who shows no good token.
  for (let tried = 0; tried < 100; tried += 1) expect(new Set(routes.map(statusFor))).toEqual(new Set([503]))
  isRead = true
  expect(routes.slice(0, 10).map(statusFor)).toEqual(Array(10).fill(401))
})
