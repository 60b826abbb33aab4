// How iOS loads what the app's extension gives as labels: at a reload, or when the extension is switched on. The loading
// itself is ios/directory.ts; the entries come from the world.
import { renderOwners } from '../core/caller.ts'
import type { Directory } from '../core/directory.ts'
import { spellingsOf } from '../core/number/line.ts'
import { deliver } from './delivery.ts'
import { type Happened, type PhoneEvent, quiet } from './event.ts'
import { type Entry, type Extension, type Given, type LoadError, loadEntries } from './ios/directory.ts'
import type { Phone, World } from './phone.ts'

const OURS = 'ringsight'

interface Reload {
  readonly at: number
  readonly world: World
  /** Whether the app has asked for it, and is told how it ends. */
  readonly isAsked: boolean
}

/** The app, or the system, starts a load. It ends at once, or when the phone is woken at its end. */
export function reload(phone: Phone, { at, world, isAsked }: Reload): Happened {
  if (phone.handset.platform !== 'ios') return quiet(phone)
  const { system, load, handset } = phone
  if (system.loadMs > 0 && handset.settings.extension && load.endsAt === null) {
    return quiet({ ...phone, load: { ...load, endsAt: at + system.loadMs, isAsked } })
  }
  return finishLoad(phone, { at, world, isAsked })
}

/** What the load comes to; the labels in force are then the world's to keep. */
export function finishLoad(
  phone: Phone,
  { at, world, isAsked = phone.load.isAsked }: Partial<Reload> & Omit<Reload, 'isAsked'>,
): Happened {
  const { load, system, handset } = phone
  const isDue = load.endsAt !== null && load.endsAt <= at
  const ours: Extension = {
    id: OURS,
    isEnabled: handset.settings.extension,
    isLoading: load.endsAt !== null && !isDue,
    hasLoaded: load.hasLoaded,
    labels: load.hasLoaded ? labelsOf(world.labels ?? world.directory) : new Map(),
  }
  const bytes = system.extensionBytesPerEntry
  const give = (isIncremental: boolean): Given => {
    const adds = entriesOf(world.directory)
    return isIncremental
      ? changesBetween(ours.labels, adds, bytes)
      : { removes: [], adds, heldBytes: STREAM_BYTES + adds.length * bytes }
  }
  const { error, isIncremental } = loadEntries({ extension: OURS, give }, [ours], system)
  const labels = error === null ? (world.directory.contacts.size === 0 ? 'none' : 'new') : labelsAfter(phone, error)
  const ended = error === null ? { hasLoaded: true, endsAt: null } : ours.isLoading ? {} : { endsAt: null }
  const done: Happened = {
    ...quiet({ ...phone, load: { ...load, ...ended } }),
    events: [{ type: 'reload', error, isIncremental, labels }],
  }
  return isAsked ? deliver(done, { type: 'reload-ended', error, at }) : done
}

// An extension that streams needs its buffer and no more.
const STREAM_BYTES = 64 * 1024

// A refusal touches no labels; a load that began and failed may.
function labelsAfter({ system }: Phone, { code }: LoadError): Extract<PhoneEvent, { type: 'reload' }>['labels'] {
  return [1, 6, 7].includes(code) || system.failedLoadKeepsLabels ? 'kept' : 'none'
}

/** One label a number, ascending by value and not by text: what the extension streams. iOS compares digits: every spelling of a line is there. */
export function entriesOf({ matches }: Directory): Entry[] {
  const entries = [...matches].flatMap(([line, owners]) => {
    const { label } = renderOwners(owners.map(({ contact }) => contact))
    return spellingsOf(line).map((spelling) => ({ number: Number(spelling.slice(1)), label }))
  })
  return entries.sort((a, b) => a.number - b.number)
}

function labelsOf(directory: Directory): Map<number, readonly string[]> {
  return new Map(entriesOf(directory).map(({ number, label }) => [number, [label]]))
}

function changesBetween(before: Extension['labels'], after: readonly Entry[], bytesPerEntry: number): Given {
  const isSame = ({ number, label }: Entry) => before.get(number)?.[0] === label
  const adds = after.filter((entry) => !isSame(entry))
  const numbers = new Set(after.map(({ number }) => number))
  const changed = adds.flatMap(({ number }) => (before.has(number) ? number : []))
  const removes = [...[...before.keys()].filter((number) => !numbers.has(number)), ...changed]
  return { removes, adds, heldBytes: STREAM_BYTES + (adds.length + removes.length) * bytesPerEntry }
}
