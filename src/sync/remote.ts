// The phone's way to the CRM: what a phone in somebody's hands asks of it, under the claim as any sync is.
import type { Contact } from '../core/contact.ts'
import { type Directory, openDirectory, withChoices } from '../core/directory.ts'
import { type Disposition, dispositionsOf } from '../core/outcome.ts'
import { type Failure, type FailureKind, planRetry } from '../core/retry.ts'
import type { SyncProblem } from '../core/sync.ts'
import { type Crm, CrmError, type CrmWriter, failureOf } from '../crm/crm.ts'
import type { DocumentReader, Store } from '../store/store.ts'
import { expectSameAccount, isNeverSynced } from './account.ts'
import { withClaim } from './claim.ts'
import { SyncError } from './error.ts'
import { untilSignal } from './interrupt.ts'
import { choicesIn } from './keep-choice.ts'
import { syncOnce } from './once.ts'
import { type Sent, sendOutcomes } from './send-outcomes.ts'
import type { SyncTools } from './tools.ts'

/** The way to the CRM and back. Both throw SyncError where nothing may go that way, and what the store throws. */
export interface Remote {
  /** Brings the contacts here, then sends what waits. */
  refresh(hear: (contacts: number) => void): Promise<Refreshed>
  /** The contacts that the CRM finds for a number. */
  find(e164: string): Promise<readonly Contact[]>
  /** Sends what waits, without delays of our own choice unless it is not hurried. */
  send(how?: Sending): Promise<Gone>
}

export interface Sending {
  readonly isHurried?: boolean
  /** With what every request fails, none being made; null for nothing. */
  readonly failure?: Failure | null
}

/** What keeps all of what waits back, and when to come again; null for nothing, and for never. */
export type Gone = Pick<Sent, 'problem' | 'nextAt'>

/** What comes of a sync where nobody is signed in to a CRM. */
export const NOBODY_SIGNED_IN = 'Nobody is signed in to a CRM.'

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
  /** How often in a row the CRM has not said whose it is. */
  let failures = 0

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

  async function send({ isHurried = true, failure: standing = null }: Sending): Promise<Gone> {
    if (store.readOutbox().length === 0) return { problem: null, nextAt: null }
    if (isNeverSynced(store)) throw new SyncError('never-synced')
    if (standing !== null) return sendOutcomes({ ...tools, store, crm: failingCrm(crm, standing), isHurried })
    try {
      await expectSameAccount(store, crm)
      failures = 0
      return await sendOutcomes({ ...tools, store, crm, isHurried })
    } catch (error) {
      const failure = failureOf(error)
      if (failure === null) throw error
      failures += 1
      // Nothing of what waits was asked for: it stays as it is.
      const retry = planRetry(failure, failures, tools.chance())
      return { problem: failure.kind, nextAt: retry.kind === 'retry' ? tools.now() + retry.delayMs : null }
    }
  }

  return {
    find: (e164) => crm.findContacts(e164),
    refresh: (hear) => withClaim(store, tools, () => refresh(hear)),
    send: (how = {}) => withClaim(store, tools, () => send(how)),
  }
}

/** A CRM whose every request that sends something fails, none being made. */
function failingCrm({ indexLagMs }: CrmWriter, failure: Failure): CrmWriter {
  const fail = () => Promise.reject(new CrmError(failure, 'the CRM is not asked'))
  return {
    indexLagMs,
    readContact: fail,
    findEngagement: fail,
    createCall: fail,
    createTask: fail,
    associate: fail,
  }
}

/** What the manage page says of the contacts. */
export function contactsOf(store: DocumentReader): { lastUpdated: string | null; count: number } {
  const status = store.read('import')
  return { lastUpdated: status?.at ?? null, count: status?.contacts ?? 0 }
}
