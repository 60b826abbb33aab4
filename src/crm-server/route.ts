// What a route is: what it is asked, and what it answers.
import type { Portal } from './portal.ts'
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

export type Version = 'v1' | 'v2' | 'v3' | 'v4' | 'dated'

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly api:
    | 'objects'
    | 'associations'
    | 'properties'
    | 'pipelines'
    | 'owners'
    | 'lists'
    | 'account-info'
    | 'calling'
  /** Behind the version: `:type/batch/read`. */
  readonly pattern: string
  /** All unless stated. */
  readonly versions?: readonly Version[]
  /** The parameters that it takes in the query. */
  readonly query?: readonly string[]
  readonly access: 'read' | 'write' | 'none'
  run(asked: Asked): Reply
}
