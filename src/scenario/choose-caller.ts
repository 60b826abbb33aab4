// "It was Anna", on a stage: on the outcome screen in front, else of the call that goes on, else on the page of the last call.
import { callerOn } from '../app/carried.ts'
import { type Candidates, candidatesFor, draftForCurrent } from '../app/choice.ts'
import { contactName } from '../core/contact.ts'
import { factsOf } from '../device/delivery.ts'
import { keepDraft } from '../sync/log-outcome.ts'
import type { Doing } from './scenario.ts'
import { draftInFront } from './screen.ts'
import type { Stage } from './stage.ts'
import { StepError } from './step-error.ts'

/**
 * The user says who it was of several contacts with the number, by name or record id; null takes back what was said.
 *
 * @throws StepError when nothing can be chosen there, or nobody has been
 */
export async function chooseCaller(
  stage: Stage,
  { contact, number, skip = 0 }: Omit<Extract<Doing, { do: 'choose-caller' }>, 'do'>,
): Promise<void> {
  const call = callsInQuestion(stage).filter((each) => number === undefined || each.number === number)[skip]
  const { e164, contacts, isChosen } = candidatesOf(stage, call?.number ?? '')
  const names = contacts.map(contactName)
  if (e164 === null || contacts.length === 0) {
    throw new StepError('a call with a number that several contacts have', call?.number ?? 'no call')
  }
  if (contact === null && !isChosen) throw new StepError('a choice to take back', 'none that counts')
  const chosen = contacts.find(({ id }, at) => id === contact || names[at] === contact)
  if (contact !== null && chosen === undefined) throw new StepError(`${contact} among the contacts`, names.join(', '))
  await stage.act({ type: 'choose-caller', e164, contactId: chosen?.id ?? null, callId: call?.id ?? null })
  if (stage.keepsOutbox) return
  const after = candidatesOf(stage, e164)
  const isDone = chosen === undefined ? !after.isChosen : after.current?.id === chosen.id
  // The app may have died of it.
  if (!isDone) return
  const draft = (stage.store().read('drafts') ?? []).find((each) => each.call.callId === call?.id)
  const next = draft && draftForCurrent(draft, after)
  if (next !== undefined && next !== draft) await stage.write(() => keepDraft(stage.store(), next))
}

/** Whom the user can choose from for a number. */
export function candidatesOf(stage: Stage, number: string): Candidates {
  const phone = stage.phone()
  const world = { directory: stage.directory(), addressBook: new Map() }
  return candidatesFor(phone.app, number, { facts: factsOf(phone), world })
}

/** Whom the user can choose from now, with what lies in front. */
export function candidatesInFront(stage: Stage): Candidates {
  return candidatesOf(stage, callInQuestion(stage)?.number ?? '')
}

interface CallInQuestion {
  readonly id: string
  readonly number: string
}

function callInQuestion(stage: Stage): CallInQuestion | undefined {
  return callsInQuestion(stage)[0]
}

/** The calls that may be meant: that of the outcome screen in front, those that go on, those that are listed, newest first. */
export function callsInQuestion(stage: Stage): readonly CallInQuestion[] {
  const draft = draftInFront(stage)
  const phone = stage.phone()
  const live = phone.calls.filter(({ call }) => call.phase !== 'ended')
  const calls = [
    ...(draft === null ? [] : [{ id: draft.call.callId, number: draft.call.e164 }]),
    ...live.map((each) => ({
      id: each.call.id,
      number: callerOn(phone, each)?.evidence.number?.e164 ?? each.line.text,
    })),
    ...phone.callList.map(({ callId, number }) => ({ id: callId, number })),
  ]
  return calls.filter(({ id }, at) => calls.findIndex((other) => other.id === id) === at)
}
