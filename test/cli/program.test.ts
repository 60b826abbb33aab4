import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeFailure, InputError } from '../../src/cli/exit.ts'
import { StoreError } from '../../src/store/store.ts'
import { run } from './run.ts'

test('without arguments ringsight explains itself', async () => {
  const { stdout, code } = await run([])
  for (const command of ['call', 'phone', 'explain', 'number', 'generate', 'import']) expect(stdout).toContain(command)
  expect(code).toBe(0)
})

test('--version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  expect((await run(['--version'])).stdout).toBe(`${version}\n`)
})

test.each([
  [['cal'], '(Did you mean call?)'],
  [['call'], "missing required argument 'number'"],
  [['call', '+353871234567', '--anser'], '(Did you mean --answer?)'],
  [['call', '+353871234567', '--platform', 'windows'], 'Allowed choices are android, ios'],
  [['call', '+353871234567', '--answer', '--miss'], 'cannot be used with'],
])('%j is used wrongly: status 2, %s', async (args, message) => {
  const { stderr, stdout, code } = await run(args)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(message)
})

test.each(['call', 'explain', 'number', 'generate', 'import', 'phone'])(
  'help for %s teaches by example',
  async (name) => {
    expect((await run([name, '--help'])).stdout).toMatch(/Examples:\n {2}ringsight /)
  },
)

test.each([
  ['bad input', new InputError('x'), 2],
  ['a damaged store', new StoreError('damaged', 'x'), 2],
  ['a locked store', new StoreError('locked', 'x'), 3],
  ['a missing file', Object.assign(new Error('ENOENT'), { code: 'ENOENT', path: 'a.csv' }), 2],
  ['a folder', Object.assign(new Error('EISDIR'), { code: 'EISDIR' }), 2],
  ['a full disk', Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }), 3],
  ['a fault of our own', new TypeError('x is undefined'), 3],
])('%s ends with its own status', (_what, error, code) => expect(describeFailure(error)?.code).toBe(code))

test('a reader that went away is no failure', () => {
  expect(describeFailure(Object.assign(new Error('EPIPE'), { code: 'EPIPE' }))).toBeNull()
})

test('a stack trace is printed only when asked for', async () => {
  const plain = await run(['call', '+353871234567', '--contacts', '/nowhere/x.csv'])
  expect(plain.stderr).not.toMatch(/\n\s+at /)
  const debug = await run(['call', '+353871234567', '--contacts', '/nowhere/x.csv', '--debug'])
  expect(debug.stderr).toMatch(/\n\s+at /)
})
