// Variables: `${name}` in any text of a scenario. Knows nothing of what the texts are for.
import { nearestWord } from '../core/nearest.ts'
import { renderCount } from '../text/count.ts'
import {
  type Entry,
  type Node,
  newList,
  newMap,
  newScalar,
  type Place,
  quote,
  type Report,
  type ScalarNode,
} from './node.ts'
import { LARGEST_DOCUMENT } from './yaml.ts'

/** What names stand for, in one case of one document. */
export interface Scope {
  readonly values: ReadonlyMap<string, Node>
  readonly report: Report
  /** Values in which variables are filled in already; null for one that is being filled in, undefined for a refused one. */
  readonly filled: Map<string, Node | null | undefined>
  /** How many variables are being filled in, each within the one before. */
  depth: number
}

const DEEPEST = 50

export function newScope(values: Iterable<Entry>, report: Report): Scope {
  return { values: new Map(Array.from(values, ({ key, value }) => [key, value])), report, filled: new Map(), depth: 0 }
}

/**
 * The node with its variables filled in; itself where it has none. A text that is only `${name}` becomes the value, be it
 * a list or a map; `$${` is a plain `${`.
 *
 * @returns undefined when a variable is unknown, depends on itself or makes too much of the text: that is reported
 */
export function fillVariables(node: Node, scope: Scope): Node | undefined {
  if (node.kind === 'scalar') return node.text.includes('${') ? fillText(node, scope) : node
  const filled = node.kind === 'list' ? fillList(node, scope) : fillMap(node, scope)
  if (filled === undefined || filled.size <= LARGEST_DOCUMENT) return filled
  return scope.report(node, TOO_LARGE)
}

const TOO_LARGE = `expected at most ${renderCount(LARGEST_DOCUMENT)} characters, found more: the variables in it repeat too much`

function fillList(node: Extract<Node, { kind: 'list' }>, scope: Scope): Node | undefined {
  const items = node.items.map((item) => fillVariables(item, scope))
  if (items.every((item, index) => item === node.items[index])) return node
  return items.includes(undefined) ? undefined : newList(node, items as Node[])
}

function fillMap(node: Extract<Node, { kind: 'map' }>, scope: Scope): Node | undefined {
  const values = node.entries.map(({ value }) => fillVariables(value, scope))
  if (values.every((value, index) => value === node.entries[index]?.value)) return node
  if (values.includes(undefined)) return undefined
  return newMap(
    node,
    node.entries.map((entry, index) => ({ ...entry, value: values[index] ?? entry.value })),
  )
}

const ONLY_VARIABLE = /^\$\{([^{}]*)\}$/
const VARIABLE = /\$\$\{|\$\{([^{}]*)\}|\$\{/g

function fillText(node: ScalarNode, scope: Scope): Node | undefined {
  const [, only] = ONLY_VARIABLE.exec(node.text) ?? []
  if (only !== undefined) {
    const value = findVariable(only.trim(), node, scope)
    return value && { ...value, source: node.source, offset: node.offset }
  }
  const pieces: string[] = []
  let [end, length, isFilled] = [0, node.text.length, true]
  for (const match of node.text.matchAll(VARIABLE)) {
    const piece = fillPiece(match, node, scope)
    if (piece === undefined) isFilled = false
    pieces.push(node.text.slice(end, match.index), piece ?? '')
    end = match.index + match[0].length
    length += piece?.length ?? 0
    if (length > LARGEST_DOCUMENT) return scope.report(node, TOO_LARGE)
  }
  return isFilled ? newScalar(node, pieces.join('') + node.text.slice(end), node.isPlain) : undefined
}

function fillPiece(match: RegExpExecArray, node: ScalarNode, scope: Scope): string | undefined {
  const [whole, name] = match
  if (whole === '$${') return '${'
  const place = within(node, match.index)
  if (name === undefined)
    return scope.report(place, 'expected } after ${ and a name, found none; a plain ${ is written $${')
  const value = findVariable(name.trim(), place, scope)
  if (value === undefined || value.kind === 'scalar') return value?.text
  return scope.report(place, `expected a text for \${${name}}, found a ${value.kind}: it cannot stand within a text`)
}

function findVariable(name: string, place: Place, scope: Scope): Node | undefined {
  if (scope.filled.has(name)) {
    const known = scope.filled.get(name)
    return known === null
      ? scope.report(place, `expected a value for ${quote(name)}, found that it depends on itself`)
      : known
  }
  const value = scope.values.get(name)
  if (value === undefined) return reportUnknown(name, place, scope)
  if (scope.depth >= DEEPEST)
    return scope.report(place, `expected at most ${DEEPEST} variables within each other, found more`)
  scope.filled.set(name, null)
  scope.depth += 1
  const filled = fillVariables(value, scope)
  scope.depth -= 1
  scope.filled.set(name, filled)
  return filled
}

function reportUnknown(name: string, place: Place, { values, report }: Scope): undefined {
  const nearest = nearestWord(name, [...values.keys()])
  const known =
    values.size > 0 ? `: the variables here are ${[...values.keys()].slice(0, 10).join(', ')}` : ': there is none here'
  return report(place, `expected a variable, found ${quote(name)}${nearest ? `: did you mean ${nearest}?` : known}`)
}

// Where in the file a part of a text stands, if it stands there as it is read.
function within({ source, offset, text }: ScalarNode, index: number): Place {
  const start = [offset, offset + 1].find((at) => source.text.startsWith(text, at))
  return { source, offset: start === undefined ? offset : start + index }
}
