import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runProgram } from '../../src/cli/program.ts'
import { jobOf, type RunFlags, readGrep, readReporter, readTags } from '../../src/cli/run.ts'
import type { Player } from '../../src/run/player.ts'
import { runScenarios } from '../../src/run/scenarios.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { openIo, type Ran, scratch } from '../cli/run.ts'
import { aScenario } from '../scenario/scenes.ts'

// Paths in reports are as they are called from the folder where the command is run.
const home = process.cwd()
let folder = ''
beforeEach(() => {
  folder = scratch()
  process.chdir(folder)
})
afterEach(() => process.chdir(home))

/** Files by their paths. */
function save(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}

/** A stand-in: a line a case, `pass NAME #tag`, `fail …`, `break …`, `waver …`; any other line is no scenario. */
function openPlayer(): Player & { readonly played: string[] } {
  const played: string[] = []
  return {
    played,
    async read(path) {
      const lines = readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
      const isCase = (line: string) => /^(?:pass|fail|break|waver) /.test(line)
      return {
        scenarios: lines.filter(isCase).map((line) => scenario(path, line, lines.indexOf(line) + 1)),
        problems: lines
          .filter((line) => !isCase(line))
          .map((line) => ({
            at: { file: path, line: lines.indexOf(line) + 1, column: 1 },
            message: `expected a case, found "${line}"`,
            source: line,
          })),
      }
    },
    recorded: () => 0,
    obsolete: async () => [],
    textOf: () => null,
    check: async ({ name, at }) => (name === 'lost' ? { at, message: 'no such file', source: '' } : null),
    async play({ name, tags, at }) {
      played.push(name)
      const facts = { name, tags, at, steps: 1, virtualMs: 1000, trace: [] }
      const verb = readFileSync(at.file, 'utf8').split('\n')[at.line - 1]?.split(' ')[0]
      if (verb === 'break') throw new Error('reached what cannot be')
      if (verb === 'pass' || (verb === 'waver' && played.length % 2 === 0)) return { ...facts, outcome: 'passed' }
      const mismatches = [{ path: 'label', expected: '"Anna"', found: 'none' }]
      return { ...facts, outcome: 'failed', failure: { at, step: 0, stepText: 'expect: {label: Anna}', mismatches } }
    },
  }
}

function scenario(file: string, line: string, row: number): Scenario {
  const [name = '', ...tags] = line.replace(/^\w+ /, '').split(' #')
  return { ...aScenario([]), name, tags, at: { file, line: row, column: 1 } }
}

const FLAGS: RunFlags = { appTimeout: 5_000, tag: [], retry: 0, reporter: [] }

async function play(
  paths: readonly string[],
  flags: Partial<RunFlags> = {},
  { env = {}, player = openPlayer() }: { env?: Record<string, string>; player?: Player } = {},
): Promise<Ran> {
  const { io, ran } = openIo({ env })
  await runScenarios(io, jobOf(paths, { ...FLAGS, ...flags }), { player })
  return ran()
}

const casesOf = ({ json }: Ran) =>
  json().flatMap(({ type, name, result }) => (type === 'case' ? [`${name} ${result}`] : []))

