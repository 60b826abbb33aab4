// Reads the definition of a property as clients send it: what may be said of one, and what goes with what. Pure.
import { conflict, fieldsOf, textIn } from './asked.ts'
import type { ObjectType } from './object-types.ts'
import { invalid } from './problem.ts'
import type { PropertyDefinition, PropertyOption, PropertyType } from './properties.ts'
import type { Json } from './render.ts'
import { isArchived, type Schema } from './schema.ts'

// Which fields show which types, as HubSpot's guide to properties lists them.
const FIELD_TYPES: Readonly<Partial<Record<PropertyType, readonly string[]>>> = {
  string: ['text', 'textarea', 'phonenumber', 'html', 'file'],
  number: ['number'],
  date: ['date'],
  datetime: ['date'],
  bool: ['booleancheckbox'],
  enumeration: ['select', 'radio', 'checkbox', 'booleancheckbox'],
}

/** What of a property can be changed once it is there. */
export const MUTABLE = [
  'label',
  'type',
  'fieldType',
  'groupName',
  'description',
  'options',
  'displayOrder',
  'hidden',
  'formField',
]
/** What cannot. */
export const FIXED = ['name', 'hasUniqueValue']

export interface Adding {
  readonly schema: Schema
  readonly type: ObjectType
  readonly at: number
}

/** @throws PortalProblem when it is none, or there is one of its name */
export function readNew({ schema, type, at }: Adding, given: unknown): PropertyDefinition {
  const fields = fieldsOf(given, [...MUTABLE, ...FIXED])
  const missing = ['groupName', 'name', 'label', 'type', 'fieldType'].filter((name) => !fields[name])
  if (missing.length > 0)
    throw invalid(`Invalid input JSON: some required fields were not set: [${missing.join(', ')}]`)
  const name = expectName(textIn(fields, 'name') ?? '')
  const known = schema.properties[type].get(name)
  if (known !== undefined && !isArchived(known)) throw conflict(`Property "${name}" already exists.`)
  const fresh: PropertyDefinition = {
    ...NEW,
    name,
    hasUniqueValue: flagIn(fields, 'hasUniqueValue', false),
    own: { createdAt: at, updatedAt: at, archivedAt: null },
  }
  return readChange(schema, type, { before: fresh, fields })
}

const NEW: PropertyDefinition = {
  name: '',
  label: '',
  type: 'string',
  fieldType: 'text',
  groupName: '',
  description: '',
  options: [],
  displayOrder: -1,
  isHidden: false,
  isFormField: false,
  isReadOnly: false,
  hasUniqueValue: false,
  own: null,
}

/** A name that a property or a group may have. */
export function expectName(name: string): string {
  if (/^[a-z][a-z0-9_]{0,99}$/.test(name)) return name
  throw invalid(
    `Invalid name "${name}": expected a lower-case letter, then lower-case letters, digits and underscores, 100 at most`,
  )
}

/** A property with what is stated of it in place of what was. @throws PortalProblem when that makes none */
export function readChange(
  schema: Schema,
  objectType: ObjectType,
  { before, fields }: { readonly before: PropertyDefinition; readonly fields: Json },
): PropertyDefinition {
  const type = readType(textIn(fields, 'type') ?? before.type)
  const fieldType = textIn(fields, 'fieldType') ?? before.fieldType
  if (!FIELD_TYPES[type]?.includes(fieldType)) {
    throw invalid(`Invalid fieldType "${fieldType}": type ${type} is shown by ${FIELD_TYPES[type]?.join(', ')}`)
  }
  const groupName = textIn(fields, 'groupName') ?? before.groupName
  if (!schema.groups[objectType].has(groupName)) throw invalid(`Property group "${groupName}" does not exist`)
  const options = fields['options'] === undefined ? before.options : readOptions(fields['options'])
  if (type === 'enumeration' && options.length === 0) throw invalid('options: an enumeration has at least one')
  if (type !== 'enumeration' && type !== 'bool' && options.length > 0) throw invalid(`options: a ${type} has none`)
  return {
    ...before,
    type,
    fieldType,
    groupName,
    options,
    label: textIn(fields, 'label') ?? before.label,
    description: textIn(fields, 'description') ?? before.description,
    displayOrder: orderIn(fields, before.displayOrder),
    isHidden: flagIn(fields, 'hidden', before.isHidden),
    isFormField: flagIn(fields, 'formField', before.isFormField),
  }
}

function readType(text: string): PropertyType {
  const type = Object.keys(FIELD_TYPES).find((each) => each === text)
  if (type !== undefined) return type as PropertyType
  throw invalid(`Invalid type "${text}": expected one of ${Object.keys(FIELD_TYPES).join(', ')}`)
}

function readOptions(given: unknown): PropertyOption[] {
  if (!Array.isArray(given)) throw invalid('Invalid input JSON: expected "options" to be a list')
  const options = given.map((each) => {
    const fields = fieldsOf(each, ['label', 'value', 'displayOrder', 'hidden', 'description'])
    const [label, value] = [textIn(fields, 'label') ?? '', textIn(fields, 'value') ?? '']
    if (label === '' || value === '') throw invalid('options: some required fields were not set: [label, value]')
    const isHidden = flagIn(fields, 'hidden', false)
    return {
      label,
      value,
      displayOrder: orderIn(fields, -1),
      isHidden,
      description: textIn(fields, 'description') ?? '',
    }
  })
  if (new Set(options.map(({ value }) => value)).size < options.length)
    throw invalid('options: two have the same value')
  return options
}

export function flagIn(fields: Json, name: string, usual: boolean): boolean {
  const value = fields[name] ?? usual
  if (typeof value === 'boolean') return value
  throw invalid(`Invalid input JSON: expected "${name}" to be true or false`)
}

export function orderIn(fields: Json, usual: number): number {
  const value = fields['displayOrder'] ?? usual
  if (typeof value === 'number' && Number.isInteger(value) && value >= -1) return value
  throw invalid('Invalid input JSON: expected "displayOrder" to be a whole number from -1')
}
