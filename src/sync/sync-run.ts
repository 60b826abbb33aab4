// What the two kinds of sync share: what they work with, what they keep when they are done, and what they tell.
import type { CrmReader } from '../crm/crm.ts'
import type {
  ContactChanges,
  Contacts,
  DocumentStore,
  Documents,
  Outbox,
  Stage,
  Steps,
  SyncState,
} from '../store/store.ts'
import { type Reading, readingFailure } from './crm-reading.ts'
import type { Sightings } from './keep-contacts.ts'

export type SyncedStore = Steps & DocumentStore & Contacts & ContactChanges & Stage & Outbox

/** How far a sync is. */
export interface SyncProgress {
  readonly mode: 'full' | 'delta'
  readonly step: SyncStep
  /** How many contacts were read so far, also by a run that stopped and goes on. */
  readonly contacts: number
}

export type SyncStep = 'contacts' | 'companies' | 'deals' | 'archived' | 'links' | 'adopt'

/** A sync that is under way. */
export interface Sync {
  readonly crm: CrmReader
  readonly store: SyncedStore
  readonly reading: Reading
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly account: string
  readonly tell: (progress: SyncProgress) => void
  /** What was seen of contacts so far. */
  readonly sightings: Sightings
}

export interface SyncDone {
  readonly mode: 'full' | 'delta'
  /** Milliseconds since the epoch, by our clock: when the run was begun. */
  readonly startedAt: number
}

/** When what was read of the CRM, once a sync is done. */
export type Seen = Pick<SyncState, 'seenUntilCrm' | 'fullAtCrm' | 'linksAtCrm'>

/** What is kept in the step that ends a sync. The store counts the contacts. */
export async function doneDocuments(sync: Sync, startedAt: number, seen: Seen): Promise<Partial<Documents>> {
  const { crm, account } = sync
  const at = new Date(startedAt).toISOString()
  return {
    import: { at, contacts: 0, source: crm.name },
    sync: { ...seen, account, failed: null },
    run: null,
    ...(await readDispositions(sync)),
  }
}

// The outcomes that come with every account do as well: a sync does not fail for want of them.
async function readDispositions({ crm, reading }: Sync): Promise<Partial<Documents>> {
  try {
    return { dispositions: await reading.ask(() => crm.readDispositions()) }
  } catch (error) {
    if (readingFailure(error) === null) throw error
    return {}
  }
}
