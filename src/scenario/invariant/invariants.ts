// What must be so after every step, whatever was done: each invariant with a name, a sentence and a check against the
// model. Knows neither how a walk is made nor how the app decides.
import type { CarriedPhone } from '../../app/carried.ts'
import type { Contact } from '../../core/contact.ts'
import { safeLine } from '../../text/safe.ts'
import type { Moment } from '../moment.ts'
import { describeLine } from '../trace.ts'
import { whyNotChosen } from './choice.ts'
import {
  isBeforeUnheard,
  isSteady,
  mayBeSame,
  mayTellMissed,
  twinsOf,
  whyWrongNotices,
  whyWrongScreens,
} from './follow-up.ts'
import { isKnownSaved, type Model, type ModelCall, nameOf, type Sample, type Shown } from './model.ts'
import { isOutcomeKept, isOutcomeOnce } from './outcome.ts'
import { isCallListRight, isCrashSurvived } from './phone.ts'

export interface Invariant {
  readonly name: string
  /** What must be so. */
  readonly sentence: string
  /** What is wrong, in words; null when nothing is. */
  readonly check: (moment: Moment) => string | null
}

export interface Broken {
  readonly invariant: Invariant
  readonly found: string
}

const INVARIANTS: readonly Invariant[] = [
  {
    name: 'right-to-show',
    sentence: 'No CRM name is shown without the right to show it',
    check: ({ model }) => firstWrong(model.shown, whyNoRight),
  },
  {
    name: 'right-name',
    sentence: 'A name that is shown is the name of somebody whose number it is',
    check: ({ model }) => firstWrong(model.shown, (shown) => whyWrongName(shown, model)),
  },
  {
    name: 'choice-counts',
    sentence: 'Of several with one number the one is shown whom the user has chosen, and no other as chosen',
    check: ({ model }) => firstWrong(model.shown, whyNotChosen),
  },
  {
    name: 'known-is-named',
    sentence: 'A caller whom the app knows is named when the phone rings, wherever it may show it',
    check: ({ model, stage }) => firstWrong(model.shown, (shown) => whyUnnamed(shown, model, stage.phone())),
  },
  {
    name: 'address-book-wins',
    sentence: "Somebody in the phone's address book is shown from there and never from the CRM",
    check: ({ model }) => firstWrong(model.shown, whyNotSaved),
  },
  {
    name: 'card-goes',
    sentence: 'No card stands when no call goes on',
    check: ({ model, stage }) => whyCardStands(model, stage.phone()),
  },
  {
    name: 'one-outcome-screen',
    sentence: 'Each call that is to be logged has exactly one outcome screen, and no other call has any',
    check: ({ model, stage }) =>
      firstWrong(model.calls, (call) => whyWrongScreens(call, model.calls, stage.phone().app.signedInAt)),
  },
  {
    name: 'one-missed-notice',
    sentence: 'A missed call from a contact is told exactly once, and no other call is',
    check: ({ model, stage }) =>
      firstWrong(model.calls, (call) => whyWrongNotices(call, model.calls, stage.phone().app.signedInAt)),
  },
  {
    name: 'outcome-kept',
    sentence: 'What was noted on an outcome screen is never lost: it is a draft, it waits, or it has arrived',
    check: isOutcomeKept,
  },
  {
    name: 'outcome-once',
    sentence: 'A saved outcome arrives once, with each of its tasks once, at its own contact',
    check: isOutcomeOnce,
  },
  {
    name: 'call-list',
    sentence: 'The call list has one row for each call that rang or was dialled, and says how it went',
    check: isCallListRight,
  },
  {
    name: 'survives-crash',
    sentence: 'What the app keeps is the same after it has died or the phone was switched off',
    check: isCrashSurvived,
  },
]

export function findBroken(moment: Moment): Broken[] {
  return INVARIANTS.flatMap((invariant) => {
    const found = invariant.check(moment)
    return found === null ? [] : [{ invariant, found: safeLine(found) }]
  })
}

function firstWrong<T>(items: readonly T[], why: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = why(item)
    if (found !== null) return found
  }
  return null
}

function lineOf({ line }: ModelCall): string {
  return describeLine(line)
}

// From the CRM, and not the address book's.
function isFromCrm({ as, name, call }: Shown): boolean {
  if (name === null || as === 'ringing' || as === 'outcome') return false
  return as === 'card' || as === 'label' || as === 'missed' || !call.samples.some(({ savedName }) => savedName === name)
}

function whyNoRight(shown: Shown): string | null {
  const { as, call, name } = shown
  if (!isFromCrm(shown)) return null
  const isAllowed = as === 'missed' ? mayTellMissed(call) : call.samples.some(({ rights }) => rights.show)
  return isAllowed ? null : `${as} with the name ${name} for ${lineOf(call)}, though the app may not`
}

function whyWrongName(shown: Shown, { calls }: Model): string | null {
  const { as, call, name } = shown
  if (name === null || (!isFromCrm(shown) && as !== 'outcome')) return null
  // A call that is made in the app is logged by its number as long as nobody is known by it.
  const isUnknown = ({ from, samples }: ModelCall) =>
    from === 'app' && samples.some(({ held }) => held.length === 0) && !/\p{L}/u.test(name)
  const told = meantBy(shown, calls)
  const isRight = told.some(({ samples }) => samples.some((sample) => isNameOf(shown, sample)))
  if (isRight || (as === 'outcome' && told.some(isUnknown))) return null
  const owners = call.samples.at(-1)?.owners ?? []
  const known = owners.map((each) => textOf(rightName(as, each, owners))).join(', or ') || 'nobody'
  return `${as} with the name ${textOf({ ...shown, name })} for ${lineOf(call)}, expected ${known}`
}

