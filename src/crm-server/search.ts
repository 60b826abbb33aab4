// Search as HubSpot has it: groups of filters, one order, at most 10,000 results, no archived records, and behind what
// was written by the lag of its index. Pure.
import { fieldsOf, textIn, textsIn } from './asked.ts'
import { OBJECT_TYPES, type ObjectType, readObjectType } from './object-types.ts'
import { allRecords, catchUpIndex, definitionOf, linkedRecords, type Portal } from './portal.ts'
import { invalid } from './problem.ts'
import { type PropertyDefinition, QUERIED_PROPERTIES } from './properties.ts'
import type { PortalRecord, Properties } from './record.ts'
import { type Json, propertyOf } from './render.ts'
import { isOfType, readTime } from './validate.ts'

export interface SearchRequest {
  readonly filterGroups: readonly (readonly Filter[])[]
  readonly sort: { readonly name: string; readonly isDescending: boolean } | null
  readonly query: string
  readonly properties: readonly string[] | null
  readonly limit: number
  readonly after: number
}

export interface Filter {
  readonly propertyName: string
  readonly operator: Operator
  readonly value: string
  readonly highValue: string
  readonly values: readonly string[]
}

const OPERATORS = [
  'EQ',
  'NEQ',
  'LT',
  'LTE',
  'GT',
  'GTE',
  'BETWEEN',
  'IN',
  'NOT_IN',
  'HAS_PROPERTY',
  'NOT_HAS_PROPERTY',
  'CONTAINS_TOKEN',
  'NOT_CONTAINS_TOKEN',
] as const

type Operator = (typeof OPERATORS)[number]

// Sources disagree on the first and the last; these are the strictest.
const MOST_GROUPS = 5
const MOST_FILTERS_IN_GROUP = 6
const MOST_FILTERS = 18
const MOST_ON_PAGE = 200
const MOST_RESULTS = 10_000
const LONGEST_QUERY = 3_000

const SEARCH = ['filterGroups', 'filters', 'sorts', 'query', 'properties', 'limit', 'after']
const FILTER = ['propertyName', 'operator', 'value', 'highValue', 'values']

/** @throws PortalProblem that says which part of the request HubSpot would not take */
export function readSearch(portal: Portal, type: ObjectType, body: unknown): SearchRequest {
  const fields = fieldsOf(body, SEARCH)
  const groups = readGroups(portal, type, fields)
  const limit = readCount(fields['limit'] ?? 10, 'limit')
  const after = readCount(fields['after'] ?? 0, 'after')
  const query = textIn(fields, 'query') ?? ''
  expect(groups.length <= MOST_GROUPS, `too many filterGroups: ${groups.length}, the most is ${MOST_GROUPS}`)
  for (const group of groups) {
    expect(group.length <= MOST_FILTERS_IN_GROUP, `too many filters in a group, the most is ${MOST_FILTERS_IN_GROUP}`)
  }
  expect(groups.flat().length <= MOST_FILTERS, `too many filters, the most is ${MOST_FILTERS} in all groups`)
  expect(limit <= MOST_ON_PAGE, `limit ${limit} is too large, the most is ${MOST_ON_PAGE}`)
  expect(after + limit <= MOST_RESULTS, `paging beyond ${MOST_RESULTS} results is not possible, found after=${after}`)
  expect(query.length <= LONGEST_QUERY, `query is longer than ${LONGEST_QUERY} characters`)
  const properties = textsIn(fields, 'properties')
  return { filterGroups: groups, sort: readSort(portal, type, fields['sorts']), query, properties, limit, after }
}

// Filters outside of any group are one, as connectors send them.
function readGroups(portal: Portal, type: ObjectType, { filterGroups, filters }: Json): Filter[][] {
  const alone = listOf(filters, 'filters')
  const groups = listOf(filterGroups, 'filterGroups')
  expect(alone.length === 0 || groups.length === 0, 'expected filters or filterGroups, found both')
  const all = alone.length > 0 ? [{ filters: alone }] : groups
  return all.map((group) =>
    listOf(fieldsOf(group, ['filters'])['filters'], 'filters').map((filter) => readFilter(portal, type, filter)),
  )
}

function expect(isFine: boolean, message: string): void {
  if (!isFine) throw invalid(message)
}

function listOf(value: unknown, name: string): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw invalid(`Invalid input JSON: expected "${name}" to be a list`)
  return value
}

function readCount(value: unknown, name: string): number {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw invalid(`expected "${name}" to be a whole number, found ${JSON.stringify(value)}`)
}

