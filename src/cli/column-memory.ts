// ringsight.config.json: what was stated of the columns of files, by their headers.
import { readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { type ColumnRoles, type RememberedColumns, remember } from '../contact-file/columns/remembered.ts'
import { InputError } from '../terminal/exit.ts'
import type { Io } from '../terminal/io.ts'
import { writeOutFile } from '../terminal/out-file.ts'
import { safeLine } from '../text/safe.ts'

const NAME = 'ringsight.config.json'

/** In the folder where the command runs, unless RINGSIGHT_CONFIG names another file. */
function pathOf({ env }: Pick<Io, 'env'>): string {
  return resolve(env['RINGSIGHT_CONFIG'] || NAME)
}

/** What is remembered; nothing where there is no such file. @throws InputError for another file of that name */
export function readRemembered(io: Pick<Io, 'env'>): readonly RememberedColumns[] {
  return readConfig(pathOf(io)).columns
}

/**
 * Remembers what is stated of files with these headers, or forgets it; where nothing is left, the file goes.
 *
 * @param columns null forgets
 * @returns what was done, as a clause
 */
export async function keepRemembered(
  io: Pick<Io, 'env'>,
  headers: readonly string[],
  columns: ColumnRoles | null,
): Promise<string> {
  const path = pathOf(io)
  const config = readConfig(path)
  const kept = remember(config.columns, headers, columns)
  const target = { path, flag: '--remember', mayReplace: true, isPersonal: false }
  if (kept.length === 0) rmSync(path, { force: true })
  else await writeOutFile(target, [`${JSON.stringify({ columns: kept }, null, 2)}\n`])
  return columns === null
    ? `${safeLine(path)} has nothing any more of files with these headers`
    : `${safeLine(path)} remembers these columns for files with the same headers; --forget forgets them`
}

/** That something is recalled, and how it is forgotten. */
export function describeRecalled(how: string): string {
  return `columns are taken as ${NAME} remembers them for files with these headers: ${how}`
}

interface Config {
  readonly columns: readonly RememberedColumns[]
}

function readConfig(path: string): Config {
  const text = readIfThere(path)
  const config = text === null ? { columns: [] } : parse(text)
  if (isConfig(config)) return config
  throw new InputError(`${safeLine(path)}: expected what ringsight check --remember writes, found something else`)
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isConfig(value: unknown): value is Config {
  return isRecord(value) && Array.isArray(value['columns']) && value['columns'].every(isRemembered)
}

function isRemembered(value: unknown): boolean {
  if (!isRecord(value) || !isTexts(value['headers']) || !isRecord(value['columns'])) return false
  const { phones = [], names = [], countries = [], ignored = [], id = null } = value['columns']
  return [phones, names, countries, ignored].every(isTexts) && (id === null || typeof id === 'string')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}
