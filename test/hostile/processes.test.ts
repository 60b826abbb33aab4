// Several processes on one store, killed in the middle of calls, drafts, sends, syncs and sign-outs: what was said to be
// kept is kept, and what is saved is in the CRM once.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { openChance } from '../../src/core/chance.ts'
import { openHubspot } from '../../src/crm/hubspot/hubspot.ts'
import { allRecords } from '../../src/crm-server/portal.ts'
import { openCrmServer } from '../../src/crm-server/server.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { sendOutcomes } from '../../src/sync/send-outcomes.ts'
import { peopleOf } from '../end-to-end/account.ts'
import { seed, tries } from './effort.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringsight-processes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const HANDS = tries(2, 4)
const ROUNDS = tries(1, 4)
const MS = tries(300, 1_200)

/** Starts hands.ts, kills it after a time, and gives what it said; more on stderr than nothing is a fault. */
async function runAndKill(args: readonly string[], killAfterMs: number): Promise<string[]> {
  const script = fileURLToPath(new URL('hands.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [said, faults] = ['', '']
  child.stdout.on('data', (text) => {
    said += text
  })
  child.stderr.on('data', (text) => {
    faults += text
  })
  const closed = once(child, 'close')
  while (!said.includes('ready') && child.exitCode === null) await pause(10)
  await Promise.race([pause(killAfterMs), closed])
  child.kill('SIGKILL')
  await closed
  expect(faults).toBe('')
  return said.split('\n').slice(0, -1)
}

test('R-11 what was said to be saved or kept is there, once, whoever was killed meanwhile', async () => {
  const chance = openChance(seed)
  const server = await openCrmServer({ contacts: peopleOf(20), indexLagMs: 0 })
  const file = join(folder, 'store.db')
  const said: string[] = []
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const hands = Array.from({ length: HANDS }, (_, hand) => {
        const args = [file, server.url, `call-${round}-${hand}`, String(Math.floor(chance() * 1e9))]
        return runAndKill(args, MS * (0.5 + chance() / 2))
      })
      said.push(...(await Promise.all(hands)).flat())
    }
    const told = (what: string) =>
      said.filter((line) => line.startsWith(`${what} `)).map((line) => line.split(' ')[1] ?? '')
    const store = openSqliteStore(file)
    const crm = openHubspot({ token: 'pat-test', baseUrl: server.url, now: Date.now, pause, indexLagMs: 0 })
    await sendOutcomes({ crm, store, now: Date.now, isHurried: true })
    await sendOutcomes({ crm, store, now: Date.now, isHurried: true })
    const bodies = allRecords(server.portal, 'calls').map(({ properties }) => properties['hs_call_body'] ?? '')
    const inCrm = (callId: string) => bodies.filter((body) => body.includes(`Notes of ${callId}`)).length
    const waiting = new Set(store.readOutbox().map(({ call }) => call.callId))
    const saved = told('saved')
    expect(saved.length).toBeGreaterThan(0)
    // An outcome may wait with a part of it in the CRM already.
    const isWrong = (callId: string) => inCrm(callId) > 1 || (inCrm(callId) === 0 && !waiting.has(callId))
    expect(saved.filter(isWrong)).toEqual([])
    expect(new Set(bodies).size).toBe(bodies.length)
    const drafts = new Set((store.read('drafts') ?? []).map(({ call }) => call.callId))
    const gone = new Set(told('dropping'))
    expect(told('kept').filter((callId) => !drafts.has(callId) && !gone.has(callId))).toEqual([])
    store.close()
  } finally {
    await server.close()
  }
}, 300_000)
