// "It was Anna": whom a person has chosen for a number that several contacts have. One person's, kept with the contacts
// and never sent anywhere. Knows no storage, no clock.
import { lineOf } from './number/line.ts'

/** One choice; no name is kept, so that none can be out of date. */
export interface CallerChoice {
  /** The number's line (lineOf): whatever spelling is delivered, it is one number. */
  readonly line: string
  /** The CRM's record id. */
  readonly contactId: string
  /** When it was made: milliseconds since the epoch. */
  readonly at: number
}

/** Choices by their line. */
export type CallerChoices = ReadonlyMap<string, CallerChoice>

/** Choices as they are looked up; of two for one line the later counts. */
export function choicesByLine(kept: Iterable<CallerChoice>): CallerChoices {
  return new Map(Array.from(kept, (choice) => [choice.line, choice]))
}

/** What was chosen, newest last, after one more choice for a line; null takes back the one that there is. */
export function withChoice(
  kept: readonly CallerChoice[],
  line: string,
  choice: CallerChoice | null,
): readonly CallerChoice[] {
  const others = kept.filter((other) => other.line !== line)
  return choice === null ? others : [...others, choice]
}

/** What was chosen for a number; undefined for nothing. @param e164 in any spelling of its line */
export function choiceFor(choices: CallerChoices | undefined, e164: string): CallerChoice | undefined {
  return choices === undefined || choices.size === 0 ? undefined : choices.get(lineOf(e164))
}
