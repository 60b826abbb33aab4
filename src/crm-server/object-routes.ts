// Requests for records themselves: list, read, write, archive, search, merge, wipe, singly and in batches. Pure.
import {
  conflict,
  expectExact,
  expectRecord,
  fieldsOf,
  idIn,
  idOf,
  inputsOf,
  limitIn,
  missingError,
  renderBatch,
  shownBy,
  typeOf,
} from './asked.ts'
import { type LinkType, linkTypeOf, type ObjectType, TYPE_NAMES } from './object-types.ts'
import {
  allRecords,
  archiveRecord,
  createRecord,
  findByEmail,
  findRecord,
  linkRecords,
  mergeRecords,
  type Portal,
  type PortalRecord,
  type Properties,
  updateRecord,
  wipeRecord,
} from './portal.ts'
import { invalid, notFound } from './problem.ts'
import { type Json, pickProperties, renderPaging, renderRecord, type Shown } from './render.ts'
import type { Asked, Reply, Route } from './routes.ts'
import { readSearch, searchRecords } from './search.ts'
import { readProperties } from './validate.ts'

const MOST_IN_BATCH = 100
const MOST_ON_PAGE = 100
const RECYCLE_BIN_MS = 90 * 24 * 60 * 60 * 1_000

export const OBJECT_ROUTES: readonly Route[] = [
  { method: 'GET', api: 'objects', pattern: ':type', access: 'read', run: list },
  { method: 'POST', api: 'objects', pattern: ':type', access: 'write', run: create },
  { method: 'POST', api: 'objects', pattern: ':type/search', access: 'read', run: search },
  { method: 'POST', api: 'objects', pattern: ':type/merge', access: 'write', run: merge },
  { method: 'POST', api: 'objects', pattern: ':type/gdpr-delete', access: 'write', run: wipe },
  { method: 'POST', api: 'objects', pattern: ':type/batch/read', access: 'read', run: readBatch },
  { method: 'POST', api: 'objects', pattern: ':type/batch/create', access: 'write', run: createBatch },
  { method: 'POST', api: 'objects', pattern: ':type/batch/update', access: 'write', run: updateBatch },
  { method: 'POST', api: 'objects', pattern: ':type/batch/upsert', access: 'write', run: upsertBatch },
  { method: 'POST', api: 'objects', pattern: ':type/batch/archive', access: 'write', run: archiveBatch },
  { method: 'GET', api: 'objects', pattern: ':type/:id', access: 'read', run: read },
  { method: 'PATCH', api: 'objects', pattern: ':type/:id', access: 'write', run: update },
  { method: 'DELETE', api: 'objects', pattern: ':type/:id', access: 'write', run: archive },
]

const DEFAULTS: Shown = { properties: null, associations: [] }

function list({ portal, params, query, path, at, overlap }: Asked): Reply {
  const type = typeOf(params['type'])
  const limit = limitIn(query, 10, MOST_ON_PAGE)
  const shown = shownBy(query)
  const isArchived = query.get('archived') === 'true'
  const records = allRecords(portal, type)
  const after = query.get('after')
  const page: PortalRecord[] = []
  let index = after ? Math.max(0, firstBehind(records, after) - overlap) : 0
  for (; index < records.length && page.length <= limit; index += 1) {
    const record = records[index]
    if (record !== undefined && isListed(record, isArchived, at)) page.push(record)
  }
  const last = page.length > limit ? (page[limit - 1]?.id ?? null) : null
  const results = page.slice(0, limit).map((record) => renderRecord(portal, record, shown))
  return { status: 200, body: { results, ...renderPaging(last, (id) => linkTo(path, query, id)) } }
}

function isListed({ archivedAt }: PortalRecord, isArchived: boolean, at: number): boolean {
  return archivedAt === null ? !isArchived : isArchived && archivedAt >= at - RECYCLE_BIN_MS
}

function firstBehind(records: readonly PortalRecord[], after: string): number {
  const id = Number(after)
  if (!Number.isFinite(id)) throw invalid(`Invalid paging cursor: "${after}"`)
  let [low, high] = [0, records.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (Number(records[middle]?.id) <= id) low = middle + 1
    else high = middle
  }
  return low
}

function linkTo(path: string, query: URLSearchParams, after: string): string {
  const next = new URLSearchParams(query)
  next.set('after', after)
  return `https://api.hubapi.com${path}?${next}`
}

