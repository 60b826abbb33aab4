// Calls that a telephone system reports: an answered one becomes a draft, a missed one is to be called back, each exactly once.
import { appendFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { scratch } from '../cli/run.ts'
import { contact, deal, phone } from '../people.ts'
import { curl, makeToken, type Running, ringsight, serve } from './running.ts'

const ANNA = contact({ id: '101', phones: [phone('+353871234567')], deals: [deal({ id: '9' })] })

async function open({ args = [] as readonly string[], db = join(scratch(), 'team.db') } = {}) {
  const store = openSqliteStore(db)
  if (store.read('import') === undefined) {
    await store.writeContacts(
      (async function* () {
        yield [ANNA]
      })(),
      { at: '2026-11-30T00:00:00.000Z', source: 'test' },
    )
  }
  store.close()
  const token = await makeToken(db, ['pbx', '--for', 'office'])
  const server = await serve(null, { db, args: ['--region', 'IE', ...args] })
  return { server, db, token }
}

const asterisk = (id: string, src: string, dst: string, disposition = 'ANSWERED') =>
  `"","${src}","${dst}","from-trunk","x","PJSIP/a-1","PJSIP/b-2","Dial","","","","",69,65,"${disposition}","DOCUMENTATION","${id}",""`

async function listed({ server, token }: { server: Running; token: string }) {
  const answer = await server.ask('/v1/office/calls', token)
  return (await answer.json()) as { calls: { callId: string; name: string | null }[]; callBacks: { callId: string }[] }
}

test('each system in its own form, reported again and again, by curl', async () => {
  const opened = await open()
  const { server, db, token } = opened
  const post = async (query: string, ...data: string[]) =>
    JSON.parse(
      (await curl('-u', `pbx:${token}`, `${server.url}/v1/office/calls${query}`, ...data)).toString(),
    ) as object
  const freeswitch = JSON.stringify({
    variables: {
      direction: 'inbound',
      uuid: 'fs-1',
      start_epoch: '1796029646',
      answer_epoch: '1796029650',
      billsec: '9',
      bridge_uuid: 'b',
    },
    callflow: [{ caller_profile: { caller_id_number: '0871234567', destination_number: '201' } }],
  })
  const json = ['-H', 'Content-Type: application/json', '-d']
  for (const kind of ['new', 'known', 'known']) {
    expect(
      await post(
        '?form=asterisk',
        '-d',
        'uniqueid=1796029646.1&src=%2B353871234567&dst=201&billsec=65&disposition=ANSWERED',
      ),
    ).toEqual({ kind })
    expect(await post('?form=freeswitch', ...json, freeswitch)).toEqual({ kind })
    expect(
      await post(
        '?form=3cx',
        ...json,
        '{"type":"Missed","number":"0871234567","startedAt":"2026-11-30T12:00:00Z","duration":"00:00:09"}',
      ),
    ).toEqual({ kind })
  }
  expect(await post('?form=asterisk', '-d', 'uniqueid=1796029646.9&src=202&dst=201&disposition=ANSWERED')).toEqual({
    kind: 'internal',
  })
  expect(
    await post('?form=asterisk', '-d', 'uniqueid=1796029646.8&src=0869999999&dst=0868888888&disposition=ANSWERED'),
  ).toMatchObject({ error: 'unclear-direction' })
  expect(await post('?form=asterisk', '-d', 'x=1')).toMatchObject({ error: 'unreadable' })
  expect(await post('?form=other', '-d', 'x=1')).toMatchObject({ error: 'bad-request' })

  const { calls, callBacks } = await listed(opened)
  expect(calls.map(({ name }) => name)).toEqual(['Anna Byrne', 'Anna Byrne', 'Anna Byrne'])
  expect(callBacks).toEqual([
    expect.objectContaining({ number: '+353871234567', name: 'Anna Byrne', isAnswered: false }),
  ])
  const store = openSqliteStore(db)
  const drafts = store.read('drafts') ?? []
  expect(drafts.map(({ call }) => [call.callId, call.contactId, call.durationMs, call.deal?.id])).toEqual([
    ['pbx/1796029646.1', '101', 65_000, '9'],
    ['pbx/fs-1', '101', 9_000, '9'],
  ])
  // A draft that was discarded, or saved, comes back by no report.
  store.write('drafts', [])
  expect(await post('?form=freeswitch', ...json, freeswitch)).toEqual({ kind: 'known' })
  expect(store.read('drafts')).toEqual([])
  store.close()
  const shown = await ringsight(['phone', '--db', db])
  expect(shown).toMatch(/To be called back\n {2}Anna Byrne/)
  const lines = (await ringsight(['serve', 'calls', '--db', db, '--json'])).trim().split('\n')
  expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ type: 'summary', calls: 3, callBacks: 1 })
  expect(JSON.stringify(server.log())).not.toMatch(/87123|Anna/)
}, 60_000)

