// The properties that every portal defines for each kind of record, with what each may hold. A small part of what HubSpot
// defines: what a caller ID, a sync and a call log ask for. Data; what an account adds of its own is in schema.ts.
import { DISPOSITIONS } from '../core/outcome.ts'
import { DISPOSITION_IDS } from '../crm/hubspot/dispositions.ts'
import type { ObjectType } from './object-types.ts'

export type PropertyType = 'string' | 'number' | 'datetime' | 'date' | 'bool' | 'enumeration' | 'phone_number'

export interface PropertyDefinition {
  readonly name: string
  readonly label: string
  readonly type: PropertyType
  readonly fieldType: string
  readonly groupName: string
  readonly description: string
  readonly options: readonly PropertyOption[]
  readonly displayOrder: number
  readonly isHidden: boolean
  readonly isFormField: boolean
  /** Its values are the portal's to write. */
  readonly isReadOnly: boolean
  /** No two records have the same value: a record can be named by it. */
  readonly hasUniqueValue: boolean
  /** Every portal has it; null for a property of the account's own, which has times. */
  readonly own: OwnTimes | null
}

export interface OwnTimes {
  readonly createdAt: number
  readonly updatedAt: number
  readonly archivedAt: number | null
}

export interface PropertyOption {
  readonly label: string
  readonly value: string
  readonly displayOrder: number
  readonly isHidden: boolean
  readonly description: string
}

type Kind = PropertyType | `${PropertyType}!`

// A `!` marks what the portal writes itself. Names are HubSpot's internal ones.
const COMMON: Readonly<Partial<Record<Kind, string>>> = {
  'number!': 'hs_object_id',
  number: 'hubspot_owner_id',
  'string!': 'hs_merged_object_ids',
}

const NAMES: Readonly<Record<ObjectType, readonly Readonly<Partial<Record<Kind, string>>>[]>> = {
  contacts: [
    COMMON,
    {
      string:
        'firstname lastname email company jobtitle country hs_country_region_code city state zip address website fax hs_language notes',
      phone_number: 'phone mobilephone hs_whatsapp_phone_number',
      'phone_number!': 'hs_calculated_phone_number hs_calculated_mobile_number',
      'string!':
        'hs_calculated_phone_number_country_code hs_calculated_phone_number_area_code hs_calculated_phone_number_region_code hs_searchable_calculated_phone_number hs_searchable_calculated_mobile_number hs_searchable_calculated_international_phone_number hs_searchable_calculated_international_mobile_number',
      'number!': 'associatedcompanyid',
      'datetime!': 'createdate lastmodifieddate notes_last_updated',
      enumeration: 'lifecyclestage',
    },
  ],
  companies: [
    COMMON,
    {
      string: 'name domain country city industry description website',
      phone_number: 'phone',
      'datetime!': 'createdate hs_lastmodifieddate',
    },
  ],
  deals: [
    COMMON,
    {
      string: 'dealname deal_currency_code description',
      enumeration: 'dealstage pipeline',
      number: 'amount',
      datetime: 'closedate',
      'bool!': 'hs_is_closed hs_is_closed_won',
      'datetime!': 'createdate hs_lastmodifieddate',
    },
  ],
  calls: [
    COMMON,
    {
      datetime: 'hs_timestamp',
      string:
        'hs_call_title hs_call_body hs_call_from_number hs_call_to_number hs_call_recording_url hs_activity_type hs_call_callee_object_id hs_call_callee_object_type hs_call_app_id hs_unique_id',
      'string!': 'hs_body_preview',
      number: 'hs_call_duration',
      bool: 'hs_call_has_voicemail',
      enumeration: 'hs_call_direction hs_call_disposition hs_call_status hs_call_source',
      'datetime!': 'hs_createdate hs_lastmodifieddate',
    },
  ],
  tasks: [
    COMMON,
    {
      datetime: 'hs_timestamp',
      string: 'hs_task_subject hs_task_body hs_task_reminders hs_unique_id',
      'string!': 'hs_body_preview',
      enumeration: 'hs_task_status hs_task_priority hs_task_type',
      'bool!': 'hs_task_is_completed',
      'datetime!': 'hs_createdate hs_lastmodifieddate',
    },
  ],
}

/** What the body of a call or task may hold at most, in characters; HubSpot documents it for notes. */
export const LONGEST_BODY = 65_536

const OPTIONS: Readonly<Record<string, string>> = {
  lifecyclestage: 'subscriber lead marketingqualifiedlead salesqualifiedlead opportunity customer evangelist other',
  hs_call_direction: 'INBOUND OUTBOUND',
  hs_call_status:
    'BUSY CALLING_CRM_USER CANCELED COMPLETED CONNECTING FAILED IN_PROGRESS MISSED NO_ANSWER QUEUED RINGING',
  hs_call_source: 'CALLING_INTEGRATION INTEGRATIONS_PLATFORM',
  hs_task_status: 'NOT_STARTED IN_PROGRESS WAITING DEFERRED COMPLETED',
  hs_task_priority: 'NONE LOW MEDIUM HIGH',
  hs_task_type: 'TODO CALL EMAIL',
}

