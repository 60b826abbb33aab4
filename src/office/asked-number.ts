// The number that a telephone system asks about, as it is written there: with the digit for an outside line, without its plus
// sign, or as a SIP address. What is not written is stated by whoever sets the system up, and never guessed. Pure.

/** How a system writes the numbers of its trunk. */
export interface Writing {
  /** What is dialled for an outside line, and stands before every number from outside; null for nothing. */
  readonly outsideLine: string | null
  /** Whether numbers are E.164 without their plus sign. */
  readonly isPlusLost: boolean
}

// RFC 3261, section 25.1: the user part, its password and parameters, before the host.
const SIP_ADDRESS = /^sips?:([^@]*)@/i
const IN_BRACKETS = /<([^<>]*)>/

/**
 * The text that a number is read from, ready for the resolver; words such as `anonymous` stay as they are.
 *
 * @param text as the system sent it: a number, a SIP or tel address, or a name with one in angle brackets
 */
export function readAskedNumber(text: string, { outsideLine, isPlusLost }: Writing): string {
  // A plus sign that was not escaped is a space by then (application/x-www-form-urlencoded), behind a scheme as well.
  const whole = text.replace(/(^|:) (?=\d)/, '$1+').trim()
  const number = userOf(IN_BRACKETS.exec(whole)?.[1]?.trim() ?? whole)
  if (!/^\d+$/.test(number)) return number
  if (outsideLine !== null && number.startsWith(outsideLine)) return number.slice(outsideLine.length)
  return isPlusLost ? `+${number}` : number
}

function userOf(address: string): string {
  const user = SIP_ADDRESS.exec(address)?.[1]
  if (user === undefined) return /^sips?:/i.test(address) ? '' : address
  const plain = unescapePercent(user.split(':')[0] ?? '')
  // The parameters of a number in a SIP address are those of a tel address (RFC 3261, section 19.1.6).
  return /^[+\d].*;/.test(plain) ? `tel:${plain}` : plain
}

function unescapePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
