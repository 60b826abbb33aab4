// The numbering plans that phones carry are those of the library that TypeScript asks.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { makePlan, PLAN_FILE } from '../../native/plan/make.ts'
import { regions } from '../../src/core/number/number.ts'

const lines = makePlan().replace(/\n$/, '').split('\n').slice(1)
const rows = lines.map((line) => line.split('\t'))

test('R-24 native/plan/numbers.txt is what its script makes', () => {
  expect(readFileSync(PLAN_FILE, 'utf8')).toBe(makePlan())
})

test('R-24 it has every country, each in ten fields of ASCII', () => {
  expect(rows.map(([, country]) => country).filter((country) => country !== '')).toHaveLength(regions().length)
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([10]))
  expect(makePlan()).toMatch(/^[\x20-\x7e\t\n]*$/)
})

test('R-24 its regular expressions have nothing that Java and ICU read differently', () => {
  const patterns = rows.flatMap((row) => [row[3], row[4], row[6], row[7], row[8], row[9]])
  const pieces = /\\d|\[[\d-]+\]|\d|\(\?:|[()|?$]|\{\d+(?:,\d+)?\}/g
  expect(patterns.filter((pattern) => pattern?.replace(pieces, '') !== '')).toEqual([])
  expect(rows.filter(([, , , , , transform]) => !/^(?:\d|\$[12])*$/.test(transform ?? ''))).toEqual([])
})
