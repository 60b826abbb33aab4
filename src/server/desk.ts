// The server's way to its databases, in a process of its own: a look-up waits for none of them. Says what changed there, and
// saves outcomes.
import type { AccessToken } from '../core/access-token.ts'
import { isSameLine } from '../core/number/line.ts'
import { completeDraft, type Draft } from '../core/outcome.ts'
import { isInScope, type Scope, type ScopeFacts } from '../core/scope.ts'
import { newSending, type Sending } from '../core/sending.ts'
import { type DocumentReader, type PublishedScopes, type Store, StoreError } from '../store/store.ts'
import { accountOf } from '../sync/adopt-outbox.ts'
import { countQueue, readQueue } from '../sync/queue.ts'
import { freshAt } from './freshness.ts'
import { isDoubtful } from './put-back.ts'

/** A workspace's database. */
export interface DeskStore {
  readonly name: string
  readonly store: Store
}

/** What a server knows of a workspace's database. */
export interface WorkspaceState {
  readonly workspace: string
  readonly tokens: readonly AccessToken[]
  readonly published: PublishedScopes | null
  /** The CRM's account that the contacts are of; null for those of files. */
  readonly account: string | null
  /** When they were last all that the CRM has: see freshAt. */
  readonly freshAt: number | null
}

/** How it stands, for whoever watches over it. */
export interface WorkspaceHealth {
  readonly contacts: number
  /** When the contacts were brought, in milliseconds since the epoch; null before that. */
  readonly broughtAt: number | null
  readonly isFailing: boolean
  readonly waiting: number
  readonly parked: number
}

/** An outcome to save, and whose token it came with. */
export interface SaveRequest {
  readonly workspace: string
  readonly draft: Draft
  readonly scope: Scope
}

/**
 * What became of it. `held`: kept, for a contact that the token does not show; sent once that is known to have the number of the call.
 * Whether it has it is not said: whoever asked for one number after the other would learn whose they are.
 */
export type Saved =
  | { readonly kind: 'saved' | 'held' | 'already-saved' }
  /** The database takes nothing now: it is to be sent again. */
  | { readonly kind: 'busy' }

/** What changed since the last look; null where nothing did. */
export function openLooks(): (workspace: DeskStore) => WorkspaceState | null {
  const last = new Map<string, string>()
  return ({ name, store }) => {
    const state: WorkspaceState = {
      workspace: name,
      tokens: store.read('tokens') ?? [],
      published: store.read('published') ?? null,
      account: accountOf(store),
      freshAt: freshAt(store),
    }
    const text = JSON.stringify(state)
    if (last.get(name) === text) return null
    last.set(name, text)
    return state
  }
}

export function readHealth({ store }: DeskStore): WorkspaceHealth {
  const { at, contacts } = store.read('import') ?? { at: '', contacts: 0 }
  const broughtAt = Date.parse(at)
  const { waiting, parked } = countQueue(readQueue(store))
  const isFailing = (store.read('sync')?.failed ?? null) !== null
  return { contacts, broughtAt: Number.isNaN(broughtAt) ? null : broughtAt, isFailing, waiting, parked }
}

/**
 * Saves an outcome, once a call. Nothing that a phone has saved is refused for whom it is about: where it is not certain that
 * its user may write to that contact, it is held.
 *
 * @param now milliseconds since the epoch
 * @throws StoreError, but for a store that is busy
 */
export function saveOutcome(store: Store, { draft, scope }: SaveRequest, now: number): Saved {
  try {
    return store.inOneStep(() => {
      const outcome = completeDraft({ ...draft, account: accountOf(store) }, new Date(now).toISOString())
      const doubt = findDoubt(store, { draft, scope }, { at: now, lists: listsOf(store) })
      const sending: Sending = {
        ...newSending(outcome),
        ...(doubt === 'number' && { parked: { kind: 'of-scope' } }),
        ...(isDoubtful(store, draft.call.startedAt) && { doubtedAt: now }),
      }
      const isSaved = store.saveOutcome(outcome, sending)
      if (!isSaved) return { kind: 'already-saved' }
      return { kind: doubt === null ? 'saved' : 'held' }
    })
  } catch (error) {
    if (error instanceof StoreError && error.code === 'locked') return { kind: 'busy' }
    throw error
  }
}

function listsOf(store: DocumentReader): ScopeFacts['lists'] {
  return new Map(Object.entries(store.read('lists') ?? {}).map(([id, members]) => [id, new Set(members)]))
}

/** What speaks against it: that the token does not show the contact, or not even its number is that of the call. Null for nothing. */
function findDoubt(
  store: Store,
  { draft, scope }: Pick<SaveRequest, 'draft' | 'scope'>,
  facts: ScopeFacts,
): 'scope' | 'number' | null {
  const { contactId, e164 } = draft.call
  if (contactId === null) return null
  const [contact] = store.readContactsById([contactId])
  if (contact === undefined) return scope.kind === 'all' ? null : 'number'
  if (isInScope(contact, scope, facts)) return null
  // Whoever knows the number of a contact has had its call, also where the contact has changed hands since.
  const hasNumber = contact.phones.some((phone) => phone.e164 !== null && isSameLine(phone.e164, e164))
  return hasNumber ? 'scope' : 'number'
}
