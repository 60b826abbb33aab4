// Invented contacts, drafts and outcomes for the store's tests, and imports made of them.
import type { Contact, Deal } from '../../src/core/contact.ts'
import type { CrmContact } from '../../src/core/crm-record.ts'
import { type Draft, newDraft, type Outcome } from '../../src/core/outcome.ts'
import type { Sending } from '../../src/core/sending.ts'

export const SOURCE = { at: '2026-11-20T09:30:00.000Z', source: 'contacts.csv' }

export function sampleContact(id: string, changes: Partial<Contact> = {}): Contact {
  return {
    id,
    firstName: 'Anna',
    lastName: 'Byrne',
    company: 'Acme Ltd',
    email: 'anna@example.com',
    country: 'IE',
    phones: [
      { field: 'Phone Number', text: '(087) 123-4567', e164: '+353871234567', rejected: null },
      { field: 'Mobile Phone Number', text: 'n/a', e164: null, rejected: 'not-a-number' },
    ],
    deals: [
      { id: '7', name: 'Renewal', amount: '12500.50', currency: 'EUR', closeDate: '2026-12-01', isClosed: false },
      { id: '8', name: 'Old', amount: null, currency: null, closeDate: null, isClosed: true },
    ],
    modifiedAt: '2026-11-01',
    row: 2,
    ...changes,
  }
}

export function sampleDeal(id: string, changes: Partial<Deal> = {}): Deal {
  const deal = { name: 'Renewal', amount: '12500.50', currency: 'EUR', closeDate: '2026-12-01', isClosed: false }
  return { id, ...deal, ...changes }
}

export function sampleCrmContact(id: string, changes: Partial<CrmContact> = {}): CrmContact {
  const { company, deals: _, row: __, ...contact } = sampleContact(id)
  return { ...contact, companyText: company, companyId: null, dealIds: [], mergedIds: [], ...changes }
}

export function sampleDraft(callId: string, notes = ''): Draft {
  const draft = newDraft({
    callId,
    contactId: '101',
    contactName: 'Anna Byrne',
    e164: '+353871234567',
    direction: 'incoming',
    startedAt: '2026-11-20T09:00:00.000Z',
    durationMs: 65_000,
  })
  return { ...draft, notes, tasks: [{ title: 'Send the quote', type: 'todo', priority: 'high', due: '2026-11-25' }] }
}

export function sampleOutcome(callId: string, notes = ''): Outcome {
  return { ...sampleDraft(callId, notes), outcome: 'connected', savedAt: '2026-11-20T09:05:00.000Z' }
}

export function sampleSending(changes: Partial<Sending> = {}): Sending {
  return { contactId: '101', records: [], asked: null, failures: 0, wait: null, parked: null, ...changes }
}

/** An import of these batches. */
export async function* batchesOf(...batches: readonly Contact[][]): AsyncGenerator<readonly Contact[]> {
  yield* batches
}