test('a telephone system whose clock is ahead stands before no other call', async () => {
  const opened = await open()
  const report = async (id: string, startedAt: string, isAnswered: boolean) => {
    const body = JSON.stringify({ id, direction: 'incoming', number: '0871234567', isAnswered, startedAt })
    const headers = { 'content-type': 'application/json' }
    const answer = await opened.server.ask('/v1/office/calls', opened.token, { method: 'POST', headers, body })
    return (await answer.json()) as object
  }
  expect(await report('1', '2999-01-01T00:00:00Z', true)).toEqual({ kind: 'new' })
  expect(await report('1', '2999-01-01T00:00:00Z', true)).toEqual({ kind: 'known' })
  expect(await report('2', new Date(Date.now() + 1_000).toISOString(), false)).toEqual({ kind: 'new' })
  const { calls, callBacks } = await listed(opened)
  expect(calls.map(({ callId }) => callId)).toEqual(['pbx/2', 'pbx/1'])
  expect(callBacks.map(({ callId }) => callId)).toEqual(['pbx/2'])
}, 60_000)

test('a file is followed from where it was left, over restarts and rotations, and each line counts once', async () => {
  const file = join(scratch(), 'Master.csv')
  writeFileSync(file, `${asterisk('1796020000.1', '+353871234567', '201')}\n`)
  const first = await open({ args: ['--calls', file] })
  const has = (opened: { server: Running; token: string }, ...ids: string[]) =>
    expect
      .poll(async () => (await listed(opened)).calls.map(({ callId }) => callId).toSorted(), { timeout: 15_000 })
      .toEqual(ids.map((id) => `call-file/${id}`))
  // What was there before it was followed is not the work of today.
  await has(first)
  await expect.poll(() => readPlace(first.db), { timeout: 15_000 }).toBeGreaterThan(0)
  appendFileSync(
    file,
    `${asterisk('1796029646.1', '+353871234567', '201')}\nno line\n${asterisk('1796029650.2', '0871', '201')}`,
  )
  await has(first, '1796029646.1')
  await first.server.stop('SIGKILL')
  appendFileSync(file, `\n${asterisk('1796029660.3', '0871234567', '201', 'NO ANSWER')}\n`)
  const second = await open({ args: ['--calls', file], db: first.db })
  await has(second, '1796029646.1', '1796029660.3')
  renameSync(file, `${file}.1`)
  appendFileSync(`${file}.1`, `${asterisk('1796029670.4', '0871234567', '201')}\n`)
  writeFileSync(
    file,
    `${asterisk('1796029660.3', '0871234567', '201', 'NO ANSWER')}\n${asterisk('1796029680.5', '0871234567', '201')}\n`,
  )
  await has(second, '1796029646.1', '1796029660.3', '1796029670.4', '1796029680.5')
  const store = openSqliteStore(first.db)
  expect((store.read('drafts') ?? []).map(({ call }) => call.callId).toSorted()).toEqual([
    'call-file/1796029646.1',
    'call-file/1796029670.4',
    'call-file/1796029680.5',
  ])
  store.close()
}, 120_000)

function readPlace(db: string): number {
  const store = openSqliteStore(db)
  try {
    return store.read('officeFile')?.offset ?? 0
  } finally {
    store.close()
  }
}
