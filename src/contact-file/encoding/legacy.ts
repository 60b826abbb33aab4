// How lines are read that are neither UTF-8 nor UTF-16: as Windows-1252 where that is certain, or in an encoding that is stated.
import { isAscii, isUtf8 } from 'node:buffer'
import { ContactFileError } from '../file-error.ts'
import { decodeWindows1252, encodeWindows1252 } from './decode.ts'
import { judgeWestern } from './western.ts'

/** Of one file: asked for each line, in order. */
export interface Legacy {
  /** As people know it. */
  readonly name: string
  readonly isStated: boolean
  /** Whether characters of two bytes may end in one that is ASCII by itself. */
  readonly hasTrails: boolean
  /** Whether a line is in it. Where nothing is stated, what is UTF-8 is not. */
  has(line: Buffer): boolean
  decode(bytes: Buffer): string
  /** The way back; null where a character has no place in it. */
  encode(text: string): Buffer | null
  /** Throws ContactFileError where the line cannot be in this encoding. @param where as in "line 12" */
  see(bytes: Buffer, where: () => string): void
  /** Once all lines are seen: throws it where it is not certain that they are in this encoding. */
  end(): void
}

const ALIASES: Readonly<Record<string, string>> = {
  macroman: 'macintosh',
  'mac-roman': 'macintosh',
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
}

/** The same for lines that have been judged already. */
export function unjudged(legacy: Legacy): Legacy {
  return { ...legacy, see() {}, end() {} }
}

/** The encoding of that name, as https://encoding.spec.whatwg.org/#names-and-labels has it; null when it is none that keeps ASCII. */
export function parseEncoding(text: string): string | null {
  const label = text.trim().toLowerCase()
  try {
    const { encoding } = new TextDecoder(ALIASES[label] ?? label)
    return /^(?:utf-|iso-2022|replacement|x-user)/.test(encoding) ? null : encoding
  } catch {
    return null
  }
}

/** @param encoding of parseEncoding; null when none is stated */
export function openLegacy(encoding: string | null): Legacy {
  return encoding === null ? openWestern() : openStated(encoding)
}

const SAVE_AS = 'save the file as UTF-8 (in Excel: "CSV UTF-8")'

function openWestern(): Legacy {
  let doubt: (() => string) | null = null
  let isProved = false
  return {
    name: 'Windows-1252',
    isStated: false,
    hasTrails: false,
    has: (line) => !isUtf8(line),
    decode: decodeWindows1252,
    encode: encodeWindows1252,
    see(bytes, where) {
      const judgement = judgeWestern(decodeWindows1252(bytes))
      if (judgement === 'proof') isProved = true
      if (judgement === 'other')
        throw new ContactFileError(`${where()} is neither UTF-8 nor Windows-1252: ${SAVE_AS}`, 'encoding')
      if (judgement === 'likely') doubt ??= where
    },
    end() {
      if (doubt === null || isProved) return
      throw new ContactFileError(
        `${doubt()} is not UTF-8, and may be Windows-1252 or another encoding with other letters: ${SAVE_AS}`,
        'encoding',
      )
    },
  }
}

function openStated(encoding: string): Legacy {
  const decoder = new TextDecoder(encoding)
  const strict = new TextDecoder(encoding, { fatal: true })
  const isWestern = encoding === 'windows-1252'
  return {
    name: encoding.replace('windows', 'Windows'),
    isStated: true,
    hasTrails: /^(?:shift_jis|gbk|gb18030|big5)$/.test(encoding),
    // Also what happens to be UTF-8: the bytes of 一 in GBK are those of a Cyrillic letter.
    has: (line) => !isAscii(line),
    decode: isWestern ? decodeWindows1252 : (bytes) => decoder.decode(bytes),
    // All of them keep ASCII, and nothing else is ever written.
    encode: (text) => (isAscii(Buffer.from(text)) ? Buffer.from(text) : null),
    see(bytes, where) {
      try {
        strict.decode(bytes)
      } catch {
        throw new ContactFileError(`${where()} is not ${encoding}, as was stated`, 'encoding')
      }
    },
    end() {},
  }
}
