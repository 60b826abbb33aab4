// The directory server as it runs: the built command, asked over HTTP by fetch and by curl.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { lookUpSnapshot, openSnapshot } from '../../src/core/snapshot/snapshot.ts'
import { allRecords, updateRecord } from '../../src/crm-server/portal.ts'
import { scratch } from '../cli/run.ts'
import { contact, deal, phone } from '../people.ts'
import { curl, openCrm, ringsight, serve } from './running.ts'

const ANNA = contact({ id: '101', phones: [phone('+353871234567')], deals: [deal({ closeDate: '2030-01-01' })] })
const BEN = contact({ id: '102', firstName: 'Ben', lastName: 'Kelly', phones: [phone('+353862345678')] })
const ALSO_BEN = contact({ id: '103', firstName: 'Cara', company: 'Kelly Ltd', phones: [phone('+353862345678')] })
const PEOPLE = [ANNA, BEN, ALSO_BEN]

test('R-29 a phone fetches the contacts that the CRM has, whole, packed, in parts, and not again', async () => {
  const server = await serve(await openCrm(PEOPLE))
  const token = await server.token()
  const authorization = `Authorization: Bearer ${token}`
  const address = `${server.url}/v1/directory`

  const whole = await curl('-H', authorization, address)
  const snapshot = openSnapshot(whole)
  if (snapshot.kind !== 'snapshot') throw new Error(snapshot.reason)
  expect(lookUpSnapshot(snapshot, '+353871234567')).toEqual({
    label: 'Anna Byrne · Acme Ltd',
    deal: 'Renewal EUR 12,500',
    ids: ['101'],
  })
  expect(await curl('--compressed', '-H', authorization, address)).toEqual(whole)
  expect(gunzipSync(await curl('-H', 'Accept-Encoding: gzip', '-H', authorization, address))).toEqual(whole)

  // Broken off in the middle, and taken up again.
  const file = join(scratch(), 'part')
  await curl('-H', authorization, '-r', '0-99', '-o', file, address)
  await curl('-H', authorization, '-C', '-', '-o', file, address)
  expect(readFileSync(file)).toEqual(whole)

  const first = await server.ask('/v1/directory', token)
  const etag = first.headers.get('etag') ?? ''
  expect(etag).toMatch(/^"[0-9a-f]{16}-\d+-[0-9a-f]{8}-gzip"$/)
  const again = await server.ask('/v1/directory', token, { headers: { 'if-none-match': etag } })
  expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0])
  const since = await server.ask(`/v1/directory?since=${first.headers.get('ringsight-generation')}`, token)
  expect([since.status, await since.text()]).toEqual([204, ''])
  const head = await curl('-I', '-H', authorization, address)
  expect(head.toString()).toContain(`content-length: ${whole.length}`)
  const headOfPart = await curl('-I', '-H', authorization, '-H', 'Range: bytes=0-9', address)
  expect(headOfPart.toString()).toMatch(/^HTTP\/1.1 200 /)
})

test('R-03 who is calling, with the evidence', async () => {
  const server = await serve(await openCrm(PEOPLE), { args: ['--region', 'IE'] })
  const token = await server.token()
  const ask = async (query: string) => (await server.ask(`/v1/callers?${query}`, token)).json()
  const found = await ask('number=%2B353871234567')
  expect(found).toMatchObject({
    kind: 'known',
    label: 'Anna Byrne · Acme Ltd',
    deal: 'Renewal EUR 12,500',
    contacts: ['101'],
    evidence: { number: '+353871234567', country: 'IE', read: 'exact', source: 'snapshot' },
  })
  const curled = await curl('-H', `Authorization: Bearer ${token}`, `${server.url}/v1/callers?number=%2B353871234567`)
  expect(JSON.parse(curled.toString())).toEqual(found)
  // A plus sign that nobody escaped.
  expect(await ask('number=+353871234567')).toEqual(found)
  expect(await ask('number=087%20123%204567')).toMatchObject({
    kind: 'known',
    evidence: { read: 'national', region: 'IE' },
  })
  expect(await ask('number=0871234567&region=GB')).toMatchObject({ kind: 'unknown' })
  expect(await ask('number=%2B353862345678')).toMatchObject({ kind: 'shared', contacts: ['102', '103'] })
  // No suffix matches.
  expect(await ask('number=1234567')).toMatchObject({ kind: 'unknown' })
  expect(await ask('number=withheld')).toMatchObject({ kind: 'no-number', presentation: 'RESTRICTED' })
  expect(await ask('number=112')).toMatchObject({ kind: 'special', service: 'emergency' })
  for (const query of ['', 'number=1&number=2', 'number=1&region=XX', `number=${'1'.repeat(300)}`]) {
    expect((await server.ask(`/v1/callers?${query}`, token)).status, query).toBe(400)
  }
})

