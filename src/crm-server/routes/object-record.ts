// What requests for one record and for batches share: finding a record, reading what is to be written, showing it. Pure.
import { expectExact, fieldsOf, idIn } from '../asked.ts'
import { type LinkType, linkTypeOf, type ObjectType, TYPE_NAMES } from '../object-types.ts'
import { createRecord, definitionOf, findRecord, linkRecords, type Portal } from '../portal.ts'
import { invalid } from '../problem.ts'
import type { PortalRecord, Properties } from '../record.ts'
import { type Json, renderRecord, type Shown } from '../render.ts'
import { expectFree, findByValue } from '../unique.ts'
import { readProperties } from '../validate.ts'

// A name for the trail of a write, which clients may give.
export const TRACE = 'objectWriteTraceId'

export const DEFAULTS: Shown = { properties: null, history: [], associations: [] }

export interface Wanted {
  readonly type: ObjectType
  readonly id: string
  readonly idProperty: string | null
}

/** The record by its id, or by a property whose values are unique; null when there is none. @throws PortalProblem for another property */
export function findBy(portal: Portal, { type, id, idProperty }: Wanted): PortalRecord | null {
  if (idProperty === null || idProperty === '' || idProperty === 'hs_object_id') return findRecord(portal, type, id)
  const definition = definitionOf(portal, type, idProperty)
  if (definition?.hasUniqueValue) return findByValue(portal, type, { name: idProperty, value: id })
  throw invalid(`The property ${idProperty} is not a unique identifier of ${type}`)
}

/** A record in the recycle bin, or null. */
export function findArchived(portal: Portal, type: ObjectType, id: string): PortalRecord | null {
  const found = portal.shelves[type].byId.get(id)
  return found === undefined || found.archivedAt === null ? null : found
}

export interface Draft {
  readonly properties: Properties
  readonly links: readonly { readonly type: LinkType; readonly record: PortalRecord }[]
}

export const CREATED = ['properties', 'associations', TRACE]
export const CHANGED = ['properties', TRACE]

/** What a request asks to create. Everything is checked before anything is written: a refused request leaves no trace. @throws PortalProblem */
export function readDraft(portal: Portal, type: ObjectType, input: Json): Draft {
  const properties = readProperties(portal, type, { given: input['properties'] ?? {}, isNew: true })
  expectFree(portal, type, { properties, own: null })
  const associations = input['associations'] ?? []
  if (!Array.isArray(associations)) throw invalid('Invalid input JSON: expected "associations" to be a list')
  return { properties, links: associations.flatMap((each) => readAssociation(portal, type, each)) }
}

function readAssociation(portal: Portal, from: ObjectType, given: unknown): Draft['links'] {
  const { to, types } = fieldsOf(given, ['to', 'types'])
  const id = idIn(to)
  if (!Array.isArray(types) || types.length === 0)
    throw invalid('associations: some required fields were not set: [types]')
  return types.map((each) => {
    const type = readLinkType(each)
    if (type.from !== from) {
      throw invalid(`Association type ${type.typeId} is not valid from ${TYPE_NAMES[from].singular}`)
    }
    return { type, record: expectExact(portal, type.to, id) }
  })
}

/** The type in `{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 194}`. */
export function readLinkType(given: unknown): LinkType {
  const { associationCategory, associationTypeId } = fieldsOf(given, ['associationCategory', 'associationTypeId'])
  const isId = /^\d{1,9}$/.test(String(associationTypeId))
  const type = isId && associationCategory === 'HUBSPOT_DEFINED' ? linkTypeOf(Number(associationTypeId)) : null
  if (type === null) throw invalid(`There is no association type ${associationCategory} ${associationTypeId}`)
  return type
}

/** Writes a draft that was read. */
export function createFrom(
  portal: Portal,
  type: ObjectType,
  { draft, at }: { draft: Draft; at: number },
): PortalRecord {
  const record = createRecord(portal, { type, properties: draft.properties }, at)
  for (const link of draft.links) linkRecords(portal, [record, link.record], link.type, at)
  return record
}

/** A written record comes back with what was written. */
export function renderWritten(portal: Portal, record: PortalRecord, input: Json): Json {
  const properties = Object.keys((input['properties'] ?? {}) as Json)
  return renderRecord(portal, record, { ...DEFAULTS, properties })
}
