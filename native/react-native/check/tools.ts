// Which tools a check needs, and what to do about one that is not there.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Where this package lies. */
export const PACKAGE = fileURLToPath(new URL('..', import.meta.url))
/** The folder `native`. */
export const NATIVE = fileURLToPath(new URL('../..', import.meta.url))

/** A check that could not be made; its message says how it can. */
export class Skipped extends Error {}

/** @throws Skipped when the command cannot be started */
export function need(command: string, howTo: string): void {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' })
  } catch {
    throw new Skipped(howTo)
  }
}

/**
 * @returns what the command printed
 * @throws Error with what it printed, when it fails
 */
export function run(command: string, args: readonly string[], cwd = PACKAGE): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${command} failed:\n${`${stdout}${stderr}`.trim().slice(-4_000)}`)
  }
}
