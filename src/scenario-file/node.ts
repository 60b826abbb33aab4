// What YAML says, as a tree that remembers where each part stands. Knows neither YAML's grammar nor the format's words.

import type { Problem } from '../scenario/result.ts'
import type { Position } from '../scenario/scenario.ts'
import { safeLine, shortLine } from '../text/safe.ts'

/** A file that parts stand in. */
export interface Source {
  readonly path: string
  readonly text: string
  /** Offsets at which its lines start. */
  readonly lines: readonly number[]
}

/** Somewhere in a file. */
export interface Place {
  readonly source: Source
  readonly offset: number
}

export type Node = ScalarNode | ListNode | MapNode

/** Scalars stay text: what `+353871234567`, `0871`, `2026-06-01` and `no` mean is for the format to say, not for YAML. */
export interface ScalarNode extends Place {
  readonly kind: 'scalar'
  readonly text: string
  /** Without quotes, so that `none` and `~` may be words of the format. */
  readonly isPlain: boolean
  readonly size: number
}

export interface ListNode extends Place {
  readonly kind: 'list'
  readonly items: readonly Node[]
  /** Of all that is in it, in characters; a part that an alias or a variable repeats counts each time. */
  readonly size: number
}

export interface MapNode extends Place {
  readonly kind: 'map'
  readonly entries: readonly Entry[]
  readonly size: number
}

export interface Entry extends Place {
  readonly key: string
  readonly value: Node
}

/** Takes a problem and where it stands. Returns what reading returns for what cannot be read. */
export type Report = (place: Place, message: string) => undefined

export function newSource(path: string, text: string): Source {
  const lines = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.push(at + 1)
  return { path, text, lines }
}

export function newScalar({ source, offset }: Place, text: string, isPlain: boolean): ScalarNode {
  return { kind: 'scalar', source, offset, text, isPlain, size: text.length + 1 }
}

export function newList({ source, offset }: Place, items: readonly Node[]): ListNode {
  return { kind: 'list', source, offset, items, size: items.reduce((sum, { size }) => sum + size, 1) }
}

export function newMap({ source, offset }: Place, entries: readonly Entry[]): MapNode {
  const size = entries.reduce((sum, { key, value }) => sum + key.length + value.size, 1)
  return { kind: 'map', source, offset, entries, size }
}

/** What stands under a key; null for none. */
export function valueAt(node: MapNode, key: string): Node | null {
  return node.entries.find((entry) => entry.key === key)?.value ?? null
}

/** A value left out, `~` or `null`. */
export function isNothing(node: Node): boolean {
  return node.kind === 'scalar' && node.isPlain && /^(?:~|null|)$/i.test(node.text)
}

/** Line and column count from 1, the column in characters. */
export function positionOf(place: Place): Position {
  const { source, offset } = place
  const line = lineOf(place)
  const before = source.text.slice(source.lines[line - 1] ?? 0, offset)
  return { file: source.path, line, column: (isAscii(before) ? before.length : [...before].length) + 1 }
}

// Far along a line nobody counts characters; looking at each would take too long where a line is the whole file.
function isAscii(text: string): boolean {
  return text.length > 10_000 || /^[ -~]*$/.test(text)
}

/** The line that it stands on, counted from 1. */
export function lineOf({ source: { lines }, offset }: Place): number {
  let [low, high] = [0, lines.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((lines[middle] ?? 0) <= offset) low = middle
    else high = middle
  }
  return low + 1
}

/** The text of that line, of a very long one its beginning. */
export function textOf(place: Place): string {
  const { text, lines } = place.source
  const line = lineOf(place)
  const start = lines[line - 1] ?? 0
  const end = (lines[line] ?? text.length + 1) - 1
  return text.slice(start, Math.min(end, start + LONGEST_LINE * 2)).replace(/\r$/, '')
}

/** A problem with its line of the file, in which every character that is not safe to print is a dot. */
export function newProblem(place: Place, message: string): Problem {
  return { at: positionOf(place), message: safeLine(message), source: safeCharacters(textOf(place)) }
}

const LONGEST_LINE = 500

// Character by character, so that a caret under the column stays where it belongs.
function safeCharacters(line: string): string {
  const characters = [...line].slice(0, LONGEST_LINE)
  return characters
    .map((each) => (/\s/.test(each) ? ' ' : safeLine(each) === each ? each : '·'))
    .join('')
    .trimEnd()
}

/** What was found, for messages: `"acept"`, `a list`, `nothing`. */
export function describeNode(node: Node): string {
  if (isNothing(node)) return 'nothing'
  return node.kind === 'scalar' ? quote(node.text) : `a ${node.kind}`
}

/** A text in quotes, short and safe to print. */
export function quote(text: string): string {
  return `"${shortLine(text, 60)}"`
}

/** The node on one line, as YAML writes it within braces; safe to print and no longer than so many characters. */
export function renderNode(node: Node, longest: number): string {
  return shortLine(flow(node, longest, false), longest)
}

// What is beyond the longest line is not written at all: a list of a megabyte is cut off early.
function flow(node: Node, room: number, isInside: boolean): string {
  if (node.kind === 'scalar') return renderScalar(node, isInside)
  const parts: string[] = []
  let left = room
  for (const part of node.kind === 'list' ? node.items : node.entries) {
    if (left <= 0) break
    const text = 'key' in part ? `${part.key}: ${flow(part.value, left, true)}` : flow(part, left, true)
    parts.push(text)
    left -= text.length + 2
  }
  if (node.kind === 'list') return `[${parts.join(', ')}]`
  return isInside ? `{${parts.join(', ')}}` : parts.join(', ')
}

function renderScalar({ text, isPlain }: ScalarNode, isInside: boolean): string {
  if (isPlain || (!isInside && /^[\p{L}\d]/u.test(text))) return text
  return /^[\p{L}\d][\p{L}\d .-]*$/u.test(text) ? text : JSON.stringify(text)
}
