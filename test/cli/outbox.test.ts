// what waits for the CRM can be seen, sent, changed and given up.
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Outcome } from '../../src/core/outcome.ts'
import { newSending, type Sending } from '../../src/core/sending.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { shortIds } from '../../src/sync/outbox-report.ts'
import { outcome } from '../sync/outbox.ts'
import { run, scratch } from './run.ts'

const PARKED = { kind: 'refused', says: 'no such owner' } as const
const WHY = 'The CRM refused it: no such owner. Change what it names, then try it again.'
const LATER = Date.parse('2026-11-20T12:10:00Z')

/** A store with these outcomes in its outbox; how a command is run on it. */
function openWith(saved: readonly (readonly [Outcome, Partial<Sending>])[]) {
  const db = join(scratch(), 'ringsight.db')
  const store = openSqliteStore(db)
  for (const [each, sending] of saved) {
    store.saveOutcome(each)
    store.keepSending(each.call.callId, { ...newSending(each), ...sending })
  }
  store.close()
  const outbox = () => {
    const again = openSqliteStore(db)
    const found = again.readOutbox().map((each) => ({ each, sending: again.readSending(each.call.callId) }))
    again.close()
    return found
  }
  return { db, outbox, run: (...args: string[]) => run(['outbox', ...args, '--db', db]) }
}

const named = (callId: string, contactName: string): Outcome => {
  const one = outcome(callId)
  return { ...one, call: { ...one.call, contactName } }
}

describe('R-11 ringsight outbox', () => {
  test('says who, how it went, since when, and what keeps it', async () => {
    const { run } = openWith([
      [outcome('3f2a91c0-1111'), {}],
      [named('9b11aa02-2222', 'Brian Nolan'), { wait: { until: LATER, because: 'offline' } }],
      [named('c0ffee11-3333', 'Ciara Connolly'), { parked: PARKED }],
    ])
    const { stdout, code } = await run()
    const [first = '', second = '', why = '', third = '', reason = '', next = ''] = stdout.split('\n')
    expect(first).toMatch(/^3f2a91c0 {2}Anna Byrne {6}Connected {2}2026-11-20 \d\d:05 {2}is sent with the next sync$/)
    expect(second).toMatch(/^9b11aa02 {2}Brian Nolan .* waits until 2026-11-20 \d\d:10$/)
    expect(why).toBe('    There is no connection to the CRM. Go online; then it is tried again.')
    expect(third).toMatch(/^c0ffee11 .* parked$/)
    expect(reason).toBe(`    ${WHY}`)
    expect(next).toContain('ringsight outbox retry c0ffee11')
    expect(code).toBe(0)
  })

  test('--json has stable names', async () => {
    const { run } = openWith([
      [outcome('3f2a91c0-1111', { tasks: 1 }), { records: ['9001'], parked: PARKED }],
      [outcome('9b11aa02-2222'), { wait: { until: LATER, because: 'lost-answer' } }],
    ])
    expect((await run('list', '--json')).json()).toMatchObject([
      {
        type: 'outcome',
        shortId: '3f2a91c0',
        callId: '3f2a91c0-1111',
        contactId: '101',
        name: 'Anna Byrne',
        number: '+353871234567',
        direction: 'incoming',
        outcome: 'connected',
        label: 'Connected',
        notes: 'Notes of 3f2a91c0-1111',
        tasks: [{ title: 'Task 1 of 3f2a91c0-1111' }],
        state: 'parked',
        nextAt: null,
        problem: {
          kind: 'refused',
          message: 'The CRM refused it: no such owner. The call is in the CRM already, with none of its tasks.',
          fix: 'Change what it names, then try it again.',
        },
        isCallInCrm: true,
        tasksInCrm: 0,
      },
      { state: 'waiting', nextAt: '2026-11-20T12:10:00.000Z', problem: { kind: 'lost-answer' } },
      { type: 'summary', waiting: 1, parked: 1 },
    ])
  })

  test('draws no name as anything but a name', async () => {
    const { run } = openWith([[named('c1', '\u001b[2J\u202eEve\n\u0007Two'), {}]])
    const { stdout } = await run()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal control sequences are what it looks for
    expect(stdout).not.toMatch(/[\u0007\u001b\u202e]/)
    expect(stdout).toContain('Eve Two')
  })

  test('without a store, or with nothing in it, says that nothing waits', async () => {
    expect((await run(['outbox'])).stdout).toMatch(/^Nothing waits for the CRM in \S+ringsight\.db\.\n$/)
    expect((await openWith([]).run('list', '--json')).json()).toEqual([{ type: 'summary', waiting: 0, parked: 0 }])
  })
})

