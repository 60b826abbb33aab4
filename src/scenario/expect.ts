// Compares what a scenario expects with what can be seen. An expectation names parts; what it leaves out may be anything.

import { renderDuration } from '../text/duration.ts'
import type { Expected, TextExpected } from './expected.ts'
import type { Past } from './log.ts'
import { Pattern } from './pattern.ts'
import type { Mismatch } from './result.ts'
import type { View } from './view.ts'
import { keyOf } from './words.ts'

/** Looks at one part of what can be seen. */
export type See = <P extends keyof View>(part: P) => View[P]

/** What is not as expected, in the order of the expectation; none when all of it is so. Looks at nothing else. */
export function compareView(expected: Expected, see: See, past: Past): Mismatch[] {
  const {
    notification,
    nothingShown,
    happened,
    never,
    callList,
    frame: _frame,
    invariants: _invariants,
    ...same
  } = expected
  return [
    ...Object.entries(same).flatMap(([part, wanted]) => comparePart(wanted, see(part as keyof typeof same), [part])),
    ...(notification === undefined ? [] : comparePart(notification, see('notifications')[0] ?? null, ['notification'])),
    ...(callList === undefined ? [] : compareCallList(callList, see('callList'))),
    ...(nothingShown && past.shown.length > 0
      ? [{ path: 'nothing-shown', expected: 'nothing to be shown', found: past.shown.join('; ') }]
      : []),
    ...(happened === undefined ? [] : compareOrder(happened, past.happened)),
    ...(never ?? []).flatMap((text) => {
      const found = past.happened.find((line) => isText(text, line))
      return found === undefined ? [] : [{ path: 'never', expected: `never ${render(text)}`, found }]
    }),
  ]
}

// The list goes back further than a scenario cares for: its newest rows are compared, none means that it is empty.
function compareCallList(expected: NonNullable<Expected['callList']> | null, list: View['callList']): Mismatch[] {
  const rows = expected === null ? list : list.slice(0, expected.length)
  return comparePart(expected ?? [], rows, ['callList'])
}

function comparePart(expected: unknown, found: unknown, path: Path): Mismatch[] {
  if (expected === undefined) return []
  if (expected instanceof Pattern || typeof expected === 'string') {
    return typeof found === 'string' && isText(expected, found) ? [] : [differs(expected, found, path)]
  }
  if (expected === null || typeof expected !== 'object') {
    return Object.is(expected, found) ? [] : [differs(expected, found, path)]
  }
  if (found === null || typeof found !== 'object') return [differs(expected, found, path)]
  if (Array.isArray(expected)) return compareList(expected, found as readonly unknown[], path)
  const parts = found as Readonly<Record<string, unknown>>
  return Object.entries(expected).flatMap(([key, part]) => comparePart(part, parts[key], [...path, key]))
}

function compareList(expected: readonly unknown[], found: readonly unknown[], path: Path): Mismatch[] {
  if (expected.length !== found.length) return [differs(expected, found, path)]
  return expected.flatMap((part, index) => comparePart(part, found[index], [...path, index]))
}

/** Keys and places in lists, from the outside in. */
type Path = readonly (string | number)[]

function differs(expected: unknown, found: unknown, path: Path): Mismatch {
  const key = path.findLast((part) => typeof part === 'string') ?? ''
  return { path: renderPath(path), expected: render(expected, key), found: render(found, key) }
}

function compareOrder(expected: readonly TextExpected[], happened: readonly string[]): Mismatch[] {
  let from = 0
  for (const text of expected) {
    const at = happened.findIndex((line, index) => index >= from && isText(text, line))
    if (at < 0) {
      const after = from === 0 ? '' : ` after "${happened[from - 1]}"`
      return [{ path: 'happened', expected: `${render(text)}${after}`, found: render(happened.slice(from)) }]
    }
    from = at + 1
  }
  return []
}

function isText(expected: TextExpected, found: string): boolean {
  return typeof expected === 'string' ? expected === found : expected.test(found)
}

// As scenarios are written.
function renderPath(path: Path): string {
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at === 0 ? '' : '.'}${keyOf(part)}`))
    .join('')
}

function render(value: unknown, key = ''): string {
  if (value === null || value === undefined) return key === 'agoMs' ? 'never' : 'none'
  if (value instanceof Pattern) return String(value)
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((each) => render(each, key)).join(', ')
  if (typeof value === 'number' && key.endsWith('Ms')) return renderDuration(value) + (key === 'agoMs' ? ' ago' : '')
  if (typeof value !== 'object')
    return typeof value === 'string' ? `"${key === 'dialog' ? keyOf(value) : value}"` : String(value)
  const parts = Object.entries(value).filter(([, part]) => part !== undefined)
  return `{${parts.map(([name, part]) => `${keyOf(name)}: ${render(part, name)}`).join(', ')}}`
}