function read({ portal, params, query }: Asked): Reply {
  const type = typeOf(params['type'])
  const id = params['id'] ?? ''
  const found =
    query.get('archived') === 'true'
      ? (portal.shelves[type].byId.get(id) ?? null)
      : findBy(portal, { type, id, idProperty: query.get('idProperty') })
  if (found === null) throw notFound(type, id)
  return { status: 200, body: renderRecord(portal, found, shownBy(query)) }
}

interface Wanted {
  readonly type: ObjectType
  readonly id: string
  readonly idProperty: unknown
}

function findBy(portal: Portal, { type, id, idProperty }: Wanted): PortalRecord | null {
  if (idProperty === undefined || idProperty === null || idProperty === '' || idProperty === 'hs_object_id') {
    return findRecord(portal, type, id)
  }
  if (type === 'contacts' && idProperty === 'email') return findByEmail(portal, id)
  throw invalid(`The property ${idProperty} is not a unique identifier of ${type}`)
}

interface Draft {
  readonly properties: Properties
  readonly links: readonly { readonly type: LinkType; readonly record: PortalRecord }[]
}

// Everything is checked before anything is written: a refused request leaves no trace.
function readDraft(portal: Portal, type: ObjectType, input: Json): Draft {
  const properties = readProperties(type, input['properties'] ?? {}, true)
  expectFree(portal, type, { properties })
  const associations = input['associations'] ?? []
  if (!Array.isArray(associations)) throw invalid('Invalid input JSON: expected "associations" to be a list')
  return { properties, links: associations.flatMap((each) => readAssociation(portal, type, fieldsOf(each))) }
}

function expectFree(
  portal: Portal,
  type: ObjectType,
  { properties, own }: { properties: Properties; own?: PortalRecord },
): void {
  const email = properties['email']
  const holder = type === 'contacts' && email ? findByEmail(portal, email) : null
  if (holder !== null && holder !== own) throw conflict(`Contact already exists. Existing ID: ${holder.id}`)
}

function readAssociation(portal: Portal, from: ObjectType, { to, types }: Json): Draft['links'] {
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
  const { associationCategory, associationTypeId } = fieldsOf(given)
  const type = associationCategory === 'HUBSPOT_DEFINED' ? linkTypeOf(Number(associationTypeId)) : null
  if (type === null) throw invalid(`There is no association type ${associationCategory} ${associationTypeId}`)
  return type
}

function createFrom(portal: Portal, type: ObjectType, { draft, at }: { draft: Draft; at: number }): PortalRecord {
  const record = createRecord(portal, { type, properties: draft.properties }, at)
  for (const link of draft.links) linkRecords(portal, [record, link.record], link.type, at)
  return record
}

