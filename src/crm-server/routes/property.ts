// Requests for the properties of records and the groups that they are shown in: read, added, changed, archived, singly
// and in batches. The usual ones of every portal stay as they are.
import { conflict, fieldsOf, inputsOf, isArchivedIn, renderBatch, textIn, typeOf } from '../asked.ts'
import { invalid, notFound } from '../problem.ts'
import type { PropertyDefinition } from '../properties.ts'
import { type Adding, expectName, FIXED, flagIn, MUTABLE, orderIn, readChange, readNew } from '../property-reading.ts'
import type { Json } from '../render.ts'
import type { Asked, Reply, Route } from '../route.ts'
import { findProperty, isArchived, type PropertyGroup, putGroup, putProperty, removeGroup } from '../schema.ts'

const MOST_IN_BATCH = 100

// A group is asked for before a property that may be called `groups`.
export const PROPERTY_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    api: 'properties',
    pattern: ':type',
    versions: ['v3', 'dated'],
    query: ['archived'],
    access: 'read',
    run: listProperties,
  },
  { method: 'POST', api: 'properties', pattern: ':type', versions: ['v3', 'dated'], access: 'write', run: create },
  { method: 'GET', api: 'properties', pattern: ':type/groups', access: 'read', run: listGroups },
  { method: 'POST', api: 'properties', pattern: ':type/groups', access: 'write', run: createGroup },
  { method: 'GET', api: 'properties', pattern: ':type/groups/:name', access: 'read', run: readGroup },
  { method: 'PATCH', api: 'properties', pattern: ':type/groups/:name', access: 'write', run: updateGroup },
  { method: 'DELETE', api: 'properties', pattern: ':type/groups/:name', access: 'write', run: archiveGroup },
  { method: 'POST', api: 'properties', pattern: ':type/batch/read', access: 'read', run: readBatch },
  { method: 'POST', api: 'properties', pattern: ':type/batch/create', access: 'write', run: createBatch },
  { method: 'POST', api: 'properties', pattern: ':type/batch/archive', access: 'write', run: archiveBatch },
  {
    method: 'GET',
    api: 'properties',
    pattern: ':type/:name',
    versions: ['v3', 'dated'],
    query: ['archived'],
    access: 'read',
    run: readOne,
  },
  {
    method: 'PATCH',
    api: 'properties',
    pattern: ':type/:name',
    versions: ['v3', 'dated'],
    access: 'write',
    run: update,
  },
  {
    method: 'DELETE',
    api: 'properties',
    pattern: ':type/:name',
    versions: ['v3', 'dated'],
    access: 'write',
    run: archive,
  },
  // Older, and what connectors still ask for.
  { method: 'GET', api: 'properties', pattern: ':type/properties', versions: ['v2'], access: 'read', run: listAsV2 },
]

function listProperties({ portal, params, query }: Asked): Reply {
  const wantsArchived = isArchivedIn(query)
  const all = [...portal.schema.properties[typeOf(params['type'])].values()]
  return { status: 200, body: { results: all.filter((each) => isArchived(each) === wantsArchived).map(render) } }
}

function listAsV2({ portal, params }: Asked): Reply {
  const all = [...portal.schema.properties[typeOf(params['type'])].values()]
  return { status: 200, body: all.filter((each) => !isArchived(each)).map(render) }
}

function readOne({ portal, params, query }: Asked): Reply {
  const name = params['name'] ?? ''
  const found = portal.schema.properties[typeOf(params['type'])].get(name)
  if (found === undefined || isArchived(found) !== isArchivedIn(query)) throw notFound('property', name)
  return { status: 200, body: render(found) }
}

function render(definition: PropertyDefinition): Json {
  const { name, type, options, own, isReadOnly } = definition
  return {
    name,
    label: definition.label,
    type: type === 'phone_number' ? 'string' : type,
    fieldType: definition.fieldType,
    description: definition.description,
    groupName: definition.groupName,
    options: options.map(({ isHidden, ...option }) => ({ ...option, hidden: isHidden })),
    displayOrder: definition.displayOrder,
    calculated: name.includes('calculated'),
    externalOptions: false,
    hasUniqueValue: definition.hasUniqueValue,
    hidden: definition.isHidden,
    hubspotDefined: own === null,
    formField: definition.isFormField,
    modificationMetadata: { archivable: own !== null, readOnlyDefinition: own === null, readOnlyValue: isReadOnly },
    archived: isArchived(definition),
    ...(own !== null && {
      createdAt: new Date(own.createdAt).toISOString(),
      updatedAt: new Date(own.updatedAt).toISOString(),
      ...(own.archivedAt !== null && { archivedAt: new Date(own.archivedAt).toISOString() }),
    }),
  }
}

const addingOf = ({ portal, params, at }: Asked): Adding => ({
  schema: portal.schema,
  type: typeOf(params['type']),
  at,
})

function create(asked: Asked): Reply {
  const adding = addingOf(asked)
  const definition = readNew(adding, asked.body)
  putProperty(adding.schema, adding.type, definition)
  return { status: 201, body: render(definition) }
}

/** @throws PortalProblem when there is none, or every portal has it */
function expectOwn({ portal, params }: Asked): PropertyDefinition & { readonly own: object } {
  const name = params['name'] ?? ''
  const found = findProperty(portal.schema, typeOf(params['type']), name)
  if (found === null) throw notFound('property', name)
  const { own } = found
  if (own === null) throw invalid(`"${name}" is defined by HubSpot: its definition cannot be changed`)
  return { ...found, own }
}

