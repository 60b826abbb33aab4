// How fast these contacts are found here, against a Map of the same numbers, and how many of their callers a phone would
// name. Decides what is measured and counts; the clock and the heap's size come as arguments.

import { renderOwners } from '../core/caller.ts'
import type { Contact } from '../core/contact.ts'
import { carriedIds } from '../core/directory.ts'
import { ARTICLE_LIMIT } from '../core/handset.ts'
import { digitsOf } from '../core/number/hash-words.ts'
import { parseNumber } from '../core/number/number.ts'
import { buildSnapshot } from '../core/snapshot/build.ts'
import { findNumber, lookUpLabel, openSnapshot, type Snapshot } from '../core/snapshot/snapshot.ts'

export interface Instruments {
  /** Milliseconds from any fixed moment, as finely as the machine tells them. */
  readonly clock: () => number
  /** Bytes in use, after garbage has been collected. */
  readonly heap: () => number
  /** How long each kind of lookup is repeated; every number is looked up at least once. */
  readonly timeMs: number
  /** Called before each step that takes time. */
  readonly onStep: (step: MeasureStep) => Promise<void>
}

export type MeasureStep = 'count' | 'build' | 'find' | 'name'

export interface DirectoryMeasures {
  readonly contacts: number
  /** Different numbers, each of which is one caller. */
  readonly numbers: number
  /** Phone cells that cannot be read without guessing. */
  readonly unreadable: number
  /** Callers that a phone names which holds the article's 10,000 contacts, and one that holds all. */
  readonly identified: { readonly article: number; readonly ringsight: number }
  readonly snapshot: IndexMeasures
  readonly map: IndexMeasures
}

export interface IndexMeasures {
  readonly buildMs: number
  /** Labels included. Of the snapshot its length; of the Map what the heap grew by, which the texts of the numbers did not. */
  readonly bytes: number
  /** Number to entry. */
  readonly find: Lookups
  /** Text to label, reading the number included. */
  readonly name: Lookups
}

export interface Lookups {
  /** At the median, for the mean is that of whatever else the machine does. */
  readonly perSecond: number
  /** Nanoseconds a lookup, in the median batch of a hundred and in the one that is slower than 99 of 100. */
  readonly p50Ns: number
  readonly p99Ns: number
}

/** Measures these contacts; of two with the same id the later counts. */
export async function measureDirectory(all: Iterable<Contact>, instruments: Instruments): Promise<DirectoryMeasures> {
  const byId = new Map(Array.from(all, (contact) => [contact.id, contact]))
  const contacts = [...byId.values()]
  await instruments.onStep('count')
  const counted = countCallers(contacts, ARTICLE_LIMIT)
  await instruments.onStep('build')
  const map = buildMap(contacts, instruments)
  const { snapshot, buildMs } = buildIndex(contacts, instruments)
  const numbers = scatter([...map.labels.keys()])
  const digits = numbers.map((e164) => digitsOf(e164) ?? 0)
  const readName = (find: (e164: string) => string | undefined) => (text: string) => {
    const number = parseNumber(text, null)
    return number.kind === 'number' && find(number.e164) !== undefined
  }
  await instruments.onStep('find')
  const foundInSnapshot = timeLookups(digits, (number) => findNumber(snapshot, number) >= 0, instruments)
  const foundInMap = timeLookups(numbers, (e164) => map.labels.get(e164) !== undefined, instruments)
  await instruments.onStep('name')
  const nameBySnapshot = readName((e164) => lookUpLabel(snapshot, e164) ?? undefined)
  const nameByMap = readName((e164) => map.labels.get(e164))
  return {
    contacts: contacts.length,
    ...counted,
    snapshot: {
      buildMs,
      bytes: snapshot.bytes.byteLength,
      find: foundInSnapshot,
      name: timeLookups(numbers, nameBySnapshot, instruments),
    },
    map: {
      buildMs: map.buildMs,
      bytes: map.bytes,
      find: foundInMap,
      name: timeLookups(numbers, nameByMap, instruments),
    },
  }
}

