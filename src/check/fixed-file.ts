// The file that a check writes, in the format of the one that it reads: what it may be called, what stands in it, and how it is read
// back before it has its name.
import { extname } from 'node:path'
import type { Advise } from '../contact-file/advice.ts'
import type { Columns } from '../contact-file/columns/columns.ts'
import { type Ledger, ReadBackError } from '../contact-file/read-back.ts'
import { type OpenTable, openTableFile } from '../contact-file/table-file.ts'
import { InputError } from '../terminal/exit.ts'
import type { Io } from '../terminal/io.ts'
import type { WholeFile } from '../terminal/whole-file.ts'
import { renderCount } from '../text/count.ts'
import { safeLine } from '../text/safe.ts'
import { checkedColumns } from './checked-columns.ts'
import type { CheckJob } from './job.ts'

const ENDINGS = { xlsx: '.xlsx', vcard: '.vcf' } as const
const GZIP_ENDING = '.gz'

/** Whether a file is written as gzip, which its name decides, however the checked one came. */
export function isPacked(out: string): boolean {
  return out.toLowerCase().endsWith(GZIP_ENDING)
}

/** @throws InputError where its name has another format's ending, or a CRM could not find the contacts in it */
export function expectWritable(
  { table, shown }: OpenTable,
  columns: Columns,
  { path, flag, isChangedOnly }: NonNullable<CheckJob['fix']>,
  advise: Advise,
): void {
  const ending = extname(isPacked(path) ? path.slice(0, -GZIP_ENDING.length) : path).toLowerCase()
  const own = table.format === 'csv' ? null : ENDINGS[table.format]
  if (own === null ? Object.values<string>(ENDINGS).includes(ending) : ending !== own) {
    const expected = own ?? 'another one, such as .csv'
    throw new InputError(`${flag}: the format of ${shown} stays: expected the ending ${expected}, found "${ending}"`)
  }
  if (isChangedOnly && columns.id.length === 0 && table.format !== 'vcard') {
    const lacking = 'a CRM finds the contacts that change by their record id, and no column is known to hold it'
    throw new InputError(`${shown}: ${lacking}: ${advise({ kind: 'id' })}`)
  }
}

/** Of the contacts that change: the record id, and the numbers. */
export function writtenColumns(columns: Columns): number[] {
  const phones = checkedColumns(columns).map(({ index }) => index)
  return [...columns.id.slice(0, 1), ...phones]
}

interface Written {
  readonly job: CheckJob
  readonly file: WholeFile
  readonly ledger: Ledger
  /** Whether it need not be read on. */
  readonly isStopped: () => boolean
}

/**
 * Reads what was written, before it has its name: a file that is not what it should be is never there.
 *
 * @throws Error where it is not
 */
export async function readBack(io: Io, { job, file, ledger, isStopped }: Written): Promise<void> {
  if (ledger.rows() === 0) return
  const path = await file.settle()
  try {
    // Its lines were judged before; some of them alone may not tell their encoding.
    const { encoding, words } = job
    const options = { encoding, isHeader: ledger.isHeader, advise: words.advise, isJudged: false }
    const written = await openTableFile(io, path, options)
    try {
      await ledger.verify(written.table, isStopped)
    } finally {
      written.close()
    }
  } catch (error) {
    if (!(error instanceof ReadBackError || error instanceof InputError)) throw error
    const what = error.message.replace(`${safeLine(path)}: `, '')
    throw new Error(`${safeLine(job.fix?.path ?? '')} was not written: read back, ${what}`, { cause: error })
  }
}

/** What to say of a file of which not every row was compared. */
export function describeSampled(ledger: Ledger): string[] {
  if (ledger.oneIn() === 1) return []
  const rows = renderCount(ledger.rows())
  return [
    `what was written has been read back: all ${rows} rows counted, each repaired one compared, and of the others one in ${ledger.oneIn()}`,
  ]
}
