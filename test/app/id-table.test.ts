import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildIdTable } from '../../src/app/id-table.ts'

test('an id is new once, and afterwards has the mark it was last given', () => {
  const table = buildIdTable()
  expect(table.put('101', true)).toBeUndefined()
  expect(table.put('101', false)).toBe(true)
  expect(table.put('101', true)).toBe(false)
  expect(table.put('row-0a', false)).toBeUndefined()
  expect(table.put('row-0a', false)).toBe(false)
})

test.each(['', '0', '007', '7', '-1', '9007199254740993', '9007199254740992', 'constructor', 'é', '1e3'])(
  '%j is an id like any other',
  (id) => {
    const table = buildIdTable()
    for (const other of ['1', '2', 'a']) table.put(other, true)
    expect(table.put(id, true)).toBeUndefined()
    expect(table.put(id, true)).toBe(true)
  },
)

test('remembers what a map would remember', () => {
  const id = fc.oneof(fc.nat(50).map(String), fc.string({ maxLength: 3 }))
  fc.assert(
    fc.property(fc.array(fc.tuple(id, fc.boolean()), { maxLength: 200 }), (puts) => {
      const [table, map] = [buildIdTable(), new Map<string, boolean>()]
      for (const [key, mark] of puts) {
        expect(table.put(key, mark)).toBe(map.get(key))
        map.set(key, mark)
      }
    }),
  )
})

test('grows with its ids, in sequence or far apart', () => {
  const table = buildIdTable()
  const ids = Array.from({ length: 20_000 }, (_, index) => [String(900_000_000_001 + index), `row-${index}`]).flat()
  expect(ids.filter((id) => table.put(id, true) !== undefined)).toEqual([])
  expect(ids.filter((id) => table.put(id, true) !== true)).toEqual([])
})
