// A caller's name as telephone systems show it. Every one comes from strangers; what is made here breaks no SIP header. Pure.
import { shortLine } from '../text/safe.ts'

// Asterisk cuts at 80, other systems at 128; a header of an INVITE over UDP has to leave room for the others (RFC 3261,
// section 18.1.1).
const LONGEST_NAME = 80

/** A name on one line, without control characters, and no longer than telephone systems show. */
export function displayName(label: string): string {
  return shortLine(label, LONGEST_NAME)
}

/** A name as it stands between the quotation marks of a SIP display name (RFC 3261, section 25.1: quoted-string). */
export function quoteDisplayName(name: string): string {
  return name.replace(/["\\]/g, '\\$&')
}
