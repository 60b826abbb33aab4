import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { run, scratch } from './run.ts'

const CONTACTS = ['--contacts', 'fixtures/contacts/sample.csv', '--db', ':memory:']
const CIARA = '+353837247309'

let file = ''
beforeEach(() => {
  file = join(scratch(), 'call.yaml')
})

async function record(args: readonly string[]): Promise<string> {
  const { stderr } = await run(['call', ...args, ...CONTACTS, '--record', file])
  expect(stderr).toContain('steps recorded: ringsight run')
  return readFileSync(file, 'utf8')
}

describe('R-23 a call that is recorded', () => {
  test.each<[string, readonly string[]]>([
    ['answered and logged', [CIARA, '--outcome', 'connected', '--notes', 'A "quote": #1', '--task', 'Send; friday']],
    ['answered and left unsaved', [CIARA, '--answer', '5s']],
    ['missed', [CIARA, '--miss']],
    ['declined', [CIARA, '--decline']],
    ['missed on iOS', [CIARA, '--miss', '--platform', 'ios']],
    ['in national form', ['083 724 7309', '--region', 'IE', '--miss']],
    ['without a permission', [CIARA, '--deny', 'call-log', '--answer', '5s']],
    ['with the role, on an old Android', [CIARA, '--role', '--api-level', '29', '--answer', '5s']],
    ['withheld', ['withheld', '--miss']],
    ['to somebody, in the app', [CIARA, '--direction', 'outgoing', '--answer', '61s']],
    ['to somebody who is busy', [CIARA, '--direction', 'outgoing', '--decline']],
    ['outside the app', [CIARA, '--direction', 'outgoing', '--from', 'outside', '--log-calls', 'on']],
  ])('passes when it is played again: %s', async (_what, args) => {
    await record(args)
    const { code, stdout } = await run(['run', file])
    expect(stdout).toContain('1 passed')
    expect(code).toBe(0)
  })

  test('holds who took part and nobody else, and what was seen', async () => {
    const text = await record([CIARA, '--outcome', 'busy'])
    expect(text.match(/first-name/g)).toHaveLength(1)
    expect(text).toContain('card: {name: Ciara Connolly')
    expect(text).toContain('outcome: {choose: Busy}')
    expect(text).toContain('waiting: 1')
  })

  test('replaces no file unless it is told to', async () => {
    await record([CIARA, '--miss'])
    const again = await run(['call', CIARA, '--miss', ...CONTACTS, '--record', file])
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('exists already; --force replaces it') })
    expect((await run(['call', CIARA, '--miss', ...CONTACTS, '--record', file, '--force'])).stderr).toContain(
      'recorded',
    )
  })

  test('needs a terminal where a phone is to be used', async () => {
    const { code, stderr } = await run(['phone', '--db', ':memory:', '--record', file])
    expect(stderr).toContain('--record: expected a terminal')
    expect(code).toBe(2)
  })
})
