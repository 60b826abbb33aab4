// What phones save: taken once a call, and in the CRM exactly once, whatever dies on the way.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openChance, seedOf } from '../../src/core/chance.ts'
import { parseFault } from '../../src/crm-server/faults.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { scratch } from '../cli/run.ts'
import { expectEachOnce, outcomeFor, peopleOf } from '../end-to-end/account.ts'
import { makeToken, openCrm, type Running, serve } from './running.ts'

const PEOPLE = peopleOf(20)

/** As a phone sends it. */
function bodyOf(person: (typeof PEOPLE)[number], callId: string): string {
  const { savedAt: _, ...draft } = outcomeFor(person, callId)
  return JSON.stringify(draft)
}

async function post(server: Running, token: string, body: string): Promise<Response> {
  return server.ask('/v1/outcomes', token, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
}

test('R-11 an outcome is taken once, however often a phone sends it, and reaches the CRM', async () => {
  const crm = await openCrm(PEOPLE)
  const server = await serve(crm, { args: ['--index-lag', '0'] })
  const token = await server.token()
  const [anna] = PEOPLE
  if (anna === undefined) throw new Error('expected somebody')
  const body = bodyOf(anna, 'c1')
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(server, token, body)))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201])
  // Another phone counts its calls alike.
  const other = await server.token('ben')
  expect((await post(server, other, body)).status).toBe(201)
  const store = openSqliteStore(server.db)
  await expect.poll(() => store.readOutbox().length, { timeout: 20_000 }).toBe(0)
  const saved = ['anna/c1', 'ben/c1'].map((callId) => outcomeFor(anna, callId))
  expect(expectEachOnce(crm.portal, store, saved)).toBe(2)
  // A token that was replaced is the same phone's.
  const replaced = await server.token('anna')
  expect(await (await post(server, replaced, body)).json()).toEqual({ kind: 'already-saved' })
  store.close()
})

test('R-11 an outcome with characters that databases do not hold is kept as it was sent', async () => {
  const server = await serve(await openCrm(PEOPLE))
  const token = await server.token()
  const texts = ['a\0b', '\0', '\ud800', 'x\udc00y', '\ud83d', '\uffff', '\u2028', '\u001b[2J']
  const outcomes = texts.map((text, index) => ({
    call: {
      callId: `${index}${text}`,
      contactId: text,
      contactName: text,
      e164: '',
      direction: 'incoming',
      startedAt: '2026-11-30T10:00:00.000Z',
      durationMs: 0,
      deal: { id: text, name: text, amount: text },
    },
    outcome: text,
    notes: text,
    tasks: [{ title: `Call ${text}`, type: 'todo', priority: 'none', due: '2026-12-05' }],
    isDealLeftOut: false,
  }))
  for (const outcome of outcomes) expect((await post(server, token, JSON.stringify(outcome))).status).toBe(201)
  for (const outcome of outcomes) expect((await post(server, token, JSON.stringify(outcome))).status).toBe(200)
  const store = openSqliteStore(server.db)
  const kept = new Map(store.readOutbox().map((each) => [each.call.callId, each]))
  store.close()
  for (const outcome of outcomes) {
    const { call } = outcome
    const callId = `anna/${call.callId}`
    expect(kept.get(callId)).toMatchObject({ ...outcome, call: { ...call, callId } })
  }
})

test('R-11 kill -9 in the middle of an outcome, and an answer that is lost: it is in the CRM exactly once', async () => {
  const chance = openChance(seedOf('kill'))
  const crm = await openCrm(PEOPLE, { faults: [parseFault('lost-answer:0.2')] })
  const db = join(scratch(), 'team.db')
  const args = ['--index-lag', '0', '--every', '1h']
  let server = await serve(crm, { db, args })
  const token = await makeToken(db, [])
  const saved = PEOPLE.slice(0, 6).map((person, index) => ({ person, callId: `c${index}` }))
  for (const { person, callId } of saved) {
    const body = bodyOf(person, callId)
    await expect
      .poll(async () => (await server.ask('/v1/callers?number=withheld', token)).status, { timeout: 10_000 })
      .toBe(200)
    const sent = post(server, token, body).then(
      ({ status }) => status,
      () => 0,
    )
    await sleep(chance() * 60)
    const { pid } = server.child
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
    for (const each of [pid, ...children]) process.kill(Number(each), 'SIGKILL')
    await sent
    server = await serve(crm, { db, args })
    // The phone has had no answer, or one: it sends again what it is not sure of.
    const again = await post(server, token, body)
    expect([200, 201]).toContain(again.status)
  }
  crm.setFaults([])
  const store = openSqliteStore(db)
  await expect.poll(() => store.readOutbox().length, { timeout: 90_000, interval: 500 }).toBe(0)
  expect(
    expectEachOnce(
      crm.portal,
      store,
      saved.map(({ person, callId }) => outcomeFor(person, `anna/${callId}`)),
    ),
  ).toBe(6)
  store.close()
}, 180_000)
