// An app's own test on a simulated phone, and what the contract leaves open.
import { describe, expect, test } from 'vitest'
import { type CallerIdEvent, type CallerIdNative, drainEvents } from '../src/caller-id.ts'
import type { Spec } from '../src/NativeRingsight.ts'
import { nativeCallerId } from '../src/native-caller-id.ts'
import { ANNA, setUp } from './contract.ts'
import { newBench } from './simulated-bench.ts'

const DAY = 24 * 60 * 60_000
const LINE = { presentation: 'ALLOWED', text: ANNA } as const
const SYNCED = { lastSuccessAt: 0, lastAttemptAt: 0, failures: 0, failure: null, retryAfterMs: null }

describe('a snapshot that an app publishes', () => {
  test('R-09 names the caller and the deal on the card of a simulated Android phone', async () => {
    const bench = newBench('android')
    await setUp(bench)
    const events = bench.simulation.act({ type: 'ring', id: 'a', line: LINE, at: 0 })
    const cards = events.flatMap((event) => (event.type === 'show-card' ? event.card : []))
    expect(cards).toMatchObject([{ name: 'Anna Byrne · Acme Ltd', deal: { name: 'Renewal EUR 12,500' } }])
  })

  test('R-07 is the label of the call on a simulated iPhone, and after the sign-out it is not', async () => {
    const bench = newBench('ios')
    await setUp(bench)
    const nameOf = (id: string) => {
      const events = bench.simulation.act({ type: 'ring', id, line: LINE, at: 0 })
      bench.simulation.act({ type: 'end', cause: 'MISSED', at: 0 })
      return events.flatMap((event) => (event.type === 'show-card' ? event.card.name : []))
    }
    expect(nameOf('a')).toEqual(['Anna Byrne · Acme Ltd'])
    await bench.native.signOut()
    expect(nameOf('b')).toEqual([])
  })
})

describe('a sync', () => {
  test('R-16 is due within two days of the one before', async () => {
    const bench = newBench('android')
    await setUp(bench)
    await bench.native.scheduleSync(SYNCED)
    await bench.native.confirmEvents()
    bench.pass(2 * DAY)
    const due = (await bench.native.readEvents()).filter(({ type }) => type === 'sync-due')
    expect(due.length).toBe(1)
  })

  test('R-16 that fails is due again, however fresh the contacts are', async () => {
    const bench = newBench('android')
    await setUp(bench)
    await bench.native.scheduleSync(SYNCED)
    bench.pass(60 * 60_000)
    await bench.native.scheduleSync({ ...SYNCED, failures: 1, failure: 'offline' })
    await bench.native.confirmEvents()
    bench.pass(60 * 60_000)
    expect((await bench.native.readEvents()).map(({ type }) => type)).toEqual(['sync-due'])
  })

  test('is never due for nobody', async () => {
    const bench = newBench('android')
    await setUp(bench)
    await bench.native.scheduleSync(SYNCED)
    await bench.native.signOut()
    await bench.native.readEvents()
    await bench.native.confirmEvents()
    bench.pass(3 * DAY)
    expect(await bench.native.readEvents()).toEqual([])
  })
})

test('R-13 AND-34 by the article’s way a call that was turned down looks missed, and says that it is not sure', async () => {
  const bench = newBench('android', { apiLevel: 28 })
  await bench.native.signIn('a048c187ad332b82')
  await bench.native.setCallerId(true)
  expect(await bench.native.requestRole()).toBe('unavailable')
  await bench.askPermissions('allow')
  bench.simulation.act({ type: 'ring', id: 'a', line: LINE, at: 0 })
  bench.simulation.act({ type: 'end', cause: 'REJECTED', at: 0 })
  const [call] = (await bench.native.readEvents()).filter(({ type }) => type === 'call')
  expect(call).toMatchObject({ result: 'missed', isSure: false })
})

describe('draining', () => {
  test('an event whose dealing fails comes again', async () => {
    const bench = newBench('android')
    await setUp(bench)
    bench.missCall(ANNA)
    const fail = drainEvents(bench.native, () => Promise.reject(new Error('no network')))
    await expect(fail).rejects.toThrow('no network')
    const seen: CallerIdEvent['type'][] = []
    await drainEvents(bench.native, ({ type }) => void seen.push(type))
    await drainEvents(bench.native, ({ type }) => void seen.push(type))
    expect(seen).toEqual(['call'])
  })
})

describe('what comes over the bridge', () => {
  const over = (answers: Partial<Record<keyof Spec, unknown>>): CallerIdNative => {
    const spec = Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, async () => answer]))
    return nativeCallerId(spec as unknown as Spec, 'android')
  }

  test('an event of a later version, or a torn one, does not keep the others from being told', async () => {
    const native = over({ readEvents: ['{"type":"sync-due"}', '{"type":"hologram"}', '{"type":'] })
    expect(await native.readEvents()).toEqual([
      { type: 'sync-due' },
      { type: 'failure', kind: 'unknown-event' },
      { type: 'failure', kind: 'unreadable-event' },
    ])
  })

  test('a word of another version is an error that says what to do', async () => {
    const native = over({ requestRole: 'perhaps', publishSnapshot: 'half' })
    await expect(native.requestRole()).rejects.toThrow('"perhaps"; expected granted, denied, unavailable. Build')
    await expect(native.publishSnapshot('x')).rejects.toThrow('expected published, damaged, older')
  })
})
