import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checksum } from '../../../src/core/snapshot/checksum.ts'

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

test('the checksum is CRC-32: its check value is CBF43926', () => {
  expect(checksum(view(new TextEncoder().encode('123456789')), [0, 9]).toString(16)).toBe('cbf43926')
})

test('any bytes, in one piece or in two, have the checksum that zlib gives them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80, size: 'max' }), fc.nat(80), (bytes, cut) => {
      const middle = Math.min(cut, bytes.length)
      const halves = checksum(view(bytes), [middle, bytes.length], checksum(view(bytes), [0, middle]))
      expect(checksum(view(bytes), [0, bytes.length])).toBe(crc32(bytes))
      expect(halves).toBe(crc32(bytes))
    }),
  )
})
