// A call that was, as a log tells of it: from whom, and on which day. Knows no program and no file.
import { lineFrom } from '../core/caller.ts'
import type { Line } from '../core/number/presentation.ts'

/** A call that came in. */
export interface PastCall {
  readonly line: Line
  /** As logDay has it; null where the row does not say. */
  readonly day: string | null
}

/** Why a row is no call that came in: it is counted, and not played. */
export type LeftOut =
  | 'outgoing'
  /** From one of the house to another. */
  | 'internal'
  /** The phone or the telephone system turned it away before it rang. */
  | 'blocked'
  /** A fax, a message or a voicemail. */
  | 'no-call'
  /** What stands for the direction is no word that is known. */
  | 'unclear'
  /** Another row of the same call: a queue or a group rings many. */
  | 'repeated'
  /** Nobody can know which cell belongs to which column. */
  | 'broken-row'

/** What one of them is in a list, and several. */
export const LEFT_OUT_NAMES: Readonly<Record<LeftOut, readonly [one: string, many: string]>> = {
  outgoing: ['outgoing call', 'outgoing calls'],
  internal: ['call within the house', 'calls within the house'],
  blocked: ['call that was blocked before it rang', 'calls that were blocked before they rang'],
  'no-call': ['fax, message or voicemail', 'faxes, messages and voicemails'],
  unclear: ['row whose direction is not clear', 'rows whose direction is not clear'],
  repeated: ['further row of the same call', 'further rows of the same call'],
  'broken-row': ['row that cannot be read', 'rows that cannot be read'],
}

// Android's CallLog before it had a column for the presentation (CallerInfo.UNKNOWN_NUMBER, PRIVATE_NUMBER, PAYPHONE_NUMBER):
// https://android.googlesource.com/platform/frameworks/base/+/android-4.1.1_r1/telephony/java/com/android/internal/telephony/CallerInfo.java
// And the words that Twilio spells on the keys of a phone: anonymous, restricted, blocked, unknown, unavailable:
// https://help.twilio.com/articles/223179988
const CODES: Readonly<Record<string, Line['presentation']>> = {
  '-1': 'UNKNOWN',
  '-2': 'RESTRICTED',
  '-3': 'PAYPHONE',
  '+266696687': 'RESTRICTED',
  '+7378742833': 'RESTRICTED',
  '+2562533': 'RESTRICTED',
  '+8656696': 'UNKNOWN',
  '+86282452253': 'UNKNOWN',
}

const WITHHELD =
  /^(?:blocked|no caller ?id|private (?:number|caller)|number withheld|withheld number|caller id blocked)$/i
const NOT_KNOWN = /^(?:unknown (?:number|caller)|not available|n\/a|null|none|-|s|<unknown>)$/i

// android.provider.CallLog.Calls.NUMBER_PRESENTATION, whose PRESENTATION_* are 1 to 4:
// https://developer.android.com/reference/android/provider/CallLog.Calls#PRESENTATION_ALLOWED
const PRESENTATIONS: Readonly<Record<string, Line['presentation']>> = { 2: 'RESTRICTED', 3: 'UNKNOWN', 4: 'PAYPHONE' }

/**
 * The line of a caller as a log writes it: also with the address of a SIP call around it, and what stands for no number.
 *
 * @param presentation as Android's call log has it: 1 to 4; '' where the log does not say
 */
export function pastLine(text: string, presentation = ''): Line {
  const told = PRESENTATIONS[presentation]
  if (told !== undefined) return { presentation: told, text: '' }
  const written = text.trim()
  const code = CODES[written]
  if (code !== undefined) return { presentation: code, text: '' }
  if (WITHHELD.test(written)) return { presentation: 'RESTRICTED', text: '' }
  if (NOT_KNOWN.test(written)) return { presentation: 'UNKNOWN', text: '' }
  return lineFrom(written.replace(/^(?:sips?|tel):(\+?\d+)(?:@.*)?$/i, '$1'))
}
