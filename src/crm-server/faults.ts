// What goes wrong on request: which faults there are, how one is stated, and which of them a request meets. The same seed
// and the same requests meet the same faults. Pure.
import type { Chance } from '../core/chance.ts'
import { parseDuration } from '../text/duration.ts'

/** Refusals, by status: each half of the time only after the work was done, but for 429, 423 and 477: never done. */
const STATUSES = ['429', 'daily', '423', '477', '500', '502', '503', '504'] as const

const OTHERS = ['slow', 'reset', 'truncate', 'html', 'duplicate-page', 'lost-answer'] as const

export const FAULT_NAMES = [...STATUSES, ...OTHERS] as const

type FaultName = (typeof FAULT_NAMES)[number]

export interface Fault {
  readonly name: FaultName
  /** The share of requests that meet it, from 0 to 1. */
  readonly rate: number
  /** For `slow`: by how much. */
  readonly ms: number
}

const SLOW_MS = 2_000
const SLOWEST_MS = 3_600_000

/**
 * Reads `429:0.1`, or `slow:0.1:5s` with a duration.
 *
 * @throws Error that says what was expected
 */
export function parseFault(text: string): Fault {
  const parts = text.split(':')
  const [named = '', stated = '', delay] = parts
  const name = FAULT_NAMES.find((each) => each === named)
  if (name === undefined) throw new Error(`expected one of ${FAULT_NAMES.join(', ')}, found "${named}"`)
  const rate = /^(?:\d+(?:\.\d*)?|\.\d+)$/.test(stated) ? Number(stated) : -1
  if (rate < 0 || rate > 1) {
    throw new Error(`expected a share of requests from 0 to 1 behind "${name}:", found "${stated}"`)
  }
  const most = name === 'slow' ? 3 : 2
  if (parts.length > most) {
    const whole = parts.slice(0, most).join(':')
    throw new Error(`expected "${whole}" and nothing behind it, found "${text}"`)
  }
  return { name, rate, ms: delay === undefined ? SLOW_MS : readDelay(delay, `slow:${stated}`) }
}

function readDelay(text: string, before: string): number {
  const ms = parseDuration(text)
  if (ms !== undefined && ms <= SLOWEST_MS) return ms
  const bare = /^\d{1,9}$/.test(text) ? `: give it a unit, as in "${before}:${text}ms"` : ''
  throw new Error(`expected a duration of an hour or less behind "${before}:", such as 3s, found "${text}"${bare}`)
}

/** What happens to one request. */
export interface Mishap {
  readonly delayMs: number
  /** The status, or `daily`, that it is refused with. */
  readonly refusal: (typeof STATUSES)[number] | null
  /** The connection ends without an answer. */
  readonly isCut: boolean
  /** Whether what was asked is done all the same. */
  readonly isDone: boolean
  /** The answer breaks off: cleanly, or with the connection. */
  readonly truncation: 'end' | 'cut' | null
  /** A page for people in place of the answer: that of a gateway, or of a hotel's network with status 200. */
  readonly html: 'gateway' | 'portal' | null
  /** A page of a list begins with the second half of the one before. */
  readonly repeatsPage: boolean
}

const NONE: Mishap = {
  delayMs: 0,
  refusal: null,
  isCut: false,
  isDone: true,
  truncation: null,
  html: null,
  repeatsPage: false,
}

export function drawMishap(faults: readonly Fault[], chance: Chance): Mishap {
  let mishap = NONE
  for (const { name, rate, ms } of faults) {
    // Two draws for each, met or not: what one request meets does not depend on the others' faults.
    const [meets, isDone] = [chance() < rate, chance() < 0.5]
    if (meets) mishap = { ...mishap, ...mishapOf(name, ms, isDone) }
  }
  return mishap
}

function mishapOf(name: FaultName, ms: number, coin: boolean): Partial<Mishap> {
  switch (name) {
    case 'slow':
      return { delayMs: ms }
    case 'reset':
      return { isCut: true, isDone: coin }
    case 'lost-answer':
      return { isCut: true, isDone: true }
    case 'truncate':
      return { truncation: coin ? 'end' : 'cut' }
    case 'html':
      return { html: coin ? 'gateway' : 'portal', isDone: false }
    case 'duplicate-page':
      return { repeatsPage: true }
    case '429':
    case 'daily':
    case '423':
    case '477':
      return { refusal: name, isDone: false }
    default:
      return { refusal: name, isDone: coin }
  }
}
