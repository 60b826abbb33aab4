// What a team's server publishes when it was itself made newer: phones must not be left without a way from what they have.
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lookUpSnapshot, openSnapshot } from '../../src/core/snapshot/snapshot.ts'
import { publishScopes } from '../../src/server/publish.ts'
import { snapshotFile } from '../../src/server/shelf.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import { scratch } from '../cli/run.ts'
import { contact, phone } from '../people.ts'
import { asVersion2 } from '../vectors-make.ts'

const DAY = 86_400_000

test('R-16 after a snapshot of version 2 the next is whole, be the contacts the same; and from then on there are deltas', async () => {
  const [folder, store] = [scratch(), openMemoryStore()]
  const write = (firstName: string) =>
    store.changeContacts({ write: [contact({ firstName })], remove: [], documents: {} })
  const publish = async (now: number) => {
    const { scopes } = await publishScopes({ store, folder, scopes: [{ kind: 'all' }], lists: new Map(), now })
    const [scope] = scopes
    if (scope === undefined) throw new Error('expected a scope')
    const file = snapshotFile(folder, scope)
    return { scope, file, snapshot: openSnapshot(readFileSync(file)) }
  }
  write('Anna')
  const older = await publish(1_795_392_000_000)
  writeFileSync(older.file, asVersion2(new Uint8Array(readFileSync(older.file))))
  expect(openSnapshot(readFileSync(older.file))).toMatchObject({ kind: 'snapshot', version: 2 })

  const first = await publish(1_795_392_000_000 + DAY)
  expect(first.snapshot).toMatchObject({ kind: 'snapshot', version: 3 })
  expect(first.scope.before).toEqual([{ generation: older.scope.generation, delta: null }])

  write('Annie')
  const second = await publish(1_795_392_000_000 + 2 * DAY)
  expect(second.scope.before.map(({ generation, delta }) => [generation, delta === null])).toEqual([
    [first.scope.generation, false],
    [older.scope.generation, true],
  ])
})

test('R-16 each scope has the contacts in it, and no others', async () => {
  const [folder, store] = [scratch(), openMemoryStore()]
  const now = 1_795_392_000_000
  const active = new Date(now - DAY).toISOString()
  store.changeContacts({
    write: [
      contact({ id: '1', ownerId: '7', activeAt: null, phones: [phone('+353871000001')] }),
      contact({ id: '2', ownerId: '8', activeAt: active, phones: [phone('+353871000002')] }),
      contact({ id: '3', ownerId: '7', activeAt: active, phones: [phone('+353871000003')] }),
      contact({ id: '4', ownerId: '7', activeAt: active, phones: [] }),
    ],
    remove: [],
    documents: {},
  })
  const scopes = [{ kind: 'all' }, { kind: 'active' }, { kind: 'owner', id: '7' }, { kind: 'list', id: '12' }] as const
  const lists = new Map([['12', new Set(['1', '2'])]])
  const published = await publishScopes({ store, folder, scopes, lists, now })
  const numbers = published.scopes.map((scope) => {
    const snapshot = openSnapshot(readFileSync(snapshotFile(folder, scope)))
    if (snapshot.kind === 'damaged') throw new Error(snapshot.reason)
    return ['1', '2', '3'].filter((last) => lookUpSnapshot(snapshot, `+35387100000${last}`) !== null).join('')
  })
  expect(numbers).toEqual(['123', '23', '13', '12'])
})