describe('R-23 ringsight run finds', () => {
  test('scenarios in folders, sorted, and each file once', async () => {
    save({
      'all/b.yaml': 'pass b',
      'all/a.yml': 'pass a',
      'all/deep/c.yaml': 'pass c',
      'all/_common.yaml': 'pass included',
      'all/notes.txt': 'pass no scenario',
      'all/node_modules/x/d.yaml': 'pass installed',
      'all/.git/e.yaml': 'pass hidden',
    })
    const ran = await play(['all', 'all/b.yaml', './all/b.yaml'], { json: true })
    expect(casesOf(ran)).toEqual(['a passed', 'b passed', 'c passed'])
    expect(ran.json().map(({ file }) => file)).toEqual([
      undefined,
      'all/a.yml',
      'all/b.yaml',
      'all/deep/c.yaml',
      undefined,
    ])
    expect(ran.code).toBe(0)
  })

  test('a file that is named, whatever its name', async () => {
    save({ '_one.txt': 'pass a' })
    expect(casesOf(await play(['_one.txt'], { json: true }))).toEqual(['a passed'])
  })

  test('no end in a folder that leads back to itself', async () => {
    save({ 'all/a.yaml': 'pass a' })
    symlinkSync('.', 'all/again')
    expect(casesOf(await play(['all'], { json: true }))).toEqual(['a passed'])
  })

  test.each([
    ['a path that is not there', ['none'], 'expected a file or a folder of scenarios, found none: none'],
    ['a folder without scenarios', ['empty'], 'expected .yaml files with scenarios, found none in empty'],
    ['files without scenarios', ['blank.yaml'], 'expected a scenario, found none in blank.yaml'],
  ])('an error for %s', async (_what, paths, message) => {
    save({ 'blank.yaml': '' })
    mkdirSync('empty')
    await expect(play(paths)).rejects.toThrow(message)
  })
})

describe('R-23 ringsight run plays', () => {
  const FILES = {
    'all/a.yaml': 'pass One call #R-10\nfail Two calls #R-10 #AND-30\n',
    'all/b.yaml': 'pass three (calls) #r-11\n',
  }

  test.each([
    ['a text, whatever its capitals', { grep: readGrep('CALLS') }, ['Two calls', 'three (calls)']],
    ['a text with signs of patterns', { grep: readGrep('(calls)') }, ['three (calls)']],
    ['a pattern', { grep: readGrep('/^(one|two) /i') }, ['One call', 'Two calls']],
    ['a pattern that minds capitals', { grep: readGrep('/^two/') }, []],
    ['a tag', { tag: readTags('R-11') }, ['three (calls)']],
    ['any of several tags', { tag: [...readTags('R-11,X'), ...readTags('AND-30')] }, ['Two calls', 'three (calls)']],
    ['a tag and a text', { tag: readTags('R-10'), grep: readGrep('two') }, ['Two calls']],
  ])('those with %s', async (_what, flags, names) => {
    save(FILES)
    const player = openPlayer()
    const played = play(['all'], flags, { player })
    if (names.length === 0)
      await expect(played).rejects.toThrow('expected a scenario that fits --grep, found none among 3')
    else await played
    expect(player.played).toEqual(names)
  })

  test.each([
    ['R-12', ': did you mean the tag R-10?'],
    ['unheard-of', '; their tags are AND-30, R-10, r-11'],
  ])('none with the tag %s, and tells what tags there are', async (tag, hint) => {
    save(FILES)
    const message = `expected a scenario that fits --tag, found none among 3${hint}`
    await expect(play(['all'], { tag: [tag] })).rejects.toThrow(message)
  })

  test('each case in exactly one of shards of one size, and hardly another one when a case is new', async () => {
    const names = Array.from({ length: 203 }, (_, index) => `case ${index}`)
    const shardsOf = (cases: readonly string[]) => {
      save({ 'all/a.yaml': cases.map((name) => `pass ${name}`).join('\n') })
      const play5 = (part: number) => play(['all'], { json: true, shard: { part, of: 5 } })
      return Promise.all([1, 2, 3, 4, 5].map(async (part) => casesOf(await play5(part))))
    }
    const shards = await shardsOf(names)
    expect(shards.flat().sort()).toEqual(names.map((name) => `${name} passed`).sort())
    expect(shards.map((shard) => shard.length).sort()).toEqual([40, 40, 41, 41, 41])
    const again = await shardsOf(['new', ...names])
    const moved = again.flatMap((shard, part) => shard.filter((name) => !shards[part]?.includes(name)))
    expect(moved).toContain('new passed')
    expect(moved.length).toBeLessThanOrEqual(1 + 4)
  })

  test.each([
    [1, ['a passed', 'b failed', 'c skipped', 'd skipped', 'e skipped']],
    [2, ['a passed', 'b failed', 'c passed', 'd broken', 'e skipped']],
    [true, ['a passed', 'b failed', 'c skipped', 'd skipped', 'e skipped']],
  ] as const)('until %s did not pass when told to bail', async (bail, outcomes) => {
    save({ 'x.yaml': 'pass a\nfail b\npass c\nbreak d\npass e' })
    expect(casesOf(await play(['x.yaml'], { json: true, bail }))).toEqual(outcomes)
  })

  test('what fails again, which changes nothing', async () => {
    save({ 'x.yaml': 'pass a\nfail b' })
    const player = openPlayer()
    const ran = await play(['x.yaml'], { json: true, retry: 2 }, { player })
    expect([casesOf(ran), ran.code]).toEqual([['a passed', 'b failed'], 1])
    expect(player.played).toEqual(['a', 'b', 'b', 'b'])
  })

  test('a case that comes out otherwise the second time as broken: chance is our fault', async () => {
    save({ 'x.yaml': 'waver a' })
    const ran = await play(['x.yaml'], { json: true, retry: 1 })
    expect([casesOf(ran), ran.code]).toEqual([['a broken'], 3])
    expect(ran.stdout).toContain('expected the same each time it is played, found passed at time 2 after failed')
  })
})

