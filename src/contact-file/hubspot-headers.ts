// The headers of HubSpot's own exports, in the languages of its users, and its internal names. They are also the plainest
// names a column can have, and so serve files that no program is known to have written. Data only.

/** What a column may hold, beside numbers. */
export type Field =
  | 'id'
  | 'firstName'
  | 'lastName'
  | 'email'
  | 'company'
  | 'companyIds'
  | 'companyText'
  | 'country'
  | 'modified'
  | 'dealNames'
  | 'dealIds'
  | 'dealAmounts'
  | 'dealCurrencies'
  | 'dealCloseDates'
  | 'dealStages'

/**
 * HubSpot's phone columns: Phone Number and Mobile Phone Number, equal in rank, by label and internal name.
 *
 * German, French, Polish and Japanese: the phone labels are those of HubSpot's own help pages, except "Mobiltelefonnummer"
 * and the French mobile ones, which are likely and not confirmed by a file.
 */
export const HUBSPOT_PHONES: readonly string[] = [
  'Phone Number',
  'phone',
  'Mobile Phone Number',
  'mobilephone',
  'Número de teléfono',
  'Teléfono',
  'Número de teléfono móvil',
  'Teléfono móvil',
  'Telefonnummer',
  'Mobiltelefonnummer',
  'Handynummer',
  'Numéro de téléphone',
  'Numéro de téléphone mobile',
  'Numéro de téléphone portable',
  'Numer telefonu',
  'Numer telefonu komórkowego',
  '電話番号',
  '携帯電話番号',
]

/**
 * The fields of HubSpot's exports, and of files that no program is known to have written: theirs are the plainest names.
 *
 * Seen in public files or code that reads them: "Datensatz-ID", "Vorname", "Nachname", "E-Mail", "Firmenname"; "ID de
 * fiche d'informations", "Prénom", "Nom", "Nom de l'entreprise", "Pays/Région"; "姓", "名", "Eメール". Not confirmed: the
 * Polish names but for the phones, the Japanese record id, and dates of change in all four languages.
 */
export const HUBSPOT_FIELDS = {
  id: [
    'Record ID',
    'Record ID - Contact',
    'hs_object_id',
    'ID de registro',
    'Datensatz-ID',
    "ID de fiche d'informations",
    'Identyfikator rekordu',
    'ID rekordu',
    'レコードID',
  ],
  // A file with one column for the whole name shows it as well as one with two.
  firstName: [
    'First Name',
    'firstname',
    'Nombre',
    'Vorname',
    'Prénom',
    'Imię',
    '名',
    'Name',
    'Full Name',
    'Nombre completo',
  ],
  lastName: ['Last Name', 'lastname', 'Apellidos', 'Apellido', 'Nachname', 'Nom de famille', 'Nom', 'Nazwisko', '姓'],
  email: [
    'Email',
    'Correo',
    'Correo electrónico',
    'E-Mail',
    'E-Mail-Adresse',
    'Adresse e-mail',
    'Adres e-mail',
    'Eメール',
    'メール',
  ],
  company: ['Associated Company (Primary)', 'Associated Company Names (Primary)', 'Associated Company'],
  companyIds: ['Associated Company IDs'],
  companyText: [
    'Company Name',
    'company',
    'Nombre de la empresa',
    'Empresa',
    'Firmenname',
    'Unternehmensname',
    'Name des Unternehmens',
    "Nom de l'entreprise",
    'Nazwa firmy',
    '会社名',
  ],
  country: [
    'Country/Region',
    'country',
    'hs_country_region_code',
    'País/región',
    'País',
    'Land/Region',
    'Land',
    'Pays/Région',
    'Pays',
    'Kraj/region',
    'Kraj',
    '国/地域',
    '国',
  ],
  modified: [
    'Last Modified Date',
    'lastmodifieddate',
    'Fecha de última modificación',
    'Última fecha de modificación',
    'Datum der letzten Änderung',
    'Date de dernière modification',
    'Data ostatniej modyfikacji',
    '最終更新日',
  ],
  dealNames: ['Associated Deal'],
  dealIds: ['Associated Deal IDs'],
  // Not in HubSpot's own export, which names deals without their amounts.
  dealAmounts: ['Associated Deal Amount'],
  dealCurrencies: ['Associated Deal Currency'],
  dealCloseDates: ['Associated Deal Close Date'],
  dealStages: ['Associated Deal Stage'],
} as const satisfies Readonly<Record<Field, readonly string[]>>
