// Builds the core as one file for a phone, says how large it is, and runs the shared cases on it in a JavaScript engine that
// has nothing of Node.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { getQuickJS, type QuickJSContext } from 'quickjs-emscripten'
import { expectThat } from './expect.ts'
import { run } from './tools.ts'

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
  }
  const quickjs = await getQuickJS()
  const context = quickjs.newContext()
  try {
    expectThat(
      'nothing of Node is there',
      evaluate(context, 'typeof process + typeof require + typeof Buffer'),
      'undefined'.repeat(3),
    )
    const cases = readFileSync(fileURLToPath(new URL('in-engine.js', import.meta.url)), 'utf8')
    // The semicolon at its beginning is the formatter's; without it the function can be called.
    const program = `(${cases.slice(cases.indexOf('(core'))})(core, ${JSON.stringify(given)})`
    const failed = evaluate(context, `${code}\n${program}`)
    expectThat('every case has the answer of fixtures/vectors', failed, [])
  } finally {
    context.dispose()
  }
  const bytecode = compileForHermes(code)
  const dialled = numbers.cases.filter(({ flags }) => flags.includes('Dialled')).length
  return [
    `core for a phone: ${size(Buffer.byteLength(code))}, ${size(gzipSync(code, { level: 9 }).length)} gzipped, ${size(bytecode)} as compiled for Hermes`,
    `run in QuickJS, without Node: ${numbers.cases.length} numbers and ${directory.cases.length} look-ups`,
    `vectors: numbers ${dialled}, directory ${directory.cases.length}`,
  ]
}

/** React Native's own compiler, which refuses what Hermes cannot run; how many bytes it makes. */
function compileForHermes(code: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'ringsight-hermes-'))
  try {
    const [source, made] = [join(folder, 'core.js'), join(folder, 'core.hbc')]
    writeFileSync(source, code)
    const home = dirname(createRequire(import.meta.url).resolve('hermes-compiler/package.json'))
    const { platform } = process
    const system = platform === 'darwin' ? 'osx-bin' : platform === 'win32' ? 'win64-bin' : 'linux64-bin'
    run(join(home, 'hermesc', system, 'hermesc'), ['-O', '-w', '-emit-binary', '-out', made, source])
    return statSync(made).size
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** For Hermes and any other engine of ES2020; platform neutral, so that an import of Node's fails the build. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('phone-core.ts', import.meta.url))],
    alias: { ringsight: `${ROOT}src/index.ts` },
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

function evaluate(context: QuickJSContext, code: string): unknown {
  const result = context.evalCode(code)
  if (result.error) {
    const problem = context.dump(result.error) as { message?: string; stack?: string }
    result.error.dispose()
    throw new Error(`QuickJS: ${problem.message ?? 'failed'}\n${problem.stack ?? ''}`)
  }
  const value = context.dump(result.value) as unknown
  result.value.dispose()
  return value
}
