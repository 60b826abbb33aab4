import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { detectFormat, peek } from '../../src/contact-file/format.ts'
import { piecesOf } from './files.ts'

describe('the format of a file is told by its first bytes:', () => {
  test.each([
    ['vcard-3.vcf', 'vcard'],
    ['vcard-utf16.vcf', 'vcard'],
    ['two-sheets.xlsx', 'xlsx'],
    ['sample.csv', 'csv'],
    ['utf16le.csv', 'csv'],
    ['empty.csv', 'csv'],
  ])('%s is %s', (name, format) => {
    expect(detectFormat(readFileSync(`fixtures/contacts/${name}`))).toBe(format)
  })

  test.each([
    ['\ufeff\r\n begin : vcard\r\n', 'vcard'],
    ['Name,Note\nAnna,BEGIN:VCARD\n', 'csv'],
  ])('%j is %s', (text, format) => {
    expect(detectFormat(Buffer.from(text))).toBe(format)
  })

  test('an old or encrypted workbook goes to the reader that says so', () => {
    expect(detectFormat(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toBe('xlsx')
  })
})

test.each([0, 10, 10_000])('%i bytes are looked at without being taken', async (length) => {
  const content = Buffer.alloc(length, 'x')
  const { head, bytes } = await peek(piecesOf(content, 7))
  expect(head.equals(content.subarray(0, head.length))).toBe(true)
  const pieces: Buffer[] = []
  for await (const piece of bytes) pieces.push(piece)
  expect(Buffer.concat(pieces).equals(content)).toBe(true)
})
