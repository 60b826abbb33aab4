// The README shows the code that is type-checked, and uses it on a simulated phone.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cameToFront, signedIn, signedOut, synced } from '../example/app.ts'
import { newBench } from './simulated-bench.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url).pathname, 'utf8')

test('the README has the example as it stands', () => {
  const [, shown = ''] = read('../example/app.ts').split(/\/\/ begin\n|\/\/ end\n/)
  expect(shown.length).toBeGreaterThan(500)
  expect(read('../README.md')).toContain(`\`\`\`ts\n${shown}\`\`\``)
})

test.each(['android', 'ios'] as const)('and it works on a simulated %s phone', async (platform) => {
  const bench = newBench(platform)
  const asked = signedIn(bench.native, 'a048c187ad332b82')
  // The dialogs of the role come up one by one; the user allows each.
  for (let step = 0; step < 10; step += 1) {
    await Promise.resolve()
    if (bench.simulation.phone().dialogs.length > 0)
      bench.simulation.act({ type: 'answer-dialog', choice: 'allow', at: 0 })
  }
  await asked
  bench.setExtension(true)
  const last = { lastSuccessAt: 0, lastAttemptAt: 0, failures: 0, failure: null, retryAfterMs: null }
  await synced(bench.native, bench.snapshot(1), last)
  const status = await cameToFront(bench.native, () => Promise.resolve())
  expect([status.canShow, status.appliedGeneration]).toEqual([true, 1])
  await signedOut(bench.native)
  expect((await bench.native.status()).canShow).toBe(false)
})
