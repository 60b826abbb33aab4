// The numbering plans as the kernel reads them: each is put into its memory when it is first met. The kernel's plan.ts says what
// the fields of a record are, four bytes each.

import { hasOtherSpelling } from '../core/number/line.ts'
import type { Cut, Home, Plan, Prefix, Reading, Region } from '../core/number/plan.ts'
import { homeOf, planOf } from '../core/number/plan.ts'

/** Where the kernel has them. */
export interface PlanPlaces {
  readonly beginnings: number
  readonly records: number
  readonly next: number
  readonly labels: number
  readonly rests: number
}

export interface KernelPlans {
  /** The place of the plan with which three digits begin; 0 where they begin with none. */
  meet(beginning: number): number
  /** The place of a country's region. @throws RangeError where it has no numbering plan */
  homeOf(country: string): number
  /** Whose the region at a place is. */
  countryAt(region: number): string
}

/** The field of a region that is how many numbers are its own. */
export const REGION_NUMBERS = 10

const [READING_BYTES, CUT_BYTES, BEGINNINGS] = [64, 32, 1000]
const UNMET = -1
const ZERO = 48

export function openKernelPlans(memory: ArrayBuffer, places: PlanPlaces): KernelPlans {
  const fields = new Int32Array(memory)
  const bytes = new Uint8Array(memory)
  const beginnings = new Int32Array(memory, places.beginnings, BEGINNINGS).fill(UNMET)
  const plans = new Map<Plan, number>()
  const regions = new Map<Region, number>()
  const prefixes = new Map<Prefix, number>()
  const owners = new Map<number, string>()
  let end = places.records
  let tables: { readonly readings: number; readonly cuts: number } | null = null
  let [rows, rests] = [0, 0]

  function room(size: number): number {
    const place = end
    end += Math.ceil(size / 4) * 4
    if (end > places.next) throw new Error('the numbering plans have more records than the kernel has room for')
    return place
  }

  function put(place: number, record: readonly number[]): number {
    fields.set(record, place / 4)
    return place
  }

  function putReadings(readings: readonly Reading[]): number {
    const place = room(readings.length * READING_BYTES)
    for (const [index, { matching, assigned, owner, kinds }] of readings.entries()) {
      const at = put(place + index * READING_BYTES, [matching, assigned, owner])
      bytes.set(Buffer.from(kinds, 'latin1'), at + 12)
    }
    return place
  }

  function putCuts(cuts: readonly Cut[]): number {
    const place = room(cuts.length * CUT_BYTES)
    for (const [index, { length, put: text, from, to }] of cuts.entries()) {
      const at = put(place + index * CUT_BYTES, [length, text.length, from, to])
      bytes.set(
        Buffer.from(text, 'latin1').map((byte) => byte - ZERO),
        at + 16,
      )
    }
    return place
  }

  function putPrefix(prefix: Prefix): number {
    const known = prefixes.get(prefix)
    if (known !== undefined) return known
    const place = put(room(8), [prefix.first, prefix.cuts.start])
    prefixes.set(prefix, place)
    return place
  }

  /** What has been read of the automata since. */
  function putStates({ readings: { states } }: Plan): void {
    const { next, labels, rests: all, rowCount, restCount } = states
    new Int16Array(memory, places.next).set(next.subarray(rows * 10, rowCount * 10), rows * 10)
    bytes.set(labels.subarray(rows, rowCount), places.labels + rows)
    bytes.set(all.subarray(rests * 20, restCount * 20), places.rests + rests * 20)
    rows = rowCount
    rests = restCount
  }

  function putPlan(plan: Plan): number {
    const known = plans.get(plan)
    if (known !== undefined) return known
    putStates(plan)
    tables ??= {
      readings: putReadings(plan.readings.meanings),
      cuts: putCuts(plan.main.nationalPrefix.cuts.meanings),
    }
    const place = room(32)
    plans.set(plan, place)
    const isOther = hasOtherSpelling(plan.callingCode) ? 1 : 0
    const pairs = plan.regions.map(
      (region) =>
        [region, [region.internationalPrefix, region.nationalPrefix, region.behindCallingCode].map(putPrefix)] as const,
    )
    const first = end
    for (const [region, own] of pairs) {
      const { country, index, shortest, longest, lengths, plusDigits } = region
      const at = room(44)
      put(at, [place, country === null ? 0 : 1, index, shortest, longest, lengths, plusDigits, ...own, 0])
      regions.set(region, at)
      if (country !== null) owners.set(at, country)
    }
    const main = first
    return put(place, [
      plan.value,
      plan.callingCode.length,
      main,
      plan.shortest,
      isOther,
      plan.readings.start,
      tables.readings,
      tables.cuts,
    ])
  }

  return {
    meet(beginning) {
      const plan = planOf(beginning)
      const place = plan === null ? 0 : putPlan(plan)
      beginnings[beginning] = place
      return place
    },
    homeOf(country) {
      const { plan, region }: Home = homeOf(country)
      putPlan(plan)
      return regions.get(region) as number
    },
    countryAt: (region) => owners.get(region) as string,
  }
}
