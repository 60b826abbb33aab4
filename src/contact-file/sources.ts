// Which program wrote an export: its name for people, the headers that give it away, and its columns for numbers, names
// and countries. Data only; columns.ts decides with it.
import { type Field, HUBSPOT_FIELDS, HUBSPOT_PHONES } from './hubspot-headers.ts'

/** Headers of each field, the best first. Every header here is compared by plainName: no case, accents, punctuation. */
export type FieldHeaders = Readonly<Partial<Record<Field, readonly string[]>>>

export interface Source {
  /** As in "HubSpot contacts export". */
  readonly name: string
  /** Headers that hardly another program writes. Two of them are a set; one proves nothing. */
  readonly signature: readonly string[]
  /** The columns that callers are matched by. N stands for any number. */
  readonly phones: readonly string[]
  /** Columns that hold numbers as well, though by default callers are not matched by them. */
  readonly further: readonly string[]
  readonly fields: FieldHeaders
}

// Where two have as many headers of their own in a file, the first wins: Salesforce's LastModifiedDate and MobilePhone are
// also HubSpot's internal names.
export const SOURCES: readonly Source[] = [
  {
    name: 'Salesforce data export',
    signature: [
      'AccountId',
      'MobilePhone',
      'HomePhone',
      'OtherPhone',
      'AssistantPhone',
      'MasterRecordId',
      'IsDeleted',
      'OwnerId',
      'MailingCountry',
      'SystemModstamp',
      'LastModifiedDate',
      'CreatedById',
    ],
    phones: ['Phone', 'MobilePhone', 'HomePhone', 'OtherPhone'],
    further: ['AssistantPhone'],
    fields: {
      id: ['Id'],
      company: ['Account.Name'],
      country: ['MailingCountryCode', 'MailingCountry', 'OtherCountry'],
      modified: ['LastModifiedDate'],
    },
  },
  {
    name: 'HubSpot contacts export',
    signature: [
      ...HUBSPOT_PHONES.filter((header) => !['phone', 'Teléfono'].includes(header)),
      ...HUBSPOT_FIELDS.id,
      ...HUBSPOT_FIELDS.company,
      ...HUBSPOT_FIELDS.companyIds,
      ...HUBSPOT_FIELDS.dealNames,
      ...HUBSPOT_FIELDS.dealIds,
      'Country/Region',
      'País/región',
      'Land/Region',
      'Pays/Région',
      'Kraj/region',
      '国/地域',
      'hubspot_owner_id',
      'associatedcompanyid',
      'lastmodifieddate',
      'lifecyclestage',
      'hs_lead_status',
      'Lifecycle Stage',
      'Contact owner',
      'Propietario del contacto',
      'Propriétaire du contact',
      'コンタクト担当者',
    ],
    phones: HUBSPOT_PHONES,
    further: ['WhatsApp Phone Number', 'hs_whatsapp_phone_number'],
    fields: {},
  },
  {
    name: 'Salesforce contacts report',
    signature: [
      'Account Name',
      'Mailing Country',
      'Mailing City',
      'Mailing Street',
      'Contact ID',
      'Account ID',
      'Asst. Phone',
      'Account Owner',
      'Contact Owner',
    ],
    phones: ['Phone', 'Mobile', 'Mobile Phone', 'Home Phone', 'Other Phone'],
    // Who answers there is the contact's assistant.
    further: ['Asst. Phone', 'Assistant Phone'],
    fields: {
      id: ['Contact ID'],
      company: ['Account Name'],
      country: ['Mailing Country', 'Mailing Country (text only)', 'Other Country'],
    },
  },
  {
    name: 'Pipedrive people export',
    signature: [
      'Person - ID',
      'Person - Name',
      'Person - First name',
      'Person - Last name',
      'Person - Organization',
      'Person - Phone',
      'Person - Phone - Work',
      'Person - Email',
      'Person - Email - Work',
      'Person - Owner',
    ],
    phones: [
      'Person - Phone',
      'Person - Phone - Work',
      'Person - Phone - Home',
      'Person - Phone - Mobile',
      'Person - Phone - Other',
    ],
    further: [],
    fields: {
      id: ['Person - ID'],
      firstName: ['Person - First name', 'Person - Name'],
      lastName: ['Person - Last name'],
      email: ['Person - Email', 'Person - Email - Work'],
      company: ['Person - Organization', 'Organization - Name'],
      country: ['Person - Postal address - Country', 'Organization - Country of Address'],
      modified: ['Person - Update time'],
    },
  },
  {
    name: 'Zoho CRM contacts export',
    signature: [
      'Contact Id',
      'Contact Owner.id',
      'Account Name.id',
      'Record Id',
      'Account Name',
      'Asst Phone',
      'Modified Time',
      'Created Time',
      'Email Opt Out',
      'Contact Owner',
    ],
    phones: ['Phone', 'Mobile', 'Home Phone', 'Other Phone'],
    further: ['Asst Phone'],
    fields: {
      id: ['Record Id', 'Contact Id'],
      company: ['Account Name'],
      country: ['Mailing Country', 'Other Country'],
      modified: ['Modified Time'],
    },
  },
  {
    // Since 2024. A number's label (Work Fax) stands in the column before it, where the header does not show it.
    name: 'Google contacts export',
    signature: [
      'Organization Name',
      'Organization Title',
      'Labels',
      'Phone 1 - Label',
      'Phone 1 - Value',
      'E-mail 1 - Label',
      'E-mail 1 - Value',
      'File As',
      'Phonetic First Name',
    ],
    phones: ['Phone N - Value'],
    further: [],
    fields: {
      firstName: ['First Name'],
      lastName: ['Last Name'],
      email: ['E-mail 1 - Value'],
      company: ['Organization Name'],
      country: ['Address 1 - Country'],
    },
  },
  {
    name: 'Google contacts export (before 2024)',
    signature: [
      'Given Name',
      'Family Name',
      'Group Membership',
      'Phone 1 - Type',
      'Phone 1 - Value',
      'Organization 1 - Name',
      'E-mail 1 - Type',
      'Yomi Name',
    ],
    phones: ['Phone N - Value'],
    further: [],
    fields: {
      firstName: ['Given Name', 'Name'],
      lastName: ['Family Name'],
      email: ['E-mail 1 - Value'],
      company: ['Organization 1 - Name'],
      country: ['Address 1 - Country'],
    },
  },
  {
    name: 'Outlook contacts export',
    signature: [
      'Business Phone',
      'Business Phone 2',
      'Home Phone 2',
      'Mobile Phone',
      'Primary Phone',
      'Car Phone',
      'Company Main Phone',
      'E-mail Address',
      'Business Country/Region',
      'Home Country/Region',
      'Business Fax',
      'TTY/TDD Phone',
    ],
    phones: [
      'Primary Phone',
      'Business Phone',
      'Business Phone 2',
      'Mobile Phone',
      'Home Phone',
      'Home Phone 2',
      'Car Phone',
      'Other Phone',
    ],
    further: ["Assistant's Phone", 'Callback', 'Company Main Phone', 'Radio Phone'],
    fields: {
      email: ['E-mail Address'],
      company: ['Company'],
      country: ['Business Country/Region', 'Home Country/Region', 'Other Country/Region'],
    },
  },
  {
    // The table that Ringsight itself makes of the cards of a file.
    name: 'vCard file',
    signature: ['UID', 'Organization', 'Phone 1', 'Phone 2'],
    phones: ['Phone N'],
    further: [],
    fields: { id: ['UID'], company: ['Organization'] },
  },
]
