import { describe, expect, test } from 'vitest'
import { findColumns } from '../../../src/contact-file/columns/columns.ts'
import { type LabelKind, labelKinds, namesOf } from '../../../src/contact-file/columns/labels.ts'
import { readContact } from '../../../src/contact-file/contact-row.ts'
import { contactName } from '../../../src/core/contact.ts'
import { expectColumns } from '../files.ts'

describe('a label is known by all of its words', () => {
  test.each<[LabelKind, string]>([
    [
      'name',
      'Name|Full Name|Contact Name|Display Name|full_name|Name (required)|Person - Name|Customer name|ФИО|氏名|姓名|성명',
    ],
    [
      'name',
      'Imię i nazwisko|Jméno a příjmení|Név|Ad Soyad|Nominativo|Navn|Namn|Naam|Ansprechpartner|Surname/Forename',
    ],
    ['firstName', 'First Name|Contact First Name|Forename|Keresztnév|Křestní jméno|Prenume|Fornavn|Lead: First Name'],
    ['lastName', 'Surname|FamilyName|Familienname|Vezetéknév|Příjmení|Soyadı|Фамилия|姓氏|Priezvisko|Sukunimi'],
    [
      'phone',
      'Phone|Work Phone|Phone (Work)|Mobile Number|Phone 2|Tel.|Handy|Rufnummer Mobil 2|Telefono cellulare|Celular',
    ],
    [
      'phone',
      'Cep Telefonu|Telefonszám|Mobilní telefon|Номер телефона|Мобильный телефон|手机号码|携帯電話|휴대폰|Telefon służbowy',
    ],
    [
      'country',
      'Country|Billing Country|Address 1: Country/Region|Land|Država|Страна|国家|Ülke|Ország|Mailing Country',
    ],
    [
      'phone',
      'BusinessPhone|HomePhone2|Phone1|Mobile1|MobilePhone|OtherPhone|WorkPhone1|Phone1Value|homephone2|HOMEPHONE',
    ],
    [
      'phone',
      'workmobile|phonenumber|TelefonPrivat|telefonprivat|Mobil2|Handy1|TelefoneCelular|MobileNumber2|tel2|Cell1',
    ],
    ['firstName', 'FirstName|GivenName|ContactFirstName'],
    ['email', 'EmailAddress|Email1|E-Mail1|PrimaryEmail'],
    ['name', 'FullName|ContactName|DisplayName|contact_name'],
    ['country', 'MailingCountry|BillingCountry|MailAddressCountry|OtherCountry|CountryName|Country1'],
    ['id', 'RecordID|ContactId|Record_ID'],
    ['companyText', 'Company|Organization|Account Name|Firma|Şirket|Cégnév|Компания|公司名称|Azienda'],
    ['id', 'Record ID|Contact ID|(Do Not Modify) Contact'],
  ])('%s: %s', (kind, labels) => {
    for (const label of labels.split('|')) expect([label, labelKinds(namesOf(label))]).toEqual([label, [kind]])
  })

  test.each([
    'Company phone|Assistant Phone|Emergency contact phone|Spouse mobile|Owner phone|Fax|Phone type|Phone extension',
    'Phone Number Verified|Telephone country code|Mobile app|Hotel|Phone ID|Number|WhatsApp',
    'CompanyPhone|AssistantPhone|FaxPhone|Fax1|PhoneType1|Phone1Type|PhoneExtension|HomeFax|homefax|OwnerPhone2|phoneid',
    'Phone 08 71 23 45 67|Phone1 2|Phone0871234567|Phone123|Name 1 2|phoneshop|homepage|cellar|telework|businessplan',
    'Username|User name|File name|Owner name|Contact owner|Contact owner name|Deal name|Event name|Campaign name',
    'Domain name|List name|Product Name|Middle Name|Nickname|Parent name|Mother name|Bank account name|Ad|Contact',
    'Country code|State/Region|Country of birth|Nationality|Region|ID|Company ID|Owner ID|Phonetic First Name',
  ])('of these none is: %s', (labels) => {
    for (const label of labels.split('|')) expect([label, labelKinds(namesOf(label))]).toEqual([label, []])
  })
})

/** The name that a contact has by these columns. */
function nameBy(headers: string, row: string, stated: readonly string[] = []): string {
  const cells = row.split(',')
  const columns = findColumns(headers.split(','), { names: stated })
  if (columns.kind === 'problem') throw new Error(columns.message)
  const read = readContact({ row: 2, problem: null, cell: (column) => cells[column] ?? '' }, columns, null)
  return contactName(read.contact)
}

