// A command that only asks makes no store: a name that was mistyped leaves no file behind, and gets no answer about an empty one.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run, scratch } from './run.ts'

test.each<[args: readonly string[], code: number]>([
  [['explain', '+353871234567'], 1],
  [['replay', 'fixtures/calls/twilio.csv'], 0],
  [['sync', 'status'], 1],
  [['outbox', 'list'], 0],
  [['sign-out'], 0],
  [['serve', 'calls'], 2],
  [['serve', 'restored'], 2],
  [['serve'], 2],
  [['serve', 'token', 'list'], 2],
  [['serve', 'token', 'revoke', 'anna'], 2],
])('%j', async (args, code) => {
  const db = join(scratch(), 'mistyped.db')
  const ran = await run([...args, '--db', db])
  expect([ran.code, existsSync(db)]).toEqual([code, false])
  if (code === 2 && args.length > 1) expect(ran.stderr).toBe(`ringsight: ${db}: there is no such database\n`)
})
