import { describe, expect, test } from 'vitest'
import { buildDirectory, findUnreadable, isCarried } from '../../src/core/directory.ts'
import { indexDirectory } from '../../src/core/directory-index.ts'
import { contact, phone } from '../people.ts'

const unread = (text: string) => ({ field: 'Phone', text, e164: null, rejected: 'no-country' as const })
const TEXTS = [
  '01 555 0100',
  '(0)1-555 0100 or 087 123 4567',
  '0871234567/0861112222',
  '3.53871E+11',
  '3,53871234567E+11',
  'n/a',
  '',
  '+353 87 12345678',
  '15550100',
  '12',
  '9e5',
]
const contacts = [
  ...TEXTS.map((text, at) => contact({ id: String(1000 - at), phones: [unread(text), unread(`${text} `)] })),
  contact({ id: '1b', phones: [phone('+353871234567')] }),
]
const plain = buildDirectory(contacts)
const quick = indexDirectory(plain)

describe('a directory that is asked often', () => {
  test.each([
    ['+35315550100', '15550100'],
    ['+353871234567', '871234567'],
    ['+353861112222', '861112222'],
    ['+525512345678', '5512345678'],
    ['+4612', '12'],
    ['+900000', '0000'],
  ])('finds the same unreadable cells for %s', (e164, national) => {
    expect(findUnreadable(quick, { e164, national })).toEqual(findUnreadable(plain, { e164, national }))
  })

  test('is a test that finds some', () => {
    expect(findUnreadable(quick, { e164: '+35315550100', national: '15550100' }).length).toBeGreaterThan(2)
    expect(findUnreadable(quick, { e164: '+353871234567', national: '871234567' }).length).toBeGreaterThan(4)
  })

  test.each([0, 1, 5, 11, 12, 13])('holds the same contacts where it holds %d', (limit) => {
    const held = (directory: typeof quick) => contacts.map(({ id }) => isCarried(directory, id, limit))
    expect(held(quick)).toEqual(held(plain))
  })

  test('answers for its contacts as before', () => {
    const { index } = quick
    expect(index?.readContactsById(['1b', 'nobody']).map(({ id }) => id)).toEqual(['1b'])
    expect(index?.readContactsByNumber(['+353871234567']).map(({ id }) => id)).toEqual(['1b'])
    expect(index?.countContacts()).toBe(contacts.length)
  })
})
