// How the network presents a caller: with a number, or with none. There are three kinds of none, and only the first withheld
// anything: https://developer.android.com/reference/android/telecom/TelecomManager#PRESENTATION_RESTRICTED and those beside it
/** Names as in android.telecom.TelecomManager.PRESENTATION_*. */
export type Presentation = 'ALLOWED' | 'RESTRICTED' | 'UNKNOWN' | 'PAYPHONE'

/** What the network says of the other end of a call. */
export interface Line {
  readonly presentation: Presentation
  /** The number in whatever form the network uses; empty unless the presentation is ALLOWED. */
  readonly text: string
}

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