describe('R-23 the status of ringsight run', () => {
  test.each([
    [0, 'all passed', 'pass a'],
    [1, 'an expectation failed', 'pass a\nfail b'],
    [2, 'a file is no scenario', 'pass a\nnonsense\nfail b'],
    [3, 'Ringsight broke', 'break a\nnonsense\nfail b'],
  ])('is %d where %s, and the other files still run', async (status, _what, text) => {
    save({ 'all/a.yaml': text, 'all/b.yaml': 'pass last' })
    const ran = await play(['all'], { json: true })
    expect([ran.code, casesOf(ran).at(-1)]).toEqual([status, 'last passed'])
  })

  test('is 2 where the contacts of a scenario cannot be had, and what several files share is told once', async () => {
    save({ 'all/a.yaml': 'pass lost\npass a', 'all/b.yaml': 'pass b' })
    const player = openPlayer()
    const read = async (path: string) => {
      const { scenarios } = await player.read(path)
      return { scenarios, problems: [{ at: { file: '_common.yaml', line: 1, column: 1 }, message: 'odd', source: '' }] }
    }
    const ran = await play(['all'], { json: true }, { player: { ...player, read } })
    expect(ran.json().map(({ type, file, name, message }) => [type, file, name ?? message])).toEqual([
      ['start', undefined, undefined],
      ['problem', '_common.yaml', 'odd'],
      ['problem', 'all/a.yaml', 'no such file'],
      ['case', 'all/a.yaml', 'a'],
      ['case', 'all/b.yaml', 'b'],
      ['summary', undefined, undefined],
    ])
    expect(ran.code).toBe(2)
  })

  test('is 2 without paths, and it says what to do', async () => {
    const { io, ran } = openIo()
    await runProgram(['run'], io)
    expect(ran()).toMatchObject({ code: 2, stdout: '' })
    expect(ran().stderr).toContain('such as: ringsight run ringsight (a first one: ringsight init)')
  })

  test.each([
    [['--grep', '/(/'], '--grep: expected a text, or /a pattern/, found a mistake in it'],
    [['--shard', '3/2'], '--shard: expected which part of how many, such as 2/5'],
    [['--shard', '0/2'], '--shard: expected which part of how many, such as 2/5'],
    [['--tag', 'a,,b'], '--tag: expected a tag such as R-10'],
    [['--bail', '0'], '--bail: expected a whole number from 1'],
    [['--retry', 'x'], '--retry: expected a whole number from 0'],
    [
      ['--reporter', 'junot=x.xml'],
      '--reporter: expected pretty, dot, json, junit, tap or github, found "junot": did you mean junit?',
    ],
    [['--reporter', 'junit='], '--reporter: expected a file after junit=, such as junit=report.txt'],
    [['--watch', '--update'], '--watch and --update: expected one of them, found both'],
  ])('is 2 for %j', async (args, message) => {
    save({ 'a.yaml': '' })
    const { io, ran } = openIo()
    await runProgram(['run', 'a.yaml', ...args], io)
    expect([ran().code, ran().stdout]).toEqual([2, ''])
    expect(ran().stderr).toContain(message)
  })
})

