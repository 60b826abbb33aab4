// What stands behind a phone number in its text: an extension, or what is dialled once somebody has answered. Knows no
// numbering plan: whether it may be a second number instead, number.ts decides.

/** A text taken apart. */
export interface CutText {
  readonly number: string
  /** Digits; behind a pause also `*`, `#` and further pauses. Null when nothing of the kind is there. */
  readonly extension: string | null
  /** Nothing but a comma or a semicolon tells it from the next number of a list. */
  readonly isLoose: boolean
}

// What is said of an extension, by language. The first line is libphonenumber's (createExtnPattern in PhoneNumberUtil.java);
// the others are what business cards and exports have. A Danish or Swedish "kl. 9" is a time of day.
const WORDS = [
  'e?xt(?:ensi[oó])?n?|anexo|доб',
  'e?xtns?|extens|interno?', // English, Spanish, Italian
  'ramal|ram|extensão|extensao|poste', // Portuguese, French
  'durchwahl|dw|nebenstelle|nst|apparat|app|klappe', // German
  'toestel|tst|anknytning|ankn|lokalnummer|lokal|lok|alanumero|alanro', // Dutch, Scandinavian, Finnish
  'wewnętrzny|wewn?|linka|klapka|mellék|mell|interior|int', // Polish, Czech and Slovak, Hungarian, Romanian
  'добавочный|добав|внутренний|внутр|вн|доп|дод|вътр', // Russian, Ukrainian, Bulgarian
  'εσωτερικ[οό]|εσωτ?|dahili|dah|máy lẻ|nội bộ|pesawat|pes', // Greek, Turkish, Vietnamese, Indonesian
  '内線|內線|分机|分機|转|轉|내선|שלוחה|تحويل[ةه]|داخلي', // Japanese, Chinese, Korean, Hebrew, Arabic
].join('|')

// With as many digits as libphonenumber allows: 20 behind a word, nine behind a character that may mean something else.
// ";ext=" is RFC 3966's, section 3; the asterisk is how RingCentral writes main number and extension.
const SIGNED = new RegExp(
  `(?:;ext=\\s*(\\d{1,20})|[\\s,;/([.-]*(?:(?:${WORDS})[.:]{0,2}[\\s-]*(?:n[or][.:]?\\s*|#\\s*|=)?(\\d{1,20})` +
    '|[x#~][.:]?[\\s-]*(\\d{1,9}))#?[)\\]]?|\\s*\\*\\s*(\\d{1,7}))$',
  'iu',
)

// A comma or p pauses, a semicolon or w waits: Android's PhoneNumberUtils, and the vCards that phones send by Bluetooth.
const DIALLED = /\s*([,;]+|[pw]+)[\s:.-]*(\d(?:[\d*#,;pw]{0,58}[\d*#])?)$/i
// libphonenumber's bounds: behind one comma, more digits are the next number of a list.
const LONGEST_RUN = 15
const LONGEST_BEHIND_COMMA = 6
// Numbers of a list are seldom kept apart by two commas: behind those, a few digits are what is dialled.
const SHORTEST_IN_LIST = 7

/** Takes a text apart into number and extension, where there is one. The text is ASCII where it can be (toAscii). */
export function cutExtension(text: string): CutText {
  return (
    cut(text, DIALLED, readDialled) ??
    cut(text, SIGNED, readSigned) ?? { number: text, extension: null, isLoose: false }
  )
}

/** What the brackets of a pattern hold, in their order: engines of phones know no names for them where a pattern is put together. */
type Groups = readonly (string | undefined)[]

function cut(text: string, pattern: RegExp, read: (groups: Groups) => Omit<CutText, 'number'> | null): CutText | null {
  const composed = text.normalize('NFC')
  const found = pattern.exec(composed)
  const number = composed.slice(0, found?.index)
  // Behind anything but a number, it is part of what stands there: 0xx11, 1-800-FEDEX1.
  const rest = found !== null && /[\d)\]]$/.test(number) ? read(found.slice(1)) : null
  return rest && { number, ...rest }
}

function readSigned(groups: Groups) {
  return { extension: groups.find((group) => group !== undefined) ?? null, isLoose: false }
}

function readDialled([pause = '', dialled = '']: Groups) {
  // Nobody ends a second number with #.
  const isEnded = dialled.endsWith('#')
  const longest = pause === ',' && !isEnded ? LONGEST_BEHIND_COMMA : LONGEST_RUN
  if (dialled.split(/\D+/).some((run) => run.length > longest)) return null
  const isList = /^[,;]$/.test(pause) || (/^[,;]/.test(pause) && dialled.length >= SHORTEST_IN_LIST)
  return { extension: dialled.replace(/#$/, ''), isLoose: isList && !isEnded }
}
