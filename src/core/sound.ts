// Numbers that nothing is the matter with, as most cells hold them: seen by their bytes, without making a text of them. What is
// not seen so may be sound all the same: auditRow says. Knows nothing of rows.
import { runAutomaton } from './number/automaton.ts'
import { wrongLength } from './number/dialled.ts'
import { hasOtherSpelling } from './number/line.ts'
import { KIND, mayBeginWith, planOf } from './number/plan.ts'

/** A number that auditRow would find nothing at. One object for many: it is good until the next is read. */
export interface SoundNumber {
  /** Its digits as an integer. */
  value: number
  country: string
}

export function newSoundNumber(): SoundNumber {
  return { value: 0, country: '' }
}

// With fewer, a number is none or a rare one; with more, a double does not hold it.
const [FEWEST, MOST] = [8, 15]
const digits = new Uint8Array(MOST)

const [PLUS, ZERO] = [43, 48]

/**
 * Reads a cell that is E.164 and nothing else.
 *
 * @param bytes UTF-8
 * @returns whether `number` is now one that is assigned, no placeholder, has no tariff, and has one spelling; its country is known
 */
export function readSound(bytes: Uint8Array, start: number, end: number, number: SoundNumber): boolean {
  const count = end - start - 1
  if (count < FEWEST || count > MOST || bytes[start] !== PLUS) return false
  let value = 0
  for (let at = 0; at < count; at++) {
    const digit = (bytes[start + 1 + at] as number) - ZERO
    if (digit < 0 || digit > 9) return false
    digits[at] = digit
    value = value * 10 + digit
  }
  const country = countryOf(count)
  if (country === null) return false
  number.value = value
  number.country = country
  return true
}

/** Of as many digits; null where only a closer look can say. */
function countryOf(count: number): string | null {
  const plan = planOf((digits[0] as number) * 100 + (digits[1] as number) * 10 + (digits[2] as number))
  if (plan === null || hasOtherSpelling(plan.callingCode)) return null
  const from = plan.callingCode.length
  if (mayBeginWith(plan.main.behindCallingCode, digits[from] as number) || isRun(from, count)) return null
  const { owner, assigned, kinds } = runAutomaton(plan.readings, digits, from, count)
  const region = plan.regions[owner]
  if (region === undefined || ((assigned >>> owner) & 1) === 0 || wrongLength(region, count - from) !== null)
    return null
  const kind = kinds.charAt(owner)
  return kind === KIND.fixedOrMobile || kind === KIND.other ? region.country : null
}

/** Whether each digit follows from the one before in the same way: what isPlaceholder asks, and a little more. */
function isRun(from: number, to: number): boolean {
  const step = stepTo(from + 1)
  for (let at = from + 2; at < to; at++) if (stepTo(at) !== step) return false
  return true
}

function stepTo(at: number): number {
  return ((digits[at] as number) - (digits[at - 1] as number) + 10) % 10
}
