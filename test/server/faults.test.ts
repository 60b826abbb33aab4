// What happens to the disk and the file of a server: outcomes are neither lost nor sent twice, and nobody has to help. The faults of
// networks, clocks and databases that are servers: test/postgres/faults.test.ts.
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Outcome } from '../../src/core/outcome.ts'
import { parseFault } from '../../src/crm-server/faults.ts'
import { allRecords, updateRecord } from '../../src/crm-server/portal.ts'
import type { CrmServer } from '../../src/crm-server/server.ts'
import { Database } from '../../src/store/driver.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { scratch } from '../cli/run.ts'
import { expectEachOnce, outcomeFor, peopleOf } from '../end-to-end/account.ts'
import { openCrm, type Running, serve } from './running.ts'

const PEOPLE = peopleOf(40)
const SLOW = { timeout: 60_000, interval: 300 }
const ARGS = ['--index-lag', '0']

const disks: string[] = []
afterEach(() => {
  for (const disk of disks.splice(0)) execFileSync('umount', ['-l', disk])
})

const post = async (server: Running, token: string, { savedAt: _, ...draft }: Outcome) => {
  const headers = { 'content-type': 'application/json' }
  return (await server.ask('/v1/outcomes', token, { method: 'POST', body: JSON.stringify(draft), headers })).status
}
const nameOf = async (server: Running, token: string) => {
  const response = await server.ask('/v1/callers?number=%2B353871000000', token)
  return ((await response.json()) as { readonly label?: string }).label ?? `status ${response.status}`
}
function rename(crm: CrmServer, firstname: string) {
  const [first] = allRecords(crm.portal, 'contacts')
  if (first === undefined) throw new Error('expected a contact')
  updateRecord(crm.portal, first, { firstname }, crm.now())
}
async function expectSent(db: string, crm: CrmServer, outcomes: readonly Outcome[]) {
  const waiting = () => {
    const store = openSqliteStore(db)
    const kept = outcomes.map((each) => ({ ...each, call: { ...each.call, callId: `anna/${each.call.callId}` } }))
    const each = store.readOutbox().length === 0 ? expectEachOnce(crm.portal, store, kept) : 0
    store.close()
    return each
  }
  await expect.poll(waiting, SLOW).toBe(outcomes.length)
}

// Mounting is for root, who is who runs this in CI.
test.runIf(process.getuid?.() === 0)(
  'R-11 a disk that is full: callers have names, an outcome is not taken, and with more room all goes on by itself',
  async () => {
    const disk = join(scratch(), 'disk')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk])
    disks.push(disk)
    const crm = await openCrm(PEOPLE)
    const server = await serve(crm, { db: join(disk, 'team.db'), args: [...ARGS, '--every', '3s'] })
    const token = await server.token()
    await expect.poll(() => nameOf(server, token), SLOW).toContain('First0')
    const outcomes = PEOPLE.slice(0, 6).map((person, index) => outcomeFor(person, `c${index}`))
    const [first] = outcomes as [Outcome, ...Outcome[]]
    const filler = join(disk, 'filler')
    const { bavail, bsize } = statfsSync(disk)
    writeFileSync(filler, Buffer.alloc(bavail * bsize))
    rename(crm, 'Hanna')
    expect(await post(server, token, first)).toBe(503)
    expect(await nameOf(server, token)).toContain('First0')
    await new Promise((later) => setTimeout(later, 5_000))
    expect(await nameOf(server, token)).toMatch(/First0|Hanna/)
    expect(await post(server, token, first)).toBe(503)
    rmSync(filler)
    for (const outcome of outcomes) await expect.poll(() => post(server, token, outcome), SLOW).toBe(200)
    await expectSent(server.db, crm, outcomes)
    await expect.poll(() => nameOf(server, token), SLOW).toContain('Hanna')
    expect(server.log().filter(({ level }) => level === 'error').length).toBeLessThan(30)
  },
  120_000,
)

test('R-11 the file is taken away under a server: nothing is taken that nobody would find, and with the next file it goes on', async () => {
  const crm = await openCrm(PEOPLE)
  const server = await serve(crm, { args: [...ARGS, '--every', '1h'] })
  const { db } = server
  const token = await server.token()
  await expect.poll(() => nameOf(server, token), SLOW).toContain('First0')
  const backup = join(scratch(), 'backup.db')
  const file = new Database(db)
  await file.backup(backup)
  file.close()
  for (const each of [db, `${db}-wal`, `${db}-shm`]) rmSync(each)
  const outcomes = PEOPLE.slice(0, 3).map((person, index) => outcomeFor(person, `c${index}`))
  for (const outcome of outcomes) expect(await post(server, token, outcome)).toBe(503)
  expect(await nameOf(server, token)).toContain('First0')
  expect(existsSync(db)).toBe(false)
  renameSync(backup, db)
  for (const outcome of outcomes) await expect.poll(() => post(server, token, outcome), SLOW).toBe(200)
  await expectSent(db, crm, outcomes)
  expect(server.log().map(({ event }) => event)).toEqual(expect.arrayContaining(['database', 'desk-died']))
}, 120_000)