export interface DealStage {
  readonly id: string
  readonly label: string
  readonly isClosed: boolean
  readonly probability: string
}

/** The stages of the one pipeline, as in a new portal. */
export const DEAL_STAGES: readonly DealStage[] = [
  { id: 'appointmentscheduled', label: 'Appointment Scheduled', isClosed: false, probability: '0.2' },
  { id: 'qualifiedtobuy', label: 'Qualified To Buy', isClosed: false, probability: '0.4' },
  { id: 'presentationscheduled', label: 'Presentation Scheduled', isClosed: false, probability: '0.6' },
  { id: 'decisionmakerboughtin', label: 'Decision Maker Bought-In', isClosed: false, probability: '0.8' },
  { id: 'contractsent', label: 'Contract Sent', isClosed: false, probability: '0.9' },
  { id: 'closedwon', label: 'Closed Won', isClosed: true, probability: '1.0' },
  { id: 'closedlost', label: 'Closed Lost', isClosed: true, probability: '0.0' },
]

export const PIPELINE = { id: 'default', label: 'Sales Pipeline' }

const labelled = (items: readonly { readonly id: string; readonly label: string }[]) =>
  items.map(({ id, label }, displayOrder) => optionOf({ value: id, label, displayOrder }))

/** The outcomes of a call: the six that every portal starts with. */
export const DISPOSITION_OPTIONS: readonly PropertyOption[] = labelled(
  DISPOSITIONS.map(({ key, label }) => ({ id: DISPOSITION_IDS[key], label })),
)

const LABELLED: Readonly<Record<string, readonly PropertyOption[]>> = {
  hs_call_disposition: DISPOSITION_OPTIONS,
  dealstage: labelled(DEAL_STAGES),
  pipeline: labelled([PIPELINE]),
}

function optionOf(option: Pick<PropertyOption, 'value' | 'label' | 'displayOrder'>): PropertyOption {
  return { ...option, isHidden: false, description: '' }
}

function define(objectType: ObjectType, name: string, kind: string): PropertyDefinition {
  const values = OPTIONS[name]?.split(' ') ?? []
  const options = values.map((value, displayOrder) => optionOf({ label: labelOf(value), value, displayOrder }))
  const type = kind.replace('!', '') as PropertyType
  return {
    name,
    label: labelOf(name),
    type,
    fieldType: FIELD_TYPES[type],
    groupName: USUAL_GROUPS[objectType].name,
    description: '',
    options: LABELLED[name] ?? options,
    displayOrder: -1,
    isHidden: false,
    isFormField: false,
    isReadOnly: kind.endsWith('!'),
    hasUniqueValue: objectType === 'contacts' && name === 'email',
    own: null,
  }
}

const FIELD_TYPES: Readonly<Record<PropertyType, string>> = {
  string: 'text',
  number: 'number',
  datetime: 'date',
  date: 'date',
  bool: 'booleancheckbox',
  enumeration: 'select',
  phone_number: 'phonenumber',
}

/** The group that every portal has for a kind of record. */
export const USUAL_GROUPS: Readonly<Record<ObjectType, { readonly name: string; readonly label: string }>> = {
  contacts: { name: 'contactinformation', label: 'Contact information' },
  companies: { name: 'companyinformation', label: 'Company information' },
  deals: { name: 'dealinformation', label: 'Deal information' },
  calls: { name: 'call', label: 'Call information' },
  tasks: { name: 'task', label: 'Task information' },
}

function labelOf(name: string): string {
  const words = name.toLowerCase().replace(/^hs_/, '').replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Every property that all portals have for a kind of record. */
export function usualProperties(type: ObjectType): PropertyDefinition[] {
  return NAMES[type].flatMap((kinds) =>
    Object.entries(kinds).flatMap(([kind, names]) => names.split(' ').map((name) => define(type, name, kind))),
  )
}

/** What a record is given with when no properties are asked for. */
export const DEFAULT_PROPERTIES: Readonly<Record<ObjectType, readonly string[]>> = {
  contacts: ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'],
  companies: ['createdate', 'domain', 'hs_lastmodifieddate', 'hs_object_id', 'name'],
  deals: [
    'amount',
    'closedate',
    'createdate',
    'dealname',
    'dealstage',
    'hs_lastmodifieddate',
    'hs_object_id',
    'pipeline',
  ],
  calls: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  tasks: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
}

/** What a search looks for its `query` in. */
export const QUERIED_PROPERTIES: Readonly<Record<ObjectType, readonly string[]>> = {
  contacts: [
    'firstname',
    'lastname',
    'email',
    'phone',
    'mobilephone',
    'company',
    'fax',
    'hs_searchable_calculated_phone_number',
    'hs_searchable_calculated_mobile_number',
  ],
  companies: ['name', 'domain', 'website', 'phone'],
  deals: ['dealname', 'dealstage', 'pipeline', 'description'],
  calls: ['hs_call_title', 'hs_body_preview'],
  tasks: ['hs_task_subject', 'hs_body_preview'],
}
