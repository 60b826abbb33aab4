import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { numberOfId, openIdMap } from '../../src/core/id-map.ts'

// Few, so that they meet; in ascending order and in none; written as numbers are, and not.
const id = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map(String),
  fc.constantFrom('', '07', '7 ', '-1', '1e1', 'a', '999999999999999', '9007199254740993', '9007199254740992'),
)
const step = fc.record({ id, isSet: fc.boolean(), value: fc.constantFrom('one', 'other') })

test('is what a Map would be', () => {
  fc.assert(
    fc.property(fc.array(step), fc.boolean(), (steps, isSorted) => {
      const [map, model] = [openIdMap<string>(), new Map<string, string>()]
      for (const { id, isSet, value } of isSorted ? steps.sort((a, b) => Number(a.id) - Number(b.id)) : steps) {
        if (isSet) {
          map.set(id, value)
          model.set(id, value)
        }
        expect(map.get(id)).toBe(model.get(id))
        expect(map.size).toBe(model.size)
      }
      expect([...map.values()].sort()).toEqual([...model.values()].sort())
      for (const { id } of steps) expect(map.get(id)).toBe(model.get(id))
    }),
  )
})

describe('the number that an id is', () => {
  test.each([
    ['1', 1],
    ['900000000001', 900_000_000_001],
    ['999999999999999', 999_999_999_999_999],
    ['1000000000000000', 0],
    ['01', 0],
    ['0', 0],
    ['1.5', 0],
    [' 1', 0],
    ['', 0],
    ['row-1', 0],
  ])('%j: %d', (text, number) => {
    expect(numberOfId(text)).toBe(number)
  })
})
