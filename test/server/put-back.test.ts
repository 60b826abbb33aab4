// How a server notices that its database was put back, step by step.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { heedPutBack, isDoubtful, openWitness } from '../../src/server/put-back.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'
import { scratch } from '../cli/run.ts'
import { outcomeFor, peopleOf } from '../end-to-end/account.ts'

const [PERSON] = peopleOf(1)
if (PERSON === undefined) throw new Error('expected a person')

/** A store as a backup has it. @param turns null for one that was emptied */
function storeWith(turns: number | null): Store {
  const store = openMemoryStore()
  if (turns === null) return store
  store.write('import', { at: '2026-11-29T00:00:00.000Z', contacts: 1, source: 'HubSpot' })
  store.write('published', { of: 'x', scopes: [] })
  store.write('turns', turns)
  return store
}

describe('a database', () => {
  test('that only goes on is none that was put back, and what it has is kept beside it', () => {
    const [folder, store] = [join(scratch(), 'shelf'), storeWith(3)]
    const witness = openWitness(store, folder)
    expect([witness.look(), witness.begin(1), witness.begin(2), witness.look()]).toEqual([false, null, null, false])
    expect([store.read('turns'), readFileSync(join(folder, 'turns'), 'utf8')]).toEqual([5, '5\n'])
    expect(openWitness(store, folder).look()).toBe(false)
  })

  test.each([
    ['by the process that saw more', false],
    ['by one that was started since', true],
  ])('that has fewer turns than were seen was put back: noticed once, %s', (_what, isStarted) => {
    const [folder, before] = [scratch(), storeWith(7)]
    const witness = openWitness(before, folder)
    witness.begin(1)
    const store = storeWith(4)
    store.saveOutcome(outcomeFor(PERSON, 'c1'))
    // The process that saw it has the same store open: put back under it.
    for (const key of ['turns', 'import'] as const) before.write(key, store.read(key) as never)
    before.saveOutcome(outcomeFor(PERSON, 'c1'))
    const [again, its] = isStarted ? [openWitness(store, folder), store] : [witness, before]
    expect([again.look(), again.begin(5_000), again.look(), again.begin(6_000)]).toEqual([true, 1, false, null])
    expect(its.read('published')).toEqual({ of: '', scopes: [] })
    expect(its.readSending('c1')).toMatchObject({ doubtedAt: 5_000 })
    expect(its.read('turns')).toBe(10)
  })

  test('that was emptied begins again', () => {
    const folder = scratch()
    openWitness(storeWith(7), folder).begin(1)
    const store = storeWith(null)
    const witness = openWitness(store, folder)
    expect([witness.look(), witness.begin(2), store.read('published')]).toEqual([false, null, undefined])
  })
})

test('an outcome is doubtful whose call was before the database was put back, whatever the clock of the phone', () => {
  const store = storeWith(1)
  const at = Date.parse('2026-11-30T12:00:00.000Z')
  expect(isDoubtful(store, '2026-11-29T09:00:00.000Z')).toBe(false)
  heedPutBack(store, at)
  expect(
    ['2026-11-29T09:00:00.000Z', '2026-12-01T11:00:00.000Z', '2026-12-01T13:00:00.000Z', 'x'].map((each) =>
      isDoubtful(store, each),
    ),
  ).toEqual([true, true, false, true])
})