describe('R-11 ringsight outbox edit', () => {
  test('changes a parked outcome, named by the beginning of its id, so that it is sent again', async () => {
    const { run, outbox } = openWith([[outcome('3f2a91c0-1111'), { parked: PARKED, failures: 2 }]])
    const flags = ['--outcome', 'Busy', '--notes', 'Shorter', '--task', 'Send the quote; tomorrow; high']
    expect(await run('edit', '3f2a', ...flags)).toMatchObject({ code: 0, stderr: '' })
    const task = { title: 'Send the quote', type: 'todo', priority: 'high', due: '2026-11-21' }
    expect(outbox()).toMatchObject([
      { each: { outcome: 'busy', notes: 'Shorter', tasks: [task] }, sending: { parked: null, failures: 0 } },
    ])
  })

  test.each([
    ['nothing to change', ['edit', 'c1'], 'expected what to change'],
    ['a call that is not there', ['edit', 'zz', '--notes', 'x'], 'expected a call of the outbox'],
    ['an ambiguous one', ['edit', 'c', '--notes', 'x'], 'found 2 whose id begins with "c"'],
    ['an outcome that nobody offers', ['edit', 'c1', '--outcome', 'great'], '--outcome: expected one of connected'],
    ['a task that is none', ['edit', 'c1', '--task', 'Call; whenever'], '--task: expected a type'],
    ['notes of a call that is in the CRM', ['edit', 'c2', '--notes', 'x'], 'in the CRM already', 1],
    ['notes that are too long', ['edit', 'c1', '--notes', 'x'.repeat(70_000)], 'Shorten the notes', 1],
  ])('refuses %s, and changes nothing', async (_what, args, says, status = 2) => {
    const { run, outbox } = openWith([
      [outcome('c1'), { parked: PARKED }],
      [outcome('c2'), { records: ['9001'], parked: PARKED }],
    ])
    const before = outbox()
    const { code, stderr } = await run(...args)
    expect([code, stderr]).toEqual([status, expect.stringContaining(says)])
    expect(outbox()).toEqual(before)
  })

  test('takes back tasks that were not sent', async () => {
    const { run, outbox } = openWith([[outcome('c1'), { records: ['9001', '9002'], parked: PARKED }]])
    expect((await run('edit', 'c1', '--no-tasks')).code).toBe(0)
    expect(outbox()[0]?.each.tasks).toMatchObject([{ title: 'Task 1 of c1' }])
  })
})

describe('R-11 ringsight outbox discard', () => {
  test('gives up one outcome and no other', async () => {
    const { run, outbox } = openWith([
      [outcome('c1'), {}],
      [outcome('c2'), { records: ['9001'] }],
    ])
    expect((await run('discard', 'c2')).stdout).toBe(
      'Deleted the outcome for Anna Byrne. What already reached the CRM stays there.\n',
    )
    expect(outbox()).toMatchObject([{ each: { call: { callId: 'c1' } } }])
  })
})

test('R-11 while another process works with the CRM, nothing is changed, and that is said', async () => {
  const { db, run, outbox } = openWith([[outcome('c1'), {}]])
  const other = openSqliteStore(db)
  const claim = other.claimCrm()
  const { code, stderr } = await run('discard', 'c1')
  expect([code, stderr]).toEqual([3, expect.stringContaining('another ringsight is working')])
  expect(outbox()).toHaveLength(1)
  claim?.release()
  other.close()
})

test('without a token the outbox is not sent, and where to get one is said', async () => {
  const { run } = openWith([[outcome('c1'), {}]])
  const { code, stderr } = await run('send')
  expect([code, stderr]).toEqual([2, expect.stringContaining('set HUBSPOT_TOKEN')])
})

test.each([
  [
    ['3f2a91c0-1', '9b11aa02-2'],
    ['3f2a91c0', '9b11aa02'],
  ],
  [
    ['3f2a91c0-1', '3f2a91c0-2'],
    ['3f2a91c0-1', '3f2a91c0-2'],
  ],
  [
    ['c1', 'c10'],
    ['c1', 'c10'],
  ],
])('of %j the ids are shown as %j', (ids, short) => {
  expect([...shortIds(ids).values()]).toEqual(short)
})
