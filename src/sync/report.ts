// What a sync has to say, as lines for people and as objects for programs. Pure.

import { describeProblem, NO_COUNTS, type SyncCounts, type SyncProblem } from '../core/sync.ts'
import { plural, renderCount } from '../text/count.ts'
import { secondsOf } from '../text/json.ts'
import { safeLine, shortLine } from '../text/safe.ts'
import { reasonOf, renderSent, sentJson } from './outbox-report.ts'
import { problemJson } from './outcome-json.ts'
import type { Sent } from './send-outcomes.ts'
import type { Synced } from './sync-contacts.ts'

type Success = Extract<Synced, { kind: 'synced' }>
type Failed = Extract<Synced, { kind: 'failed' }>

export interface SyncView {
  /** As people know the CRM. */
  readonly crm: string
  readonly synced: Success
  /** How many numbers are identified when they call. */
  readonly identifiable: number
  readonly sent: Sent
  /** Of contacts and outcomes together. */
  readonly requests: number
  readonly ms: number
}

/** What was synced, for people. @param hint as renderSent takes it, here and below */
export function renderSync({ crm, synced, identifiable, sent, requests, ms }: SyncView, hint: string): string[] {
  const how = synced.mode === 'full' ? 'all contacts were compared' : 'what changed was brought'
  return [
    `Synced with ${shortLine(crm, 40)}: ${how}.`,
    `${plural(synced.contacts, 'contact')}: ${renderCounts(synced.counts)}.`,
    `${plural(identifiable, 'number')} will show a name.`,
    renderSent(sent, hint),
    `${plural(requests, 'request')}, ${renderSeconds(ms)}.`,
  ]
}

/** What outside systems kept from being done, although the contacts are here. @param unpublished why, in words */
export function describeShortcomings({ sent, unpublished }: { sent: Sent; unpublished: string | null }): string[] {
  return [
    ...(unpublished === null ? [] : [`the snapshot of the contacts is the one from before: ${unpublished}`]),
    ...(sent.problem === null ? [] : [reasonOf(sent.problem)]),
  ]
}

/** One line, for a sync that goes on: with the time in front. */
export function renderSyncLine({ synced, sent, requests }: SyncView, time: string, hint: string): string {
  return `${time}  ${plural(synced.contacts, 'contact')}: ${renderCounts(synced.counts)}. ${renderSent(sent, hint)} ${plural(requests, 'request')}.`
}

const WORDS: readonly (readonly [keyof SyncCounts, string])[] = [
  ['new', 'new'],
  ['changed', 'changed'],
  ['returned', 'restored'],
  ['merged', 'merged'],
  ['archived', 'deleted'],
  ['vanished', 'gone without a trace'],
]

function renderCounts(counts: SyncCounts): string {
  const parts = WORDS.filter(([key]) => counts[key] > 0).map(([key, word]) => `${renderCount(counts[key])} ${word}`)
  return parts.length === 0 ? 'nothing changed' : parts.join(', ')
}

/** Why something failed, what was answered, and what to do. */
export function renderReason({ problem, detail }: { problem: SyncProblem; detail?: string | null }): string {
  const { because, fix } = describeProblem(problem)
  // What was answered says no more than that nobody answers.
  const isRefused = problem.kind === 'offline' && problem.refusedBy !== undefined
  const sentence = detail && !isRefused ? ` ${safeLine(detail)}${/[.!?…]$/.test(detail) ? '' : '.'}` : ''
  return `${because}${sentence} ${fix}`
}

/** What came of a sync, for programs. */
export function syncJson(synced: SyncView | FailureView): object {
  return 'failed' in synced ? failureJson(synced) : successJson(synced)
}

function successJson({ crm, synced, identifiable, sent, requests, ms }: SyncView): object {
  const { mode, contacts, counts, at } = synced
  return {
    mode,
    source: crm,
    updatedAt: at,
    contacts,
    ...countsJson(counts),
    identifiableNumbers: identifiable,
    ...sentJson(sent),
    requests,
    tookSeconds: secondsOf(ms),
    gathered: 0,
    problem: null,
  }
}

function countsJson({ new: added, changed, unchanged, returned, merged, archived, vanished }: SyncCounts): object {
  const removed = archived + vanished
  return { new: added, changed, unchanged, removed, restored: returned, merged, vanished }
}

export interface FailureView {
  readonly failed: Failed
  /** When contacts were last brought here, and how many they are; null when never. */
  readonly kept: { readonly at: string; readonly contacts: number; readonly source: string } | null
  /** How many contacts the sync had gathered that is to go on; 0 when it begins anew. */
  readonly gathered: number
  /** What went to the CRM all the same; null when nothing was tried. */
  readonly sent: Sent | null
  readonly now: number
}

/** Why a sync failed, what to do, and what stands all the same. */
export function renderFailure({ failed, kept, gathered, sent, now }: FailureView, hint: string): string {
  const serve =
    kept === null
      ? 'There are no contacts yet.'
      : `The ${plural(kept.contacts, 'contact')} of ${renderAge(now - Date.parse(kept.at))} still ${kept.contacts === 1 ? 'serves' : 'serve'}.`
  const goesOn = gathered > 0 ? ` The next sync goes on at ${renderCount(gathered)}.` : ''
  const outcomes = sent === null ? '' : ` ${renderSent(sent, hint)}`
  return `${renderReason(failed)} ${serve}${goesOn}${outcomes}`
}

function failureJson({ failed, kept, gathered, sent }: FailureView): object {
  const { problem, detail, retryAfterMs } = failed
  return {
    mode: null,
    source: kept?.source ?? null,
    updatedAt: kept?.at ?? null,
    contacts: kept?.contacts ?? 0,
    ...countsJson(NO_COUNTS),
    identifiableNumbers: null,
    ...sentJson(sent),
    requests: null,
    tookSeconds: null,
    gathered,
    problem: {
      ...problemJson(problem.kind, describeProblem(problem)),
      detail,
      retryAfterSeconds: retryAfterMs === null ? null : secondsOf(retryAfterMs),
    },
  }
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** `3 hours ago`; what is still to come, by a clock that was set back, counts as just now. */
export function renderAge(ms: number): string {
  for (const [unit, length] of UNITS) {
    if (ms >= length) return `${plural(Math.floor(ms / length), unit)} ago`
  }
  return 'just now'
}

function renderSeconds(ms: number): string {
  return ms < 100_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`
}
