// Outcomes that were saved for a contact of a file or of another account: the account of a CRM may have somebody else under
// its id. Such an outcome goes out only where the account's contact has the number of the call.
import { isSameLine } from '../core/number/line.ts'
import type { Outcome } from '../core/outcome.ts'
import { newSending, type Parked, type Sending } from '../core/sending.ts'
import type { DocumentReader, FoundContacts, Outbox, Steps } from '../store/store.ts'

type HeldStore = Steps & Outbox

/** Whose contacts are here: the account of a CRM that they were synced with; null for those of files, and for none. */
export function accountOf(store: DocumentReader): string | null {
  const { account = null, seenUntilCrm = null } = store.read('sync') ?? {}
  return seenUntilCrm === null ? null : account
}

/** How far an outcome is that is not to be sent before freeOutbox has found its contact; null where it is for none. */
export function heldSending(outcome: Outcome, sending = newSending(outcome)): Sending | null {
  if (outcome.call.contactId === null || sending.parked !== null) return null
  return { ...sending, parked: { kind: (outcome.account ?? null) === null ? 'of-file' : 'of-account' } }
}

/** At the first sync with an account: nothing of the outbox is sent before it was looked at. */
export function holdOutbox(store: HeldStore): void {
  store.inOneStep(() => {
    for (const outcome of store.readOutbox()) {
      const { callId } = outcome.call
      const held = heldSending(outcome, store.readSending(callId))
      if (held !== null) store.keepSending(callId, held)
    }
  })
}

/** After a sync: what was held and has turned out to be for the right contact may be sent. */
export function freeOutbox(store: HeldStore & FoundContacts): void {
  store.inOneStep(() => {
    for (const { call } of store.readOutbox()) {
      const sending = store.readSending(call.callId)
      if (!HELD.has(sending?.parked?.kind ?? '') || sending?.contactId == null) continue
      const [contact] = store.readContactsById([sending.contactId])
      if (contact?.phones.some(({ e164 }) => e164 !== null && isSameLine(e164, call.e164)))
        store.keepSending(call.callId, { ...sending, parked: null })
    }
  })
}

const HELD: ReadonlySet<string> = new Set<Parked['kind']>(['of-file', 'of-account', 'of-scope'])