function readFilter(portal: Portal, type: ObjectType, given: unknown): Filter {
  const fields = fieldsOf(given, FILTER)
  const propertyName = textIn(fields, 'propertyName') ?? ''
  const operator = OPERATORS.find((each) => each === fields['operator'])
  if (operator === undefined) throw invalid(`unknown operator ${JSON.stringify(fields['operator'])}`)
  const filter = {
    propertyName,
    operator,
    value: valueIn(fields['value']),
    highValue: valueIn(fields['highValue']),
    values: listOf(fields['values'], 'values').map(valueIn),
  }
  const needsValue = !['IN', 'NOT_IN', 'HAS_PROPERTY', 'NOT_HAS_PROPERTY'].includes(operator)
  expect(!needsValue || filter.value !== '', `operator ${operator} requires a value`)
  expect(operator !== 'BETWEEN' || filter.highValue !== '', 'operator BETWEEN requires a highValue')
  expect(!/^(?:NOT_)?IN$/.test(operator) || filter.values.length > 0, `operator ${operator} requires values`)
  expectComparable(portal, type, filter)
  return filter
}

// Scalars are taken for their text, as HubSpot does.
function valueIn(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (['string', 'number', 'boolean'].includes(typeof value)) {
    const text = String(value)
    expect(text.length <= LONGEST_QUERY, `a value is longer than ${LONGEST_QUERY} characters`)
    return text
  }
  throw invalid(`Invalid input JSON: expected a value to be a string, found ${JSON.stringify(value).slice(0, 100)}`)
}

function expectComparable(portal: Portal, type: ObjectType, filter: Filter): void {
  const { propertyName, operator, value, highValue, values } = filter
  if (linkedTypeOf(propertyName) !== null) {
    expect(
      operator === 'EQ' || operator === 'IN',
      `operator ${operator} is not possible with "${propertyName}", only EQ and IN`,
    )
    return
  }
  const definition = definitionOf(portal, type, propertyName)
  if (definition === null) {
    throw invalid(`There was a problem with the request: property "${propertyName}" does not exist`)
  }
  if (operator.endsWith('CONTAINS_TOKEN')) return
  const unfit = [value, highValue, ...values].find((text) => text !== '' && !isOfType(definition.type, text))
  expect(unfit === undefined, `"${unfit}" is not a valid ${definition.type}, which property "${propertyName}" is`)
}

function readSort(portal: Portal, type: ObjectType, sorts: unknown): SearchRequest['sort'] {
  const all = listOf(sorts, 'sorts')
  expect(all.length <= 1, 'only one sort is possible')
  const [given] = all
  if (given === undefined) return null
  const fields = typeof given === 'string' ? { propertyName: given } : fieldsOf(given, ['propertyName', 'direction'])
  const stated = textIn(fields, 'propertyName') ?? ''
  const direction = textIn(fields, 'direction')
  const name = stated.replace(/^-/, '')
  expect(definitionOf(portal, type, name) !== null, `property "${name}" does not exist`)
  expect([null, 'ASCENDING', 'DESCENDING'].includes(direction), `unknown direction "${direction}"`)
  return { name, isDescending: direction === null ? stated.startsWith('-') : direction === 'DESCENDING' }
}

export interface Found {
  readonly total: number
  readonly page: readonly PortalRecord[]
  readonly after: string | null
}

/** One page of what is found at that time. */
export function searchRecords(portal: Portal, type: ObjectType, search: SearchRequest, at: number): Found {
  catchUpIndex(portal, at)
  const groups = search.filterGroups.map((group) => group.map((filter) => compile(portal, type, filter)))
  const words = search.query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = allRecords(portal, type).filter((record) => {
    const { indexed } = record
    if (indexed === null) return false
    if (groups.length > 0 && !groups.some((group) => group.every((accepts) => accepts(record, indexed)))) return false
    return words.length === 0 || answersQuery(type, indexed, words)
  })
  const { limit, after } = search
  const page = inOrder(portal, found, search.sort).slice(after, after + limit)
  return { total: found.length, page, after: after + limit < found.length ? String(after + limit) : null }
}

type Accepts = (record: PortalRecord, properties: Properties) => boolean

function compile(portal: Portal, type: ObjectType, filter: Filter): Accepts {
  const linked = linkedTypeOf(filter.propertyName)
  if (linked !== null) {
    const ids = filter.operator === 'IN' ? filter.values : [filter.value]
    return (record) => linkedRecords(portal, record, linked).some(({ id }) => ids.includes(id))
  }
  const definition = definitionOf(portal, type, filter.propertyName)
  if (definition === null) return () => false
  const accepts = compileValue(definition, filter)
  return (record, properties) => accepts(propertyOf(record, properties, filter.propertyName) ?? '')
}

