#!/usr/bin/env node
// Begins with the bundle, which loads faster; in a clone where tsc has built since, with the modules themselves. In CommonJS, as
// package.json beside it says: Node begins it sooner than a module.
const { accessSync, constants, readFileSync, renameSync, statSync, writeFileSync } = require('node:fs')
const { enableCompileCache } = require('node:module')
const { dirname, join } = require('node:path')

// Node 22 and later keep what they have compiled.
enableCompileCache?.()

// Node 20 optimises functions so early that few of them pay: with four times its budget, 1,000 scenarios take a quarter less of the
// processors' time, and a large file no more. Other versions optimise in other steps, and may lack the flag. What is brief does
// without: with other flags, V8 refuses what was compiled before, of Node as well, and compiles it anew.
const isBrief = ['number', '--version', '-V'].includes(process.argv[2])
if (!isBrief && process.versions.node.startsWith('20.'))
  require('node:v8').setFlagsFromString('--interrupt-budget=270000')

const start = join(__dirname, '../dist/bundle/start.cjs')
const timeOf = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0

async function run() {
  if (timeOf(start) <= timeOf(join(__dirname, '../dist/.tsbuildinfo'))) return import('../dist/cli/main.js')
  const { run } = isBrief && enableCompileCache === undefined ? requireCompiled() : require(start)
  return run()
}

/**
 * As require(start), for Node 20 and what is brief, which imports nothing further: what V8 has compiled of it lies beside it, as
 * Python's does. Whoever may write there may write the file itself; who may not, compiles it each time. V8 refuses what another
 * version has compiled, but knows a text by its length alone: the name of what is kept says which text it is of.
 */
function requireCompiled() {
  const { Script } = require('node:vm')
  const { crc32 } = require('node:zlib')
  const text = readFileSync(start)
  const compiled = `${start}-${process.version}-${process.arch}-${crc32(text).toString(16)}.compiled`
  const cachedData = readKept(compiled)
  const script = new Script(`(function (require, module, exports, __filename, __dirname) {${text}\n})`, {
    filename: start,
    cachedData,
  })
  if (cachedData === undefined || script.cachedDataRejected) process.once('exit', () => keep(script, compiled))
  const module = { exports: {}, loaded: true }
  require.cache[start] = module
  script.runInThisContext()(require, module, module.exports, start, dirname(start))
  return module.exports
}

// There is none the first time; and somebody else's may not be for all to read.
function readKept(compiled) {
  try {
    return readFileSync(compiled)
  } catch {
    return undefined
  }
}

function keep(script, compiled) {
  const own = `${compiled}.${process.pid}`
  try {
    accessSync(dirname(compiled), constants.W_OK)
    writeFileSync(own, script.createCachedData())
    renameSync(own, compiled)
  } catch {
    // It is as well without.
  }
}

run().catch((error) => {
  process.stderr.write(`ringsight: the program cannot be loaded: ${error.message}\n`)
  process.exitCode = 3
})
