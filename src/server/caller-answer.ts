// Who is calling, as the server says it: from the snapshot that it holds, with the evidence. Pure.
import { lineFrom, resolveCaller, type UnknownReason } from '../core/caller.ts'
import { buildDirectory } from '../core/directory.ts'
import { parseNumber } from '../core/number/number.ts'
import type { NoNumber } from '../core/number/presentation.ts'
import type { RejectionReason } from '../core/number/reading.ts'
import { lookUpSnapshot, type Snapshot } from '../core/snapshot/snapshot.ts'

/** Who is calling; `label` and `deal` are ready to show. */
export type CallerAnswer = (
  | {
      readonly kind: 'known' | 'shared'
      readonly label: string
      readonly deal: string | null
      /** Record ids of every contact with the number, the one that the label names first. */
      readonly contacts: readonly string[]
    }
  | { readonly kind: 'no-number'; readonly presentation: NoNumber }
  | { readonly kind: 'special'; readonly service: 'emergency' | 'short-code' }
  | { readonly kind: 'unknown'; readonly because: UnknownReason }
) & { readonly evidence: CallerEvidence }

/** What led to the answer. */
export interface CallerEvidence {
  /** What the text was read as, E.164; null where it is no number. */
  readonly number: string | null
  readonly country: string | null
  /** How it was read; null where it was not. */
  readonly read: 'exact' | 'national' | null
  /** The country that it was read under. */
  readonly region: string | null
  readonly rejected: RejectionReason | null
  /** Where the answer is from. */
  readonly source: 'snapshot' | 'crm'
  /** Of the snapshot; null where the CRM was asked. */
  readonly generation: number | null
  /** When the contacts were brought, ISO 8601. */
  readonly at: string
  /** What came of asking the CRM; null where it was not to be asked. */
  readonly online: OnlineResult | null
}

export type OnlineResult = 'found' | 'nobody' | 'too-late' | 'failed' | 'not-now'

const NOBODY = buildDirectory([])

/**
 * Who has a number, by a snapshot.
 *
 * @param text as the network delivered it; `withheld` and the like stand for none
 * @param region that national forms are read under; null for none
 */
export function answerCaller(
  { text, region }: { readonly text: string; readonly region: string | null },
  snapshot: Snapshot,
): CallerAnswer {
  const line = lineFrom(text)
  const number = line.presentation === 'ALLOWED' ? parseNumber(line.text, region) : null
  const read = number?.kind === 'number' ? number : null
  const evidence: CallerEvidence = {
    number: read?.e164 ?? null,
    country: read?.country ?? null,
    read: read?.read ?? null,
    region,
    rejected: number?.kind === 'rejected' ? number.reason : null,
    source: 'snapshot',
    generation: snapshot.generation,
    at: createdAt(snapshot),
    online: null,
  }
  const entry = read === null ? null : lookUpSnapshot(snapshot, read.e164)
  if (entry !== null) {
    const { label, deal, ids } = entry
    return { kind: ids.length > 1 ? 'shared' : 'known', label, deal, contacts: ids, evidence }
  }
  // Nobody has it; why, is said as on a phone.
  const regions = region === null ? [] : [region]
  const caller = resolveCaller(line, { directory: NOBODY, addressBook: new Map(), regions, limit: null })
  if (caller.kind === 'no-number') return { kind: 'no-number', presentation: caller.presentation, evidence }
  if (caller.kind === 'special') return { kind: 'special', service: caller.service, evidence }
  return { kind: 'unknown', because: caller.kind === 'unknown' ? caller.because : 'no-such-number', evidence }
}

// A third of what a look-up takes beside it, and the same for all of a snapshot.
const times = new WeakMap<Snapshot, string>()

function createdAt(snapshot: Snapshot): string {
  const known = times.get(snapshot)
  if (known !== undefined) return known
  const at = new Date(snapshot.createdAtMs).toISOString()
  times.set(snapshot, at)
  return at
}
