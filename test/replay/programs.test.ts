// Every program's call log is recognised by its columns, and read as the same calls.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { openLog } from '../../src/replay/log-file.ts'
import type { LeftOut, PastCall } from '../../src/replay/past-call.ts'
import { PROGRAMS } from '../../src/replay/programs.ts'
import { CAME, LOGS, makeYear } from './fixture-logs.ts'

const FOLDER = 'fixtures/calls'
const NOTHING_STATED = { columns: { number: null, time: null, direction: null }, advice: '' }

async function readLog(path: string, stdin = Readable.from([])) {
  const log = await openLog({ stdin }, path, NOTHING_STATED)
  const calls: (PastCall | LeftOut)[] = []
  for await (const batch of log.calls()) calls.push(...batch)
  return { log, calls, came: calls.filter((call) => typeof call !== 'string') }
}

if (process.env['UPDATE'] === '1') {
  for (const [name, { text }] of Object.entries(LOGS)) writeFileSync(join(FOLDER, name), text)
  writeFileSync(join(FOLDER, 'year.xml'), makeYear())
}

describe.each(Object.entries(LOGS))('%s', (name, { program, text }) => {
  test('is the file that ships', () => expect(readFileSync(join(FOLDER, name), 'utf8')).toBe(text))

  test('is recognised by its columns', async () => {
    expect((await readLog(join(FOLDER, name))).log.columns.program?.name).toBe(program)
  })

  test('tells of the calls that came in, from whom and on which day, and of no other', async () => {
    const { came, calls } = await readLog(join(FOLDER, name))
    // Written with its country code, a number needs no plus in a log of Asterisk.
    const told = came.map(({ line, day }) => [line.text.replace(/^(?=\d)/, '+'), day])
    const expected = CAME.map(({ from, at }) => [from, at.slice(0, 10)])
    const ordered = name === 'ringcentral.csv' ? expected.map(([from, day]) => [from, american(day ?? '')]) : expected
    expect(told).toEqual(ordered)
    expect(calls.length).toBeGreaterThan(came.length)
  })

  test('tells a caller who withheld the number from an empty cell', async () => {
    const { came } = await readLog(join(FOLDER, name))
    const presentations = came.map(({ line }) => line.presentation)
    expect(presentations.filter((each) => each !== 'ALLOWED')).toHaveLength(1)
  })
})

// As it stands until the file has told the order.
const american = (day: string) => `${Number(day.slice(5, 7))}/${Number(day.slice(8, 10))}/${day.slice(0, 4)}`

test('the year of the guide is the file that ships', () => {
  expect(readFileSync(join(FOLDER, 'year.xml'), 'utf8')).toBe(makeYear())
})

test('every program has a log here, but for what has no header and comes with another', () => {
  const known = PROGRAMS.map(({ name }) => name).filter((name) => name !== 'Asterisk (cdr_custom)')
  expect(
    Object.values(LOGS)
      .map(({ program }) => program)
      .sort(),
  ).toEqual(known.sort())
})

test('every program names a public source of its columns', () => {
  for (const { source } of PROGRAMS) expect(new URL(source).protocol).toBe('https:')
})
