// What the certain repairs would change, kind by kind: each with its first cells, before and after. Pure.
import { FINDINGS, type FindingCode } from '../core/finding.ts'
import { plural, renderCount } from '../text/count.ts'
import { cut } from '../text/width.ts'
import { type Style, widthFor } from './bar.ts'
import type { CodeCount, PlacedFinding } from './file.ts'
import { showName, showValue } from './report/shown.ts'

export interface Preview {
  note(finding: PlacedFinding): void
  /** Whether a further one of this code would be shown. */
  wants(code: FindingCode): boolean
  /** The lines of all kinds, the most frequent first. @param codes how often each was found */
  render(style: Style, codes: readonly CodeCount[]): string[]
}

/** @param most how many cells of a kind are shown */
export function openPreview(most: number): Preview {
  const kinds = new Map<FindingCode, PlacedFinding[]>()
  return {
    note(placed) {
      const { code, repair } = placed.finding
      if (repair === null) return
      const first = kinds.get(code) ?? []
      kinds.set(code, first)
      if (first.length < most) first.push(placed)
    },
    wants: (code) => (kinds.get(code)?.length ?? -1) < most,
    render({ painter, width }, codes) {
      const room = widthFor(width) - 4
      const kind = ([code, first]: [FindingCode, PlacedFinding[]]) => {
        const count = codes.find((each) => each.code === code)?.repairable ?? 0
        return { code, first, count }
      }
      const listed = Array.from(kinds, kind).sort((one, other) => other.count - one.count)
      const lines = listed.flatMap(({ code, first, count }) => [
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