describe('the name of a contact', () => {
  test.each([
    ['Name,Vorname,Telefonnummer', 'Muster,Erika,+491715550199', 'Erika Muster'],
    ['"Name",Vorname,Rufnummer Privat,Rufnummer Mobil', 'Muster,Erika,,+491715550199', 'Erika Muster'],
    ['Name,First Name,Phone', 'Anna Byrne,Anna,1', 'Anna Byrne'],
    ['Name,Surname,Phone', 'Anna,Byrne,1', 'Anna Byrne'],
    ['Nome,Cognome,Telefono', 'Anna,Rossi,1', 'Anna Rossi'],
    ['Nom,Prénom,Téléphone', 'Dupont,Anne,1', 'Anne Dupont'],
    ['Nume,Prenume,Telefon', 'Popescu,Ana,1', 'Ana Popescu'],
    ['Jméno,Příjmení,Telefon', 'Jan,Novák,1', 'Jan Novák'],
    ['Ime,Prezime,Telefon', 'Ana,Horvat,1', 'Ana Horvat'],
    ['Name,Given Name,Family Name,Group Membership,Phone 1 - Value', 'Anna Byrne,,,,1', 'Anna Byrne'],
    ['Name,Given Name,Family Name,Group Membership,Phone 1 - Value', 'Anna Byrne,Anna,,,1', 'Anna Byrne'],
    ['First Name,Last Name,Display Name,Primary Email,Work Phone,Mobile Number', ',,Anna Byrne,,,1', 'Anna Byrne'],
    ['Full Name,First Name,Phone', 'William Gates,Bill,1', 'Bill William Gates'],
    ['Contact Name,Company,Phone', 'Anna Byrne,Byrne Ltd,1', 'Anna Byrne'],
    ['Name,Contact Name,Phone', 'Byrne Ltd,Anna Byrne,1', 'Anna Byrne'],
    ['Account Name,Owner Name,Username,Email,Phone', 'Acme,Olaf,anna01,a@b.example,1', 'a@b.example'],
    ['Company Name,Phone', 'Acme,1', 'Acme'],
  ])('%s: %s is %s', (headers, row, name) => expect(nameBy(headers.replaceAll('"', ''), row)).toBe(name))

  test('is made of the columns that are stated, and of the known ones where they are empty', () => {
    expect(nameBy('Rufname,Sippe,Name,Phone', 'Anna,Byrne,x,1', ['Rufname', 'Sippe'])).toBe('Anna Byrne')
    expect(nameBy('Rufname,Sippe,Name,Phone', ',,Cara Daly,1', ['Rufname', 'Sippe'])).toBe('Cara Daly')
    expect(findColumns(['Phone'], { names: ['Nmae'] })).toMatchObject({ kind: 'problem', because: 'not-there' })
  })
})

/** Headers as programs write them, abridged, with the phones and the countries that are found. */
test.each([
  [
    'Dynamics',
    '(Do Not Modify) Contact,Full Name,Business Phone,Mobile Phone,Address 1: Country/Region',
    'Business Phone,Mobile Phone',
    'Address 1: Country/Region',
  ],
  [
    'Thunderbird',
    'First Name,Last Name,Display Name,Primary Email,Screen Name,Work Phone,Home Phone,Fax Number,Mobile Number,Home Country,Work Country',
    'Work Phone,Home Phone,Mobile Number',
    'Work Country,Home Country',
  ],
  ['Mailchimp', 'Email Address,First Name,Last Name,Phone Number,Address,MEMBER_RATING', 'Phone Number', ''],
  ['Freshsales', 'First name,Last name,Job title,Work,Mobile,Email,Country,Owner', 'Mobile', 'Country'],
  ['Zendesk', 'Id,Name,Email,Phone,Organization,Details', 'Phone', ''],
  ['Odoo', 'Name,Phone,Mobile,Email,Salesperson,City,Country,Company', 'Phone,Mobile', 'Country'],
  [
    'SuiteCRM',
    'ID,First Name,Last Name,Office Phone,Mobile,Home,Fax,Primary Address Country,Assistant Phone',
    'Office Phone,Mobile',
    'Primary Address Country',
  ],
  [
    'vTiger',
    'First Name,Last Name,Office Phone,Mobile,Home Phone,Mailing Country,Assistant Phone,Organization Name',
    'Office Phone,Mobile,Home Phone',
    'Mailing Country',
  ],
  [
    'Bitrix24',
    'ID,First name,Last name,Work Phone,Mobile,Company,Address: Country',
    'Work Phone,Mobile',
    'Address: Country',
  ],
  [
    'Insightly',
    'FirstName,LastName,BusinessPhone,MobilePhone,MailAddressCountry',
    'BusinessPhone,MobilePhone',
    'MailAddressCountry',
  ],
  ['ActiveCampaign', 'Email,First Name,Last Name,Phone,Account,Country', 'Phone', 'Country'],
  ['Monday, Airtable, Notion', 'Name,Phone,Email,Company,Country', 'Phone', 'Country'],
  ['Nextcloud', 'Display name,First name,Last name,Phone,Country', 'Phone', 'Country'],
])('%s', (_program, headers, phones, countries) => {
  const labels = headers.split(',')
  const found = expectColumns(labels)
  expect(found.phones.map(({ header }) => header)).toEqual(phones.split(','))
  expect(found.country.map((index) => labels[index]).join(',')).toBe(countries)
})

test('"number" is a number to call in an address book alone', () => {
  expect(findColumns(['name', 'number']).kind).toBe('problem')
  expect(findColumns(['name', 'number'], { isAddressBook: true })).toMatchObject({ phones: [{ header: 'number' }] })
})
