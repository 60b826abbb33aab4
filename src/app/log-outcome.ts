// What becomes of an outcome screen: a draft that survives, or an outcome that waits for the CRM.
import { completeDraft, type Draft, type Outcome, validateDraft } from '../core/outcome.ts'
import type { Store } from '../store/store.ts'

export type Logged =
  | { readonly kind: 'saved'; readonly outcome: Outcome }
  /** Nothing was saved; one sentence for each thing to mend. */
  | { readonly kind: 'incomplete'; readonly problems: readonly string[] }
  /** The call has its one outcome already; nothing was changed. */
  | { readonly kind: 'already-saved' }

/** Saves an outcome into the store's outbox and drops its draft. */
export function logOutcome(store: Store, draft: Draft, savedAt: Date): Logged {
  const problems = validateDraft(draft)
  if (problems.length > 0) return { kind: 'incomplete', problems }
  const outcome = completeDraft(draft, savedAt.toISOString())
  return store.saveOutcome(outcome) ? { kind: 'saved', outcome } : { kind: 'already-saved' }
}

/** Keeps an unsaved outcome screen, in place of what was kept of it before. */
export function keepDraft(store: Store, draft: Draft): void {
  store.write('drafts', [...otherDrafts(store, draft.call.callId), draft])
}

/** Drops an unsaved outcome screen for good. */
export function discardDraft(store: Store, callId: string): void {
  store.write('drafts', otherDrafts(store, callId))
}

function otherDrafts(store: Store, callId: string): Draft[] {
  return (store.read('drafts') ?? []).filter(({ call }) => call.callId !== callId)
}
