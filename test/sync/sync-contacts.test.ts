import { describe, expect, test } from 'vitest'
import type { Contact } from '../../src/core/contact.ts'
import { newDraft, type Outcome } from '../../src/core/outcome.ts'
import { newSending } from '../../src/core/sending.ts'
import { describeProblem } from '../../src/core/sync.ts'
import { CrmError } from '../../src/crm/crm.ts'
import { type MemoryCrm, type MemoryCrmOptions, openMemoryCrm } from '../../src/crm/memory.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import { type ContactsJob, syncContacts } from '../../src/sync/sync-contacts.ts'
import { contact, deal } from '../people.ts'

const START = Date.parse('2026-11-20T10:00:00Z')
const HOUR = 3_600_000
const DAY = 24 * HOUR

const person = (id: number, changes: Partial<Contact> = {}) =>
  contact({
    id: String(id),
    deals: [deal({ id: `d${id}` })],
    companyId: `c${id % 7}`,
    company: `Firm ${id % 7}`,
    ...changes,
  })
const people = (count: number) => Array.from({ length: count }, (_, index) => person(index + 1))

function open(count = 250, options: Partial<MemoryCrmOptions> = {}) {
  const clock = { now: START }
  const crm = openMemoryCrm({ now: () => clock.now, contacts: people(count), ...options })
  const store = openMemoryStore()
  const sync = (changes: Partial<ContactsJob> = {}) => syncContacts({ store, crm, now: () => clock.now, ...changes })
  return { clock, crm, store, sync }
}

type World = ReturnType<typeof open>

const held = ({ store }: Pick<World, 'store'>) =>
  [...store.readContacts()].sort((one, other) => Number(one.id) - Number(other.id))
const ids = (world: Pick<World, 'store'>) => held(world).map(({ id }) => id)

const outcomeFor = (contactId: string): Outcome => ({
  ...newDraft({
    callId: `call-${contactId}`,
    contactId,
    contactName: 'Anna Byrne',
    e164: '+353871234567',
    direction: 'incoming',
    startedAt: '2026-11-20T09:00:00.000Z',
    durationMs: 1,
  }),
  outcome: 'connected',
  savedAt: '2026-11-20T09:05:00.000Z',
})

/** Something of everything that may happen in a CRM. */
function change(crm: MemoryCrm): void {
  crm.writeContact(person(1, { lastName: 'Walsh' }))
  crm.deleteContact('2')
  crm.mergeContacts('3', '4')
  crm.writeContact(person(900))
  crm.writeCompany({ id: 'c5', name: 'Firm renamed' })
  crm.writeDeal(deal({ id: 'd6', amount: '1' }), ['6', '7'])
  crm.deleteDeal('d8')
  crm.deleteCompany('c6')
}

describe('R-03 a full sync', () => {
  test('brings every contact with its company and deals, in as few requests as there can be', async () => {
    const world = open(250)
    expect(await world.sync()).toMatchObject({
      kind: 'synced',
      mode: 'full',
      contacts: 250,
      counts: { new: 250 },
      // The account, 3 pages, 1 batch of companies, 3 of deals, the dispositions.
      requests: 1 + 3 + 1 + 3 + 1,
      at: '2026-11-20T10:00:00.000Z',
    })
    expect(held(world)).toEqual(people(250).map((each) => ({ ...each, row: null })))
    expect(world.store.read('import')).toMatchObject({ contacts: 250, source: 'the CRM' })
    expect(world.store.read('dispositions')).toHaveLength(6)
  })

  test('takes away what is there no longer', async () => {
    const world = open(9)
    await world.sync()
    change(world.crm)
    world.crm.wipeContact('9')
    const synced = await world.sync({ wish: 'full' })
    expect(ids(world)).toEqual(['1', '4', '5', '6', '7', '8', '900'])
    expect(synced).toMatchObject({ mode: 'full', counts: { new: 1, merged: 1, vanished: 2 } })
  })

  test('of an account without contacts leaves none', async () => {
    expect(await open(0).sync()).toMatchObject({ kind: 'synced', contacts: 0 })
  })

  test('begins the listing anew when its cursor is good no longer', async () => {
    const world = open(250)
    let refusals = 1
    const crm: MemoryCrm = {
      ...world.crm,
      readAllContacts: async (after) => {
        if (after === '200' && refusals-- > 0) throw new CrmError({ kind: 'refused', says: 'after' }, 'after')
        return world.crm.readAllContacts(after)
      },
    }
    expect(await world.sync({ crm })).toMatchObject({ kind: 'synced', contacts: 250 })
  })

  test('takes a page that comes twice, and one that leads back once', async () => {
    const world = open(350)
    let leadsBack = true
    const crm: MemoryCrm = {
      ...world.crm,
      readAllContacts: async (after) => {
        const page = await world.crm.readAllContacts(after)
        if (after !== '200' || !leadsBack) return page
        leadsBack = false
        return { ...page, after: '100' }
      },
    }
    expect(await world.sync({ crm })).toMatchObject({ kind: 'synced', contacts: 350 })
  })

  test('does not read pages that go in circles for ever', async () => {
    const world = open(250)
    const crm: MemoryCrm = {
      ...world.crm,
      readAllContacts: async () => ({ ...(await world.crm.readAllContacts(null)), after: 'again' }),
    }
    expect(await world.sync({ crm })).toMatchObject({ kind: 'failed', problem: { kind: 'server' } })
    expect(ids(world)).toEqual([])
  })
})

