// A step of a scenario: a bare verb, or a map with one verb, or an expectation. Knows the verbs only by their table.
import type { Expected } from '../scenario/expected.ts'
import type { Doing } from '../scenario/scenario.ts'
import { expectation } from './expected-shape.ts'
import { type Entry, isNothing, type MapNode, type Node, quote } from './node.ts'
import { duration } from './scalars.ts'
import {
  didYouMean,
  type JsonSchema,
  named,
  orVariable,
  type Reading,
  refuse,
  type Shape,
  shortOrLong,
  words,
} from './shape.ts'
import { VERBS } from './verbs.ts'

const VERB_NAMES = [...Object.keys(VERBS), 'expect']
const BARE = VERB_NAMES.filter((verb) => VERBS[verb]?.bare)
const NOTHING_SHOWN = 'nothing-shown'

const expectShape: Shape<Expected> = shortOrLong(
  words<Expected>({ [NOTHING_SHOWN]: { nothingShown: true } }),
  expectation,
)
const within = duration()

/** One step: a bare verb, or a map with one verb. */
export const step: Shape<Doing> = named('step', {
  wanted: 'a step',
  schema: stepSchema,
  read: (node, reading) => {
    if (node.kind === 'scalar') return readBare(node.text, node, reading)
    if (node.kind === 'list') return refuse(node, 'a step such as "call: +353871234567"', reading)
    const verbs = node.entries.filter(({ key }) => VERB_NAMES.includes(key))
    const [verb] = verbs
    if (verb === undefined || verbs.length > 1) return refuseVerbs(node, verbs, reading)
    const others = node.entries.filter(({ key }) => key !== verb.key)
    const isAlone = others.every((other) => isBeside(other, verb, reading))
    const doing = verb.key === 'expect' ? readExpect(verb, others, reading) : readVerb(verb, reading)
    return isAlone ? doing : undefined
  },
})

function readBare(written: string, node: Node, reading: Reading): Doing | undefined {
  const verb = VERBS[written]
  if (verb?.bare && Object.hasOwn(VERBS, written)) return verb.bare
  if (VERB_NAMES.includes(written)) {
    return reading.report(node, `expected something after ${written}, found nothing: ${exampleOf(written)}`)
  }
  const [first = '', ...rest] = written.split(/[:\s]\s*/)
  if (rest.length > 0 && VERB_NAMES.includes(first)) {
    const meant = `${first}: ${rest.join(' ')}`
    return refuse(node, 'a step', reading, `: did you mean ${quote(meant)}?`)
  }
  const hint = didYouMean(first, VERB_NAMES)
  return refuse(node, hint ? 'a step' : `a step (${VERB_NAMES.join(', ')})`, reading, hint)
}

function exampleOf(verb: string): string {
  return `write ${quote(VERBS[verb]?.example ?? 'expect: {card: none}')}`
}

function refuseVerbs(node: MapNode, verbs: readonly Entry[], { report }: Reading): undefined {
  const [first, second] = verbs
  if (first && second) {
    return report(second, `expected one verb in a step, found ${first.key} and ${second.key}: give each its dash`)
  }
  const [entry] = node.entries
  if (entry === undefined) return report(node, 'expected a step, found an empty map')
  const hint = didYouMean(entry.key, VERB_NAMES) || expectHint(entry.key)
  const wanted = hint ? 'a step' : `a step (${VERB_NAMES.join(', ')})`
  report(entry, `expected ${wanted}, found ${quote(entry.key)}${hint}`)
}

function expectHint(key: string): string {
  return expectation.keys.includes(key) ? ': it belongs under expect, indented by four more spaces than its dash' : ''
}

function isBeside({ key, ...place }: Entry, verb: Entry, { report }: Reading): boolean {
  if (verb.key === 'expect' && key === 'within') return true
  if (key === 'within') return report(place, `expected within beside expect, found it beside ${verb.key}`) ?? false
  const hint = didYouMean(key, ['within']) || expectHint(key)
  const allowed = verb.key === 'expect' ? 'nothing but within beside expect' : `nothing beside ${verb.key}`
  report(place, `expected ${allowed}, found ${quote(key)}${hint || ': give each step its dash'}`)
  return false
}

function readVerb({ key, value, ...place }: Entry, reading: Reading): Doing | undefined {
  const verb = VERBS[key]
  if (isNothing(value) && verb?.bare) return verb.bare
  if (isNothing(value)) {
    return reading.report(place, `expected something after ${key}, found nothing: ${exampleOf(key)}`)
  }
  return verb?.shape ? verb.shape.read(value, reading) : refuse(value, `nothing after ${key}`, reading)
}

function readExpect({ key, value, ...place }: Entry, others: readonly Entry[], reading: Reading): Doing | undefined {
  if (isNothing(value) || (value.kind === 'map' && value.entries.length === 0)) {
    return reading.report(place, `expected something after ${key}, found nothing: ${exampleOf(key)}`)
  }
  const expected = expectShape.read(value, reading)
  const limit = others.find((other) => other.key === 'within')
  const withinMs = limit === undefined ? null : within.read(limit.value, reading)
  return expected === undefined || withinMs === undefined ? undefined : { do: 'expect', expected, withinMs }
}

function stepSchema(parts: Record<string, JsonSchema>): JsonSchema {
  const verbs = Object.entries(VERBS).map(([name, { about, bare, shape }]) => {
    const value = shape ? orVariable(shape.schema(parts)) : { type: 'null' }
    return [name, { description: about, ...(bare && shape ? { anyOf: [{ type: 'null' }, value] } : value) }] as const
  })
  const expect = { description: 'What must be so, now or within a time.', ...orVariable(expectShape.schema(parts)) }
  const limit = { description: 'How long it may take until it is so.', ...orVariable(within.schema(parts)) }
  const object = { type: 'object', additionalProperties: false }
  return {
    anyOf: [
      ...BARE.map((verb) => ({ const: verb, description: VERBS[verb]?.about })),
      { ...object, properties: Object.fromEntries(verbs), minProperties: 1, maxProperties: 1 },
      { ...object, properties: { expect, within: limit }, required: ['expect'] },
    ],
  }
}