function create({ portal, params, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const input = fieldsOf(body)
  const record = createFrom(portal, type, { draft: readDraft(portal, type, input), at })
  return { status: 201, body: renderWritten(portal, record, input) }
}

// A written record comes back with what was written.
function renderWritten(portal: Portal, record: PortalRecord, input: Json): Json {
  const properties = Object.keys((input['properties'] ?? {}) as Json)
  return renderRecord(portal, record, { properties, associations: [] })
}

function createBatch({ portal, params, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const inputs = inputsOf(body, MOST_IN_BATCH)
  const drafts = inputs.map((input) => readDraft(portal, type, input))
  const emails = drafts.flatMap(({ properties }) => properties['email']?.toLowerCase() ?? [])
  if (type === 'contacts' && new Set(emails).size < emails.length) throw conflict('Duplicate emails in one batch')
  const results = drafts.map((draft, index) => {
    return renderWritten(portal, createFrom(portal, type, { draft, at }), inputs[index] ?? {})
  })
  return renderBatch(at, { results }, 201)
}

function update({ portal, params, query, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const id = params['id'] ?? ''
  const record = findBy(portal, { type, id, idProperty: query.get('idProperty') })
  if (record === null) throw notFound(type, id)
  const input = fieldsOf(body)
  const properties = readProperties(type, input['properties'], false)
  expectFree(portal, type, { properties, own: record })
  updateRecord(portal, record, properties, at)
  return { status: 200, body: renderWritten(portal, record, input) }
}

function updateBatch({ portal, params, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const missing: string[] = []
  const changes = inputsOf(body, MOST_IN_BATCH).flatMap((input) => {
    const id = idOf(input['id'])
    const properties = readProperties(type, input['properties'], false)
    const record = findBy(portal, { type, id, idProperty: input['idProperty'] })
    if (record === null) missing.push(id)
    else expectFree(portal, type, { properties, own: record })
    return record === null ? [] : [{ record, properties, input }]
  })
  const results = changes.map(({ record, properties, input }) => {
    updateRecord(portal, record, properties, at)
    return renderWritten(portal, record, input)
  })
  return renderBatch(at, { results, errors: missingError(missing, type) })
}

function upsertBatch({ portal, params, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const changes = inputsOf(body, MOST_IN_BATCH).map((input) => {
    const id = idOf(input['id'])
    const record = findBy(portal, { type, id, idProperty: input['idProperty'] })
    const own = input['idProperty'] === 'email' ? { email: id } : {}
    const properties = readProperties(type, { ...own, ...fieldsOf(input['properties'] ?? {}) }, record === null)
    if (record === null && input['idProperty'] !== 'email') throw notFound(type, id)
    return { record, properties, input }
  })
  const results = changes.map(({ record, properties, input }) => {
    if (record !== null) updateRecord(portal, record, properties, at)
    const written = record ?? createRecord(portal, { type, properties }, at)
    return { ...renderWritten(portal, written, input), new: record === null }
  })
  return renderBatch(at, { results })
}

function readBatch({ portal, params, query, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const fields = fieldsOf(body)
  const ids = inputsOf(body, MOST_IN_BATCH).map((input) => idOf(input['id']))
  const properties = Array.isArray(fields['properties']) ? fields['properties'].map(String) : null
  const isArchived = query.get('archived') === 'true'
  const find = (id: string) => findBy(portal, { type, id, idProperty: fields['idProperty'] })
  const findArchived = (id: string) => portal.shelves[type].byId.get(id) ?? null
  const found = ids.map((id) => ({ id, record: isArchived ? findArchived(id) : find(id) }))
  const records = new Set(found.flatMap(({ record }) => record ?? []))
  const results = Array.from(records, (record) => renderRecord(portal, record, { properties, associations: [] }))
  const missing = found.flatMap(({ id, record }) => (record === null ? [id] : []))
  return renderBatch(at, { results, errors: missingError(missing, type) })
}

function archive({ portal, params, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const id = params['id'] ?? ''
  const found = portal.shelves[type].byId.get(id)
  if (found === undefined) throw notFound(type, id)
  if (found.archivedAt === null) archiveRecord(portal, found, at)
  return { status: 204, body: null }
}

function archiveBatch({ portal, params, body, at }: Asked): Reply {
  const { byId } = portal.shelves[typeOf(params['type'])]
  for (const input of inputsOf(body, MOST_IN_BATCH)) {
    const found = byId.get(idOf(input['id']))
    if (found !== undefined && found.archivedAt === null) archiveRecord(portal, found, at)
  }
  return { status: 204, body: null }
}

function search({ portal, params, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const asked = readSearch(type, fieldsOf(body))
  const { total, page, after } = searchRecords(portal, type, asked, at)
  return {
    status: 200,
    body: { total, results: page.map((each) => renderFound(portal, each, asked)), ...pagingOf(after) },
  }
}

const pagingOf = (after: string | null) => renderPaging(after, (offset) => `?after=${offset}`)

// As the index has it, which may be behind.
function renderFound(portal: Portal, record: PortalRecord, { properties }: Pick<Shown, 'properties'>): Json {
  const indexed = record.indexed ?? record.properties
  const rendered = renderRecord(portal, record, DEFAULTS)
  const updatedAt = indexed[TYPE_NAMES[record.type].modified]
  return { ...rendered, properties: pickProperties(record, indexed, properties), archived: false, updatedAt }
}

function merge({ portal, params, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const { primaryObjectId, objectIdToMerge } = fieldsOf(body)
  const primary = expectRecord(portal, type, idOf(primaryObjectId))
  const lost = expectRecord(portal, type, idOf(objectIdToMerge))
  if (primary === lost) throw invalid('A record cannot be merged into itself')
  return { status: 200, body: renderRecord(portal, mergeRecords(portal, primary, lost, at), DEFAULTS) }
}

function wipe({ portal, params, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const { objectId, idProperty } = fieldsOf(body)
  const record =
    findBy(portal, { type, id: idOf(objectId), idProperty }) ?? portal.shelves[type].byId.get(idOf(objectId))
  if (record !== undefined) wipeRecord(portal, record, at)
  return { status: 204, body: null }
}
