// Killed at any moment of a sync or of sending, again and again, while others change the CRM: in the end both agree, and
// each saved outcome stands in the CRM once. RINGSIGHT_KILLS says how often; CI says 200.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { openChance, pick } from '../../src/core/chance.ts'
import type { Outcome } from '../../src/core/outcome.ts'
import { type CrmServer, openCrmServer } from '../../src/crm-server/server.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { changeAccount, contentOf, expectEachOnce, outcomeFor, peopleOf, readAnew } from './account.ts'
import { ringsight } from './command.ts'

const KILLS = Number(process.env['RINGSIGHT_KILLS'] ?? 10)
const folder = mkdtempSync(join(tmpdir(), 'ringsight-crash-'))
const db = join(folder, 'store.db')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Killed after a time unless it is null. */
function sync({ url }: CrmServer, killAfterMs: number | null, ...flags: string[]) {
  const args = ['sync', '--db', db, '--json', '--index-lag', '1s', ...flags]
  return ringsight(args, { url, ...(killAfterMs === null ? {} : { killAfterMs }) })
}

function saveSome(chance: () => number, saved: Outcome[]): void {
  const store = openSqliteStore(db)
  try {
    const contacts = Array.from(store.readContacts())
    if (contacts.length === 0) return
    const outcomes = Array.from({ length: 1 + Math.floor(chance() * 4) }, (_, index) =>
      outcomeFor(pick(contacts, chance), `call-${saved.length + index + 1}`),
    )
    for (const outcome of outcomes) expect(store.saveOutcome(outcome)).toBe(true)
    saved.push(...outcomes)
  } finally {
    store.close()
  }
}

function hasParked(): boolean {
  const store = openSqliteStore(db)
  try {
    return store.readOutbox().some(({ call }) => store.readSending(call.callId)?.parked != null)
  } finally {
    store.close()
  }
}

describe('R-11 a process that is killed', () => {
  test(`at ${KILLS} random moments, loses nothing and sends nothing twice`, { timeout: 900_000 }, async () => {
    const chance = openChance(20_261_122)
    const server = await openCrmServer({ contacts: peopleOf(300) })
    const saved: Outcome[] = []
    try {
      const begun = Date.now()
      expect((await sync(server, null)).status).toBe(0)
      const wholeMs = Date.now() - begun
      let killed = 0
      for (let round = 0; killed < KILLS; round += 1) {
        for (let left = Math.floor(chance() * 4); left > 0; left -= 1) changeAccount(server, chance)
        saveSome(chance, saved)
        const flags = chance() < 0.3 ? ['--full'] : []
        if ((await sync(server, chance() * wholeMs, ...flags)).status === null) killed += 1
        expect(round, 'rounds in which nothing was killed').toBeLessThan(KILLS * 20)
      }
      // What was lost on the way is asked for again once the CRM would show it.
      for (let again = 0; again < 3; again += 1) {
        await sleep(1_100)
        const { status } = await sync(server, null)
        expect(status, 'the status of a sync with and without parked outcomes').toBe(hasParked() ? 1 : 0)
      }
      const store = openSqliteStore(db)
      try {
        expect(contentOf(store)).toEqual(await readAnew(server))
        expect(expectEachOnce(server.portal, store, saved)).toBeGreaterThan(0)
        const waiting = store.readOutbox().map(({ call }) => store.readSending(call.callId)?.parked)
        expect(waiting.filter((parked) => !parked)).toEqual([])
      } finally {
        store.close()
      }
    } finally {
      await server.close()
    }
  })
})
