// A phone book as the desk keeps it in memory: of which contacts, and what changed since whoever follows it looked last.
import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { NO_CALLS } from '../core/office-call.ts'
import { isInScope, renderScope, type Scope, type ScopeFacts } from '../core/scope.ts'
import { type BookEntry, compareRanked, type LastCalls, type Ranked, rankContact } from '../office/book.ts'
import { MOST_ENTRIES } from '../office/book-forms.ts'
import { renderCard } from '../office/vcard.ts'
import type { Store } from '../store/store.ts'

export interface BookCard {
  readonly entry: BookEntry
  readonly text: string
  /** Of the text: no two texts have the same. */
  readonly tag: string
  /** The change that made it what it is. */
  readonly change: number
}

export interface Book {
  /** Who called last first. */
  readonly entries: readonly BookEntry[]
  /** Contacts with a number that there is no room for. */
  readonly leftOut: readonly BookEntry[]
  /** By their uids. */
  readonly cards: ReadonlyMap<string, BookCard>
  /** Cards that are gone, each with the change that took it away. */
  readonly gone: ReadonlyMap<string, number>
  /** When changes began to be counted, in milliseconds since the epoch, and how many there were. */
  readonly born: number
  readonly changes: number
}

export interface Books {
  /** @throws StoreError */
  read(store: Store, workspace: string, scope: Scope): Promise<Book>
}

interface Kept {
  readonly book: Book
  readonly of: string
  readonly calls: number
  readonly at: number
}

// So often at most, a call alone changes who is listed.
const CALLS_MS = 60_000
// So many contacts are read at a time; meanwhile whoever saves something waits.
const AT_A_TIME = 1_000

/** @param now milliseconds since the epoch */
export function openBooks(now: () => number): Books {
  const kept = new Map<string, Kept>()
  const building = new Map<string, Promise<Kept>>()

  return {
    async read(store, workspace, scope) {
      const key = `${workspace} ${renderScope(scope)}`
      const of = store.read('import')?.at ?? ''
      const calls = (store.read('officeCalls') ?? NO_CALLS).calls.length
      const before = kept.get(key)
      if (before?.of === of && (before.calls === calls || now() - before.at < CALLS_MS)) return before.book
      const begun = building.get(key)
      if (begun !== undefined) return (await begun).book
      const made = build(store, scope, { of, calls, at: now(), before: before?.book ?? null }).finally(() =>
        building.delete(key),
      )
      building.set(key, made)
      const done = await made
      kept.set(key, done)
      return done.book
    },
  }
}

interface Circumstances {
  readonly of: string
  readonly calls: number
  readonly at: number
  readonly before: Book | null
}

async function build(store: Store, scope: Scope, { of, calls, at, before }: Circumstances): Promise<Kept> {
  const lists: ScopeFacts['lists'] = new Map(
    Object.entries(store.read('lists') ?? {}).map(([id, members]) => [id, new Set(members)]),
  )
  const lastCalls = lastCallsOf(store)
  const ranked: Ranked[] = []
  let read = 0
  for (const contact of store.readContacts()) {
    read += 1
    if (read % AT_A_TIME === 0) await breathe()
    const rank = isInScope(contact, scope, { at, lists }) ? rankContact(contact, { lastCalls, uidOf }) : null
    if (rank !== null) ranked.push(rank)
  }
  const entries = ranked.sort(compareRanked).map(({ entry }) => entry)
  const [listed, leftOut] = [entries.slice(0, MOST_ENTRIES), entries.slice(MOST_ENTRIES)]
  return { book: withChanges(listed, leftOut, { at, before }), of, calls, at }
}

function withChanges(
  entries: readonly BookEntry[],
  leftOut: readonly BookEntry[],
  { at, before }: Pick<Circumstances, 'at' | 'before'>,
): Book {
  const changes = (before?.changes ?? 0) + 1
  const cards = new Map<string, BookCard>()
  for (const entry of entries) {
    const { uid } = entry
    const text = renderCard(entry)
    const tag = createHash('sha256').update(text).digest('hex').slice(0, 16)
    const last = before?.cards.get(uid)
    cards.set(uid, last?.tag === tag ? last : { entry, text, tag, change: changes })
  }
  const gone = new Map([...(before?.gone ?? [])].filter(([uid]) => !cards.has(uid)))
  for (const uid of before?.cards.keys() ?? []) if (!cards.has(uid)) gone.set(uid, changes)
  return { entries, leftOut, cards, gone, born: before?.born ?? at, changes }
}

// It goes into an address, whatever the contact's id is made of.
function uidOf(contactId: string): string {
  return createHash('sha256').update(contactId, 'utf8').digest('hex').slice(0, 32)
}

/** By contact, when there was last a call with it. */
function lastCallsOf(store: Store): LastCalls {
  const last = new Map<string, string>()
  const note = (contactId: string | null, at: string) => {
    if (contactId !== null && at > (last.get(contactId) ?? '')) last.set(contactId, at)
  }
  for (const { contactId, startedAt } of (store.read('officeCalls') ?? NO_CALLS).calls) note(contactId, startedAt)
  for (const { call } of [...(store.read('drafts') ?? []), ...store.readOutbox()]) note(call.contactId, call.startedAt)
  return last
}
