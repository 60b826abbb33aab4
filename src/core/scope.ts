// Which contacts somebody may see: all, their own, those of a list, or those with whom there was something to do lately.
// Knows no tokens, no storage and no clock.
import type { Contact } from './contact.ts'

/** A part of the contacts. What is not known of a contact keeps it out. */
export type Scope =
  | { readonly kind: 'all' }
  /** Those with an activity in the last twelve months. */
  | { readonly kind: 'active' }
  /** Those of one owner, by the CRM's id of that user. */
  | { readonly kind: 'owner'; readonly id: string }
  /** The members of one of the CRM's lists, by its id. */
  | { readonly kind: 'list'; readonly id: string }

/** What decides beside the contact itself. */
export interface ScopeFacts {
  /** Milliseconds since the epoch. */
  readonly at: number
  /** The ids of the contacts in a list, by the list's id; a list that was not read has no members. */
  readonly lists: ReadonlyMap<string, ReadonlySet<string>>
}

// Twelve months, a leap day included: who was active a year ago today is in.
const ACTIVE_MS = 366 * 24 * 60 * 60 * 1_000

/** Whether a contact is in a scope. */
export function isInScope(contact: Contact, scope: Scope, { at, lists }: ScopeFacts): boolean {
  switch (scope.kind) {
    case 'all':
      return true
    case 'owner':
      return contact.ownerId === scope.id
    case 'list':
      return lists.get(scope.id)?.has(contact.id) ?? false
    case 'active': {
      const activeAt = Date.parse(contact.activeAt ?? '')
      return activeAt >= at - ACTIVE_MS
    }
  }
}

/** A scope in a word: `all`, `active`, `owner:7`, `list:12`. */
export function renderScope(scope: Scope): string {
  return scope.kind === 'owner' || scope.kind === 'list' ? `${scope.kind}:${scope.id}` : scope.kind
}

/** The scope that a word names; null when it names none. */
export function parseScope(text: string): Scope | null {
  if (text === 'all' || text === 'active') return { kind: text }
  const [, kind, id] = /^(owner|list):(\d{1,20})$/.exec(text) ?? []
  if (id === undefined) return null
  return kind === 'owner' ? { kind, id } : { kind: 'list', id }
}
