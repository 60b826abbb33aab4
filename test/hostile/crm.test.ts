// A CRM that answers as it likes: a sync ends with a sentence, the contacts from before still serve, every outcome is there
// once, and neither the token nor anything that acts on a terminal gets through.
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { openSyncTools } from '../../src/cli/open.ts'
import { openHubspot } from '../../src/crm/hubspot/hubspot.ts'
import { type CrmServer, openCrmServer } from '../../src/crm-server/server.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { syncOnce } from '../../src/sync/once.ts'
import { renderFailure, renderSync } from '../../src/sync/report.ts'
import { resendOutcome, sendOutcomes } from '../../src/sync/send-outcomes.ts'
import { syncContacts } from '../../src/sync/sync-contacts.ts'
import { say } from '../../src/terminal/io.ts'
import { openIo, run, scratch } from '../cli/run.ts'
import { finds, TOKEN } from '../crm/hubspot/token-forms.ts'
import { contentOf, expectEachOnce, outcomeFor, peopleOf, readAnew } from '../end-to-end/account.ts'
import { seed, tries } from './effort.ts'
import { type Liar, openLiar, SPOILS } from './liar.ts'

const PEOPLE = peopleOf(40)
const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

interface Scene {
  readonly crm: CrmServer
  readonly liar: Liar
  readonly folder: string
  readonly db: string
}

async function openScene(each = seed): Promise<Scene> {
  const crm = await openCrmServer({ contacts: PEOPLE, token: TOKEN })
  const liar = await openLiar(crm.url, each)
  const folder = scratch()
  closing.push(
    () => crm.close(),
    () => liar.close(),
  )
  return { crm, liar, folder, db: join(folder, 'ringsight.db') }
}

const open = (liar: Liar, now: () => number = Date.now) =>
  openHubspot({ token: TOKEN, baseUrl: liar.url, now, pause: async () => {}, timeoutMs: 5_000 })

