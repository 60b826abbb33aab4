// Tells damaged bytes from sound ones: CRC-32 as zlib, PNG and java.util.zip.CRC32 compute it. Knows nothing of what the
// bytes mean.

// Four tables of 256, so that four bytes are taken in at a time ("slicing", M. E. Kounavis and F. L. Berry, 2005).
const TABLES = buildTables()

/**
 * The checksum of the bytes from one offset to another, as 32 bits without sign.
 *
 * @param before the checksum of what stands before them, when both are to be one
 */
export function checksum(bytes: DataView, [from, to]: readonly [number, number], before = 0): number {
  let crc = ~before
  let at = from
  for (; at + 4 <= to; at += 4) {
    const word = crc ^ bytes.getInt32(at, true)
    crc = entry(768 + (word & 255)) ^ entry(512 + ((word >>> 8) & 255)) ^ entry(256 + ((word >>> 16) & 255))
    crc ^= entry(word >>> 24)
  }
  for (; at < to; at += 1) crc = entry((crc ^ bytes.getUint8(at)) & 255) ^ (crc >>> 8)
  return ~crc >>> 0
}

function entry(index: number): number {
  return TABLES[index] as number
}

function buildTables(): Int32Array {
  const tables = new Int32Array(1024)
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
    tables[byte] = crc
  }
  for (let index = 256; index < 1024; index += 1) {
    const crc = tables[index - 256] as number
    tables[index] = (tables[crc & 255] as number) ^ (crc >>> 8)
  }
  return tables
}