describe('R-23 reports of ringsight run', () => {
  const reporters = (...texts: string[]) => texts.map(readReporter)

  test('go to stdout and to files, several at once', async () => {
    save({ 'a.yaml': 'pass a\nfail b' })
    const reporter = reporters('junit=out.xml', 'tap=out.tap', 'json=out.jsonl')
    const ran = await play(['a.yaml'], { reporter })
    expect(ran.stdout).toContain('✗ a.yaml  1 passed, 1 failed')
    expect(readFileSync('out.xml', 'utf8')).toMatch(/^<\?xml .*<\/testsuites>\n$/s)
    expect(readFileSync('out.tap', 'utf8')).toContain('not ok 2 - a.yaml: b')
    expect(readFileSync('out.jsonl', 'utf8').split('\n')).toHaveLength(5)
    expect(readdirSync('.').sort()).toEqual(['a.yaml', 'out.jsonl', 'out.tap', 'out.xml'])
  })

  test('show the line that failed, as it stands in the file', async () => {
    save({ 'a.yaml': 'pass a\nfail b' })
    expect((await play(['a.yaml'])).stdout).toContain('    a.yaml:2:1\n    2 │ fail b\n      │ ^\n    label\n')
  })

  test('replace those of the run before', async () => {
    save({ 'a.yaml': 'pass a', 'out.tap': 'old' })
    const ran = await play(['a.yaml'], { reporter: reporters('tap=out.tap', 'dot') })
    expect(ran.stdout.startsWith('.\n')).toBe(true)
    expect(readFileSync('out.tap', 'utf8')).toMatch(/^TAP version 14\n1\.\.1\n/)
  })

  test.each([
    [
      'two on stdout',
      ['dot', 'tap'],
      'expected one report on stdout, found dot and tap; write one to a file: tap=FILE',
    ],
    ['one over a scenario', ['json=./a.yaml'], '--reporter: expected another file than ./a.yaml'],
    [
      'two in one file',
      ['json=x', 'tap=./x'],
      '--reporter: expected another file than ./x: --reporter writes it already',
    ],
    ['one in a folder that is not there', ['json=none/x'], '--reporter: there is no folder none'],
  ])('are refused before anything is played: %s', async (_what, texts, message) => {
    save({ 'a.yaml': 'pass a' })
    const player = openPlayer()
    await expect(play(['a.yaml'], { reporter: reporters(...texts) }, { player })).rejects.toThrow(message)
    expect(player.played).toEqual([])
  })

  test('on GitHub name files from the root of the repository, and add to the page of the job', async () => {
    save({ 'app/a.yaml': 'fail b', 'summary.md': 'before\n' })
    process.chdir('app')
    const env = { GITHUB_WORKSPACE: folder, GITHUB_STEP_SUMMARY: join(folder, 'summary.md') }
    const { stdout } = await play(['a.yaml'], { reporter: reporters('github') }, { env })
    expect(stdout).toContain('::stop-commands::id-1\n')
    expect(stdout).toContain('::id-1::\n::error file=app/a.yaml,line=1,col=1,title=b::')
    expect(readFileSync('../summary.md', 'utf8')).toMatch(/^before\n### Ringsight: 1 failed, in 1 file\n/)
  })

  test('on GitHub do without a page that cannot be written', async () => {
    save({ 'a.yaml': 'pass b' })
    const env = { GITHUB_STEP_SUMMARY: 'none/summary.md' }
    const ran = await play(['a.yaml'], { reporter: reporters('github') }, { env })
    expect(ran.code).toBe(0)
    expect(ran.stderr).toContain("the job's summary was not written")
  })

  test('list the scenarios instead when asked', async () => {
    save({ 'a.yaml': 'pass a #R-10\nnonsense\nfail b' })
    const player = openPlayer()
    const ran = await play(['a.yaml'], { list: true }, { player })
    expect(ran.stdout).toBe('a.yaml:1  a  #R-10\na.yaml:3  b\n')
    expect(ran.stderr).toBe('ringsight: a.yaml:2:1: expected a case, found "nonsense"\n')
    expect([ran.code, player.played]).toEqual([2, []])
    expect((await play(['a.yaml'], { list: true, json: true })).json()[1]).toEqual({
      type: 'scenario',
      file: 'a.yaml',
      line: 1,
      column: 1,
      name: 'a',
      tags: ['R-10'],
    })
  })
})

describe('R-23 ringsight run --watch', () => {
  /** Plays while watching. Each change is made when what came before has been played; what each time wrote to stdout. */
  async function watch(paths: readonly string[], changes: readonly (() => void)[]) {
    const stop = new AbortController()
    const { io, ran } = openIo()
    const run = { player: openPlayer(), signal: stop.signal }
    const watching = runScenarios(io, jobOf(paths, { ...FLAGS, watch: true }), run)
    const rounds: string[] = []
    for (const change of [...changes, () => stop.abort()]) {
      const count = () => ran().stderr.split('Watching for changes').length - 1
      await expect.poll(count, { timeout: 5000 }).toBe(rounds.length + 1)
      rounds.push(ran().stdout.slice(rounds.join('').length))
      change()
    }
    await watching
    return { ...ran(), rounds }
  }

  test('plays the file that changed, and the status is that of the last time', async () => {
    save({ 'all/a.yaml': 'pass a', 'all/b.yaml': 'pass b' })
    const { rounds, stderr, code } = await watch(
      ['all'],
      [() => writeFileSync('all/c.yaml', 'pass c'), () => writeFileSync('all/b.yaml', 'fail b')],
    )
    expect(rounds[0]).toMatch(/^✓ all\/a\.yaml {2}1 passed\n✓ all\/b\.yaml/)
    expect(rounds[1]).toMatch(/^✓ all\/c\.yaml {2}1 passed\n\n1 passed/)
    expect(rounds[2]).toMatch(/^✗ all\/b\.yaml/)
    expect(stderr).toMatch(
      /^Playing all\nWatching .*\nChanged: all\/c\.yaml\nWatching .*\nChanged: all\/b\.yaml\nWatching .*\n$/,
    )
    expect(code).toBe(1)
  })

  test('plays all when what they include changes', async () => {
    save({ 'all/a.yaml': 'pass a', 'all/b.yaml': 'pass b', 'all/_common.yaml': '' })
    const { rounds } = await watch(['all'], [() => writeFileSync('all/_common.yaml', 'x')])
    expect(rounds[1]).toMatch(/✓ all\/a\.yaml.*✓ all\/b\.yaml/s)
  })

  test('goes on when nothing is left to play', async () => {
    save({ 'all/a.yaml': 'pass a' })
    const { rounds, stderr } = await watch(
      ['all'],
      [() => writeFileSync('all/a.yaml', ''), () => writeFileSync('all/a.yaml', 'pass again')],
    )
    expect(rounds[1]).toBe('')
    expect(stderr).toContain('ringsight: expected a scenario, found none in all/a.yaml\nWatching')
    expect(rounds[2]).toContain('1 passed')
  })

  test('is not set off by its own reports, nor by what editors put down for a moment', async () => {
    save({ 'all/a.yaml': 'pass a' })
    const stop = new AbortController()
    const { io, ran } = openIo()
    const flags = { ...FLAGS, watch: true, reporter: [readReporter('tap=all/out.tap')] }
    const watching = runScenarios(io, jobOf(['all'], flags), { player: openPlayer(), signal: stop.signal })
    const rounds = () => ran().stderr.split('Watching for changes').length - 1
    await expect.poll(rounds, { timeout: 5000 }).toBe(1)
    for (const name of ['.a.yaml', 'a.yaml~', 'a.yaml.swp']) writeFileSync(join('all', name), 'pass a')
    await new Promise((resolve) => setTimeout(resolve, 200))
    stop.abort()
    await watching
    expect(rounds()).toBe(1)
  })
})
