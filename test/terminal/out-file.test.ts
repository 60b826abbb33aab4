// The files that commands write: who may read them, and what is left when something goes wrong.
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { InputError } from '../../src/terminal/exit.ts'
import { expectTargets, openOutFile, writeOutFile } from '../../src/terminal/out-file.ts'
import { openIo, scratch } from '../cli/run.ts'

const target = (path: string, { mayReplace = false, isPersonal = true } = {}) => ({
  path,
  flag: '--out',
  mayReplace,
  replacing: 'replace it by hand',
  isPersonal,
})
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)
const usual = (0o666 & ~process.umask()).toString(8)

describe('who may read a file', () => {
  test('a new one that holds personal data is for its owner alone, another one as usual', async () => {
    const folder = scratch()
    await writeOutFile(target(join(folder, 'personal.csv')), ['a'])
    await writeOutFile(target(join(folder, 'invented.csv'), { isPersonal: false }), ['a'])
    expect([modeOf(join(folder, 'personal.csv')), modeOf(join(folder, 'invented.csv'))]).toEqual(['600', usual])
  })

  test.each([0o600, 0o640, 0o644, 0o664])('one that is replaced keeps its mode %o', async (mode) => {
    const path = join(scratch(), 'report.html')
    for (const isPersonal of [true, false]) {
      writeFileSync(path, 'before')
      chmodSync(path, mode)
      await writeOutFile(target(path, { mayReplace: true, isPersonal }), ['after'])
      expect([modeOf(path), readFileSync(path, 'utf8')]).toEqual([mode.toString(8), 'after'])
    }
  })

  test('nobody else reads it while it is being written', async () => {
    const folder = scratch()
    const path = join(folder, 'report.html')
    writeFileSync(path, 'before')
    chmodSync(path, 0o644)
    const file = await openOutFile(target(path, { mayReplace: true }))
    const [temporary = ''] = readdirSync(folder).filter((name) => name.endsWith('.tmp'))
    expect(modeOf(join(folder, temporary))).toBe('600')
    await file.discard()
    expect(readdirSync(folder)).toEqual(['report.html'])
  })
})

describe('a file that is there', () => {
  test('is not replaced unless that is allowed, also when it came while the new one was written', async () => {
    const path = join(scratch(), 'out.csv')
    const file = await openOutFile(target(path))
    await file.write('ours')
    writeFileSync(path, 'theirs')
    await expect(file.finish()).rejects.toThrow('exists already; replace it by hand')
    await file.discard()
    expect(readFileSync(path, 'utf8')).toBe('theirs')
    await expect(openOutFile(target(path))).rejects.toThrow(InputError)
  })

  test('is replaced where a link leads to it, and the link stays', async () => {
    const folder = scratch()
    mkdirSync(join(folder, 'there'))
    writeFileSync(join(folder, 'there', 'own.csv'), 'before')
    symlinkSync(join('there', 'own.csv'), join(folder, 'link.csv'))
    await writeOutFile(target(join(folder, 'link.csv'), { mayReplace: true }), ['after'])
    expect(readlinkSync(join(folder, 'link.csv'))).toBe(join('there', 'own.csv'))
    expect(readFileSync(join(folder, 'there', 'own.csv'), 'utf8')).toBe('after')
    expect(readdirSync(join(folder, 'there'))).toEqual(['own.csv'])
  })

  test.each([
    ['a link that leads nowhere', (folder: string) => symlinkSync('nowhere', join(folder, 'out')), 'leads nowhere'],
    ['a link to itself', (folder: string) => symlinkSync('out', join(folder, 'out')), 'in a circle'],
    ['a folder', (folder: string) => mkdirSync(join(folder, 'out')), 'found a folder'],
  ])('%s is refused', async (_what, make, message) => {
    const folder = scratch()
    make(folder)
    await expect(openOutFile(target(join(folder, 'out'), { mayReplace: true }))).rejects.toThrow(message)
    expect(readdirSync(folder)).toEqual(['out'])
  })
})

describe('before any work is done', () => {
  const { io } = openIo()
  const isRefused = (targets: string[], read: string[] = []) =>
    expectTargets(
      io,
      targets.map((path) => target(path, { mayReplace: true })),
      read,
    ).then(
      () => false,
      (error: unknown) => error instanceof InputError,
    )

  test('two outputs that are one file are refused, whatever they are called', async () => {
    const folder = scratch()
    mkdirSync(join(folder, 'a'))
    symlinkSync(folder, join(folder, 'link'))
    const path = join(folder, 'out.csv')
    for (const other of [`${folder}/./out.csv`, `${folder}/a/../out.csv`, join(folder, 'link', 'out.csv')]) {
      expect([other, await isRefused([path, other])]).toEqual([other, true])
      expect([other, await isRefused([path], [other])]).toEqual([other, true])
    }
    expect(await isRefused([path, join(folder, 'other.csv')], [join(folder, 'read.csv')])).toBe(false)
    writeFileSync(path, 'there')
    linkSync(path, join(folder, 'same.csv'))
    expect(await isRefused([path], [join(folder, 'same.csv')])).toBe(true)
    expect(await isRefused([path, join(folder, 'same.csv')])).toBe(true)
  })

  test('a database is not replaced, also where a file may be', async () => {
    const path = join(scratch(), 'store.db')
    const store = openSqliteStore(path)
    store.write('dispositions', [])
    expect(await isRefused([`${path}-wal`])).toBe(true)
    store.close()
    expect(await isRefused([path])).toBe(true)
  })
})

test('a name as long as the system allows is written', async () => {
  const path = join(scratch(), 'n'.repeat(255))
  await writeOutFile(target(path), ['a'])
  expect(existsSync(path)).toBe(true)
  await expect(openOutFile(target(`${path}n`))).rejects.toThrow('the name is too long')
})

test('what a process left that was killed goes with the next file of the same name; what another one writes stays', async () => {
  const folder = scratch()
  // Beyond the highest number that Linux gives a process.
  const dead = '.out.csv.4194305-0123abcd.tmp'
  const running = `.out.csv.${process.pid}-0123abcd.tmp`
  for (const name of [dead, running, '.out.csv.tmp']) writeFileSync(join(folder, name), 'half')
  await writeOutFile(target(join(folder, 'out.csv')), ['whole'])
  expect(readdirSync(folder).sort()).toEqual([running, '.out.csv.tmp', 'out.csv'].sort())
})
