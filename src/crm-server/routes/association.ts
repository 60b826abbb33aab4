// Requests for associations: read, made and ended in batches, and one by one beneath their record. Pure.
import { afterIn, expectExact, idIn, idOf, inputsOf, limitIn, renderBatch, typeOf } from '../asked.ts'
import {
  defaultLinkType,
  LINK_TYPES,
  type LinkType,
  linkTypeName,
  type ObjectType,
  TYPE_NAMES,
} from '../object-types.ts'
import { findRecord, linkRecords, type Portal, unlink } from '../portal.ts'
import { invalid } from '../problem.ts'
import type { PortalRecord } from '../record.ts'
import { type Json, pageLinks, renderPaging, renderTypes } from '../render.ts'
import type { Asked, Reply, Route } from '../route.ts'
import { readLinkType } from './object-record.ts'

const MOST_READ = 1_000
const MOST_WRITTEN = 2_000
const MOST_ON_PAGE = 500

const BENEATH = ':type/:id/associations'
const NEWER = ['v4', 'dated'] as const

export const ASSOCIATION_ROUTES: readonly Route[] = [
  { method: 'POST', api: 'associations', pattern: ':type/:to/batch/read', access: 'read', run: readBatch },
  { method: 'POST', api: 'associations', pattern: ':type/:to/batch/create', access: 'write', run: createBatch },
  { method: 'POST', api: 'associations', pattern: ':type/:to/batch/archive', access: 'write', run: archiveBatch },
  {
    method: 'POST',
    api: 'associations',
    pattern: ':type/:to/batch/associate/default',
    versions: NEWER,
    access: 'write',
    run: createBatch,
  },
  { method: 'GET', api: 'associations', pattern: ':type/:to/labels', versions: NEWER, access: 'read', run: labels },
  { method: 'GET', api: 'associations', pattern: ':type/:to/types', versions: ['v3'], access: 'read', run: types },
  // Not on the date-versioned paths.
  {
    method: 'GET',
    api: 'objects',
    pattern: `${BENEATH}/:to`,
    versions: ['v3', 'v4'],
    query: ['limit', 'after'],
    access: 'read',
    run: listLinks,
  },
  {
    method: 'PUT',
    api: 'objects',
    pattern: `${BENEATH}/default/:to/:toId`,
    versions: NEWER,
    access: 'write',
    run: linkDefault,
  },
  {
    method: 'PUT',
    api: 'objects',
    pattern: `${BENEATH}/:to/:toId`,
    versions: NEWER,
    access: 'write',
    run: linkLabelled,
  },
  { method: 'DELETE', api: 'objects', pattern: `${BENEATH}/:to/:toId`, versions: NEWER, access: 'write', run: endLink },
  {
    method: 'PUT',
    api: 'objects',
    pattern: `${BENEATH}/:to/:toId/:name`,
    versions: ['v3'],
    access: 'write',
    run: linkNamed,
  },
  {
    method: 'DELETE',
    api: 'objects',
    pattern: `${BENEATH}/:to/:toId/:name`,
    versions: ['v3'],
    access: 'write',
    run: endLink,
  },
]

interface Kinds {
  readonly from: ObjectType
  readonly to: ObjectType
}

function kindsOf({ params }: Asked): Kinds {
  return { from: typeOf(params['type']), to: typeOf(params['to']) }
}

function readBatch(asked: Asked): Reply {
  const { portal, body, at } = asked
  const { from, to } = kindsOf(asked)
  const results: Json[] = []
  const errors: Json[] = []
  for (const input of inputsOf(body, MOST_READ, { input: ['id', 'after'] })) {
    const id = idOf(input['id'])
    const record = findRecord(portal, from, id)
    const read = record?.id === id ? renderLinks(asked, record, afterIn(input['after'])) : []
    if (read.length === 0) errors.push(noAssociation(id, { from, to }))
    results.push(...read)
  }
  return renderBatch(at, { results, errors })
}

