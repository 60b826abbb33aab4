// What a terminal sends → keys. Ink's own useInput takes Delete for Backspace, hands several keys that arrive together
// over as one text, and falls over Ctrl-F1; so the bytes are read here.
// Sequences: ECMA-48, section 5.4; https://invisible-island.net/xterm/ctlseqs/ctlseqs.html (PC-style keys, bracketed paste)

export type KeyName =
  | 'enter'
  | 'tab'
  | 'shift-tab'
  | 'escape'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'home'
  | 'end'
  | 'page-up'
  | 'page-down'
  | 'backspace'
  | 'delete'
  | 'quit'
  | 'save'

export type Key =
  | { readonly type: 'press'; readonly name: KeyName }
  /** One or more characters, typed. */
  | { readonly type: 'text'; readonly text: string }
  /** What the terminal marked as pasted, as it came. */
  | { readonly type: 'paste'; readonly text: string }

/** Whether something is chosen with a key, where nothing is typed: Enter, or Space. */
export function isChoosing(key: Key): boolean {
  return key.type === 'press' ? key.name === 'enter' : isSpace(key)
}

export function isSpace(key: Key): boolean {
  return key.type === 'text' && key.text === ' '
}

export interface KeyReader {
  /** The beginning of a sequence whose end has not arrived. */
  readonly pending: string
  /** What has arrived of a paste; null outside one. */
  readonly pasted: string | null
}

export interface KeysRead {
  readonly reader: KeyReader
  readonly keys: readonly Key[]
}

export const newReader: KeyReader = { pending: '', pasted: null }

/** Asks a terminal to mark what is pasted, and to stop doing so. */
export const BRACKETED_PASTE = { on: '\u001b[?2004h', off: '\u001b[?2004l' } as const

const PASTE_START = '\u001b[200~'
const PASTE_END = '\u001b[201~'

/** Reads what has arrived; a sequence that is not complete waits for more. */
export function readKeys(reader: KeyReader, chunk: string): KeysRead {
  const keys: Key[] = []
  let rest = reader.pending + chunk
  let pasted = reader.pasted
  while (rest !== '') {
    if (pasted !== null) {
      const end = rest.indexOf(PASTE_END)
      if (end < 0) {
        const pending = unfinishedEnd(rest)
        return { reader: { pending, pasted: pasted + rest.slice(0, rest.length - pending.length) }, keys }
      }
      keys.push({ type: 'paste', text: pasted + rest.slice(0, end) })
      rest = rest.slice(end + PASTE_END.length)
      pasted = null
      continue
    }
    const token = nextToken(rest)
    if (token === null) return { reader: { pending: rest, pasted }, keys }
    rest = rest.slice(token.length)
    if (token === PASTE_START) pasted = ''
    else keys.push(...keyOf(token))
  }
  return { reader: { pending: '', pasted }, keys }
}

/** When nothing follows: a lone ESC was the Escape key. */
export function flushKeys({ pending, pasted }: KeyReader): KeysRead {
  if (pasted !== null) return { reader: { pending, pasted }, keys: [] }
  const keys: Key[] = pending === '\u001b' ? [{ type: 'press', name: 'escape' }] : []
  return { reader: newReader, keys }
}

// Of a paste, what may be the beginning of its end.
function unfinishedEnd(text: string): string {
  for (let length = PASTE_END.length - 1; length > 0; length -= 1) {
    const tail = PASTE_END.slice(0, length)
    if (text.endsWith(tail)) return tail
  }
  return ''
}

/* biome-ignore-start lint/suspicious/noControlCharactersInRegex: control characters are what terminals send */
// CSI (Linux consoles put a second bracket in F1 to F5), SS3, then Alt with a character: each complete, or not yet.
const SEQUENCE = /^\u001b(?:\[\[?[0-?]*[ -/]*[@-Z\\-~]|O[ -~]|[^[O\u001b])/u
const UNFINISHED = /^\u001b(?:\[\[?[0-?]*[ -/]*|O)?$/
const PRINTABLE = /^[^\u0000-\u001f\u007f-\u009f]+/
const FINAL = /^\u001b(?:\[|O)(?:(\d+)(?:;[\d:;]*)?)?([A-Za-z~])$/
/* biome-ignore-end lint/suspicious/noControlCharactersInRegex: see above */

function nextToken(text: string): string | null {
  const printable = PRINTABLE.exec(text)
  if (printable) return printable[0]
  const sequence = SEQUENCE.exec(text)
  if (sequence) return sequence[0]
  return UNFINISHED.test(text) ? null : text.slice(0, 1)
}

const CONTROLS: Readonly<Record<string, KeyName>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\u001b': 'escape',
  '\u0001': 'home',
  '\u0003': 'quit',
  '\u0004': 'delete',
  '\u0005': 'end',
  '\u0013': 'save',
  '\u001b\u007f': 'backspace',
}

const FINALS: Readonly<Record<string, KeyName>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  M: 'enter',
  Z: 'shift-tab',
  '1~': 'home',
  '3~': 'delete',
  '4~': 'end',
  '5~': 'page-up',
  '6~': 'page-down',
  '7~': 'home',
  '8~': 'end',
}

// Anything else that a terminal may send (function keys, Alt with a letter, focus reports) is no key of ours.
function keyOf(token: string): Key[] {
  if (PRINTABLE.test(token)) return [{ type: 'text', text: token }]
  const [, number = '', letter = ''] = FINAL.exec(token) ?? []
  const name = CONTROLS[token] ?? FINALS[letter === '~' ? `${number}~` : letter]
  return name === undefined ? [] : [{ type: 'press', name }]
}
