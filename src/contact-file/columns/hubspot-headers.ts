// The headers of HubSpot's own exports, in the languages of its users, and its internal names. They are also the plainest
// names a column can have, and so serve files that no program is known to have written. Data only.

/** What a column may hold, beside numbers. */
export type Field =
  | 'id'
  | 'firstName'
  | 'lastName'
  /** The whole name; beside one of the other two, the part that is missing. */
  | 'name'
  | 'email'
  | 'company'
  | 'companyIds'
  | 'companyText'
  | 'country'
  | 'created'
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
 * German, French, Polish, Japanese, Swedish and Dutch: the phone labels are those of HubSpot's own help pages, except
 * "Mobiltelefonnummer" in German and the French mobile ones, which are likely and not confirmed by a file. So are those of
 * the other languages, which name a phone number as everybody does.
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
  'Mobilnummer',
  'Mobiltelefon',
  'Puhelinnumero',
  'Matkapuhelinnumero',
  'Telefoonnummer',
  'Mobiel telefoonnummer',
  'Mobiel nummer',
  'Numero di telefono',
  'Numero di telefono cellulare',
  'Numero di cellulare',
  'Número de telefone',
  'Número de telefone celular',
  'Número de celular',
  'Número de telemóvel',
]

/** Columns of HubSpot's that hold numbers as well, by which it does not match callers. */
export const HUBSPOT_FURTHER: readonly string[] = ['WhatsApp Phone Number', 'hs_whatsapp_phone_number']

/**
 * The fields of HubSpot's exports, and of files that no program is known to have written: theirs are the plainest names.
 *
 * Seen in public files or code that reads them: "Datensatz-ID", "Vorname", "Nachname", "E-Mail", "Firmenname"; "ID de
 * fiche d'informations", "Prénom", "Nom", "Nom de l'entreprise", "Pays/Région"; "姓", "名", "Eメール". Not confirmed: the
 * Polish names but for the phones, the Japanese record id, and dates of change in all languages. Swedish
 * "Förnamn", "Efternamn", "E-post" and Dutch "Voornaam", "Achternaam", "E-mail" stand in HubSpot's help pages; what else
 * there is in Swedish, Danish, Norwegian, Finnish, Dutch, Italian and Portuguese is likely and not confirmed by a file.
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
    'Post-ID',
    'Record-id',
    'Tietueen tunnus',
    'ID record',
    'ID do registro',
  ],
  firstName: [
    'First Name',
    'firstname',
    'Vorname',
    'Prénom',
    'Imię',
    '名',
    'Förnamn',
    'Fornavn',
    'Etunimi',
    'Voornaam',
    'Primeiro nome',
  ],
  lastName: [
    'Last Name',
    'lastname',
    'Apellidos',
    'Apellido',
    'Nachname',
    'Nom de famille',
    'Nazwisko',
    '姓',
    'Efternamn',
    'Efternavn',
    'Etternavn',
    'Sukunimi',
    'Achternaam',
    'Cognome',
    'Sobrenome',
  ],
  name: ['Full Name', 'Nombre completo', 'Display Name', 'Contact Name', 'Name', 'Nombre', 'Nom', 'Nome'],
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
    'E-post',
    'E-postadress',
    'Sähköposti',
    'E-mailadres',
    'Indirizzo e-mail',
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
    'Företagsnamn',
    'Virksomhedsnavn',
    'Firmanavn',
    'Yrityksen nimi',
    'Bedrijfsnaam',
    'Nome azienda',
    "Nome dell'azienda",
    'Nome da empresa',
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
    'Land/regio',
    'Maa/alue',
    'Maa',
    'Paese/Area',
    'Paese/Area geografica',
    'Paese/Regione',
    'Paese',
    'País/região',
  ],
  created: [
    'Create Date',
    'createdate',
    'Fecha de creación',
    'Erstellungsdatum',
    'Erstelldatum',
    'Date de création',
    'Data utworzenia',
    '作成日',
    'Skapandedatum',
    'Oprettelsesdato',
    'Opprettelsesdato',
    'Luontipäivä',
    'Aanmaakdatum',
    'Data di creazione',
    'Data de criação',
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
    'Senast ändrad',
    'Senast ändrad datum',
    'Dato for seneste ændring',
    'Sist endret dato',
    'Viimeisin muokkauspäivä',
    'Datum laatst gewijzigd',
    'Data ultima modifica',
    'Data da última modificação',
  ],
  dealNames: ['Associated Deal'],
  dealIds: ['Associated Deal IDs'],
  // Not in HubSpot's own export, which names deals without their amounts.
  dealAmounts: ['Associated Deal Amount'],
  dealCurrencies: ['Associated Deal Currency'],
  dealCloseDates: ['Associated Deal Close Date'],
  dealStages: ['Associated Deal Stage'],
} as const satisfies Readonly<Record<Field, readonly string[]>>
