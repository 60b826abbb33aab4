// --record: what was done in `call` or `phone` as a scenario file that comes out the same. Puts what a session tells into what the
// recorder takes.

import { type CallScript, OPENED_AFTER_MS } from '../app/answer-call.ts'
import type { CarriedPhone } from '../app/carried.ts'
import { openCourse } from '../core/chance.ts'
import type { Directory } from '../core/directory.ts'
import type { Draft } from '../core/outcome.ts'
import type { World } from '../device/phone.ts'
import type { CrmChange } from '../scenario/scenario.ts'
import { type Io, say } from '../terminal/io.ts'
import { expectTargets, type OutTarget, writeOutFile } from '../terminal/out-file.ts'
import { plural } from '../text/count.ts'
import { quoteForShell } from '../text/safe.ts'
import type { SessionDone } from '../ui/session.ts'
import type { Beginning, Done, Recording } from '../walk/record.ts'
import { stepOfAction } from '../walk/record-action.ts'
import { openPeople, type People } from '../walk/record-people.ts'
import type { Command } from './flags/command.ts'
import { byForce, forceFlag } from './flags/shared.ts'

export interface RecordFlags {
  readonly record?: string
  readonly force?: boolean
}

export function addRecordFlags<C extends Command>(command: C): C {
  return command
    .option('--record <file>', 'write what was done as a scenario; it holds the names and numbers of contacts')
    .addOption(forceFlag('record'))
}

/** Refuses, before anything is done, a file that could not be written at the end, or that the command reads. */
export async function expectRecordable(io: Io, { record, force }: RecordFlags, read: readonly string[]): Promise<void> {
  if (record !== undefined) await expectTargets(io, [targetOf(record, force)], read)
}

function targetOf(path: string, force: boolean | undefined): OutTarget {
  return { path, flag: '--record', ...byForce(force), isPersonal: true }
}

/** Writes the scenario. */
export async function writeRecord(io: Io, recording: Recording | null, { record, force }: RecordFlags): Promise<void> {
  if (record === undefined) return
  if (recording === null || recording.done.length === 0) {
    say(io, 'nothing was done, so nothing was recorded')
    return
  }
  const { recordScenario } = await import('../walk/record.ts')
  const { renderScenario } = await import('../scenario-file/write.ts')
  const scenario = await recordScenario(recording)
  await writeOutFile(targetOf(record, force), [renderScenario(scenario)])
  const steps = scenario.steps.filter((step) => step.do !== 'expect').length
  say(io, `${plural(steps, 'step')} recorded: ringsight run ${quoteForShell(record)}`)
  if (recording.isCrmOther) {
    say(io, 'the CRM did what a scenario cannot say: it failed by itself, or has more contacts than the phone holds')
  }
}

/** A scripted call, from its first sign to what was noted. */
export function doneOfScript(script: CallScript, { noted, chosen, isOpenedAfter }: AfterScript): Done[] {
  const { direction, line, from, ringMs, ending, talkMs, startsAt, id: callId } = script
  const isIncoming = direction === 'incoming'
  const start = isIncoming
    ? ({ do: 'call', line, kind: 'telephone', sim: null } as const)
    : ({ do: 'dial', line, from } as const)
  const at = startsAt + ringMs
  const unanswered = ending === 'miss' ? 'cancel' : isIncoming ? 'decline' : 'busy'
  const ended = ending === 'answer' ? at + talkMs : at
  return [
    { type: 'step', step: start, at: startsAt },
    ...(ending === 'answer'
      ? ([
          { type: 'step', step: { do: 'accept', call: null }, at },
          { type: 'step', step: { do: 'end', call: null, by: 'caller' }, at: ended },
        ] as const)
      : ([{ type: 'step', step: { do: unanswered, call: null }, at }] as const)),
    ...(isOpenedAfter ? ([{ type: 'step', step: { do: 'open-app' }, at: ended + OPENED_AFTER_MS }] as const) : []),
    ...(chosen === null ? [] : ([{ type: 'choose', callId, ...chosen, at: ended }] as const)),
    ...(noted === null
      ? []
      : ([{ type: 'outcome', callId, draft: noted.draft, tap: noted.isSaved ? 'Save' : 'Back', at: ended }] as const)),
  ]
}

