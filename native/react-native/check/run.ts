// Everything of this package that can be checked on this machine, with a line for each; what is skipped says how to get it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkBundle } from './bundle.ts'
import { checkCodegen } from './codegen.ts'
import { checkExpo } from './expo.ts'
import { checkKotlin } from './kotlin.ts'
import { checkSwift } from './swift.ts'
import { run, Skipped } from './tools.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringsight-native-'))

const CHECKS: Readonly<Record<string, () => string | string[] | Promise<string | string[]>>> = {
  types: () => {
    for (const project of ['tsconfig.json', 'tsconfig.check.json']) run('npx', ['tsc', '-p', project])
    return "this package's TypeScript, and React Native's published types"
  },
  contract: () => {
    const [tests = 'no tests'] =
      /Tests .*passed.*/.exec(plain(run('npx', ['vitest', 'run', '--config', 'vitest.config.mts']))) ?? []
    return `simulated phones, directly and over the bridge: ${tests.replace(/\s+/g, ' ')}`
  },
  codegen: () => checkCodegen(folder),
  kotlin: () => checkKotlin(folder),
  swift: checkSwift,
  expo: checkExpo,
  bundle: checkBundle,
}

async function main(): Promise<void> {
  let [passed, failed, skipped] = [0, 0, 0]
  for (const [name, check] of Object.entries(CHECKS)) {
    try {
      for (const line of [await check()].flat()) console.log(line.startsWith('vectors:') ? line : `${name}: ${line}`)
      passed += 1
    } catch (error) {
      const { message } = error as Error
      const isSkipped = error instanceof Skipped
      console.log(`${name}: ${isSkipped ? 'SKIPPED; to run it, ' : 'FAILED: '}${message}`)
      if (isSkipped) skipped += 1
      else failed += 1
    }
  }
  rmSync(folder, { recursive: true, force: true })
  console.log(`react native: ${passed} passed, ${failed} failed, ${skipped} skipped`)
  process.exitCode = failed > 0 || (skipped > 0 && process.env['CI'] !== undefined) ? 1 : 0
}

// Colours of the terminal, which a report has no use for.
function plain(text: string): string {
  const begin = String.fromCharCode(27)
  return text.replaceAll(new RegExp(`${begin}\\[[\\d;]*m`, 'g'), '')
}

void main()
