// What TypeScript answers to the cases about phones: by its own directory, its simulated phone and its sync. Each is asked
// in its own terms, so that a case that all languages agree on is held to what the product does.

import { advanceCarried } from '../src/app/carried.ts'
import type { SeenEvent } from '../src/app/event.ts'
import { buildAddressBook, type Caller, lineFrom, renderCard, renderOwners, resolveCaller } from '../src/core/caller.ts'
import { renderDeal } from '../src/core/contact.ts'
import { dayAt } from '../src/core/day.ts'
import { buildDirectory } from '../src/core/directory.ts'
import type { Presentation } from '../src/core/number/presentation.ts'
import { type FailureKind, planRetry } from '../src/core/retry.ts'
import { lookUpSnapshot, openSnapshot } from '../src/core/snapshot/snapshot.ts'
import { nextJobAt } from '../src/device/job.ts'
import { aPhone, aWorld, byRole, synced as isSynced, play, playOn, type Setup } from './device/play.ts'
import { HEADER, SOUND } from './vectors-make.ts'

export interface CallerCase {
  readonly file: string
  readonly presentation: Presentation
  readonly text: string | null
  readonly regions: readonly string[]
  readonly saved: boolean
  readonly kind: Caller['kind']
  readonly because: string | null
  readonly e164: string | null
  readonly label: string | null
  readonly deal: string | null
  readonly ids: readonly string[]
}

type Answer = Pick<CallerCase, 'kind' | 'because' | 'e164' | 'label' | 'deal' | 'ids'>

/** By the contacts that the snapshot was made from; a damaged one was made from one.idx's, and must not be readable. */
export function whoCalls({ file, presentation, text, regions, saved }: CallerCase, bytes: Uint8Array): Answer {
  const contacts = file === 'one.idx' ? SOUND['exact.idx']?.slice(0, 1) : SOUND[file]
  const line = presentation === 'ALLOWED' ? lineFrom(text ?? '') : { presentation, text: '' }
  const numbers = saved && text !== null ? [text] : []
  const sources = {
    directory: buildDirectory(contacts ?? []),
    addressBook: buildAddressBook([{ name: 'Saved', numbers }], regions[0] ?? null),
    regions,
    limit: null,
  }
  const answer = answerOf(resolveCaller(line, sources))
  if (contacts !== undefined || answer.because !== 'no-such-number') return answer
  const snapshot = openSnapshot(bytes)
  const entry = snapshot.kind === 'damaged' ? null : lookUpSnapshot(snapshot, answer.e164 ?? '')
  return entry === null
    ? { ...answer, because: 'damaged' }
    : { ...answer, kind: 'known', label: entry.label, deal: entry.deal }
}

function answerOf(caller: Caller): Answer {
  const { kind, evidence } = caller
  const found = evidence.matches.length === 0 ? null : renderOwners(evidence.matches.map(({ contact }) => contact))
  const ids = found?.contacts.map(({ id }) => id) ?? []
  const base = { kind, because: null, e164: evidence.number?.e164 ?? null, label: null, deal: null, ids }
  switch (caller.kind) {
    case 'known':
    case 'shared':
      return { ...base, label: found?.label ?? null, deal: dealOf(caller) }
    case 'no-number':
      return { ...base, because: caller.presentation }
    case 'special':
      return { ...base, because: caller.service }
    case 'unknown':
      return { ...base, because: caller.because }
    case 'saved':
      return base
  }
}

function dealOf(caller: Caller): string | null {
  const deal = renderCard(caller, dayAt(HEADER.createdAtMs))?.deal ?? null
  return deal && renderDeal(deal)
}

export interface CallCase {
  readonly way: 'role' | 'role-and-phone' | 'broadcasts' | 'broadcasts-without-number'
  readonly did: readonly Did[] | null
  readonly events: readonly { readonly at: number; readonly number?: string | null; readonly isNumberThere?: boolean }[]
  readonly records: readonly {
    readonly number: string | null
    readonly startedAt: number
    readonly answeredAt: number | null
    readonly endedAt: number | null
  }[]
}

interface Did {
  readonly type: 'ring' | 'dial' | 'answer' | 'end'
  readonly at: number
  readonly number?: string
  readonly kind?: 'self-managed'
  readonly cause?: 'MISSED'
}

