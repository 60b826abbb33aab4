// what is saved reaches the CRM exactly once, also after a crash or days offline.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openChance } from '../../src/core/chance.ts'
import type { Failure } from '../../src/core/retry.ts'
import { describeParked, isSameOutcome, newSending } from '../../src/core/sending.ts'
import { type CrmCall, CrmError, type CrmWriter } from '../../src/crm/crm.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { resendOutcome } from '../../src/sync/send-outcomes.ts'
import { contact, deal as newDeal } from '../people.ts'
import { arrived, LAG, mortal, openOutbox, outcome, runUntil, START, send, sendAll } from './outbox.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

const WHOLE = (callId = 'c1', contactId = '101') => [
  `Notes of ${callId} @${contactId}`,
  `Task 1 of ${callId} @${contactId}`,
  `Task 2 of ${callId} @${contactId}`,
]

/** The CRM, where one kind of request fails the first time or times. */
function failing(crm: CrmWriter, name: keyof CrmWriter & string, failures: readonly (Failure | null)[]): CrmWriter {
  const left = [...failures]
  return new Proxy(crm, {
    get(target, key) {
      const member = target[key as keyof CrmWriter]
      if (key !== name || typeof member !== 'function') return member
      return async (...args: unknown[]) => {
        const failure = left.shift() ?? null
        if (failure !== null) throw new CrmError(failure, failure.kind)
        return (member as (...each: unknown[]) => unknown)(...args)
      }
    },
  })
}

describe('R-11 an outcome', () => {
  test('becomes one call and its tasks, on the timeline of its contact', async () => {
    const outbox = openOutbox([outcome('c1')])
    expect(await send(outbox)).toEqual({ sent: 1, waiting: 0, parked: 0, nextAt: null, problem: null })
    const { calls, tasks } = outbox.crm.received()
    expect(calls).toMatchObject([
      {
        contactId: '101',
        direction: 'incoming',
        e164: '+353871234567',
        startedAt: '2026-11-20T09:00:00.000Z',
        durationMs: 65_000,
        outcome: 'connected',
        notes: 'Notes of c1',
      },
    ])
    const task = { type: 'todo', priority: 'high', due: '2026-11-25', contactId: '101' }
    expect(tasks).toMatchObject([
      { title: 'Task 1 of c1', ...task },
      { title: 'Task 2 of c1', ...task },
    ])
    expect(tasks.every(({ marker }) => isSameOutcome(marker, calls[0]?.marker ?? ''))).toBe(true)
  })

  test('leaves the outbox, and its call cannot have another one', async () => {
    const outbox = openOutbox([outcome('c1')])
    await send(outbox)
    expect(outbox.store.readOutbox()).toEqual([])
    expect(outbox.store.saveOutcome(outcome('c1'))).toBe(false)
    expect(await send(outbox)).toMatchObject({ sent: 0, waiting: 0 })
    expect(arrived(outbox)).toEqual(WHOLE())
  })

  test('without tasks is a call alone, and without a contact is on no timeline', async () => {
    const outbox = openOutbox([outcome('c1', { tasks: 0 }), outcome('c2', { contactId: null, tasks: 1 })])
    expect(await send(outbox)).toMatchObject({ sent: 2 })
    expect(arrived(outbox)).toEqual(['Notes of c1 @101', 'Notes of c2 @', 'Task 1 of c2 @'])
  })

  test('is sent after those that were saved before it', async () => {
    const outbox = openOutbox(['c3', 'c1', 'c2'].map((callId) => outcome(callId)))
    expect(await send(outbox)).toMatchObject({ sent: 3 })
    expect(outbox.crm.received().calls.map(({ notes }) => notes)).toEqual(['Notes of c3', 'Notes of c1', 'Notes of c2'])
  })

  test('with nothing in the outbox, nobody asks the CRM for anything', async () => {
    const outbox = openOutbox([])
    outbox.crm.setFailure('server')
    expect(await send(outbox)).toEqual({ sent: 0, waiting: 0, parked: 0, nextAt: null, problem: null })
  })
})

