// Asks the CRM for a number that the directory lacks. All phones of a workspace share the way there: a number is asked for
// once, one at a time, and after a failure nobody asks for a while. All servers of a database share the pace. What comes is to be verified by whoever shows it.
import type { Contact } from '../core/contact.ts'
import type { CrmReader, CrmSearch } from '../crm/crm.ts'
import type { Pace } from '../store/store.ts'

/** What is asked of a CRM while a phone rings. */
export type OnlineCrm = CrmSearch & Pick<CrmReader, 'readAccount'>

export interface OnlineParts {
  /** Opens the CRM; anew after a failure, for somebody may have given another token. */
  readonly openCrm: () => Promise<OnlineCrm>
  /** Milliseconds by a clock that nobody sets. */
  readonly elapsed: () => number
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly pause: (ms: number) => Promise<void>
  /**
   * Takes a search of those that all servers of the workspace share; null where there is one server. It gives the milliseconds to wait, null for
   * not now, or undefined where the database does not say.
   */
  readonly takeSearch: ((pace: Pace) => Promise<number | null | undefined>) | null
}

/** What came of it. `not-now`: it was not asked, for too many wait or it has just failed. */
export type Sought = FoundOnline | { readonly kind: 'too-late' | 'failed' | 'not-now' }

export interface FoundOnline {
  readonly kind: 'answered'
  /** Contacts that may have the number. */
  readonly contacts: readonly Contact[]
  /** When the CRM answered, in milliseconds since the epoch. */
  readonly at: number
}

/** The way of a workspace to its CRM. */
export interface Online {
  /** @param account whose contacts the workspace has; null where that is not known: another account has other people */
  find(e164: string, account: string | null): Promise<Sought>
}

/** Later than this, the call has been taken. */
const LIMIT_MS = 4_500
// HubSpot allows an account five searches a second, of which a sync may take four.
const PACE_MS = 1_000
const LONGEST_WAIT_MS = 2_500
const REST_MS = 10_000
const KEPT_MS = 600_000
const MOST_KEPT = 2_000

// So long the database is waited for. While the database says nothing, no sync goes on either: its own pace is enough for each server.
const SEARCH_LIMIT_MS = 500

/** The CRM has the contacts of another account than the workspace. */
class OtherAccount extends Error {}

/** Other servers have taken all searches that could be waited for. */
class NotNow extends Error {}

export function openOnline({ openCrm, elapsed, now, pause, takeSearch }: OnlineParts): Online {
  const asked = new Map<string, { readonly answer: Promise<FoundOnline>; readonly until: number }>()
  let opened: Promise<{ readonly crm: OnlineCrm; readonly account: string }> | null = null
  let turnAt = Number.NEGATIVE_INFINITY
  let restUntil = Number.NEGATIVE_INFINITY

  function rest(): void {
    restUntil = elapsed() + REST_MS
    opened = null
  }

  async function open() {
    const crm = await openCrm()
    return { crm, account: await crm.readAccount() }
  }

  /** How long to wait where this server alone would wait so long. */
  async function sharedWait(ownMs: number): Promise<number> {
    if (takeSearch === null) return ownMs
    const from = elapsed()
    const silent = pause(SEARCH_LIMIT_MS).then(() => undefined)
    const waitMs = await Promise.race([takeSearch({ everyMs: PACE_MS, longestMs: LONGEST_WAIT_MS }), silent])
    if (waitMs === null) throw new NotNow()
    return Math.max(waitMs ?? 0, ownMs - (elapsed() - from))
  }

  async function ask(e164: string, account: string | null, ownMs: number): Promise<FoundOnline> {
    const waitMs = await sharedWait(ownMs)
    if (waitMs > 0) await pause(waitMs)
    opened ??= open()
    const way = await opened
    if (account !== null && way.account !== account) throw new OtherAccount()
    return { kind: 'answered', contacts: await way.crm.findContacts(e164), at: now() }
  }

  function answerFor(e164: string, account: string | null): Promise<FoundOnline> | null {
    const key = `${account} ${e164}`
    const from = elapsed()
    const known = asked.get(key)
    if (known !== undefined && from < known.until) return known.answer
    const turn = Math.max(from, turnAt)
    if (from < restUntil || turn - from > LONGEST_WAIT_MS) return null
    turnAt = turn + PACE_MS
    const answer = ask(e164, account, turn - from)
    answer.catch((error: unknown) => {
      asked.delete(key)
      if (!(error instanceof NotNow)) rest()
    })
    asked.delete(key)
    asked.set(key, { answer, until: from + KEPT_MS })
    for (const oldest of asked.keys()) {
      if (asked.size <= MOST_KEPT) break
      asked.delete(oldest)
    }
    return answer
  }

  return {
    async find(e164, account) {
      const answer = answerFor(e164, account)
      if (answer === null) return { kind: 'not-now' }
      const late = pause(LIMIT_MS).then(() => ({ kind: 'too-late' }) as const)
      const failed = (error: unknown) => ({ kind: error instanceof NotNow ? 'not-now' : 'failed' }) as const
      const sought = await Promise.race([answer.catch(failed), late])
      // What is slow once is not asked by everybody; its answer counts for the next call.
      if (sought.kind === 'too-late') rest()
      return sought
    },
  }
}
