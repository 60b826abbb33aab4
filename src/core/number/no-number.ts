// Callers of whom no number is delivered: what each is called. There are three, and only the first withheld anything.
// https://developer.android.com/reference/android/telecom/TelecomManager#PRESENTATION_RESTRICTED and those beside it
import type { Line, Presentation } from '../caller.ts'

/** Why a line has no number. */
export type NoNumber = Exclude<Presentation, 'ALLOWED'>

/** As it is typed, and written in scenarios. */
export const NO_NUMBER_WORDS: Readonly<Record<NoNumber, 'withheld' | 'unknown' | 'payphone'>> = {
  RESTRICTED: 'withheld',
  UNKNOWN: 'unknown',
  PAYPHONE: 'payphone',
}

/** As it stands on a phone, in the place of the number. */
export const NO_NUMBER_TITLES: Readonly<Record<NoNumber, string>> = {
  RESTRICTED: 'Private number',
  UNKNOWN: 'Unknown number',
  PAYPHONE: 'Payphone',
}

/** Within a sentence, as in "a call with …": the number as it came, or what there is in its place. */
export function nameLine({ presentation, text }: Line): string {
  return presentation === 'ALLOWED' ? text : NOUNS[presentation]
}

const NOUNS: Readonly<Record<NoNumber, string>> = {
  RESTRICTED: 'a withheld number',
  UNKNOWN: 'an unknown number',
  PAYPHONE: 'a payphone',
}
