// The flags that say how a contacts file is read: every command that reads one has them all. And how they are named in advice.
import type { Advise, Unstated } from '../../contact-file/advice.ts'
import type { StatedColumns } from '../../contact-file/columns/columns.ts'
import type { ColumnRoles } from '../../contact-file/columns/remembered.ts'
import type { ReadingOptions } from '../../contact-file/contact-files.ts'
import type { Io } from '../../terminal/io.ts'
import { quoteForShell } from '../../text/safe.ts'
import { describeRecalled, readRemembered } from '../column-memory.ts'
import { type Command, Flag } from './command.ts'
import { readEncoding } from './values.ts'

export interface ColumnFlags {
  readonly phone: readonly string[]
  readonly name: readonly string[]
  readonly country: readonly string[]
  readonly id?: string
  readonly ignore: readonly string[]
  readonly encoding?: string
}

/**
 * Adds the flags that say how a contacts file is read.
 *
 * @param needed the flag that names the file, as in `.conflicts`; none where the file is an argument
 */
export function addColumnFlags<C extends Command>(command: C, ...needed: string[]): C {
  const flags = [
    new Flag('--phone <column>', 'one more column that holds numbers').repeatable(),
    new Flag('--name <column>', 'the column of the name; twice for first and last name').repeatable(),
    new Flag('--country <column>', 'the column of the country; the first that is filled counts').repeatable(),
    new Flag('--id <column>', 'the column of the record id'),
    new Flag('--ignore <column>', 'a column that is not used, whatever it is called').repeatable(),
    new Flag('--encoding <name>', 'how the text is encoded, such as windows-1250 (default: UTF-8)', readEncoding),
  ]
  for (const flag of flags) command.addOption(flag.needs(...needed))
  return command
}

/** What the flags say of the columns. */
export function columnRoles({ phone, name, country, id, ignore }: ColumnFlags): ColumnRoles {
  return { phones: phone, names: name, countries: country, id: id ?? null, ignored: ignore }
}

/** Whether the flags say anything of the columns. */
export function statesColumns({ phone, name, country, id, ignore }: ColumnFlags): boolean {
  return id !== undefined || [phone, name, country, ignore].some((columns) => columns.length > 0)
}

/** What the flags say of the columns, and what was stated before. @throws InputError where that cannot be read */
export function statedColumns(io: Pick<Io, 'env'>, flags: ColumnFlags): StatedColumns {
  return { ...columnRoles(flags), remembered: readRemembered(io) }
}

/** The flags that were given, as they are to be given again; '' for none. @param header how a column may be called */
export function renderColumnFlags(
  { phone, name, country, id, ignore, encoding }: ColumnFlags,
  header: (column: string) => string = (column) => column,
): string {
  const stated = [
    ...phone.map((column) => ['--phone', header(column)] as const),
    ...name.map((column) => ['--name', header(column)] as const),
    ...country.map((column) => ['--country', header(column)] as const),
    ...(id === undefined ? [] : [['--id', header(id)] as const]),
    ...ignore.map((column) => ['--ignore', header(column)] as const),
    ...(encoding === undefined ? [] : [['--encoding', encoding] as const]),
  ]
  return stated.map(([flag, text]) => ` ${flag} ${quoteForShell(text)}`).join('')
}

/** How a file is to be read, by a command's flags. */
export function readingOptions(
  io: Pick<Io, 'isForPage' | 'env'>,
  flags: ColumnFlags & { readonly region?: string },
): ReadingOptions {
  return {
    region: flags.region ?? null,
    columns: statedColumns(io, flags),
    encoding: flags.encoding ?? null,
    advise: adviseFor(io),
  }
}

/** The advice of a command, for whoever asks. */
export function adviseFor({ isForPage = false }: Pick<Io, 'isForPage'>): Advise {
  return isForPage ? adviseMenus : adviseFlags
}

/** The advice on the page, where each column has a menu. */
function adviseMenus({ kind }: Unstated): string {
  switch (kind) {
    case 'encoding':
      return ''
    case 'phone':
      return 'Choose under Columns which one holds numbers'
    case 'further-phone':
      return 'under Columns it can be taken for a phone column'
    case 'name':
    case 'id':
      return 'choose one under Columns'
    case 'remembered':
      return describeRecalled('choose otherwise under Columns, or delete that file to forget it')
  }
}

/** The advice of a command that has the flags by which columns are stated. */
export function adviseFlags(unstated: Unstated): string {
  switch (unstated.kind) {
    case 'encoding':
      return 'state its encoding, as in --encoding windows-1250'
    case 'phone': {
      const { proposed } = unstated
      if (proposed.length === 0) return 'Name the column that holds numbers with --phone, as in --phone "Work phone"'
      return `Numbers may stand in these: choose with ${proposed.map((header) => `--phone "${header}"`).join(' ')}`
    }
    case 'further-phone':
      return `--phone "${unstated.header}" adds one`
    case 'name':
      return '--name COLUMN states one'
    case 'id':
      return 'state its column, as in --id Email'
    case 'remembered':
      return describeRecalled('ringsight check FILE --forget forgets it')
  }
}
