// Outcomes that were saved for a contact of a file: the account of a CRM may have somebody else under its id. Such an
// outcome goes out only where the account's contact has the number of the call.
import type { Outcome } from '../core/outcome.ts'
import type { Reason } from '../core/retry.ts'
import { newSending } from '../core/sending.ts'
import type { Store } from '../store/store.ts'

const HELD: Reason = {
  because: 'It was saved for a contact of a file, and the CRM is not known to have the same one.',
  fix: 'Sync: where its number is the same, it is sent. Else make sure whom it is for and send it again, or discard it.',
}

type Outbox = Pick<Store, 'readOutbox' | 'readSending' | 'keepSending'>

/** Before the first sync with an account: nothing of the outbox is sent before it was looked at. */
export function holdOutbox(store: Outbox): void {
  for (const outcome of store.readOutbox()) holdOutcome(store, outcome)
}

/** Keeps an outcome from being sent before freeOutbox has found its contact. */
export function holdOutcome(store: Outbox, outcome: Outcome): void {
  const { callId, contactId } = outcome.call
  const sending = store.readSending(callId) ?? newSending(outcome)
  if (contactId !== null && sending.parked === null) store.keepSending(callId, { ...sending, parked: HELD })
}

/** After a sync: what was held and has turned out to be for the right contact may be sent. */
export function freeOutbox(store: Outbox & Pick<Store, 'readContactsById'>): void {
  for (const { call } of store.readOutbox()) {
    const sending = store.readSending(call.callId)
    if (sending?.parked?.because !== HELD.because || sending.contactId === null) continue
    const [contact] = store.readContactsById([sending.contactId])
    if (contact?.phones.some(({ e164 }) => e164 === call.e164))
      store.keepSending(call.callId, { ...sending, parked: null })
  }
}
