// A call on the screen: what the phone shows of it, and why it shows no more. Knows no keys and no drawing.
import { accessOf } from '../../app/access-of.ts'
import { type CarriedPhone, callerOn } from '../../app/carried.ts'
import { CHOICES, describeReason } from '../../app/why.ts'
import type { Missing } from '../../core/access.ts'
import type { Call } from '../../core/call.ts'
import { type Caller, renderCard, resolveCaller } from '../../core/caller.ts'
import { type Card, contactName, renderLabel } from '../../core/contact.ts'
import { dayAt } from '../../core/day.ts'
import { buildDirectory } from '../../core/directory.ts'
import { formatNumber } from '../../core/number/number.ts'
import type { Line } from '../../core/number/presentation.ts'
import { NO_NUMBER_TITLES } from '../../core/number/presentation.ts'
import type { LiveCall } from '../../device/phone.ts'
import { renderClock } from '../../text/duration.ts'
import { safeLine, shortLine } from '../../text/safe.ts'
import type { Screen } from './page.ts'

/** What stands on the screen of the phone for one call. */
export interface CallView {
  readonly state: string
  /** What the phone itself calls the other end; the number when it knows no name. */
  readonly title: string
  /** The number, where the title is a name. */
  readonly number: string
  /** iOS's one line, under the number. */
  readonly label: string
  /** Android: what the app draws over the phone's own screen. */
  readonly card: Card | null
  /** Why the phone shows what it shows, for who looks at the simulation. */
  readonly why: readonly string[]
}

/** The call as its phone shows it now. */
export function viewCall(live: LiveCall, screen: Screen): CallView {
  const { handset } = screen.phone
  const { call, line } = live
  const caller = callerOn(screen.phone, live)
  const number = renderLine(line, caller)
  const name = nameOnPhone(live, screen)
  const card = screen.phone.cards.find(({ id }) => id === call.id)?.card ?? null
  const isIos = handset.platform === 'ios'
  const shown = isIos ? null : card
  const label = isIos && name === null && caller ? renderCard(caller, dayAt(call.startedAt)) : null
  return {
    state: stateOf(call, screen.now),
    title: name ?? number,
    number: name === null ? '' : number,
    label: label ? `Ringsight Caller ID: ${renderLabel(label)}` : '',
    card: shown,
    why: name === null ? whyNothing(live, screen) : [shown === null ? OWN_NAME : BOTH_NAMES],
  }
}

const OWN_NAME = "This is the phone's own address book; the CRM is not asked."
const BOTH_NAMES =
  "The phone's own address book has this number. Ringsight may not read it, so it shows the CRM's name as well."

/** The number of a line for people; what stands in its place when there is none. */
export function renderLine(line: Line, caller: Caller | null = null): string {
  if (line.presentation !== 'ALLOWED') return NO_NUMBER_TITLES[line.presentation]
  return formatNumber(caller?.evidence.number?.e164 ?? safeLine(line.text))
}

function stateOf({ phase, direction, answeredAt, from }: Call, now: number): string {
  switch (phase) {
    case 'ringing':
      return 'Incoming call'
    case 'dialling':
      return from === 'app' ? 'Calling from Ringsight' : 'Calling'
    case 'answered':
    case 'held': {
      const which = phase === 'held' ? 'On hold' : direction === 'incoming' ? 'Incoming call' : 'Outgoing call'
      return `${which} · ${renderClock(now - (answeredAt ?? now))}`
    }
    case 'ended':
      return 'Call ended'
  }
}

const NOBODY = buildDirectory([])

// The phone looks in its own address book whatever the app may do.
function nameOnPhone({ line }: LiveCall, { phone, world }: Screen): string | null {
  const sources = {
    directory: NOBODY,
    addressBook: world.addressBook,
    regions: phone.handset.simCountries,
    limit: null,
  }
  const caller = resolveCaller(line, sources)
  return caller.kind === 'saved' ? caller.name : null
}

function whyNothing(live: LiveCall, { phone }: Screen): string[] {
  const { call, line } = live
  const caller = callerOn(phone, live)
  if (line.presentation !== 'ALLOWED') return ['The network gave no number, so there is nobody to match.']
  const [missing] = accessOf(phone).card
  if (missing && call.direction === 'incoming') return sayMissing(missing)
  if (caller === null) return call.direction === 'incoming' ? [notTold(phone)] : []
  return [sayCaller(caller, call, phone)]
}

/** One sentence and one fix. */
export function sayMissing({ sentence, fix }: Missing): string[] {
  return [sentence, `Fix: ${fix}`]
}

function notTold({ calls }: CarriedPhone): string {
  return calls.length > 1
    ? 'Android names the number of the first call only, not of one that comes in during another.'
    : 'The number did not reach the app.'
}

function sayCaller(caller: Caller, call: Call, phone: CarriedPhone): string {
  switch (caller.kind) {
    case 'known':
      return phone.cards.some(({ id }) => id === call.id) || call.direction === 'outgoing'
        ? `Matched ${shortLine(contactName(caller.match.contact), 40)} on ${shortLine(caller.match.field, 40)}.`
        : `The app knows this call is with ${shortLine(contactName(caller.match.contact), 40)}.`
    case 'shared':
      return `${caller.others.length + 1} contacts share this number: ${shortLine(contactName(caller.match.contact), 40)} ${CHOICES[caller.because]}.`
    case 'unknown':
      return describeReason(caller.because, phone, caller).sentence
    case 'special':
      return describeReason(caller.service, phone, caller).sentence
    case 'no-number':
    case 'saved':
      return ''
  }
}