// One result for each record that has any.
function renderLinks({ portal, version, params }: Asked, record: PortalRecord, after: string | null): Json[] {
  const page = pageLinks(portal, record, { to: typeOf(params['to']), after, limit: MOST_ON_PAGE })
  if (page.to.length === 0) return []
  const to = page.to.flatMap((other) => renderLink(version, record, other))
  return [{ from: { id: record.id }, to, ...renderPaging(page.after, () => '') }]
}

// v4 gives ids as numbers, though its documentation says otherwise.
function renderLink(version: Asked['version'], record: PortalRecord, other: PortalRecord): Json[] {
  const associationTypes = renderTypes(record, other)
  if (version !== 'v3') {
    return [{ toObjectId: version === 'v4' ? Number(other.id) : other.id, associationTypes }]
  }
  return associationTypes.map(({ typeId }) => ({ id: other.id, type: nameOf(Number(typeId)) }))
}

function nameOf(typeId: number): string {
  const type = LINK_TYPES.find((each) => each.typeId === typeId)
  return type === undefined ? '' : linkTypeName(type)
}

function noAssociation(id: string, { from, to }: Kinds): Json {
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
    message: `No ${TYPE_NAMES[to].singular} is associated with ${TYPE_NAMES[from].singular} ${id}.`,
    context: {
      fromObjectId: [id],
      fromObjectType: [TYPE_NAMES[from].singular],
      toObjectType: [TYPE_NAMES[to].singular],
    },
  }
}

function createBatch(asked: Asked): Reply {
  const { portal, body, at, version } = asked
  const kinds = kindsOf(asked)
  const isDefault = asked.path.endsWith('/default')
  const members = isDefault ? ['from', 'to'] : version === 'v3' ? ['from', 'to', 'type'] : ['from', 'to', 'types']
  const wanted = inputsOf(body, MOST_WRITTEN, { input: members }).map((input) => ({
    ends: expectEnds(portal, kinds, input),
    types: isDefault ? [expectDefault(kinds)] : readTypes(kinds, input),
  }))
  for (const { ends, types } of wanted) for (const type of types) linkRecords(portal, ends, type, at)
  const results = wanted.flatMap(({ ends, types }) =>
    types.map((type) => renderCreated(ends, type, { version, isDefault })),
  )
  return renderBatch(at, { results }, isDefault ? 200 : 201)
}

function expectEnds(portal: Portal, { from, to }: Kinds, input: Json): readonly [PortalRecord, PortalRecord] {
  return [expectExact(portal, from, idIn(input['from'])), expectExact(portal, to, idIn(input['to']))]
}

function expectDefault({ from, to }: Kinds): LinkType {
  const type = defaultLinkType(from, to)
  if (type === null) throw invalid(`No default association type from ${from} to ${to}`)
  return type
}

// v3 names the type, by name or id; the newer ones list types by category and id.
function readTypes(kinds: Kinds, { type, types }: Json): LinkType[] {
  if (Array.isArray(types) && types.length > 0) return types.map((each) => expectBetween(kinds, readLinkType(each)))
  const named = LINK_TYPES.find((each) => linkTypeName(each) === type || String(each.typeId) === String(type))
  if (named === undefined) throw invalid(`There is no association type "${type}"`)
  return [expectBetween(kinds, named)]
}

function expectBetween({ from, to }: Kinds, type: LinkType): LinkType {
  if (type.from === from && type.to === to) return type
  throw invalid(`Association type ${type.typeId} is not valid between ${from} and ${to}`)
}

