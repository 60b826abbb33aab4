// Shapes: what may stand somewhere in a scenario. One shape both reads a node and says its JSON Schema, so that what an
// editor is told and what is checked cannot differ. Knows no word of the format.

import { nearestWord } from '../core/nearest.ts'
import { keyOf } from '../scenario/words.ts'
import { renderCount } from '../text/count.ts'
import { listOr } from '../text/list.ts'
import { safeLine } from '../text/safe.ts'
import { describeNode, isNothing, type MapNode, type Node, quote, type Report } from './node.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

/** What reading needs to know beside the node. */
export interface Reading {
  readonly report: Report
  /** Country under which national numbers are read where their contact states none. */
  readonly region: string | null
  /** YYYY-MM-DD, on which `tomorrow` depends. */
  readonly today: string
  /** Whether what stands there counts only for a phone that has it, as one word for the phones of a matrix; no by itself. */
  readonly isForSome?: (place: Node, why: string) => boolean
}

export interface Shape<T> {
  /** For messages: `a duration such as 5s`. */
  readonly wanted: string
  /** Parts that are named are put into `parts` once and referred to. */
  readonly schema: (parts: Record<string, JsonSchema>) => JsonSchema
  /** @returns undefined when it was reported that the node has not this shape */
  readonly read: (node: Node, reading: Reading) => T | undefined
}

/** Reports that something else was expected here. */
export function refuse(node: Node, wanted: string, { report }: Pick<Reading, 'report'>, hint = ''): undefined {
  return report(node, `expected ${wanted}, found ${describeNode(node)}${hint}`)
}

/** `: did you mean accept?`, or nothing. */
export function didYouMean(text: string, known: readonly string[]): string {
  if (known.includes(safeLine(text))) return ': there are characters in it that cannot be seen'
  const nearest = nearestWord(text, known)
  return nearest === null ? '' : `: did you mean ${nearest}?`
}

/** `android or ios`; of a long list only its beginning. */
export function listWords(words: readonly string[]): string {
  if (words.length > MOST_LISTED) return `one of ${words.slice(0, MOST_LISTED).join(', ')}, …`
  return listOr(words)
}

const MOST_LISTED = 12

/** A value of text; `parse` says what it means, or undefined when it means nothing. */
export function scalar<T>(
  wanted: string,
  schema: JsonSchema,
  parse: (text: string, reading: Reading) => T | undefined,
): Shape<T> {
  return {
    wanted,
    schema: () => schema,
    read: (node, reading) => {
      if (node.kind !== 'scalar' || isNothing(node)) return refuse(node, wanted, reading)
      const value = parse(node.text, reading)
      return value === undefined ? refuse(node, wanted, reading) : value
    },
  }
}

/** Any text. Numbers and dates are texts too: YAML needs no quotes around them, and editors take them for what they look like. */
export function text(wanted = 'a text'): Shape<string> {
  return scalar(wanted, { type: ['string', 'number', 'boolean'] }, (found) => found)
}

/** A text that has to look so; `parse` has the last word. */
export function pattern<T>(wanted: string, looks: RegExp, parse: (text: string) => T | undefined): Shape<T> {
  return scalar(wanted, { type: ['string', 'number'], pattern: looks.source }, (found) =>
    looks.test(found) ? parse(found) : undefined,
  )
}

/** One of some words, each with its meaning. */
export function words<T>(meanings: Readonly<Record<string, T>>, wanted = listWords(Object.keys(meanings))): Shape<T> {
  const known = Object.keys(meanings)
  return {
    wanted,
    schema: () => ({ enum: known }),
    read: (node, reading) => {
      if (node.kind !== 'scalar' || isNothing(node)) return refuse(node, wanted, reading)
      if (Object.hasOwn(meanings, node.text)) return meanings[node.text]
      return refuse(node, wanted, reading, didYouMean(node.text, known))
    },
  }
}

/** One of some words that mean themselves. */
export function oneOf<const W extends string>(...known: readonly W[]): Shape<W> {
  return words(Object.fromEntries(known.map((word) => [word, word])) as Record<W, W>)
}