describe('R-03 R-16 a delta', () => {
  test('comes to what a full sync comes to', async () => {
    const [world, other] = [open(30), open(30)]
    for (const each of [world, other]) {
      await each.sync()
      each.clock.now += HOUR
      change(each.crm)
      each.clock.now += HOUR
    }
    expect(await world.sync()).toMatchObject({ mode: 'delta', counts: { new: 1, archived: 1, merged: 1, vanished: 0 } })
    await other.sync({ wish: 'full' })
    expect(held(world)).toEqual(held(other))
    expect(held(world).find(({ id }) => id === '5')?.company).toBe('Firm renamed')
  })

  test('takes away one that was merged into another which was archived then', async () => {
    const world = open(5)
    await world.sync()
    world.crm.mergeContacts('4', '2')
    world.crm.deleteContact('2')
    expect(await world.sync()).toMatchObject({ mode: 'delta', counts: { archived: 2 } })
    expect(ids(world)).toEqual(['1', '3', '5'])
  })

  test('does not take our own call logs for changes', async () => {
    const world = open(30)
    await world.sync()
    world.clock.now += HOUR
    const { call, notes } = outcomeFor('1')
    await world.crm.createCall({ ...call, marker: 'm', outcome: 'connected', notes })
    expect(await world.sync()).toMatchObject({ counts: { new: 0, changed: 0, unchanged: 1 } })
  })

  test('sees associations that changed alone, after a day', async () => {
    const world = open(30)
    await world.sync()
    world.crm.linkDeal('d1', ['2'])
    world.clock.now += HOUR
    await world.sync()
    expect(held(world)[0]?.deals).toHaveLength(1)
    world.clock.now += DAY
    await world.sync()
    expect(
      held(world)
        .map(({ deals }) => deals.length)
        .slice(0, 3),
    ).toEqual([0, 2, 1])
  })

  test('leaves one that was wiped to the next full sync, a week later', async () => {
    const world = open(5)
    await world.sync()
    world.crm.wipeContact('3')
    for (let day = 0; day < 8; day += 1) {
      world.clock.now += DAY
      await world.sync()
    }
    expect(ids(world)).toEqual(['1', '2', '4', '5'])
  })

  test('of 100 changes among 20,000 reads and writes about as many', async () => {
    const world = open(20_000)
    await world.sync()
    world.clock.now += HOUR
    for (let id = 1; id <= 100; id += 1) world.crm.writeContact(person(id * 7, { lastName: 'Walsh' }))
    let [read, written] = [0, 0]
    const store = {
      ...world.store,
      readContactsById: (asked: readonly string[]) => {
        const found = world.store.readContactsById(asked)
        read += found.length
        return found
      },
      readContacts: () => {
        throw new Error('expected no reading of all contacts')
      },
      changeContacts: (changed: Parameters<typeof world.store.changeContacts>[0]) => {
        written += changed.write.length
        world.store.changeContacts(changed)
      },
    }
    const synced = await world.sync({ store })
    expect(synced).toMatchObject({ mode: 'delta', counts: { changed: 100 } })
    expect([written, read <= 300, synced.kind === 'synced' && synced.requests <= 15]).toEqual([100, true, true])
  }, 60_000)

  test('of 25,000 contacts with one time of change ends, and misses none', async () => {
    const world = open(25_000)
    await world.sync()
    world.clock.now += HOUR
    for (let id = 1; id <= 25_000; id += 1) world.crm.writeContact(person(id, { email: 'new@acme.example' }))
    expect(await world.sync()).toMatchObject({ mode: 'delta', counts: { changed: 25_000 } })
    expect(held(world).every(({ email }) => email === 'new@acme.example')).toBe(true)
  }, 120_000)
})

describe('R-03 R-11 what waits on contacts', () => {
  test('goes to the survivor of a merge, drafts and queued outcomes alike', async () => {
    for (const wish of ['auto', 'full'] as const) {
      const world = open(5)
      await world.sync()
      world.store.saveOutcome(outcomeFor('1'))
      world.store.write('drafts', [newDraft({ ...outcomeFor('1').call, callId: 'other' })])
      world.crm.mergeContacts('1', '2')
      await world.sync({ wish })
      expect(world.store.readSending('call-1')?.contactId).toBe('2')
      expect(world.store.read('drafts')?.map(({ call }) => call.contactId)).toEqual(['2'])
    }
  })

  test('is sent again when its contact has returned, and stays until then', async () => {
    const world = open(5)
    await world.sync()
    world.store.saveOutcome(outcomeFor('1'))
    const parked = { ...newSending(outcomeFor('1')), parked: { kind: 'not-found' } as const }
    world.store.keepSending('call-1', parked)
    world.crm.deleteContact('1')
    await world.sync()
    expect([ids(world), world.store.readSending('call-1')]).toEqual([['2', '3', '4', '5'], parked])
    world.crm.restoreContact('1')
    expect(await world.sync()).toMatchObject({ counts: { returned: 1 } })
    expect([ids(world)[0], world.store.readSending('call-1')?.parked]).toEqual(['1', null])
  })
})

