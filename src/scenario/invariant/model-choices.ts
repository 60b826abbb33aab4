// What the user has said of shared numbers, as an observer would write it down.
import type { Contact } from '../../core/contact.ts'

/** Whom a number may be taken for by what its user has said: record ids, null for nobody in particular. */
export type Choices = Map<string, readonly (string | null)[]>

/** Who of the owners may be the one that was said, by record id; null where any of them may be shown, and none as chosen. */
export function chosenOf(
  choices: Choices,
  readings: readonly string[],
  owners: readonly Contact[],
): readonly (string | null)[] {
  const possible = readings.flatMap((number) => choices.get(number) ?? [])
  const counts = (id: string | null) => owners.length > 1 && owners.some((owner) => owner.id === id)
  return possible.length === 0 ? [null] : possible.map((id) => (counts(id) ? id : null))
}
