// Logs that another program wrote, and whose calls it counted, are counted the same. Skipped without python3.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '../cli/run.ts'

const SAMPLE = 'fixtures/contacts/sample.csv'
// Debian's own has openpyxl, where it is installed.
const PYTHON = ['/usr/bin/python3', 'python3'].find((each) => spawnSync(each, ['--version']).status === 0)
const LOGS = [
  'sms-backup-restore.xml',
  '3cx.csv',
  'freeswitch.csv',
  'twilio.csv',
  'ringcentral.csv',
  'android.csv',
  'hubspot.xlsx',
]
const WITHOUT_PLUS = ['Master.csv', 'freepbx.csv', 'aircall.csv']

interface Share {
  readonly calls: number
  readonly callers: number
}

const folder = mkdtempSync(join(tmpdir(), 'ringsight-logs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(PYTHON === undefined)('what Python wrote and counted', () => {
  let truth: { readonly all: Share; readonly named: Share; readonly days: readonly string[] }
  beforeAll(() => {
    const made = spawnSync(PYTHON ?? '', ['test/replay/make_logs.py', SAMPLE, folder], { encoding: 'utf8' })
    expect([made.status, made.stderr]).toEqual([0, ''])
    truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8'))
  })

  async function replay(name: string, ...flags: string[]) {
    const ran = await run(['replay', join(folder, name), '--contacts', SAMPLE, '--region', 'IE', '--json', ...flags])
    const lines = ran.json()
    const { calls, callers, named, undated } = lines.at(-1) as Record<string, Share & number>
    const days = lines.filter(({ type }) => type === 'day').map(({ day }) => day)
    return { lines, found: { calls, callers, named, undated, days } }
  }
  const expected = () => {
    const { all, named, days } = truth
    return {
      calls: all.calls,
      callers: all.callers,
      named: { calls: named.calls, callers: named.callers },
      undated: 0,
      days,
    }
  }

  test.each(LOGS)('%s', async (name) => {
    // A workbook takes openpyxl.
    if (name.endsWith('.xlsx') && !readdirSync(folder).includes(name)) return
    expect((await replay(name)).found).toEqual(expected())
  })

  test.each(WITHOUT_PLUS)('%s: its numbers have no +, which is said, and read once it is stated', async (name) => {
    const { lines, found } = await replay(name)
    expect(found.named?.calls).toBeLessThan(truth.named.calls)
    expect(JSON.stringify(lines.at(-1)?.['notices'])).toMatch(
      /calls come from numbers that cannot be read .* state --international/,
    )
    expect((await replay(name, '--international')).found).toEqual(expected())
  })
})
