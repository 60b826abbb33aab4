// Bytes of UTF-8 as text, strictly: a replacement character in a label would be a wrong name. Knows nothing of snapshots.

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of some bytes; null when they are not UTF-8. */
export function readUtf8(bytes: DataView, from: number, to: number): string | null {
  const short = readShortUtf8(bytes, from, to)
  if (short !== null) return short
  try {
    return DECODER.decode(new Uint8Array(bytes.buffer, bytes.byteOffset + from, to - from))
  } catch {
    return null
  }
}

const codes = new Uint16Array(48)

/** The text of a few bytes, of one or two a character; null for any others, and for what is not UTF-8. */
export function readShortUtf8(bytes: DataView, from: number, to: number): string | null {
  if (to - from > codes.length) return null
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
  return (count <= 16 ? joinFew() : count <= 32 ? joinMore() : joinAll()).slice(0, count)
}

// One call makes the text, of more codes than there are, and the rest is cut off: calls for each, or with a list, cost more.
const join = String.fromCharCode as (...codes: (number | undefined)[]) => string

// biome-ignore format: in rows
function joinFew(): string {
  return join(
    codes[0], codes[1], codes[2], codes[3], codes[4], codes[5], codes[6], codes[7],
    codes[8], codes[9], codes[10], codes[11], codes[12], codes[13], codes[14], codes[15],
  )
}

// biome-ignore format: in rows
function joinMore(): string {
  return join(
    codes[0], codes[1], codes[2], codes[3], codes[4], codes[5], codes[6], codes[7],
    codes[8], codes[9], codes[10], codes[11], codes[12], codes[13], codes[14], codes[15],
    codes[16], codes[17], codes[18], codes[19], codes[20], codes[21], codes[22], codes[23],
    codes[24], codes[25], codes[26], codes[27], codes[28], codes[29], codes[30], codes[31],
  )
}

// biome-ignore format: in rows
function joinAll(): string {
  return join(
    codes[0], codes[1], codes[2], codes[3], codes[4], codes[5], codes[6], codes[7],
    codes[8], codes[9], codes[10], codes[11], codes[12], codes[13], codes[14], codes[15],
    codes[16], codes[17], codes[18], codes[19], codes[20], codes[21], codes[22], codes[23],
    codes[24], codes[25], codes[26], codes[27], codes[28], codes[29], codes[30], codes[31],
    codes[32], codes[33], codes[34], codes[35], codes[36], codes[37], codes[38], codes[39],
    codes[40], codes[41], codes[42], codes[43], codes[44], codes[45], codes[46], codes[47],
  )
}