/** `associations.contact`: the filter HubSpot has for what a record is associated with. */
function linkedTypeOf(propertyName: string): ObjectType | null {
  const [, name] = /^associations\.([\w-]+)$/.exec(propertyName) ?? []
  const type = name === undefined ? null : readObjectType(name)
  return type !== null && OBJECT_TYPES.includes(type) ? type : null
}

function compileValue(definition: PropertyDefinition, filter: Filter): (text: string) => boolean {
  const keyOf = keyReader(definition)
  const value = keyOf(filter.value)
  const high = keyOf(filter.highValue)
  const values = filter.values.map(keyOf)
  const hasTokens = tokenMatcher(filter.value)
  switch (filter.operator) {
    case 'EQ':
      return (text) => text !== '' && keyOf(text) === value
    case 'NEQ':
      return (text) => text !== '' && keyOf(text) !== value
    case 'LT':
      return (text) => text !== '' && keyOf(text) < value
    case 'LTE':
      return (text) => text !== '' && keyOf(text) <= value
    case 'GT':
      return (text) => text !== '' && keyOf(text) > value
    case 'GTE':
      return (text) => text !== '' && keyOf(text) >= value
    case 'BETWEEN':
      return (text) => text !== '' && keyOf(text) >= value && keyOf(text) <= high
    case 'IN':
      return (text) => text !== '' && values.includes(keyOf(text))
    case 'NOT_IN':
      return (text) => text !== '' && !values.includes(keyOf(text))
    case 'HAS_PROPERTY':
      return (text) => text !== ''
    case 'NOT_HAS_PROPERTY':
      return (text) => text === ''
    case 'CONTAINS_TOKEN':
      return hasTokens
    case 'NOT_CONTAINS_TOKEN':
      return (text) => !hasTokens(text)
  }
}

/** What values of a property are compared by. Times are kept as ISO 8601 in UTC, which compares as text. */
function keyReader({ type }: PropertyDefinition): (text: string) => string | number {
  if (type === 'number') return Number
  if (type === 'date') return (text) => readTime(text) ?? text
  if (type !== 'datetime') return (text) => text.toLowerCase()
  return (text) => {
    if (text.endsWith('Z') && text.length === 24) return text
    const time = readTime(text)
    return time === null ? text : new Date(time).toISOString()
  }
}

function tokensOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
}

// Every word of the value has to be a word of the text; `*` at either end of it stands for anything.
function tokenMatcher(value: string): (text: string) => boolean {
  const wanted = value
    .toLowerCase()
    .split(/[^\p{L}\p{N}*]+/u)
    .filter((word) => /[^*]/.test(word))
    .map((word) => word.split(/\*+/))
  if (wanted.length === 0) return () => false
  return (text) => {
    if (text === '') return false
    const tokens = tokensOf(text)
    return wanted.every((word) => tokens.some((token) => fits(token, word)))
  }
}

// The parts of a word between its stars, each behind the one before: looked for once, and never tried again.
function fits(token: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts
  const last = rest.pop()
  if (last === undefined) return token === first
  if (!token.startsWith(first) || !token.endsWith(last)) return false
  let from = first.length
  for (const part of rest) {
    const at = token.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return from <= token.length - last.length
}

function answersQuery(type: ObjectType, properties: Properties, words: readonly string[]): boolean {
  const tokens = QUERIED_PROPERTIES[type].flatMap((name) => {
    const text = (properties[name] ?? '').toLowerCase()
    return text === '' ? [] : [text, ...tokensOf(text)]
  })
  return words.every((word) => tokens.some((token) => token.startsWith(word.replace(/^\+/, ''))))
}

function inOrder(portal: Portal, found: PortalRecord[], sort: SearchRequest['sort']): readonly PortalRecord[] {
  const [first] = found
  if (sort === null || first === undefined) return found
  if (sort.name === 'hs_object_id') return sort.isDescending ? found.reverse() : found
  const definition = definitionOf(portal, first.type, sort.name)
  if (definition === null) return found
  const keyOf = keyReader(definition)
  const keyed = found.map((record) => ({ record, key: keyOf(propertyOf(record, record.properties, sort.name) ?? '') }))
  const sign = sort.isDescending ? -1 : 1
  keyed.sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : 0))
  return keyed.map(({ record }) => record)
}