function actsOn(text: string): string[] {
  return text.match(/(?![\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu) ?? []
}

/** The bytes of every file beside the store. */
function filesIn(folder: string): string {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n')
}

/** Syncs once, as a command does, and says what came of it. */
async function syncAndTell({ liar, db }: Scene, wish: 'auto' | 'full'): Promise<{ kind: string; said: string }> {
  const { io, ran } = openIo()
  const store = openSqliteStore(db)
  try {
    const onProgress = () => {}
    const signal = new AbortController().signal
    const job = { store, crm: open(liar), signal, wish, isHurried: true, onProgress, onPause: null }
    const synced = await syncOnce(job, openSyncTools(io, { beside: db }))
    for (const line of synced.kind === 'synced' ? renderSync(synced, '') : [renderFailure(synced, '')]) say(io, line)
    return { kind: synced.kind, said: ran().stdout + ran().stderr }
  } finally {
    store.close()
  }
}

// One after the other on one store in a small run, each on one of its own in a large one.
const KINDS = Object.keys(SPOILS)
const groups =
  tries(1, 0) === 1
    ? [{ name: 'anything wrong with it', kinds: KINDS }]
    : KINDS.map((name) => ({ name, kinds: [name] }))
const SYNCS = [
  [1, 'full'],
  [0.3, 'auto'],
  [0.1, 'full'],
] as const

describe('an answer with', () => {
  test.each(groups)('$name', { timeout: 60_000 }, async ({ kinds }) => {
    const scene = await openScene()
    const { liar, db, folder } = scene
    expect((await syncAndTell(scene, 'full')).kind).toBe('synced')
    const saved = outcomeFor(PEOPLE[0] ?? expect.unreachable(), 'call-1')
    const before = openSqliteStore(db)
    before.saveOutcome(saved)
    before.close()
    const told: string[] = []
    for (const kind of kinds) {
      for (const [rate, wish] of SYNCS.slice(0, tries(1, 3))) {
        liar.lie(kind, rate)
        const { said } = await syncAndTell(scene, wish)
        expect(said).toMatch(/^ringsight: [A-Z]/)
        expect(said).not.toMatch(/: *\.|undefined|\[object|at \w+ \(/)
        expect(said.length).toBeLessThan(1_500)
        told.push(said)
      }
    }
    const kept = openSqliteStore(db)
    expect([...kept.readContacts()]).toHaveLength(PEOPLE.length)
    expectEachOnce(scene.crm.portal, kept, [saved])
    kept.close()
    for (const args of [
      ['sync', 'status'],
      ['outbox', '--json'],
      ['call', '+353871000000', '--answer', '5s'],
    ]) {
      const { stdout, stderr } = await run([...args, '--db', db])
      expect(stdout).not.toBe('')
      told.push(stdout, stderr)
    }
    expect(actsOn(told.join(''))).toEqual([])
    expect(finds(told.join('\n'))).toBe(false)
    expect(finds(filesIn(folder))).toBe(false)
  })
})

describe('whatever a CRM answers', () => {
  const seeds = Array.from({ length: tries(1, 6) }, (_, index) => seed * 1_000 + index)
  test.each(seeds)(
    'each outcome is in it once, and its contacts are here in the end (seed %i)',
    { timeout: 120_000 },
    async (each) => {
      const { crm, liar, db, folder } = await openScene(each)
      const store = openSqliteStore(db)
      closing.push(() => store.close())
      let now = Date.now()
      const client = open(liar, () => now)
      const sync = () => syncContacts({ crm: client, store, now: () => now, pause: async () => {} })
      const send = () => sendOutcomes({ crm: client, store, now: () => now, isHurried: true })
      expect((await sync()).kind).toBe('synced')
      const saved = PEOPLE.slice(0, 4).map((contact, index) => outcomeFor(contact, `call-${index}`))
      for (const outcome of saved) store.saveOutcome(outcome)
      for (let round = 0; round < tries(2, 12); round += 1) {
        liar.lie('any', 0.3)
        await sync()
        await send()
        expect([...store.readContacts()].length).toBe(PEOPLE.length)
        expectEachOnce(crm.portal, store, saved)
        now += 3_600_000
      }
      expect(finds(filesIn(folder))).toBe(false)
      liar.lie(null)
      // What a liar refused waits for somebody who sends it again.
      for (const { call } of store.readOutbox()) resendOutcome(store, call.callId)
      for (let round = 0; round < 3; round += 1) {
        await send()
        now += 3_600_000
      }
      expect(expectEachOnce(crm.portal, store, saved)).toBe(saved.length)
      now += 8 * 24 * 3_600_000
      expect((await sync()).kind).toBe('synced')
      expect(contentOf(store)).toEqual(await readAnew(crm, TOKEN))
    },
  )
})

describe('an answer made to take long', () => {
  const answers: readonly (readonly [string, number, unknown])[] = [
    ['120,000 blanks', 400, { message: ' '.repeat(120_000), errors: [{ message: 'x' }] }],
    ['120,000 blanks before a bracket', 400, { message: `x${' '.repeat(120_000)}[`, errors: [{ message: 'x' }] }],
    ['120,000 digits apart', 400, { message: '1 '.repeat(60_000) }],
    [
      'errors without end',
      400,
      {
        message: 'x'.repeat(10_000),
        errors: Array.from({ length: tries(20_000, 200_000) }, (_, n) => ({ message: `m${n}` })),
      },
    ],
    [
      'scopes without end',
      403,
      {
        errors: [
          { context: { requiredGranularScopes: Array.from({ length: tries(20_000, 200_000) }, (_, n) => `a.b${n}`) } },
        ],
      },
    ],
    ['a message of marks', 400, { message: ': .', errors: [{ message: ' ' }] }],
    [
      'a record over and over',
      200,
      { portalId: 1, results: Array.from({ length: tries(20_000, 300_000) }, () => ({ id: '1', properties: {} })) },
    ],
  ]
  test.each(answers)('of %s is told in one sentence', async (_what, status, body) => {
    const server = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => void server.close())
    const { port } = server.address() as AddressInfo
    const db = join(scratch(), 'ringsight.db')
    const { said } = await syncAndTell({ liar: { url: `http://127.0.0.1:${port}` }, db } as Scene, 'full')
    expect(said).toMatch(/^ringsight: [A-Z][\s\S]*There are no contacts yet\.\n$/)
    expect(said).not.toMatch(/: *\.|RangeError/)
    expect(said.length).toBeLessThan(1_200)
  })

  test('drop by drop ends when its time is over', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const drip = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(drip))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(
      () => server.closeAllConnections(),
      () => void server.close(),
    )
    const { port } = server.address() as AddressInfo
    const crm = openHubspot({
      token: TOKEN,
      baseUrl: `http://127.0.0.1:${port}`,
      now: Date.now,
      pause: async () => {},
      timeoutMs: 300,
    })
    const ended = crm.readAllContacts(null).catch((error: { failure: unknown }) => error.failure)
    expect(await Promise.race([ended, sleep(5_000, 'still waits')])).toEqual({ kind: 'timeout' })
  })
})
