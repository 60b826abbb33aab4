// The checksums of a snapshot (native/FORMAT.md): written when it is made, and the header's compared when it is opened. Knows
// nothing of what the bytes mean.
import { checksum } from './checksum.ts'
import { BLOCK_BYTES, HEADER_BYTES, type Layout } from './format.ts'

/** Writes the checksum of each block of the body. */
export function sealBlocks(bytes: DataView, { numbersAt, end }: Layout): void {
  for (let at = HEADER_BYTES, from = numbersAt; from < end; at += 4, from += BLOCK_BYTES) {
    bytes.setUint32(at, checksum(bytes, [from, Math.min(from + BLOCK_BYTES, end)]), true)
  }
}

/** The checksum that stands at the end of the header: of what is before it there, and of those of the blocks. */
export function headerSum(bytes: DataView, { numbersAt }: Layout): number {
  return checksum(bytes, [HEADER_BYTES, numbersAt], checksum(bytes, [0, HEADER_BYTES - 4]))
}
