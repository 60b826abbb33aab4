// What was expected beside what was found, so that the eye finds where they part. Knows nothing of the rest of a report.

import type { Mismatch } from '../../scenario/result.ts'
import { safeLine, safeLines } from '../../text/safe.ts'
import type { ReportStyle } from './report.ts'

/** Below each other, with the part that differs set off; texts of several lines line by line. */
export function renderMismatch({ path, expected, found }: Mismatch, { painter }: ReportStyle): string[] {
  const title = path === '' ? [] : [safeLine(path)]
  if (/[\r\n]/.test(expected.trimEnd() + found.trimEnd())) {
    return [...title, ...renderLines(linesOf(expected), linesOf(found), painter)]
  }
  const [wanted, had] = [safeLine(expected), safeLine(found)]
  const [start, end] = commonEnds([...wanted], [...had])
  const show = (text: string, colour: (text: string) => string) => {
    const characters = [...text]
    const differing = characters.slice(start, characters.length - end).join('')
    const strong = differing === '' ? '' : painter.strong(colour(differing))
    const [before, after] = [characters.slice(0, start), characters.slice(characters.length - end)]
    return `${colour(before.join(''))}${strong}${colour(after.join(''))}`
  }
  return [
    ...title,
    `  ${painter.good('- expected')}  ${show(wanted, painter.good)}`,
    `  ${painter.bad('+ found   ')}  ${show(had, painter.bad)}`,
  ]
}

function linesOf(text: string): string[] {
  return safeLines(text.trimEnd()).split('\n')
}

// A frame differs in a few lines next to each other: what lies between the equal ends is shown as gone and as new.
function renderLines(expected: string[], found: string[], painter: ReportStyle['painter']): string[] {
  const [start, end] = commonEnds(expected, found)
  const middle = (lines: string[]) => lines.slice(start, lines.length - end)
  const same = (line: string) => painter.dim(`    ${line}`)
  return [
    `  ${painter.good('- expected')}  ${painter.bad('+ found')}`,
    ...expected.slice(0, start).map(same),
    ...middle(expected).map((line) => painter.good(`  - ${line}`)),
    ...middle(found).map((line) => painter.bad(`  + ${line}`)),
    ...expected.slice(expected.length - end).map(same),
  ]
}

// How many parts two lists share at either end.
function commonEnds(one: readonly string[], other: readonly string[]): [start: number, end: number] {
  const most = Math.min(one.length, other.length)
  let start = 0
  while (start < most && one[start] === other[start]) start += 1
  let end = 0
  while (end < most - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1
  return [start, end]
}
