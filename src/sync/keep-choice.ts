// Whom a person has chosen for numbers that several contacts have, kept with the contacts.
import { type CallerChoice, type CallerChoices, choicesByLine, withChoice } from '../core/caller-choice.ts'
import type { DocumentReader, DocumentStore, Steps } from '../store/store.ts'
import { expectForm, formOf } from '../text/wrong-use.ts'

const STORE = formOf({ inOneStep: 'function', read: 'function', write: 'function' })

/** Keeps a choice in place of the one there was for its line; null forgets that. */
export function keepChoice(
  store: Steps & DocumentStore,
  { line, choice }: { readonly line: string; readonly choice: CallerChoice | null },
): void {
  expectForm('keepChoice', 'a store', store, STORE)
  store.inOneStep(() => store.write('choices', withChoice(store.read('choices') ?? [], line, choice)))
}

/** What is kept, as it is looked up. */
export function choicesIn(store: DocumentReader): CallerChoices {
  return choicesByLine(store.read('choices') ?? [])
}