describe('R-16 a sync that fails', () => {
  test.each([
    ['server' as const, 5_000, /The CRM failed/],
    ['offline' as const, 5_000, /no connection/],
    ['unauthorised' as const, null, /sign-in/],
    ['not-found' as const, null, /does not know/],
  ])('leaves the contacts from before, and says what to do: %s', async (kind, retryAfterMs, because) => {
    const world = open(250)
    await world.sync()
    const failing = { ...world.crm, readDeals: () => Promise.reject(new CrmError({ kind }, kind)) }
    world.crm.deleteContact('1')
    const failed = await world.sync({ crm: failing, wish: 'full' })
    expect(failed).toMatchObject({ kind: 'failed', problem: { kind }, retryAfterMs })
    expect(describeProblem({ kind })).toMatchObject({
      because: expect.stringMatching(because),
      fix: expect.stringMatching(/\.$/),
    })
    expect(world.store.read('sync')?.failed).toEqual({ at: START, problem: { kind }, detail: kind })
    expect(ids(world)).toHaveLength(250)
    expect(await world.sync()).toMatchObject({ kind: 'synced', contacts: 249 })
    expect(world.store.read('sync')?.failed).toBeNull()
  })

  test('waits as a limit asks for, but not for the next day', async () => {
    const world = open(5)
    const waited: number[] = []
    world.crm.limitRate(42_000)
    const pause = async (ms: number) => {
      waited.push(ms)
      world.clock.now += ms
    }
    expect(await world.sync({ pause })).toMatchObject({ kind: 'synced' })
    expect(waited).toEqual([42_000])
    const daily = new CrmError({ kind: 'rate-limited', retryAfterMs: null, isDaily: true }, 'daily')
    const crm = { ...world.crm, readAccount: () => Promise.reject(daily) }
    expect(await world.sync({ crm, pause })).toMatchObject({ kind: 'failed', retryAfterMs: HOUR })
    expect(waited).toHaveLength(1)
  })

  test('of another account is refused, and changes nothing', async () => {
    const world = open(5)
    await world.sync()
    const crm = openMemoryCrm({ now: () => world.clock.now, account: 'other' })
    expect(await world.sync({ crm })).toMatchObject({
      kind: 'failed',
      problem: { kind: 'other-account', found: 'other' },
    })
    expect([ids(world).length, world.store.read('sync')?.account]).toEqual([5, 'memory'])
  })

  test('by a mistake in a program is passed on', async () => {
    const world = open(5)
    const crm = { ...world.crm, readAccount: () => Promise.reject(new TypeError('undefined is no account')) }
    await expect(world.sync({ crm })).rejects.toThrow(TypeError)
  })
})

describe('R-03 a sync whose process dies, before any request or write in turn, comes to the same when it goes on', () => {
  const MEANS = /^(?:read(?:A|C[^o]|Contacts$|Companies|Deals|Links|Disp)|write$|change|begin|stage|adopt|keep)/

  function dying<T extends object>(target: T, left: { count: number }): T {
    const entries = Object.entries(target).map(([name, does]: [string, unknown]) => {
      if (typeof does !== 'function' || !MEANS.test(name) || name.startsWith('write') !== (name === 'write'))
        return [name, does]
      const last = (...values: unknown[]) => {
        left.count -= 1
        if (left.count < 0) throw new Error('died')
        return does(...values)
      }
      return [name, last]
    })
    return { ...target, ...Object.fromEntries(entries) }
  }

  test.each(['full', 'delta'] as const)('%s', async (mode) => {
    const make = async () => {
      const world = open(23, { pageSize: 5 })
      if (mode === 'delta') await world.sync()
      world.store.saveOutcome(outcomeFor('3'))
      world.clock.now += HOUR
      change(world.crm)
      return world
    }
    const undisturbed = await make()
    await undisturbed.sync()
    let deaths = 0
    for (let isOver = false; !isOver; deaths += 1) {
      const world = await make()
      const left = { count: deaths }
      const died = await world
        .sync({ crm: dying(world.crm, left), store: dying(world.store, left) })
        .then(() => false)
        .catch((error: Error) => error.message === 'died')
      isOver = !died
      if (died) await world.sync()
      expect(held(world)).toEqual(held(undisturbed))
      if (mode === 'delta') expect(world.store.readSending('call-3')?.contactId).toBe('4')
    }
    expect(deaths).toBeGreaterThan(15)
  })
})
