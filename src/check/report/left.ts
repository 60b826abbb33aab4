// What remains once a file's certain repairs are written: who cannot be identified even then, and why. Knows nothing of
// where it is shown.

import type { FindingCode, Severity } from '../../core/finding.ts'
import { plural, renderCount } from '../../text/count.ts'
import type { CheckSummary } from '../file.ts'

export interface Left {
  /** Contacts that not every phone can identify. */
  readonly contacts: number
  readonly withoutNumber: number
  /** What has no certain repair, the gravest first; without what does no harm. */
  readonly codes: readonly {
    readonly code: FindingCode
    readonly severity: Severity
    readonly title: string
    readonly count: number
  }[]
}

/** Null where the repairs were not asked for. */
export function findLeft({ isRepaired, contacts, identifiable, withoutNumber, codes }: CheckSummary): Left | null {
  if (!isRepaired) return null
  const left = codes
    .map(({ code, severity, title, count, repairable }) => ({ code, severity, title, count: count - repairable }))
    .filter(({ severity, count }) => severity !== 'note' && count > 0)
  return { contacts: contacts - identifiable.after, withoutNumber, codes: left }
}

/** `Some phones still cannot identify 4 of 200 contacts; 2 of them have no number.` */
export function describeLeft({ contacts, withoutNumber }: Left, rows: number): string {
  if (contacts === 0) return 'Every phone identifies every contact of the repaired file.'
  const have = withoutNumber === 1 ? 'has' : 'have'
  const none = withoutNumber === 0 ? '' : `; ${renderCount(withoutNumber)} of them ${have} no number`
  return `Some phones still cannot identify ${renderCount(contacts)} of ${plural(rows, 'contact')}${none}.`
}
