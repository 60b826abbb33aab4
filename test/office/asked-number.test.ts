// The forms in which telephone systems write the number that they ask about.
import { describe, expect, test } from 'vitest'
import { parseNumber } from '../../src/core/number/number.ts'
import { readAskedNumber } from '../../src/office/asked-number.ts'

const PLAIN = { outsideLine: null, isPlusLost: false }

describe('as it is written', () => {
  test.each([
    ['+353871234567', '+353871234567'],
    [' 353871234567', '+353871234567'],
    ['0871234567', '0871234567'],
    ['sip:+353871234567@trunk.example;user=phone', '+353871234567'],
    ['sip: 353871234567@trunk.example', '+353871234567'],
    ['sips:0871234567@10.0.0.1:5061', '0871234567'],
    ['sip:%2B353871234567@trunk.example', '+353871234567'],
    ['sip:+353871234567:secret@trunk.example', '+353871234567'],
    ['"Anna" <sip:+353871234567@trunk.example>;tag=1', '+353871234567'],
    ['tel:+353871234567', 'tel:+353871234567'],
    ['sip:0871234567;phone-context=+44@trunk.example', 'tel:0871234567;phone-context=+44'],
    ['sip:anonymous@anonymous.invalid', 'anonymous'],
    ['sip:trunk.example', ''],
    ['sip:%zz@trunk.example', '%zz'],
    ['anonymous', 'anonymous'],
    ['201', '201'],
  ])('%s is %s', (text, number) => expect(readAskedNumber(text, PLAIN)).toBe(number))

  test('what a SIP address says of the country is not read under another', () => {
    const text = readAskedNumber('sip:02071234567;phone-context=+44@trunk.example', PLAIN)
    expect(parseNumber(text, 'IE')).not.toMatchObject({ country: 'IE' })
  })
})

describe('as it is stated to be written', () => {
  test.each([
    ['00871234567', '0', '0871234567'],
    ['000353871234567', '0', '00353871234567'],
    ['90871234567', '9', '0871234567'],
    ['+353871234567', '0', '+353871234567'],
    ['201', '0', '201'],
    ['anonymous', '0', 'anonymous'],
  ])('%s with %s for an outside line is %s', (text, outsideLine, number) =>
    expect(readAskedNumber(text, { outsideLine, isPlusLost: false })).toBe(number),
  )

  test.each([
    ['447911123456', '+447911123456'],
    ['+447911123456', '+447911123456'],
    ['anonymous', 'anonymous'],
  ])('%s without its plus sign is %s', (text, number) =>
    expect(readAskedNumber(text, { outsideLine: null, isPlusLost: true })).toBe(number),
  )
})
