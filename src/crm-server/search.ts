// Search as HubSpot has it: groups of filters, one order, at most 10,000 results, no archived records, and behind what
// was written by the lag of its index. Pure.
import { OBJECT_TYPES, type ObjectType, readObjectType } from './object-types.ts'
import { allRecords, catchUpIndex, linkedRecords, type Portal, type PortalRecord, type Properties } from './portal.ts'
import { invalid } from './problem.ts'
import { PROPERTIES, type PropertyDefinition, QUERIED_PROPERTIES } from './properties.ts'
import { propertyOf } from './render.ts'
import { readTime } from './validate.ts'

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

/** @throws PortalProblem that says which part of the request HubSpot would not take */
export function readSearch(type: ObjectType, body: Readonly<Record<string, unknown>>): SearchRequest {
  const groups = listOf(body['filterGroups'], 'filterGroups').map((group) => readGroup(type, group))
  const limit = readCount(body['limit'] ?? 10, 'limit')
  const after = readCount(body['after'] ?? 0, 'after')
  const query = typeof body['query'] === 'string' ? body['query'] : ''
  expect(groups.length <= MOST_GROUPS, `too many filterGroups: ${groups.length}, the most is ${MOST_GROUPS}`)
  for (const group of groups) {
    expect(group.length <= MOST_FILTERS_IN_GROUP, `too many filters in a group, the most is ${MOST_FILTERS_IN_GROUP}`)
  }
  expect(groups.flat().length <= MOST_FILTERS, `too many filters, the most is ${MOST_FILTERS} in all groups`)
  expect(limit <= MOST_ON_PAGE, `limit ${limit} is too large, the most is ${MOST_ON_PAGE}`)
  expect(after + limit <= MOST_RESULTS, `paging beyond ${MOST_RESULTS} results is not possible, found after=${after}`)
  expect(query.length <= LONGEST_QUERY, `query is longer than ${LONGEST_QUERY} characters`)
  const properties = body['properties'] === undefined ? null : listOf(body['properties'], 'properties').map(String)
  return { filterGroups: groups, sort: readSort(type, body['sorts']), query, properties, limit, after }
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
  const count = Number(value === '' ? 0 : value)
  if (!Number.isInteger(count) || count < 0) throw invalid(`expected "${name}" to be a whole number, found "${value}"`)
  return count
}

function fieldsOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw invalid(`Invalid input JSON: expected ${name} to be an object`)
  return value as Record<string, unknown>
}

function readGroup(type: ObjectType, group: unknown): Filter[] {
  return listOf(fieldsOf(group, 'a filter group')['filters'], 'filters').map((filter) => readFilter(type, filter))
}

function readFilter(type: ObjectType, given: unknown): Filter {
  const fields = fieldsOf(given, 'a filter')
  const propertyName = String(fields['propertyName'] ?? '')
  const operator = OPERATORS.find((each) => each === fields['operator'])
  if (operator === undefined) throw invalid(`unknown operator "${fields['operator']}"`)
  if (linkedTypeOf(propertyName) === null && !PROPERTIES[type].has(propertyName)) {
    throw invalid(`There was a problem with the request: property "${propertyName}" does not exist`)
  }
  const filter = {
    propertyName,
    operator,
    value: String(fields['value'] ?? ''),
    highValue: String(fields['highValue'] ?? ''),
    values: listOf(fields['values'], 'values').map(String),
  }
  const needsValue = !['IN', 'NOT_IN', 'HAS_PROPERTY', 'NOT_HAS_PROPERTY'].includes(operator)
  expect(!needsValue || filter.value !== '', `operator ${operator} requires a value`)
  expect(operator !== 'BETWEEN' || filter.highValue !== '', 'operator BETWEEN requires a highValue')
  expect(!operator.endsWith('IN') || filter.values.length > 0, `operator ${operator} requires values`)
  return filter
}

function readSort(type: ObjectType, sorts: unknown): SearchRequest['sort'] {
  const all = listOf(sorts, 'sorts')
  expect(all.length <= 1, 'only one sort is possible')
  const [given] = all
  if (given === undefined) return null
  const fields = typeof given === 'string' ? { propertyName: given } : fieldsOf(given, 'a sort')
  const stated = String(fields['propertyName'] ?? '')
  const name = stated.replace(/^-/, '')
  expect(PROPERTIES[type].has(name), `property "${name}" does not exist`)
  return { name, isDescending: stated.startsWith('-') || fields['direction'] === 'DESCENDING' }
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
  const page = inOrder(type, found, search.sort).slice(after, after + limit)
  return { total: found.length, page, after: after + limit < found.length ? String(after + limit) : null }
}

type Accepts = (record: PortalRecord, properties: Properties) => boolean

function compile(portal: Portal, type: ObjectType, filter: Filter): Accepts {
  const linked = linkedTypeOf(filter.propertyName)
  if (linked !== null) {
    const ids = [filter.value, ...filter.values]
    return (record) => linkedRecords(portal, record, linked).some(({ id }) => ids.includes(id))
  }
  const definition = PROPERTIES[type].get(filter.propertyName)
  if (definition === undefined) return () => false
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
    .filter((word) => word.replaceAll('*', '') !== '')
    .map((word) => new RegExp(`^${word.split(/\*+/).join('.*')}$`, 'u'))
  if (wanted.length === 0) return () => false
  return (text) => {
    if (text === '') return false
    const tokens = tokensOf(text)
    return wanted.every((word) => tokens.some((token) => word.test(token)))
  }
}

function answersQuery(type: ObjectType, properties: Properties, words: readonly string[]): boolean {
  const tokens = QUERIED_PROPERTIES[type].flatMap((name) => {
    const text = (properties[name] ?? '').toLowerCase()
    return text === '' ? [] : [text, ...tokensOf(text)]
  })
  return words.every((word) => tokens.some((token) => token.startsWith(word.replace(/^\+/, ''))))
}

function inOrder(type: ObjectType, found: PortalRecord[], sort: SearchRequest['sort']): readonly PortalRecord[] {
  if (sort === null) return found
  if (sort.name === 'hs_object_id') return sort.isDescending ? found.reverse() : found
  const definition = PROPERTIES[type].get(sort.name)
  if (definition === undefined) return found
  const keyOf = keyReader(definition)
  const keyed = found.map((record) => ({ record, key: keyOf(propertyOf(record, record.properties, sort.name) ?? '') }))
  const sign = sort.isDescending ? -1 : 1
  keyed.sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : 0))
  return keyed.map(({ record }) => record)
}
