import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// The core as it stands in this repository; an app has the package.
const core = fileURLToPath(new URL('../../src/public/', import.meta.url))

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  resolve: { alias: [{ find: /^ringsight\/(.*)$/, replacement: `${core}$1.ts` }] },
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000 },
})