function renderCreated(
  [from, to]: readonly [PortalRecord, PortalRecord],
  type: LinkType,
  { version, isDefault }: { version: string; isDefault: boolean },
): Json {
  if (version === 'v3') return { from: { id: from.id }, to: { id: to.id }, type: linkTypeName(type) }
  if (isDefault) {
    const associationSpec = { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: type.typeId }
    return { from: { id: from.id }, to: { id: to.id }, associationSpec }
  }
  return {
    fromObjectTypeId: TYPE_NAMES[from.type].id,
    fromObjectId: from.id,
    toObjectTypeId: TYPE_NAMES[to.type].id,
    toObjectId: to.id,
    labels: type.isPrimary ? ['Primary'] : [],
  }
}

function archiveBatch(asked: Asked): Reply {
  const { portal, body } = asked
  const { from, to } = kindsOf(asked)
  for (const input of inputsOf(body, MOST_WRITTEN, { input: ['from', 'to', 'type'] })) {
    const record = findRecord(portal, from, idIn(input['from']))
    for (const id of [input['to']].flat().map(idIn)) {
      const other = findRecord(portal, to, id)
      if (record !== null && other !== null) unlink(portal, record, other)
    }
  }
  return { status: 204, body: null }
}

function labels(asked: Asked): Reply {
  const { from, to } = kindsOf(asked)
  const results = LINK_TYPES.filter((type) => type.from === from && type.to === to).map(({ typeId, isPrimary }) => ({
    category: 'HUBSPOT_DEFINED',
    typeId,
    label: isPrimary ? 'Primary' : null,
  }))
  return { status: 200, body: { results } }
}

function types(asked: Asked): Reply {
  const { from, to } = kindsOf(asked)
  const results = LINK_TYPES.filter((type) => type.from === from && type.to === to)
  return {
    status: 200,
    body: { results: results.map((type) => ({ id: String(type.typeId), name: linkTypeName(type) })) },
  }
}

function listLinks(asked: Asked): Reply {
  const { portal, params, query, version } = asked
  const { from, to } = kindsOf(asked)
  const record = expectExact(portal, from, params['id'] ?? '')
  const limit = limitIn(query, MOST_ON_PAGE, MOST_ON_PAGE)
  const page = pageLinks(portal, record, { to, after: afterIn(query.get('after')), limit })
  const results = page.to.flatMap((other) => renderLink(version, record, other))
  return { status: 200, body: { results, ...renderPaging(page.after, () => '') } }
}

function endsOf(asked: Asked): readonly [PortalRecord, PortalRecord] {
  const { portal, params } = asked
  const { from, to } = kindsOf(asked)
  return [expectExact(portal, from, params['id'] ?? ''), expectExact(portal, to, params['toId'] ?? '')]
}

function linkDefault(asked: Asked): Reply {
  const type = expectDefault(kindsOf(asked))
  const ends = endsOf(asked)
  linkRecords(asked.portal, ends, type, asked.at)
  return renderBatch(asked.at, { results: [renderCreated(ends, type, { version: asked.version, isDefault: true })] })
}

function linkLabelled(asked: Asked): Reply {
  const kinds = kindsOf(asked)
  if (!Array.isArray(asked.body) || asked.body.length === 0) throw invalid('expected a list of association types')
  const wanted = asked.body.map((each) => expectBetween(kinds, readLinkType(each)))
  const ends = endsOf(asked)
  for (const type of wanted) linkRecords(asked.portal, ends, type, asked.at)
  const [first] = wanted
  return {
    status: 201,
    body: first === undefined ? null : renderCreated(ends, first, { version: 'v4', isDefault: false }),
  }
}

function linkNamed(asked: Asked): Reply {
  const ends = endsOf(asked)
  const [type] = readTypes(kindsOf(asked), { type: asked.params['name'] })
  if (type !== undefined) linkRecords(asked.portal, ends, type, asked.at)
  return { status: 200, body: { id: ends[0].id, ...(type && { type: linkTypeName(type) }) } }
}

function endLink(asked: Asked): Reply {
  const ends = endsOf(asked)
  unlink(asked.portal, ...ends)
  return { status: 204, body: null }
}
