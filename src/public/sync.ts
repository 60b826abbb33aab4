/**
 * Contacts from a CRM into a store, outcomes from the store to the CRM.
 *
 * ```ts
 * import { openMemoryCrm } from 'ringsight/crm'
 * import { contactFrom, lineFrom, openDirectory } from 'ringsight/directory'
 * import { newPhone, newWorld, playCall, readyHandset } from 'ringsight/phone'
 * import { openMemoryStore } from 'ringsight/store'
 * import { logOutcome, newDraft, sendOutcomes, syncContacts } from 'ringsight/sync'
 *
 * const anna = contactFrom({ id: '101', name: 'Anna Byrne', phone: '+353871234567' })
 * const crm = openMemoryCrm({ now: Date.now, contacts: [anna] })
 * const store = openMemoryStore()
 * const claim = store.claimCrm()
 * if (claim === null) throw new Error('another process works between this store and the CRM')
 *
 * const synced = await syncContacts({ crm, store, now: Date.now })
 * console.log(synced.kind === 'synced' ? synced.contacts : synced.problem)
 *
 * const call = { line: lineFrom('+353871234567'), startsAt: Date.now() }
 * const world = newWorld(openDirectory(store))
 * const { outcomeFor } = playCall(newPhone(readyHandset('android', 'IE')), call, world)
 * if (outcomeFor !== null) {
 *   const logged = logOutcome(store, { ...newDraft(outcomeFor), outcome: 'connected', notes: 'Wants 20 seats' }, new Date())
 *   console.log(logged.kind)
 * }
 * const { sent, waiting } = await sendOutcomes({ crm, store, now: Date.now })
 * console.log(sent, waiting, crm.received().calls.map(({ notes }) => notes))
 * claim.release()
 * ```
 *
 * @module
 */
export { type Draft, type LoggedCall, newDraft, type Outcome } from '../core/outcome.ts'
export { type Logged, logOutcome } from '../sync/log-outcome.ts'
export { type Sent, sendOutcomes } from '../sync/send-outcomes.ts'
export { type Synced, syncContacts } from '../sync/sync-contacts.ts'
