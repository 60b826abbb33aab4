// The matrix of a scenario: which cases it makes, and what each sets. Knows the phone's fields only by their names.
import { nearestWord } from '../core/nearest.ts'
import {
  describeNode,
  type Entry,
  type MapNode,
  type Node,
  newMap,
  quote,
  type Report,
  renderNode,
  valueAt,
} from './node.ts'
import { NESTED_PHONE_KEYS, nestedPhoneKey, PHONE_KEYS } from './phone-shape.ts'
import type { JsonSchema, Shape } from './shape.ts'

/** What one case sets: variables, of which some are fields of the phone. */
export type MatrixRow = readonly Entry[]

/** Cases that one document may have. */
const MOST_CASES = 1000
const MOST_KEYS = 100

const WANTED = 'a map of lists, or a list of rows'

/** The rows of a matrix: every combination of a map's lists, or the list's own rows. Undefined when it was reported why not. */
export function readMatrix(node: Node, report: Report): MatrixRow[] | undefined {
  if (node.kind === 'scalar') return report(node, `expected ${WANTED}, found ${describeNode(node)}`)
  const rows = node.kind === 'map' ? combine(node, report) : readRows(node.items, report)
  if (rows === undefined) return undefined
  if (rows.length === 0) return report(node, `expected ${WANTED}, found an empty ${node.kind}`)
  return rows
}

function combine(node: MapNode, report: Report): MatrixRow[] | undefined {
  const keys = node.entries.length
  if (keys > MOST_KEYS) return report(node, `expected at most ${MOST_KEYS} keys in a matrix, found ${keys}`)
  const columns = node.entries.map((entry) => {
    const { value } = entry
    if (value.kind !== 'list' || value.items.length === 0) {
      const found = value.kind === 'list' ? 'an empty list' : describeNode(value)
      return report(value, `expected a list of values for ${quote(entry.key)}, found ${found}`)
    }
    return value.items.map((item): Entry => ({ ...entry, value: item }))
  })
  const count = columns.reduce((product, column) => product * (column?.length ?? 1), 1)
  if (count > MOST_CASES) return report(node, tooMany(count))
  if (node.entries.length === 0) return []
  let rows: MatrixRow[] = [[]]
  for (const column of columns) {
    if (column === undefined) return undefined
    rows = rows.flatMap((row) => column.map((entry) => [...row, entry]))
  }
  return rows
}

function readRows(items: readonly Node[], report: Report): MatrixRow[] | undefined {
  const [first] = items
  if (first && items.length > MOST_CASES) return report(first, tooMany(items.length))
  const rows = items.map((item) => {
    if (item.kind === 'map' && item.entries.length > 0) return item.entries
    return report(
      item,
      `expected a row such as {platform: ios}, found ${item.kind === 'map' ? 'an empty map' : describeNode(item)}`,
    )
  })
  return rows.includes(undefined) ? undefined : (rows as MatrixRow[])
}

function tooMany(count: number): string {
  return `expected at most ${MOST_CASES} cases, found ${count}: divide the matrix`
}

/** Of each row what its case is named by: its texts, where they tell all cases apart; else all of it. */
export function namingRows(rows: readonly MatrixRow[]): readonly MatrixRow[] {
  const texts = rows.map((row) => row.filter(({ value }) => value.kind === 'scalar'))
  const names = new Set(texts.map((row) => nameCase('', row)))
  return names.size === rows.length ? texts : rows
}

/** The name of a case: `A missed call (platform: ios, role: none)`. */
export function nameCase(name: string, row: MatrixRow): string {
  const values = row.map(({ key, value }) => `${key}: ${renderNode(value, 60)}`)
  return values.length === 0 ? name : `${name} (${values.join(', ')})`
}

const PARTS = [...new Set(NESTED_PHONE_KEYS.map((key) => key.split('.')[0] ?? ''))]

function phonePath(key: string): readonly [string, string | null] | null {
  if (PHONE_KEYS.includes(key)) return [key, null]
  const [part = '', ...rest] = key.split('.')
  return rest.length > 0 && PARTS.includes(part) ? [part, rest.join('.')] : null
}

/** The phone with what a row says of it. */
export function applyRow(phone: Node, row: MatrixRow): Node {
  return row.reduce((node, entry) => {
    const path = phonePath(entry.key)
    return path === null || node.kind !== 'map' ? node : setField(node, path, entry)
  }, phone)
}

function setField(node: MapNode, [key, inner]: readonly [string, string | null], entry: Entry): MapNode {
  const found = valueAt(node, key)
  const part = found ?? newMap(entry, [])
  // What is no map is told of as such, where it stands.
  if (inner !== null && part.kind !== 'map') return node
  const value = inner === null || part.kind !== 'map' ? entry.value : setField(part, [inner, null], entry)
  const place = found !== null && inner !== null ? found : entry
  const set: Entry = { source: place.source, offset: place.offset, key, value }
  return newMap(node, found ? node.entries.map((each) => (each.key === key ? set : each)) : [...node.entries, set])
}

/** Reports keys that set nothing and are near a field of the phone: they were meant to set it. */
export function reportIdle(rows: readonly MatrixRow[], used: ReadonlySet<string>, report: Report): void {
  const entries = new Map(rows.flat().map((entry) => [entry.key, entry] as const))
  for (const [key, entry] of entries) {
    if (phonePath(key) !== null || used.has(key)) continue
    const meant = nestedPhoneKey(key) ?? nearestWord(key, [...PHONE_KEYS, ...NESTED_PHONE_KEYS])
    if (meant)
      report(
        entry,
        `expected a field of the phone or a variable that is used, found ${quote(key)}: did you mean ${meant}?`,
      )
  }
}

/** For the schema. */
export const matrixShape: Pick<Shape<never>, 'wanted' | 'schema'> = { wanted: WANTED, schema: matrixSchema }

function matrixSchema(): JsonSchema {
  const values = { type: 'array', minItems: 1 }
  const keys = Object.fromEntries([...PHONE_KEYS, ...NESTED_PHONE_KEYS].map((key) => [key, values]))
  const cells = Object.fromEntries(Object.keys(keys).map((key) => [key, {}]))
  return {
    anyOf: [
      { type: 'object', minProperties: 1, properties: keys, additionalProperties: values },
      {
        type: 'array',
        minItems: 1,
        maxItems: MOST_CASES,
        items: { type: 'object', minProperties: 1, properties: cells },
      },
    ],
  }
}
