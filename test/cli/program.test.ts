import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readLevels } from '../../src/cli/completion.ts'
import { describeError } from '../../src/cli/exit.ts'
import { buildProgram } from '../../src/cli/program.ts'
import { StoreError } from '../../src/store/store.ts'
import { InputError } from '../../src/terminal/exit.ts'
import { widthOf } from '../../src/text/width.ts'
import { openIo, run } from './run.ts'

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
  [['cal'], 'expected a command of ringsight, found "cal": did you mean call?'],
  [['call'], 'expected <number>, found nothing: ringsight call --help shows what is possible'],
  [['call', '+353871234567', '--anser'], 'expected a flag of ringsight call, found "--anser": did you mean --answer?'],
  [['call', '+353871234567', '--platform', 'windows'], '--platform: expected android or ios, found "windows"'],
  [['call', '+353871234567', '--answer', '--miss'], '--answer and --miss: expected one of them, found both'],
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
])('%s ends with its own status', (_what, error, code) => expect(describeError(error).code).toBe(code))

const WORDS = [
  ['ENOENT', 2, 'no such file'],
  ['EISDIR', 2, 'folder'],
  ['ENOTDIR', 2, 'is a file'],
  ['ELOOP', 2, 'circle'],
  ['ENAMETOOLONG', 2, 'too long'],
  ['EACCES', 2, 'permission denied'],
  ['EPERM', 2, 'permission denied'],
  ['EROFS', 2, 'read-only'],
  ['ENOSPC', 3, 'no space'],
  ['EDQUOT', 3, 'quota'],
  ['EFBIG', 3, 'larger than the system allows'],
  ['EMFILE', 3, 'ulimit -n'],
  ['ENFILE', 3, 'too many files'],
  ['EIO', 3, 'device failed'],
  ['ENOMEM', 3, 'memory'],
  ['EWHATEVER', 3, 'the system failed'],
] as const

test.each(WORDS)('%s of the system ends with %i and "… %s …", and is no fault of Ringsight', (code, status, words) => {
  const path = '/tmp/it\u001b[2J.csv'
  const failure = describeError(Object.assign(new Error(`${code}: x`), { code, path, syscall: 'open' }))
  expect([failure.code, failure.message]).toEqual([status, expect.stringContaining(words)])
  expect(failure.message).not.toContain('fault of Ringsight')
  expect(failure.message).not.toContain('\u001b')
})

test('a folder for temporary files that is not there is told by how it is stated', () => {
  const error = Object.assign(new Error('x'), { code: 'ENOENT', path: '/nowhere/ringsight-XXXXXX', syscall: 'mkdtemp' })
  expect(describeError(error)).toEqual({ code: 3, message: expect.stringContaining('TMPDIR') })
})

test('a stack trace is printed only when asked for', async () => {
  const plain = await run(['call', '+353871234567', '--contacts', '/nowhere/x.csv'])
  expect(plain.stderr).not.toMatch(/\n\s+at /)
  const debug = await run(['call', '+353871234567', '--contacts', '/nowhere/x.csv', '--debug'])
  expect(debug.stderr).toMatch(/\n\s+at /)
})

test('no line of any help is wider than 80 columns', async () => {
  for (const { at } of readLevels(await buildProgram(openIo().io))) {
    const { stdout } = await run([...at.split(' ').filter(Boolean), '--help'])
    const wide = stdout.split('\n').filter((line) => widthOf(line) > 80)
    expect([at, stdout.length > 100, wide]).toEqual([at, true, []])
  }
})
