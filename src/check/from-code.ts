// A check that a program asks for: of a file, or of rows that it has itself. Prints nothing, and leaves signals alone.
import { randomUUID } from 'node:crypto'
import { Writable } from 'node:stream'
import { adviseOnFile } from '../contact-file/advice.ts'
import { findColumns, type StatedColumns } from '../contact-file/columns/columns.ts'
import { readName } from '../contact-file/contact-row.ts'
import { readCountry } from '../core/number/country.ts'
import type { Io } from '../terminal/io.ts'
import { expectForm, formOf, hasKeys, wrongUse } from '../text/wrong-use.ts'
import { openCheck } from './check.ts'
import type { CheckSummary, PlacedFinding } from './file.ts'
import { type CheckJob, PLAIN_CHECK } from './job.ts'
import { checkFile } from './pass.ts'

/** What a check is told that a file or its rows do not say. All of it may be left out. */
export interface CheckWish {
  /** ISO 3166-1 alpha-2 of the country that national numbers are read under where a contact states none. */
  readonly region?: string | null
  /** Columns that are not known by their headers. */
  readonly columns?: StatedColumns
  /** Told every finding, in order. */
  readonly onFinding?: (finding: PlacedFinding) => void
}

/** The same of a file. */
export interface FileCheckWish extends CheckWish {
  /** Of text that is not UTF-8. */
  readonly encoding?: string
  /** Where the file is written again with its certain repairs; nothing may be there yet. */
  readonly repairTo?: string
}

/** A check of rows, one after the other. */
export interface OpenRowCheck {
  /** Looks at the next row. @returns the row with its certain repairs; the row itself where there are none */
  readonly check: (row: Readonly<Record<string, string>>) => Readonly<Record<string, string>>
  /** What has come of all rows so far. */
  readonly summarise: () => CheckSummary
}

const HEADERS = formOf(['text'])
const WISH = formOf({
  'region?': 'text',
  'columns?': { 'phones?': ['text'], 'names?': ['text'], 'countries?': ['text'], 'id?': 'text', 'ignored?': ['text'] },
  'onFinding?': 'function',
  'encoding?': 'text',
  'repairTo?': 'text',
})

/**
 * Checks a CSV file, an Excel workbook or a vCard file, packed by gzip or not.
 *
 * @throws Error when it cannot be read, or the repaired file cannot be written; then nothing is written
 */
export async function checkContactFile(path: string, wish: FileCheckWish = {}): Promise<CheckSummary> {
  if (typeof path !== 'string') throw wrongUse('checkContactFile', 'the path of a file', path)
  expectForm('checkContactFile', '{ region, columns, onFinding, repairTo }', wish, WISH)
  const { region = null, columns = {}, encoding = null, repairTo, onFinding } = wish
  const target = { flag: 'repairTo', mayReplace: false, isPersonal: true, isChangedOnly: false }
  const job: CheckJob = {
    ...PLAIN_CHECK,
    path,
    columns,
    encoding,
    region,
    fix: repairTo === undefined ? null : { ...target, path: repairTo },
    words: { advise: adviseOnFile, command: () => '', longerList: '' },
  }
  const summaries: CheckSummary[] = []
  await checkFile(openSilence(), job, {
    listens: onFinding !== undefined,
    note(finding) {
      onFinding?.(finding)
      return ''
    },
    end(summary) {
      summaries.push(summary)
      return []
    },
    print: async () => {},
  })
  return summaries[0] as CheckSummary
}

/**
 * Begins a check of rows, such as those of a form or of a database.
 *
 * @param headers the columns, which are known by their names as those of a file are; a row has its cells under them
 * @throws Error when no column is known to hold numbers
 */
export function openRowCheck(headers: readonly string[], wish: CheckWish = {}): OpenRowCheck {
  expectForm('openRowCheck', 'the headers of the columns', headers, HEADERS)
  expectForm('openRowCheck', '{ region, columns, onFinding }', wish, WISH)
  const { region = null, columns: stated, onFinding = null } = wish
  const columns = findColumns(headers, stated)
  if (columns.kind === 'problem') throw new Error(`openRowCheck: ${columns.message}`)
  const file = 'rows'
  const rows = openCheck({ file, headers, columns, region, readCountry, readName, onFinding })
  return {
    check(row) {
      if (!hasKeys(row)) throw wrongUse('check', 'a row as an object', row)
      const cell = (column: number) => String(row[headers[column] ?? ''] ?? '')
      const repairs = rows.decide({ row: rows.rows() + 2, problem: null, cell })
      if (repairs.length === 0) return row
      return { ...row, ...Object.fromEntries(repairs.map(({ column, value }) => [headers[column] ?? '', value])) }
    },
    summarise: () => rows.summarise({ isComplete: true, isRepaired: false, notices: [] }),
  }
}

function openSilence(): Io {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  return {
    get stdin() {
      return process.stdin
    },
    stdout: nowhere,
    stderr: nowhere,
    env: {},
    now: () => new Date(),
    newId: randomUUID,
    exit() {},
  }
}
