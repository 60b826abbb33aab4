// Which format a contacts file has, also within gzip, by its first bytes: names lie, and what is piped in has none.
import { sampled } from './encoding/decode.ts'
import { isGzip, unpackGzip } from './gzip.ts'
import type { TableFormat } from './table.ts'

export interface Unpacked {
  readonly format: TableFormat
  /** Whether the file is gzip, and the format that of what is within. */
  readonly isPacked: boolean
  /** All of the file from its beginning, unpacked. */
  readonly bytes: AsyncGenerator<Buffer>
}

/**
 * Looks at the first bytes of a file, without taking them from it.
 *
 * @throws ContactFileError when it is gzip, and damaged; so does `bytes`
 */
export async function unpack(bytes: AsyncIterable<Uint8Array>): Promise<Unpacked> {
  const outer = await peek(bytes)
  const isPacked = isGzip(outer.head)
  // Once: there is a file of gzip that holds itself.
  const { head, bytes: whole } = isPacked ? await peek(unpackGzip(outer.bytes)) : outer
  return { format: detectFormat(head), isPacked, bytes: whole }
}

/** What is not known by its first bytes is CSV, whose reader says what else it may be. */
export function detectFormat(head: Uint8Array): TableFormat {
  const start = Buffer.from(head.subarray(0, SAMPLE_BYTES)).toString('latin1')
  if (ARCHIVES.some((signature) => start.startsWith(signature))) return 'xlsx'
  // UTF-16 differs from ASCII by its zero bytes and its mark.
  return CARD.test(start.replaceAll('\0', '')) ? 'vcard' : 'csv'
}

/** The first bytes of a file, without taking them from it. */
export async function peek(bytes: AsyncIterable<Uint8Array>): Promise<{ head: Buffer; bytes: AsyncGenerator<Buffer> }> {
  const pieces = sampled(bytes)
  const { value: head = Buffer.alloc(0) } = (await pieces.next()) as IteratorResult<Buffer, undefined>
  const whole = async function* () {
    try {
      if (head.length > 0) yield head
      yield* pieces
    } finally {
      await pieces.return(undefined)
    }
  }
  return { head, bytes: whole() }
}

const SAMPLE_BYTES = 1024

// ZIP, and the Compound File Binary of older and of encrypted workbooks, of which the reader of workbooks says so.
const ARCHIVES = ['PK\u0003\u0004', 'PK\u0005\u0006', '\u00d0\u00cf\u0011\u00e0']
const CARD = /^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)?\s*BEGIN[ \t]*:[ \t]*VCARD/i
