// Which of many patterns does a string of digits match in full? One pass over the digits, however many patterns there
// are. Knows nothing of phones. A pattern is a regular expression made of \d, [1-35], (?:a|b), {2,3} and ? only.

/** What a pattern is made of; `digits` has bit n set when digit n fits. */
export type Pattern =
  | { readonly kind: 'digit'; readonly digits: number }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly part: Pattern; readonly least: number; readonly most: number }

// One digit of one pattern, and the places that may come after it. A place without digits is the pattern's end.
interface Place {
  readonly digits: number
  readonly following: readonly Place[]
  readonly ends: string | null
  /** From here on any digits do: only how many there are matters. */
  readonly takesAny: boolean
}

/** Several patterns at once; runAutomaton says which of them some digits match. */
export interface Automaton<Label> {
  readonly start: number
  readonly labels: readonly Label[]
  /** The state that a digit leads to, which is built if it is not there yet. */
  readonly next: (state: number, digit: number) => number
}

// The states of all automata, in one table: the processor's cache holds what is in use, and little else. A state is where
// its row begins. The row has, for each digit, the state that it leads to, or 0 where that is not built yet; then the label,
// by its index, if there are no more digits.
let table = new Int32Array(1 << 12)
let used = 1
const LABEL = 10

// A state from which on every place takes any digit needs no walk, only a look at how many digits are left. It is negative;
// its row is how many labels follow, and the label by how many digits are left. With more, nothing matches: label 0.
function labelOfRest(state: number, left: number): number {
  return left < (table[-state] as number) ? (table[1 + left - state] as number) : 0
}

/**
 * The answer for some digits: values from 0 to 9 between two positions of an array.
 *
 * One function for all automata: of closures V8 would optimise each by itself, and make none part of its caller.
 */
export function runAutomaton<Label>(automaton: Automaton<Label>, digits: Uint8Array, from: number, to: number): Label {
  const rows = table
  let state = automaton.start
  let at = from
  for (; state > 0 && at < to; at++) state = rows[state + (digits[at] as number)] as number
  if (state === 0) return growAlong(automaton, digits, from, to)
  return automaton.labels[state > 0 ? (rows[state + LABEL] as number) : labelOfRest(state, to - at)] as Label
}

/** The answer where states are missing on the way. */
function growAlong<Label>(automaton: Automaton<Label>, digits: Uint8Array, from: number, to: number): Label {
  let state = automaton.start
  for (let at = from; state > 0 && at < to; at++) state = automaton.next(state, digits[at] as number)
  return runAutomaton(automaton, digits, from, to)
}

/** Room in the table: where it begins. */
function takeRow(length: number): number {
  const row = used
  used += length
  if (used > table.length) {
    const grown = new Int32Array(Math.max(used, table.length * 2))
    grown.set(table)
    table = grown
  }
  return row
}

/**
 * Builds the automaton of several patterns. Its states are built when digits first lead to them, so that building costs
 * little and only the ranges that are met are ever worked out.
 *
 * @param sources regular expressions, implicitly anchored at both ends
 * @param describe from the patterns that match all digits to the answer; equal answers are best the same object
 * @throws Error when a pattern holds anything else than named above
 */
export function buildAutomaton<Label>(
  sources: ReadonlySet<string>,
  describe: (matched: ReadonlySet<string>) => Label,
): Automaton<Label> {
  // A state is all the places where the patterns may stand after some digits.
  const placesIn = new Map<number, readonly Place[]>()
  const states = new Map<string, number>()
  const numbers = new Map<Place, number>()
  const labels = [describe(new Set())]
  const first = Array.from(sources, (source) =>
    placesOf(parsePattern(source), [{ digits: 0, following: [], ends: source, takesAny: true }]),
  )
  return { start: stateOf(first.flat()), labels, next }

  function next(state: number, digit: number): number {
    const known = table[state + digit] as number
    if (known !== 0) return known
    const fitting = placesIn.get(state)?.filter(({ digits }) => digits & (1 << digit)) ?? []
    const reached = stateOf([...new Set(fitting.flatMap(({ following }) => following))])
    table[state + digit] = reached
    return reached
  }

  function stateOf(places: readonly Place[]): number {
    const name = places.map(numberOf).sort().join()
    const known = states.get(name)
    if (known !== undefined) return known
    const state = places.every(({ takesAny }) => takesAny) ? buildRest(places) : buildState(places)
    states.set(name, state)
    return state
  }

  function buildState(places: readonly Place[]): number {
    const state = takeRow(LABEL + 1)
    placesIn.set(state, places)
    table[state + LABEL] = labelOf(places)
    return state
  }

  function buildRest(places: readonly Place[]): number {
    const found: number[] = []
    for (let left = places; left.length > 0; left = [...new Set(left.flatMap(({ following }) => following))]) {
      found.push(labelOf(left))
    }
    const row = takeRow(1 + found.length)
    table.set([found.length, ...found], row)
    return -row
  }

  function labelOf(places: readonly Place[]): number {
    const label = describe(new Set(places.flatMap(({ ends }) => ends ?? [])))
    const index = labels.indexOf(label)
    return index < 0 ? labels.push(label) - 1 : index
  }

  function numberOf(place: Place): number {
    const number = numbers.get(place) ?? numbers.size
    numbers.set(place, number)
    return number
  }
}

