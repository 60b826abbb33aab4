// The phone's way to the CRM: what a phone in somebody's hands asks of it, under the claim as any sync is.
import { buildDirectory, type Directory } from '../core/directory.ts'
import { type Disposition, dispositionsOf } from '../core/outcome.ts'
import { describeKind, failureOf, type Reason } from '../core/retry.ts'
import type { Crm, CrmReader } from '../crm/crm.ts'
import type { Store } from '../store/store.ts'
import type { Io } from '../terminal/io.ts'
import { expectSameAccount, isNeverSynced } from './account.ts'
import { withClaim } from './claim.ts'
import { untilSignal } from './interrupt.ts'
import { syncOnce } from './once.ts'
import { sendNow } from './send.ts'

/** The way to the CRM and back. What it throws is told on the screen. */
export interface Remote {
  /** Brings the contacts here, then sends what waits. */
  refresh(hear: (contacts: number) => void): Promise<Refreshed>
  /** Sends what waits; says what keeps all of it back. */
  send(): Promise<Reason | null>
}

export type Refreshed =
  | {
      readonly kind: 'synced'
      readonly contacts: { readonly lastUpdated: string | null; readonly count: number }
      readonly directory: Directory
      readonly dispositions: readonly Disposition[]
      readonly problem: Reason | null
    }
  /** The contacts are those from before. */
  | ({ readonly kind: 'failed' } & Reason)

export interface RemoteParts {
  readonly store: Store
  /** Its path: the snapshot lies beside it. */
  readonly db: string
  readonly crm: Crm & CrmReader
  /** Ends what goes on, between two requests. */
  readonly signal: AbortSignal
}

/** A way to the CRM for as long as the signal is silent. */
export function openRemote(io: Io, { store, db, crm: opened, signal }: RemoteParts): Remote {
  const crm = untilSignal(opened, signal)

  async function refresh(hear: (contacts: number) => void): Promise<Refreshed> {
    const synced = await syncOnce(io, {
      store,
      db,
      crm,
      signal,
      wish: 'auto',
      isHurried: true,
      onProgress: hear,
      // Somebody looks at the screen: a failure is told at once, and the next Refresh goes on.
      onPause: null,
    })
    if (synced.kind === 'failed') return synced.failed
    return {
      kind: 'synced',
      contacts: contactsOf(store),
      directory: buildDirectory(store.readContacts()),
      dispositions: dispositionsOf(store.read('dispositions')),
      problem: synced.sent.problem ?? ofSnapshot(synced.unpublished),
    }
  }

  async function send(): Promise<Reason | null> {
    if (store.readOutbox().length === 0) return null
    if (isNeverSynced(store)) return NEVER_SYNCED
    try {
      await expectSameAccount(store, crm)
      return (await sendNow(io, { store, crm, isHurried: true })).problem
    } catch (error) {
      const failure = failureOf(error)
      if (failure === null) throw error
      return describeKind(failure.kind)
    }
  }

  return {
    refresh: (hear) => withClaim(store, () => refresh(hear)),
    send: () => withClaim(store, send),
  }
}

function ofSnapshot(unpublished: string | null): Reason | null {
  return unpublished === null
    ? null
    : { because: `The contacts are here, but not in the snapshot: ${unpublished}.`, fix: 'Put that right and refresh.' }
}

const NEVER_SYNCED: Reason = {
  because: 'The contacts have not come from the CRM yet, so nothing is sent there.',
  fix: 'Sync contacts › Refresh.',
}

/** What the manage page says of the contacts. */
export function contactsOf(store: Store): { lastUpdated: string | null; count: number } {
  const status = store.read('import')
  return { lastUpdated: status?.at ?? null, count: status?.contacts ?? 0 }
}

/** How to sign in, for whoever holds the phone. */
export const SIGN_IN =
  'Not signed in to a CRM: set HUBSPOT_TOKEN, or keep the token in a file (ringsight sync --help), then start again.'
