import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildSnapshot } from '../../src/core/snapshot/build.ts'
import { lookUpSnapshot } from '../../src/core/snapshot/snapshot.ts'
import { hashWorkspace, openSnapshotFile, writeSnapshotFile } from '../../src/store/snapshot-file.ts'
import { contact, phone } from '../people.ts'

const ANNA = '+353871234567'
let folder = ''
let path = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snapshot-'))
  path = join(folder, 'callerid.idx')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function build(firstName: string): Uint8Array {
  return buildSnapshot([contact({ firstName })], {
    workspaceHash: hashWorkspace('acme'),
    generation: 1,
    createdAtMs: 0,
    regions: [],
  })
}

function labelIn(file: ReturnType<typeof openSnapshotFile>): string | undefined {
  return file.snapshot.kind === 'damaged' ? undefined : lookUpSnapshot(file.snapshot, ANNA)?.label
}

test('a written snapshot is found again, readable by its owner alone', async () => {
  await writeSnapshotFile(path, build('Anna'))
  const file = openSnapshotFile(path)
  expect(labelIn(file)).toBe('Anna Byrne · Acme Ltd')
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  file.close()
  file.close()
})

test('a new one takes the place of the old one, which a reader that has it open keeps', async () => {
  await writeSnapshotFile(path, build('Anna'))
  const before = openSnapshotFile(path)
  await writeSnapshotFile(path, build('Lisa'))
  const after = openSnapshotFile(path)
  expect([labelIn(before), labelIn(after)]).toEqual(['Anna Byrne · Acme Ltd', 'Lisa Byrne · Acme Ltd'])
  expect(readdirSync(folder)).toEqual(['callerid.idx'])
  before.close()
  after.close()
})

// One byte of it is damaged: those in its block are not found, all others are.
test('what is read ahead is found without the file, and a damaged block in it is no match', async () => {
  const people = Array.from({ length: 3_000 }, (_, index) =>
    contact({ id: String(index), phones: [phone(`+35387${1_000_000 + index}`)] }),
  )
  const bytes = buildSnapshot(people, {
    workspaceHash: hashWorkspace('acme'),
    generation: 1,
    createdAtMs: 0,
    regions: [],
  })
  const last = bytes.length - 1
  bytes[last] = (bytes[last] ?? 0) ^ 1
  await writeSnapshotFile(path, bytes)
  const [read, closed] = [openSnapshotFile(path), openSnapshotFile(path)]
  const reading = [read.readAhead(), closed.readAhead()]
  closed.close()
  await Promise.all(reading)
  truncateSync(path, 70)
  const found = ({ snapshot }: ReturnType<typeof openSnapshotFile>) =>
    people.filter(
      ({ phones }) => snapshot.kind === 'snapshot' && lookUpSnapshot(snapshot, phones[0]?.e164 ?? '') !== null,
    )
  expect(found(read).length).toBeGreaterThan(2_800)
  expect(found(read).length).toBeLessThan(3_000)
  expect(found(closed).length).toBeLessThan(1_000)
  read.close()
})

test('what cannot be written leaves nothing behind', async () => {
  await expect(writeSnapshotFile(join(folder, 'none', 'callerid.idx'), build('Anna'))).rejects.toThrow(/ENOENT/)
  await expect(writeSnapshotFile(folder, build('Anna'))).rejects.toThrow()
  expect(readdirSync(folder)).toEqual([])
})

test('a file that is cut, foreign or closed is no match, never a crash', async () => {
  await writeSnapshotFile(path, build('Anna'))
  const cutLater = openSnapshotFile(path)
  const closed = openSnapshotFile(path)
  closed.close()
  truncateSync(path, 70)
  const cut = openSnapshotFile(path)
  writeFileSync(path, 'SQLite format 3\0'.repeat(8))
  const foreign = openSnapshotFile(path)
  expect([cutLater, closed, cut, foreign].map(labelIn)).toEqual([undefined, undefined, undefined, undefined])
  expect(foreign.snapshot).toEqual({ kind: 'damaged', reason: 'not-a-snapshot' })
  for (const file of [cutLater, cut, foreign]) file.close()
})

test('a workspace is known by its hash', () => expect(hashWorkspace('acme')).toBe('822b33ad87c148a0'))
