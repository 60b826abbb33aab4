import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { run, scratch } from './run.ts'

describe('R-23 ringsight explore', () => {
  test('says its seed, and that all held', async () => {
    const { stdout, code } = await run(['explore', '--seed', '5', '--walks', '1'])
    expect(stdout).toMatch(/^Seed 5\.\nEvery invariant held: [\d,]+ steps in 1 walk, [\d,]+ days of virtual time/)
    expect(code).toBe(0)
  })

  test('takes the same steps from the same seed', async () => {
    const [one, other] = [await explored('9'), await explored('9')]
    expect({ ...one, tookSeconds: 0 }).toEqual({ ...other, tookSeconds: 0 })
    expect(one).toMatchObject({ seed: '9', walks: 2, failure: null })
    expect((await explored('10'))['steps']).not.toBe(one['steps'])
  })

  test('writes nothing where all held', async () => {
    const folder = scratch()
    await run(['explore', '--walks', '1', '--folder', folder])
    expect(readdirSync(folder)).toEqual([])
  })

  test.each([
    [
      ['--time', '5'],
      '--time: expected a duration of a second or more, such as 60s, found "5": give it a unit, as in 5s',
    ],
    [['--seed', '-1'], '--seed: expected a whole number from 0 to 4294967295, found "-1"'],
    [['--steps', '10', '--walks', '2'], '--steps and --walks: expected one of them, found both'],
    [['--folder', '/no/such/folder'], 'there is no folder /no/such/folder'],
  ])('refuses %j', async (flags, message) => {
    const { stderr, code } = await run(['explore', ...flags])
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})

async function explored(seed: string): Promise<Record<string, unknown>> {
  const { stdout } = await run(['explore', '--seed', seed, '--walks', '2', '--json'])
  return JSON.parse(stdout) as Record<string, unknown>
}
