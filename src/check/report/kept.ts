// Which findings a report holds where it cannot hold all: of every code as many as there is room for, so that a million
// harmless ones do not crowd out the one that matters. Knows nothing of how they are shown.

import type { FindingCode } from '../../core/finding.ts'
import type { PlacedFinding } from '../file.ts'
import { shortenFinding } from './shown.ts'

export interface KeptFindings {
  note(finding: PlacedFinding): void
  /** Whether a further one of this code would be held; once it would not, it never would again. */
  wants(code: FindingCode): boolean
  /** In the order in which they were noted. */
  list(): PlacedFinding[]
}

interface Kept {
  readonly order: number
  readonly finding: PlacedFinding
}

/** @param most so many are held, shortened; of a code, the first ones */
export function keepFindings(most: number): KeptFindings {
  const byCode = new Map<FindingCode, Kept[]>()
  let [noted, held] = [0, 0]

  // The longest list only gets shorter, and takes one from itself alone: who is behind it by no more than one stays so.
  function wants(code: FindingCode): boolean {
    return held < most || longestOf(byCode.values()).length > (byCode.get(code)?.length ?? 0) + 1
  }

  function note(finding: PlacedFinding): void {
    noted += 1
    const { code } = finding.finding
    if (!wants(code)) return
    const own = byCode.get(code) ?? []
    if (held >= most) {
      longestOf(byCode.values()).pop()
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

  return { note, wants, list }
}

function longestOf(lists: Iterable<Kept[]>): Kept[] {
  let longest: Kept[] = []
  for (const list of lists) if (list.length > longest.length) longest = list
  return longest
}
