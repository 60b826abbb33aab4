// Outcomes that were saved before the store belonged to an account of a CRM: their contacts came from a file, and another
// account may have somebody else under the same id. Such an outcome goes out only where the account's contact has the
// number of the call.
import type { Reason } from '../core/retry.ts'
import { newSending } from '../core/sending.ts'
import type { Store } from '../store/store.ts'

const HELD: Reason = {
  because:
    'It was saved before the contacts came from the CRM, which has nobody with this number under the id of its contact.',
  fix: 'Make sure whom it is for, then send it again, or discard it.',
}

type Outbox = Pick<Store, 'readOutbox' | 'readSending' | 'keepSending'>

/** Before the first sync with an account: nothing of the outbox is sent before it was looked at. */
export function holdOutbox(store: Outbox): void {
  for (const outcome of store.readOutbox()) {
    const sending = store.readSending(outcome.call.callId) ?? newSending(outcome)
    if (outcome.call.contactId !== null && sending.parked === null) {
      store.keepSending(outcome.call.callId, { ...sending, parked: HELD })
    }
  }
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
