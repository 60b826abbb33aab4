// Builds the core as one file for a phone, says how large it is, and runs the shared cases on it in JavaScript engines that
// have nothing of Node.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { HEADER, SOUND } from '../../../test/vectors-make.ts'
import { compileForHermes, runInHermes, runInQuickJs } from './engines.ts'
import { expectThat } from './expect.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const VECTORS = `${ROOT}fixtures/vectors/`

interface Vectors {
  readonly cases: readonly { readonly flags: readonly string[]; readonly file?: string }[]
}

/** @returns lines of what was built and run; the last has the counts that the languages compare */
export async function checkBundle(): Promise<string[]> {
  const code = await bundle()
  const size = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`
  const numbers = readVectors('numbers.json')
  const directory = readVectors('directory.json')
  const files = [...new Set(directory.cases.map(({ file = '' }) => file))]
  const given = {
    numbers: numbers.cases,
    directory: directory.cases,
    files: Object.fromEntries(files.map((name) => [name, readFileSync(VECTORS + name).toString('hex')])),
    built: Object.entries(SOUND).map(([file, contacts]) => ({ file, contacts, header: HEADER })),
  }
  const cases = readFileSync(fileURLToPath(new URL('in-engine.js', import.meta.url)), 'utf8')
  // The semicolon at its beginning is the formatter's; without it the function can be called.
  const call = `(${cases.slice(cases.indexOf('(core'))})(core, ${JSON.stringify(given)})`
  const ofNode = 'typeof process + typeof require + typeof Buffer'
  for (const [engine, answer] of [
    ['QuickJS', (expression: string) => runInQuickJs(`${code}\n${expression}`)],
    ['Hermes', (expression: string) => runInHermes(code, expression)],
  ] as const) {
    expectThat(`nothing of Node is there in ${engine}`, await answer(ofNode), 'undefined'.repeat(3))
    expectThat(`every case has the answer of fixtures/vectors in ${engine}`, await answer(call), [])
  }
  const dialled = numbers.cases.filter(({ flags }) => flags.includes('Dialled')).length
  return [
    `core for a phone: ${size(Buffer.byteLength(code))}, ${size(gzipSync(code, { level: 9 }).length)} gzipped, ${size(compileForHermes(code))} as compiled for Hermes`,
    `run in QuickJS and in Hermes, without Node: ${numbers.cases.length} numbers, ${directory.cases.length} look-ups, ${given.built.length} snapshots built`,
    `vectors: numbers ${dialled}, directory ${directory.cases.length}`,
  ]
}

/** For Hermes and any other engine of ES2020; platform neutral, so that an import of Node's fails the build. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('phone-core.ts', import.meta.url))],
    alias: {
      'ringsight/directory': `${ROOT}src/public/directory.ts`,
      'ringsight/number': `${ROOT}src/public/number.ts`,
    },
    bundle: true,
    write: false,
    minify: true,
    charset: 'utf8',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2020',
    format: 'iife',
    globalName: 'core',
    legalComments: 'none',
  })
  const [file] = outputFiles
  if (file === undefined) throw new Error('expected esbuild to make one file, found none')
  return file.text
}

function readVectors(name: string): Vectors {
  return JSON.parse(readFileSync(VECTORS + name, 'utf8')) as Vectors
}