test('what changes in the CRM is served by every process a moment after one has synced it', async () => {
  const crm = await openCrm(PEOPLE)
  const args = ['--every', '2s', '--index-lag', '0']
  const one = await serve(crm, { args })
  const other = await serve(crm, { db: one.db, args })
  const token = await one.token()
  const nameAt = async (server: typeof one) =>
    ((await (await server.ask('/v1/callers?number=%2B353871234567', token)).json()) as { label?: string }).label
  for (const each of [one, other])
    await expect.poll(() => nameAt(each), { timeout: 20_000 }).toBe('Anna Byrne · Acme Ltd')
  const generation = async () => (await one.ask('/v1/directory', token)).headers.get('ringsight-generation')
  const before = await generation()
  const [anna] = allRecords(crm.portal, 'contacts').filter(({ id }) => id === '101')
  if (anna === undefined) throw new Error('expected Anna')
  updateRecord(crm.portal, anna, { firstname: 'Hanna' }, crm.now())
  await expect.poll(() => nameAt(one), { timeout: 20_000 }).toBe('Hanna Byrne · Acme Ltd')
  await expect.poll(() => nameAt(other), { timeout: 20_000 }).toBe('Hanna Byrne · Acme Ltd')
  expect(Number(await generation())).toBeGreaterThan(Number(before))
  // Nothing has changed since: the phones have nothing to fetch.
  const after = await generation()
  await new Promise((resolve) => setTimeout(resolve, 4_000))
  expect(await generation()).toBe(after)
})

test('contacts of an import are served without a CRM, and a newer import at once', async () => {
  const db = join(scratch(), 'team.db')
  await ringsight(['import', 'fixtures/contacts/sample.csv', '--db', db])
  const server = await serve(null, { db })
  const token = await server.token()
  const ask = async (number: string) => (await server.ask(`/v1/callers?number=%2B${number}`, token)).json()
  expect(await ask('353837247309')).toMatchObject({ kind: 'known', contacts: ['900000000001'] })
  expect(await ask('353870000001')).toMatchObject({ kind: 'unknown' })
  const file = join(scratch(), 'more.csv')
  writeFileSync(file, 'Record ID,First Name,Last Name,Phone Number\n7,Dana,Quinn,+353870000001\n')
  await ringsight(['import', file, '--db', db])
  await expect.poll(() => ask('353870000001'), { timeout: 5_000 }).toMatchObject({ kind: 'known', contacts: ['7'] })
})

test('a server that is told to end answers what has come, and ends its processes', async () => {
  const server = await serve(await openCrm(PEOPLE))
  const { code, stdout } = await server.stop('SIGTERM')
  expect(code).toBe(0)
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({ type: 'summary', signal: 'SIGTERM' })
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow()
  const again = await serve(await openCrm(PEOPLE), { db: server.db })
  expect((await again.stop('SIGINT')).code).toBe(130)
})

test('one of its processes that dies is started again, and look-ups go on meanwhile', async () => {
  const server = await serve(await openCrm(PEOPLE))
  const token = await server.token()
  const children = readFileSync(`/proc/${server.child.pid}/task/${server.child.pid}/children`, 'utf8').trim().split(' ')
  expect(children).toHaveLength(2)
  for (const pid of children) process.kill(Number(pid), 'SIGKILL')
  await expect.poll(() => server.log().filter(({ event }) => /-died$/.test(String(event)))).toHaveLength(2)
  expect((await server.ask('/v1/callers?number=%2B353871234567', token)).status).toBe(200)
  await expect.poll(async () => (await server.ask('/readyz')).status, { timeout: 20_000 }).toBe(200)
})

describe('what lies on the disk', () => {
  test('is for its owner alone, and no token can be read from it', async () => {
    const server = await serve(await openCrm(PEOPLE))
    const token = await server.token()
    const folder = `${server.db}.directory`
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600)
    await server.stop('SIGTERM')
    const secret = token.slice('rsg_000000000000_'.length)
    const kept = readFileSync(server.db).toString('latin1')
    expect(kept).not.toContain(secret)
    expect(kept).toContain(createHash('sha256').update(secret).digest('hex'))
  })
})
