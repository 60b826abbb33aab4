// What an earlier check has written, read from its files: the baseline that this one is compared with, and the changes that are
// taken back.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Advise } from '../contact-file/advice.ts'
import { ContactFileError } from '../contact-file/file-error.ts'
import type { TableRow } from '../contact-file/table.ts'
import { openTableFile, refuseFile } from '../contact-file/table-file.ts'
import { InputError } from '../terminal/exit.ts'
import type { Io } from '../terminal/io.ts'
import { safeLine } from '../text/safe.ts'
import { type OpenBaseline, openBaseline, readBaseline } from './baseline.ts'
import { type Change, readChange } from './changes.ts'
import type { CheckJob } from './job.ts'
import { type CellPlace, readPlace } from './left-cells.ts'

/**
 * Begins to compare with the baseline of a job; null where it has none.
 *
 * @throws InputError where there is none yet and none is to be written, or the file is another one
 */
export async function openComparing({ baseline, isRedacted, fix }: CheckJob): Promise<OpenBaseline | null> {
  if (baseline === null) return null
  const { path, update } = baseline
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  const before = text === null ? null : readBaseline(text)
  if (text === null && update === null) throw new InputError(`${safeLine(path)}: there is no such baseline yet`)
  if (text !== null && before === null)
    throw new InputError(`${safeLine(path)}: expected a baseline that a check wrote, found something else`)
  return openBaseline(basename(path), { before, isHashed: isRedacted, isRepaired: fix !== null })
}

/**
 * The changes of a file.
 *
 * @throws InputError where a repair has not written it
 */
export function readChanges(io: Io, path: string, advise: Advise): Promise<Change[]> {
  return readList(io, path, {
    open: readChange,
    what: 'the changes that a repair wrote',
    each: 'change of a cell',
    advise,
  })
}

/**
 * The cells of a list, such as the changes that a repair wrote.
 *
 * @throws InputError where it has no columns row and column
 */
export function readPlaces(io: Io, path: string, advise: Advise): Promise<CellPlace[]> {
  return readList(io, path, { open: readPlace, what: 'a list with the columns row and column', each: 'cell', advise })
}

interface ListForm<Item> {
  readonly open: (headers: readonly string[]) => ((row: TableRow) => Item | null) | null
  readonly what: string
  readonly each: string
  readonly advise: Advise
}

async function readList<Item>(io: Io, path: string, { open, what, each, advise }: ListForm<Item>): Promise<Item[]> {
  const file = await openTableFile(io, path, { encoding: null, isHeader: () => false, advise })
  try {
    const read = open(file.table.headers)
    if (read === null) throw new InputError(`${file.shown}: expected ${what}, found something else`)
    const items: Item[] = []
    for await (const rows of file.table.rows()) {
      for (const row of rows) {
        const item = row.problem === null ? read(row) : null
        if (item === null) throw new InputError(`${file.shown}: row ${row.row} is no ${each}`)
        items.push(item)
      }
    }
    return items
  } catch (error) {
    // Where nothing was repaired, nothing is below the header.
    if (error instanceof ContactFileError && error.message.endsWith('found none')) return []
    refuseFile(file.shown, error, advise)
  } finally {
    file.close()
  }
}
