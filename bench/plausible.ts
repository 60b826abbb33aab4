// How many plausible numbers share the beginning of a hash: numbers that a country's plan assigns, counted by drawing digits.

import { METADATA } from '../native/plan/metadata.ts'
import { openChance, seedOf } from '../src/core/chance.ts'
import { parseNumber } from '../src/core/number/number.ts'
import { callingCodeOf } from '../src/core/number/plan.ts'
import { PREFIX_DIGITS } from '../src/core/snapshot/prefix.ts'

const DRAWN = 40_000

/** How many numbers of at most eleven digits a country assigns, within a few percent. */
export function countAssigned(country: string): number {
  const chance = openChance(seedOf(country))
  const code = callingCodeOf(country) ?? ''
  // Germany has some of up to fifteen, which hardly anybody has.
  const lengths = (METADATA.countries[country]?.[3] ?? []).filter((length) => length <= 11)
  return lengths.reduce((sum, length) => {
    let assigned = 0
    for (let drawn = 0; drawn < DRAWN; drawn += 1) {
      const digits = Array.from({ length }, () => Math.floor(chance() * 10)).join('')
      const number = parseNumber(`+${code}${digits}`, null)
      if (number.kind === 'number' && number.assigned && number.country === country && number.national === digits)
        assigned += 1
    }
    return sum + (10 ** length * assigned) / DRAWN
  }, 0)
}

/** A sentence for each country. */
export function describePlausible(countries: readonly string[]): string[] {
  return countries.map((country) => {
    const all = countAssigned(country)
    const shares = PREFIX_DIGITS.map((digits) => `${round(all / 16 ** digits)} share ${digits} digits of a hash`)
    return `${country}: some ${round(all)} numbers of at most 11 digits are assigned; ${shares.join(', ')}.`
  })
}

function round(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString('en')
}
