// Generated CSV files in which everything is where it should not be: quotes, blanks, line ends, bytes of other encodings.
import fc from 'fast-check'

export interface Dirt {
  readonly bytes: Buffer
  readonly delimiter: string
}

/** How often, and what. Texts are UTF-8, and bytes are not. */
const PIECES: readonly (readonly [weight: number, piece: string | readonly number[]])[] = [
  [8, 'delimiter'],
  [6, '"'],
  [2, '""'],
  [2, '"delimiter"'],
  [3, '\n'],
  [3, '\r\n'],
  [2, '\r'],
  [3, ' '],
  [1, '\t'],
  [1, '\v'],
  [1, '\f'],
  [1, '\0'],
  [1, '\u00a0'],
  [1, '\u3000'],
  [1, '\u2028'],
  [1, '\ufeff'],
  [2, 'é'],
  [1, '"é"'],
  [1, '👩‍👧'],
  [1, 'sep=;'],
  [3, 'a'],
  [2, '+353 87 123 4567'],
  [1, [0xe9]],
  [1, [0xa0]],
  [1, [0x80]],
  [1, [0xc2]],
]

// Clean, and long enough for the dirt not to be taken for a binary file.
const CLEAN = 'Record ID|First Name|Phone Number\n1|Anna|+353871234567\n2|Bob|+353871234568\n'.repeat(2)

/**
 * A file with a clean beginning.
 *
 * @param encoding in UTF-16, a lone surrogate stands for the pieces that are bytes
 * @param withBytes whether there are such pieces
 */
export function dirt(
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be',
  { withBytes = true }: { readonly withBytes?: boolean } = {},
): fc.Arbitrary<Dirt> {
  const wanted = PIECES.filter(([, piece]) => withBytes || typeof piece === 'string')
  const piece = fc.oneof(...wanted.map(([weight, arbitrary]) => ({ weight, arbitrary: fc.constant(arbitrary) })))
  return fc
    .record({
      pieces: fc.array(piece, { maxLength: 60, size: 'max' }),
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      isMarked: fc.boolean(),
    })
    .map(({ pieces, delimiter, isMarked }) => {
      const encode = (each: string | readonly number[]) =>
        typeof each === 'string'
          ? encodeText(each.replaceAll('delimiter', delimiter), encoding)
          : encodeOdd(each, encoding)
      const start = `${isMarked ? '\ufeff' : ''}${CLEAN.replaceAll('|', delimiter)}`
      return { bytes: Buffer.concat([start, ...pieces].map(encode)), delimiter }
    })
}

function encodeText(text: string, encoding: string): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text)
  const bytes = Buffer.from(text, 'utf16le')
  return encoding === 'utf-16le' ? bytes : bytes.swap16()
}

function encodeOdd(bytes: readonly number[], encoding: string): Buffer {
  return encoding === 'utf-8' ? Buffer.from(bytes) : encodeText('\ud800', encoding)
}
