// The kinds of records a portal holds, the names and ids HubSpot has for them, and the types of association between
// them. Data only.

export const OBJECT_TYPES = ['contacts', 'companies', 'deals', 'calls', 'tasks'] as const

export type ObjectType = (typeof OBJECT_TYPES)[number]

interface TypeNames {
  readonly id: string
  readonly singular: string
  /** Its label in sentences. */
  readonly label: string
  /** The property that holds when a record changed last: contacts have a name of their own for it. */
  readonly modified: 'lastmodifieddate' | 'hs_lastmodifieddate'
  readonly created: 'createdate' | 'hs_createdate'
}

/** By plural, as in the newer paths. */
export const TYPE_NAMES: Readonly<Record<ObjectType, TypeNames>> = {
  contacts: {
    id: '0-1',
    singular: 'contact',
    label: 'Contact',
    modified: 'lastmodifieddate',
    created: 'createdate',
  },
  companies: {
    id: '0-2',
    singular: 'company',
    label: 'Company',
    modified: 'hs_lastmodifieddate',
    created: 'createdate',
  },
  deals: { id: '0-3', singular: 'deal', label: 'Deal', modified: 'hs_lastmodifieddate', created: 'createdate' },
  calls: { id: '0-48', singular: 'call', label: 'Call', modified: 'hs_lastmodifieddate', created: 'hs_createdate' },
  tasks: { id: '0-27', singular: 'task', label: 'Task', modified: 'hs_lastmodifieddate', created: 'hs_createdate' },
}

/** A type by any name HubSpot takes: `contacts`, `Contact`, `0-1`. */
export function readObjectType(text: string): ObjectType | null {
  const name = text.toLowerCase()
  return (
    OBJECT_TYPES.find((type) => name === type || name === TYPE_NAMES[type].singular || name === TYPE_NAMES[type].id) ??
    null
  )
}

/** Records of a contact's timeline: writing one changes the contact's date of modification, as on HubSpot. */
export function isActivity(type: ObjectType): boolean {
  return type === 'calls' || type === 'tasks'
}

export interface LinkType {
  readonly from: ObjectType
  readonly to: ObjectType
  readonly typeId: number
  /** The type of the same association seen from the other end. */
  readonly reverseId: number
  readonly isPrimary: boolean
}

// HubSpot's own numbers; each association has one for either direction.
const PAIRS: readonly (readonly [ObjectType, ObjectType, typeId: number, reverseId: number, primary?: 'primary'])[] = [
  ['contacts', 'companies', 279, 280],
  ['contacts', 'companies', 1, 2, 'primary'],
  ['contacts', 'deals', 4, 3],
  ['deals', 'companies', 341, 342],
  ['deals', 'companies', 5, 6, 'primary'],
  ['calls', 'contacts', 194, 193],
  ['calls', 'companies', 182, 181],
  ['calls', 'deals', 206, 205],
  ['tasks', 'contacts', 204, 203],
  ['tasks', 'companies', 192, 191],
  ['tasks', 'deals', 216, 215],
]

export const LINK_TYPES: readonly LinkType[] = PAIRS.flatMap(([from, to, typeId, reverseId, primary]) => [
  { from, to, typeId, reverseId, isPrimary: primary !== undefined },
  { from: to, to: from, typeId: reverseId, reverseId: typeId, isPrimary: primary !== undefined },
])

const BY_ID = new Map(LINK_TYPES.map((type) => [type.typeId, type]))

export function linkTypeOf(typeId: number): LinkType | null {
  return BY_ID.get(typeId) ?? null
}

/** The unlabelled type between two kinds of records; null where HubSpot has none. */
export function defaultLinkType(from: ObjectType, to: ObjectType): LinkType | null {
  return LINK_TYPES.find((type) => type.from === from && type.to === to && !type.isPrimary) ?? null
}

/** The type that marks the one company of a record; null where there is none. */
export function primaryLinkType(from: ObjectType, to: ObjectType): LinkType | null {
  return LINK_TYPES.find((type) => type.from === from && type.to === to && type.isPrimary) ?? null
}

/** As v3 calls it: `contact_to_company`, and `contact_to_company_unlabeled` beside the primary one. */
export function linkTypeName(type: LinkType): string {
  const name = `${TYPE_NAMES[type.from].singular}_to_${TYPE_NAMES[type.to].singular}`
  return !type.isPrimary && primaryLinkType(type.from, type.to) !== null ? `${name}_unlabeled` : name
}
