// The invariants of what follows a call: its outcome screen, the notice that it was missed; and which calls no app can tell apart.
import type { LoggedCall } from '../../core/outcome.ts'
import { describeLine } from '../trace.ts'
import { isKnownSaved, type ModelCall, type Sample } from './model.ts'
import type { Rights } from './model-rights.ts'

/** Whether two calls may be from one number, which a network delivers in more than one form. */
export function mayBeSame(call: ModelCall, other: ModelCall): boolean {
  const ids = new Set(call.samples.flatMap(({ owners }) => owners.map(({ id }) => id)))
  const isShared = other.samples.some(({ owners }) => owners.some(({ id }) => ids.has(id)))
  return isShared || call.line.text === other.line.text
}

const OLD_ROW_MS = 300_000 // A row that was not read for so long is followed up no more.
const LATE_MS = 10_000 // The end of a call may be told so late.

function endOf({ endedAt }: ModelCall): number {
  return endedAt ?? Number.POSITIVE_INFINITY
}

/**
 * Calls at one time of which no app can tell which it is told of: with one number, one of another app's (AND-30), or any, as
 * long as nobody says whose end it is.
 */
export function twinsOf(call: ModelCall, calls: readonly ModelCall[]): readonly ModelCall[] {
  return calls.filter(
    (other) =>
      other !== call &&
      (isAwaited(other, call) ||
        (other.startedAt <= endOf(call) + LATE_MS && call.startedAt <= endOf(other) + LATE_MS)) &&
      (mayBeSame(other, call) || isOthers(other, call) || isUnnamed(call) || isUnnamed(other)),
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

/**
 * Whether a call may be taken for a part of the one before, or for it: to an app that lost the right to hear in the middle of that
 * nobody has told its end (AND-23); and what comes at once after the first may be the same told again (AND-20), for which it was
 * perhaps asked before (AND-06).
 */
export function isBeforeUnheard(call: ModelCall, calls: readonly ModelCall[]): boolean {
  const earlier = calls.slice(0, calls.indexOf(call))
  const last = earlier.at(-1)
  // Of two at one time the one that was held may be it.
  return earlier.some((each) => (each === last || endOf(each) >= (last?.startedAt ?? 0)) && isEndUnheard(each, call))
}

function isEndUnheard(before: ModelCall, call: ModelCall): boolean {
  if (isDialledUnheard(before)) return true
  if (!isLost(before)) return false
  const isOffHook = (sample: Sample) =>
    sample.rights.hearsState && (sample.isAnswered || before.direction === 'outgoing')
  return before.samples.some(isOffHook) || call.startedAt <= before.startedAt + AT_ONCE_MS
}

// The app has placed it and hears no more of it than the sound: it goes on for an app whose process had ended when that fell silent.
function isDialledUnheard({ from, samples }: ModelCall): boolean {
  return from === 'app' && samples.every(({ rights }) => !rights.hearsState && rights.endNamed !== 'asked')
}

// The app had lost the right to hear its end; a restart is the end of all of them.
function isLost({ samples, isCutOff }: ModelCall): boolean {
  return !isCutOff && samples.some(({ rights }) => rights.hearsState) && samples.at(-1)?.rights.hearsState === false
}

const AT_ONCE_MS = 6_000

/** Why the outcome screens of a call are not those that are due; null where they are. */
export function whyWrongScreens(
  call: ModelCall,
  calls: readonly ModelCall[],
  signedInAt: number | null,
): string | null {
  const { outcomeScreens: screens, samples } = call
  if (call.isJudged && screens.length < 2) return null
  const twins = twinsOf(call, calls)
  const count = `${screens.length} outcome screens for the call with ${describeLine(call.line)}`
  if (screens.length > 1 + twins.length) return `${count}, expected one`
  if (twins.length > 0) return null
  const wrong = screens.map((screen) => whyWrongLogged(call, screen, calls)).find((found) => found !== null)
  if (wrong) return wrong
  const place = placeOf(call)
  const isPossible = call.kind === 'telephone' && !call.isBlocked && (place !== 'incoming' || call.answeredAt !== null)
  const isHeard = ({ savedName, rights }: Sample) => savedName === null || rights.hearsState
  const isDue = (sample: Sample) =>
    sample.rights.log[place] === 'yes' && (place === 'app' || (sample.owners.length > 0 && isHeard(sample)))
  if (screens.length > 0) {
    // Who it is may have been known before the right came, and may be nobody any more.
    const places = [call, ...mistakenFor(call, calls)].map(placeOf)
    const mayLog = samples.some(({ rights }) => places.some((each) => rights.log[each] !== 'no'))
    const isKnown = place === 'app' || samples.some(({ held }) => held.length > 0)
    const isFromBefore =
      samples.some(({ rights }) => rights.knowsNumber) && samples.some(({ rights }) => rights.wouldLog)
    const isExcused = isPossible || isTakenForTelephone(call)
    return isExcused && (mayLog || isFromBefore) && isKnown ? null : `${count}, expected none`
  }
  const isMissing =
    call.isOver && isPossible && !isEmergency(call) && !isAtSignIn(call, signedInAt) && samples.every(isDue)
  const isSure = isSteady(call) && !isBeforeUnheard(call, calls) && !isRowOld(call, calls)
  return isMissing && isSure ? `${count}, expected one` : null
}

// No state tells the end of a call beside another. Its row in the call log does, which nobody may be there to read in time (AND-33).
function isRowOld({ endedAt }: ModelCall, calls: readonly ModelCall[]): boolean {
  if (endedAt === null) return false
  return calls.some((other) => other.startedAt <= endedAt && (other.endedAt ?? 0) > endedAt + OLD_ROW_MS)
}

// The state does not say that it is of another app's call, and POST_CALL has its number (AND-30). The call log alone knows better,
// and whoever waited for it could open no screen any more (AND-51).
function isTakenForTelephone({ kind, samples }: ModelCall): boolean {
  const isTold = ({ rights }: Sample) => rights.hearsState && rights.endNamed === 'asked'
  return kind === 'self-managed' && samples.some(isTold)
}

/** Whether it is the same people's number all along: whom several have in turn is nobody to insist on. */
export function isSteady({ samples }: ModelCall): boolean {
  const [first] = samples
  const ids = ({ owners }: Sample) => owners.map(({ id }) => id).join()
  return first !== undefined && samples.every((sample) => ids(sample) === ids(first))
}

// Of a call at the instant of the sign-in nobody can say which was first.
function isAtSignIn({ startedAt }: ModelCall, signedInAt: number | null): boolean {
  return startedAt === signedInAt
}

// Short codes and emergency numbers have no form under which a contact could have them.
function isEmergency({ line }: ModelCall): boolean {
  return line.presentation !== 'ALLOWED' || /^\d{1,6}$/.test(line.text)
}

function whyWrongLogged(call: ModelCall, screen: LoggedCall, calls: readonly ModelCall[]): string | null {
  const durationMs = call.answeredAt === null || call.endedAt === null ? 0 : call.endedAt - call.answeredAt
  const isSince = ({ startedAt }: ModelCall) => Date.parse(screen.startedAt) >= startedAt
  const isRight =
    (screen.direction === call.direction || isUnasked(call) || isRingUnheard(call)) &&
    [call, ...mistakenFor(call, calls)].some(isSince) &&
    (screen.durationMs === durationMs || (isUnheard(call) && screen.durationMs < durationMs))
  const isTheirs =
    screen.contactId === null || call.samples.some(({ held }) => held.some(({ id }) => id === screen.contactId))
  if (isRight && isTheirs) return null
  return `an outcome screen for another call than that with ${describeLine(call.line)}: ${JSON.stringify(screen)}`
}

// Of the phone's own contacts the role's holder hears the end alone, which may be taken for that of another call.
function isUnasked({ samples }: ModelCall): boolean {
  return samples.some(({ savedName }) => savedName !== null)
}

// Such a call before, whose end the app had lost the right to hear.
function mistakenFor(call: ModelCall, calls: readonly ModelCall[]): readonly ModelCall[] {
  return isUnasked(call) ? calls.slice(0, calls.indexOf(call)).filter(isLost) : []
}

// By the state alone, a call that was answered before the app could hear of it looks dialled.
function isRingUnheard(call: ModelCall): boolean {
  return call.direction === 'incoming' && isUnheard(call) && call.samples[0]?.rights.hearsState === false
}

function placeOf({ direction, from }: ModelCall): keyof Rights['log'] {
  return direction === 'incoming' ? 'incoming' : from
}

// Android tells the end of a call, and not how long the two spoke: of that the app knows the least.
function isUnheard({ samples }: ModelCall): boolean {
  return !samples.every(({ rights }) => rights.readsLog)
}

/**
 * Whether the app may tell that a call was missed. One whose number it was told while it might know it, it may tell of when it may
 * no longer hear numbers: what was known is not forgotten with the right to the call log.
 */
export function mayTellMissed({ samples }: ModelCall): boolean {
  const heardAt = samples.findIndex(({ rights }) => rights.hearsNumber)
  return samples.some(({ rights }, at) => rights.missed || (heardAt >= 0 && at >= heardAt && rights.wouldTell))
}

/** The same of the notices that it was missed. */
export function whyWrongNotices(
  call: ModelCall,
  calls: readonly ModelCall[],
  signedInAt: number | null,
): string | null {
  const { missedNotices, samples } = call
  if ((call.isJudged && missedNotices < 2) || (missedNotices === 0 && !call.isOver)) return null
  const isMissed =
    call.direction === 'incoming' && call.kind === 'telephone' && (call.cause === 'MISSED' || call.isKept)
  const isDue = ({ rights, owners, savedName }: Sample) =>
    rights.missed && owners.length > 0 && savedName === null && (rights.book !== 'not-asked' || call.isAsked)
  const isSure =
    isMissed &&
    !call.isBlocked &&
    !isAtSignIn(call, signedInAt) &&
    samples.every((sample) => isDue(sample) && sample.rights.isSure && sample.rights.log.app === 'yes')
  // Beside another call, and without a word of whose end it was, a missed call is no more than an unclear one (AND-25).
  const isAlone = twinsOf(call, calls).length === 0 && calls.every((other) => other === call || !mayBeSame(other, call))
  if (missedNotices === 0) {
    return isSure && isAlone && call.hasRung && isSteady(call)
      ? `no notice of the missed call from ${describeLine(call.line)}`
      : null
  }
  // One that was missed while the app was stopped is told of late.
  const isUntold = (other: ModelCall) => other.cause === 'MISSED' && other.missedNotices === 0 && mayBeSame(other, call)
  if (missedNotices > 1 + calls.filter(isUntold).length) {
    return `${missedNotices} notices of the missed call from ${describeLine(call.line)}, expected one`
  }
  const isOurs = (sample: Sample) =>
    sample.savedName === null || !(isKnownSaved(sample, call) || sample.rights.readsLog)
  const isKnown = samples.some((sample) => sample.held.length > 0 && isOurs(sample))
  return mayTellMissed(call) && isKnown
    ? null
    : `a notice of a missed call from ${describeLine(call.line)}, expected none`
}
