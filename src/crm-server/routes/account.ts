// Requests for what an account is made of beside its records and their properties: pipelines, owners, the account itself.
// Pure, and read-only.
import { compareIds } from '../../core/contact.ts'
import { afterIn, isArchivedIn, limitIn, typeOf } from '../asked.ts'
import { invalid, notFound } from '../problem.ts'
import { DEAL_STAGES, DISPOSITION_OPTIONS, PIPELINE } from '../properties.ts'
import type { Json } from '../render.ts'
import type { Asked, Reply, Route } from '../route.ts'

export const ACCOUNT_ROUTES: readonly Route[] = [
  { method: 'GET', api: 'pipelines', pattern: ':type', access: 'read', run: listPipelines },
  { method: 'GET', api: 'pipelines', pattern: ':type/:id', access: 'read', run: readPipeline },
  { method: 'GET', api: 'pipelines', pattern: ':type/:id/stages', access: 'read', run: listStages },
  { method: 'GET', api: 'pipelines', pattern: ':type/:id/stages/:stage', access: 'read', run: readStage },
  {
    method: 'GET',
    api: 'owners',
    pattern: '',
    query: ['email', 'after', 'limit', 'archived'],
    access: 'read',
    run: listOwners,
  },
  { method: 'GET', api: 'owners', pattern: ':id', query: ['idProperty', 'archived'], access: 'read', run: readOwner },
  {
    method: 'GET',
    api: 'lists',
    pattern: ':id/memberships',
    query: ['after', 'before', 'limit'],
    access: 'read',
    run: listMembers,
  },
  { method: 'GET', api: 'account-info', pattern: 'details', access: 'none', run: readAccount },
  { method: 'GET', api: 'calling', pattern: 'dispositions', versions: ['v1'], access: 'read', run: listDispositions },
]

// As in a portal that was made before this one's time.
const MADE = '2025-01-01T00:00:00.000Z'

const TIMES = { createdAt: MADE, updatedAt: MADE, archived: false }

const MOST_MEMBERS = 250

// By ascending id, as HubSpot documents it; `after` is the last one of the page before.
function listMembers({ portal, params, query }: Asked): Reply {
  const id = params['id'] ?? ''
  const all = portal.lists.get(id)
  if (all === undefined) throw notFound('list', id)
  const after = afterIn(query.get('after'))
  const members = [...all].sort(compareIds).filter((each) => after === null || compareIds(each, after) > 0)
  const page = members.slice(0, limitIn(query, 100, MOST_MEMBERS))
  const paging = page.length < members.length ? { paging: { next: { after: page.at(-1) } } } : {}
  return {
    status: 200,
    body: { results: page.map((recordId) => ({ recordId, membershipTimestamp: MADE })), ...paging },
  }
}

function pipelinesOf({ params }: Asked): Json[] {
  return typeOf(params['type']) === 'deals' ? [{ ...PIPELINE, displayOrder: 0, stages: STAGES, ...TIMES }] : []
}

const STAGES: readonly Json[] = DEAL_STAGES.map(({ id, label, isClosed, probability }, displayOrder) => ({
  id,
  label,
  displayOrder,
  metadata: { isClosed: String(isClosed), probability },
  ...TIMES,
}))

function listPipelines(asked: Asked): Reply {
  return { status: 200, body: { results: pipelinesOf(asked) } }
}

function expectPipeline(asked: Asked): Json {
  const id = asked.params['id'] ?? ''
  const found = pipelinesOf(asked).find((pipeline) => pipeline['id'] === id)
  if (found === undefined) throw notFound('pipeline', id)
  return found
}

function readPipeline(asked: Asked): Reply {
  return { status: 200, body: expectPipeline(asked) }
}

function listStages(asked: Asked): Reply {
  return { status: 200, body: { results: expectPipeline(asked)['stages'] } }
}

function readStage(asked: Asked): Reply {
  expectPipeline(asked)
  const id = asked.params['stage'] ?? ''
  const found = STAGES.find((stage) => stage['id'] === id)
  if (found === undefined) throw notFound('stage', id)
  return { status: 200, body: found }
}

const OWNER = {
  id: '1001',
  email: 'owner@portal.example',
  type: 'PERSON',
  firstName: 'Olga',
  lastName: 'Owner',
  userId: 1,
  userIdIncludingInactive: 1,
  ...TIMES,
}

const MOST_OWNERS = 500

function listOwners({ query }: Asked): Reply {
  limitIn(query, 100, MOST_OWNERS)
  const email = query.get('email')
  const isBehind = Number(afterIn(query.get('after')) ?? 0) > 0
  const isShown = !isArchivedIn(query) && !isBehind && (email === null || email.toLowerCase() === OWNER.email)
  return { status: 200, body: { results: isShown ? [OWNER] : [] } }
}

function readOwner({ params, query }: Asked): Reply {
  const id = params['id'] ?? ''
  const idProperty = query.get('idProperty') ?? 'id'
  if (idProperty !== 'id' && idProperty !== 'userId') {
    throw invalid(`Invalid idProperty: expected id or userId, found "${idProperty}"`)
  }
  if (isArchivedIn(query) || id !== String(OWNER[idProperty])) throw notFound('owner', id)
  return { status: 200, body: OWNER }
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
