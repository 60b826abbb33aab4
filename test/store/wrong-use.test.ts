// What a caller without types writes wrongly is refused before it is written: read again, it would make the store look damaged.
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openMemoryStore } from '../../src/store/memory.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { scratch } from '../cli/run.ts'
import { sampleContact, sampleOutcome } from './sample.ts'

const wrong: readonly (readonly [string, (store: Store) => unknown])[] = [
  ['an outcome without its parts', (store) => store.saveOutcome({ call: { callId: '1' } } as never)],
  ['an outcome that is nothing', (store) => store.saveOutcome(undefined as never)],
  ['a duration that is a text', (store) => store.saveOutcome(lasting('5'))],
  ['drafts without their parts', (store) => store.write('drafts', [{}] as never)],
  ['a document of no known key', (store) => store.write('zzz' as never, 1 as never)],
  ['a document called __proto__', (store) => store.write('__proto__' as never, 1 as never)],
  ['an import at a number', (store) => store.write('import', { at: 5 } as never)],
  ['a contact without its parts', (store) => store.changeContacts(writing({ id: '1' }))],
  ['phones that are a text', (store) => store.changeContacts(writing({ ...sampleContact('1'), phones: 'x' }))],
  ['deals of nothing', (store) => store.changeContacts(writing({ ...sampleContact('1'), deals: [null] }))],
]

function lasting(durationMs: unknown): never {
  const outcome = sampleOutcome('1')
  return { ...outcome, call: { ...outcome.call, durationMs } } as never
}

function writing(contact: object): never {
  return { write: [contact], remove: [], documents: {} } as never
}

describe.each([
  ['memory', () => openMemoryStore()],
  ['SQLite', () => openSqliteStore(join(scratch(), 'store.db'))],
] as const)('a store in %s', (_name, open) => {
  test.each(wrong)('refuses %s, and is as it was', (_what, write) => {
    const store = open()
    expect(store.saveOutcome(sampleOutcome('good'))).toBe(true)
    expect(() => write(store)).toThrow(TypeError)
    expect(store.readOutbox()).toHaveLength(1)
    expect([...store.readContacts()]).toEqual([])
    expect([store.read('drafts'), store.read('import')]).toEqual([undefined, undefined])
    store.close()
  })
})
