// Requests for records themselves: list, read, write, archive, search, merge, wipe, singly and in batches. Pure.
import { compareIds } from '../../core/contact.ts'
import {
  afterIn,
  expectExact,
  expectRecord,
  fieldsOf,
  idIn,
  idOf,
  inputsOf,
  isArchivedIn,
  limitIn,
  missingError,
  renderBatch,
  shownBy,
  textIn,
  textsIn,
  typeOf,
} from '../asked.ts'
import { type LinkType, linkTypeOf, type ObjectType, TYPE_NAMES } from '../object-types.ts'
import {
  allRecords,
  archiveRecord,
  createRecord,
  definitionOf,
  findRecord,
  linkRecords,
  mergeRecords,
  type Portal,
  updateRecord,
  wipeRecord,
} from '../portal.ts'
import { invalid, notFound } from '../problem.ts'
import type { PortalRecord, Properties } from '../record.ts'
import { type Json, pickProperties, renderPaging, renderRecord, type Shown } from '../render.ts'
import type { Asked, Reply, Route } from '../route.ts'
import { readSearch, searchRecords } from '../search.ts'
import { expectDistinct, expectFree, findByValue } from '../unique.ts'
import { readProperties } from '../validate.ts'

const MOST_IN_BATCH = 100
const MOST_ON_PAGE = 100
// A page with histories is smaller; so is what clients ask for.
const MOST_ON_PAGE_WITH_HISTORY = 50
const RECYCLE_BIN_MS = 90 * 24 * 60 * 60 * 1_000

const SHOWN = ['properties', 'propertiesWithHistory', 'associations', 'archived']

export const OBJECT_ROUTES: readonly Route[] = [
  { method: 'GET', api: 'objects', pattern: ':type', query: ['limit', 'after', ...SHOWN], access: 'read', run: list },
  { method: 'POST', api: 'objects', pattern: ':type', access: 'write', run: create },
  { method: 'POST', api: 'objects', pattern: ':type/search', access: 'read', run: search },
  { method: 'POST', api: 'objects', pattern: ':type/merge', access: 'write', run: merge },
  { method: 'POST', api: 'objects', pattern: ':type/gdpr-delete', access: 'write', run: wipe },
  { method: 'POST', api: 'objects', pattern: ':type/batch/read', query: ['archived'], access: 'read', run: readBatch },
  { method: 'POST', api: 'objects', pattern: ':type/batch/create', access: 'write', run: createBatch },
  { method: 'POST', api: 'objects', pattern: ':type/batch/update', access: 'write', run: updateBatch },
  { method: 'POST', api: 'objects', pattern: ':type/batch/upsert', access: 'write', run: upsertBatch },
  { method: 'POST', api: 'objects', pattern: ':type/batch/archive', access: 'write', run: archiveBatch },
  { method: 'GET', api: 'objects', pattern: ':type/:id', query: ['idProperty', ...SHOWN], access: 'read', run: read },
  { method: 'PATCH', api: 'objects', pattern: ':type/:id', query: ['idProperty'], access: 'write', run: update },
  { method: 'DELETE', api: 'objects', pattern: ':type/:id', access: 'write', run: archive },
]

// A name for the trail of a write, which clients may give.
const TRACE = 'objectWriteTraceId'

const DEFAULTS: Shown = { properties: null, history: [], associations: [] }

function list({ portal, params, query, path, at, overlap }: Asked): Reply {
  const type = typeOf(params['type'])
  const shown = shownBy(query)
  const limit = limitIn(query, 10, shown.history.length > 0 ? MOST_ON_PAGE_WITH_HISTORY : MOST_ON_PAGE)
  const isArchived = isArchivedIn(query)
  const records = allRecords(portal, type)
  const after = afterIn(query.get('after'))
  const page: PortalRecord[] = []
  let index = after === null ? 0 : Math.max(0, firstBehind(records, after) - overlap)
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
  let [low, high] = [0, records.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareIds(records[middle]?.id ?? '', after) <= 0) low = middle + 1
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
  const idProperty = query.get('idProperty')
  const found = isArchivedIn(query) ? findArchived(portal, type, id) : findBy(portal, { type, id, idProperty })
  if (found === null) throw notFound(type, id)
  return { status: 200, body: renderRecord(portal, found, shownBy(query)) }
}

interface Wanted {
  readonly type: ObjectType
  readonly id: string
  readonly idProperty: string | null
}

function findBy(portal: Portal, { type, id, idProperty }: Wanted): PortalRecord | null {
  if (idProperty === null || idProperty === '' || idProperty === 'hs_object_id') return findRecord(portal, type, id)
  const definition = definitionOf(portal, type, idProperty)
  if (definition?.hasUniqueValue) return findByValue(portal, type, { name: idProperty, value: id })
  throw invalid(`The property ${idProperty} is not a unique identifier of ${type}`)
}

function findArchived(portal: Portal, type: ObjectType, id: string): PortalRecord | null {
  const found = portal.shelves[type].byId.get(id)
  return found === undefined || found.archivedAt === null ? null : found
}

interface Draft {
  readonly properties: Properties
  readonly links: readonly { readonly type: LinkType; readonly record: PortalRecord }[]
}

const CREATED = ['properties', 'associations', TRACE]
const CHANGED = ['properties', TRACE]

