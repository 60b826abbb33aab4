// Whether the contacts here are all that the CRM has, as far as a sync can say so. Pure.
import type { DocumentReader } from '../store/store.ts'

/** When a sync last brought all contacts up to date, in milliseconds since the epoch; null where the last one has not. */
export function freshAt(store: DocumentReader): number | null {
  const { seenUntilCrm = null, failed = null } = store.read('sync') ?? {}
  const at = Date.parse(store.read('import')?.at ?? '')
  if (seenUntilCrm === null || failed !== null || Number.isNaN(at)) return null
  // What a backup had is behind what phones were shown.
  return at < (store.read('restored')?.at ?? 0) ? null : at
}

/** Whether no sync is due. By a clock that was set back, one is. */
export function isFresh(at: number | null, everyMs: number, now: number): boolean {
  return at !== null && at <= now && now - at < everyMs
}
