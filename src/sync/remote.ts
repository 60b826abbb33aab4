// The phone's way to the CRM: what a phone in somebody's hands asks of it, under the claim as any sync is.
import type { Contact } from '../core/contact.ts'
import { type Directory, openDirectory, withChoices } from '../core/directory.ts'
import { type Disposition, dispositionsOf } from '../core/outcome.ts'
import type { FailureKind } from '../core/retry.ts'
import type { SyncProblem } from '../core/sync.ts'
import { type Crm, failureOf } from '../crm/crm.ts'
import type { DocumentReader, Store } from '../store/store.ts'
import { expectSameAccount } from './account.ts'
import { withClaim } from './claim.ts'
import { untilSignal } from './interrupt.ts'
import { choicesIn } from './keep-choice.ts'
import { syncOnce } from './once.ts'
import { sendOutcomes } from './send-outcomes.ts'
import type { SyncTools } from './tools.ts'

/** The way to the CRM and back. Both throw SyncError where nothing may go that way, and what the store throws. */
export interface Remote {
  /** Brings the contacts here, then sends what waits. */
  refresh(hear: (contacts: number) => void): Promise<Refreshed>
  /** The contacts that the CRM finds for a number. */
  find(e164: string): Promise<readonly Contact[]>
  /** Sends what waits; says what keeps all of it back. */
  send(): Promise<FailureKind | null>
}

export type Refreshed =
  | {
      readonly kind: 'synced'
      readonly contacts: { readonly lastUpdated: string | null; readonly count: number }
      readonly directory: Directory
      readonly dispositions: readonly Disposition[]
      /** What keeps all outcomes back. */
      readonly problem: FailureKind | null
      /** The error for which the contacts are not in the snapshot; null where they are. */
      readonly unpublished: unknown
    }
  /** The contacts are those from before. */
  | { readonly kind: 'failed'; readonly problem: SyncProblem }

export interface RemoteParts {
  readonly store: Store
  readonly crm: Crm
  /** Ends what goes on, between two requests. */
  readonly signal: AbortSignal
}

/** A way to the CRM for as long as the signal is silent. */
export function openRemote({ store, crm: opened, signal }: RemoteParts, tools: SyncTools): Remote {
  const crm = untilSignal(opened, signal)

  async function refresh(hear: (contacts: number) => void): Promise<Refreshed> {
    // Somebody looks at the screen: a failure is told at once, and the next Refresh goes on.
    const job = { store, crm, signal, wish: 'auto', isHurried: true, onProgress: hear, onPause: null } as const
    const synced = await syncOnce(job, tools)
    if (synced.kind === 'failed') return { kind: 'failed', problem: synced.failed.problem }
    return {
      kind: 'synced',
      contacts: contactsOf(store),
      directory: withChoices(openDirectory(store), choicesIn(store)),
      dispositions: dispositionsOf(store.read('dispositions')),
      problem: synced.sent.problem,
      unpublished: synced.unpublished,
    }
  }

  async function send(): Promise<FailureKind | null> {
    if (store.readOutbox().length === 0) return null
    try {
      await expectSameAccount(store, crm)
      return (await sendOutcomes({ ...tools, store, crm, isHurried: true })).problem
    } catch (error) {
      const failure = failureOf(error)
      if (failure === null) throw error
      return failure.kind
    }
  }

  return {
    find: (e164) => crm.findContacts(e164),
    refresh: (hear) => withClaim(store, tools, () => refresh(hear)),
    send: () => withClaim(store, tools, send),
  }
}

/** What the manage page says of the contacts. */
export function contactsOf(store: DocumentReader): { lastUpdated: string | null; count: number } {
  const status = store.read('import')
  return { lastUpdated: status?.at ?? null, count: status?.contacts ?? 0 }
}
