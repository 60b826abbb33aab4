import { defineConfig } from 'vitest/config'

// .ci/run counts the tests from a report; people read the default one.
const report = process.env['VITEST_JSON']

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
})
