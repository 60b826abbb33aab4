// `ringsight sync --from FILE`: contacts from an export in place of all that are here, without any CRM.

import type { ContactFile } from '../contact-file/contact-files.ts'
import { publishBeside } from '../store/publish.ts'
import type { Store } from '../store/store.ts'
import { expectNoAccount } from '../sync/account.ts'
import { withClaim } from '../sync/claim.ts'
import type { ImportEvent } from '../sync/import-contacts.ts'
import { openJsonReport, openPlainReport } from '../sync/import-report.ts'
import { replaceContacts } from '../sync/replace-contacts.ts'
import { type Io, printLine, say } from '../terminal/io.ts'
import { openProgress } from '../terminal/progress.ts'
import { renderCount } from '../text/count.ts'
import { nothingDone } from './exit.ts'
import { type ColumnFlags, readingOptions } from './flags/columns.ts'
import { IMPORT_HINTS } from './import.ts'
import { storePath, withStore } from './open.ts'
import { openClock } from './sync-tools.ts'

export interface FromFlags extends ColumnFlags {
  readonly db?: string
  readonly region?: string
  readonly json?: boolean
}

/** @throws InputError when the file cannot be used, or the store is a CRM account's; nothing was changed then */
export async function syncFrom(io: Io, path: string, flags: FromFlags): Promise<void> {
  const { openContactFile } = await import('../contact-file/contact-files.ts')
  const file = await openContactFile(io, path, readingOptions(flags))
  try {
    const db = await storePath(io, flags.db)
    await withStore(io, db, (store) =>
      withClaim(store, openClock(io), () => replaceAll(io, { file, store, db }, flags)),
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
  readonly db: string
}

async function replaceAll(io: Io, { file, store, db }: Target, flags: FromFlags): Promise<void> {
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
  const identifiableNumbers = await publishBeside(store, db, io.now().getTime())
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