test("R-11 yesterday's file is put in place, and nobody says so: the server notices, and sends nothing twice", async () => {
  const crm = await openCrm(PEOPLE)
  const first = await serve(crm, { args: [...ARGS, '--every', '1h'] })
  const { db } = first
  const token = await first.token()
  await expect.poll(() => nameOf(first, token), SLOW).toContain('First0')
  const generationAt = async (server: Running) =>
    Number((await server.ask('/v1/directory', token)).headers.get('ringsight-generation'))
  const outcomes = PEOPLE.slice(0, 4).map((person, index) => outcomeFor(person, `c${index}`))
  crm.setFaults([parseFault('503:1')])
  for (const outcome of outcomes.slice(0, 3)) expect(await post(first, token, outcome)).toBe(201)
  await new Promise((later) => setTimeout(later, 1_500))
  const backup = join(scratch(), 'backup.db')
  const file = new Database(db)
  await file.backup(backup)
  file.close()
  crm.setFaults([])
  expect(await post(first, token, outcomes[3] as Outcome)).toBe(201)
  await expectSent(db, crm, outcomes)
  rename(crm, 'Hanna')
  const generation = await generationAt(first)
  await first.stop('SIGTERM')
  for (const log of [`${db}-wal`, `${db}-shm`]) rmSync(log, { force: true })
  copyFileSync(backup, db)
  const second = await serve(crm, { db, args: [...ARGS, '--every', '1h'] })
  await expect.poll(() => second.log().filter(({ event }) => event === 'put-back').length, SLOW).toBe(1)
  for (const outcome of outcomes) await expect.poll(() => post(second, token, outcome), SLOW).toBe(200)
  await expectSent(db, crm, outcomes)
  await expect.poll(() => nameOf(second, token), SLOW).toContain('Hanna')
  expect(await generationAt(second)).toBeGreaterThan(generation)
}, 120_000)

test.each([
  ['copied over', copyFileSync],
  ['moved to the place of', (backup: string, db: string) => renameSync(copyOf(backup), db)],
])(
  'R-11 a backup that is %s the file of a server that runs: nothing more is taken, nothing is mixed, and without the old log it goes on',
  async (_way, put) => {
    const crm = await openCrm(PEOPLE)
    const server = await serve(crm, { args: [...ARGS, '--every', '1h'] })
    const { db } = server
    const token = await server.token()
    const outcomes = PEOPLE.slice(0, 6).map((person, index) => outcomeFor(person, `c${index}`))
    const [first, second, ...others] = outcomes as [Outcome, Outcome, ...Outcome[]]
    expect(await post(server, token, first)).toBe(201)
    const backup = join(scratch(), 'backup.db')
    const file = new Database(db)
    await file.backup(backup)
    file.close()
    expect(await post(server, token, second)).toBe(201)
    await expectSent(db, crm, [first, second])
    put(backup, db)
    for (const outcome of others) expect(await post(server, token, outcome)).toBe(503)
    expect(await nameOf(server, token)).toContain('First0')
    const saysSo = (message: unknown) => String(message).includes('its log')
    await expect.poll(() => server.log().some(({ message }) => saysSo(message)), SLOW).toBe(true)
    // Both processes have left the file as it is.
    await expect.poll(() => server.log().filter(({ event }) => event === 'keeper-died').length, SLOW).toBeGreaterThan(0)
    expect(readFileSync(db).equals(readFileSync(backup))).toBe(true)
    for (const log of [`${db}-wal`, `${db}-shm`]) rmSync(log)
    for (const outcome of outcomes) await expect.poll(() => post(server, token, outcome), SLOW).toBe(200)
    await expectSent(db, crm, outcomes)
    const whole = new Database(db)
    expect(whole.pragma('integrity_check', { simple: true })).toBe('ok')
    whole.close()
  },
  120_000,
)

function copyOf(file: string): string {
  copyFileSync(file, `${file}.copy`)
  return `${file}.copy`
}