// A notice names no call; and of two with one number at one time no app can tell which is which.
function meantBy({ as, call }: Shown, calls: readonly ModelCall[]): readonly ModelCall[] {
  if (as !== 'missed' && as !== 'outcome') return [call]
  const others = as === 'missed' ? calls : twinsOf(call, calls)
  return [call, ...others.filter((other) => mayBeSame(other, call))]
}

function whyUnnamed({ as, call }: Shown, model: Model, { handset }: CarriedPhone): string | null {
  const isNamed = model.shown.some((other) => (other.as === 'card' || other.as === 'label') && other.call === call)
  if (as !== 'ringing' || isNamed || call.kind !== 'telephone') return null
  const isAlone = model.calls.every((other) => other === call || other.isOver || other.endedAt !== null)
  // Of a second call, or by the role alone, Android may not tell the number in time (AND-03, AND-23).
  const { callLog, phone } = handset.permissions
  const isTold = handset.platform === 'ios' || (isAlone && callLog === 'granted' && phone === 'granted')
  // The role's holder takes whom it is not asked about for one of the phone's own contacts (AND-03).
  const isOurs = (sample: Sample) => (sample.rights.book === 'not-asked' ? call.isAsked : !isKnownSaved(sample, call))
  const isKnown = call.samples.every((sample) => sample.rights.show && sample.owners.length > 0 && isOurs(sample))
  if (!isTold || !isKnown || !isSteady(call) || isBeforeUnheard(call, model.calls)) return null
  return `${lineOf(call)} rings without the name that the app has`
}

/** Whether what is shown names one of those who have the number. */
export function isNameOf(shown: Omit<Shown, 'call'>, sample: Sample): boolean {
  const { as, name, company, deal, others } = shown
  const owners = as === 'missed' || as === 'outcome' ? sample.held : sample.owners
  return owners.some((contact) => {
    const right = rightName(as, contact, owners)
    if (as === 'missed' && owners.length === 1 && hasWords(name, nameOf(contact))) return true
    const isDeal = deal === null || contact.deals.some((each) => !each.isClosed && safeLine(each.name) === deal)
    return name === right.name && company === right.company && others === right.others && isDeal
  })
}

// How a notification is worded is the app's own affair, where there is one person only.
function hasWords(text: string | null, words: string): boolean {
  const [before, ...behind] = (text ?? '').split(words)
  return behind.length > 0 && !/[\p{L}\p{N}]$/u.test(before ?? '') && !/^[\p{L}\p{N}]/u.test(behind.join(words))
}

type Named = Pick<Shown, 'company' | 'others'> & { readonly name: string }

// A card has a part for each, an outcome screen the name alone, everything else one line (R-05, R-07).
function rightName(as: Shown['as'], contact: Contact, owners: readonly Contact[]): Named {
  const name = nameOf(contact)
  if (as === 'outcome') return { name, company: '', others: 0 }
  const isAlike = owners.every((other) => other.company === contact.company)
  const company = isAlike ? safeLine(contact.company) : ''
  const card = { name, company, others: owners.length - 1 }
  return as === 'card' ? card : { name: textOf(card), company: '', others: 0 }
}

function textOf({ name, company, others }: Named): string {
  const crowd = others === 0 ? '' : ` +${others} ${others === 1 ? 'other' : 'others'}`
  return `${name}${crowd}${company && company !== name ? ` · ${company}` : ''}`
}

function whyNotSaved({ as, call, name }: Shown): string | null {
  const names = call.samples.map(({ savedName }) => savedName)
  const isSaved = names.every((saved) => saved !== null)
  // Of a call that was missed a row of the call log says so too (AND-82).
  const isKnown = call.samples.every(
    (sample) => isKnownSaved(sample, call) || (as === 'missed' && sample.rights.readsLog),
  )
  if (as === 'ringing' || as === 'row') {
    return isSaved && !names.some((saved) => saved === name)
      ? `${as} as ${name} for ${lineOf(call)}, who is saved as ${names[0]}`
      : null
  }
  return isSaved && isKnown && as !== 'outcome'
    ? `${as} from the CRM for ${lineOf(call)}, who is saved as ${names[0]}`
    : null
}

function whyCardStands({ calls }: Model, { cards }: CarriedPhone): string | null {
  const [card] = cards
  const isUnderWay = calls.some(({ endedAt, isBlocked, isOver }) => endedAt === null && !isBlocked && !isOver)
  if (card === undefined || isUnderWay || !isEndTold(calls.findLast(({ direction }) => direction === 'incoming')))
    return null
  return `a card for ${card.card.name}, though no call goes on`
}

// Without the phone's state, and with the role lost before the ring, nobody tells the app the end of one without a sound.
function isEndTold(call: ModelCall | undefined): boolean {
  const isTold = ({ rights: { hearsState, endNamed, log } }: Sample) =>
    hearsState || (endNamed === 'asked' && log.app === 'yes')
  return call?.samples.every(isTold) ?? false
}
