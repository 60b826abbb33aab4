// A call as it is played: by its script, or by whoever sits at the terminal; what is kept and recorded of it.
import { type CallScript, type PlayedCall, playCall, summariseCall } from '../app/answer-call.ts'
import type { CarriedPhone } from '../app/carried.ts'
import { nameLine } from '../core/number/presentation.ts'
import { type Disposition, type Draft, dispositionsOf, newDraft } from '../core/outcome.ts'
import type { World } from '../device/phone.ts'
import type { Store } from '../store/store.ts'
import { keepDraft, logOutcome } from '../sync/log-outcome.ts'
import type { Io } from '../terminal/io.ts'
import type { Recording } from '../walk/record.ts'
import { type Choosing, type Chosen, chooseAfter, draftAfter } from './call-choice.ts'
import type { CallEnding } from './call-report.ts'
import type { StoreUse } from './open.ts'
import { doneOfScript, type SessionRecord } from './record.ts'

/** What the flags put into the outcome screen. */
export type Noted = Omit<Draft, 'call'>

/** The outcomes that the account offers. */
export function offeredBy(store: Store): readonly Disposition[] {
  return dispositionsOf(store.read('dispositions'))
}

/** What a call is played with. */
export interface Table {
  readonly phone: CarriedPhone
  readonly script: CallScript
  readonly world: World
  readonly noted: Noted
  readonly choosing: Choosing | null
  /** Whether an outcome screen that is not saved stays. */
  readonly keepsDraft: boolean
  readonly account: string | null
  readonly use: StoreUse
  readonly record: SessionRecord
}

/** How it went. */
export interface Ended {
  readonly played: Pick<PlayedCall, 'events' | 'summary'>
  readonly ending: CallEnding
  readonly chosen?: Chosen | null
  /** Milliseconds since the epoch. */
  readonly endedAt: number
  /** By which the terminal UI was ended. */
  readonly signal?: NodeJS.Signals | null
  /** Something that was typed could not be kept. */
  readonly isLost?: boolean
}

/** By its script, in virtual time. */
export async function playOut(
  io: Io,
  { phone, script, world, noted, choosing, keepsDraft, use, account }: Table,
): Promise<Ended> {
  const played = playCall(phone, script, world)
  const after = { phone: played.phone, world, at: script.startsAt }
  const chosen = choosing && chooseAfter(choosing, await use.open(), after)
  const endedAt = script.startsAt
  if (played.outcomeFor === null) return { played, chosen, endedAt, ending: { kind: 'no-screen' } }
  const opened: Draft = { ...newDraft(played.outcomeFor), ...noted }
  if (!keepsDraft && noted.outcome === null)
    return { played, chosen, endedAt, ending: { kind: 'draft', draft: opened } }
  const store = await use.open()
  const draft = chosen === null ? opened : draftAfter(opened, store, after)
  const logged = logOutcome(store, draft, io.now(), { account })
  if (logged.kind === 'saved') return { played, chosen, endedAt, ending: { ...logged, offered: offeredBy(store) } }
  keepDraft(store, draft, { account })
  return { played, chosen, endedAt, ending: { kind: 'draft', draft } }
}

const PUT_AWAY = { keepPhone: () => {}, signOut: () => {} }

/** The phone is in the hands of whoever sits at the terminal: nothing of the script but who calls whom. */
export async function drawOut(io: Io, { phone, script, world, use, account, record }: Table): Promise<Ended> {
  const { runUi } = await import('../ui/terminal.ts')
  const { openDesk, tellUnkept, terminalOf } = await import('./desk.ts')
  const { SIGN_IN } = await import('./crm-access.ts')
  const store = await use.open()
  const { line, from } = script
  const { events, saved, draftKept, unkept, signal, endedAt } = await runUi({
    phone,
    world,
    start: script.direction === 'incoming' ? { kind: 'ring', line } : { kind: 'dial', line, from },
    mode: 'call',
    // This phone is put away after the call; only what was noted on it stays.
    desk: { ...openDesk({ store, beside: null, phone, account, remote: { signIn: SIGN_IN } }), ...PUT_AWAY },
    contacts: { lastUpdated: null, count: world.directory.contacts.size },
    onDone: record.onDone,
    ...terminalOf(io),
    newId: record.newId,
  })
  const offered = offeredBy(store)
  const ending: CallEnding = saved
    ? { kind: 'saved', outcome: saved, offered }
    : draftKept
      ? { kind: 'draft', draft: draftKept }
      : { kind: 'no-screen' }
  if (unkept !== null) await tellUnkept(io, unkept, offered)
  return {
    played: { events, summary: summariseCall(phone, script, events) },
    ending,
    endedAt,
    signal,
    isLost: unkept !== null,
  }
}

/** What there is to record; the phone that a session begins with is the one that it tells of with its first step. */
export function recordOf(
  { phone, script, record }: Table,
  { played, ending, chosen = null, endedAt }: Ended,
  isScripted: boolean,
): Recording | null {
  const name = `A call ${script.direction === 'incoming' ? 'from' : 'to'} ${nameLine(script.line)}`
  const done = record.read(endedAt)
  if (!isScripted) return done && { name, ...done }
  const noted =
    ending.kind === 'no-screen'
      ? null
      : { draft: ending.kind === 'saved' ? ending.outcome : ending.draft, isSaved: ending.kind === 'saved' }
  const after = {
    noted,
    chosen: chosen && { contactId: chosen.contact?.id ?? null },
    isOpenedAfter: phone.handset.platform === 'ios' && phone.handset.settings.defaultDialer,
  }
  const people = record.people()
  for (const { event } of played.events)
    if (event.type === 'ringing' || event.type === 'dialling') people.meet(event.line, phone.conditions.networkCountry)
  people.meet(script.line, phone.conditions.networkCountry)
  const steps = doneOfScript(script, after)
  const end = Math.max(endedAt, ...steps.map(({ at }) => at))
  return { name, begin: record.begin(), done: steps, callIds: [script.id], people: people.all(), endsAt: end }
}

/** What is there before the call. */
export function beginningOf(
  { directory, addressBook, blocked = new Set(), syncedAt }: World,
  crm: { hasCrm: boolean },
) {
  return {
    directory,
    addressBook,
    blocked: [...blocked],
    drafts: [],
    outbox: [],
    choices: [...(directory.choices?.values() ?? [])],
    syncedAt: syncedAt ?? null,
    ...crm,
  }
}
