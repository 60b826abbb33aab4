// What every report on a check is: texts, written as findings come and once all are there.
import type { FindingCode } from '../../core/finding.ts'
import type { CheckSummary, PlacedFinding } from '../file.ts'
import type { CommandFor } from './next.ts'

/** What reports are made with. */
export interface ReportOptions {
  /** How many findings a report holds and lists that has to hold them. */
  readonly most: number
  /** The file, absolute or relative to where the report is read, as RFC 3986 has it. */
  readonly uri: string
  readonly commandFor: CommandFor
  /** The address of a record in the CRM, with {id} in it; null where it is not stated. */
  readonly recordUrl: string | null
  /** How a longer list is had, as a clause. */
  readonly longerList: string
}

export interface CheckReport {
  /** Whether it is still to be told findings of this code; once it is not, it never is again. Absent where all are told. */
  wants?(code: FindingCode): boolean
  /** The text to be written now, often ''. */
  note(finding: PlacedFinding): string
  /** The rest of the text, once all is noted; called once. */
  end(summary: CheckSummary): Iterable<string>
}
