// Invented people for tests: a contact that works, from which each test changes what it is about.
import type { Contact, ContactPhone, Deal } from '../src/core/contact.ts'
import { parseNumber } from '../src/core/number/number.ts'

export function phone(text: string, { field = 'Phone Number', region = null as string | null } = {}): ContactPhone {
  const number = parseNumber(text, region)
  return number.kind === 'number'
    ? { field, text, e164: number.e164, rejected: null }
    : { field, text, e164: null, rejected: number.reason }
}

export function deal(changes: Partial<Deal> = {}): Deal {
  return {
    id: '1',
    name: 'Renewal',
    amount: '12500',
    currency: 'EUR',
    closeDate: '2026-12-01',
    isClosed: false,
    ...changes,
  }
}

export function contact(changes: Partial<Contact> = {}): Contact {
  return {
    id: '101',
    firstName: 'Anna',
    lastName: 'Byrne',
    company: 'Acme Ltd',
    email: 'anna@acme.example',
    country: null,
    phones: [phone('+353871234567')],
    deals: [],
    modifiedAt: null,
    row: 2,
    ...changes,
  }
}
