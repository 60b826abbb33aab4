// Several patterns as one automaton: what do they match of some digits? Automata that are built together share their states,
// and have no two that are alike. Knows nothing of phones.
import { type Place, type Places, parsePattern, placesOf } from './pattern.ts'

/** What a pattern has matched: the whole ends at 1, group n begins at 2n and ends at 2n + 1. Always from the first digit on. */
export type Match = readonly (number | undefined)[]

/** What is known after some digits, and what each further digit leads to; the state itself where nothing will change. */
export interface State {
  readonly label: number
  readonly next: readonly State[]
}

/** Whether no digit changes anything any more. */
export function isForever(state: State): boolean {
  return state.next[0] === state
}

export class Automata {
  readonly #states = new Map<string, State>()
  readonly #numbers = new Map<State, number>()
  readonly #readers = new Map<string, Reader>()

  /**
   * @param sources regular expressions, each of which begins where the digits do
   * @param labelOf from what each has matched, or null, to what is said of the digits
   */
  build(sources: readonly string[], labelOf: (matches: readonly (Match | null)[]) => number): State {
    const known = new Map<string, State>()
    const reach = (readers: readonly Reader[]): State => {
      const name = readers.map(({ number }) => number).join()
      const state = known.get(name) ?? this.#share(labelOf(readers.map(({ match }) => match)), followers(readers))
      known.set(name, state)
      return state
    }
    const followers = (readers: readonly Reader[]) =>
      readers.every(({ isSettled }) => isSettled)
        ? []
        : Array.from({ length: 10 }, (_, digit) => reach(readers.map((reader) => reader.advance(digit))))
    return reach(sources.map((source) => this.#readerOf(source)))
  }

  #readerOf(source: string): Reader {
    const reader = this.#readers.get(source) ?? openReader(source)
    this.#readers.set(source, reader)
    return reader
  }

  #share(label: number, next: readonly State[]): State {
    const [first] = next
    const isSettled =
      first === undefined || (isForever(first) && first.label === label && next.every((each) => each === first))
    const name = isSettled ? String(label) : [label, ...next.map((each) => this.#numbers.get(each))].join()
    const state = this.#states.get(name) ?? (isSettled ? makeForever(label) : { label, next })
    this.#states.set(name, state)
    if (!this.#numbers.has(state)) this.#numbers.set(state, this.#numbers.size)
    return state
  }
}

function makeForever(label: number): State {
  const next: State[] = []
  const state = { label, next }
  for (let digit = 0; digit < 10; digit++) next.push(state)
  return state
}

/** One pattern behind some digits. */
interface Reader {
  readonly number: number
  readonly match: Match | null
  /** Whether no digit changes anything any more. */
  readonly isSettled: boolean
  readonly advance: (digit: number) => Reader
}

// One way in which a pattern has come as far as this, and where it has met the edges of groups.
interface Thread {
  readonly place: Place
  readonly edges: Match
}

let readers = 0

function openReader(source: string): Reader {
  const known = new Map<string, Reader>()
  const places = new Map<Place, number>()
  return readerOf(
    settle(
      placesOf(parsePattern(source)).map((place) => ({ place, edges: [] })),
      0,
    ),
    0,
  )

  function readerOf(threads: readonly Thread[], count: number): Reader {
    const isSettled = threads.every(({ place }) => place.kind === 'done')
    // Edges that are yet to be met depend on the count.
    const name = [isSettled ? '' : count, ...threads.map(nameOf)].join(' ')
    const reader = known.get(name) ?? makeReader(threads, count, isSettled)
    known.set(name, reader)
    return reader
  }

  function makeReader(threads: readonly Thread[], count: number, isSettled: boolean): Reader {
    const next: (Reader | undefined)[] = []
    const reader = {
      number: readers++,
      match: matchOf(threads),
      isSettled,
      advance(digit: number): Reader {
        const reached =
          next[digit] ?? (isSettled ? reader : readerOf(settle(step(threads, digit), count + 1), count + 1))
        next[digit] = reached
        return reached
      },
    }
    return reader
  }

  function nameOf({ place, edges }: Thread): string {
    const number = places.get(place) ?? places.size
    places.set(place, number)
    return [number, ...edges].join()
  }
}

/** The threads at a digit, at the end of all digits, or done; what would be tried after one that is done, never is. */
function settle(threads: readonly Thread[], count: number): readonly Thread[] {
  const settled: Thread[] = []
  const seen = new Set<Place>()
  function visit({ place, edges }: Thread): boolean {
    if (place.kind === 'edge') {
      const met = withEdge(edges, place.edge, count)
      return place.behind.some((each) => visit({ place: each, edges: met }))
    }
    if (seen.has(place)) return false
    seen.add(place)
    const isWhole = edges[1] === undefined && place.kind !== 'digit'
    settled.push({ place, edges: isWhole ? withEdge(edges, 1, count) : edges })
    return place.kind === 'done'
  }
  threads.some(visit)
  return settled
}

function withEdge(edges: Match, edge: number, count: number): Match {
  return Object.assign([...edges], { [edge]: count })
}

function step(threads: readonly Thread[], digit: number): readonly Thread[] {
  return threads.flatMap((thread): readonly Thread[] => {
    const { place, edges } = thread
    if (place.kind === 'done') return [thread]
    if (place.kind !== 'digit' || !(place.digits & (1 << digit))) return []
    return place.behind.map((each) => ({ place: each, edges }))
  })
}

function matchOf(threads: readonly Thread[]): Match | null {
  const found = threads.find(({ place }) => place.kind === 'done' || (place.kind === 'end' && endsIn(place.behind)))
  return found?.edges ?? null
}

function endsIn(places: Places): boolean {
  return places.some((place) => place.kind === 'done' || (place.kind !== 'digit' && endsIn(place.behind)))
}
