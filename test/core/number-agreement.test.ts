import { expect, test } from 'vitest'
import { compareReadings } from './number-agreement.ts'

test('R-02 parseNumber says what libphonenumber-js/max says, of texts from every region in every form', () => {
  const { cases, fast, disagreements } = compareReadings(20_000, 2026)
  expect(disagreements).toEqual([])
  expect(cases).toBe(20_000)
  expect(fast / cases).toBeGreaterThan(0.6)
})
