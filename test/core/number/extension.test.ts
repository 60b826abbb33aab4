// Every way in which an extension, or what is dialled after a number, is written behind it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseNumber, regions } from '../../../src/core/number/number.ts'

function read(text: string, region: string | null = null): string {
  const number = parseNumber(text, region)
  if (number.kind === 'rejected') return number.reason
  return `${number.e164}${number.extension === null ? '' : ` ${number.extension}`}`
}

const WORDS =
  'x # ~ ext ext. EXT: extn Extn. extension extensión xtn int. interno anexo ramal poste Durchwahl DW App. Nst. toestel ' +
  'ankn. lokal alanumero wewn. linka mellék доб. добавочный вн. доп дод. εσωτ. dahili 内線 分机 转 내선 שלוחה تحويلة ｅｘｔ'

describe('R-02 an extension', () => {
  test.each(WORDS.split(' '))('behind %s is kept apart, whatever stands around it', (word) => {
    for (const [before, after] of [
      [' ', ' '],
      [', ', ''],
      [',', ' '],
      [' / ', ' '],
      ['/', ''],
      [' (', ')'],
      [' - ', ' '],
      ['; ', ''],
    ]) {
      for (const extension of ['4', '12', '45678', '123456789']) {
        const end = after === ')' ? ')' : ''
        const text = `+1 212 555 0123${before}${word}${end === '' ? after : ' '}${extension}${end}`
        expect([text, read(text)]).toEqual([text, `+12125550123 ${extension}`])
      }
    }
  })

  test.each([
    ['8 (423) 202-25-11, доб. 100', 'RU', '+74232022511 100'],
    ['+7 495 123-45-67,доб.12', null, '+74951234567 12'],
    ['+1 212 555 0123;ext=1234567', null, '+12125550123 1234567'],
    ['+1 212 555 0123 ext 12345678901234567890', null, '+12125550123 12345678901234567890'],
    ['+1 212 555 0123 ext. no. 12', null, '+12125550123 12'],
    ['(646) 558-8656,,820445398#', 'US', '+16465588656 820445398'],
    ['+16465588656,,820445398#,,,,*123456#', null, '+16465588656 820445398#,,,,*123456'],
    ['+1 646 558 8656; 7246433', null, '+16465588656 7246433'],
    ['+12125550123p123', null, '+12125550123 123'],
    ['+12125550124w123', null, '+12125550124 123'],
    ['+12125550125,123', null, '+12125550125 123'],
    ['+12125550126;123', null, '+12125550126 123'],
    ['tel:+12125550123,,123#', null, '+12125550123 123'],
  ])('%s under %s is %s', (text, region, expected) => expect(read(text, region)).toBe(expected))

  test.each([
    ['several-numbers', '32123456;32123457', 'DK'],
    ['several-numbers', '221234;223456', 'FO'],
    ['several-numbers', '+353871234567;0861234567', null],
    ['several-numbers', '+353871234567;447911123456', null],
    ['several-numbers', '087 123 4567; 0861234567', null],
    ['several-numbers', '087 123 4567; 086 123 4567', 'IE'],
    ['several-numbers', '201 555 0123, 5550124', 'US'],
    ['several-numbers', '087 123 4567 x9, 086 123 4567 x8', 'IE'],
    ['several-numbers', '+1 212 555 0123 ext 12/13', null],
    ['not-a-number', '+1 212 555 0123 x12 x13', null],
    ['not-a-number', '+1 212 555 0123 ext 123456789012345678901', null],
    ['not-a-number', '087 123 4567 kl. 9', 'IE'],
  ])('%s: %s under %s holds none', (reason, text, region) => expect(read(text, region)).toBe(reason))

  test('never becomes a part of the number', () => {
    const word = fc.constantFrom(...WORDS.split(' '), ',', ';', ',,', 'p', 'w', ' (ext ', '/ext')
    fc.assert(
      fc.property(
        fc.stringMatching(/^[2-9]\d{2}[2-9]\d{6}$/),
        word,
        fc.stringMatching(/^\d{1,9}$/),
        (own, said, behind) => {
          const whole = parseNumber(`+1${own}${said}${behind}`, null)
          if (whole.kind === 'number') expect([whole.national, whole.extension]).toEqual([own, behind])
        },
      ),
    )
  })
})

describe('R-02 the xx of a Brazilian number', () => {
  test.each(['(0xx11) 3456-7890', '0xx11 3456-7890', '0 xx (11) 3456-7890', '(0XX 11) 3456-7890', '0**11 3456-7890'])(
    'stands for a carrier: %s',
    (text) => expect(read(text, 'BR')).toBe('+551134567890'),
  )

  test('is no digit of anybody else', () => {
    expect(read('+55 (0xx11) 3456-7890')).toBe('+551134567890')
    for (const region of regions().filter((each) => each !== 'BR')) {
      expect(read('(0xx11) 3456-7890', region)).not.toMatch(/^\+/)
    }
  })
})
