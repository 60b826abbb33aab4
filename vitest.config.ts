import { defineConfig } from 'vitest/config'

// .ci/run counts the tests from a report; people read the default one.
const report = process.env['VITEST_JSON']

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // All cores: Vitest leaves one to itself, which is half of a machine that has two.
    maxWorkers: '100%',
    // For what hangs, not for what is slow: machines that test have other work beside.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
})
