// What every report on a check is: texts, written as findings come and once all are there.
import type { CheckSummary, PlacedFinding } from '../file.ts'

export interface CheckReport {
  /** The text to be written now, often ''. */
  note(finding: PlacedFinding): string
  /** The rest of the text, once all is noted; called once. */
  end(summary: CheckSummary): Iterable<string>
}
