// The contacts of a directory as an iPhone's call directory takes them: one label a number.

import { renderOwners } from '../../core/caller.ts'
import { choiceFor } from '../../core/caller-choice.ts'
import type { Directory } from '../../core/directory.ts'
import { spellingsOf } from '../../core/number/line.ts'
import type { Entry } from './directory.ts'

/** Ascending by value and not by text. iOS compares digits: every spelling of a line is there. */
export function entriesOf({ matches, choices }: Directory): Entry[] {
  const entries = [...matches].flatMap(([line, owners]) => {
    const choice = choiceFor(choices, line) ?? null
    const { label } = renderOwners(
      owners.map(({ contact }) => contact),
      choice,
    )
    return spellingsOf(line).map((spelling) => ({ number: Number(spelling.slice(1)), label }))
  })
  return entries.sort((a, b) => a.number - b.number)
}
