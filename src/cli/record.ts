// --record: what was done in `call` or `phone` as a scenario file that passes. Puts what a session tells into what the
// recorder takes.

import type { CallScript } from '../app/answer-call.ts'
import type { CarriedPhone } from '../app/carried.ts'
import type { SeenEvent } from '../app/event.ts'
import { type Draft, newDraft } from '../core/outcome.ts'
import type { World } from '../device/phone.ts'
import { type Io, say, writeAside } from '../terminal/io.ts'
import { expectTargets, type OutTarget, writeOutFile } from '../terminal/out-file.ts'
import { quoteForShell, safeLine } from '../text/safe.ts'
import type { SessionDone } from '../ui/session.ts'
import type { Done } from '../walk/record.ts'
import { stepOfAction } from '../walk/record-action.ts'
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

export interface RecordedSession {
  readonly name: string
  /** The phone before the first step. */
  readonly phone: CarriedPhone
  readonly world: Pick<World, 'directory' | 'addressBook'>
  readonly startsAt: number
  readonly done: readonly Done[]
  /** What came up on the screen, as it was. */
  readonly events: readonly SeenEvent[]
}

/** Writes the scenario, and says on stderr what of it is not as it was. */
export async function writeRecord(io: Io, session: RecordedSession, { record, force }: RecordFlags): Promise<void> {
  if (record === undefined) return
  if (session.done.length === 0) {
    say(io, 'nothing was done, so nothing was recorded')
    return
  }
  const { recordScenario } = await import('../walk/record.ts')
  const { describeEvent, isShown } = await import('../scenario/trace.ts')
  const { renderScenario } = await import('../scenario-file/write.ts')
  const { directory, addressBook } = session.world
  const { scenario, shown, leftOut } = await recordScenario({ ...session, directory, addressBook })
  await writeOutFile(targetOf(record, force), [renderScenario(scenario)])
  const seen = session.events.filter(isShown).map(describeEvent)
  const steps = scenario.steps.filter((step) => step.do !== 'expect').length
  say(io, `${steps} steps recorded: ringsight run ${quoteForShell(record)}`)
  for (const { text } of leftOut.map((step) => ({ text: step.do }))) {
    say(io, `left out, for it needs what was there before: ${safeLine(text)}`)
  }
  if (seen.join('\n') === shown.join('\n')) return
  say(io, 'the scenario shows something else than was seen; it is no true record:')
  writeAside(io, `  seen: ${seen.join('; ') || 'nothing'}\n  in the scenario: ${shown.join('; ') || 'nothing'}\n`)
}

/** A scripted call, from its first sign to what was noted. */
export function doneOfScript(
  script: CallScript,
  noted: { readonly draft: Omit<Draft, 'call'>; readonly isSaved: boolean } | null,
): Done[] {
  const { direction, line, from, ringMs, ending, talkMs, startsAt } = script
  const isIncoming = direction === 'incoming'
  const start = isIncoming
    ? ({ do: 'call', line, kind: 'telephone', sim: null } as const)
    : ({ do: 'dial', line, from } as const)
  const at = startsAt + ringMs
  const unanswered = ending === 'miss' ? 'cancel' : isIncoming ? 'decline' : 'busy'
  const ended = at + talkMs
  return [
    { type: 'step', step: start, at: startsAt },
    ...(ending === 'answer'
      ? ([
          { type: 'step', step: { do: 'accept', call: null }, at },
          { type: 'step', step: { do: 'end', call: null, by: 'caller' }, at: ended },
        ] as const)
      : ([{ type: 'step', step: { do: unanswered, call: null }, at }] as const)),
    ...(noted === null
      ? []
      : ([{ type: 'outcome', call: 0, draft: noted.draft, tap: noted.isSaved ? 'Save' : 'Back', at: ended }] as const)),
  ]
}

/** Collects what a session tells. */
export function openSessionRecord(): {
  readonly onDone: (done: SessionDone) => void
  /** Null when nothing was done. */
  readonly read: () => { phone: CarriedPhone; startsAt: number; done: Done[]; events: SeenEvent[] } | null
} {
  let told: SessionDone[] = []
  let ids: string[] = []
  return {
    onDone(done) {
      const isBegin = done.type === 'act' && (done.action.type === 'ring' || done.action.type === 'dial')
      // The phone was made another one: no step says that, so the record begins with what it is now.
      const last = told.findLast((each) => each.type === 'act')
      if (last?.type === 'act' && done.type === 'act' && isOtherModel(last.before, done.before)) [told, ids] = [[], []]
      if (isBegin && 'id' in done.action) ids.push(done.action.id)
      told.push(done)
    },
    read() {
      const first = told.find((each) => each.type === 'act')
      if (first?.type !== 'act') return null
      const startsAt = Math.floor(first.at / 1000) * 1000
      const done = told.flatMap((each, index) => doneOf(each, { ids, next: told[index + 1] }))
      const events = told.flatMap((each) => (each.type === 'act' ? each.events : []))
      return { phone: first.before, startsAt, done, events }
    },
  }
}

function isOtherModel({ handset: one }: CarriedPhone, { handset: other }: CarriedPhone): boolean {
  const modelOf = ({ platform, apiLevel, maker, profile, simCountries, screeningRole }: CarriedPhone['handset']) =>
    JSON.stringify([platform, apiLevel, maker, profile, simCountries, screeningRole])
  return modelOf(one) !== modelOf(other)
}

interface Session {
  readonly ids: readonly string[]
  readonly next: SessionDone | undefined
}

function doneOf(told: SessionDone, { ids, next }: Session): Done[] {
  const { at } = told
  if (told.type === 'act') {
    const step = stepOfAction(told.action, told.before)
    return step === null ? [] : [{ type: 'step', step, at }]
  }
  if (told.type === 'crm') return [{ type: 'step', step: { do: 'crm', change: CRM_CHANGES[told.fault ?? 'none'] }, at }]
  const callId = told.type === 'discarded' ? told.callId : told.draft.call.callId
  const call = ids.indexOf(callId)
  if (call < 0) return []
  if (told.type === 'discarded') return [{ type: 'outcome', call, draft: EMPTY, tap: 'Discard', at }]
  if (told.type === 'saved') return [{ type: 'outcome', call, draft: told.draft, tap: 'Save', at }]
  // Every letter makes another draft: the last one before something else is what was left.
  const isLast = next?.type !== 'draft' && next?.type !== 'saved'
  const isEmpty = JSON.stringify(told.draft) === JSON.stringify(newDraft(told.draft.call))
  return isLast && !isEmpty ? [{ type: 'outcome', call, draft: told.draft, tap: 'Back', at }] : []
}

const CRM_CHANGES = {
  none: { kind: 'up' },
  server: { kind: 'down' },
  unauthorised: { kind: 'unauthorised' },
  forbidden: { kind: 'forbidden' },
} as const

const EMPTY = { outcome: null, notes: '', tasks: [] } as const
