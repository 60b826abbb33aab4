// What must be so after every step, whatever was done: each invariant with a name, a sentence and a check against the
// model. Knows neither how a walk is made nor how the app decides.
import type { CarriedPhone } from '../../app/carried.ts'
import type { Contact } from '../../core/contact.ts'
import type { LoggedCall } from '../../core/outcome.ts'
import { safeLine } from '../../text/safe.ts'
import type { Moment } from '../moment.ts'
import { describeLine } from '../trace.ts'
import { whyNotChosen } from './choice.ts'
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
    name: 'one-outcome-screen',
    sentence: 'Each call that is to be logged has exactly one outcome screen, and no other call has any',
    check: ({ model }) => firstWrong(model.calls, (call) => whyWrongScreens(call, twinsOf(call, model.calls))),
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
  const isAllowed = call.samples.some(({ rights }) => (as === 'missed' ? rights.missed : rights.show))
  return isAllowed ? null : `${as} with the name ${name} for ${lineOf(call)}, though the app may not`
}

function whyWrongName(shown: Shown, { calls }: Model): string | null {
  const { as, call, name } = shown
  if (name === null || (!isFromCrm(shown) && as !== 'outcome')) return null
  // A call that is made in the app is logged without a contact as long as nobody is known by the number.
  const isUnknown = ({ from, samples }: ModelCall) => from === 'app' && samples.some(({ held }) => held.length === 0)
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

// Whether two calls may be from one number, which a network delivers in more than one form.
function mayBeSame(call: ModelCall, other: ModelCall): boolean {
  const ids = new Set(call.samples.flatMap(({ owners }) => owners.map(({ id }) => id)))
  const isShared = other.samples.some(({ owners }) => owners.some(({ id }) => ids.has(id)))
  return isShared || call.line.text === other.line.text
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
  if (!isTold || !isKnown || !isSteady(call) || isEndUnheard(model.calls[model.calls.indexOf(call) - 1])) return null
  return `${lineOf(call)} rings without the name that the app has`
}

// To an app that lost its rights in the middle of a call nobody has told its end: the next ring may be within it (AND-23).
function isEndUnheard(before: ModelCall | undefined): boolean {
  if (before === undefined) return false
  return before.samples.some(({ rights }) => rights.show) && before.samples.at(-1)?.rights.show === false
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

// Calls at one time of which no app can tell which it is told of: with one number, one of another app's (AND-30), or any, as
// long as nobody says whose end it is.
const LATE_MS = 10_000 // The end of a call may be told so late.

function twinsOf(call: ModelCall, calls: readonly ModelCall[]): readonly ModelCall[] {
  const endOf = ({ endedAt }: ModelCall) => endedAt ?? Number.POSITIVE_INFINITY
  return calls.filter(
    (other) =>
      other !== call &&
      (mayBeSame(other, call) || isOthers(other, call) || isUnnamed(call) || isUnnamed(other)) &&
      (isAwaited(other, call) ||
        (other.startedAt <= endOf(call) + LATE_MS && call.startedAt <= endOf(other) + LATE_MS)),
  )
}

// Placed in the app, and over without the app having heard of it: a later call to the same number may be taken for it; but for one
// that a restart has ended, which an app finds out when it runs again.
function isAwaited(other: ModelCall, call: ModelCall): boolean {
  const isBefore = other.startedAt <= call.startedAt && !other.isCutOff
  return isBefore && other.from === 'app' && other.outcomeScreens.length === 0 && mayBeSame(other, call)
}

function isUnnamed({ samples }: ModelCall): boolean {
  return samples.some(({ rights: { endNamed }, savedName }) =>
    endNamed === 'asked' ? savedName !== null : endNamed === 'none',
  )
}

function isOthers(...calls: ModelCall[]): boolean {
  return calls.some(({ kind }) => kind === 'self-managed')
}

function whyWrongScreens(call: ModelCall, twins: readonly ModelCall[]): string | null {
  const { outcomeScreens: screens, samples } = call
  if (call.isJudged && screens.length < 2) return null
  const count = `${screens.length} outcome screens for the call with ${lineOf(call)}`
  if (screens.length > 1 + twins.length) return `${count}, expected one`
  if (twins.length > 0) return null
  const wrong = screens.map((screen) => whyWrongLogged(call, screen)).find((found) => found !== null)
  if (wrong) return wrong
  const place = call.direction === 'incoming' ? 'incoming' : call.from
  const isPossible = call.kind === 'telephone' && !call.isBlocked && (place !== 'incoming' || call.answeredAt !== null)
  const isHeard = ({ savedName, rights }: Sample) => savedName === null || rights.hearsState
  const isDue = (sample: Sample) =>
    sample.rights.log[place] === 'yes' && (place === 'app' || (sample.owners.length > 0 && isHeard(sample)))
  if (screens.length > 0) {
    // Who it is may have been known before the right came, and may be nobody any more.
    const mayLog = samples.some(({ rights }) => rights.log[place] !== 'no')
    const isKnown = place === 'app' || samples.some(({ held }) => held.length > 0)
    return isPossible && mayLog && isKnown ? null : `${count}, expected none`
  }
  const isMissing = call.isOver && isPossible && !isEmergency(call) && samples.every(isDue)
  return isMissing && isSteady(call) ? `${count}, expected one` : null
}

// Somebody who was somebody else in between, or whom several have in turn, is nobody to insist on.
function isSteady({ samples }: ModelCall): boolean {
  const [first] = samples
  const ids = ({ owners }: Sample) => owners.map(({ id }) => id).join()
  return first !== undefined && samples.every((sample) => ids(sample) === ids(first))
}

// Short codes and emergency numbers have no form under which a contact could have them.
function isEmergency({ line }: ModelCall): boolean {
  return line.presentation !== 'ALLOWED' || /^\d{1,6}$/.test(line.text)
}

function whyWrongLogged(call: ModelCall, screen: LoggedCall): string | null {
  const durationMs = call.answeredAt === null || call.endedAt === null ? 0 : call.endedAt - call.answeredAt
  // Of the phone's own contacts the role's holder hears the end alone, which may be taken for that of another call.
  const isUnasked = call.samples.some(({ savedName }) => savedName !== null)
  const isRight =
    (screen.direction === call.direction || isUnasked) &&
    Date.parse(screen.startedAt) >= call.startedAt &&
    (screen.durationMs === durationMs || (isUnheard(call) && screen.durationMs < durationMs))
  const isTheirs =
    screen.contactId === null || call.samples.some(({ held }) => held.some(({ id }) => id === screen.contactId))
  if (isRight && isTheirs) return null
  return `an outcome screen for another call than that with ${lineOf(call)}: ${JSON.stringify(screen)}`
}

// Android tells the end of a call, and not how long the two spoke: of that the app knows the least.
function isUnheard({ samples }: ModelCall): boolean {
  return !samples.every(({ rights }) => rights.readsLog)
}

function whyWrongNotices(call: ModelCall, calls: readonly ModelCall[], signedInAt: number | null): string | null {
  const { missedNotices, samples } = call
  if ((call.isJudged && missedNotices < 2) || (missedNotices === 0 && !call.isOver)) return null
  const isMissed =
    call.direction === 'incoming' && call.kind === 'telephone' && (call.cause === 'MISSED' || call.isKept)
  const isDue = ({ rights, owners, savedName }: Sample) =>
    rights.missed && owners.length > 0 && savedName === null && (rights.book !== 'not-asked' || call.isAsked)
  const isSure =
    isMissed &&
    !call.isBlocked &&
    // Of a call at the instant of the sign-in nobody can say which was first.
    call.startedAt !== signedInAt &&
    samples.every((sample) => isDue(sample) && sample.rights.isSure && sample.rights.log.app === 'yes')
  // Beside another call, and without a word of whose end it was, a missed call is no more than an unclear one (AND-25).
  const isAlone = twinsOf(call, calls).length === 0 && calls.every((other) => other === call || !mayBeSame(other, call))
  if (missedNotices === 0) {
    return isSure && isAlone && call.hasRung && isSteady(call)
      ? `no notice of the missed call from ${lineOf(call)}`
      : null
  }
  // One that was missed while the app was stopped is told of late.
  const isUntold = (other: ModelCall) => other.cause === 'MISSED' && other.missedNotices === 0 && mayBeSame(other, call)
  if (missedNotices > 1 + calls.filter(isUntold).length) {
    return `${missedNotices} notices of the missed call from ${lineOf(call)}, expected one`
  }
  const mayTell = samples.some(({ rights }) => rights.missed)
  const isOurs = (sample: Sample) =>
    sample.savedName === null || !(isKnownSaved(sample, call) || sample.rights.readsLog)
  const isKnown = samples.some((sample) => sample.held.length > 0 && isOurs(sample))
  return mayTell && isKnown ? null : `a notice of a missed call from ${lineOf(call)}, expected none`
}
