import { describe, expect, test } from 'vitest'
import { GENERATED_HEADERS } from '../../src/crm/generated.ts'
import { expectColumns, expectProblem, readFixture } from './files.ts'

const phonesOf = (headers: readonly string[], stated?: readonly string[]) =>
  expectColumns(headers, stated).phones.map(({ header }) => header)

describe('R-01 the match fields are Phone Number and Mobile Phone Number', () => {
  test('in the order of the file', () => {
    expect(phonesOf(['Mobile Phone Number', 'Email', 'Phone Number', 'Fax Number'])).toEqual([
      'Mobile Phone Number',
      'Phone Number',
    ])
  })

  test.each(['PHONE NUMBER', ' phone  number ', 'Phone number', '\ufeffPhone Number', 'phone', 'Teléfono', 'telefono'])(
    'a header matches whatever its case, spaces and accents: %j',
    (header) => expect(phonesOf(['Name', header])).toEqual([header.trim()]),
  )

  test('in a Spanish export, and under the internal names', async () => {
    expect(phonesOf((await readFixture('spanish-headers.csv')).headers)).toEqual([
      'Número de teléfono',
      'Número de teléfono móvil',
    ])
    expect(phonesOf((await readFixture('internal-names.csv')).headers)).toEqual(['phone', 'mobilephone'])
  })

  test('further columns become match fields when they are named', () => {
    const headers = ['Phone Number', 'WhatsApp Phone Number', 'Assistant']
    expect(phonesOf(headers, ['whatsapp phone number', 'ASSISTANT'])).toEqual(headers)
    expect(phonesOf(headers, ['Phone Number'])).toEqual(['Phone Number'])
    expect(phonesOf(['Work', 'Home'], ['Work'])).toEqual(['Work'])
  })
})

describe('columns', () => {
  test('of a HubSpot export are all found', () => {
    const { kind, phones, repeated, unused, ...fields } = expectColumns(GENERATED_HEADERS)
    expect(Object.entries(fields).filter(([, index]) => index === null)).toEqual([])
    expect([kind, phones.length, repeated, unused]).toEqual(['columns', 2, [], []])
  })

  test('that occur twice: the first is used, and said', async () => {
    const { phones, repeated } = expectColumns((await readFixture('duplicate-headers.csv')).headers)
    expect(phones.map(({ index }) => index)).toEqual([3, 5])
    expect(repeated).toEqual(['Phone Number'])
  })

  test('without a header are nobody, however many', async () => {
    const { repeated, phones } = expectColumns((await readFixture('missing-headers.csv')).headers)
    expect([repeated, phones.length]).toEqual([[], 1])
  })

  test('that seem to hold numbers and are not used are named; faxes and codes are not', () => {
    const headers = ['Phone Number', 'WhatsApp Phone Number', 'Fax', 'Phone Extension', 'Mobile', 'Hotel', 'Phone ID']
    expect(expectColumns(headers).unused).toEqual(['WhatsApp Phone Number', 'Mobile'])
  })

  test('for first and last name come before one for both', () => {
    expect(expectColumns(['Name', 'First Name', 'Phone']).firstName).toBe(1)
    expect(expectColumns(['Name', 'Phone']).firstName).toBe(0)
  })
})

describe('what is wrong is said with the way out', () => {
  test('no phone column: which headers there are, and --phone', () => {
    const { message } = expectProblem(['Record ID', 'Work line', '', 'Home'])
    expect(message).toContain('found "Record ID", "Work line", "Home".')
    expect(message).toContain('--phone')
  })

  test.each([
    ['Mobil', 'Did you mean "Mobile Line"?'],
    ['Fhone 2', 'Did you mean "Phone 2"?'],
    ['zzz', 'The file has "Email", "Phone 2", "Mobile Line"'],
  ])('a column that is not there: %s: %s', (stated, hint) => {
    expect(expectProblem(['Email', 'Phone 2', 'Mobile Line'], [stated]).message).toContain(hint)
  })

  test('hundreds of headers are not all listed', () => {
    const { message } = expectProblem(Array.from({ length: 600 }, (_, index) => `Column ${index}`))
    expect(message).toContain('"Column 19" and 580 more')
  })

  test('hostile headers are harmless, and the data of a file without header is not told', () => {
    const { message } = expectProblem(['\u001b[31mRed\u202e', 'x'.repeat(500), '+353 87 123-4567', '0871234567'])
    expect(message).toContain('"Red"')
    expect(message).toContain('"+…67", "…67"')
    expect(message.length).toBeLessThan(400)
  })
})