describe('R-11 a process may die at any moment', () => {
  const LONGEST_LIFE = 60

  describe.each([0, LAG])('with an index that lags %i ms', (indexLagMs) => {
    test.each([false, true])('once, the call it dies at done: %j', async (isDone) => {
      let deaths = 0
      for (let end = 1; end <= LONGEST_LIFE; end += 1) {
        const outbox = openOutbox([outcome('c1'), outcome('c2', { contactId: '102' })], { indexLagMs })
        if (await runUntil(outbox, { calls: 0, end, isDone })) deaths += 1
        await sendAll(outbox)
        expect(arrived(outbox), `died at call ${end}`).toEqual([...WHOLE('c1'), ...WHOLE('c2', '102')].sort())
        expect(outbox.store.readOutbox()).toEqual([])
      }
      // Reads, notes before and after each of six requests, and two settlings.
      expect(deaths).toBe(1 + 2 + 6 * 3 + 2)
    })

    test('twice', async () => {
      for (let first = 4; first <= 16; first += 1) {
        for (let second = 2; second <= 16; second += 1) {
          for (const isDone of [false, true]) {
            const outbox = openOutbox([outcome('c1')], { indexLagMs })
            await runUntil(outbox, { calls: 0, end: first, isDone })
            await runUntil(outbox, { calls: 0, end: second, isDone })
            await sendAll(outbox)
            expect(arrived(outbox), `died at ${first}, then at ${second}`).toEqual(WHOLE())
          }
        }
      }
    })

    test('at every call it makes, always after the last', async () => {
      const outbox = openOutbox([outcome('c1'), outcome('c2')], { indexLagMs })
      for (let end = 1; end < 200 && outbox.store.readOutbox().length > 0; end += 1) {
        await runUntil(outbox, { calls: 0, end, isDone: true })
        outbox.now += 1_000
      }
      await sendAll(outbox)
      expect(arrived(outbox)).toEqual([...WHOLE('c1'), ...WHOLE('c2')].sort())
    })
  })

  test('and the next one opens the store anew', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringsight-'))
    try {
      for (let end = 1; end <= 14; end += 1) {
        const path = join(folder, `${end}.db`)
        const outbox = openOutbox([outcome('c1')], { indexLagMs: LAG, store: openSqliteStore(path) })
        await runUntil(outbox, { calls: 0, end, isDone: true })
        outbox.store.close()
        outbox.store = openSqliteStore(path)
        await sendAll(outbox)
        expect(arrived(outbox), `died at call ${end}`).toEqual(WHOLE())
        outbox.store.close()
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('a store that fails in between is like a death', async () => {
    const outbox = openOutbox([outcome('c1')])
    const { store } = mortal(outbox, { calls: 0, end: 4, isDone: false })
    await expect(send(outbox, { store })).rejects.toThrow()
    await sendAll(outbox)
    expect(arrived(outbox)).toEqual(WHOLE())
  })
})

describe('R-11 an answer that is lost', () => {
  test.each([1, 2, 3])('is not asked for again, %i in a row', async (count) => {
    const outbox = openOutbox([outcome('c1')])
    outbox.crm.loseAnswers(count)
    expect(await send(outbox)).toMatchObject({ sent: 0, waiting: 1, nextAt: START + 5_000 })
    await sendAll(outbox)
    expect(arrived(outbox)).toEqual(WHOLE())
  })

  test('is waited for while the index may hide it, and meanwhile other contacts have their turn', async () => {
    const outbox = openOutbox([outcome('c1', { tasks: 0 }), outcome('c2', { contactId: '102', tasks: 0 })], {
      indexLagMs: LAG,
    })
    outbox.crm.loseAnswers(1)
    expect(await send(outbox)).toMatchObject({ sent: 0, waiting: 2, nextAt: START + 5_000 })
    outbox.now += 5_000
    expect(await send(outbox, { isHurried: true })).toMatchObject({ sent: 1, waiting: 1, nextAt: START + LAG })
    outbox.now = START + LAG - 1
    expect(await send(outbox, { isHurried: true })).toMatchObject({ sent: 0, waiting: 1, nextAt: START + LAG })
    outbox.now = START + LAG
    expect(await send(outbox)).toMatchObject({ sent: 1, waiting: 0 })
    expect(arrived(outbox)).toEqual(['Notes of c1 @101', 'Notes of c2 @102'])
  })

  test('of a request that never arrived is asked for again, once the CRM would show it', async () => {
    const outbox = openOutbox([outcome('c1')], { indexLagMs: LAG })
    const crm = failing(outbox.crm, 'createCall', [{ kind: 'timeout' }])
    expect(await send(outbox, { crm })).toMatchObject({ waiting: 1, problem: 'timeout' })
    expect((await sendAll(outbox, { crm })).waiting).toBe(0)
    expect(outbox.now).toBe(START + LAG)
    expect(arrived(outbox)).toEqual(WHOLE())
  })

  test('is waited for anew where the clock was set back', async () => {
    const outbox = openOutbox([outcome('c1', { tasks: 0 })], { indexLagMs: LAG })
    outbox.crm.loseAnswers(1)
    await send(outbox)
    outbox.now = START - DAY
    const { nextAt } = await send(outbox, { isHurried: true })
    expect(nextAt).toBe(START - DAY + LAG)
  })

  test('is put on its timeline where the CRM made the call and no more', async () => {
    const outbox = openOutbox([outcome('c1', { tasks: 0 })])
    const createCall: CrmWriter['createCall'] = async (call) => {
      await outbox.crm.createCall({ ...call, contactId: null })
      throw new CrmError({ kind: 'timeout' }, 'the second request was lost')
    }
    await send(outbox, {
      crm: new Proxy(outbox.crm, {
        get: (crm, key) => (key === 'createCall' ? createCall : crm[key as keyof CrmWriter]),
      }),
    })
    await sendAll(outbox)
    expect(arrived(outbox)).toEqual(['Notes of c1 @101'])
  })
})

describe('what cannot be sent now waits', () => {
  test('R-11 offline for days, then goes as soon as somebody says that the network is back', async () => {
    const outbox = openOutbox(Array.from({ length: 20 }, (_, index) => outcome(`c${index}`, { tasks: 1 })))
    let requests = 0
    const offline = new Proxy(outbox.crm, {
      get: (crm, key) => {
        if (typeof crm[key as keyof CrmWriter] !== 'function') return crm[key as keyof CrmWriter]
        return async () => {
          requests += 1
          throw new CrmError({ kind: 'offline' }, 'no route')
        }
      },
    })
    let runs = 0
    while (outbox.now < START + 3 * DAY) {
      runs += 1
      const { nextAt, waiting, problem } = await send(outbox, { crm: offline })
      expect({ waiting, problem }).toEqual({ waiting: 20, problem: 'offline' })
      outbox.now = nextAt ?? Number.NaN
    }
    expect(requests).toBe(runs)
    expect(runs).toBeLessThan(3 * 24 * 4 + 20)
    outbox.now -= 10 * MINUTE
    expect(await send(outbox)).toMatchObject({ sent: 0, waiting: 20 })
    expect(await send(outbox, { isHurried: true })).toMatchObject({ sent: 20, waiting: 0 })
    expect(arrived(outbox)).toHaveLength(40)
  })

  test('at a rate limit as long as the CRM asks for, however hurried', async () => {
    const outbox = openOutbox([outcome('c1'), outcome('c2')])
    outbox.crm.limitRate(90_000)
    expect(await send(outbox)).toMatchObject({ sent: 0, waiting: 2, nextAt: START + 90_000 })
    outbox.crm.limitRate(0)
    outbox.now += 89_999
    expect(await send(outbox, { isHurried: true })).toMatchObject({ sent: 0, nextAt: START + 90_000 })
    outbox.now += 1
    expect(await send(outbox)).toMatchObject({ sent: 2 })
  })

  test('while the CRM is down, and nothing is sent twice once it is up', async () => {
    const outbox = openOutbox([outcome('c1'), outcome('c2')], { indexLagMs: LAG })
    outbox.crm.setFailure('server')
    for (let run = 0; run < 30; run += 1) outbox.now = (await send(outbox)).nextAt ?? Number.NaN
    outbox.crm.setFailure(null)
    await sendAll(outbox)
    expect(arrived(outbox)).toEqual([...WHOLE('c1'), ...WHOLE('c2')].sort())
  })

  test.each<[Failure]>([[{ kind: 'unauthorised' }], [{ kind: 'forbidden' }]])(
    'where the sign-in is the matter: %j parks nothing',
    async (failure) => {
      const outbox = openOutbox([outcome('c1'), outcome('c2', { contactId: '102' })])
      const crm = failing(outbox.crm, 'createCall', [failure])
      const stopped = await send(outbox, { crm })
      expect(stopped).toMatchObject({ sent: 0, waiting: 2, parked: 0, nextAt: START + 15 * MINUTE })
      expect(stopped.problem).toBe(failure.kind)
      expect(await send(outbox, { crm, isHurried: true })).toMatchObject({ sent: 2, problem: null })
    },
  )

  test('chance spreads the phones', async () => {
    const outbox = openOutbox([outcome('c1')])
    const crm = failing(outbox.crm, 'createCall', [{ kind: 'offline' }])
    expect(await send(outbox, { crm, chance: () => 1 })).toMatchObject({ nextAt: START + 6_250 })
  })

  test('one that fails again and again lets the others of its time go first', async () => {
    const outbox = openOutbox([outcome('c1', { tasks: 0 }), outcome('c2', { contactId: '102', tasks: 0 })])
    const createCall: CrmWriter['createCall'] = (call) =>
      call.notes === 'Notes of c1'
        ? Promise.reject(new CrmError({ kind: 'timeout' }, 'too much of it'))
        : outbox.crm.createCall(call)
    const crm = new Proxy(outbox.crm, {
      get: (each, key) => (key === 'createCall' ? createCall : each[key as keyof CrmWriter]),
    })
    outbox.now = (await send(outbox, { crm })).nextAt ?? Number.NaN
    expect(await send(outbox, { crm })).toMatchObject({ sent: 1, waiting: 1 })
    expect(arrived(outbox)).toEqual(['Notes of c2 @102'])
  })

  test('a wait from a clock that was years ahead is void', async () => {
    const outbox = openOutbox([outcome('c1')])
    outbox.now = START + 3_000 * DAY
    outbox.crm.limitRate(90_000)
    await send(outbox)
    outbox.now = START
    outbox.crm.limitRate(0)
    expect(await send(outbox)).toMatchObject({ sent: 1 })
  })
})

describe('what can never be sent is parked', () => {
  test('of a contact that was deleted: kept, with its reason, and sent to nobody else', async () => {
    const outbox = openOutbox([outcome('c1'), outcome('c2', { contactId: '102' })])
    outbox.crm.deleteContact('101')
    expect(await send(outbox)).toMatchObject({ sent: 1, waiting: 0, parked: 1, nextAt: null })
    expect(arrived(outbox)).toEqual(WHOLE('c2', '102'))
    expect(outbox.store.readOutbox()).toEqual([outcome('c1')])
    expect(outbox.store.readSending('c1')?.parked).toEqual({ kind: 'not-found' })
    outbox.now += 30 * DAY
    expect(await send(outbox, { isHurried: true })).toMatchObject({ sent: 0, parked: 1 })
  })

  test('and sent once the contact is restored and somebody asks for it', async () => {
    const outbox = openOutbox([outcome('c1')])
    outbox.crm.deleteContact('101')
    await send(outbox)
    outbox.crm.writeContact(contact({ id: '101' }))
    expect(resendOutcome(outbox.store, 'c1')).toBe(true)
    expect(resendOutcome(outbox.store, 'c1')).toBe(false)
    expect(resendOutcome(outbox.store, 'c9')).toBe(false)
    expect(await send(outbox)).toMatchObject({ sent: 1, parked: 0 })
    expect(arrived(outbox)).toEqual(WHOLE())
  })

  test('half-way: what has arrived stays, is told, and is not sent again', async () => {
    const outbox = openOutbox([outcome('c1')])
    const crm = failing(outbox.crm, 'createTask', [null, { kind: 'refused', says: 'hs_task_type is required' }])
    expect(await send(outbox, { crm })).toMatchObject({ parked: 1 })
    expect(describeParked(outbox.store.readSending('c1') ?? newSending(outcome('c1')))?.because).toBe(
      'The CRM refused it: hs_task_type is required. The call is in the CRM already, with 1 of its tasks.',
    )
    resendOutcome(outbox.store, 'c1')
    await sendAll(outbox, { crm })
    expect(arrived(outbox)).toEqual(WHOLE())
  })

  test('one whose answer was lost and whose contact is deleted then: found all the same, and never made twice', async () => {
    const outbox = openOutbox([outcome('c1', { tasks: 0 })], { indexLagMs: LAG })
    outbox.crm.loseAnswers(1)
    await send(outbox)
    outbox.crm.deleteContact('101')
    expect(await sendAll(outbox)).toMatchObject({ sent: 0, parked: 1 })
    outbox.crm.writeContact(contact({ id: '101' }))
    resendOutcome(outbox.store, 'c1')
    expect(await sendAll(outbox)).toMatchObject({ sent: 1, parked: 0 })
    expect(arrived(outbox)).toEqual(['Notes of c1 @101'])
  })

  test('does not keep later calls of the contact from being sent', async () => {
    const outbox = openOutbox([outcome('c1'), outcome('c2')])
    const crm = failing(outbox.crm, 'createCall', [{ kind: 'refused', says: 'no' }])
    expect(await send(outbox, { crm })).toMatchObject({ sent: 1, parked: 1 })
    expect(arrived(outbox)).toEqual(WHOLE('c2'))
  })
})

describe.each(['redirect', 'not-found'] as const)(
  'a contact that was merged, where its id leads to: %s',
  (mergedIds) => {
    test('has its call on the timeline of the survivor', async () => {
      const outbox = openOutbox([outcome('c1')], { mergedIds })
      outbox.crm.mergeContacts('101', '102')
      outbox.crm.mergeContacts('102', '103')
      expect(await sendAll(outbox)).toMatchObject({ sent: 1, parked: 0 })
      expect(arrived(outbox)).toEqual(WHOLE('c1', '103'))
    })

    test.each([0, LAG])(
      'in the middle of sending, at any moment, with an index that lags %i ms',
      async (indexLagMs) => {
        for (let end = 1; end <= 14; end += 1) {
          for (const isDone of [false, true]) {
            const outbox = openOutbox([outcome('c1')], { mergedIds, indexLagMs })
            await runUntil(outbox, { calls: 0, end, isDone })
            outbox.crm.mergeContacts('101', '102')
            expect(await sendAll(outbox), `died at ${end}`).toMatchObject({ parked: 0 })
            expect(arrived(outbox), `died at ${end}`).toEqual(WHOLE('c1', '102'))
          }
        }
      },
    )

    test('and the survivor deleted: the call is parked', async () => {
      const outbox = openOutbox([outcome('c1')], { mergedIds })
      outbox.crm.mergeContacts('101', '102')
      outbox.crm.deleteContact('102')
      expect(await sendAll(outbox)).toMatchObject({ sent: 0, parked: 1 })
      expect(arrived(outbox)).toEqual([])
    })
  },
)

describe('R-11 the deal of a call', () => {
  const deal = { id: '7', name: 'Renewal', amount: 'EUR 12,500' }
  const saved = outcome('c1')
  const withDeal = { ...saved, call: { ...saved.call, deal } }

  test('has the call as well, unless it was left out or there is none', async () => {
    const alone = { ...withDeal, call: { ...withDeal.call, callId: 'c2' }, isDealLeftOut: true }
    const outbox = openOutbox([withDeal, alone, outcome('c3')])
    outbox.crm.writeContact(contact({ deals: [newDeal({ id: '7' })] }))
    await send(outbox)
    expect(outbox.crm.received().calls.map(({ dealId }) => dealId)).toEqual(['7', null, null])
  })

  test('may be gone by then: the call goes to the contact alone, once', async () => {
    const outbox = openOutbox([withDeal])
    const createCall = async (call: CrmCall) => {
      if (call.dealId) throw new CrmError({ kind: 'not-found' }, 'no such deal')
      return outbox.crm.createCall(call)
    }
    const crm = { ...outbox.crm, createCall }
    expect(await send(outbox, { crm })).toMatchObject({ sent: 1, waiting: 0, parked: 0 })
    expect(arrived(outbox)).toEqual(WHOLE())
  })
})

test('a CRM that says the contact is there and not there is not asked for ever', async () => {
  const outbox = openOutbox([outcome('c1')])
  let requests = 0
  const createCall = async () => {
    requests += 1
    throw new CrmError({ kind: 'not-found' }, 'no such contact')
  }
  const crm = new Proxy(outbox.crm, {
    get: (each, key) => (key === 'createCall' ? createCall : each[key as keyof CrmWriter]),
  })
  expect(await send(outbox, { crm })).toMatchObject({ sent: 0, waiting: 1, nextAt: START + 15 * MINUTE })
  expect(requests).toBeLessThan(10)
})

test('R-11 whatever goes wrong in whatever order, every outcome arrives once', async () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = openChance(seed)
    const chance = (limit: number) => Math.floor(random() * limit)
    const options = { indexLagMs: [0, LAG][chance(2)] ?? 0, mergedIds: chance(2) ? 'redirect' : 'not-found' } as const
    const outbox = openOutbox([outcome('c1'), outcome('c2'), outcome('c3', { contactId: '103' })], options)
    let isMerged = false
    for (let step = 0; step < 30; step += 1) {
      const fault = chance(8)
      if (fault === 0) outbox.crm.setFailure('server')
      if (fault === 1) outbox.crm.limitRate(chance(30_000))
      if (fault === 2) outbox.crm.loseAnswers(1 + chance(3))
      if (fault === 3 && !isMerged) {
        outbox.crm.mergeContacts('101', '102')
        isMerged = true
      }
      const life = { calls: 0, end: 1 + chance(12), isDone: chance(2) === 0 }
      await send(outbox, { ...mortal(outbox, life), isHurried: chance(2) === 0 }).catch(() => {})
      outbox.crm.setFailure(null)
      outbox.now += chance(20_000)
    }
    outbox.crm.loseAnswers(0)
    await sendAll(outbox)
    const survivor = isMerged ? '102' : '101'
    const expected = [...WHOLE('c1', survivor), ...WHOLE('c2', survivor), ...WHOLE('c3', '103')].sort()
    expect(arrived(outbox), `seed ${seed}`).toEqual(expected)
  }
})
