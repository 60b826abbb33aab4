// An access token, how a server may write it, and a reader who tries everything to find it again.
import { safeLine } from '../../../src/text/safe.ts'

export const TOKEN = 'pat-eu1-0f9e8d7c-6b5a-4321-8765-invented0000'

const hex = (code: number, width: number) => code.toString(16).padStart(width, '0')
const each = (write: (code: number) => string) => (text: string) =>
  Array.from(text, (character) => write(character.charCodeAt(0))).join('')

/** How a server may write it, and what would read it. */
export const FORMS: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  capitals: (text) => text.toUpperCase(),
  percent: each((code) => `%${hex(code, 2)}`),
  'percent twice': each((code) => `%25${hex(code, 2)}`),
  'percent, in capitals': each((code) => `%${hex(code, 2).toUpperCase()}`),
  'JSON within JSON': each((code) => `\\u${hex(code, 4)}`),
  'JSON within JSON within JSON': each((code) => `\\\\u${hex(code, 4)}`),
  JavaScript: each((code) => `\\x${hex(code, 2)}`),
  'HTML, decimal': each((code) => `&#${code};`),
  'HTML, hexadecimal': each((code) => `&#x${hex(code, 2)};`),
  'zero-width spaces between': (text) => [...text].join('\u200b'),
  'colours between': (text) => [...text].join('\u001b[31m'),
  'a window title within': (text) => `${text.slice(0, 6)}\u001b]0;title\u0007${text.slice(6)}`,
  'a window title that never ends': (text) => `\u009d${text}`,
  'soft hyphens and joiners between': (text) => [...text].join('\u00ad\u034f'),
  'full-width letters': each((code) => String.fromCharCode(code + 0xfee0)),
  'blanks between': (text) => [...text].join(' '),
  backwards: (text) => [...text].reverse().join(''),
  hexadecimal: each((code) => hex(code, 2)),
  'hexadecimal, in capitals': each((code) => hex(code, 2).toUpperCase()),
  base64: (text) => btoa(text),
  'base64, one byte further': (text) => btoa(`:${text}:`),
  'base64, two bytes further': (text) => btoa(`a:${text}`),
  'base64 for URLs': (text) => btoa(`?>${text}`).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
  'base64 on lines': (text) => btoa(`Bearer ${text}`).replace(/.{16}/g, '$&\r\n'),
  'base64 in a URL': (text) => encodeURIComponent(btoa(`user:${text}`)),
}

/** Whether a reader who tries everything finds as much of the token as would be worth the finding. */
export function finds(text: string): boolean {
  const squeezed = text.replace(/[\r\n]/g, '')
  const read = [
    text,
    squeezed,
    safeLine(text),
    text.normalize('NFKC'),
    text.replaceAll(' ', ''),
    [...text].reverse().join(''),
  ]
  for (let pass = 0; pass < 3; pass += 1) {
    read.push(
      ...read.map((each) =>
        each
          .replace(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
          .replace(/\\+[ux]([\da-f]{4}|[\da-f]{2})/gi, (_, code: string) =>
            String.fromCharCode(Number.parseInt(code, 16)),
          )
          .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
          .replace(/&#x([\da-f]+);/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
          .replace(/\u200b|\u00ad|\u034f/g, ''),
      ),
    )
    if (read.length > 200) break
  }
  const unpacked = read.flatMap((each) =>
    (each.match(/[\w+/-]{12,}/g) ?? []).flatMap((run) =>
      [0, 1, 2, 3].map((from) =>
        Buffer.from(run.slice(from).replaceAll('-', '+').replaceAll('_', '/'), 'base64').toString('latin1'),
      ),
    ),
  )
  const hexes = read.flatMap((each) =>
    (each.match(/(?:[\da-f]{2}){12,}/gi) ?? []).flatMap((run) =>
      [0, 1].map((from) => Buffer.from(run.slice(from), 'hex').toString('latin1')),
    ),
  )
  return [...read, ...unpacked, ...hexes].some((each) => each.toLowerCase().includes(TOKEN.slice(0, 12).toLowerCase()))
}
