// The words and codes of a store that cannot be used: what was found, and the fix. Of SQLite it knows the result codes.
import { StoreError, type StoreErrorCode } from './store.ts'

const FIXES: Readonly<Record<StoreErrorCode, string>> = {
  damaged: 'Restore it from a backup, or choose another file for the store and import the contacts again.',
  foreign: 'It was left as it is: choose another file for the store.',
  newer: 'Update Ringsight, or choose another file for the store.',
  locked: 'Wait until that process is done, or close it, and try again.',
  'read-only': 'Allow writing there, or choose another file for the store.',
  unavailable: 'Put that right and try again, or choose another file for the store.',
  replaced: 'Open it again. End whoever uses a store before its file is moved or put back.',
  overwritten:
    'End whoever uses it, remove FILE-wal and FILE-shm (what only they held is lost), put the right file in its place and open it again. Where another program only changed its time (touch), remove FILE-wal-stale instead.',
}

export const NO_DATABASE = 'expected a Ringsight store, found another kind of file, or a store that lost its start'

/** @param found what is wrong with the store at that path, as the end of a sentence */
export function refuse(code: StoreErrorCode, path: string, found: string, cause?: unknown): StoreError {
  const fix = FIXES[code].replaceAll('FILE', () => path)
  return new StoreError(code, `${path}: ${found}. ${fix}`, cause === undefined ? undefined : { cause })
}

// https://www.sqlite.org/rescode.html. SQLITE_ERROR is there because the statements are ours and tested: when one does
// not fit the tables, the tables are not what the version says.
const REFUSALS: readonly [family: RegExp, code: StoreErrorCode, found: string][] = [
  [/^SQLITE_(?:CORRUPT|ERROR|SCHEMA)/, 'damaged', 'the store is damaged'],
  [/^SQLITE_NOTADB/, 'foreign', NO_DATABASE],
  [/^SQLITE_(?:BUSY|LOCKED|PROTOCOL)/, 'locked', 'another process is using the store'],
  [/^SQLITE_READONLY/, 'read-only', 'the store cannot be written'],
  [/^SQLITE_(?:PERM|AUTH|CANTOPEN|IOERR|FULL|NOLFS|NOMEM)/, 'unavailable', 'the store cannot be used'],
]

/** The refusal that an error of SQLite amounts to; null when the error is no fault of the file or the system. */
export function refusalOf(error: { readonly code: string; readonly message: string }, path: string): StoreError | null {
  const [, code, found] = REFUSALS.find(([family]) => family.test(error.code)) ?? []
  if (code === undefined) return null
  const detail = code === 'damaged' || code === 'unavailable' ? ` (${error.message})` : ''
  return refuse(code, path, `${found}${detail}`, error)
}
