// Which findings a report holds where it cannot hold all: of every code as many as there is room for, so that a million
// harmless ones do not crowd out the one that matters. Knows nothing of how they are shown.

import type { FindingCode } from '../../core/finding.ts'
import type { PlacedFinding } from '../file.ts'
import { shortenFinding } from './shown.ts'

export interface KeptFindings {
  note(finding: PlacedFinding): void
  /** In the order in which they were noted. */
  list(): PlacedFinding[]
  /** How many were noted. */
  count(): number
}

interface Kept {
  readonly order: number
  readonly finding: PlacedFinding
}

/** @param most so many are held, shortened; of a code, the first ones */
export function keepFindings(most: number): KeptFindings {
  const byCode = new Map<FindingCode, Kept[]>()
  let [noted, held] = [0, 0]

  function note(finding: PlacedFinding): void {
    noted += 1
    const { code } = finding.finding
    const own = byCode.get(code) ?? []
    if (held >= most) {
      const longest = longestOf(byCode.values())
      if (longest.length <= own.length + 1) return
      longest.pop()
      held -= 1
    }
    own.push({ order: noted, finding: shortenFinding(finding) })
    byCode.set(code, own)
    held += 1
  }

  function list(): PlacedFinding[] {
    const kept = [...byCode.values()].flat()
    return kept.sort((one, other) => one.order - other.order).map(({ finding }) => finding)
  }

  return { note, list, count: () => noted }
}

function longestOf(lists: Iterable<Kept[]>): Kept[] {
  let longest: Kept[] = []
  for (const list of lists) if (list.length > longest.length) longest = list
  return longest
}
