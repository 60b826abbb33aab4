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
export function findLeft({ isRepaired, rows, identifiable, withoutNumber, codes }: CheckSummary): Left | null {
  if (!isRepaired) return null
  const left = codes
    .map(({ code, severity, title, count, repairable }) => ({ code, severity, title, count: count - repairable }))
    .filter(({ severity, count }) => severity !== 'note' && count > 0)
  return { contacts: rows - identifiable.after, withoutNumber, codes: left }
}

/** `4 of 200 contacts are still not identified by every phone, 2 of them without any number.` */
export function describeLeft({ contacts, withoutNumber }: Left, rows: number): string {
  if (contacts === 0) return 'Every phone identifies every contact of the repaired file.'
  const are = rows === 1 ? 'is' : 'are'
  const none = withoutNumber === 0 ? '' : `, ${renderCount(withoutNumber)} of them without any number`
  return `${renderCount(contacts)} of ${plural(rows, 'contact')} ${are} still not identified by every phone${none}.`
}
