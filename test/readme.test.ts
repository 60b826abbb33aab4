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

/** Words as a shell splits them, with single quotes; and which lines are asked for: the first or the last so many. */
function readCommand(command: string): { args: string[]; filter: (lines: string[]) => string[] } {
  const [call = '', pipe = ''] = command.split(' | ')
  const args = Array.from(call.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, bare]) => quoted ?? bare ?? '')
  const [, end, count] = /^(head|tail) -(\d+)$/.exec(pipe) ?? []
  const filter = (lines: string[]) => (end === 'head' ? lines.slice(0, Number(count)) : lines.slice(-Number(count)))
  return { args, filter: end === undefined ? (lines) => lines : filter }
}

test('the README shows commands with what they print', () => expect(shown.length).toBeGreaterThanOrEqual(4))

test.each(shown)('README: ringsight $command', async ({ command, output }) => {
  const { args, filter } = readCommand(command)
  const { stdout } = await run(args)
  const lines = stdout.replace(/\n$/, '').split('\n')
  expect(`${filter(lines).join('\n')}\n`).toBe(output)
})

test('the README has its first command by line 25, and fewer than 200 lines', () => {
  const lines = readme.split('\n')
  expect(lines.indexOf('npm ci && npm start')).toBeLessThan(25)
  expect(lines.length).toBeLessThan(200)
})
