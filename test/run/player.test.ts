import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run, scratch } from '../cli/run.ts'

/** Plays files in a folder of their own. */
async function play(files: Readonly<Record<string, string | Buffer>>, ...args: string[]) {
  const folder = scratch()
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  const again = (...more: string[]) => run(['run', folder, '--json', ...more])
  const ran = await again(...args)
  const problems = ran
    .json()
    .flatMap(({ type, file, line, column, message }) =>
      type === 'problem' ? [`${String(file).slice(folder.length + 1)}:${line}:${column} ${message}`] : [],
    )
  return { ...ran, problems, folder, again }
}

const CALL = 'steps:\n  - call: +353871234567\n  - expect: {card: {name: Anna Byrne}}\n'
const CSV = 'Record ID,First Name,Last Name,Phone Number,Country/Region\n1,Anna,Byrne,087 123 4567,Ireland\n'

describe('R-23 scenarios of files', () => {
  test('take their contacts from a file beside them, also by way of an included file', async () => {
    const { json, code } = await play({
      'all/a.yaml': `name: a\ncontacts: people.csv\n${CALL}`,
      'all/b.yaml': `name: b\ninclude: ../parts/_common.yaml\n${CALL}`,
      'all/people.csv': CSV,
      'parts/_common.yaml': 'contacts: people.csv\n',
      'parts/people.csv': CSV,
    })
    expect(json().flatMap(({ name, result }) => (name ? [[name, result]] : []))).toEqual([
      ['a', 'passed'],
      ['b', 'passed'],
    ])
    expect(code).toBe(0)
  })

  test('take invented contacts from a seed, the same each time', async () => {
    const text = 'name: a\ncontacts: {generate: 50, seed: 7}\nsteps:\n  - expect: {sync-page: {contacts: 50}}\n'
    expect((await play({ 'a.yaml': text })).code).toBe(0)
  })

  test('have a problem where their contacts cannot be had, and the others still run', async () => {
    const { problems, json, code } = await play({
      'a.yaml': `name: a\ncontacts: none.csv\n${CALL}---\nname: b\ncontacts: odd.csv\n${CALL}`,
      'b.yaml': `name: c\ncontacts: people.csv\n${CALL}`,
      'people.csv': CSV,
      'odd.csv': 'colour,size\nred,1\n',
    })
    expect(problems).toEqual([
      expect.stringMatching(/^a\.yaml:2:11 .*none\.csv: there is no such file$/),
      expect.stringMatching(/^a\.yaml:8:11 .*odd\.csv: /),
    ])
    expect(json().at(-1)).toMatchObject({ passed: 1, problems: 2 })
    expect(code).toBe(2)
  })

  test('may name files of their own work tree, and of no other that is played with it', async () => {
    const { json, problems } = await play({
      'one/.git/HEAD': '',
      'one/a.yaml': `name: a\ncontacts: ../two/people.csv\n${CALL}`,
      'two/.git/HEAD': '',
      'two/calls/b.yaml': `name: b\ncontacts: ../people.csv\n${CALL}`,
      'two/people.csv': CSV,
    })
    expect(json().flatMap(({ name, result }) => (name ? [[name, result]] : []))).toEqual([['b', 'passed']])
    expect(problems).toEqual([expect.stringMatching(/^one\/a\.yaml:2:11 .*lies outside the project/)])
  })

  test('have a problem where an included file cannot be had', async () => {
    const { problems } = await play({ 'a.yaml': `name: a\ninclude: _none.yaml\n${CALL}` })
    expect(problems).toEqual([expect.stringMatching(/^a\.yaml:2:10 .*there is no such file/)])
  })

  test('are refused where they are not text, or too large, however large', async () => {
    const { problems, code } = await play({
      'a.yaml': Buffer.from([0xff, 0xfe, 0x41, 0]),
      'b.yaml': Buffer.alloc(3_000_000, 'x'),
    })
    expect(problems).toEqual([
      expect.stringMatching(/^a\.yaml:1:1 expected UTF-8, found UTF-16/),
      expect.stringMatching(/^b\.yaml:1:1 expected at most 1 MB, found a larger file/),
    ])
    expect(code).toBe(2)
  })

  test('record their frames beside them when told to, and hold them from then on', async () => {
    const text = (name: string) =>
      `name: a\ncontacts: [{name: ${name}, phone: "+353871234567"}]\nsteps:\n  - call: +353871234567\n  - expect: {frame: "anna-calls"}\n`
    const { folder, again, ...first } = await play({ 'a.yaml': text('Anna') })
    expect(first.code).toBe(1)
    expect(first.stdout).toContain('"expected":"a recorded frame"')
    const recording = await again('--update')
    expect([recording.code, recording.stderr]).toEqual([0, 'Recorded 1 frame.\n'])
    expect(readFileSync(join(folder, 'a.anna-calls.frame'), 'utf8')).toContain('card: Anna')
    expect((await again()).code).toBe(0)
    expect((await again('--update')).stderr).toBe('')
    writeFileSync(join(folder, 'a.yaml'), text('Anne'))
    expect((await again()).code).toBe(1)
  })

  test('name frames that no scenario uses any more, and remove them when asked to', async () => {
    const using = (...frames: string[]) =>
      `name: a\nsteps:\n  - call: +353871234567\n${frames.map((frame) => `  - expect: {frame: ${frame}}\n`).join('')}`
    const { folder, again } = await play({ 'a.yaml': using('x', 'y'), 'a.b.yaml': using('z') }, '--update')
    const frames = () => readdirSync(folder).filter((name) => name.endsWith('.frame'))
    expect(frames()).toEqual(['a.b.z.frame', 'a.x.frame', 'a.y.frame'])
    writeFileSync(join(folder, 'a.yaml'), using('x'))
    writeFileSync(join(folder, 'gone.x.frame'), 'of a scenario that is no more')
    const told = `  ${folder}/a.y.frame\n  ${folder}/gone.x.frame\n`
    expect((await again('--update')).stderr).toBe(`No scenario uses 2 frames:\n${told}--update --prune removes them.\n`)
    expect(frames()).toHaveLength(4)
    // What cannot be read, or was not read, may use it.
    writeFileSync(join(folder, 'broken.yaml'), 'name: a\nsteps: [acept]\n')
    writeFileSync(join(folder, 'broken.x.frame'), 'of a file with a problem')
    expect((await run(['run', join(folder, 'a.b.yaml'), '--json', '--update', '--prune'])).stderr).toBe(
      `Removed 1 frame that no scenario uses:\n  ${folder}/gone.x.frame\n`,
    )
    expect((await again('--update', '--prune')).stderr).toContain(`\n  ${folder}/a.y.frame\n`)
    expect(frames()).toEqual(['a.b.z.frame', 'a.x.frame', 'broken.x.frame'])
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })
})
