import { describe, expect, test } from 'vitest'
import { openChance, pick } from '../../../src/core/chance.ts'
import { parseNumber } from '../../../src/core/number/number.ts'
import {
  inventNumber,
  type NumberPlan,
  PLANS,
  writeClean,
  writeOddly,
  writeSpoilt,
} from '../../../src/crm/invented/numbers.ts'

const plans: readonly (readonly [string, NumberPlan])[] = Object.entries(PLANS)

describe.each(plans)('R-20 a number invented for %s', (region, plan) => {
  test.each(['mobile', 'landline'] as const)('is assigned in every range: %s', (kind) => {
    for (const range of plan[kind]) {
      const chance = openChance(range[0].length)
      const numbers = Array.from({ length: 50 }, () =>
        parseNumber(writeClean(inventNumber({ ...plan, [kind]: [range] }, kind, chance)), null),
      )
      const good = numbers.filter((number) => number.kind === 'number' && number.assigned && number.country === region)
      expect([range, good.length]).toEqual([range, 50])
    }
  })

  test('is the same number in every odd form, under its country', () => {
    const chance = openChance(1)
    for (let index = 0; index < 150; index += 1) {
      const number = inventNumber(plan, pick(['mobile', 'landline'], chance), chance)
      const text = writeOddly(number, chance)
      expect([text, parseNumber(text, region)]).toMatchObject([text, { kind: 'number', e164: writeClean(number) }])
    }
  })

  test('is no number in any spoilt form', () => {
    const chance = openChance(1)
    for (let index = 0; index < 150; index += 1) {
      const text = writeSpoilt(inventNumber(plan, 'mobile', chance), chance)
      expect([text, parseNumber(text, region).kind]).toEqual([text, 'rejected'])
    }
  })
})