/** How many different numbers these contacts have, and how many of them a phone names that holds `limit` contacts. */
export function countCallers(
  contacts: readonly Contact[],
  limit: number,
): Pick<DirectoryMeasures, 'numbers' | 'unreadable' | 'identified'> {
  const carried = carriedIds(
    contacts.map(({ id }) => id),
    limit,
  )
  const [numbers, held] = [new Set<string>(), new Set<string>()]
  let unreadable = 0
  for (const { id, phones } of contacts) {
    for (const { e164 } of phones) {
      if (e164 === null) unreadable += 1
      else numbers.add(e164)
      if (e164 !== null && carried.has(id)) held.add(e164)
    }
  }
  return { numbers: numbers.size, unreadable, identified: { article: held.size, ringsight: numbers.size } }
}

// What one would write by hand. Of several contacts on one number it names the last.
function buildMap(contacts: readonly Contact[], { clock, heap }: Instruments) {
  const before = heap()
  const start = clock()
  const labels = new Map<string, string>()
  for (const contact of contacts) {
    const { label } = renderOwners([contact])
    for (const { e164 } of contact.phones) if (e164 !== null) labels.set(e164, label)
  }
  const buildMs = clock() - start
  return { labels, buildMs, bytes: Math.max(0, heap() - before) }
}

const NO_HEADER = { workspaceHash: '0'.repeat(16), generation: 0, createdAtMs: 0, regions: [] }

function buildIndex(contacts: readonly Contact[], { clock }: Instruments): { snapshot: Snapshot; buildMs: number } {
  const start = clock()
  const bytes = buildSnapshot(contacts, NO_HEADER)
  const buildMs = clock() - start
  const snapshot = openSnapshot(bytes)
  if (snapshot.kind === 'damaged') throw new Error(`expected the snapshot just built, found it ${snapshot.reason}`)
  return { snapshot, buildMs }
}

// Beyond this many callers nothing more is learnt, while asking for them all would take longer than there is time.
const MOST_PROBES = 1 << 17

// Callers do not ring in the order of the CRM: neighbours in memory would find each other's cache lines warm. The same
// order every time, by multiplying with a prime that no count of numbers is a multiple of (Knuth's golden ratio).
function scatter(numbers: readonly string[]): string[] {
  const probes = Math.min(numbers.length, MOST_PROBES)
  return Array.from({ length: probes }, (_, at) => numbers[(at * 2_654_435_761) % numbers.length] ?? '')
}

const BATCH = 100

/** Looks all of them up, again and again until the time is over, in batches that the clock can tell apart. */
function timeLookups<Key>(keys: readonly Key[], isFound: (key: Key) => boolean, instruments: Instruments): Lookups {
  if (keys.length === 0) return { perSecond: 0, p50Ns: 0, p99Ns: 0 }
  const { clock, timeMs } = instruments
  const size = Math.min(BATCH, keys.length)
  // The first round warms up. What is found is counted, lest the engine leave out work whose result nobody wants.
  let found = keys.filter(isFound).length
  const samples: number[] = []
  const begin = clock()
  for (let at = 0, left = keys.length; left > 0 || clock() - begin < timeMs; left -= size) {
    if (at + size > keys.length) at = 0
    const start = clock()
    for (const end = at + size; at < end; at += 1) if (isFound(keys[at] as Key)) found += 1
    samples.push(((clock() - start) * 1e6) / size)
  }
  if (found === 0) throw new Error('expected the numbers that were indexed to be found, found none')
  return summarise(samples)
}

function summarise(samples: readonly number[]): Lookups {
  const sorted = Float64Array.from(samples).sort()
  const share = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? 0
  const p50Ns = share(0.5)
  return { perSecond: p50Ns > 0 ? 1e9 / p50Ns : 0, p50Ns, p99Ns: share(0.99) }
}
