// Sends the outbox to the CRM for a command. The caller holds the claim (claim.ts).

import { newSending, type Queued } from '../core/sending.ts'
import type { Crm } from '../crm/crm.ts'
import type { Store } from '../store/store.ts'
import type { Io } from '../terminal/io.ts'
import { type Sent, sendOutcomes } from './send-outcomes.ts'

export interface SendJob {
  readonly store: Store
  readonly crm: Crm
  /** Somebody asks for it: delays of our own choice are skipped. */
  readonly isHurried: boolean
}

/** Sends what is due. */
export function sendNow(io: Io, { store, crm, isHurried }: SendJob): Promise<Sent> {
  return sendOutcomes({ store, crm, isHurried, now: () => io.now().getTime(), chance: Math.random })
}

/** The outbox, each outcome with how far it is. */
export function readQueue(store: Pick<Store, 'readOutbox' | 'readSending'>): Queued[] {
  return store.readOutbox().map((outcome) => {
    return { outcome, sending: store.readSending(outcome.call.callId) ?? newSending(outcome) }
  })
}
