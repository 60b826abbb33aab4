// `ringsight import` and `sync --from`: contacts from export files into the store, and a plain account of what cannot be used.
import type { ContactFile, ContactSource } from '../contact-file/contact-files.ts'
import { publishBeside } from '../store/publish.ts'
import type { Store } from '../store/store.ts'
import { expectNoAccount } from '../sync/account.ts'
import { withClaim } from '../sync/claim.ts'
import { type ImportEvent, type ImportSummary, importContacts } from '../sync/import-contacts.ts'
import { type ImportHints, type ImportReport, openJsonReport, openPlainReport } from '../sync/import-report.ts'
import { replaceContacts } from '../sync/replace-contacts.ts'
import { onSignal } from '../terminal/interruption.ts'
import { type Io, printLine, say } from '../terminal/io.ts'
import { openProgress } from '../terminal/progress.ts'
import { renderCount } from '../text/count.ts'
import { endInterrupted, nothingDone } from './exit.ts'
import { addColumnFlags, type ColumnFlags, readingOptions } from './flags/columns.ts'
import type { Command } from './flags/command.ts'
import { contactRegionFlag, dbFlag } from './flags/shared.ts'
import { openClock, openStore, storePlace, withStore } from './open.ts'

const EXAMPLES = `
Examples:
  ringsight import contacts.csv
  ringsight import contacts.csv --region IE
      reads (087) 123-4567 as Irish where the contact states no country
  ringsight import contacts.csv --phone 'Direct line' --phone 'Assistant phone'
  ringsight import contacts.csv --json | grep '"rejected"'
  ringsight generate | ringsight import -

Reads contacts exports of HubSpot, Salesforce, Pipedrive, Zoho, Google, Outlook
and phones: CSV of any delimiter and encoding, Excel workbooks (.xlsx), vCard (.vcf);
each also within gzip. Numbers come from the columns by which callers are matched, in
HubSpot "Phone Number" and "Mobile Phone Number"; --phone adds further columns.
Text is UTF-8 or UTF-16, or Windows-1252 where that is certain; --encoding states another.

A contact replaces the one with the same record id, so that importing a file
twice changes nothing; what the file has no column for stays. A number that cannot be read without guessing is listed;
its contact is imported all the same. When a file cannot be read to its end,
nothing is imported.`

export const IMPORT_HINTS: ImportHints = {
  all: '--json lists all',
  region: (country) => `--region ${country}`,
}

interface ImportOptions extends ColumnFlags {
  readonly region?: string
  readonly db?: string
  readonly json?: boolean
}

export function addImportCommand(program: Command, io: Io): Command {
  const command = program
    .command('import')
    .description('read contacts from CRM exports (CSV, XLSX, vCard) into the store')
    .argument('<file...>', 'contacts files; - is stdin')
    .addOption(contactRegionFlag())
    .addOption(dbFlag())
    .option('--json', 'print one JSON object per line: every number that cannot be read, each file, then a summary')
    .addHelpText('after', EXAMPLES)
  return addColumnFlags(command).action((paths: string[], options: ImportOptions) => runImport(io, paths, options))
}

async function runImport(io: Io, paths: readonly string[], options: ImportOptions): Promise<void> {
  const { openContactFile } = await import('../contact-file/contact-files.ts')
  const region = options.region ?? null
  const files: ContactFile[] = []
  const off = onSignal(() => endInterrupted(io, 'nothing was imported'))
  try {
    for (const path of paths) files.push(await openContactFile(io, path, readingOptions(io, options)))
    off()
    const report = options.json ? openJsonReport() : openPlainReport(region, IMPORT_HINTS)
    await importFiles(io, files, { db: options.db, report })
  } catch (error) {
    throw nothingDone(error, 'Nothing was imported.')
  } finally {
    off()
    for (const file of files) file.close()
  }
}

