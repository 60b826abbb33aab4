// The findings of a file by what stands in one column, such as the owner: who has to act. Pure.
import type { Severity } from '../core/finding.ts'
import type { PlacedFinding } from './file.ts'

export interface Group {
  /** What stands in the column; '' where it is empty, null for all further ones. */
  readonly name: string | null
  readonly contacts: number
  readonly findings: Readonly<Record<Severity, number>>
  /** Cells with a certain repair. */
  readonly repairable: number
}

export interface Groups {
  /** The header. */
  readonly column: string
  /** The most errors first, then the most warnings. */
  readonly groups: readonly Group[]
}

interface Counted {
  contacts: number
  findings: Record<Severity, number>
  repairable: number
}

export interface OpenGroups {
  /** A contact begins, of this group. */
  begin(name: string): void
  /** A finding of that contact. */
  note(finding: PlacedFinding): void
  list(): Groups
}

// More owners than any team has; a column of names has as many as rows.
const MOST_GROUPS = 2000
const LONGEST_NAME = 80

/** Begins to count. @param column the header */
export function openGroups(column: string): OpenGroups {
  const counted = new Map<string | null, Counted>()
  let current: Counted = newCounted()

  function groupOf(name: string): Counted {
    const key = counted.has(name) || counted.size < MOST_GROUPS ? name : null
    const group = counted.get(key) ?? newCounted()
    counted.set(key, group)
    return group
  }

  return {
    begin(name) {
      current = groupOf(name.trim().slice(0, LONGEST_NAME))
      current.contacts += 1
    },
    note({ finding }) {
      current.findings[finding.severity] += 1
      if (finding.repair !== null) current.repairable += 1
    },
    list() {
      const groups = Array.from(counted, ([name, group]) => ({ name, ...group }))
      const rank = ({ findings }: Group) => findings.error * 1e6 + findings.warning
      return { column, groups: groups.sort((one, other) => rank(other) - rank(one) || other.contacts - one.contacts) }
    },
  }
}

function newCounted(): Counted {
  return { contacts: 0, findings: { error: 0, warning: 0, note: 0 }, repairable: 0 }
}
