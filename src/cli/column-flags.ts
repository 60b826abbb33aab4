// The flags that say how a contacts file is to be read, shared by every command that reads one; and how they are stated
// again in advice.
import { type Command, Option } from 'commander'
import type { StatedColumns } from '../contact-file/columns/columns.ts'
import type { ReadingOptions } from '../contact-file/contact-files.ts'
import { parseEncoding } from '../contact-file/legacy.ts'
import { InputError } from '../terminal/exit.ts'
import { quoteForShell, shortLine } from '../text/safe.ts'
import { adviseFlags } from './column-advice.ts'

export interface ColumnFlags {
  readonly phone: readonly string[]
  readonly name: readonly string[]
  readonly country: readonly string[]
  readonly id?: string
  readonly encoding?: string
}

/** Collects a flag that may be given several times. */
export function append(text: string, all: readonly string[]): string[] {
  return [...all, text]
}

/** Adds the flags. @param file what the command's help calls the file */
export function addColumnFlags(command: Command, file = 'the file'): Command {
  const repeated = (flag: string, text: string) => new Option(flag, text).argParser(append).default([], 'none')
  return command
    .addOption(repeated('--phone <column>', `a further column of ${file} that holds numbers, repeatable`))
    .addOption(repeated('--name <column>', 'the column that holds the name, repeatable: first name, then last name'))
    .addOption(
      repeated('--country <column>', 'the column that holds the country of a contact, repeatable: the first filled'),
    )
    .option('--id <column>', 'the column that holds the record id')
    .option(
      '--encoding <name>',
      `how the text of ${file} is encoded where that is not UTF-8, such as windows-1250`,
      readEncoding,
    )
}

function readEncoding(text: string): string {
  const name = parseEncoding(text)
  if (name !== null) return name
  throw new InputError(
    `--encoding: expected the name of one, such as windows-1250, iso-8859-2 or shift_jis, found "${shortLine(text, 40)}"`,
  )
}

/** What the user says of the columns. */
export function statedColumns({ phone, name, country, id }: ColumnFlags): StatedColumns {
  return { phones: phone, names: name, countries: country, id: id ?? null }
}

/** The flags that were given, as they are to be given again; '' for none. @param header how a column may be called */
export function renderColumnFlags(
  { phone, name, country, id, encoding }: ColumnFlags,
  header: (column: string) => string = (column) => column,
): string {
  const stated = [
    ...phone.map((column) => ['--phone', header(column)] as const),
    ...name.map((column) => ['--name', header(column)] as const),
    ...country.map((column) => ['--country', header(column)] as const),
    ...(id === undefined ? [] : [['--id', header(id)] as const]),
    ...(encoding === undefined ? [] : [['--encoding', encoding] as const]),
  ]
  return stated.map(([flag, text]) => ` ${flag} ${quoteForShell(text)}`).join('')
}

/** The first of the flags that was given; null when none was. */
export function firstColumnFlag(flags: ColumnFlags): string | null {
  return renderColumnFlags(flags).split(' ')[1] ?? null
}

/** How a file is to be read, by a command's flags. */
export function readingOptions(flags: ColumnFlags & { readonly region?: string }): ReadingOptions {
  return {
    region: flags.region ?? null,
    columns: statedColumns(flags),
    encoding: flags.encoding ?? null,
    advise: adviseFlags,
  }
}
