// What becomes of a command whose output cannot be written: nothing but its output.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { runProgram } from '../../src/cli/program.ts'
import { openIo, run, scratch } from '../cli/run.ts'

/** A stream that takes so many writes and fails at the next one, with its buffer full from the first. */
function failingAfter(writes: number, code: string): Writable {
  let left = writes
  return new Writable({
    highWaterMark: 1,
    autoDestroy: false,
    write: (_chunk, _encoding, done) => {
      left -= 1
      setImmediate(done, left < 0 ? Object.assign(new Error(`${code}: write`), { code, syscall: 'write' }) : null)
    },
  })
}

async function runWith(args: readonly string[], streams: { stdout?: Writable; stderr?: Writable }) {
  const { io, ran } = openIo()
  await runProgram(args, { ...io, ...streams })
  return ran()
}

const CONTACTS = 'fixtures/contacts/sample.csv'
const CHECK = ['check', CONTACTS, '--json', '--fail-on', 'warning']

describe.each([0, 1, 3])('a reader that goes away after %i writes', (writes) => {
  test('changes neither the work of check nor its status', async () => {
    const [one, other] = [scratch(), scratch()]
    const to = (folder: string) => ['--fix', join(folder, 'fix.csv'), '--report', join(folder, 'report.json')]
    const whole = await run([...CHECK, ...to(one)])
    const cut = await runWith([...CHECK, ...to(other)], { stdout: failingAfter(writes, 'EPIPE') })
    expect([cut.code, cut.stderr]).toEqual([whole.code, ''])
    for (const name of ['fix.csv', 'report.json']) {
      expect(readFileSync(join(other, name), 'utf8')).toBe(readFileSync(join(one, name), 'utf8'))
    }
  })

  test('changes neither the work of run nor its status', async () => {
    const file = join(scratch(), 'junit.xml')
    const args = ['run', 'fixtures/scenarios/pass/calls', '--verbose', '--reporter', `junit=${file}`]
    const cut = await runWith([...args, '--json'], { stdout: failingAfter(writes, 'EPIPE') })
    expect([cut.code, cut.stderr]).toEqual([0, ''])
    expect(existsSync(file)).toBe(true)
  })

  test('lets a caller be unknown all the same', async () => {
    const cut = await runWith(['call', '+353870000000', '--contacts', CONTACTS], {
      stdout: failingAfter(writes, 'EPIPE'),
    })
    expect([cut.code, cut.stderr]).toEqual([1, ''])
  })
})

test('what only makes more output ends when nobody reads it', async () => {
  const cut = await runWith(['generate', '--people', '100000000'], { stdout: failingAfter(1, 'EPIPE') })
  expect([cut.code, cut.stderr]).toEqual([0, ''])
})

test('results that have no room are told, and the status says so; the work is done', async () => {
  const file = join(scratch(), 'fix.csv')
  const full = await runWith([...CHECK, '--fix', file], { stdout: failingAfter(0, 'ENOSPC') })
  expect([full.code, full.stderr]).toEqual([3, expect.stringContaining('no space is left')])
  expect(full.stderr).not.toContain('fault of Ringsight')
  expect(existsSync(file)).toBe(true)
})

test.each(['EPIPE', 'ENOSPC', 'EIO'])('stderr that fails with %s changes nothing', async (code) => {
  const whole = await run(['number', '--nothing'])
  const cut = await runWith(['number', '--nothing'], { stderr: failingAfter(0, code) })
  expect([cut.code, cut.stdout]).toEqual([whole.code, whole.stdout])
})
