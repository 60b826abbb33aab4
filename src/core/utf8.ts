// Bytes of UTF-8 as text, strictly: a replacement character in a label would be a wrong name. Knows nothing of snapshots.

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of some bytes; null when they are not UTF-8. */
export function readUtf8(bytes: DataView, at: number, length: number): string | null {
  const short = length > codes.length ? null : readShort(bytes, at, at + length)
  if (short !== null) return short
  try {
    return DECODER.decode(new Uint8Array(bytes.buffer, bytes.byteOffset + at, length))
  } catch {
    return null
  }
}

const codes = new Uint16Array(48)

// Most names are short and of one or two bytes a character; asking TextDecoder for one costs as much as finding it.
function readShort(bytes: DataView, from: number, to: number): string | null {
  let count = 0
  for (let at = from; at < to; at += 1) {
    const first = bytes.getUint8(at)
    if (first < 0x80) codes[count] = first
    else {
      at += 1
      const second = at < to ? bytes.getUint8(at) : 0
      if (first < 0xc2 || first > 0xdf || (second & 0xc0) !== 0x80) return null
      codes[count] = ((first & 0x1f) << 6) | (second & 0x3f)
    }
    count += 1
  }
  return textOfCodes().slice(0, count)
}

// A call for each character costs more, and so does a call with a list. What is left of longer texts is cut off later.
function textOfCodes(): string {
  const join = String.fromCharCode as (...codes: (number | undefined)[]) => string
  // biome-ignore format: in rows
  return join(
    codes[0], codes[1], codes[2], codes[3], codes[4], codes[5], codes[6], codes[7],
    codes[8], codes[9], codes[10], codes[11], codes[12], codes[13], codes[14], codes[15],
    codes[16], codes[17], codes[18], codes[19], codes[20], codes[21], codes[22], codes[23],
    codes[24], codes[25], codes[26], codes[27], codes[28], codes[29], codes[30], codes[31],
    codes[32], codes[33], codes[34], codes[35], codes[36], codes[37], codes[38], codes[39],
    codes[40], codes[41], codes[42], codes[43], codes[44], codes[45], codes[46], codes[47],
  )
}
