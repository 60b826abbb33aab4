// Requests for what an account is made of beside its records: properties and their options, pipelines, owners, the
// account itself. Pure, and read-only.
import { typeOf } from './asked.ts'
import { notFound } from './problem.ts'
import { DEAL_STAGES, DISPOSITION_OPTIONS, PROPERTIES, type PropertyDefinition } from './properties.ts'
import type { Json } from './render.ts'
import type { Asked, Reply, Route } from './routes.ts'

export const ACCOUNT_ROUTES: readonly Route[] = [
  { method: 'GET', api: 'properties', pattern: ':type', access: 'read', run: listProperties },
  { method: 'GET', api: 'properties', pattern: ':type/:name', access: 'read', run: readProperty },
  { method: 'GET', api: 'pipelines', pattern: ':type', access: 'read', run: listPipelines },
  { method: 'GET', api: 'owners', pattern: '', access: 'read', run: listOwners },
  { method: 'GET', api: 'account-info', pattern: 'details', access: 'none', run: readAccount },
  { method: 'GET', api: 'calling', pattern: 'dispositions', versions: ['v1'], access: 'read', run: listDispositions },
]

function listProperties({ params }: Asked): Reply {
  const results = Array.from(PROPERTIES[typeOf(params['type'])].values(), renderProperty)
  return { status: 200, body: { results } }
}

function readProperty({ params }: Asked): Reply {
  const name = params['name'] ?? ''
  const definition = PROPERTIES[typeOf(params['type'])].get(name)
  if (definition === undefined) throw notFound('property', name)
  return { status: 200, body: renderProperty(definition) }
}

function renderProperty({ name, label, type, options, isReadOnly }: PropertyDefinition): Json {
  return {
    name,
    label,
    type: type === 'phone_number' ? 'string' : type,
    fieldType: options.length > 0 ? 'select' : type === 'phone_number' ? 'phonenumber' : 'text',
    description: '',
    groupName: 'information',
    options: options.map((option, displayOrder) => ({ ...option, displayOrder, hidden: false, description: '' })),
    calculated: name.includes('calculated'),
    hasUniqueValue: name === 'email',
    hidden: false,
    hubspotDefined: true,
    modificationMetadata: { archivable: false, readOnlyDefinition: true, readOnlyValue: isReadOnly },
  }
}

function listPipelines({ params }: Asked): Reply {
  const type = typeOf(params['type'])
  if (type !== 'deals') return { status: 200, body: { results: [] } }
  const stages = DEAL_STAGES.map(({ id, label, isClosed, probability }, displayOrder) => ({
    id,
    label,
    displayOrder,
    archived: false,
    metadata: { isClosed: String(isClosed), probability },
  }))
  const pipeline = { id: 'default', label: 'Sales Pipeline', displayOrder: 0, archived: false, stages }
  return { status: 200, body: { results: [pipeline] } }
}

function listOwners({ at }: Asked): Reply {
  const time = new Date(at).toISOString()
  const owner = { id: '1001', email: 'owner@portal.example', firstName: 'Olga', lastName: 'Owner', userId: 1 }
  return { status: 200, body: { results: [{ ...owner, createdAt: time, updatedAt: time, archived: false }] } }
}

function readAccount({ portal }: Asked): Reply {
  return {
    status: 200,
    body: {
      portalId: portal.portalId,
      accountType: 'DEVELOPER_TEST',
      timeZone: 'Europe/Dublin',
      companyCurrency: 'EUR',
      additionalCurrencies: [],
      utcOffset: '+00:00',
      utcOffsetMilliseconds: 0,
      uiDomain: 'app.hubspot.com',
      dataHostingLocation: 'eu1',
    },
  }
}

function listDispositions(): Reply {
  return { status: 200, body: DISPOSITION_OPTIONS.map(({ value, label }) => ({ id: value, label, deleted: false })) }
}
