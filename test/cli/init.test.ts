import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { run, scratch } from './run.ts'

const FILES = ['.github/workflows/ringsight.yml', 'ringsight/first-call.yaml', 'ringsight/scenario.schema.json']

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()

describe('R-23 ringsight init', () => {
  test('writes scenarios that pass as they are', async () => {
    const folder = scratch()
    const { stdout, code } = await run(['init', folder])
    expect([code, filesIn(folder)]).toEqual([0, FILES])
    expect(stdout).toMatch(/^Wrote {2}ringsight\/first-call\.yaml .*\nWrote .*\nWrote .*\n\nNext:\n/)
    const played = await run(['run', join(folder, 'ringsight'), '--json'])
    expect(played.json().at(-1)).toMatchObject({ type: 'summary', passed: 4, failed: 0, broken: 0, problems: 0 })
    expect(played.code).toBe(0)
  })

  test('writes a workflow that plays them, with the major of each action', async () => {
    const folder = scratch()
    await run(['init', folder])
    const workflow = parse(readFileSync(join(folder, '.github/workflows/ringsight.yml'), 'utf8'))
    expect(Object.keys(workflow)).toEqual(['name', 'on', 'permissions', 'jobs'])
    expect(workflow.permissions).toEqual({ contents: 'read' })
    const { steps } = workflow.jobs.scenarios as { steps: { uses?: string; run?: string }[] }
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^actions\/[\w-]+@v\d+$/)
    const command = steps.flatMap((step) => step.run ?? []).join('\n')
    expect(command).toBe(
      'npm ci\nnpx --no ringsight run ringsight --reporter github --reporter junit=ringsight-junit.xml',
    )
    // The command as it stands there, in that folder.
    const home = process.cwd()
    process.chdir(folder)
    const played = await run(command.split('\n')[1]?.split(' ').slice(3) ?? []).finally(() => process.chdir(home))
    expect(played.code).toBe(0)
    expect(readFileSync(join(folder, 'ringsight-junit.xml'), 'utf8')).toContain('tests="4" failures="0"')
  })

  test('says what the workflow needs, where package.json lacks it', async () => {
    const folder = scratch()
    expect((await run(['init', folder])).stdout).toContain('The workflow needs ringsight among the dependencies')
    writeFileSync(join(folder, 'package.json'), '{"devDependencies": {"ringsight": "file:ringsight-0.1.0.tgz"}}')
    expect((await run(['init', folder])).stdout).not.toContain('The workflow needs')
  })

  test('names the schema in the first line, where an editor finds it beside the scenario', async () => {
    const folder = scratch()
    await run(['init', folder])
    const [first] = readFileSync(join(folder, 'ringsight/first-call.yaml'), 'utf8').split('\n')
    expect(first).toBe('# yaml-language-server: $schema=scenario.schema.json')
    const printed = await run(['run', '--schema'])
    expect(readFileSync(join(folder, 'ringsight/scenario.schema.json'), 'utf8')).toBe(printed.stdout)
    expect(JSON.parse(printed.stdout)).toHaveProperty('$schema')
  })

  test('leaves what exists as it is, and says so', async () => {
    const folder = scratch()
    mkdirSync(join(folder, 'ringsight'))
    writeFileSync(join(folder, 'ringsight/first-call.yaml'), 'mine')
    const { stdout, code } = await run(['init', folder])
    expect([code, filesIn(folder)]).toEqual([0, FILES])
    expect(stdout).toMatch(/^Kept {3}ringsight\/first-call\.yaml +exists already\nWrote /)
    expect(readFileSync(join(folder, 'ringsight/first-call.yaml'), 'utf8')).toBe('mine')
    const again = await run(['init', folder, '--json'])
    expect(again.json().map(({ isWritten }) => isWritten)).toEqual([false, false, false, undefined])
  })

  test('writes an adapter that plays the scenarios as it is, with --app', { timeout: 60_000 }, async () => {
    const folder = scratch()
    const { stdout } = await run(['init', folder, '--app'])
    expect(filesIn(folder)).toEqual([...FILES, 'ringsight/app.mjs'].sort())
    expect(stdout).toMatch(/Wrote {2}ringsight\/app\.mjs +stands between them and your app\n/)
    const app = `node ${join(folder, 'ringsight/app.mjs')}`
    expect(stdout).toContain(`ringsight run ${join(folder, 'ringsight')} --app '${app}'`)
    const played = await run(['run', join(folder, 'ringsight'), '--json', '--app', app])
    expect(played.json().at(-1)).toMatchObject({ type: 'summary', passed: 4, failed: 0, broken: 0, problems: 0 })
    // It is the app that shows the card: without its words nothing is shown.
    const mute = join(folder, 'mute.mjs')
    writeFileSync(
      mute,
      readFileSync(join(folder, 'ringsight/app.mjs'), 'utf8').replaceAll(' onRinging(call)\n', ' void call\n'),
    )
    const muted = await run(['run', join(folder, 'ringsight'), '--json', '--app', `node ${mute}`])
    expect(muted.json().at(-1)).toMatchObject({ passed: 3, failed: 1 })
  })

  test('wants a project to be there', async () => {
    const { stderr, code } = await run(['init', join(scratch(), 'none')])
    expect(code).toBe(2)
    expect(stderr).toContain('expected the folder of a project, found none: ')
  })
})