const SETUPS: Readonly<Record<CallCase['way'], Setup>> = {
  role: byRole,
  'role-and-phone': { ...byRole, permissions: { callLog: 'denied-once' } },
  broadcasts: {},
  'broadcasts-without-number': { permissions: { callLog: 'denied-once' } },
}

/** What a simulated phone tells its app when that is done to it. */
export function playCall({ way, did, events }: CallCase): unknown[] {
  const [start = 0, numberFirst] = [events[0]?.at, events[0]?.isNumberThere === true]
  const numbers = new Map<string, string>()
  const actions = (did ?? []).map(({ number = '', cause = 'MISSED', kind, ...action }, index) => {
    const at = start + action.at
    if (action.type === 'answer') return { type: 'answer', at } as const
    if (action.type === 'end') return { type: 'end', cause, at } as const
    const id = String(index)
    numbers.set(id, number)
    const begun = { id, line: lineFrom(number), at }
    return action.type === 'dial'
      ? ({ type: 'dial', from: 'outside', ...begun } as const)
      : ({ type: 'ring', ...(kind === undefined ? {} : { kind }), ...begun } as const)
  })
  const seen = play({ ...SETUPS[way], world: { numberFirst: () => numberFirst } }, ...actions).events
  return seen.flatMap((event) => told(event, numbers))
}

function told(event: SeenEvent & { readonly seenAt: number }, numbers: ReadonlyMap<string, string>): unknown[] {
  const at = event.seenAt
  switch (event.type) {
    case 'screen-call':
      return [
        {
          type: 'screen',
          at,
          direction: event.direction.toLowerCase(),
          number: event.details.handle?.replace(/^tel:/, '') ?? null,
        },
      ]
    case 'phone-state': {
      const { state, incoming_number: number } = event
      return [{ type: 'state', at, state, number: number ?? null, isNumberThere: number !== undefined }]
    }
    case 'post-call': {
      const { cause, duration, callId } = event
      return [{ type: 'post-call', at, number: numbers.get(callId), cause, duration }]
    }
    default:
      return []
  }
}

export interface ScheduleCase {
  readonly isSignedIn: boolean
  readonly lastSuccessAt: number | null
  readonly lastAttemptAt: number | null
  readonly failures: number
  readonly failure: FailureKind | null
  readonly retryAfterMs: number | null
  readonly now: number
  readonly next: number | null
}

/** What an iPhone asks the system for, which adds no period of its own; and what the CRM's answer makes of that. */
export function nextSync(each: ScheduleCase): number | null {
  const { isSignedIn, failures, failure, retryAfterMs, now } = each
  // A simulated phone's clock goes forward only: what cannot be is as if unknown.
  const past = (at: number | null) => (at === null || at > now ? null : at)
  const [successAt, attemptAt] = [past(each.lastSuccessAt), past(each.lastAttemptAt)]
  const start = aPhone({ platform: 'ios' })
  const synced = successAt === null ? start : playOn(start, aWorld(), isSynced(successAt)).phone
  const running = { cause: 'periodic', since: now, isJob: true } as const
  const failing = { ...synced, app: { ...synced.app, sync: { ...synced.app.sync, failures: failures - 1, running } } }
  const isFailed = failures > 0 && attemptAt !== null
  const phone = isFailed
    ? advanceCarried(failing, { type: 'sync-failed', error: '', at: attemptAt }, aWorld()).phone
    : synced
  const due = nextJobAt(phone)
  const again = failure === null ? null : planRetry(kindOf(failure, retryAfterMs), failures)
  if (!isSignedIn || again?.kind === 'give-up') return null
  const asked = retryAfterMs !== null && again !== null && attemptAt !== null ? attemptAt + again.delayMs : now
  return failures > 0 && !isFailed ? now : Math.max(due ?? now, now, asked)
}

function kindOf(kind: FailureKind, retryAfterMs: number | null): Parameters<typeof planRetry>[0] {
  if (kind === 'rate-limited') return { kind, retryAfterMs }
  if (kind === 'refused') return { kind, says: '' }
  return kind === 'merged' ? { kind, into: '' } : { kind }
}
