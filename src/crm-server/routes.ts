// Which requests there are, on the date-versioned paths and on v3 and v4, and which scope each needs. Pure: a request and
// the time go in, a reply comes out, and the portal is changed.
import { ACCOUNT_ROUTES } from './account-routes.ts'
import { ASSOCIATION_ROUTES } from './association-routes.ts'
import { OBJECT_ROUTES } from './object-routes.ts'
import { readObjectType } from './object-types.ts'
import type { Portal } from './portal.ts'
import { PortalProblem } from './problem.ts'
import type { Json } from './render.ts'

export interface ApiRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** Parsed; undefined when there was none. */
  readonly body: unknown
  /** How many records of the page before a list page gives again. */
  readonly overlap: number
}

export interface Reply {
  readonly status: number
  readonly body: Json | readonly Json[] | null
}

/** What a route is given. */
export interface Asked extends ApiRequest {
  readonly portal: Portal
  readonly at: number
  readonly version: Version
  /** Parts of the path: `id`, `to`, `toId`, `name`. */
  readonly params: Readonly<Record<string, string>>
}

export type Version = 'v1' | 'v3' | 'v4' | 'dated'

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly api: 'objects' | 'associations' | 'properties' | 'pipelines' | 'owners' | 'account-info' | 'calling'
  /** Behind the version: `:type/batch/read`. */
  readonly pattern: string
  /** All unless stated. */
  readonly versions?: readonly Version[]
  readonly access: 'read' | 'write' | 'none'
  run(asked: Asked): Reply
}

const ROUTES: readonly Route[] = [...OBJECT_ROUTES, ...ASSOCIATION_ROUTES, ...ACCOUNT_ROUTES]

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
  if (fitting.length === 0) throw new PortalProblem(404, 'resource not found', { category: 'NOT_FOUND' })
  throw new PortalProblem(405, `Method ${method} is not allowed here`, { category: 'METHOD_NOT_ALLOWED' })
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
    : (['v1', 'v3', 'v4'] as const).find((each) => each === version)
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

/** The scope that a request needs; null when every sign-in may make it. Calls and tasks go with contacts. */
export function scopeOf({ route, params }: Match): string | null {
  if (route.access === 'none') return null
  if (route.api === 'owners') return 'crm.objects.owners.read'
  const type = readObjectType(params['type'] ?? '')
  const kind = type === 'companies' || type === 'deals' ? type : 'contacts'
  return `crm.objects.${kind}.${route.access}`
}

/** @throws PortalProblem when HubSpot would not do what is asked; nothing is changed then */
export function runRoute(
  { route, version, params }: Match,
  portal: Portal,
  request: ApiRequest & { at: number },
): Reply {
  return route.run({ ...request, portal, version, params })
}
