// JavaScript engines that are not Node, as programs that are given a text and give an answer: QuickJS, and Hermes, which
// React Native runs on.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { transformSync } from '@babel/core'
import { getQuickJS } from 'quickjs-emscripten'
import { run } from './tools.ts'

/**
 * @param program an expression, after statements that it needs
 * @returns what it comes to, as plain data
 * @throws Error with the engine's own message
 */
export async function runInQuickJs(program: string): Promise<unknown> {
  const quickjs = await getQuickJS()
  const context = quickjs.newContext()
  try {
    const result = context.evalCode(program)
    if (result.error) {
      const problem = context.dump(result.error) as { message?: string; stack?: string }
      result.error.dispose()
      throw new Error(`QuickJS: ${problem.message ?? 'failed'}\n${problem.stack ?? ''}`)
    }
    const value = context.dump(result.value) as unknown
    result.value.dispose()
    return value
  } finally {
    context.dispose()
  }
}

/**
 * The same in the last Hermes that there is a program of, 0.12 of 2022: the years since are those of the engine in an app. It
 * lacks classes, block scopes and `\p{}`, which Babel rewrites as Metro has it do, and `at`, which it is given.
 *
 * @param statements and `expression`: as for runInQuickJs, apart
 */
export function runInHermes(statements: string, expression: string): unknown {
  const program = `${AT}\n${statements}\nprint(JSON.stringify(${expression}))`
  const lowered = transformSync(program, {
    // BigInt has no Math.pow.
    presets: [['@babel/preset-env', { targets: 'ie 11', exclude: ['transform-exponentiation-operator'] }]],
    sourceType: 'script',
    compact: true,
    babelrc: false,
    configFile: false,
  })
  return inFolder((folder) => {
    const file = join(folder, 'program.js')
    writeFileSync(file, lowered?.code ?? '')
    return JSON.parse(run(join(packageOf('hermes-engine-cli'), PLATFORM, 'hermes'), ['-w', file])) as unknown
  })
}

const AT = 'Array.prototype.at = function (at) { return this[at < 0 ? this.length + at : at] }'

/** How many bytes React Native's own compiler makes of it, which refuses what the Hermes of an app cannot run. */
export function compileForHermes(code: string): number {
  return inFolder((folder) => {
    const [source, made] = [join(folder, 'core.js'), join(folder, 'core.hbc')]
    writeFileSync(source, code)
    const hermesc = join(packageOf('hermes-compiler'), 'hermesc', PLATFORM, 'hermesc')
    run(hermesc, ['-O', '-w', '-emit-binary', '-out', made, source])
    return statSync(made).size
  })
}

const PLATFORM = process.platform === 'darwin' ? 'osx-bin' : process.platform === 'win32' ? 'win64-bin' : 'linux64-bin'

function packageOf(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
}

function inFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'ringsight-hermes-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
