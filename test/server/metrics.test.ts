// What a monitoring system reads, as Prometheus' text format has it.
import { expect, test } from 'vitest'
import { openMetrics } from '../../src/server/metrics.ts'

const linesOf = (page: string, name: string) => page.split('\n').filter((line) => line.startsWith(name))

test('requests are counted by route and status, and timed by route in buckets that each have those below', async () => {
  const metrics = openMetrics()
  for (const seconds of [0.0004, 0.0005, 0.02, 9]) metrics.request('/v1/callers', 200, seconds)
  metrics.request('/v1/callers', 401, 0.0001)
  metrics.request('/healthz', 200, 0.25)
  const page = await metrics.render('main')
  expect(linesOf(page, 'ringsight_requests_total')).toEqual([
    'ringsight_requests_total{route="/v1/callers",status="200"} 4',
    'ringsight_requests_total{route="/v1/callers",status="401"} 1',
    'ringsight_requests_total{route="/healthz",status="200"} 1',
  ])
  const bounds = ['0.0005', '0.001', '0.0025', '0.005', '0.01', '0.05', '0.25', '1', '5', '+Inf']
  const timed = (route: string, counts: readonly number[], sum: number) => [
    ...bounds.map((le, index) => `ringsight_request_seconds_bucket{le="${le}",route="${route}"} ${counts[index]}`),
    `ringsight_request_seconds_sum{route="${route}"} ${sum}`,
    `ringsight_request_seconds_count{route="${route}"} ${counts.at(-1)}`,
  ]
  expect(linesOf(page, 'ringsight_request_seconds')).toEqual([
    ...timed('/v1/callers', [3, 3, 3, 3, 3, 4, 4, 4, 4, 5], 0.0004 + 0.0005 + 0.02 + 9 + 0.0001),
    ...timed('/healthz', [0, 0, 0, 0, 0, 0, 1, 1, 1, 1], 0.25),
  ])
  expect(page).toContain('# TYPE ringsight_request_seconds histogram\nringsight_request_seconds_bucket')
  expect(await metrics.render('main')).toContain('status="200"} 4')
})

test('what a workspace has looked up is in no page of another', async () => {
  const metrics = openMetrics()
  metrics.workspace('acme').lookup('known')
  metrics.workspace('acme').lookup('known')
  metrics.workspace('acme').online('found')
  expect(linesOf(await metrics.render('acme'), 'ringsight_lookups_total')).toEqual([
    'ringsight_lookups_total{kind="known",workspace="acme"} 2',
  ])
  expect(await metrics.render('zenith')).not.toContain('acme')
})
