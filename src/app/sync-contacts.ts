// Brings the CRM's contacts here, all of them or none. Knows no CRM's ways and no clock.
import type { Contact } from '../core/contact.ts'
import { describeKind, type Failure, failureOf, planRetry, type Reason } from '../core/retry.ts'
import type { Crm } from '../crm/crm.ts'
import type { Store } from '../store/store.ts'

export interface SyncTools {
  readonly crm: Pick<Crm, 'name' | 'readContactPage'>
  readonly store: Pick<Store, 'replaceContacts'>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export type Synced =
  /** `at`: an ISO 8601 instant, when the sync began: what changed in the CRM since may not be here. */
  | { readonly kind: 'synced'; readonly contacts: number; readonly at: string }
  /** The contacts are those from before. `retryAfterMs` is null when trying again does not help by itself. */
  | ({ readonly kind: 'failed'; readonly failure: Failure; readonly retryAfterMs: number | null } & Reason)

/**
 * Puts the CRM's contacts in place of all that the store holds. They are fetched first, and written in one go: neither a
 * CRM that fails half-way nor one that is slow is noticed by whoever uses the store meanwhile.
 *
 * @throws whatever the store throws, and errors of a CRM that are no CrmError
 */
export async function syncContacts({ crm, store, now }: SyncTools): Promise<Synced> {
  const at = new Date(now()).toISOString()
  const fetched = await fetchPages(crm)
  if ('kind' in fetched) {
    const retry = planRetry(fetched, 1)
    const reason = retry.kind === 'give-up' ? retry : describeKind(fetched.kind)
    const retryAfterMs = retry.kind === 'retry' ? retry.delayMs : null
    return { kind: 'failed', failure: fetched, retryAfterMs, because: reason.because, fix: reason.fix }
  }
  const { contacts } = await store.replaceContacts(each(fetched), { at, source: crm.name })
  return { kind: 'synced', contacts, at }
}

async function fetchPages(crm: SyncTools['crm']): Promise<(readonly Contact[])[] | Failure> {
  const pages: (readonly Contact[])[] = []
  const asked = new Set<string>()
  let after: string | null = null
  try {
    do {
      const page = await crm.readContactPage(after)
      pages.push(page.contacts)
      after = page.after
      // A page that leads back to one before would be read for ever.
      if (after !== null && asked.has(after)) return { kind: 'server' }
      if (after !== null) asked.add(after)
    } while (after !== null)
    return pages
  } catch (error) {
    const failure = failureOf(error)
    if (failure === null) throw error
    return failure
  }
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}
