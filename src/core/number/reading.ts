// What a text is read as: a phone number, or a rejection whose reason is a word.

/** A text that was read: one number, without a guess. */
export interface PhoneNumber {
  readonly kind: 'number'
  /** `+353871234567`; never carries the extension. */
  readonly e164: string
  /** Without plus: `353`. */
  readonly callingCode: string
  /** ISO 3166-1 alpha-2; null for a calling code or a range that belongs to no single country. */
  readonly country: string | null
  /** The national (significant) number, without trunk prefix: `871234567`. */
  readonly national: string
  readonly extension: string | null
  /** `exact`: the text named the calling code. `national`: it was read under the stated country. */
  readonly read: 'exact' | 'national'
  /** False when the length is possible but the plan lists no such range: new ranges are opened every month. */
  readonly assigned: boolean
}

/** Why a text is not one number. */
export type RejectionReason =
  | 'empty'
  | 'not-a-number'
  | 'too-short'
  | 'too-long'
  | 'wrong-length'
  | 'no-country'
  | 'unknown-country'
  | 'no-such-calling-code'
  | 'not-assigned'
  | 'two-readings'
  | 'several-numbers'
  | 'letters'
  | 'precision-lost'
  | 'date'

/** A text that cannot be read without guessing. */
export interface Rejection {
  readonly kind: 'rejected'
  readonly reason: RejectionReason
  /** Of two-readings, both as E.164: as dialled in the stated country, then with 00 for a plus sign. */
  readonly readings?: readonly string[]
}

/** Each reason as the end of the sentence "It cannot be read: …". */
export const REJECTION_SENTENCES: Readonly<Record<RejectionReason, string>> = {
  empty: 'there is nothing in it',
  'not-a-number': 'it is not a phone number',
  'too-short': 'it has too few digits',
  'too-long': 'it has too many digits',
  'wrong-length': 'no number of its country has that many digits',
  'no-country': 'it has no country code, and no country is stated',
  // Of a contact's number: what a number is read under is known by then.
  'unknown-country': 'it has no country code, and the country that its contact states is not known',
  'no-such-calling-code': 'no country has that calling code',
  'not-assigned': 'its country assigns no such number',
  'two-readings': 'its first digits may stand for + or be a longer prefix, and either way it is a number',
  'several-numbers': 'it holds several numbers',
  letters: 'it has letters in place of digits',
  'precision-lost': 'a spreadsheet rounded it, and the lost digits cannot be known',
  date: 'a spreadsheet made a date of it',
}

/** Reads a text that holds one number. */
export type ReadOne = (text: string, region: string | null) => PhoneNumber | Rejection
