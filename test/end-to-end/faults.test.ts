// A CRM that fails in every way it can, from a seed, while others change it: syncs and outcomes end where they should.
// Time is virtual, so that no wait takes any.
import { describe, expect, test } from 'vitest'
import { openChance, pick } from '../../src/core/chance.ts'
import type { Outcome } from '../../src/core/outcome.ts'
import { openHubspot } from '../../src/crm/hubspot/hubspot.ts'
import { FAULT_NAMES, parseFault } from '../../src/crm-server/faults.ts'
import { openCrmServer } from '../../src/crm-server/server.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import { sendOutcomes } from '../../src/sync/send-outcomes.ts'
import { syncContacts } from '../../src/sync/sync-contacts.ts'
import { changeAccount, contentOf, expectEachOnce, outcomeFor, peopleOf, readAnew } from './account.ts'

const MINUTE = 60_000
// What it costs is real time, and what it tests are time limits: those have tests of their own.
const WITHOUT = ['slow']

describe('R-11 a CRM that fails at random', () => {
  test.each([1, 2, 3, 4, 5, 6])('seed %i: contacts agree, outcomes arrive once', { timeout: 60_000 }, async (seed) => {
    const chance = openChance(seed)
    let now = Date.parse('2026-11-22T08:00:00Z')
    const pause = async (ms: number) => {
      now += ms
    }
    const faults = FAULT_NAMES.filter((name) => !WITHOUT.includes(name)).map((name) => parseFault(`${name}:0.04`))
    const people = peopleOf(400)
    const server = await openCrmServer({ contacts: people, now: () => now, indexLagMs: 20_000, seed: String(seed) })
    const store = openMemoryStore()
    const crm = openHubspot({ token: 'pat-test', baseUrl: server.url, now: () => now, pause })
    const saved: Outcome[] = []
    let failures = 0
    try {
      server.setFaults(faults)
      for (let round = 0; round < 12; round += 1) {
        for (let left = Math.floor(chance() * 5); left > 0; left -= 1) changeAccount(server, chance)
        const outcome = outcomeFor(pick(people, chance), `call-${round}`)
        if (store.saveOutcome(outcome)) saved.push(outcome)
        const synced = await syncContacts({ crm, store, now: () => now, pause, chance })
        if (synced.kind === 'failed') failures += 1
        await sendOutcomes({ crm, store, now: () => now, chance })
        now += Math.floor(chance() * 30 * MINUTE)
      }
      server.setFaults([])
      for (let again = 0; again < 5; again += 1) {
        now += 20 * MINUTE
        expect((await syncContacts({ crm, store, now: () => now, pause })).kind).toBe('synced')
        await sendOutcomes({ crm, store, now: () => now, isHurried: true })
      }
      expect(contentOf(store)).toEqual(await readAnew(server))
      expectEachOnce(server.portal, store, saved)
      const waiting = store.readOutbox().map(({ call }) => store.readSending(call.callId))
      expect(waiting.filter((sending) => sending?.parked == null)).toEqual([])
    } finally {
      await server.close()
    }
    expect(failures).toBeLessThan(12)
  })
})
