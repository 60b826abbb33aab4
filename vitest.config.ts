import { defineConfig } from 'vitest/config'

// .ci/run counts the tests from a report; people read the default one.
const report = process.env['VITEST_JSON']

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // For what hangs, not for what is slow: machines that test have other work beside.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
})