/** YAML 1.1 had them all for booleans, YAML 1.2 only two: none of them needs quotes here. */
export function onOff(): Shape<boolean> {
  const meanings = { on: true, off: false, yes: true, no: false, true: true, false: false }
  return {
    ...words(meanings, 'on or off'),
    schema: () => ({ enum: [...Object.keys(meanings), true, false] }),
  }
}

/** A whole number within bounds. */
export function integer(least: number, most: number): Shape<number> {
  const bounds = most < 1_000_000_000 ? ` from ${least} to ${renderCount(most)}` : ''
  const wanted = `a whole number${bounds}`
  const schema = { type: ['integer', 'string'], minimum: least, maximum: most, pattern: '^[0-9]+$' }
  return scalar(wanted, schema, (found) => {
    const value = /^\d{1,15}$/.test(found) ? Number(found) : Number.NaN
    return value >= least && value <= most ? value : undefined
  })
}

/** The same, with another meaning; undefined when `convert` has reported why it has none. */
export function converted<A, B>(
  shape: Shape<A>,
  convert: (value: A, node: Node, reading: Reading) => B | undefined,
): Shape<B> {
  return {
    ...shape,
    read: (node, reading) => {
      const value = shape.read(node, reading)
      return value === undefined ? undefined : convert(value, node, reading)
    },
  }
}

/** A list, or one item without its dash. */
export function listOf<T>(item: Shape<T>, least = 0, wanted = item.wanted): Shape<readonly T[]> {
  return {
    wanted,
    schema: (parts) => {
      const schema = orVariable(item.schema(parts))
      return { anyOf: [schema, { type: 'array', items: schema, minItems: least }] }
    },
    read: (node, reading) => {
      if (isNothing(node)) return refuse(node, wanted, reading)
      if (node.kind === 'list' && node.items.length < least) {
        return reading.report(node, 'expected something in this list, found nothing')
      }
      const nodes = node.kind === 'list' ? node.items : [node]
      const items = nodes.map((each) => item.read(each, reading))
      return items.includes(undefined) ? undefined : (items as T[])
    },
  }
}

/** What a plain `none` means where something may be absent. The text "none" itself needs quotes. */
export function orNone<T, N>(shape: Shape<T>, none: N): Shape<T | N> {
  return {
    wanted: `${shape.wanted} or none`,
    schema: (parts) => ({ anyOf: [{ const: 'none' }, shape.schema(parts)] }),
    read: (node, reading) =>
      node.kind === 'scalar' && node.isPlain && node.text === 'none' ? none : shape.read(node, reading),
  }
}

/** A short form, a text, and a long one, a map. */
export function shortOrLong<A, B>(short: Shape<A>, long: Shape<B>): Shape<A | B> {
  return {
    wanted: `${short.wanted}, or ${long.wanted}`,
    schema: (parts) => ({ anyOf: [short.schema(parts), long.schema(parts)] }),
    read: (node, reading) => (node.kind === 'map' ? long.read(node, reading) : short.read(node, reading)),
  }
}

/** A map from any key to one kind of value. */
export function mapOf<T>(wanted: string, value: Shape<T>): Shape<ReadonlyMap<string, T>> {
  return {
    wanted,
    schema: (parts) => ({ type: 'object', additionalProperties: orVariable(value.schema(parts)) }),
    read: (node, reading) => {
      if (node.kind !== 'map') return refuse(node, wanted, reading)
      const read = node.entries.map((entry) => [entry.key, value.read(entry.value, reading)] as const)
      return read.some(([, each]) => each === undefined) ? undefined : new Map(read as [string, T][])
    },
  }
}

export interface Field<T> {
  readonly shape: Shape<T>
  /** What it is, for whoever writes it: shown by editors. */
  readonly about: string
  readonly isRequired: boolean
  /** Its word in the format, where the property's own name is not it. */
  readonly key?: string
}

export function field<T>(shape: Shape<T>, about: string, key?: string): Field<T> & { readonly isRequired: false } {
  return { shape, about, isRequired: false, ...(key === undefined ? {} : { key }) }
}

export function needed<T>(shape: Shape<T>, about: string): Field<T> & { readonly isRequired: true } {
  return { shape, about, isRequired: true }
}

