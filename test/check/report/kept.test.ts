import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keepFindings } from '../../../src/check/report/kept.ts'
import { FINDINGS, type FindingCode } from '../../../src/core/finding.ts'
import { place } from './checked.ts'

function keep(codes: readonly FindingCode[], most: number) {
  const kept = keepFindings(most)
  codes.forEach((code, index) => {
    kept.note(place(code, { row: index + 2 }))
  })
  return kept
}

test('all are kept where there is room, in their order', () => {
  const kept = keep(['text', 'format', 'text', 'date'], 4)
  expect(kept.list().map(({ row }) => row)).toEqual([2, 3, 4, 5])
})

test('a rare finding is kept behind any number of frequent ones', () => {
  const kept = keep([...Array<FindingCode>(500).fill('format'), 'date', 'text'], 10)
  expect(kept.list().map(({ finding }) => finding.code)).toEqual([...Array(8).fill('format'), 'date', 'text'])
  expect(
    kept
      .list()
      .map(({ row }) => row)
      .slice(0, 8),
  ).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
})

test('nothing is kept where nothing may be', () => {
  expect(keep(['text', 'format'], 0).list()).toEqual([])
})

test('whatever comes: never more than allowed, never less than there is room for, of each code the first, fairly', () => {
  const codes = Object.keys(FINDINGS).slice(0, 6) as FindingCode[]
  const input = [
    fc.array(fc.constantFrom(...codes), { maxLength: 80, size: 'max' }),
    fc.integer({ min: 0, max: 30 }),
  ] as const
  fc.assert(
    fc.property(...input, (noted, most) => {
      const list = keep(noted, most).list()
      expect(list).toHaveLength(Math.min(most, noted.length))
      expect(list.map(({ row }) => row)).toEqual(list.map(({ row }) => row).sort((one, other) => one - other))
      const share = Math.floor(most / codes.length)
      for (const code of codes) {
        const all = noted.flatMap((each, index) => (each === code ? [index + 2] : []))
        const own = list.filter(({ finding }) => finding.code === code).map(({ row }) => row)
        expect(own).toEqual(all.slice(0, own.length))
        expect(own.length).toBeGreaterThanOrEqual(Math.min(share, all.length))
      }
    }),
  )
})

test('what is held of a finding does not grow with the cells of the file', () => {
  const long = '1'.repeat(180_000)
  const kept = keepFindings(1)
  kept.note(place('several-numbers', { id: long, value: long, sentence: long, detail: { numbers: [long] } }))
  expect(JSON.stringify(kept.list()).length).toBeLessThan(1000)
})
