// What HubSpot turns down before it writes: properties that are not defined, values they cannot hold, a call without its
// time. Pure.
import type { ObjectType } from './object-types.ts'
import { TYPE_NAMES } from './object-types.ts'
import type { Properties } from './portal.ts'
import { invalid, type ProblemDetail } from './problem.ts'
import { LONGEST_BODY, PROPERTIES, type PropertyDefinition } from './properties.ts'

const REQUIRED: Readonly<Partial<Record<ObjectType, readonly string[]>>> = {
  calls: ['hs_timestamp'],
  tasks: ['hs_timestamp', 'hs_task_subject'],
}

const BODIES = ['hs_call_body', 'hs_task_body']

/**
 * The values to write, as the portal keeps them.
 *
 * @param given the request's `properties`
 * @throws PortalProblem that names every property that is wrong
 */
export function readProperties(type: ObjectType, given: unknown, isNew: boolean): Properties {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw invalid('Invalid input JSON: expected "properties" to be an object')
  }
  const read: Record<string, string | null> = {}
  const problems: ProblemDetail[] = []
  for (const [name, value] of Object.entries(given)) {
    const definition = PROPERTIES[type].get(name)
    const problem = definition === undefined ? unknownProperty(name) : findProblem(definition, value)
    if (problem !== null) problems.push(problem)
    else if (definition !== undefined) read[name] = normalise(definition, value)
  }
  if (problems.length > 0) throw refuse(problems)
  if (isNew) expectRequired(type, read)
  return read
}

function refuse(problems: readonly ProblemDetail[]): Error {
  const told = problems.map(({ message, code, context }) => ({
    isValid: false,
    message,
    error: code,
    name: context?.['propertyName']?.[0],
  }))
  return invalid(`Property values were not valid: ${JSON.stringify(told)}`, problems)
}

function expectRequired(type: ObjectType, properties: Properties): void {
  const missing = (REQUIRED[type] ?? []).filter((name) => !properties[name])
  if (missing.length === 0) return
  const message = `Error creating ${TYPE_NAMES[type].singular.toUpperCase()}. Some required properties were not set.`
  throw invalid(message, [{ message, code: 'REQUIRED_FIELD', context: { properties: missing } }])
}

function unknownProperty(name: string): ProblemDetail {
  return wrong(name, 'PROPERTY_DOESNT_EXIST', `Property "${name}" does not exist`)
}

function wrong(name: string, code: string, message: string): ProblemDetail {
  return { message, code, context: { propertyName: [name] } }
}

function findProblem({ name, type, options, isReadOnly }: PropertyDefinition, value: unknown): ProblemDetail | null {
  if (isReadOnly) return wrong(name, 'READ_ONLY_VALUE', `"${name}" is a read only property; its value cannot be set`)
  const text = textOf(value)
  if (text === null) return wrong(name, 'INVALID_VALUE', `${name} was not a string`)
  if (text === '') return null
  if (BODIES.includes(name) && text.length > LONGEST_BODY) {
    return wrong(name, 'PROPERTY_VALUE_TOO_LONG', `${name} has ${text.length} characters, the most is ${LONGEST_BODY}`)
  }
  if (name === 'hs_call_recording_url' && !/^https:\/\/\S+\.(?:mp3|wav)(?:\?\S*)?$/i.test(text)) {
    return wrong(name, 'INVALID_URL', `${text} is not an https URL of an .mp3 or .wav file`)
  }
  if (options.length > 0 && !options.some((option) => option.value === text)) {
    const allowed = options.map((option) => option.value).join(', ')
    return wrong(name, 'INVALID_OPTION', `${text} was not one of the allowed options: [${allowed}]`)
  }
  return isOfType(type, text)
    ? null
    : wrong(name, `INVALID_${TYPE_CODES[type] ?? 'VALUE'}`, `${text} is not a valid ${type}`)
}

const TYPE_CODES: Readonly<Partial<Record<PropertyDefinition['type'], string>>> = {
  number: 'NUMBER',
  datetime: 'DATE',
  date: 'DATE',
  bool: 'BOOLEAN',
}

function isOfType(type: PropertyDefinition['type'], text: string): boolean {
  if (type === 'number') return text.trim() !== '' && Number.isFinite(Number(text))
  if (type === 'bool') return text === 'true' || text === 'false'
  return (type !== 'datetime' && type !== 'date') || readTime(text) !== null
}

// Numbers and booleans are taken for their text, as HubSpot does; null clears a property.
function textOf(value: unknown): string | null {
  if (value === null) return ''
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : null
}

function normalise({ type }: PropertyDefinition, value: unknown): string | null {
  const text = textOf(value) ?? ''
  if (text === '') return null
  const time = type === 'datetime' ? readTime(text) : null
  return time === null ? text : new Date(time).toISOString()
}

/** Milliseconds since the epoch of an ISO 8601 text or of such a number as text; null when it is neither. */
export function readTime(text: string): number | null {
  const time = /^-?\d+$/.test(text) ? Number(text) : Date.parse(text)
  return Number.isNaN(new Date(time).getTime()) ? null : time
}
