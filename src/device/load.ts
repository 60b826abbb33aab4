// How iOS loads what an app's extension gives as labels: at a reload, or when the extension is switched on. The extension is
// asked, and answers; what the system makes of the answer is ios/directory.ts.
import type { Directory } from '../core/directory.ts'
import { deliver } from './delivery.ts'
import { type Happened, type PhoneEvent, quiet } from './event.ts'
import { type Extension, type LoadError, loadEntries, loadError, planLoad } from './ios/directory.ts'
import { entriesOf } from './ios/entries.ts'
import type { Phone, World } from './phone.ts'
import type { GivenEntries, Request } from './request.ts'

const OURS = 'ringsight'

interface Reload {
  readonly at: number
  /** Whether the app has asked for it, and is told how it ends. */
  readonly isAsked: boolean
}

/** The app, or the system, starts a load: the extension is asked at once, or when the phone is woken at the load's end. */
export function reload(phone: Phone, { at, isAsked }: Reload): Happened {
  if (phone.handset.platform !== 'ios') return quiet(phone)
  const { system, load, handset } = phone
  if (system.loadMs > 0 && handset.settings.extension && load.endsAt === null) {
    return quiet({ ...phone, load: { ...load, endsAt: at + system.loadMs, isAsked } })
  }
  return askExtension(phone, { at, isAsked })
}

/** The load is refused, or the extension is asked for its entries; it answers with `complete-load`. */
export function askExtension(
  phone: Phone,
  { at, isAsked = phone.load.isAsked }: Partial<Reload> & { at: number },
): Happened {
  const isDue = phone.load.endsAt !== null && phone.load.endsAt <= at
  const load = isDue ? { ...phone.load, endsAt: null } : phone.load
  const begun: Phone = { ...phone, load }
  const planned = planLoad(OURS, [extensionOf(begun, new Map())], phone.system)
  if ('code' in planned)
    return endLoad(begun, { error: planned, isIncremental: false, labels: 'kept' }, { at, isAsked })
  const { isIncremental } = planned
  const asked: Phone = { ...begun, load: { ...load, request: { isIncremental, isAsked } } }
  return { ...quiet(asked), signals: [{ type: 'load-requested', isIncremental, at }] }
}

/** The extension has answered: what the load comes to. The labels in force are then the world's to keep. */
export function completeLoad(
  phone: Phone,
  { entries }: Extract<Request, { type: 'complete-load' }>,
  { at, world }: { readonly at: number; readonly world: World },
): Happened {
  const { request } = phone.load
  if (request === null) return quiet(phone)
  const { isIncremental, isAsked } = request
  const answered: Phone = { ...phone, load: { ...phone.load, request: null } }
  const { error, after } = entries === null ? { error: loadError(2), after: null } : take(phone, entries, world)
  if (error !== null || after === null) {
    const labels = phone.system.failedLoadKeepsLabels ? 'kept' : 'none'
    return tellExtension(endLoad(answered, { error, isIncremental, labels }, { at, isAsked }), { error, at })
  }
  const loaded: Phone = { ...answered, load: { ...answered.load, hasLoaded: true } }
  const labels = after.size === 0 ? 'none' : 'new'
  const ended = endLoad(loaded, { error, isIncremental, labels, entries: after }, { at, isAsked })
  return tellExtension(ended, { error, at })
}

// An extension that streams needs its buffer and no more.
const STREAM_BYTES = 64 * 1024

function take(
  phone: Phone,
  { removesAll, removes, adds }: GivenEntries,
  world: World,
): { readonly error: LoadError | null; readonly after: Extension['labels'] | null } {
  const { system, load } = phone
  const before = load.hasLoaded ? (world.entries ?? labelsOf(world.labels ?? world.directory)) : new Map()
  const heldBytes = STREAM_BYTES + (adds.length + removes.length) * system.extensionBytesPerEntry
  const give = () => ({ removesAll, removes, adds, heldBytes })
  const { error, extensions } = loadEntries({ extension: OURS, give }, [extensionOf(phone, before)], system)
  return { error, after: extensions[0]?.labels ?? null }
}

function extensionOf({ handset, load }: Phone, labels: Extension['labels']): Extension {
  const { hasLoaded, endsAt } = load
  return { id: OURS, isEnabled: handset.settings.extension, isLoading: endsAt !== null, hasLoaded, labels }
}

type Reloaded = Omit<Extract<PhoneEvent, { type: 'reload' }>, 'type'>

function endLoad(phone: Phone, reloaded: Reloaded, { at, isAsked }: Reload): Happened {
  const done: Happened = { ...quiet(phone), events: [{ type: 'reload', ...reloaded }] }
  return isAsked ? deliver(done, { type: 'reload-ended', error: reloaded.error, at }) : done
}

// The extension's own process is there as long as its request: it hears the end, whatever state the app is in.
function tellExtension(
  so: Happened,
  { error, at }: { readonly error: LoadError | null; readonly at: number },
): Happened {
  return { ...so, signals: [{ type: 'load-ended', error, at }, ...so.signals] }
}

function labelsOf(directory: Directory): Extension['labels'] {
  return new Map(entriesOf(directory).map(({ number, label }) => [number, [label]]))
}
