// What is said of some digits? One pass over them answers, however many patterns there are: here are the automata read and
// run that native/plan compiles. FORMAT.md there says how they are written. Knows nothing of phones.

/** A state to begin with, and what its labels mean. */
export interface Automaton<Meaning> {
  readonly states: States
  readonly start: number
  readonly meanings: readonly Meaning[]
}

/**
 * What is said of some digits: values from 0 to 9 between two positions of an array.
 *
 * One function for all automata: of closures V8 would optimise each by itself, and make none part of its caller.
 */
export function runAutomaton<Meaning>(
  { states, start, meanings }: Automaton<Meaning>,
  digits: Uint8Array,
  from: number,
  to: number,
): Meaning {
  const { next } = states
  let state = start
  for (let at = from; state >= 0 && at < to; at++) state = next[state * DIGITS + (digits[at] as number)] as number
  return meanings[state >= 0 ? (states.labels[state] as number) : labelOfRest(states, state, to - from)] as Meaning
}

function labelOfRest({ rests }: States, state: number, count: number): number {
  return rests[~state * LENGTHS + (count < LENGTHS ? count : LENGTHS - 1)] as number
}

const DIGITS = 10
// The last place of a rest is for what is longer.
const LENGTHS = 20

/** The states of some automata as they are written: rests; the shape and the label of each row, and what it leads to. */
export type Written = readonly [rests: string, shapes: string, labels: string, followers: string]

/** The states of many automata, which are read when they are asked for. */
// One table for all: what is in use stays in the processor's cache.
export interface States {
  /** Which digits of a row lead to the same state, ten to a shape. */
  readonly shapes: string
  /** The state that a digit leads to, ten to a row. A negative state is a rest. */
  readonly next: Int16Array
  /** What is said if no digit follows, by row. */
  readonly labels: Uint8Array
  /** In a rest only matters how many digits there are in all: its labels for each number of them, in a row. */
  readonly rests: Uint8Array
  /** The rests that say nothing, however many there are. */
  readonly silent: Set<number>
  /** How many have been read. */
  rowCount: number
  restCount: number
}

/** @param most how many rows and rests there may be in all */
export function openStates(shapes: string, most: { readonly rows: number; readonly rests: number }): States {
  return {
    shapes,
    next: new Int16Array(most.rows * DIGITS),
    labels: new Uint8Array(most.rows),
    rests: new Uint8Array(most.rests * LENGTHS),
    silent: new Set(),
    rowCount: 0,
    restCount: 0,
  }
}

/** Reads some automata: the states with which they begin. */
// Plain loops over indices, for this runs before V8 makes anything fast.
export function readAutomata(states: States, [rests, shapes, labels, followers]: Written, count: number): number[] {
  const before = states.restCount
  readRests(states, numbersOf(rests))
  const reader = { numbers: numbersOf(followers), before, rests: states.restCount - before, met: [] }
  const [shapeOf, labelOf] = [numbersOf(shapes), numbersOf(labels)]
  let row = states.rowCount
  const starts: number[] = []
  while (starts.length < count) starts.push(readState(states, reader))
  // Row by row, those first that the fewest digits lead to.
  for (let deeper = row; row < states.rowCount; row++) {
    if (row === deeper) {
      deeper = states.rowCount
      reader.met = []
    }
    states.labels[row] = readNumber(labelOf)
    readRow(states, reader, row, readNumber(shapeOf))
  }
  return starts
}

/** What some automata lead to, as far as it has been read. */
interface Reader {
  readonly numbers: Numbers
  /** How many rests there were before, and how many are theirs. */
  readonly before: number
  readonly rests: number
  /** The rows that as many digits have led to, in the order in which they did. */
  met: number[]
}

function readRow(states: States, reader: Reader, row: number, shape: number): void {
  const { shapes, next } = states
  const reached: number[] = []
  for (let digit = 0; digit < DIGITS; digit++) {
    const which = shapes.charCodeAt(shape * DIGITS + digit) - ZERO
    if (which === reached.length) reached.push(readState(states, reader))
    next[row * DIGITS + digit] = reached[which] as number
  }
}

function readState(states: States, { numbers, before, rests, met }: Reader): number {
  const number = readNumber(numbers)
  if (number > 0 && number <= rests) return -before - number
  const row = number === 0 ? states.rowCount++ : (met[met.length + rests - number] as number)
  met.push(row)
  return row
}

function readRests(states: States, numbers: Numbers): void {
  for (let count = readNumber(numbers); count > 0; count--) {
    const row = states.restCount++ * LENGTHS
    const longer = readNumber(numbers)
    let runs = readNumber(numbers)
    if (longer === 0 && runs === 0) states.silent.add(-states.restCount)
    states.rests.fill(longer, row, row + LENGTHS)
    for (; runs > 0; runs--) {
      const first = row + readNumber(numbers)
      const last = first + readNumber(numbers)
      states.rests.fill(readNumber(numbers), first, last + 1)
    }
  }
}

/** The digits, as bits, behind which anything may be said but the first meaning. */
export function tellingDigits({ next, silent }: States, start: number): number {
  let bits = 0
  for (let digit = 0; digit < DIGITS; digit++) {
    if (!silent.has(start < 0 ? start : (next[start * DIGITS + digit] as number))) bits |= 1 << digit
  }
  return bits
}

const ZERO = 48

// One character for a number up to 51, two up to 1,767, else four.
const FIRST = 40
const SINGLE = 52
const LEADING = 93
const LARGE = 126

/** The numbers of a line, and how far they have been read. */
interface Numbers {
  readonly line: string
  at: number
}

function numbersOf(line: string): Numbers {
  return { line, at: 0 }
}

function readNumber(numbers: Numbers): number {
  const value = readDigit(numbers)
  if (value < LEADING - FIRST) return value
  if (value < LARGE - FIRST) return (value - (LEADING - FIRST) + 1) * SINGLE + readDigit(numbers)
  return (readDigit(numbers) * SINGLE + readDigit(numbers)) * SINGLE + readDigit(numbers)
}

function readDigit(numbers: Numbers): number {
  return numbers.line.charCodeAt(numbers.at++) - FIRST
}
