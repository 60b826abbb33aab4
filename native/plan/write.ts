// The states of automata as lines of text, as short as can be: FORMAT.md says how. Knows nothing of what they are for.
import { isForever, type State } from './automaton.ts'

/** @param groups automata that are read together, in the order in which a reader will want them */
export function writeStates(groups: readonly (readonly State[])[]): string[] {
  const shapes = orderShapes(groups.flatMap(rowsFrom).map(shapeOf))
  const numbers = new Map(shapes.map((shape, index) => [shape, index]))
  const written = groups.map((starts) => writeGroup(starts, numbers))
  const columns = [0, 1, 2, 3].map((column) => written.map((each) => each[column]).join(' '))
  return [shapes.join(''), ...columns]
}

function writeGroup(starts: readonly State[], shapes: ReadonlyMap<string, number>): string[] {
  const rests = collectRests(starts)
  const [shapeNumbers, labels, followers]: [number[], number[], number[]] = [[], [], []]
  // By as many digits: what was led to before is likely to be led to again.
  let led = starts
  for (let depth = 0; led.length > 0; depth++) {
    const met: State[] = []
    const rows: State[] = []
    for (const state of led) {
      const rest = restOf(state, depth)
      const at = met.lastIndexOf(state)
      if (rest !== null) followers.push(1 + rests.findIndex((each) => isLike(each, rest, depth)))
      else followers.push(at < 0 ? 0 : rests.length + met.length - at)
      if (rest === null && at < 0) rows.push(state)
      if (rest === null) met.push(state)
    }
    shapeNumbers.push(...rows.map((row) => shapes.get(shapeOf(row)) ?? 0))
    labels.push(...rows.map(({ label }) => label))
    led = rows.flatMap(followersOf)
  }
  const columns = [[rests.length, ...rests.flatMap(runsOf)], shapeNumbers, labels, followers]
  return columns.map((numbers) => numbers.map(renderNumber).join(''))
}

/** What is said where it matters no more which digits are left: by how many digits there are in all, the last of what is longer. */
type Rest = readonly number[]

/** Null where it still matters. */
function restOf(state: State, depth: number): Rest | null {
  const labels = Array<number>(depth + 1).fill(state.label)
  for (let at = state; !isForever(at); labels.push(at.label)) {
    const [only] = at.next
    if (only === undefined || at.next.some((next) => next !== only)) return null
    at = only
  }
  return labels
}

/** Those of some automata, each once: what is said of fewer digits than have led to one, is never asked. */
function collectRests(starts: readonly State[]): Rest[] {
  const found: { rest: Rest; depth: number; times: number }[] = []
  let states = new Set(starts)
  for (let depth = 0; states.size > 0; depth++) {
    const next = new Set<State>()
    for (const state of states) {
      const rest = restOf(state, depth)
      if (rest === null) for (const each of state.next) next.add(each)
      else {
        const known = found.find((each) => isLike(each.rest, rest, depth))
        if (known) known.times += 1
        else found.push({ rest, depth, times: 1 })
      }
    }
    states = next
  }
  return found.sort((a, b) => b.times - a.times).map(({ rest }) => rest)
}

function isLike(one: Rest, other: Rest, least: number): boolean {
  for (let total = least; total < Math.max(one.length, other.length); total++) {
    if ((one[total] ?? one.at(-1)) !== (other[total] ?? other.at(-1))) return false
  }
  return true
}

/** The label of what is longer; how many runs of other labels there are; and each as its first total, how many more, and its label. */
function runsOf(rest: Rest): number[] {
  const longer = rest.at(-1) ?? 0
  const runs: [first: number, more: number, label: number][] = []
  rest.forEach((label, total) => {
    const last = runs.at(-1)
    if (label === longer) return
    if (last !== undefined && last[2] === label && last[0] + last[1] === total - 1) last[1] += 1
    else runs.push([total, 0, label])
  })
  return [longer, runs.length, ...runs.flat()]
}

function rowsFrom(starts: readonly State[]): State[] {
  const rows = new Set<State>()
  const visit = (state: State) => {
    if (rows.has(state) || restOf(state, 0) !== null) return
    rows.add(state)
    followersOf(state).forEach(visit)
  }
  starts.forEach(visit)
  return [...rows]
}

function followersOf(state: State): readonly State[] {
  return [...new Set(state.next)]
}

/** Which digits lead to the same state: 0122222222, where 0 leads to one, 1 to another, and all others to a third. */
function shapeOf(state: State): string {
  const followers = followersOf(state)
  return state.next.map((next) => followers.indexOf(next)).join('')
}

/** Those that most states have first, then the others in their own order. */
function orderShapes(shapes: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const shape of shapes) counts.set(shape, (counts.get(shape) ?? 0) + 1)
  const ranked = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).map(([shape]) => shape)
  return [...ranked.slice(0, SINGLE), ...ranked.slice(SINGLE).sort()]
}

// Printable characters that need no care within the quotation marks of a programming language.
const FIRST = 40
const SINGLE = 52
const LEADING = 93
const LARGE = 126

/** One character for the numbers up to 51, two up to 1,767, else four. */
function renderNumber(value: number): string {
  const digit = (each: number) => String.fromCharCode(FIRST + (each % SINGLE))
  const high = LEADING - 1 + Math.floor(value / SINGLE)
  if (high < LEADING) return digit(value)
  if (high < LARGE) return String.fromCharCode(high) + digit(value)
  return `~${digit(Math.floor(value / SINGLE ** 2))}${digit(Math.floor(value / SINGLE))}${digit(value)}`
}
