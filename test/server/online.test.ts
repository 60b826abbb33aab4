// R-03 beyond the phone: what the server does for a number that its directory lacks, while its directory is not whole.
import { describe, expect, test } from 'vitest'
import type { Contact } from '../../src/core/contact.ts'
import { createRecord } from '../../src/crm-server/portal.ts'
import { type OnlineCrm, type OnlineParts, openOnline } from '../../src/server/online.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { contact, phone } from '../people.ts'
import { openCrm, serve } from './running.ts'

const ANNA = contact({ id: '101', phones: [phone('+353871234567')] })

/** A way to a CRM under a clock that goes on only when something waits. */
function openWay(crm: Partial<OnlineCrm> = {}, takesMs = 0, takeSearch: OnlineParts['takeSearch'] = null) {
  let time = 0
  let waiting: { readonly at: number; readonly go: () => void }[] = []
  const asked: string[] = []
  let opened = 0
  const pause = (ms: number) => new Promise<void>((go) => waiting.push({ at: time + ms, go }))
  const online = openOnline({
    openCrm: async () => {
      opened += 1
      return {
        readAccount: async () => 'one',
        async findContacts(e164) {
          asked.push(`${time} ${e164}`)
          if (takesMs > 0) await pause(takesMs)
          return e164 === '+353871234567' ? [ANNA] : []
        },
        ...crm,
      }
    },
    elapsed: () => time,
    now: () => time,
    pause,
    takeSearch,
  })
  return {
    online,
    asked,
    opened: () => opened,
    /** Lets so many milliseconds pass. */
    async pass(ms: number) {
      const end = time + ms
      for (;;) {
        // What has been answered is taken in first.
        await new Promise((resolve) => setImmediate(resolve))
        const next = waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        time = Math.max(time, next.at)
        waiting = waiting.filter((each) => each !== next)
        next.go()
      }
      time = end
    },
  }
}
type Way = ReturnType<typeof openWay>

async function find(way: Way, e164: string, account: string | null = null, ms = 5_000) {
  const sought = way.online.find(e164, account)
  await way.pass(ms)
  return sought
}

describe('servers of one database', () => {
  test('R-03 wait for a search among all of them, and ask later where others have taken those that are soon', async () => {
    const turns = [1_700, null, 0]
    const way = openWay({}, 0, async () => turns.shift())
    expect(await find(way, '+353871234567')).toMatchObject({ kind: 'answered' })
    expect(way.asked).toEqual(['1700 +353871234567'])
    expect(await find(way, '+353860000000')).toEqual({ kind: 'not-now' })
    // Nobody rests for it: the next call asks again.
    expect(await find(way, '+353860000000')).toMatchObject({ kind: 'answered' })
    expect(turns).toEqual([])
  })

  test.each([
    ['says nothing', () => new Promise<undefined>(() => {})],
    ['cannot say', async () => undefined],
  ])('R-03 keep a pace of their own while the database %s', async (_what, takeSearch) => {
    const way = openWay({}, 0, takeSearch)
    const all = Promise.all(Array.from({ length: 4 }, (_, index) => way.online.find(`+35386000000${index}`, null)))
    await way.pass(5_000)
    expect((await all).map(({ kind }) => kind)).toEqual(['answered', 'answered', 'answered', 'not-now'])
    const times = way.asked.map((each) => Number(each.split(' ')[0]))
    expect(times.map((time) => Math.floor(time / 1_000))).toEqual([0, 1, 2])
  })

  test('R-03 are answered within 4.5 seconds or not at all, however late the database and the CRM are', async () => {
    const way = openWay({}, 2_000, () => new Promise<undefined>(() => {}))
    const all = Promise.all(Array.from({ length: 3 }, (_, index) => way.online.find(`+35386000000${index}`, null)))
    await way.pass(4_499)
    const kinds = await Promise.race([all, way.pass(1).then(() => all)])
    expect(kinds.map(({ kind }) => kind)).toEqual(['answered', 'answered', 'answered'])
  })
})

