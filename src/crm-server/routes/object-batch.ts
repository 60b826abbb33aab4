// Requests for many records at once. Pure.
import { fieldsOf, idOf, inputsOf, isArchivedIn, missingError, renderBatch, textIn, textsIn, typeOf } from '../asked.ts'
import { archiveRecord, createRecord, updateRecord } from '../portal.ts'
import { notFound } from '../problem.ts'
import { renderRecord } from '../render.ts'
import type { Asked, Reply, Route } from '../route.ts'
import { expectDistinct, expectFree } from '../unique.ts'
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
} from './object-record.ts'

const MOST_IN_BATCH = 100

export const OBJECT_BATCH_ROUTES: readonly Route[] = [
  { method: 'POST', api: 'objects', pattern: ':type/batch/read', query: ['archived'], access: 'read', run: readBatch },
  { method: 'POST', api: 'objects', pattern: ':type/batch/create', access: 'write', run: createBatch },
  { method: 'POST', api: 'objects', pattern: ':type/batch/update', access: 'write', run: updateBatch },
  { method: 'POST', api: 'objects', pattern: ':type/batch/upsert', access: 'write', run: upsertBatch },
  { method: 'POST', api: 'objects', pattern: ':type/batch/archive', access: 'write', run: archiveBatch },
]

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

function archiveBatch({ portal, params, body, at }: Asked): Reply {
  const { byId } = portal.shelves[typeOf(params['type'])]
  for (const input of inputsOf(body, MOST_IN_BATCH, { input: ['id'] })) {
    const found = byId.get(idOf(input['id']))
    if (found !== undefined && found.archivedAt === null) archiveRecord(portal, found, at)
  }
  return { status: 204, body: null }
}
