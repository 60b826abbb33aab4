// What scenarios are read from, and what they name, where it is no file of their project: refused, and nothing of it shown.
// Played by the built command as a process of its own, which must not hang.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'ringsight-files-'))
const project = join(folder, 'project')
const SECRET = 'phone: {platfrom: T0PSECRET}\nT0PSECRET,b\n'
const socket = createServer()

beforeAll(async () => {
  write('../secret/s.yaml', SECRET)
  write('own.yaml', 'phone: {platform: ios}\n')
  mkdirSync(join(project, 'folder'))
  execFileSync('mkfifo', [join(project, 'pipe')])
  symlinkSync(join(folder, 'secret/s.yaml'), join(project, 'out'))
  symlinkSync(join(folder, 'secret'), join(project, 'outfolder'))
  symlinkSync('own.yaml', join(project, 'link'))
  symlinkSync('loop', join(project, 'loop'))
  symlinkSync(join(project, 'pipe'), join(project, 'pipelink'))
  write('large', 'x'.repeat(3_000_000))
  await new Promise<void>((open) => socket.listen(join(project, 'socket'), open))
})

afterAll(() => {
  socket.close()
  rmSync(folder, { recursive: true })
})

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true })
  writeFileSync(join(project, path), text)
}

interface Ended {
  readonly status: number | null
  readonly said: string
}

/** @param shell runs `ringsight` with this, as a shell does */
function run(shell: string): Promise<Ended> {
  const command = `ringsight() { '${process.execPath}' '${resolve('bin/ringsight.js')}' "$@"; }; ${shell}`
  const child = spawn('bash', ['-c', command], { cwd: project, timeout: 20_000, killSignal: 'SIGKILL' })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
  return new Promise((end) => child.on('close', (status) => end({ status, said })))
}

const NAMED: readonly (readonly [string, string])[] = [
  ['/dev/zero', 'outside the project'],
  ['/dev/tty', 'outside the project'],
  ['/dev/fd/0', 'outside the project'],
  ['/proc/self/environ', 'outside the project'],
  ['../secret/s.yaml', 'outside the project'],
  ['out', 'outside the project'],
  ['outfolder/s.yaml', 'outside the project'],
  ['pipe', 'found a pipe'],
  ['pipelink', 'found a pipe'],
  ['socket', 'found a socket'],
  ['folder', 'found a folder'],
  ['loop', 'lead in a circle'],
  ['large', 'expected at most 1 MB'],
  ['none', 'no such file'],
  ['a\\0b', 'a NUL character'],
  [`${'n'.repeat(300)}`, 'too long'],
]

describe('R-22 what a scenario names and is no file of its project', () => {
  test('is not included: a sentence for each, and nothing of it is shown', async () => {
    const documents = NAMED.map(([path], at) => `name: "${at}"\ninclude: "${path}"\nsteps: [reboot]\n`)
    write('includes.yaml', documents.join('---\n'))
    const { status, said } = await run('ringsight run includes.yaml --json')
    const messages = said
      .split('\n')
      .filter((line) => line.includes('"problem"'))
      .map((line) => (JSON.parse(line) as { message: string }).message)
    for (const [path, sentence] of NAMED) expect(messages.join('\n'), path).toContain(sentence)
    expect(messages.filter((message) => message.includes('expected a file to include'))).toHaveLength(NAMED.length - 1)
    expect(said).not.toContain('T0PSECRET')
    expect(status).toBe(2)
  })

  test('gives no contacts either', async () => {
    const paths = ['../secret/s.csv', '/dev/zero.csv', 'pipe.csv']
    write('../secret/s.csv', SECRET)
    execFileSync('mkfifo', [join(project, 'pipe.csv')])
    write('contacts.yaml', paths.map((path) => `name: x ${path}\ncontacts: ${path}\nsteps: [reboot]\n`).join('---\n'))
    const { status, said } = await run('ringsight run contacts.yaml')
    expect(said).toContain('it lies outside the project')
    expect(said).toContain('expected a file, found a pipe')
    expect(said).not.toContain('T0PSECRET')
    expect(status).toBe(2)
  })

  test('is not played where it lies in a folder, and a link within the project is', async () => {
    mkdirSync(join(project, 'all'))
    write('all/good.yaml', 'name: good\ninclude: ../link\nsteps: [reboot]\n')
    symlinkSync(join(folder, 'secret/s.yaml'), join(project, 'all/bad.yaml'))
    execFileSync('mkfifo', [join(project, 'all/pipe.yaml')])
    const { status, said } = await run('ringsight run all --verbose')
    expect(said).toContain('1 passed, 2 problems')
    expect(said).not.toContain('T0PSECRET')
    expect(status).toBe(2)
    for (const report of ['json', 'junit', 'tap', 'github', 'dot']) {
      expect((await run(`ringsight run all --reporter ${report}`)).said).not.toContain('T0PSECRET')
    }
  }, 60_000)

  test('does not multiply by including itself by turns', async () => {
    const next = (at: number) => `_${at + 1}.yaml`
    for (let at = 0; at < 9; at += 1)
      write(`_${at}.yaml`, `include: [${next(at)}, ${next(at)}, ${next(at)}, ${next(at)}]\n`)
    write('_9.yaml', 'phone: {platform: ios}\n')
    write('many.yaml', 'name: x\ninclude: _0.yaml\nsteps: [reboot]\n')
    const { status, said } = await run('ringsight run many.yaml')
    expect(said).toContain('expected at most 200 included files, found more')
    expect(status).toBe(2)
  })
})

describe('R-22 a pipe that is named to be played', () => {
  const FAILS = 'name: fails\nsteps:\n  - call: +353871234567\n  - expect: {card: Anna}\n'

  test.each([
    ["a shell's", 'ringsight run <(cat fails.yaml)'],
    ['one with a name', 'mkfifo named; cat fails.yaml >named & ringsight run named'],
  ])(
    'is read once, and its report shows the lines: %s',
    async (_what, shell) => {
      write('fails.yaml', FAILS)
      const { status, said } = await run(shell)
      expect(said).toContain('4 │   - expect: {card: Anna}')
      expect(said).toContain('1 failed')
      expect(status).toBe(1)
    },
    30_000,
  )

  test.each([
    ['/dev/null', 'expected a file, found a device'],
    ['/dev/zero', 'expected a file, found a device'],
    ['socket', 'expected a file, found a socket'],
    ['pipe --watch', 'expected files that change, found a pipe'],
  ])(
    'is no %s',
    async (path, sentence) => {
      const { status, said } = await run(`ringsight run ${path}`)
      expect(said).toContain(sentence)
      expect(status).toBe(2)
    },
    30_000,
  )
})
