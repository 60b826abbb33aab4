// Our app's Call Directory extension: which labels it gives iOS, all of them or what has changed since the last load.
import type { Directory } from '../core/directory.ts'
import { entriesOf } from '../device/ios/entries.ts'
import type { GivenEntries } from '../device/request.ts'

/** Every label, or in an incremental load what makes the labels of the last load those of now (IOS-05 to IOS-08). */
export function giveLabels(now: Directory, lastLoaded: Directory, isIncremental: boolean): GivenEntries {
  const adds = entriesOf(now)
  if (!isIncremental) return { removesAll: false, removes: [], adds }
  const before = new Map(entriesOf(lastLoaded).map(({ number, label }) => [number, label]))
  const changed = adds.filter(({ number, label }) => before.get(number) !== label)
  const numbers = new Set(adds.map(({ number }) => number))
  const gone = [...before.keys()].filter((number) => !numbers.has(number))
  const relabelled = changed.flatMap(({ number }) => (before.has(number) ? number : []))
  return { removesAll: false, removes: [...gone, ...relabelled], adds: changed }
}
