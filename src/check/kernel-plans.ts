// The numbering plans as the kernel reads them: each is put into its memory when it is first met. The kernel's plan.ts says what
// the fields of a record are, four bytes each.

import { hasOtherSpelling } from '../core/number/line.ts'
import type { Cut, Home, Plan, Prefix, Reading, Region } from '../core/number/plan.ts'
import { homeOf, planOf } from '../core/number/plan.ts'

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

const FIELD_BYTES = 4
const [DIGITS, LENGTHS] = [10, 20]
const ROW_BYTES = 2 * DIGITS
const BEGINNINGS = 1000
const PLAN_FIELDS = 8
const UNMET = -1
const LACKS_ROOM = 'the numbering plans take more room than the kernel has: layout.ts there'

/** @param place where something is in the kernel's memory, or how large it is, by its name there: see its layout.ts */
export function openKernelPlans(memory: ArrayBuffer, place: (name: string) => number): KernelPlans {
  const [next, labels, rests] = [place('NEXT'), place('LABELS'), place('RESTS')]
  const most = { rows: Math.min((labels - next) / ROW_BYTES, rests - labels), rests: (place('ENDS') - rests) / LENGTHS }
  const fields = new Int32Array(memory)
  const bytes = new Uint8Array(memory)
  const beginnings = new Int32Array(memory, place('BEGINNINGS'), BEGINNINGS).fill(UNMET)
  const plans = new Map<Plan, number>()
  const regions = new Map<Region, number>()
  const prefixes = new Map<Prefix, number>()
  const owners = new Map<number, string>()
  let end = place('RECORDS')
  let tables: { readonly readings: number; readonly cuts: number } | null = null
  let [rowCount, restCount] = [0, 0]

  function room(size: number): number {
    const at = end
    end += size
    if (end > next) throw new Error(LACKS_ROOM)
    return at
  }

  function put(at: number, record: readonly number[]): number {
    fields.set(record, at / FIELD_BYTES)
    return at
  }

  function add(record: readonly number[]): number {
    return put(room(FIELD_BYTES * record.length), record)
  }

  function putReadings(readings: readonly Reading[]): number {
    const size = place('READING_BYTES')
    const first = room(readings.length * size)
    for (const [index, { matching, assigned, owner, kinds }] of readings.entries()) {
      const record = [matching, assigned, owner]
      const at = put(first + index * size, record)
      bytes.set(Buffer.from(kinds, 'latin1'), at + FIELD_BYTES * record.length)
    }
    return first
  }

  function putCuts(cuts: readonly Cut[]): number {
    const size = place('CUT_BYTES')
    const first = room(cuts.length * size)
    for (const [index, { length, to }] of cuts.entries()) put(first + index * size, [length, Number(to > 0)])
    return first
  }

  function putPrefix(prefix: Prefix): number {
    const known = prefixes.get(prefix)
    if (known !== undefined) return known
    const at = add([prefix.first, prefix.cuts.start])
    prefixes.set(prefix, at)
    return at
  }

  /** What has been read of the automata since. */
  function putStates({ readings: { states } }: Plan): void {
    if (states.rowCount > most.rows || states.restCount > most.rests) throw new Error(LACKS_ROOM)
    const rows = states.next.subarray(rowCount * DIGITS, states.rowCount * DIGITS)
    new Int16Array(memory, next).set(rows, rowCount * DIGITS)
    bytes.set(states.labels.subarray(rowCount, states.rowCount), labels + rowCount)
    bytes.set(states.rests.subarray(restCount * LENGTHS, states.restCount * LENGTHS), rests + restCount * LENGTHS)
    rowCount = states.rowCount
    restCount = states.restCount
  }

  function putPlan(plan: Plan): number {
    const known = plans.get(plan)
    if (known !== undefined) return known
    putStates(plan)
    tables ??= {
      readings: putReadings(plan.readings.meanings),
      cuts: putCuts(plan.main.nationalPrefix.cuts.meanings),
    }
    const ofRegions = plan.regions.map((region) =>
      [region.internationalPrefix, region.nationalPrefix, region.behindCallingCode].map(putPrefix),
    )
    const { value, callingCode, shortest, readings } = plan
    const isOther = Number(hasOtherSpelling(callingCode))
    // Its regions stand behind it, the main one first.
    const main = end + FIELD_BYTES * PLAN_FIELDS
    const at = add([
      ...[value, callingCode.length, main, shortest, isOther],
      ...[readings.start, tables.readings, tables.cuts],
    ])
    plans.set(plan, at)
    for (const [which, region] of plan.regions.entries()) {
      const { country, index, shortest, longest, lengths, plusDigits } = region
      const rules = [index, shortest, longest, lengths, plusDigits, ...(ofRegions[which] ?? [])]
      const own = add([at, Number(country !== null), ...rules, 0])
      regions.set(region, own)
      if (country !== null) owners.set(own, country)
    }
    return at
  }

  return {
    meet(beginning) {
      const plan = planOf(beginning)
      const at = plan === null ? 0 : putPlan(plan)
      beginnings[beginning] = at
      return at
    },
    homeOf(country) {
      const { plan, region }: Home = homeOf(country)
      putPlan(plan)
      return regions.get(region) as number
    },
    countryAt: (region) => owners.get(region) as string,
  }
}
