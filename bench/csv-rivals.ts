// The CSV libraries that reading is compared with, each reading a whole file.
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { inferSchema, initParser } from 'udsv'

// Record id, first name, last name, and the two that hold numbers.
const READ = [0, 1, 2, 8, 9]

export const PIECE_BYTES = 1024 * 1024

export async function readUdsv(path: string): Promise<number> {
  let length = 0
  let parser: ReturnType<typeof initParser> | null = null
  for await (const text of createReadStream(path, {
    encoding: 'utf8',
    highWaterMark: PIECE_BYTES,
  }) as AsyncIterable<string>) {
    parser ??= initParser(inferSchema(text))
    parser.chunk<string[]>(text, parser.stringArrs, (row) => {
      length += lengthOf((column) => row[column] ?? '')
    })
  }
  parser?.end()
  return length
}

export async function readCsvParse(path: string): Promise<number> {
  let length = 0
  await pipeline(createReadStream(path), parse({ from_line: 2 }), async (records: AsyncIterable<string[]>) => {
    for await (const record of records) length += lengthOf((column) => record[column] ?? '')
  })
  return length
}

/** What is asked of each row, so that nobody reads for nothing. */
export function lengthOf(cell: (column: number) => string): number {
  let length = 0
  for (const column of READ) length += cell(column).length
  return length
}

/** The part of DuckDB that is used here. */
interface DuckDb {
  readonly DuckDBInstance: {
    create(path: string): Promise<{ connect(): Promise<{ runAndReadAll(query: string): Promise<unknown> }> }>
  }
}

/** Counts the different values of columns by DuckDB; null where it is not there. All columns are read as text. */
export async function countByDuckDb(): Promise<((path: string, columns: readonly string[]) => Promise<void>) | null> {
  // Not a dependency: the name keeps the compiler from looking for it.
  const name: string = '@duckdb/node-api'
  const found = (await import(name).catch(() => null)) as DuckDb | null
  if (found === null) return null
  const connection = await (await found.DuckDBInstance.create(':memory:')).connect()
  return async (path, columns) => {
    const counts = columns.map((column) => `count(distinct "${column}")`).join(', ')
    await connection.runAndReadAll(`select ${counts} from read_csv('${path}', all_varchar = true, header = true)`)
  }
}