// Everything is checked before anything is written: a refused request leaves no trace.
function readDraft(portal: Portal, type: ObjectType, input: Json): Draft {
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

function createFrom(portal: Portal, type: ObjectType, { draft, at }: { draft: Draft; at: number }): PortalRecord {
  const record = createRecord(portal, { type, properties: draft.properties }, at)
  for (const link of draft.links) linkRecords(portal, [record, link.record], link.type, at)
  return record
}

function create({ portal, params, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const input = fieldsOf(body, CREATED)
  const record = createFrom(portal, type, { draft: readDraft(portal, type, input), at })
  return { status: 201, body: renderWritten(portal, record, input) }
}

// A written record comes back with what was written.
function renderWritten(portal: Portal, record: PortalRecord, input: Json): Json {
  const properties = Object.keys((input['properties'] ?? {}) as Json)
  return renderRecord(portal, record, { ...DEFAULTS, properties })
}

function createBatch({ portal, params, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const inputs = inputsOf(body, MOST_IN_BATCH, { input: CREATED })
  const drafts = inputs.map((input) => readDraft(portal, type, input))
  expectDistinct(
    portal,
    type,
    drafts.map(({ properties }) => properties),
  )
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
  const input = fieldsOf(body, CHANGED)
  const properties = readProperties(portal, type, { given: input['properties'], isNew: false })
  expectFree(portal, type, { properties, own: record })
  updateRecord(portal, record, properties, at)
  return { status: 200, body: renderWritten(portal, record, input) }
}

function updateBatch({ portal, params, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const missing: string[] = []
  const changes = inputsOf(body, MOST_IN_BATCH, { input: ['id', 'idProperty', ...CHANGED] }).flatMap((input) => {
    const id = idOf(input['id'])
    const properties = readProperties(portal, type, { given: input['properties'], isNew: false })
    const record = findBy(portal, { type, id, idProperty: textIn(input, 'idProperty') })
    if (record === null) missing.push(id)
    else expectFree(portal, type, { properties, own: record })
    return record === null ? [] : [{ record, properties, input }]
  })
  expectDistinct(
    portal,
    type,
    changes.map(({ properties }) => properties),
  )
  const results = changes.map(({ record, properties, input }) => {
    updateRecord(portal, record, properties, at)
    return renderWritten(portal, record, input)
  })
  return renderBatch(at, { results, errors: missingError(missing, type) })
}

function upsertBatch({ portal, params, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const changes = inputsOf(body, MOST_IN_BATCH, { input: ['id', 'idProperty', ...CHANGED] }).map((input) => {
    const id = idOf(input['id'])
    const idProperty = textIn(input, 'idProperty')
    const record = findBy(portal, { type, id, idProperty })
    const isById = idProperty === null || idProperty === '' || idProperty === 'hs_object_id'
    if (record === null && isById) throw notFound(type, id)
    const own = isById ? {} : { [idProperty]: id }
    const given = { ...own, ...(input['properties'] ?? {}) }
    const properties = readProperties(portal, type, { given, isNew: record === null })
    expectFree(portal, type, { properties, own: record })
    return { record, properties, input }
  })
  expectDistinct(
    portal,
    type,
    changes.map(({ properties }) => properties),
  )
  const results = changes.map(({ record, properties, input }) => {
    if (record !== null) updateRecord(portal, record, properties, at)
    const written = record ?? createRecord(portal, { type, properties }, at)
    return { ...renderWritten(portal, written, input), new: record === null }
  })
  return renderBatch(at, { results })
}

function readBatch({ portal, params, query, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const known = { body: ['properties', 'propertiesWithHistory', 'idProperty'], input: ['id'] }
  const ids = inputsOf(body, MOST_IN_BATCH, known).map((input) => idOf(input['id']))
  const fields = fieldsOf(body, ['inputs', ...known.body])
  const shown = {
    ...DEFAULTS,
    properties: textsIn(fields, 'properties'),
    history: textsIn(fields, 'propertiesWithHistory') ?? [],
  }
  const isArchived = isArchivedIn(query)
  const idProperty = textIn(fields, 'idProperty')
  const found = ids.map((id) => {
    return { id, record: isArchived ? findArchived(portal, type, id) : findBy(portal, { type, id, idProperty }) }
  })
  const records = new Set(found.flatMap(({ record }) => record ?? []))
  const results = Array.from(records, (record) => renderRecord(portal, record, shown))
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
  for (const input of inputsOf(body, MOST_IN_BATCH, { input: ['id'] })) {
    const found = byId.get(idOf(input['id']))
    if (found !== undefined && found.archivedAt === null) archiveRecord(portal, found, at)
  }
  return { status: 204, body: null }
}

function search({ portal, params, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const asked = readSearch(portal, type, body)
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
  return {
    ...rendered,
    properties: pickProperties(portal, record, { values: indexed, asked: properties }),
    archived: false,
    updatedAt,
  }
}

function merge({ portal, params, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const { primaryObjectId, objectIdToMerge } = fieldsOf(body, ['primaryObjectId', 'objectIdToMerge', TRACE])
  const primary = expectRecord(portal, type, idOf(primaryObjectId))
  const lost = expectRecord(portal, type, idOf(objectIdToMerge))
  if (primary === lost) throw invalid('A record cannot be merged into itself')
  return { status: 200, body: renderRecord(portal, mergeRecords(portal, primary, lost, at), DEFAULTS) }
}

function wipe({ portal, params, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const fields = fieldsOf(body, ['objectId', 'idProperty'])
  const id = idOf(fields['objectId'])
  const record =
    findBy(portal, { type, id, idProperty: textIn(fields, 'idProperty') }) ?? findArchived(portal, type, id)
  if (record !== null) wipeRecord(portal, record, at)
  return { status: 204, body: null }
}
