import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run, scratch } from './run.ts'

const TEXT = 'Who;Ring them at;Where\nAnna Byrne;(087) 123-4567;Ireland\n'
const STATED = ['--phone', 'Ring them at', '--name', 'Who', '--country', 'Where']

function open(text = TEXT) {
  const folder = scratch()
  const [path, config] = [join(folder, 'list.csv'), join(folder, 'ringsight.config.json')]
  writeFileSync(path, text)
  const env = { RINGSIGHT_CONFIG: config }
  return { path, config, ask: (...args: string[]) => run(args, { env }) }
}

describe('columns that were stated', () => {
  test('are remembered on demand, for files with the same headers in any order, and told when used', async () => {
    const { path, config, ask } = open()
    expect((await ask('check', path, ...STATED)).code).toBe(0)
    expect(existsSync(config)).toBe(false)
    expect((await ask('check', path, ...STATED, '--remember')).stderr).toContain('--forget forgets them')

    const other = join(scratch(), 'other.csv')
    writeFileSync(other, 'where,who,ring them at\nIreland,Ben Roe,(086) 123-4567\n')
    const { stdout, code } = await ask('check', other)
    expect([code, stdout.replace(/\s+/g, ' ')]).toEqual([
      0,
      expect.stringContaining('columns are taken as ringsight.config.json remembers them'),
    ])
    expect((await ask('explain', '+353861234567', '--contacts', other)).stdout).toContain('Ben Roe')
  })

  test('are forgotten by --forget, and the file is checked without them', async () => {
    const { path, config, ask } = open()
    await ask('check', path, ...STATED, '--remember')
    const forgotten = await ask('check', path, '--forget', ...STATED)
    expect([forgotten.code, forgotten.stdout]).toEqual([0, expect.not.stringContaining('remembers')])
    expect(existsSync(config)).toBe(false)
    expect((await ask('check', path)).code).toBe(2)
  })

  test('come behind what is stated now, column by column', async () => {
    const { path, ask } = open()
    await ask('check', path, ...STATED, '--remember')
    const { stdout } = await ask('check', path, '--ignore', 'Where', '--json')
    const [columns] = stdout.split('\n')
    expect((JSON.parse(columns ?? '') as { columns: { use: string | null }[] }).columns.map(({ use }) => use)).toEqual([
      'name',
      'phone',
      null,
    ])
  })

  test('are not made of nothing, nor read from another file', async () => {
    const { path, config, ask } = open()
    expect((await ask('check', path, '--remember')).stderr).toContain('--remember: expected columns to remember')
    writeFileSync(config, '{"columns": 7}')
    const { stderr, code } = await ask('check', path, ...STATED)
    expect([code, stderr]).toEqual([2, expect.stringContaining('expected what ringsight check --remember writes')])
  })
})
