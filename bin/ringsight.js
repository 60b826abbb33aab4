#!/usr/bin/env node
import('../dist/cli/main.js').catch((error) => {
  process.stderr.write(`ringsight: the program cannot be loaded: ${error.message}\n`)
  process.exitCode = 3
})