/** The digits, as bits, that what a pattern matches may begin with. */
export function firstDigits(source: string): number {
  return placesOf(parsePattern(source), []).reduce((bits, { digits }) => bits | digits, 0)
}

/** The places where a pattern may begin, when `following` are the places behind it. */
function placesOf(pattern: Pattern, following: readonly Place[]): readonly Place[] {
  switch (pattern.kind) {
    case 'digit':
      return [{ digits: pattern.digits, following, ends: null, takesAny: takesAnyDigit(pattern.digits, following) }]
    case 'sequence':
      return pattern.parts.reduceRight((after, part) => placesOf(part, after), following)
    case 'choice':
      return pattern.parts.flatMap((part) => placesOf(part, following))
    case 'repeat': {
      let places = following
      for (let extra = pattern.least; extra < pattern.most; extra++) {
        places = [...placesOf(pattern.part, places), ...following]
      }
      for (let needed = 0; needed < pattern.least; needed++) places = placesOf(pattern.part, places)
      return places
    }
  }
}

const ANY_DIGIT = 0b11_1111_1111

function takesAnyDigit(digits: number, following: readonly Place[]): boolean {
  return digits === ANY_DIGIT && following.every(({ takesAny }) => takesAny)
}

/** @throws Error on anything that a numbering plan's patterns are not made of */
export function parsePattern(source: string): Pattern {
  let at = 0

  function take(token: RegExp): string | null {
    token.lastIndex = at
    const found = token.exec(source)?.[0] ?? null
    at += found?.length ?? 0
    return found
  }

  function parseChoice(): Pattern {
    const parts = [parseSequence()]
    while (take(/\|/y)) parts.push(parseSequence())
    return { kind: 'choice', parts }
  }

  function parseSequence(): Pattern {
    const parts: Pattern[] = []
    while (at < source.length && !/[|)]/.test(source.charAt(at))) parts.push(parseRepeat(parseOne()))
    return { kind: 'sequence', parts }
  }

  function parseOne(): Pattern {
    if (take(/\(\?:/y)) {
      const inside = parseChoice()
      if (take(/\)/y)) return inside
    }
    if (take(/\\d/y)) return { kind: 'digit', digits: ANY_DIGIT }
    const literal = take(/\d|\[[\d-]+\]/y)
    if (literal !== null) return { kind: 'digit', digits: digitsOf(literal) }
    throw new Error(`expected a pattern of digits, found "${source.slice(at)}" at ${at} of "${source}"`)
  }

  function parseRepeat(part: Pattern): Pattern {
    const counts = take(/\?|\{\d+(?:,\d+)?\}/y)
    if (counts === null) return part
    const [least = 0, most = least] = counts === '?' ? [0, 1] : counts.slice(1, -1).split(',').map(Number)
    return { kind: 'repeat', part, least, most }
  }

  const pattern = parseChoice()
  if (at < source.length) throw new Error(`expected the pattern's end, found ")" at ${at} of "${source}"`)
  return pattern
}

/** From `7` or `[1-35]` to the bits of its digits. */
function digitsOf(literal: string): number {
  let digits = 0
  for (const [, from = '', to = from] of literal.matchAll(/(\d)(?:-(\d))?/g)) {
    for (let digit = Number(from); digit <= Number(to); digit++) digits |= 1 << digit
  }
  return digits
}
