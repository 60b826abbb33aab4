// What HubSpot turns down before it writes: properties that are not defined, values they cannot hold, a call without its
// time. Pure.
import type { ObjectType } from './object-types.ts'
import { TYPE_NAMES } from './object-types.ts'
import { definitionOf, type Portal } from './portal.ts'
import { invalid, type ProblemDetail } from './problem.ts'
import { LONGEST_BODY, type PropertyDefinition } from './properties.ts'
import type { Properties } from './record.ts'
import { propertyValue } from './record.ts'

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
export function readProperties(
  portal: Portal,
  type: ObjectType,
  { given, isNew }: { readonly given: unknown; readonly isNew: boolean },
): Properties {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw invalid('Invalid input JSON: expected "properties" to be an object')
  }
  const read: [string, string | null][] = []
  const problems: ProblemDetail[] = []
  for (const [name, value] of Object.entries(given)) {
    const definition = definitionOf(portal, type, name)
    const problem = definition === null ? unknownProperty(name) : findProblem(definition, value)
    if (problem !== null) problems.push(problem)
    else if (definition !== null) read.push([name, normalise(definition, value)])
  }
  if (problems.length > 0) throw refuseValues(problems)
  const properties = Object.fromEntries(read)
  if (isNew) expectRequired(type, properties)
  return properties
}

/** The error that names every value that is wrong. */
export function refuseValues(problems: readonly ProblemDetail[]): Error {
  const told = problems.map(({ message, code, context }) => ({
    isValid: false,
    message,
    error: code,
    name: context?.['propertyName']?.[0],
  }))
  return invalid(`Property values were not valid: ${JSON.stringify(told)}`, problems)
}

function expectRequired(type: ObjectType, properties: Properties): void {
  const missing = (REQUIRED[type] ?? []).filter((name) => !propertyValue(properties, name))
  if (missing.length === 0) return
  const message = `Error creating ${TYPE_NAMES[type].singular.toUpperCase()}. Some required properties were not set.`
  throw invalid(message, [{ message, code: 'REQUIRED_FIELD', context: { properties: missing } }])
}

function unknownProperty(name: string): ProblemDetail {
  return wrong(name, 'PROPERTY_DOESNT_EXIST', `Property "${name}" does not exist`)
}

export function wrong(name: string, code: string, message: string): ProblemDetail {
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
  if (name === 'email' && !isEmail(text)) return wrong(name, 'INVALID_EMAIL', `Email address ${text} is invalid`)
  return isOfType(type, text)
    ? null
    : wrong(name, `INVALID_${TYPE_CODES[type] ?? 'VALUE'}`, `${text} is not a valid ${type}`)
}

// One @ between a name and the name of a host that has a dot. The lengths are those of RFC 5321, 4.5.3.1.
function isEmail(text: string): boolean {
  const [local = '', host = '', ...more] = text.split('@')
  const labels = host.split('.')
  const isLabel = (label: string) => /^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?$/u.test(label)
  return (
    more.length === 0 &&
    text.length <= 254 &&
    /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}$/u.test(local) &&
    !/^\.|\.\.|\.$/.test(local) &&
    labels.length > 1 &&
    labels.every(isLabel) &&
    /^(?:\p{L}{2,}|xn--.+)$/u.test(labels.at(-1) ?? '')
  )
}

const TYPE_CODES: Readonly<Partial<Record<PropertyDefinition['type'], string>>> = {
  number: 'NUMBER',
  datetime: 'DATE',
  date: 'DATE',
  bool: 'BOOLEAN',
}

export function isOfType(type: PropertyDefinition['type'], text: string): boolean {
  if (type === 'number') return /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text))
  if (type === 'bool') return text === 'true' || text === 'false'
  return (type !== 'datetime' && type !== 'date') || readTime(text) !== null
}

// Numbers and booleans are taken for their text, as HubSpot does; null clears a property.
function textOf(value: unknown): string | null {
  if (value === null) return ''
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : null
}

function normalise({ name, type }: PropertyDefinition, value: unknown): string | null {
  const text = textOf(value) ?? ''
  if (text === '') return null
  if (name === 'email') return text.toLowerCase()
  const time = type === 'datetime' || type === 'date' ? readTime(text) : null
  if (time === null) return text
  const instant = new Date(time).toISOString()
  return type === 'date' ? instant.slice(0, 10) : instant
}

/** Milliseconds since the epoch of an ISO 8601 text or of such a number as text; null when it is neither. */
export function readTime(text: string): number | null {
  const isDate = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/.test(text)
  const time = /^-?\d{1,16}$/.test(text) ? Number(text) : isDate ? Date.parse(text) : Number.NaN
  return Number.isNaN(new Date(time).getTime()) ? null : time
}
