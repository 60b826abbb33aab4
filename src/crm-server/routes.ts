// Which requests there are, on the date-versioned paths and on v3 and v4, and which scope each needs. Pure: a request and
// the time go in, a reply comes out, and the portal is changed.

import { readObjectType } from './object-types.ts'
import type { Portal } from './portal.ts'
import { invalid, PortalProblem } from './problem.ts'
import type { ApiRequest, Reply, Route, Version } from './route.ts'
import { ACCOUNT_ROUTES } from './routes/account.ts'
import { ASSOCIATION_ROUTES } from './routes/association.ts'
import { OBJECT_ROUTES } from './routes/object.ts'
import { OBJECT_BATCH_ROUTES } from './routes/object-batch.ts'
import { PROPERTY_ROUTES } from './routes/property.ts'

const ROUTES: readonly Route[] = [
  ...OBJECT_ROUTES,
  ...OBJECT_BATCH_ROUTES,
  ...ASSOCIATION_ROUTES,
  ...PROPERTY_ROUTES,
  ...ACCOUNT_ROUTES,
]

const DATED_VERSIONS = ['2026-03', '2026-09']

interface Place {
  readonly api: string
  readonly version: Version
  readonly rest: readonly string[]
}

export interface Match {
  readonly route: Route
  readonly version: Version
  readonly params: Readonly<Record<string, string>>
}

const NOT_FOUND =
  'resource not found: this server has no such path. It has, on v3, v4 and the date-versioned paths, objects (contacts, companies, deals, calls, tasks), associations, properties, pipelines, owners and the members of lists; account-info/v3/details; calling/v1/dispositions'

/**
 * The route of a request.
 *
 * @throws PortalProblem 404 when there is no such path, 405 when it takes other methods
 */
export function findRoute(method: string, path: string): Match {
  const place = readPlace(path)
  const fitting = place === null ? [] : ROUTES.flatMap((route) => matchRoute(route, place))
  const found = fitting.find(({ route }) => route.method === method)
  if (found !== undefined) return found
  if (fitting.length === 0) throw new PortalProblem(404, NOT_FOUND, { category: 'NOT_FOUND' })
  const methods = fitting.map(({ route }) => route.method).join(', ')
  throw new PortalProblem(405, `This server does no ${method} here, only ${methods}`, {
    category: 'METHOD_NOT_ALLOWED',
  })
}

function readPlace(path: string): Place | null {
  const parts = path.split('/').slice(1)
  const [first = '', second = '', third = ''] = parts
  if (first === 'crm')
    return /^v[34]$/.test(second) ? placeOf(third, second, parts.slice(3)) : placeOf(second, third, parts.slice(3))
  return placeOf(first, second, parts.slice(2))
}

function placeOf(api: string, version: string, encoded: readonly string[]): Place | null {
  const known = DATED_VERSIONS.includes(version)
    ? 'dated'
    : (['v1', 'v2', 'v3', 'v4'] as const).find((each) => each === version)
  if (known === undefined) return null
  try {
    const rest = encoded.map(decodeURIComponent)
    return { api, version: known, rest: rest.at(-1) === '' ? rest.slice(0, -1) : rest }
  } catch {
    return null
  }
}

function matchRoute(route: Route, { api, version, rest }: Place): Match[] {
  const pattern = route.pattern === '' ? [] : route.pattern.split('/')
  if (route.api !== api || pattern.length !== rest.length) return []
  if (route.versions !== undefined && !route.versions.includes(version)) return []
  const params: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    const text = rest[index] ?? ''
    if (part.startsWith(':')) params[part.slice(1)] = text
    else if (part !== text) return []
  }
  return [{ route, version, params }]
}

/** The scopes of which a request needs one; none when every sign-in may make it. Calls and tasks go with contacts. */
export function scopesOf({ route, params }: Match): readonly string[] {
  const { api, access } = route
  if (access === 'none') return []
  if (api === 'owners') return ['crm.objects.owners.read']
  if (api === 'lists') return ['crm.lists.read']
  const type = readObjectType(params['type'] ?? '')
  const kind = type === 'companies' || type === 'deals' ? type : 'contacts'
  if (api !== 'properties') return [`crm.objects.${kind}.${access}`]
  return access === 'read'
    ? [`crm.objects.${kind}.read`, `crm.schemas.${kind}.read`]
    : [`crm.schemas.${kind}.write`, `crm.objects.${kind}.write`]
}

// These may come more than once, each with one or several values.
const LISTS = ['properties', 'propertiesWithHistory', 'associations']

/**
 * Does what a request asks for.
 *
 * @throws PortalProblem when HubSpot would not, or this server does not; nothing is changed then
 */
export function runRoute(
  { route, version, params }: Match,
  portal: Portal,
  request: ApiRequest & { at: number },
): Reply {
  const known = route.query ?? []
  for (const name of new Set(request.query.keys())) {
    if (!known.includes(name)) {
      const others = known.length === 0 ? 'it takes none' : `known here: ${known.join(', ')}`
      throw invalid(`Unknown query parameter "${name}", ${others}`)
    }
    if (!LISTS.includes(name) && request.query.getAll(name).length > 1) {
      throw invalid(`The query parameter "${name}" was given more than once`)
    }
  }
  return route.run({ ...request, portal, version, params })
}
