// an outcome reaches the contact that it was saved for, or nobody.
import { expect, test } from 'vitest'
import { freeOutbox, holdOutbox } from '../../src/sync/adopt-outbox.ts'
import { contact, phone } from '../people.ts'
import { arrived, type Outbox, openOutbox, outcome, send } from './outbox.ts'

/** The account's contacts come, of which one has an id that a contact of the file had as well. */
function syncContacts({ store }: Outbox): void {
  store.changeContacts({
    write: [contact({ id: '101' }), contact({ id: '102', phones: [phone('+353861111111')] })],
    remove: [],
    documents: {},
  })
}

test('R-11 of what was saved before the first sync only that goes out whose contact has the number', async () => {
  const outbox = openOutbox(['101', '102', '103'].map((contactId, at) => outcome(`c${at}`, { contactId, tasks: 0 })))
  holdOutbox(outbox.store)
  expect(await send(outbox)).toMatchObject({ sent: 0, parked: 3 })
  syncContacts(outbox)
  freeOutbox(outbox.store)
  expect(await send(outbox)).toMatchObject({ sent: 1, parked: 2 })
  expect(arrived(outbox)).toEqual(['Notes of c0 @101'])
})

test('R-11 what is for no contact, or parked for another reason, is left as it is', async () => {
  const outbox = openOutbox([outcome('c1', { contactId: null, tasks: 0 }), outcome('c2')])
  const parked = { kind: 'refused', says: '' } as const
  const sending = { contactId: '101', records: [], asked: null, failures: 1, wait: null, parked }
  outbox.store.keepSending('c2', sending)
  holdOutbox(outbox.store)
  syncContacts(outbox)
  freeOutbox(outbox.store)
  expect(outbox.store.readSending('c2')).toEqual(sending)
  expect(await send(outbox)).toMatchObject({ sent: 1, parked: 1 })
})
