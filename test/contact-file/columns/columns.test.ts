import { describe, expect, test } from 'vitest'
import { findColumns, hasName } from '../../../src/contact-file/columns/columns.ts'
import { GENERATED_HEADERS } from '../../../src/crm/invented/invented.ts'
import { expectColumns, expectProblem, readFixture } from '../files.ts'

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
    const { kind, source, phones, further, repeated, unused, ...fields } = expectColumns(GENERATED_HEADERS)
    expect(Object.entries(fields).filter(([, index]) => index === null)).toEqual([])
    expect([kind, source, phones.length]).toEqual(['columns', 'HubSpot contacts export', 2])
    expect([further, repeated, unused]).toEqual([[], [], []])
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
    expect(expectColumns(headers).unused).toEqual(['WhatsApp Phone Number'])
    expect(phonesOf(headers)).toEqual(['Phone Number', 'Mobile'])
  })

  test('for parts of the name are told from one for all of it', () => {
    expect(expectColumns(['Name', 'First Name', 'Phone'])).toMatchObject({ firstName: [1], name: [0] })
    expect(expectColumns(['Name', 'Phone'])).toMatchObject({ firstName: [], name: [0] })
  })
})

describe('what is wrong is said with the way out', () => {
  test('no phone column: which headers there are', () => {
    const { message } = expectProblem(['Record ID', 'Work line', '', 'Home'])
    expect(message).toContain('found "Record ID", "Work line", "Home"')
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

/** Headers as their program writes them, abridged; then the columns that are found. */
const EXPORTS: readonly (readonly [
  source: string,
  headers: string,
  phones: string,
  country: string | null,
  id: string | null,
])[] = [
  [
    'HubSpot contacts export',
    'Record ID,First Name,Last Name,Phone Number,Mobile Phone Number,WhatsApp Phone Number,Contact owner,Country/Region,Associated Company',
    'Phone Number,Mobile Phone Number',
    'Country/Region',
    'Record ID',
  ],
  [
    'HubSpot contacts export',
    'hs_object_id,firstname,lastname,phone,mobilephone,country,lifecyclestage',
    'phone,mobilephone',
    'country',
    'hs_object_id',
  ],
  [
    'HubSpot contacts export',
    'ID de registro,Nombre,Apellidos,Correo,Número de teléfono,Propietario del contacto',
    'Número de teléfono',
    null,
    'ID de registro',
  ],
  [
    'HubSpot contacts export',
    'Datensatz-ID,Vorname,Nachname,E-Mail,Telefonnummer,Mobiltelefonnummer,Firmenname,Land/Region',
    'Telefonnummer,Mobiltelefonnummer',
    'Land/Region',
    'Datensatz-ID',
  ],
  [
    'HubSpot contacts export',
    "ID de fiche d'informations,Prénom,Nom,Numéro de téléphone,Numéro de téléphone mobile,Pays/Région",
    'Numéro de téléphone,Numéro de téléphone mobile',
    'Pays/Région',
    "ID de fiche d'informations",
  ],
  [
    'HubSpot contacts export',
    'ID rekordu,Imię,Nazwisko,Numer telefonu,Numer telefonu komórkowego,Kraj/region',
    'Numer telefonu,Numer telefonu komórkowego',
    'Kraj/region',
    'ID rekordu',
  ],
  [
    'HubSpot contacts export',
    'レコードID,名,姓,Eメール,電話番号,携帯電話番号,会社名,国/地域',
    '電話番号,携帯電話番号',
    '国/地域',
    'レコードID',
  ],
  [
    'Salesforce contacts report',
    'First Name,Last Name,Account Name,Phone,Mobile,Home Phone,Other Phone,Asst. Phone,Fax,Mailing City,Mailing Country',
    'Phone,Mobile,Home Phone,Other Phone',
    'Mailing Country',
    null,
  ],
  [
    'Salesforce data export',
    'Id,IsDeleted,MasterRecordId,AccountId,LastName,FirstName,Phone,Fax,MobilePhone,HomePhone,OtherPhone,AssistantPhone,MailingCountry,OwnerId,LastModifiedDate',
    'Phone,MobilePhone,HomePhone,OtherPhone',
    'MailingCountry',
    'Id',
  ],
  [
    'Pipedrive people export',
    'Person - ID,Person - Name,Person - Organization,Person - Phone - Work,Person - Phone - Mobile,Person - Email - Work',
    'Person - Phone - Work,Person - Phone - Mobile',
    null,
    'Person - ID',
  ],
  ['Pipedrive people export', 'Person - Name,Person - Phone,Person - Owner', 'Person - Phone', null, null],
  [
    'Pipedrive people export',
    'Name,Label,Phone - Work,Phone - Home,Phone - Mobile,Phone - Other,Email - Work,Organization,ID,Postal address - Country',
    'Phone - Work,Phone - Home,Phone - Mobile,Phone - Other',
    'Postal address - Country',
    'ID',
  ],
  [
    'Zoho CRM contacts export',
    'Record Id,Contact Owner.id,Contact Owner,First Name,Last Name,Account Name.id,Account Name,Phone,Mobile,Home Phone,Other Phone,Asst Phone,Fax,Mailing Country,Modified Time',
    'Phone,Mobile,Home Phone,Other Phone',
    'Mailing Country',
    'Record Id',
  ],
  [
    'Google contacts export',
    'First Name,Middle Name,Last Name,File As,Organization Name,Organization Title,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Country',
    'Phone 1 - Value,Phone 2 - Value',
    'Address 1 - Country',
    null,
  ],
  [
    'Google contacts export (before 2024)',
    'Name,Given Name,Family Name,Group Membership,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Phone 12 - Value,Organization 1 - Name',
    'Phone 1 - Value,Phone 12 - Value',
    null,
    null,
  ],
  [
    'Outlook contacts export',
    "First Name,Last Name,Company,Business Country/Region,Assistant's Phone,Business Fax,Business Phone,Business Phone 2,Home Phone,Mobile Phone,Primary Phone,E-mail Address",
    'Business Phone,Business Phone 2,Home Phone,Mobile Phone,Primary Phone',
    'Business Country/Region',
    null,
  ],
  [
    'Outlook contacts export',
    'Anrede,Vorname,Nachname,Firma,Land/Region geschäftlich,Fax geschäftlich,Telefon geschäftlich,Telefon geschäftlich 2,Rückmeldung,Telefon Firma,Telefon privat,Mobiltelefon,Weiteres Telefon,E-Mail-Adresse',
    'Telefon geschäftlich,Telefon geschäftlich 2,Telefon privat,Mobiltelefon,Weiteres Telefon',
    'Land/Region geschäftlich',
    null,
  ],
  [
    'Outlook contacts export',
    'Titre,Prénom,Nom,Société,Pays/Région (bureau),Télécopie (bureau),Téléphone (bureau),Téléphone (domicile),Tél. mobile,Téléphone (autre),Adresse de messagerie',
    'Téléphone (bureau),Téléphone (domicile),Tél. mobile,Téléphone (autre)',
    'Pays/Région (bureau)',
    null,
  ],
  [
    'vCard file',
    'UID,Name,First Name,Last Name,Organization,Email,Country,Phone 1,Phone 2,Phone 3',
    'Phone 1,Phone 2,Phone 3',
    'Country',
    'UID',
  ],
]

describe('R-22 what wrote a file is known by its set of headers', () => {
  test.each(EXPORTS)('%s: %s', (source, line, phones, country, id) => {
    const headers = line.split(',')
    const columns = expectColumns(headers)
    expect(columns.source).toBe(source)
    expect(columns.phones.map(({ header }) => header)).toEqual(phones.split(','))
    expect(headers[columns.country[0] ?? -1] ?? null).toBe(country)
    expect(headers[columns.id[0] ?? -1] ?? null).toBe(id)
  })

  test('names and companies are found in each', () => {
    for (const [, line] of EXPORTS) {
      const columns = expectColumns(line.split(','))
      expect([line, hasName(columns)]).toEqual([line, true])
    }
    const headers = [
      'Name',
      'Given Name',
      'Family Name',
      'Group Membership',
      'Phone 1 - Value',
      'Organization 1 - Name',
    ]
    expect(expectColumns(headers)).toMatchObject({ firstName: [1], lastName: [2], name: [0], company: [5] })
  })

  test.each(['First Name,Last Name,Phone', 'Name,Phone Number', 'Phone,Account Name'])(
    'one header of a program proves nothing: %s',
    (line) => expect(expectColumns(line.split(',')).source).toBeNull(),
  )

  test('of two programs with the same headers, the first of the list is taken', () => {
    expect(expectColumns(['Id', 'Phone', 'MobilePhone', 'LastModifiedDate']).source).toBe('Salesforce data export')
  })

  test('columns that hold numbers of others are known, and no match fields unless stated', () => {
    const headers = ['Record ID', 'Phone Number', 'WhatsApp Phone Number', 'Fax Number', 'Mobile app']
    const names = (all: readonly { readonly header: string }[]) => all.map(({ header }) => header)
    expect(names(expectColumns(headers).further)).toEqual(['WhatsApp Phone Number'])
    expect(expectColumns(headers).unused).toEqual(['WhatsApp Phone Number', 'Mobile app'])
    const stated = expectColumns(headers, ['whatsapp phone number'])
    expect([names(stated.phones), stated.further]).toEqual([['Phone Number', 'WhatsApp Phone Number'], []])
  })
})

describe('what is stated comes first', () => {
  const headers = ['Record ID', 'Key', 'Phone Number', 'Country/Region', 'Market']

  test('for the country and the id', () => {
    expect(findColumns(headers, { countries: ['market'], id: 'KEY' })).toMatchObject({ country: [4, 3], id: [1, 0] })
    expect(findColumns(headers, { countries: [], id: null })).toMatchObject({ country: [3], id: [0] })
  })

  test('and must be there', () => {
    expect(findColumns(headers, { countries: ['Markt'] })).toMatchObject({
      kind: 'problem',
      message: expect.stringContaining('there is no column "Markt". Did you mean "Market"?'),
    })
    expect(findColumns(headers, { id: 'Kee' })).toMatchObject({ message: expect.stringContaining('"Key"?') })
  })
})

describe('where nothing fits, columns are proposed and none is used', () => {
  test.each([
    'Phone at night',
    'Handy der Mutter',
    'Téléphone du garage',
    'Company phone',
    'Assistant mobile',
    '電話（代表）',
  ])('by their header: %s', (header) => {
    const found = expectProblem(['Customer', header, 'Phone type', 'Hotel'])
    expect(found.proposed).toEqual([header])
  })

  test('by what stands in them', () => {
    const headers = ['Record ID 2', 'Contact', 'Since', 'Points', 'Alternative', '', 'Empty', 'Remarks']
    const rows = [
      ['900000000001', '087 123 4567', '2024-01-02', '01 02', '+353871234567', '0871234567', '', '087 123 4567'],
      ['900000000002', '(01) 234-5678', '2023-12-05', '03 04', '', '', '', 'left'],
      ['900000000003', 'n/a', '2024-01-02', '05 06', '', '', '', 'left'],
    ]
    const found = findColumns(headers, {}, rows)
    expect(found).toMatchObject({ kind: 'problem', proposed: ['Contact', 'Alternative'] })
    expect(findColumns(headers, {}, [])).toMatchObject({ kind: 'problem', proposed: [] })
  })
})
