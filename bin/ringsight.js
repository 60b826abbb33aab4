#!/usr/bin/env node
// Begins with the bundle, which loads faster; in a clone where tsc has built since, with the modules themselves.
import { statSync } from 'node:fs'
import module from 'node:module'

// Node 22 and later keep what they have compiled.
module.enableCompileCache?.()

const timeOf = (file) => statSync(new URL(file, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0
const bundle = '../dist/bundle/main.js'
const isCurrent = timeOf(bundle) > timeOf('../dist/.tsbuildinfo')

import(isCurrent ? bundle : '../dist/cli/main.js').catch((error) => {
  process.stderr.write(`ringsight: the program cannot be loaded: ${error.message}\n`)
  process.exitCode = 3
})
