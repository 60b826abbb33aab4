// Requests for records themselves: list, read, write, archive, search, merge, wipe. Pure.
import { compareIds } from '../../core/contact.ts'
import { afterIn, expectRecord, fieldsOf, idOf, isArchivedIn, limitIn, shownBy, textIn, typeOf } from '../asked.ts'
import { TYPE_NAMES } from '../object-types.ts'
import { allRecords, archiveRecord, mergeRecords, type Portal, updateRecord, wipeRecord } from '../portal.ts'
import { invalid, notFound } from '../problem.ts'
import type { PortalRecord } from '../record.ts'
import { type Json, pickProperties, renderPaging, renderRecord, type Shown } from '../render.ts'
import type { Asked, Reply, Route } from '../route.ts'
import { readSearch, searchRecords } from '../search.ts'
import { expectFree } from '../unique.ts'
import { readProperties } from '../validate.ts'
import {
  CHANGED,
  CREATED,
  createFrom,
  DEFAULTS,
  findArchived,
  findBy,
  readDraft,
  renderWritten,
  TRACE,
} from './object-record.ts'

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
  { method: 'GET', api: 'objects', pattern: ':type/:id', query: ['idProperty', ...SHOWN], access: 'read', run: read },
  { method: 'PATCH', api: 'objects', pattern: ':type/:id', query: ['idProperty'], access: 'write', run: update },
  { method: 'DELETE', api: 'objects', pattern: ':type/:id', access: 'write', run: archive },
]

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

function create({ portal, params, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const input = fieldsOf(body, CREATED)
  const record = createFrom(portal, type, { draft: readDraft(portal, type, input), at })
  return { status: 201, body: renderWritten(portal, record, input) }
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

function archive({ portal, params, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const id = params['id'] ?? ''
  const found = portal.shelves[type].byId.get(id)
  if (found === undefined) throw notFound(type, id)
  if (found.archivedAt === null) archiveRecord(portal, found, at)
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
