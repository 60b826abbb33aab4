// Checks the phone numbers of a contacts file: who can be identified, who cannot, why, and what of it can be repaired.
import type { Finding, FindingCode, Severity } from '../core/finding.ts'
import type { BaselineSummary } from './baseline.ts'
import type { Groups } from './groups.ts'

/** One thing that is the matter with a cell or a row, in its place. */
export interface PlacedFinding {
  /** As the file counts: the header is row 1. */
  readonly row: number
  /** The record id as the row states it; null when it states none. */
  readonly id: string | null
  /** Of the contact, as far as the row states it; absent where it may not be told. */
  readonly name?: string
  /** The header of the column; null when it is the row. */
  readonly column: string | null
  /** The cell as it stands; empty when it is the row. */
  readonly value: string
  readonly finding: Finding
  /** The finding in a sentence. */
  readonly sentence: string
  /** What the repair of the cell mends together, this among it; none where this has no repair. */
  readonly mends: readonly FindingCode[]
}

/** How often a code was found, the most telling first. */
export interface CodeCount {
  readonly code: FindingCode
  readonly severity: Severity
  readonly title: string
  readonly count: number
  /** How many of them have a certain repair. */
  readonly repairable: number
  /** The first few. */
  readonly examples: readonly PlacedFinding[]
}

/** What a check has found, counted. */
export interface CheckSummary {
  /** The file's name. */
  readonly file: string
  /** What wrote it, for people: `HubSpot contacts export`; null when it is not known. */
  readonly source: string | null
  readonly columns: { readonly phones: readonly string[]; readonly country: string | null; readonly id: string | null }
  /** Stated for the whole file. */
  readonly region: string | null
  /** Rows below the header that are not blank. */
  readonly contacts: number
  /** Phone cells that could be read. */
  readonly numbers: number
  /** Phone cells that hold something else. */
  readonly rejected: number
  /**
   * Contacts that can be identified: by any phone as the file stands (one of their numbers is E.164 and nothing else), by
   * Ringsight as it stands, and by any phone once every certain repair is made.
   */
  readonly identifiable: { readonly before: number; readonly read: number; readonly after: number }
  /** Contacts without any number. */
  readonly withoutNumber: number
  readonly findings: Readonly<Record<Severity, number>>
  /** Cells with a certain repair. */
  readonly repairs: number
  readonly codes: readonly CodeCount[]
  /** How many numbers each country has, the most first; null stands for numbers of no single country. */
  readonly countries: readonly { readonly country: string | null; readonly numbers: number }[]
  /** How many contacts a phone holds under the article profile, and whether there are more. */
  readonly limit: { readonly contacts: number; readonly isExceeded: boolean }
  /** False where the file was too long to look for repeated numbers in all of it. */
  readonly allNumbersCompared: boolean
  /** Whether the file is written again with its certain repairs. */
  readonly isRepaired: boolean
  /** False when the check was interrupted. */
  readonly isComplete: boolean
  /** What a baseline makes of the findings; null where none was given. */
  readonly baseline: BaselineSummary | null
  /** Findings by what stands in a column; null where that was not asked for. */
  readonly groups: Groups | null
  /** What to tell about how the file was read. */
  readonly notices: readonly string[]
}