function update(asked: Asked): Reply {
  const { portal, params, body, at } = asked
  const type = typeOf(params['type'])
  const before = expectOwn(asked)
  const changed = readChange(portal.schema, type, { before, fields: fieldsOf(body, MUTABLE) })
  const definition = { ...changed, own: { ...before.own, updatedAt: at } }
  putProperty(portal.schema, type, definition)
  return { status: 200, body: render(definition) }
}

function archive(asked: Asked): Reply {
  const { portal, params, at } = asked
  const before = expectOwn(asked)
  putProperty(portal.schema, typeOf(params['type']), { ...before, own: { ...before.own, archivedAt: at } })
  return { status: 204, body: null }
}

function readBatch({ portal, params, body, at }: Asked): Reply {
  const type = typeOf(params['type'])
  const names = inputsOf(body, MOST_IN_BATCH, { body: ['archived'], input: ['name'] }).map(
    (input) => textIn(input, 'name') ?? '',
  )
  const wantsArchived = flagIn(fieldsOf(body, ['inputs', 'archived']), 'archived', false)
  const found = names.map((name) => ({ name, definition: portal.schema.properties[type].get(name) }))
  const results = found.flatMap(({ definition }) =>
    definition !== undefined && isArchived(definition) === wantsArchived ? [render(definition)] : [],
  )
  const missing = found.flatMap(({ name, definition }) =>
    definition === undefined || isArchived(definition) !== wantsArchived ? [name] : [],
  )
  const message = 'Could not get some properties, they may be archived or not exist.'
  const errors =
    missing.length === 0 ? [] : [{ status: 'error', category: 'OBJECT_NOT_FOUND', message, context: { name: missing } }]
  return renderBatch(at, { results, errors })
}

function createBatch(asked: Asked): Reply {
  const adding = addingOf(asked)
  const inputs = inputsOf(asked.body, MOST_IN_BATCH, { input: [...MUTABLE, ...FIXED] })
  const definitions = inputs.map((input) => readNew(adding, input))
  if (new Set(definitions.map(({ name }) => name)).size < definitions.length) {
    throw conflict('Two properties of one batch have the same name.')
  }
  for (const definition of definitions) putProperty(adding.schema, adding.type, definition)
  return renderBatch(asked.at, { results: definitions.map(render) }, 201)
}

function archiveBatch(asked: Asked): Reply {
  const inputs = inputsOf(asked.body, MOST_IN_BATCH, { input: ['name'] })
  const each = inputs.map((input) => ({ ...asked, params: { ...asked.params, name: textIn(input, 'name') ?? '' } }))
  for (const one of each) expectOwn(one)
  for (const one of each) archive(one)
  return { status: 204, body: null }
}

function renderGroup({ name, label, displayOrder }: PropertyGroup): Json {
  return { name, label, displayOrder, archived: false }
}

function groupsOf({ portal, params }: Asked): Map<string, PropertyGroup> {
  return portal.schema.groups[typeOf(params['type'])]
}

function listGroups(asked: Asked): Reply {
  return { status: 200, body: { results: [...groupsOf(asked).values()].map(renderGroup) } }
}

function expectGroup(asked: Asked): PropertyGroup {
  const name = asked.params['name'] ?? ''
  const found = groupsOf(asked).get(name)
  if (found === undefined) throw notFound('property group', name)
  return found
}

function readGroup(asked: Asked): Reply {
  return { status: 200, body: renderGroup(expectGroup(asked)) }
}

function createGroup(asked: Asked): Reply {
  const fields = fieldsOf(asked.body, ['name', 'label', 'displayOrder'])
  const name = expectName(textIn(fields, 'name') ?? '')
  const label = textIn(fields, 'label') ?? ''
  if (label === '') throw invalid('Invalid input JSON: some required fields were not set: [label]')
  if (groupsOf(asked).has(name)) throw conflict(`Property group "${name}" already exists.`)
  const group = { name, label, displayOrder: orderIn(fields, -1), isOwn: true }
  putGroup(asked.portal.schema, typeOf(asked.params['type']), group)
  return { status: 201, body: renderGroup(group) }
}

function updateGroup(asked: Asked): Reply {
  const before = expectOwnGroup(asked)
  const fields = fieldsOf(asked.body, ['label', 'displayOrder'])
  const label = textIn(fields, 'label') ?? before.label
  const group = { ...before, label, displayOrder: orderIn(fields, before.displayOrder) }
  putGroup(asked.portal.schema, typeOf(asked.params['type']), group)
  return { status: 200, body: renderGroup(group) }
}

function expectOwnGroup(asked: Asked): PropertyGroup {
  const group = expectGroup(asked)
  if (group.isOwn) return group
  throw invalid(`Property group "${group.name}" is defined by HubSpot: it cannot be changed`)
}

function archiveGroup(asked: Asked): Reply {
  const { portal, params } = asked
  const { name } = expectOwnGroup(asked)
  const type = typeOf(params['type'])
  const isUsed = [...portal.schema.properties[type].values()].some(
    (each) => each.groupName === name && !isArchived(each),
  )
  if (isUsed) throw invalid(`Property group "${name}" still has properties`)
  removeGroup(portal.schema, type, name)
  return { status: 204, body: null }
}
