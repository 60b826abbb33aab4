// Reads the parts of a request that many routes share: bodies, inputs of batches, lists in the query. Pure.
import { type ObjectType, readObjectType } from './object-types.ts'
import { findRecord, type Portal, type PortalRecord } from './portal.ts'
import { invalid, notFound, PortalProblem } from './problem.ts'
import type { Json, Shown } from './render.ts'

/** @throws PortalProblem when there is no such kind of record */
export function typeOf(text: string | undefined): ObjectType {
  const type = readObjectType(text ?? '')
  if (type === null) throw invalid(`Unable to infer object type from: ${text}`)
  return type
}

/** @throws PortalProblem when the body is no JSON object */
export function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>
  throw invalid('Invalid input JSON on line 1, column 1: expected an object')
}

/** The `inputs` of a batch, each an object. */
export function inputsOf(body: unknown, most: number): readonly Readonly<Record<string, unknown>>[] {
  const inputs = fieldsOf(body)['inputs']
  if (!Array.isArray(inputs)) throw invalid('Invalid input JSON: some required fields were not set: [inputs]')
  if (inputs.length > most) throw invalid(`The maximum number of inputs supported in a batch request is ${most}.`)
  return inputs.map(fieldsOf)
}

export function idOf(value: unknown): string {
  const id = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  if (id === '') throw invalid('Invalid input JSON: some required fields were not set: [id]')
  return id
}

/** The id in `{"id": "…"}`. */
export function idIn(value: unknown): string {
  return idOf(fieldsOf(value)['id'])
}

/** The record, or the survivor when it was merged. */
export function expectRecord(portal: Portal, type: ObjectType, id: string): PortalRecord {
  const found = findRecord(portal, type, id)
  if (found === null) throw notFound(type, id)
  return found
}

/** The record under that very id: what is to be associated is looked up so, and a merged record is not there. */
export function expectExact(portal: Portal, type: ObjectType, id: string): PortalRecord {
  const found = expectRecord(portal, type, id)
  if (found.id !== id) throw notFound(type, id)
  return found
}

/** `a,b` in one value or several. */
export function listIn(query: URLSearchParams, name: string): readonly string[] {
  return query.getAll(name).flatMap((text) => text.split(',').flatMap((each) => each.trim() || []))
}

export function shownBy(query: URLSearchParams): Shown {
  return {
    properties: query.has('properties') ? listIn(query, 'properties') : null,
    associations: listIn(query, 'associations').map(typeOf),
  }
}

export function limitIn(query: URLSearchParams, usual: number, most: number): number {
  const limit = Number(query.get('limit') ?? usual)
  if (Number.isInteger(limit) && limit >= 1 && limit <= most) return limit
  throw invalid(`Invalid limit: expected a whole number from 1 to ${most}, found "${query.get('limit')}"`)
}

export interface BatchResults {
  readonly results: readonly Json[]
  readonly errors?: readonly Json[]
}

/** A batch's answer: 207 when something of it was not possible. */
export function renderBatch(at: number, { results, errors = [] }: BatchResults, status = 200) {
  const time = new Date(at).toISOString()
  const body = { status: 'COMPLETE', results, startedAt: time, completedAt: time }
  if (errors.length === 0) return { status, body }
  return { status: 207, body: { ...body, numErrors: errors.length, errors } }
}

/** What a batch says of the records it did not find. */
export function missingError(ids: readonly string[], type: ObjectType): Json[] {
  if (ids.length === 0) return []
  const message = `Could not get some ${type.toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`
  return [{ status: 'error', category: 'OBJECT_NOT_FOUND', message, context: { ids } }]
}

export function conflict(message: string): PortalProblem {
  return new PortalProblem(409, message, { category: 'CONFLICT' })
}
