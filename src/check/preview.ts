// What the certain repairs would change, kind by kind: each with its first cells, before and after. Pure.
import { FINDINGS, type FindingCode } from '../core/finding.ts'
import { plural, renderCount } from '../text/count.ts'
import { cut } from '../text/width.ts'
import { type Style, widthFor } from './bar.ts'
import type { PlacedFinding } from './file.ts'
import { showName, showValue } from './report/shown.ts'

export interface Preview {
  note(finding: PlacedFinding): void
  /** The lines of all kinds, the most frequent first. */
  render(style: Style): string[]
}

/** @param most how many cells of a kind are shown */
export function openPreview(most: number): Preview {
  const kinds = new Map<FindingCode, { count: number; readonly first: PlacedFinding[] }>()
  return {
    note(placed) {
      const { code, repair } = placed.finding
      if (repair === null) return
      const kind = kinds.get(code) ?? { count: 0, first: [] }
      kinds.set(code, kind)
      kind.count += 1
      if (kind.first.length < most) kind.first.push(placed)
    },
    render({ painter, width }) {
      const room = widthFor(width) - 4
      const listed = [...kinds].sort(([, one], [, other]) => other.count - one.count)
      const lines = listed.flatMap(([code, { count, first }]) => [
        `  ${painter.strong(FINDINGS[code].title)} (${code}): ${plural(count, 'cell')}`,
        ...first.map((placed) => `    ${cut(describe(placed), room)}`),
        ...(count > first.length ? [`    ${painter.dim(`and ${renderCount(count - first.length)} more`)}`] : []),
      ])
      return [
        '',
        painter.strong('Repairs by kind, before → after'),
        ...(lines.length === 0 ? ['  none is certain'] : lines),
      ]
    },
  }
}

function describe({ row, column, value, finding }: PlacedFinding): string {
  const before = value.trim() === '' ? '(empty)' : `"${showValue(value)}"`
  return `row ${renderCount(row)}, ${showName(column ?? '')}: ${before} → ${showValue(finding.repair ?? '')}`
}
