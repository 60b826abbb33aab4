// Why a call was not identified, or was: one sentence, and a fix where there is one. For every surface that explains itself.

import { CAPABILITIES } from '../core/access.ts'
import type { Caller, ChoiceReason } from '../core/caller.ts'
import { contactName } from '../core/contact.ts'
import type { Unreadable } from '../core/directory.ts'
import { REJECTION_SENTENCES, type RejectionReason } from '../core/number/reading.ts'
import { shortLine } from '../text/safe.ts'
import { accessOf } from './access-of.ts'
import type { Reason } from './answer-call.ts'
import type { CarriedPhone } from './carried.ts'

export interface Why {
  readonly sentence: string
  /** Empty when nothing can be done about it. */
  readonly fix: string
  /** What of the simulated phone, or of reading its contacts, the fix would state. */
  readonly states?: 'profile' | 'contact-region' | 'sim-region'
}

/** The reason in words. The caller, when one was resolved, adds what exactly stood in the way. */
export function describeReason(reason: Reason, phone: CarriedPhone, caller: Caller | null): Why {
  const access = accessOf(phone)
  const missing = CAPABILITIES.flatMap((capability) => access[capability]).find((each) => each.reason === reason)
  if (missing) return missing
  switch (reason) {
    case 'unreadable-in-contacts':
      return describeUnreadable(caller?.evidence.unreadable[0])
    case 'not-a-number':
      return describeLine(caller)
    case 'beyond-limit':
      return { sentence: BEYOND_LIMIT, fix: 'Use a phone without that limit.', states: 'profile' }
    default:
      return { sentence: SENTENCES[reason] ?? '', fix: FIXES[reason] ?? '' }
  }
}

/** What decided between several contacts, as the end of "… is chosen: …". */
export const CHOICES: Readonly<Record<ChoiceReason, string>> = {
  chosen: 'is whom you chose',
  'open-deal': 'has an open deal, and the others have none',
  'last-modified': 'was modified last in the CRM',
  'lowest-id': 'has the lowest record id, and nothing else sets them apart',
}

const BEYOND_LIMIT = 'A contact has this number, but is beyond the 10,000 that this phone holds.'

const SENTENCES: Partial<Record<Reason, string>> = {
  matched: 'One contact has this number.',
  'address-book': "The caller is in the phone's own address book, which is shown before the CRM.",
  'no-such-number': 'No contact has this number.',
  'ambiguous-country': "Contacts have this number under more than one of the SIMs' countries.",
  withheld: 'The caller withheld the number.',
  'unknown-number': 'The network does not know the number.',
  payphone: 'The call comes from a payphone, of which no number is delivered.',
  emergency: 'It is an emergency number.',
  'short-code': 'It is a short code, which belongs to no one contact.',
  'no-contacts': 'The phone holds no contacts of the CRM.',
  'no-labels': 'iOS holds no labels of the app.',
  'number-blocked': 'The phone blocks this number, so the call did not ring.',
  'turned-away': 'The app that holds the call screening role turned the call away, so it did not ring.',
  'screening-failed': 'Android asked the app about the call, and the app crashed or answered too late.',
  'card-hidden': 'While it rings, the phone hides what other apps draw, and with it the card.',
  'caller-silenced': 'The iPhone silences this caller: the label stands in the call list alone.',
  'other-label': "Another app's label stands before the one of Ringsight.",
}

const FIXES: Partial<Record<Reason, string>> = {
  'ambiguous-country': 'Write the numbers with + and country code in the CRM.',
  'no-contacts': 'Menu › Settings › Calling › Sync contacts: Refresh.',
  'no-labels': 'Open the app while the iPhone is online: then iOS loads them.',
  'number-blocked': 'Take the number off the list of blocked numbers.',
  'card-hidden':
    'Android Settings › Apps › Special app access › Display over other apps: take it from Ringsight; then the card comes as a notification.',
  'caller-silenced':
    'Settings › Apps › Phone: Silence Unknown Callers off; from iOS 26 on Screen Unknown Callers: Never, and Call Filtering › Unknown Callers off.',
  'other-label': 'Settings › Apps › Phone › Call Blocking & Identification: put Ringsight first.',
}

// What a number is read under is decided where contacts are read, which need not be this run.
const UNREADABLE_FIXES: Partial<Record<RejectionReason, string>> = {
  'no-country': "Fill in the contact's country, or state one where the contacts are read from their file.",
  'unknown-country':
    "Write the contact's country as a name or code that is known, such as Ireland or IE, or the number with + and country code.",
}

function describeUnreadable(nearest: Unreadable | undefined): Why {
  if (nearest === undefined) return { sentence: '', fix: '' }
  const { contact, phone } = nearest
  const reason = phone.rejected === null ? '' : `: ${REJECTION_SENTENCES[phone.rejected]}`
  const where = contact.row === null ? `record ${shortLine(contact.id, 40)}` : `row ${contact.row}`
  return {
    sentence: `${shortLine(contactName(contact), 100)} may have this number (${where}, ${shortLine(phone.field, 40)}: "${shortLine(phone.text, 40)}"), but it cannot be read${reason}.`,
    fix:
      UNREADABLE_FIXES[phone.rejected ?? 'empty'] ?? 'Write it with + and country code in the CRM, one number a field.',
    ...(phone.rejected === 'no-country' ? { states: 'contact-region' } : {}),
  }
}

function describeLine(caller: Caller | null): Why {
  const rejected = caller?.evidence.readings[0]?.rejected ?? 'not-a-number'
  return {
    sentence: `The number cannot be read: ${REJECTION_SENTENCES[rejected]}.`,
    ...(rejected === 'no-country' ? { fix: "State the SIM's country.", states: 'sim-region' } : { fix: '' }),
  }
}