export type Fields<T> = {
  readonly [K in keyof T]-?: Field<Exclude<T[K], undefined>> & {
    readonly isRequired: Record<string, never> extends Pick<T, K> ? false : true
  }
}

/** A map with known keys. Reports every key that is not known, and each that is missing. */
export interface FieldsShape<T> extends Shape<T> {
  readonly keys: readonly string[]
  /** What can be read of it, though other parts of it cannot. */
  readonly readSome: (node: Node, reading: Reading) => { readonly values: Partial<T>; readonly isWhole: boolean }
}

/**
 * @param what `a phone`
 * @param hint more on a key that is not known, such as where it belongs; null for nothing
 */
export function fields<T extends object>(
  what: string,
  table: Fields<T>,
  hint: (key: string) => string | null = () => null,
): FieldsShape<T> {
  const listed = Object.entries(table) as [string, Field<unknown>][]
  const byKey = new Map(listed.map(([property, each]) => [each.key ?? keyOf(property), { property, ...each }]))
  const keys = [...byKey.keys()]
  const required = keys.filter((key) => byKey.get(key)?.isRequired)
  const readSome: FieldsShape<T>['readSome'] = (node, reading) => {
    const values: Record<string, unknown> = {}
    if (node.kind !== 'map') {
      refuse(node, `${what} (${keys.join(', ')})`, reading)
      return { values: {}, isWhole: false }
    }
    let isWhole = reportMissing(node, required, { what, report: reading.report })
    for (const entry of node.entries) {
      const known = byKey.get(entry.key)
      const value = known?.shape.read(entry.value, reading)
      if (known === undefined) reading.report(entry, describeUnknown(entry.key, entry.value, { what, keys, hint }))
      if (known === undefined || value === undefined) isWhole = false
      else values[known.property] = value
    }
    return { values: values as Partial<T>, isWhole }
  }
  return {
    wanted: `${what} (a map)`,
    keys,
    schema: (parts) => fieldsSchema(byKey, required, parts),
    readSome,
    read: (node, reading) => {
      const { values, isWhole } = readSome(node, reading)
      return isWhole ? (values as T) : undefined
    },
  }
}

function fieldsSchema(
  byKey: ReadonlyMap<string, Field<unknown>>,
  required: readonly string[],
  parts: Record<string, JsonSchema>,
): JsonSchema {
  const properties = [...byKey].map(([key, { shape, about }]) => {
    return [key, { description: about, ...orVariable(shape.schema(parts)) }] as const
  })
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(properties),
  }
}

function reportMissing(node: MapNode, required: readonly string[], { what, report }: { what: string; report: Report }) {
  const missing = required.filter((key) => !node.entries.some((entry) => entry.key === key))
  for (const key of missing) report(node, `expected "${key}" in ${what}, found none`)
  return missing.length === 0
}

interface Known {
  readonly what: string
  readonly keys: readonly string[]
  readonly hint: (key: string) => string | null
}

function describeUnknown(key: string, value: Node, { what, keys, hint }: Known): string {
  const found = `found ${quote(key)}`
  const nearest = didYouMean(key, keys)
  if (nearest) return `expected a key of ${what}, ${found}${nearest}`
  const more = hint(key)
  if (more) return `expected a key of ${what}, ${found}: ${more}`
  const comma = isNothing(value) ? '; within braces a text with a comma needs quotes' : ''
  return `expected a key of ${what} (${keys.join(', ')}), ${found}${comma}`
}

/** A shape that stands in the schema once, by its name. */
export function named<T, S extends Shape<T>>(name: string, shape: S & Shape<T>): S {
  return {
    ...shape,
    schema: (parts: Record<string, JsonSchema>) => {
      if (!Object.hasOwn(parts, name)) {
        parts[name] = {}
        parts[name] = shape.schema(parts)
      }
      return { $ref: `#/definitions/${name}` }
    },
  }
}

/** Wherever something stands, a variable may stand for it; in a text that may be anything it needs no mention. */
export function orVariable(schema: JsonSchema): JsonSchema {
  const isAnyText = Array.isArray(schema['type']) && schema['type'].includes('string') && !schema['pattern']
  return isAnyText ? schema : { anyOf: [schema, { $ref: '#/definitions/variable' }] }
}
