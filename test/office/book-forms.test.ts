// Phone books in the forms of desk phones: whom each lists, and that no name breaks it.
import { SaxesParser } from 'saxes'
import { expect, test } from 'vitest'
import { compareRanked, rankContact } from '../../src/office/book.ts'
import { BOOK_FORMS, type BookFormName } from '../../src/office/book-forms.ts'
import { answerBook } from '../../src/server/book-answer.ts'
import { contact, phone } from '../people.ts'

const uidOf = (id: string) => id
const NAMES = ['Anna <b>&amp;"Byrne"</b>', 'Zoë\u0000 \ud800Füchse 🦊', 'semi;colon, comma\\', ']]>', '']
const people = [
  ...NAMES.map((firstName, index) =>
    contact({
      id: `x${index}`,
      firstName,
      lastName: '',
      phones: [phone('+353871234567', { field: 'Mobile' }), phone('+35312345678')],
    }),
  ),
  contact({ id: 'none', phones: [phone('no number')] }),
  contact({ id: 'caller', firstName: 'Last', lastName: 'Caller', phones: [phone('+353861111111')] }),
]
const lastCalls = new Map([['caller', '2026-11-30T09:00:00.000Z']])
const entries = people
  .flatMap((each) => rankContact(each, { lastCalls, uidOf }) ?? [])
  .sort(compareRanked)
  .map(({ entry }) => entry)
const book = { entries, leftOut: [], cards: new Map(), gone: new Map(), born: 0, changes: 1 }
const ask = (form: BookFormName, changes: object = {}) =>
  answerBook({ kind: 'form', form, most: null, page: 1, isLeftOut: false, path: '/x', ...changes }, book)

test.each(Object.keys(BOOK_FORMS).filter((form) => form !== 'vcard') as BookFormName[])(
  '%s is XML, and has everybody who has a number',
  (form) => {
    const body = String(ask(form).body)
    const texts: string[] = []
    const parser = new SaxesParser()
    parser.on('error', (error) => {
      throw error
    })
    parser.on('text', (text) => texts.push(text))
    parser.write(body).close()
    expect(texts.join()).toContain('Anna <b>&amp;"Byrne"</b>')
    expect(texts.join()).toContain('Zoë Füchse 🦊')
    expect(body.match(/\+353861111111/g)).toHaveLength(1)
    expect(body.match(/\+353871234567/g)).toHaveLength(NAMES.length)
  },
)

test('a vCard escapes what its grammar has a meaning for, and folds', () => {
  const body = String(ask('vcard').body)
  expect(body).toContain('FN:semi;colon\\, comma\\\\\r\n')
  expect(body.split('\r\n').every((line) => Buffer.byteLength(line) <= 76)).toBe(true)
})

test('who called last is listed where there is no room for all, and the others are named', () => {
  const { body, headers } = ask('yealink', { most: 1 })
  expect([headers?.['ringsight-listed'], headers?.['ringsight-left-out']]).toEqual(['1', String(NAMES.length)])
  expect(body).toContain('Last Caller')
  const { leftOut } = JSON.parse(String(ask('yealink', { most: 1, isLeftOut: true }).body)) as {
    leftOut: { contactId: string }[]
  }
  expect(leftOut.map(({ contactId }) => contactId)).toEqual(NAMES.map((_, index) => `x${index}`))
})

test('a Cisco telephone is given 32 at a time, and told where the others are', () => {
  const many = Array.from({ length: 40 }, (_, index) => contact({ id: String(index + 1) })).flatMap(
    (each) => rankContact(each, { lastCalls: new Map(), uidOf })?.entry ?? [],
  )
  const page = (number: number) =>
    answerBook(
      { kind: 'form', form: 'cisco', most: null, page: number, isLeftOut: false, path: '/book' },
      { ...book, entries: many },
    )
  expect(String(page(1).body).match(/<DirectoryEntry>/g)).toHaveLength(32)
  expect(page(1).headers).toMatchObject({ refresh: '0; url=/book?page=2' })
  expect(String(page(2).body).match(/<DirectoryEntry>/g)).toHaveLength(8)
  expect(page(2).headers).not.toHaveProperty('refresh')
  expect(page(3).status).toBe(404)
})
