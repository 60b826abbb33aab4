// Reads the parts of a request that many routes share: bodies, inputs of batches, lists in the query. Pure.
import { type ObjectType, readObjectType } from './object-types.ts'
import { findRecord, type Portal } from './portal.ts'
import { invalid, notFound, PortalProblem } from './problem.ts'
import type { PortalRecord } from './record.ts'
import type { Json, Shown } from './render.ts'

/** @throws PortalProblem when there is no such kind of record */
export function typeOf(text: string | undefined): ObjectType {
  const type = readObjectType(text ?? '')
  if (type === null) throw invalid(`Unable to infer object type from: ${text}`)
  return type
}

/**
 * The members of an object, each of them known: what would be passed over in silence is refused instead.
 *
 * @throws PortalProblem when the value is no JSON object, or has other members
 */
export function fieldsOf(value: unknown, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('Invalid input JSON on line 1, column 1: expected an object')
  }
  const unknown = Object.keys(value).find((name) => !known.includes(name))
  if (unknown === undefined) return value as Record<string, unknown>
  throw invalid(`Invalid input JSON: unrecognized field "${unknown}", known here: ${known.join(', ')}`)
}

export interface BatchFields {
  /** Of the body, beside its inputs. */
  readonly body?: readonly string[]
  readonly input: readonly string[]
}

/** The `inputs` of a batch, each an object. */
export function inputsOf(
  body: unknown,
  most: number,
  known: BatchFields,
): readonly Readonly<Record<string, unknown>>[] {
  const inputs = fieldsOf(body, ['inputs', ...(known.body ?? [])])['inputs']
  if (!Array.isArray(inputs)) throw invalid('Invalid input JSON: some required fields were not set: [inputs]')
  if (inputs.length > most) throw invalid(`The maximum number of inputs supported in a batch request is ${most}.`)
  return inputs.map((input) => fieldsOf(input, known.input))
}

/** A text that is stated, or null. @throws PortalProblem for anything else */
export function textIn(fields: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = fields[name] ?? null
  if (value === null || typeof value === 'string') return value
  throw invalid(`Invalid input JSON: expected "${name}" to be a string`)
}

/** A list of texts that is stated, or null. @throws PortalProblem for anything else */
export function textsIn(fields: Readonly<Record<string, unknown>>, name: string): readonly string[] | null {
  const value = fields[name] ?? null
  if (value === null) return null
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value
  throw invalid(`Invalid input JSON: expected "${name}" to be a list of strings`)
}

export function idOf(value: unknown): string {
  const id = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  if (id === '') throw invalid('Invalid input JSON: some required fields were not set: [id]')
  return id
}

/** The id in `{"id": "…"}`. */
export function idIn(value: unknown): string {
  return idOf(fieldsOf(value, ['id'])['id'])
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
function listIn(query: URLSearchParams, name: string): readonly string[] {
  return query.getAll(name).flatMap((text) => text.split(',').flatMap((each) => each.trim() || []))
}

/** Reads what a request wants to be shown. Clients in Python write booleans with a capital. */
export function shownBy(query: URLSearchParams): Shown {
  return {
    properties: query.has('properties') ? listIn(query, 'properties') : null,
    history: listIn(query, 'propertiesWithHistory'),
    associations: listIn(query, 'associations').map(typeOf),
  }
}

export function isArchivedIn(query: URLSearchParams): boolean {
  const text = (query.get('archived') ?? 'false').toLowerCase()
  if (text === 'true' || text === 'false') return text === 'true'
  throw invalid(`Invalid archived: expected true or false, found "${query.get('archived')}"`)
}

export function limitIn(query: URLSearchParams, usual: number, most: number): number {
  const text = query.get('limit') ?? String(usual)
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (limit >= 1 && limit <= most) return limit
  throw invalid(`Invalid limit: expected a whole number from 1 to ${most}, found "${text}"`)
}

/** The id that a page begins behind; null for the first page. */
export function afterIn(stated: unknown): string | null {
  const text = stated ?? ''
  if (text === '') return null
  const after = typeof text === 'string' || typeof text === 'number' ? String(text) : ''
  if (/^\d{1,20}$/.test(after)) return after
  throw invalid(`Invalid paging cursor: "${text}"`)
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
