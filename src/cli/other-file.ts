// A file of the other kind: a call log that was given to be checked, contacts that were given to be played. Says what it is, and what takes it.
import { openContactFile } from '../contact-file/contact-files.ts'
import { findLogColumns } from '../replay/log-columns.ts'
import { NO_LOG_COLUMNS, openLog } from '../replay/log-file.ts'
import { InputError } from '../terminal/exit.ts'
import { type Io, printJson, say } from '../terminal/io.ts'
import { quoteForShell, safeLine } from '../text/safe.ts'

interface Told {
  readonly json?: boolean | undefined
}

/** The error of a check, or what it is in truth where the file is a call log. @param error of a file that could not be checked */
export async function whyNoContacts(
  io: Io,
  path: string,
  { error, json }: Told & { error: unknown },
): Promise<unknown> {
  const program = error instanceof InputError ? await programOf(io, path) : null
  if (program === null) return error
  if (json) await printJson(io, { type: 'call-log', file: path, writtenBy: program })
  return new InputError(describeLog(io, path, program))
}

/** Says so where a file that could be checked is a call log. @param headers of the file */
export async function tellCallLog(
  io: Io,
  path: string,
  { headers, json }: Told & { headers: readonly string[] },
): Promise<void> {
  const found = findLogColumns(headers, NO_LOG_COLUMNS)
  if (found.kind === 'problem' || found.program === null) return
  const { name } = found.program
  if (json) await printJson(io, { type: 'call-log', file: path, writtenBy: name })
  say(io, describeLog(io, path, name))
}

function describeLog({ isForPage }: Io, path: string, program: string): string {
  const what = `${safeLine(path)}: this is a call log (${program}), not a file of contacts`
  return isForPage ? `${what}.` : `${what}: ringsight replay ${quoteForShell(path)} --contacts EXPORT plays its calls`
}

/** The same of a replay: the error, or what it is in truth where one of the logs is a file of contacts. */
export async function whyNoCalls(
  io: Io,
  paths: readonly string[],
  { error, json }: Told & { error: unknown },
): Promise<unknown> {
  if (!(error instanceof InputError)) return error
  for (const path of paths) {
    if ((await programOf(io, path)) !== null || !(await isContacts(io, path))) continue
    if (json) await printJson(io, { type: 'contacts', file: path })
    const what = `${safeLine(path)}: this is a file of contacts, not a call log`
    return new InputError(
      io.isForPage ? `${what}.` : `${what}: give it with --contacts ${quoteForShell(path)}, and the log before it`,
    )
  }
  return error
}

// What has been read from stdin is gone.
async function programOf(io: Io, path: string): Promise<string | null> {
  if (path === '-') return null
  try {
    const log = await openLog(io, path, { columns: NO_LOG_COLUMNS, advice: '' })
    log.close()
    return log.columns.program?.name ?? null
  } catch (error) {
    if (error instanceof InputError) return null
    throw error
  }
}

async function isContacts(io: Io, path: string): Promise<boolean> {
  if (path === '-') return false
  try {
    const file = await openContactFile(io, path, { region: null })
    file.close()
    return true
  } catch (error) {
    if (error instanceof InputError) return false
    throw error
  }
}
