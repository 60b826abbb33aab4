// Which row of a table holds the names of its columns: exports of reports have a title and blank lines above it. Pure.

/** Whether a row holds the names of columns that are known. */
export type IsHeader = (cells: readonly string[]) => boolean

/** How many rows are looked at: a title has few. */
export const MOST_TITLE_ROWS = 20

/**
 * The header's place among the first rows: the first that is known for one and stands below rows with fewer cells. Where none
 * is known, the first row, unless that is a lone cell above rows of several.
 *
 * @param isHeader null where no title is expected
 * @param rows none of them blank; more than MOST_TITLE_ROWS are not looked at
 */
export function findHeader(rows: readonly (readonly string[])[], isHeader: IsHeader | null): number {
  if (isHeader === null) return 0
  const filled = rows.map((cells) => cells.filter((cell) => cell.trim() !== '').length)
  const [first = [], ...others] = rows.slice(0, MOST_TITLE_ROWS)
  if (isHeader(first)) return 0
  const known = others.findIndex((cells) => isHeader(cells) && !cells.some(isData)) + 1
  const isBelowTitle = filled.slice(0, known).every((count) => count < (filled[known] ?? 0))
  if (known > 0 && isBelowTitle) return known
  return filled[0] === 1
    ? Math.max(
        0,
        filled.slice(0, MOST_TITLE_ROWS).findIndex((count) => count > 1),
      )
    : 0
}

// A row of data can hold the names of columns as well: "Mobile", as the type of a number.
function isData(cell: string): boolean {
  return cell.includes('@') || cell.replace(/\D/g, '').length >= 7
}

/** What to tell of the rows above the header; nothing when there are none. @param row the header's, in the file's counting */
export function describeTitle(above: readonly unknown[], row: number): string[] {
  return above.length === 0 ? [] : [`the names of the columns are in row ${row}; what stands above is no contact`]
}
