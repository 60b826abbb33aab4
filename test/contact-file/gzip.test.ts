import { readFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openCsv } from '../../src/contact-file/csv/csv.ts'
import { unpack } from '../../src/contact-file/format.ts'
import { packGzip } from '../../src/contact-file/gzip.ts'
import { piecesOf } from './files.ts'

/** The bytes within a gzip file, which comes in pieces of the given size. */
async function read(packed: Buffer, pieceSize = 1000): Promise<Buffer> {
  const { bytes, isPacked } = await unpack(piecesOf(packed, pieceSize))
  expect(isPacked).toBe(true)
  return collect(bytes)
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of bytes) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Reads all rows of a CSV file within gzip. */
async function readRows(packed: Buffer): Promise<void> {
  const { bytes } = await unpack(piecesOf(packed, 1000))
  for await (const _ of (await openCsv(bytes, { stretchBytes: 1000 })).rows());
}

describe('a gzip file', () => {
  test('is unpacked, and packed again', async () => {
    const bytes = readFileSync('fixtures/contacts/sample.csv')
    expect(await read(gzipSync(bytes), 7)).toEqual(bytes)
    expect(gunzipSync(await collect(packGzip(piecesOf(bytes, 1000))))).toEqual(bytes)
  })

  test('of several parts is read to its end', async () => {
    const bytes = Buffer.concat([gzipSync('Phone\n1\n'), gzipSync('2\n')])
    expect((await read(bytes)).toString()).toBe('Phone\n1\n2\n')
  })

  test.each([
    ['two-sheets.xlsx', 'xlsx'],
    ['vcard-utf16.vcf', 'vcard'],
    ['utf16le.csv', 'csv'],
  ])('says of %s that it is %s', async (name, format) => {
    const packed = gzipSync(readFileSync(`fixtures/contacts/${name}`))
    expect(await unpack(piecesOf(packed, 1000))).toMatchObject({ format, isPacked: true })
  })

  test('within another is not unpacked', async () => {
    await expect(readRows(gzipSync(gzipSync('Phone\n1\n')))).rejects.toThrow('found a gzip file (unpack it first)')
  })

  const ROWS = Array.from({ length: 20_000 }, (_, index) => `${Math.imul(index, 2654435761)}\n`).join('')

  test.each([
    ['after 4 bytes', (bytes: Buffer) => bytes.subarray(0, 4), 'found one that is cut off after 4 bytes'],
    ['cut off', (bytes: Buffer) => bytes.subarray(0, 20_000), 'is cut off after 20,000 bytes: copy or export it again'],
    [
      'damaged',
      (bytes: Buffer) => bytes.fill(0x55, 10_000, 10_050),
      /is damaged after \d+,000 bytes, and before byte \d\d,000:/,
    ],
    [
      'damaged in its sum',
      (bytes: Buffer) => bytes.fill(0x55, bytes.length - 8, bytes.length - 4),
      'that has a wrong checksum:',
    ],
    ['damaged in its length', (bytes: Buffer) => bytes.fill(0x55, bytes.length - 4), 'that has a wrong checksum:'],
    ['longer', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('xx')]), 'that has something else behind its end:'],
    [
      'longer by a likeness',
      (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('1f8b0700', 'hex')]),
      'behind its end:',
    ],
    ['cut off at its end', (bytes: Buffer) => bytes.subarray(0, -9), 'is cut off'],
  ])('that is %s is refused', async (_what, damage, message) => {
    await expect(read(damage(gzipSync(`Phone\n${ROWS}`)))).rejects.toThrow(message)
  })

  test.each([
    ['one endless row', 'a'.repeat(20_000_000), 'line 1 is longer than 8 MB'],
    ['blank lines only', '\n'.repeat(20_000_000), 'expected a header in the first 8 MB, found only blank lines'],
    [
      'a quote that is never closed',
      `a,b\n1,"${'\n'.repeat(20_000_000)}`,
      'row 2, which begins on line 2, is longer than 8 MB',
    ],
  ])('with a bomb of %s is refused', async (_what, text, message) => {
    await expect(readRows(gzipSync(text))).rejects.toThrow(message)
  })
})
