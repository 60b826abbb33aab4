// The shape that all contact-file formats share: a table with a header, rows of text, and the same file again with
// repairs. Knows nothing of any format, nor of what a column means.

export type TableFormat = 'csv' | 'xlsx' | 'vcard'

/** Why a row as a whole cannot be read. */
export type RowProblem = 'too-many-cells' | 'broken-quotes'

export interface TableRow {
  /** As a spreadsheet shows it: the header is row 1, and blank lines count. (vCard: the number of the card + 1.) */
  readonly row: number
  /** When set, which cell belongs to which column is unknown. */
  readonly problem: RowProblem | null
  /** The text of a cell as the file means it (unquoted, decoded); '' where the row is shorter. Decoded on demand: cheap when not asked for. */
  cell(column: number): string
  /**
   * Finds the bytes of a cell, where they are UTF-8: its text as the file has it, without the quotes around it. Only letters and
   * digits are the same in both for sure.
   *
   * @returns false where they may be in another encoding
   */
  find?(column: number, cell: CellBytes): boolean
  /** Whether a cell that would be repaired must stay as it is: others need the formula in it. Formats without formulas have none. */
  isFixed?(column: number): boolean
}

/** The bytes of a cell. One object for many cells: it is good until the next is found. */
export interface CellBytes {
  bytes: Uint8Array
  start: number
  end: number
}

/** A row of an open file, which it can be compared with when it is written again. */
export interface FileRow extends TableRow {
  /**
   * A fingerprint of the row as it is in the file, but for what stands in these columns.
   *
   * @param without ascending
   */
  print(without: readonly number[]): number
}

/** What is to stand in a cell instead. */
export interface Repair {
  readonly column: number
  readonly value: string
}

/** Looks at a row and says what of it is to change, no fixed cell among it; asked once for each row, in order. */
export type Decide = (row: FileRow) => readonly Repair[]

export interface TableFile {
  readonly format: TableFormat
  readonly headers: readonly string[]
  /** Rows in batches, so that a million of them need not pay for a promise each. To be read once (or rewrite, not both). */
  rows(): AsyncIterable<readonly FileRow[]>
  /** The whole file again with the repairs, in the same format, every other byte of every other cell as it was: pieces to be written in order. */
  rewrite(decide: Decide): AsyncIterable<Uint8Array>
  /** Only the rows that change, with only these columns (first the record id, then those that hold numbers); same format, delimiter and encoding. */
  rewriteChanged(decide: Decide, columns: readonly number[]): AsyncIterable<Uint8Array>
  /** A fingerprint of what is in no row, such as the header and other sheets; complete once all rows are read. */
  frame(): number
  /** What the reader should tell the user; complete once all rows are read (such as lines that were Windows-1252). */
  notices(): readonly string[]
  /** Needed only when it is not read to its end. */
  close(): void
}

/** A row, and so a line, may not be longer: what exceeds it is a quote never closed, or no contacts file. */
export const LONGEST_ROW_BYTES = 8 * 1024 * 1024

/** A row may not have more cells: a spreadsheet has no more columns. */
export const MOST_COLUMNS = 16_384

/** What to say of a row or line that exceeds LONGEST_ROW_BYTES. */
export function describeLongRow(where: string): string {
  return `${where} is longer than ${LONGEST_ROW_BYTES / 1024 / 1024} MB`
}
