// Disks that are full or read-only, under the command itself: each says which it is, leaves nothing half-written, and calls
// nothing done that is not.
import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tries } from './effort.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringsight-disks-'))
const disk = join(folder, 'disk')
const people = join(folder, 'people.csv')
const onDisk = (name: string) => join(disk, name)

function ringsight(args: readonly string[], stdout: number | 'pipe' = 'pipe') {
  return spawnSync(process.execPath, ['bin/ringsight.js', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', stdout, 'pipe'],
  })
}

const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'ignore' })

// Mounting is for root, who is who runs this in CI.
describe.runIf(process.getuid?.() === 0)('a disk', () => {
  beforeAll(() => {
    mkdirSync(disk)
    ringsight(['generate', '--people', '2000', '--out', people])
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const WRITERS: readonly (readonly [what: string, args: readonly string[]])[] = [
    ['--fix and --report', ['check', people, '--fix', onDisk('fix.csv'), '--report', onDisk('report.html')]],
    ['generate', ['generate', '--people', '2000', '--out', onDisk('people.csv')]],
    ['import', ['import', people, '--db', onDisk('store.db')]],
    ['generate --into-store', ['generate', '--people', '2000', '--into-store', '--db', onDisk('store.db')]],
    ['run', ['run', 'fixtures/scenarios/pass/calls', '--reporter', `junit=${onDisk('junit.xml')}`]],
  ]
  const some = WRITERS.slice(0, tries(1, WRITERS.length))

  describe('that is full', () => {
    beforeAll(() => mount('-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', disk))
    afterAll(() => execFileSync('umount', [disk], { stdio: 'ignore' }))

    test.each(some)('%s', { timeout: 60_000 }, (_what, args) => {
      const { status, stdout, stderr } = ringsight(args)
      expect([status, stderr]).toEqual([3, expect.stringMatching(/no space|disk is full|disk I\/O/)])
      expect(stdout + stderr).not.toMatch(/fault of Ringsight|Wrote|Imported/)
      const left = readdirSync(disk)
      expect(left.filter((name) => !name.startsWith('store.db'))).toEqual([])
      for (const name of left) rmSync(onDisk(name))
    })

    test('results into a file', { timeout: 60_000 }, () => {
      const file = openSync(onDisk('out.json'), 'w')
      const { status, stderr } = ringsight(['generate', '--people', '2000'], file)
      closeSync(file)
      expect([status, stderr]).toEqual([
        3,
        expect.stringContaining('the results were not written to the end: no space'),
      ])
      rmSync(onDisk('out.json'))
    })
  })

  describe('that is read-only', () => {
    beforeAll(() => mount('-t', 'tmpfs', '-o', 'ro', 'tmpfs', disk))
    afterAll(() => execFileSync('umount', [disk], { stdio: 'ignore' }))

    test.each(some)('%s', { timeout: 60_000 }, (_what, args) => {
      const { status, stdout, stderr } = ringsight(args)
      expect([status, stderr]).toEqual([2, expect.stringContaining('read-only')])
      expect(stdout + stderr).not.toMatch(/fault of Ringsight|Wrote|Imported/)
    })
  })
})
