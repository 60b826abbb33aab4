// Why calls were named or not, in a few words for a line of a chart, and in a sentence with a fix.
import type { Reason } from '../app/answer-call.ts'
import type { CarriedPhone } from '../app/carried.ts'
import { describeReason, type Why } from '../app/why.ts'

/** Why a past call was named or not. `too-new`: the phone of that day did not hold the contact yet. */
export type PastReason = Reason | 'too-new'

const TITLES: Readonly<Record<PastReason, string>> = {
  matched: 'one contact has the number',
  'address-book': "in the phone's address book",
  chosen: 'shared: chosen by the user',
  'open-deal': 'shared: has an open deal',
  'last-modified': 'shared: modified last',
  'lowest-id': 'shared: the oldest record',
  'no-such-number': 'no contact has the number',
  'too-new': 'not yet on the phone',
  'unreadable-in-contacts': 'unreadable in the contacts',
  'beyond-limit': 'beyond the 10,000 held',
  'ambiguous-country': 'two countries are possible',
  'not-a-number': 'the number cannot be read',
  withheld: 'withheld',
  'unknown-number': 'not known to the network',
  payphone: 'a payphone',
  emergency: 'an emergency number',
  'short-code': 'a short code or extension',
  'extension-off': 'iOS: the extension is off',
  'not-on-ios': 'not possible on iOS',
  'autostart-off': 'Autostart is off',
  'deep-sleeping': 'the app sleeps deeply',
  'work-profile-paused': 'the work profile is paused',
  'lock-screen-off': 'not shown on the lock screen',
  'caller-id-off': 'Caller ID is off',
  'call-log-denied': 'call log permission denied',
  'phone-denied': 'phone permission denied',
  'log-calls-off': 'Log calls is off',
  'log-calls-untouched': 'Log calls was not switched on',
  'popups-off': 'pop-up windows are off',
  'notifications-denied': 'notifications denied',
  'no-surface': 'nothing may be shown',
  'no-outcome-surface': 'no outcome screen may open',
  'battery-restricted': 'battery use is restricted',
  'background-refresh-off': 'Background App Refresh is off',
  'signed-out': 'nobody is signed in',
  'app-stopped': 'the app is stopped',
  'not-unlocked': 'not unlocked since its restart',
  'no-contacts': 'no contacts on the phone',
  'no-labels': 'no labels on the iPhone',
  'number-blocked': 'the phone blocks the number',
  'turned-away': 'turned away by the screening app',
  'screening-failed': 'the screening app failed',
  'card-hidden': 'the phone hides the card',
  'caller-silenced': 'the iPhone silences the caller',
  'other-label': "another app's label is shown",
}

/** A reason in a few words. */
export function titleOf(reason: PastReason): string {
  return TITLES[reason]
}

/** The reason in a sentence, and what to do about it, for any caller of that kind. */
export function whyOf(reason: PastReason, phone: CarriedPhone): Why {
  if (reason === 'too-new') {
    return { sentence: 'The contact was created after the phone had last brought its contacts.', fix: '' }
  }
  if (reason === 'unreadable-in-contacts') {
    const sentence = 'A contact may have the number, but it cannot be read without guessing.'
    return { sentence, fix: 'Correct the cells below in the CRM.' }
  }
  if (reason === 'not-a-number') {
    const sentence = 'The number cannot be read: it may be a national one.'
    return phone.handset.simCountries.length > 0
      ? { sentence: 'The number cannot be read.', fix: '' }
      : { sentence, fix: "State the SIM's country.", states: 'sim-region' }
  }
  return describeReason(reason, phone, null)
}
