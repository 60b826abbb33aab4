// Two numbers in one cell, and an empty column for the second: where each of them goes. Decides by the texts and the country alone.
import { type AuditedCell, auditRow, type Where } from './audit.ts'
import { newFinding } from './finding.ts'
import { lineOf } from './number/line.ts'
import { BETWEEN_NUMBERS, toAscii } from './number/writing.ts'

/**
 * The same cells, but that a second number moves into the first empty column that may take it. That is certain where a cell holds exactly
 * two numbers, each of which is E.164 or has a certain repair, and they are two lines. Google joins the numbers of a label with `:::`.
 *
 * @param cells as auditRow gave them @param mayTake of each cell, whether callers are matched by its column
 */
export function spreadNumbers(
  cells: readonly AuditedCell[],
  where: Where,
  mayTake: readonly boolean[],
): readonly AuditedCell[] {
  if (!cells.some(({ findings }) => findings[0]?.code === 'several-numbers')) return cells
  const spread = [...cells]
  for (const [at, cell] of cells.entries()) {
    const finding = cell.findings[0]
    const pair = finding?.code === 'several-numbers' ? readPair(cell.text, where) : null
    const column = spread.findIndex(
      ({ text, repair }, to) => mayTake[to] === true && text.trim() === '' && repair === null,
    )
    if (finding === undefined || pair === null || column < 0) continue
    const [first, second] = pair
    const moved = { ...finding, repair: first, detail: { ...finding.detail, column } }
    spread[at] = { ...cell, findings: [moved], repair: first, after: 'always' }
    const taker = newFinding('moved-number', second, { column: at })
    spread[column] = {
      text: cells[column]?.text ?? '',
      number: null,
      findings: [taker],
      repair: second,
      before: 'never',
      after: 'always',
    }
  }
  return spread
}

const BETWEEN = new RegExp(`${BETWEEN_NUMBERS.source}|\\s+(?=\\+)`, 'i')

function readPair(text: string, where: Where): readonly [string, string] | null {
  const pieces = toAscii(text.trim())
    .split(BETWEEN)
    .map((piece) => piece?.trim() ?? '')
    .filter((piece) => piece !== '')
  const [first, second] = pieces.map((piece) => numberIn(piece, where))
  if (pieces.length !== 2 || first == null || second == null || lineOf(first) === lineOf(second)) return null
  return [first, second]
}

function numberIn(piece: string, where: Where): string | null {
  const [cell] = auditRow([piece], where)
  if (cell === undefined || cell.number === null || cell.after !== 'always') return null
  return cell.repair ?? cell.text
}
