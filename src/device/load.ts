// How the app on an iPhone has its contacts loaded as labels: at a reload, when the extension is switched on, again after
// a failure. The loading itself is ios/directory.ts; the entries come from the world.
import { renderOwners } from '../core/caller.ts'
import { buildDirectory, type Directory } from '../core/directory.ts'
import { spellingsOf } from '../core/number/line.ts'
import type { Happened, PhoneEvent } from './event.ts'
import { type Entry, type Extension, type Given, loadEntries, reloadAfterMs } from './ios/directory.ts'
import type { Load, Phone, World } from './phone.ts'

const OURS = 'ringsight'

/** The app, or the system, starts a load. It ends at once, or when the phone is woken at its end. */
export function reload(phone: Phone, at: number, world: World): Happened {
  if (phone.handset.platform !== 'ios') return { phone, events: [] }
  const { system, app, handset } = phone
  if (system.loadMs > 0 && handset.settings.extension && app.load.endsAt === null) {
    return { phone: withLoad(phone, { endsAt: at + system.loadMs, retryAt: null }), events: [] }
  }
  return finishLoad(phone, at, world)
}

/** What the load comes to; the labels in force are then the world's to keep. */
export function finishLoad(phone: Phone, at: number, world: World): Happened {
  const { load, isSignedIn } = phone.app
  // After the sign-out there is nothing to give (IOS-19).
  const held = isSignedIn ? (world.held ?? world.directory) : buildDirectory([])
  const isDue = load.endsAt !== null && load.endsAt <= at
  const ours: Extension = {
    id: OURS,
    isEnabled: phone.handset.settings.extension,
    isLoading: load.endsAt !== null && !isDue,
    hasLoaded: load.hasLoaded,
    labels: load.hasLoaded ? labelsOf(world.directory) : new Map(),
  }
  const bytes = phone.system.extensionBytesPerEntry
  const give = (isIncremental: boolean): Given => {
    const adds = entriesOf(held)
    return isIncremental
      ? changesBetween(ours.labels, adds, bytes)
      : { removes: [], adds, heldBytes: STREAM_BYTES + adds.length * bytes }
  }
  const { error, isIncremental } = loadEntries({ extension: OURS, give }, [ours], phone.system)
  if (error !== null) return failed(phone, { error, isIncremental, at, isBusy: ours.isLoading })
  const labels = held.contacts.size === 0 ? 'none' : 'new'
  const loaded = withLoad(phone, { hasLoaded: true, endsAt: null, retryAt: null, failures: 0 })
  return { phone: loaded, events: [{ type: 'reload', error, isIncremental, labels }] }
}

// An extension that streams needs its buffer and no more.
const STREAM_BYTES = 64 * 1024

type Failure = Pick<Extract<PhoneEvent, { type: 'reload' }>, 'isIncremental'> & {
  readonly error: NonNullable<Extract<PhoneEvent, { type: 'reload' }>['error']>
  readonly at: number
  readonly isBusy: boolean
}

function failed(phone: Phone, { error, isIncremental, at, isBusy }: Failure): Happened {
  const failures = phone.app.load.failures + 1
  const afterMs = reloadAfterMs(error, failures)
  // A refusal touches no labels; a load that began and failed may.
  const wasRefused = [1, 6, 7].includes(error.code)
  const labels = wasRefused || phone.system.failedLoadKeepsLabels ? 'kept' : 'none'
  const load: Partial<Load> = { failures, retryAt: afterMs === null ? null : at + afterMs }
  return {
    phone: withLoad(phone, isBusy ? load : { ...load, endsAt: null }),
    events: [{ type: 'reload', error, isIncremental, labels }],
  }
}

export function withLoad(phone: Phone, change: Partial<Load>): Phone {
  return { ...phone, app: { ...phone.app, load: { ...phone.app.load, ...change } } }
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