async function importFiles(
  io: Io,
  files: readonly ContactFile[],
  { db, report }: { readonly db: string | undefined; readonly report: ImportReport },
): Promise<void> {
  const fraction = () => (files.length === 1 ? files[0]?.fraction() : undefined)
  const summaries = await importSources(io, files, { db, report, fraction })
  for (const notice of files.flatMap((file) => file.notices())) say(io, notice)
  // Printed only now that all has landed: a reader of our output that goes away must not undo the import.
  for (const line of report.lines(summaries)) await printLine(io, line)
}

// A sync may have filled the store since it was looked at. Once rows are read, nobody else writes.
function checkedAgain(source: ContactSource, store: Store): ContactSource {
  const { rows } = source
  return {
    ...source,
    rows: (async function* () {
      expectNoAccount(store)
      yield* rows
    })(),
  }
}

interface ImportTarget {
  readonly db: string | undefined
  readonly report: ImportReport
  /** How far the reading has come, from 0 to 1, where that is known. */
  readonly fraction: () => number | undefined
}

/** Imports into the store that `--db` names, with a progress bar. */
export async function importSources(
  io: Io,
  sources: readonly ContactSource[],
  { db, report, fraction }: ImportTarget,
): Promise<ImportSummary[]> {
  const store = await openStore(io, db)
  const progress = openProgress(io, 'contacts')
  const off = onSignal(() => {
    progress.end()
    endInterrupted(io, 'nothing was imported')
  })
  let read = 0
  try {
    expectNoAccount(store)
    const checked = sources.map((source, index) => (index === 0 ? checkedAgain(source, store) : source))
    const status = { at: io.now().toISOString(), source: sources.map(({ name }) => name).join(', ') }
    return await importContacts(checked, { store, status }, (event) => {
      report.note(event)
      if (event.type === 'read') progress.update(++read, fraction())
    })
  } finally {
    off()
    progress.end()
    store.close()
  }
}

/**
 * `ringsight sync --from FILE`: contacts of an export in place of all that are here, without a CRM.
 *
 * @throws InputError when the file cannot be used, or the store is a CRM account's; nothing was changed then
 */
export async function syncFrom(io: Io, path: string, flags: ImportOptions): Promise<void> {
  const { openContactFile } = await import('../contact-file/contact-files.ts')
  const file = await openContactFile(io, path, readingOptions(io, flags))
  try {
    const { db, beside } = await storePlace(io, flags.db)
    await withStore(io, db, (store) =>
      withClaim(store, openClock(io), () => replaceAll(io, { file, store, beside }, flags)),
    )
  } catch (error) {
    throw nothingDone(error, 'Nothing was changed.')
  } finally {
    file.close()
  }
}

interface Target {
  readonly file: ContactFile
  readonly store: Store
  readonly beside: string
}

async function replaceAll(io: Io, { file, store, beside }: Target, flags: ImportOptions): Promise<void> {
  expectNoAccount(store)
  const report = flags.json ? openJsonReport() : openPlainReport(flags.region ?? null, IMPORT_HINTS)
  const progress = openProgress(io, 'contacts')
  const status = { at: io.now().toISOString(), source: file.name }
  let read = 0
  const onEvent = (event: ImportEvent) => {
    report.note(event)
    if (event.type === 'read') progress.update(++read, file.fraction())
  }
  const target = { store, status }
  const { replaced, summary } = await replaceContacts(file, target, onEvent).finally(progress.end)
  const identifiableNumbers = await publishBeside(store, beside, io.now().getTime())
  for (const notice of file.notices()) say(io, notice)
  const { new: added, changed, unchanged, gone } = replaced
  const counts = { new: added, changed, unchanged, removed: gone, identifiableNumbers }
  const further = { mode: 'file', source: file.name, updatedAt: status.at, ...counts }
  for (const line of report.lines([summary], further)) await printLine(io, line)
  if (flags.json) return
  await printLine(
    io,
    `${renderCount(added)} new, ${renderCount(changed)} changed, ${renderCount(unchanged)} unchanged, ${renderCount(gone)} gone.`,
  )
}
