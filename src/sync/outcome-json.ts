// An outcome, and what keeps it back, as every command prints it for programs.
import { type Draft, dealOf, type LoggedCall } from '../core/outcome.ts'
import type { Reason } from '../core/retry.ts'
import { secondsOf } from '../text/json.ts'

/** Why something is not done. @param kind null, or `told`, where none is known */
export function problemJson(kind: string | null, { because, fix }: Reason): object {
  return { kind: kind === 'told' ? null : kind, message: because, fix }
}

/** The call that an outcome is about. */
export function callJson({
  callId,
  contactId,
  contactName,
  e164,
  direction,
  startedAt,
  durationMs,
}: LoggedCall): object {
  return {
    callId,
    contactId,
    name: contactName,
    number: e164,
    direction,
    startedAt,
    durationSeconds: secondsOf(durationMs),
  }
}

/** An outcome; without `savedAt` it is a draft. */
export function draftJson(draft: Draft & { readonly savedAt?: string }): object {
  const { call, outcome, notes, tasks, savedAt = null } = draft
  return { ...callJson(call), outcome, dealId: dealOf(draft)?.id ?? null, notes, tasks, savedAt }
}
