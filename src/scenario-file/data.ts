// Plain data in a scenario, as a store keeps it: JSON, which is YAML. Numbers, true, false and null are without quotes, texts
// within them. Knows no word of the format.

import { type Rendered, renderKey, renderList, renderQuoted } from './flow.ts'
import { isNothing, type Node } from './node.ts'

/** What a node holds. */
export function dataOf(node: Node): unknown {
  if (node.kind === 'list') return node.items.map(dataOf)
  // Not by assignment: a key may be __proto__.
  if (node.kind === 'map') return Object.fromEntries(node.entries.map(({ key, value }) => [key, dataOf(value)]))
  if (!node.isPlain) return node.text
  if (isNothing(node)) return null
  if (node.text === 'true' || node.text === 'false') return node.text === 'true'
  return NUMBER.test(node.text) ? Number(node.text) : node.text
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i

/** The same as it is written, on one line. */
export function renderData(value: unknown): Rendered {
  if (Array.isArray(value)) return renderList(value.map(renderData))
  if (typeof value === 'string') return renderQuoted(value)
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  return `{${entries.map(([key, each]) => `${renderKey(key)}: ${renderData(each)}`).join(', ')}}`
}
