// iOS's call directory: what a load of an extension's entries does, and whose label a number gets. Pure; error names and
// codes are CallKit's CXErrorCodeCallDirectoryManagerError. Knows nothing of contacts.
import type { System } from '../system.ts'

/** One label; the number is E.164's digits as CXCallDirectoryPhoneNumber has them. */
export interface Entry {
  readonly number: number
  readonly label: string
}

export interface Extension {
  readonly id: string
  readonly isEnabled: boolean
  readonly isLoading: boolean
  /** Whether a load has succeeded since it was switched on: the first is not incremental (IOS-05). */
  readonly hasLoaded: boolean
  readonly labels: ReadonlyMap<number, readonly string[]>
}

/** What an extension gives in beginRequest. */
export interface Given {
  readonly removesAll?: boolean
  readonly removes: Iterable<number>
  readonly adds: Iterable<Entry>
  /** The most that it holds in memory while it does. */
  readonly heldBytes: number
}

export interface LoadRequest {
  readonly extension: string
  /** The app must serve both (IOS-06). */
  give(isIncremental: boolean): Given
}

export interface LoadError {
  readonly domain: 'com.apple.CallKit.error.calldirectorymanager'
  readonly code: number
  /** `unknown` for a code that is not in Apple's list (IOS-11). */
  readonly name: string
}

const ERROR_NAMES: Readonly<Record<number, string>> = {
  0: 'unknown',
  1: 'noExtensionFound',
  2: 'loadingInterrupted',
  3: 'entriesOutOfOrder',
  4: 'duplicateEntries',
  5: 'maximumEntriesExceeded',
  6: 'extensionDisabled',
  7: 'currentlyLoading',
  8: 'unexpectedIncrementalRemoval',
}

/** https://developer.apple.com/documentation/callkit/cxerrorcodecalldirectorymanagererror-swift.struct */
export function loadError(code: number): LoadError {
  return { domain: 'com.apple.CallKit.error.calldirectorymanager', code, name: ERROR_NAMES[code] ?? 'unknown' }
}

export interface Loaded {
  readonly extensions: readonly Extension[]
  readonly error: LoadError | null
  readonly isIncremental: boolean
}

/** What of the system a load depends on. */
export type LoadSystem = Pick<
  System,
  'loadsAreIncremental' | 'memoryBudgetBytes' | 'maximumEntries' | 'failedLoadKeepsLabels' | 'loadErrorCode'
>

/** Whether an extension is asked for its entries, and for which; else why not (IOS-01, IOS-03, IOS-05, IOS-06). */
export function planLoad(
  id: string,
  extensions: readonly Extension[],
  { loadsAreIncremental, loadErrorCode }: Pick<LoadSystem, 'loadsAreIncremental' | 'loadErrorCode'>,
): LoadError | { readonly isIncremental: boolean } {
  const extension = extensions.find((each) => each.id === id)
  if (extension === undefined || loadErrorCode === 1) return loadError(1)
  if (!extension.isEnabled || loadErrorCode === 6) return loadError(6)
  if (extension.isLoading || loadErrorCode === 7) return loadError(7)
  return { isIncremental: extension.hasLoaded && loadsAreIncremental }
}

/**
 * CXCallDirectoryManager.reloadExtension, IOS-01 to IOS-11. The system chooses whether it asks for changes only; a load
 * that fails leaves the labels of the one before, or none (a switch: no source says).
 */
export function loadEntries(request: LoadRequest, extensions: readonly Extension[], system: LoadSystem): Loaded {
  const planned = planLoad(request.extension, extensions, system)
  const extension = extensions.find(({ id }) => id === request.extension)
  if ('code' in planned || extension === undefined) {
    return { extensions, error: 'code' in planned ? planned : loadError(1), isIncremental: false }
  }
  const { isIncremental } = planned
  const read = readGiven(request.give(isIncremental), { isIncremental, labels: extension.labels }, system)
  const after: Extension =
    typeof read === 'number'
      ? { ...extension, labels: system.failedLoadKeepsLabels ? extension.labels : new Map() }
      : { ...extension, labels: read, hasLoaded: true }
  return {
    extensions: extensions.map((other) => (other === extension ? after : other)),
    error: typeof read === 'number' ? loadError(read) : null,
    isIncremental,
  }
}

type Labels = Map<number, readonly string[]>

// The labels after the load, or the code that ended it.
function readGiven(
  { removesAll = false, removes, adds, heldBytes }: Given,
  before: { isIncremental: boolean; labels: ReadonlyMap<number, readonly string[]> },
  system: LoadSystem,
): Labels | number {
  if (system.loadErrorCode !== 0) return system.loadErrorCode
  if (heldBytes > system.memoryBudgetBytes) return 2
  // A full load replaces everything (IOS-08), an incremental one only what it names (IOS-07).
  if (removesAll && !before.isIncremental) return 8
  const labels: Labels = new Map(before.isIncremental && !removesAll ? before.labels : [])
  for (const number of removes) {
    if (!before.isIncremental) return 8
    labels.delete(number)
  }
  let last: Entry | null = null
  for (const entry of adds) {
    if (last !== null && entry.number < last.number) return 3
    const there = labels.get(entry.number) ?? []
    if (there.includes(entry.label) && last?.number === entry.number) return 4
    if (!there.includes(entry.label)) labels.set(entry.number, [...there, entry.label])
    if (labels.size > system.maximumEntries) return 5
    last = entry
  }
  return labels
}

/** IOS-12: of several extensions the first that is on and has an entry, in the order of the user's list. */
export function labelOf(number: number, extensions: readonly Extension[]): { id: string; label: string } | null {
  for (const { id, isEnabled, labels } of extensions) {
    const label = isEnabled ? labels.get(number)?.[0] : undefined
    if (label !== undefined) return { id, label }
  }
  return null
}

/**
 * IOS-11: when an app tries again after a load that failed; null when it must stop, because trying again would fail the
 * same way. What is not in Apple's list is tried a few times and never for ever.
 *
 * @param failures how many loads in a row have failed, this one included
 */
export function reloadAfterMs({ code }: LoadError, failures: number): number | null {
  const isFinal = [1, 3, 4, 5, 6, 8].includes(code)
  return isFinal || failures > 5 ? null : 60_000 * 2 ** (failures - 1)
}