describe('a number that the directory lacks', () => {
  test('R-03 is asked for once, however many phones ring, and again only after ten minutes', async () => {
    const way = openWay()
    const all = Promise.all(Array.from({ length: 50 }, () => way.online.find('+353871234567', null)))
    await way.pass(10)
    expect(new Set(await all)).toEqual(new Set([{ kind: 'answered', contacts: [ANNA], at: 0 }]))
    expect(await find(way, '+353871234567')).toMatchObject({ kind: 'answered' })
    expect(way.asked).toEqual(['0 +353871234567'])
    await way.pass(600_000)
    expect(await find(way, '+353871234567')).toMatchObject({ kind: 'answered' })
    expect(way.asked).toHaveLength(2)
  })

  test('R-03 waits for its turn, one a second, and is not asked for where that would be too late', async () => {
    const way = openWay()
    const all = Promise.all(Array.from({ length: 6 }, (_, index) => way.online.find(`+35386000000${index}`, null)))
    await way.pass(5_000)
    expect((await all).map(({ kind }) => kind)).toEqual([
      'answered',
      'answered',
      'answered',
      'not-now',
      'not-now',
      'not-now',
    ])
    expect(way.asked.map((each) => each.split(' ')[0])).toEqual(['0', '1000', '2000'])
  })

  test.each([
    [4_400, 'answered'],
    [4_600, 'too-late'],
  ])('R-03 is answered within 4.5 seconds or not at all: the CRM takes %i ms', async (takesMs, kind) => {
    expect(await find(openWay({}, takesMs), '+353871234567')).toMatchObject({ kind })
  })

  test('what came too late counts for the next call; meanwhile nobody else asks', async () => {
    const way = openWay({}, 6_000)
    expect(await find(way, '+353871234567')).toEqual({ kind: 'too-late' })
    expect(await find(way, '+353860000000')).toEqual({ kind: 'not-now' })
    expect(await find(way, '+353871234567')).toMatchObject({ kind: 'answered', contacts: [ANNA] })
    expect(way.asked).toHaveLength(1)
  })

  test('after a failure nobody asks for ten seconds, and then with the sign-in that there is by then', async () => {
    let isBroken = true
    const findContacts = async (): Promise<readonly Contact[]> => {
      if (isBroken) throw new Error('broken')
      return [ANNA]
    }
    const way = openWay({ findContacts })
    expect(await find(way, '+353871234567')).toEqual({ kind: 'failed' })
    isBroken = false
    expect(await find(way, '+353871234567', null, 4_000)).toEqual({ kind: 'not-now' })
    await way.pass(10_000)
    expect(await find(way, '+353871234567')).toMatchObject({ kind: 'answered' })
    expect(way.opened()).toBe(2)
  })

  test("is not looked for among another account's contacts", async () => {
    const way = openWay()
    expect(await find(way, '+353871234567', 'two')).toEqual({ kind: 'failed' })
    expect(way.asked).toEqual([])
    await way.pass(10_000)
    expect(await find(way, '+353871234567', 'one')).toMatchObject({ kind: 'answered' })
  })
})

test('R-03 a server whose directory is not whole asks the CRM, and shows what it says to whom it is for', async () => {
  const crm = await openCrm([ANNA])
  const server = await serve(crm, { args: ['--index-lag', '0'] })
  const [all, own] = [await server.token('anna'), await server.token('ben', '--scope', 'owner:7')]
  const ask = async (number: string, token = all) => {
    const response = await server.ask(`/v1/callers?number=${encodeURIComponent(number)}`, token)
    return (await response.json()) as { readonly evidence: { readonly online: string | null } }
  }
  await expect.poll(() => ask('+353871234567'), { timeout: 20_000 }).toMatchObject({ evidence: { source: 'snapshot' } })
  // A snapshot for a scope is made a moment after its first token.
  await expect.poll(() => ask('+353871234567', own), { timeout: 20_000 }).toMatchObject({ kind: 'unknown' })
  const person = (phone: string, hubspot_owner_id: string) => {
    const properties = { firstname: 'Cara', lastname: 'New', phone, hubspot_owner_id }
    createRecord(crm.portal, { type: 'contacts', properties }, crm.now())
  }
  person('+353862345678', '8')
  person('+353862345679', '7')

  const before = crm.requests()
  const unknown = { kind: 'unknown', because: 'no-such-number' }
  expect(await ask('+353862345678')).toMatchObject({ ...unknown, evidence: { source: 'snapshot', online: null } })
  expect(crm.requests()).toBe(before)

  // As after a sync that has failed.
  const store = openSqliteStore(server.db)
  const sync = store.read('sync')
  if (sync === undefined) throw new Error('expected a store that was synced')
  store.write('sync', { ...sync, failed: { at: Date.now(), problem: { kind: 'offline' } } })
  store.close()
  const found = { source: 'crm', online: 'found', generation: null, number: '+353862345678' }
  await expect
    .poll(() => ask('+353862345678'), { timeout: 10_000 })
    .toMatchObject({ kind: 'known', label: 'Cara New', evidence: found })
  const asked = crm.requests()
  expect(await ask('+353862345678')).toMatchObject({ label: 'Cara New' })
  expect(await ask('+353862345678', own)).toMatchObject({ ...unknown, evidence: { online: 'nobody' } })
  expect(await ask('+353871234567')).toMatchObject({ evidence: { source: 'snapshot', online: null } })
  expect(crm.requests()).toBe(asked)
  expect(await ask('+353862345679', own)).toMatchObject({ kind: 'known', evidence: { online: 'found' } })
  // The same last digits are another number.
  expect(await ask('+442862345678')).toMatchObject({ kind: 'unknown' })

  await crm.close()
  await expect.poll(async () => (await ask('+353862340000')).evidence.online, { timeout: 10_000 }).toBe('failed')
  expect(await ask('+353862340001')).toMatchObject({ ...unknown, evidence: { online: 'not-now' } })
  expect(await ask('+353862345678')).toMatchObject({ label: 'Cara New' })
}, 60_000)
