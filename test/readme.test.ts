// Every command that the README shows prints what it says there.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { run } from './cli/run.ts'

const readme = readFileSync('README.md', 'utf8')
const shown = Array.from(
  readme.matchAll(/```\n\$ ringsight ((?:.*\\\n)*.*)\n([^`]*)```/g),
  ([, command = '', output = '']) => ({
    command: command.replace(/\\\n\s*/g, ''),
    output,
  }),
)

/** Words as a shell splits them, with single quotes; and whether only the last line is asked for. */
function readCommand(command: string): { args: string[]; isTail: boolean } {
  const [call = '', filter = ''] = command.split(' | ')
  const args = Array.from(call.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, bare]) => quoted ?? bare ?? '')
  return { args, isTail: filter === 'tail -1' }
}

test('the README shows commands with what they print', () => expect(shown.length).toBeGreaterThanOrEqual(4))

test.each(shown)('README: ringsight $command', async ({ command, output }) => {
  const { args, isTail } = readCommand(command)
  const { stdout } = await run(args)
  expect(isTail ? `${stdout.trimEnd().split('\n').at(-1)}\n` : stdout).toBe(output)
})

test('the README has its first command by line 25, and fewer than 200 lines', () => {
  const lines = readme.split('\n')
  expect(lines.indexOf('npm ci && npm start')).toBeLessThan(25)
  expect(lines.length).toBeLessThan(200)
})