/** What came after a scripted call. */
export interface AfterScript {
  readonly noted: { readonly draft: Omit<Draft, 'call'>; readonly isSaved: boolean } | null
  /** Whom it was said to be with; null where nothing was said. */
  readonly chosen: { readonly contactId: string | null } | null
  readonly isOpenedAfter: boolean
}

export interface SessionRecordOptions {
  readonly phone: CarriedPhone
  /** Decides what chance decides. */
  readonly seed: number
  now(): Date
  newId(): string
  /** What is kept now. */
  around(): Around
}

/** What is kept around a phone. */
export type Around = Omit<Beginning, 'phone' | 'seed' | 'at' | 'hasContacts'> & { readonly directory: Directory }

/** What a session is given in order to be recorded, and what it then told. */
export interface SessionRecord extends Required<Pick<World, 'chance' | 'numberFirst'>> {
  newId(): string
  onDone(done: SessionDone): void
  /** Somebody else did it, and not on the phone. */
  others(done: Done): void
  /** How it was before. */
  begin(): Beginning
  people(): People
  /** What was done until now; null for nothing. */
  read(endsAt: number): Omit<Recording, 'name'> | null
}

/** Another one each time. */
export function newSeed(): number {
  return Math.floor(Math.random() * 2 ** 32)
}

/** Collects what a session tells. What is done before the phone is made another one is left out: no step says that. */
export function openSessionRecord({ phone, seed, now, newId, around }: SessionRecordOptions): SessionRecord {
  const course = openCourse(seed)
  const beginWith = ({ directory, ...kept }: Around, so: Pick<Beginning, 'phone' | 'seed' | 'at'>): Beginning => ({
    ...kept,
    ...so,
    hasContacts: directory.contacts.size > 0,
  })
  const first = around()
  let begin = beginWith(first, { phone, seed, at: now().getTime() })
  let people = peopleOf(first, phone)
  let isBeyond = isBeyondLimit(first, phone)
  let told: Told[] = []
  let callIds: string[] = []
  let hasSynced = false
  let isToldOthers = false
  return {
    chance: course.chance,
    numberFirst: () => course.chance() < 0.5,
    newId() {
      const id = newId()
      callIds.push(id)
      return id
    },
    onDone(done) {
      if (done.type === 'act' && done.action.type === 'synced') hasSynced = true
      if (done.type !== 'another-phone') {
        if (done.type === 'contacts') {
          const changes = people.change(done.directory)
          // Who tells what others did tells all of it.
          if (!isToldOthers) told = withChanges(told, changes, begin.at)
        }
        if (done.type === 'act') follow(done, people)
        told.push(done)
        return
      }
      const since = around()
      const kept = { ...since, syncedAt: hasSynced ? null : since.syncedAt }
      begin = beginWith(kept, { phone: done.phone, seed: course.seed(), at: done.at })
      people = peopleOf(since, done.phone)
      isBeyond = isBeyondLimit(since, done.phone)
      told = []
      callIds = []
    },
    others(done) {
      isToldOthers = true
      told.push({ type: 'others', done, at: done.at })
    },
    begin: () => begin,
    people: () => people,
    read(endsAt) {
      const done = told.flatMap((each, index) => doneOf(each, told[index + 1]))
      const isCrmOther = isBeyond || told.some(({ type }) => type === 'crm-failed')
      return done.length === 0 ? null : { begin, done, callIds, people: people.all(), isCrmOther, endsAt }
    },
  }
}

type Told =
  | Exclude<SessionDone, { type: 'another-phone' }>
  | { readonly type: 'others'; readonly done: Done; readonly at: number }

