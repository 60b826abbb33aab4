// Which way a call went, by the word that a log has for it, or by who is of the house. Pure.
import { plainName } from '../core/plain-name.ts'
import type { LeftOut } from './past-call.ts'

export type Direction = 'incoming' | LeftOut

// android.provider.CallLog.Calls.TYPE: https://developer.android.com/reference/android/provider/CallLog.Calls#INCOMING_TYPE
const ANDROID_TYPES: Readonly<Record<string, Direction>> = {
  1: 'incoming',
  2: 'outgoing',
  3: 'incoming',
  4: 'no-call',
  5: 'incoming',
  6: 'blocked',
  7: 'incoming',
}

// The first that fits counts. Twilio's trunking-originating comes from the telephone network, trunking-terminating goes there:
// https://www.twilio.com/docs/voice/api/call-resource
const WORDS: readonly (readonly [RegExp, Direction])[] = [
  [/\b(?:fax|sms|mms|message|voicemail|voice mail)\b/, 'no-call'],
  [/\b(?:internal|intern|local)\b/, 'internal'],
  [/\b(?:blocked|blockiert|bloqueada|bloque)\b/, 'blocked'],
  [
    /\b(?:outgoing|outbound|out|dialled|dialed|placed|made|terminating|ausgehend|saliente|sortant|effettuata)\b/,
    'outgoing',
  ],
  [
    /\b(?:incoming|inbound|in|received|answered|unanswered|missed|rejected|declined|refused|abandoned|originating|eingehend|verpasst|angenommen|entrante|entrant|perdida|recibida|manque|recu|persa|ricevuta)\b/,
    'incoming',
  ],
]

const known = new Map<string, Direction>()
const MOST_KNOWN = 1000

/** The direction that a cell states; `unclear` for a word that is not known. */
export function directionIn(text: string): Direction {
  const found = known.get(text)
  if (found !== undefined) return found
  const name = plainName(text)
  const direction = ANDROID_TYPES[name] ?? WORDS.find(([pattern]) => pattern.test(name))?.[1] ?? 'unclear'
  if (known.size < MOST_KNOWN) known.set(text, direction)
  return direction
}

/** Whether a text is an extension of the house, and not a number of the telephone network: `101`, `Ext.101`. */
export function isExtension(text: string): boolean {
  return /^(?:ext\.? ?)?\d{2,6}$/i.test(text.trim())
}

/** Who called whom, where the log has no word for the direction. @param isInside whether the call began in the house */
export function directionBetween(isInside: boolean, to: string): Direction {
  if (!isInside) return 'incoming'
  return isExtension(to) || !/\d{7}/.test(to.replace(/\D/g, '')) ? 'internal' : 'outgoing'
}
