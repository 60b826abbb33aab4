// What a name, a company or a note may look like on a screen, in a notification or in a file. Every such text comes
// from strangers; this is the one place that makes it harmless.

/**
 * A whole escape sequence goes, not only its ESC: CSI and OSC bodies would otherwise stay behind as visible litter.
 * ECMA-48, sections 5.4 (CSI) and 8.3.89 (OSC); the 8-bit forms are single C1 characters.
 */
export const ESCAPE_SEQUENCES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal control sequences are what it looks for
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g

// Format characters (bidirectional overrides, zero-width spaces, soft hyphens, tags), private use and lone surrogates.
// The two joiners stay where they shape letters (Persian, Hindi) and go elsewhere: terminals disagree on the width of
// an emoji sequence, so its parts are drawn one beside the other.
const UNSAFE = /(?!(?<=\p{L}|\p{M})[\u200c\u200d](?=\p{L}))(?:[\p{Cf}\p{Co}\p{Cs}\u115f\u1160\u3164\uffa0]|\u034f)/gu
const WIDTH_CHANGERS = /[\ufe00-\ufe0f\u{1f3fb}-\u{1f3ff}\u20e3]/gu

/** One line of text that is safe to draw: no control, escape, bidirectional or invisible characters, single spaces. */
export function safeLine(text: string): string {
  if (isPlain(text)) return text
  return text
    .replace(ESCAPE_SEQUENCES, '')
    .replace(UNSAFE, '')
    .replace(WIDTH_CHANGERS, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Zs}]+/gu, ' ')
    .trim()
}

/**
 * Whether a text is what nearly every one is, and nothing of which safeLine changes: printable ASCII, Latin, Greek and
 * Cyrillic letters, single spaces. A loop, since import and snapshot ask for millions of lines.
 */
export function isPlain(text: string): boolean {
  let isSpace = true
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 0x20) {
      if (isSpace) return false
      isSpace = true
    } else if ((code > 0x20 && code < 0x7f) || (code > 0xa0 && code < 0x300 && code !== 0xad)) isSpace = false
    else if (code >= 0x370 && code < 0x530) isSpace = false
    else return false
  }
  return !isSpace || text === ''
}

/** Like safeLine, but the line breaks of a note are kept (as \n). */
export function safeLines(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(safeLine)
    .join('\n')
}

/** Like safeLine, and no longer than so many characters: what is cut off shows as an ellipsis. */
export function shortLine(text: string, longest: number): string {
  // The rest of a cell of megabytes is not looked at; an escape sequence that is cut in two is still removed.
  const safe = safeLine(text.slice(0, longest * 16))
  if (safe.length <= longest) return safe
  const characters = [...safe]
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : characters.join('')
}

/** Whether anything is said in a text: not in one of marks alone. */
export function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text)
}

/** At most the last two digits of a number, for errors and logs. */
export function maskNumber(text: string): string {
  const digits = text.replace(/\D/g, '')
  return digits.length > 2 ? `…${digits.slice(-2)}` : '…'
}

/** A text with every number in it that may be a phone's masked. */
export function maskNumbers(text: string): string {
  return text.replace(/\+?\d[\d\s().-]{3,}\d/g, maskNumber)
}

// The colours that Ringsight itself prints in (src/terminal/paint.ts): bold, dim, red, green, yellow, and their ends.
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal control sequences are what it looks for
const OWN_COLOUR = /^\u001b\[(?:1|2|22|3[1-3]|39)m$/

/**
 * Text that is laid out already, on its way to a terminal or a pipe: what safeLine takes away is taken away, lines and
 * spaces stay. Whatever has forgotten to make a name safe, nothing of it acts on a terminal.
 *
 * @param hasColours whether the text may hold the colours that Ringsight prints in
 */
export function safeToDraw(text: string, hasColours = false): string {
  if (isAscii(text) || !IS_DRAWN_OTHERWISE.test(text)) return text
  const lines = text.split('\n').map((line) => {
    const plain = line.replace(ESCAPE_SEQUENCES, (found) => (hasColours && OWN_COLOUR.test(found) ? found : ''))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a colour's own escape is kept
    return plain.replace(UNSAFE, '').replace(/(?![\t\u001b])[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
  })
  return lines.join('\n')
}

const IS_DRAWN_OTHERWISE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u115f\u1160\u3164\uffa0]|\u034f/u

// Printable ASCII and line breaks, as nearly every text is: that is found in a fraction of the time that classes of Unicode take.
function isAscii(text: string): boolean {
  return !/[^\t\n -~]/.test(text)
}

/** JSON on one line, in characters that a terminal takes for nothing but themselves. */
export function renderJson(value: unknown): string {
  const text = JSON.stringify(value)
  if (isAscii(text)) return text
  return text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\u034f/gu, escapeJson)
}

// JSON.stringify leaves the 8-bit controls and the bidirectional overrides as they are; escaped they mean the same.
function escapeJson(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    const unit = character.charCodeAt(index).toString(16).padStart(4, '0')
    return `\\u${unit}`
  }).join('')
}

/** A text as a POSIX shell takes it for one word; what no keyboard types cannot be named in a command. */
export function quoteWord(text: string): string {
  const safe = safeLine(text)
  return /^[\w./:,+-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`
}

/** Like quoteWord, for the name of a file: one that begins with a dash would be taken for an option. */
export function quoteForShell(file: string): string {
  const name = safeLine(file)
  return quoteWord(name.startsWith('-') && name !== '-' ? `./${name}` : name)
}
