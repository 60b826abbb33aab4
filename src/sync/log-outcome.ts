// What becomes of an outcome screen: a draft that survives, or an outcome that waits for the CRM.

import { completeDraft, DRAFT, type Draft, type Outcome, validateDraft } from '../core/outcome.ts'
import type { DocumentReader, DocumentStore, Outbox, Steps } from '../store/store.ts'
import { expectForm, formOf, wrongUse } from '../text/wrong-use.ts'
import { accountOf, heldSending } from './adopt-outbox.ts'

/** What became of an outcome that was to be saved. */
export type Logged =
  | { readonly kind: 'saved'; readonly outcome: Outcome }
  /** Nothing was saved; one sentence for each thing to mend. */
  | { readonly kind: 'incomplete'; readonly problems: readonly string[] }
  /** The call has its one outcome already; nothing was changed. */
  | { readonly kind: 'already-saved' }

type Owner = Pick<Draft, 'account'>

const STORE = formOf({ saveOutcome: 'function', inOneStep: 'function', read: 'function' })

/**
 * Saves an outcome into the store's outbox and drops its draft. Where the contacts here are another account's by now, it is
 * held: under the same id they may have somebody else.
 *
 * @param of whose contact it is for, unless the draft says so; nothing where it is for one of those that are here
 */
export function logOutcome(
  store: Steps & DocumentReader & Outbox,
  draft: Draft,
  savedAt: Date,
  of: Owner = {},
): Logged {
  expectForm('logOutcome', 'a store', store, STORE)
  expectForm('logOutcome', 'a draft, as newDraft makes it', draft, DRAFT)
  if (!(savedAt instanceof Date)) throw wrongUse('logOutcome', 'a Date', savedAt)
  const problems = validateDraft(draft)
  if (problems.length > 0) return { kind: 'incomplete', problems }
  const outcome = completeDraft({ ...of, ...draft }, savedAt.toISOString())
  const isSaved = store.inOneStep(() => {
    const { account } = outcome
    const isOther = account !== undefined && account !== accountOf(store)
    return store.saveOutcome(outcome, (isOther && heldSending(outcome)) || undefined)
  })
  return isSaved ? { kind: 'saved', outcome } : { kind: 'already-saved' }
}

/**
 * Keeps an unsaved outcome screen, in place of what was kept of it before.
 *
 * @param of as for logOutcome
 */
export function keepDraft(store: Drafts, draft: Draft, of: Owner = {}): void {
  changeDrafts(store, draft.call.callId, [{ ...of, ...draft }])
}

/** Drops an unsaved outcome screen for good. */
export function discardDraft(store: Drafts, callId: string): void {
  changeDrafts(store, callId, [])
}

type Drafts = Steps & DocumentStore

function changeDrafts(store: Drafts, callId: string, kept: readonly Draft[]): void {
  store.inOneStep(() => {
    const others = (store.read('drafts') ?? []).filter(({ call }) => call.callId !== callId)
    store.write('drafts', [...others, ...kept])
  })
}