function doneOf(told: Told, next: Told | undefined): Done[] {
  const { at } = told
  switch (told.type) {
    case 'act':
      return doneOfAct(told)
    case 'crm':
      return [{ type: 'step', step: { do: 'crm', change: CRM_CHANGES[told.fault ?? 'none'] }, at }]
    case 'draft': {
      // Every letter makes another draft: the last one before something else is what was written. What was saved says so.
      const { draft } = told
      const isMore = (next?.type === 'draft' || next?.type === 'saved') && next.draft.call.callId === draft.call.callId
      return isMore ? [] : [{ type: 'outcome', callId: draft.call.callId, draft, tap: null, at }]
    }
    case 'saved':
      return [{ type: 'outcome', callId: told.draft.call.callId, draft: told.draft, tap: 'Save', at }]
    case 'left':
      return [{ type: 'outcome', callId: told.callId, draft: null, tap: 'Back', at }]
    case 'discarded':
      return [{ type: 'outcome', callId: told.callId, draft: null, tap: 'Discard', at }]
    case 'changed':
      return [{ type: 'changed', callId: told.draft.call.callId, draft: told.draft, at }]
    case 'opened':
      return [{ type: 'opened', callId: told.callId, at }]
    case 'others':
      return [told.done]
    case 'contacts':
    case 'crm-failed':
      return []
    case 'resent':
    case 'given-up':
      return [{ type: told.type, callId: told.callId, at }]
  }
}

function doneOfAct({ action, before, at, isPart }: Extract<SessionDone, { type: 'act' }>): Done[] {
  if (isPart) return []
  switch (action.type) {
    case 'choose-caller':
      return [{ type: 'choose', contactId: action.contactId, callId: action.callId, at }]
    case 'tap-notification':
    case 'clear-notification': {
      const index = before.notifications.findIndex(({ id }) => id === action.id)
      return [{ type: 'notification', index, action: action.type === 'tap-notification' ? action.action : null, at }]
    }
    default: {
      const step = stepOfAction(action, before)
      return step === null ? [] : [{ type: 'step', step, at }]
    }
  }
}

// More than the article's phone holds, and a recording: who was not on the phone would be.
const ARTICLE_LIMIT = 10_000

function isBeyondLimit({ directory }: Around, { handset }: CarriedPhone): boolean {
  return handset.profile === 'article' && directory.contacts.size > ARTICLE_LIMIT
}

// Whom something of before is about.
function peopleOf({ directory, addressBook, drafts, outbox, choices }: Around, phone: CarriedPhone): People {
  const people = openPeople(directory, addressBook, phone)
  for (const notice of phone.notifications)
    people.name(notice.type === 'notify-missed' ? notice.contactId : notice.call.contactId)
  for (const { call } of drafts) people.name(call.contactId)
  for (const { outcome, sending } of outbox)
    for (const id of [outcome.call.contactId, sending.contactId]) people.name(id)
  for (const { contactId } of choices) people.name(contactId)
  return people
}

function follow({ action, before, events }: Extract<SessionDone, { type: 'act' }>, people: People): void {
  const abroad = before.conditions.networkCountry
  if (action.type === 'ring' || action.type === 'dial') people.meet(action.line, abroad)
  if (action.type === 'choose-caller') people.name(action.contactId)
  for (const event of events) {
    if (event.type === 'ringing' || event.type === 'dialling') people.meet(event.line, abroad)
  }
}

// The CRM had come to be so before it was asked.
function withChanges(told: readonly Told[], changes: readonly CrmChange[], beginsAt: number): Told[] {
  const asked = told.findLastIndex(
    (each) => each.type === 'act' && each.events.some(({ type }) => type === 'sync-wanted'),
  )
  const index = Math.max(0, asked)
  const at = told[index - 1]?.at ?? beginsAt
  const others = changes.map(
    (change): Told => ({ type: 'others', done: { type: 'step', step: { do: 'crm', change }, at }, at }),
  )
  return [...told.slice(0, index), ...others, ...told.slice(index)]
}

const CRM_CHANGES = {
  none: { kind: 'up' },
  server: { kind: 'down' },
  unauthorised: { kind: 'unauthorised' },
  forbidden: { kind: 'forbidden' },
} as const
