// What the user has said of callers with a shared number (R-31), as an observer would write it down, and what must come of it.
import type { Contact } from '../../core/contact.ts'
import type { Draft } from '../../core/outcome.ts'
import type { Moment } from '../moment.ts'
import { describeLine } from '../trace.ts'
import { isKnownSaved, nameOf, regionsOf, type Sample, type Shown } from './model.ts'
import { ownersOf, readingsOf } from './model-number.ts'

/** The user has said who it was, or taken it back: what counts from now on. */
export function noteChoice(moment: Moment): void {
  const { model, step } = moment
  if (step.do !== 'choose-caller') return
  const mayBeUndone = model.hasDied || model.isDoomed
  for (const number of callInQuestion(moment).readings) {
    const before = model.choices.get(number) ?? [null]
    model.choices.set(number, [...(mayBeUndone ? before : []), step.contact])
  }
}

/** Whose the outcome screen of that call is afterwards; the contacts may have come anew meanwhile. @param held as they were before */
export function noteChosenDraft(moment: Moment, held: readonly Contact[]): void {
  const { model, step } = moment
  if (step.do !== 'choose-caller') return
  const { callId, readings } = callInQuestion(moment)
  const kept = model.drafts.get(callId)
  if (kept === undefined) return
  const [before, after] = [held, model.held].map((contacts) => ownersOf(readings, contacts, model.region))
  const owners = [...(before ?? []), ...(after ?? [])].filter(({ id }) => step.contact === null || id === step.contact)
  const now = owners.flatMap((owner) => kept.map((draft) => ofContact(draft, owner)))
  const isSure = held === model.held && !model.hasDied && !model.isDoomed
  model.drafts.set(callId, isSure ? now : [...kept, ...now])
}

// As they are called now, also where it was theirs already.
function ofContact(draft: Draft | null, contact: Contact): Draft | null {
  if (draft === null) return null
  return { ...draft, call: { ...draft.call, contactId: contact.id, contactName: nameOf(contact) } }
}

/** The call of which the user says who it was: of the outcome screen in front, the one that goes on, or the last one. */
export function callInQuestion({ model, before }: Moment): { callId: string; readings: readonly string[] } {
  const { page, phone, drafts } = before
  const draft = page?.kind === 'outcome' ? drafts.find(({ call }) => call.callId === page.callId) : undefined
  if (draft !== undefined) return { callId: draft.call.callId, readings: [draft.call.e164] }
  const live = phone.calls.find(({ call }) => call.phase !== 'ended')
  const callId = live?.call.id ?? phone.callList[0]?.callId ?? ''
  const call = model.calls.find(({ id }) => id === callId)
  if (call === undefined) return { callId, readings: [] }
  // A call that goes on keeps the number that was read when it came, wherever the phone is by now.
  const known = live === undefined ? [] : (call.samples.at(-1)?.readings ?? [])
  return { callId, readings: [...new Set([...known, ...readingsOf(call.line, regionsOf(call, phone))])] }
}

function isText(text: string | null): text is string {
  return text !== null
}

/** Why a name that is shown is not the one that was chosen; null where it is, or nobody was. */
export function whyNotChosen({ as, call, name, isChosen }: Shown): string | null {
  if (name === null || as === 'ringing') return null
  // An iPhone's label is as of the last load; what its default dialer follows up is by what the app holds.
  const isFollowUp = as === 'outcome' || as === 'missed'
  const namesOf = ({ chosen, heldChosen, owners, held }: Sample) =>
    isFollowUp ? { ids: heldChosen, among: held } : { ids: chosen, among: owners }
  // A row of the call list has the name that the phone itself knows.
  const isPhones = (sample: Sample) => isKnownSaved(sample, call) || (as === 'row' && sample.savedName !== null)
  const isRight = (sample: Sample) => {
    const { ids, among } = namesOf(sample)
    const isOf = (id: string) => among.some((each) => each.id === id && begins(name, each))
    return ids.some((id) => (id === null ? !isChosen : isPhones(sample) || isOf(id)))
  }
  if (call.samples.length === 0 || call.samples.some(isRight)) return null
  const ids = call.samples
    .slice(-1)
    .flatMap((sample) => namesOf(sample).ids.filter(isText))
    .join(' or ')
  return `${as} with the name ${name} for ${describeLine(call.line)}, ${ids ? `though record ${ids} was chosen` : 'as if it were chosen'}`
}

function begins(name: string, contact: Contact): boolean {
  return name.startsWith(nameOf(contact))
}
