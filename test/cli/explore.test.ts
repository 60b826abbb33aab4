import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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

describe('R-23 explore --app', () => {
  const OURS = 'node --import tsx fixtures/apps/ringsight-app.ts'

  test('walks with an app of its own as it walks with ours', { timeout: 120_000 }, async () => {
    // Not any seed: what an app writes for itself does not count towards the writes after which it is killed.
    const walk = ['explore', '--seed', '6', '--walks', '1', '--json']
    const [ours, theirs] = [(await run(walk)).json()[0], (await run([...walk, '--app', OURS])).json()[0]]
    expect({ ...theirs, tookSeconds: 0 }).toEqual({ ...ours, tookSeconds: 0 })
  })

  test('finds what an app does wrong, and what it dies of', { timeout: 120_000 }, async () => {
    const [folder, app] = [scratch(), join(scratch(), 'app.mjs')]
    const explore = () =>
      run([
        'explore',
        '--seed',
        '3',
        '--steps',
        '400',
        '--platform',
        'android',
        '--folder',
        folder,
        '--app',
        `node ${app}`,
      ])
    const wrongly = (right: string, wrong: string) => {
      const code = readFileSync('fixtures/init/app.mjs', 'utf8')
      expect(code).toContain(right)
      writeFileSync(app, code.replaceAll(right, wrong))
    }
    wrongly('!isPhonesOwn(call) && facts', 'facts')
    const shown = await explore()
    expect(shown.stdout).toMatch(/^Broken: /m)
    const again = shown.stdout.match(
      /ringsight explore (--seed \d+ --walks 1 --platform android), with the same --app$/m,
    )
    const [walked] = (
      await run(['explore', ...(again?.[1] ?? '').split(' '), '--folder', folder, '--app', `node ${app}`, '--json'])
    ).json()
    expect(walked).toMatchObject({ walks: 1, failure: { invariant: expect.any(String) } })
    expect(shown.code).toBe(1)
    wrongly("  ask('end')", "  if (liveCalls().length > 0) process.exit(7)\n  ask('end')")
    const died = await explore()
    expect(died.stdout).toContain('Broken: The app under test answers whatever it is told (app-answers).')
    expect(died.stdout).toContain('Found: the app ended by itself with status 7')
    expect(died.stdout).toMatch(/\n {2}(call|dial): .+\n\nWritten to /)
  })

  test('refuses a command that is no app', async () => {
    const { stderr, code } = await run(['explore', '--app', 'true'])
    expect(stderr).toContain('--app: the app ended by itself with status 0')
    expect(code).toBe(2)
  })
})

async function explored(seed: string): Promise<Record<string, unknown>> {
  const { stdout } = await run(['explore', '--seed', seed, '--walks', '2', '--json'])
  return JSON.parse(stdout) as Record<string, unknown>
}
