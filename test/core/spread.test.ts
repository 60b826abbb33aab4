import { describe, expect, test } from 'vitest'
import { auditRow } from '../../src/core/audit.ts'
import { spreadNumbers } from '../../src/core/spread.ts'

const IE = { country: 'IE', region: null }
const NOWHERE = { country: null, region: null }
const spread = (texts: readonly string[], where = IE, mayTake = texts.map(() => true)) =>
  spreadNumbers(auditRow(texts, where), where, mayTake).map(({ repair, findings }) => [
    repair,
    ...findings.map(({ code }) => code),
  ])

describe('two numbers in a cell', () => {
  test.each([
    ['+353871234567 ::: +353861234567'],
    ['087 123 4567 / 086 123 4567'],
    ['(087) 1234567; +353 86 123 4567'],
    ['+353871234567 +353861234567'],
    ['087 123 4567 or 086 123 4567'],
  ])('%s: the second moves into the empty column', (text) => {
    expect(spread([text, ''])).toEqual([
      ['+353871234567', 'several-numbers'],
      ['+353861234567', 'moved-number'],
    ])
    expect(spread(['', text])).toEqual([
      ['+353861234567', 'moved-number'],
      ['+353871234567', 'several-numbers'],
    ])
  })

  test.each([
    ['three numbers', ['+353871234567 ::: +353861234567 ::: +353851234567', '']],
    ['the end of a second number', ['087 123 4567 or 4568', '']],
    ['no empty column', ['+353871234567 ::: +353861234567', '+35315550100']],
    ['one number twice', ['+353871234567 ::: 0871234567', '']],
    ['one that is not assigned', ['+353871234567 ::: +353111', '']],
    ['an extension', ['+353871234567 ext. 9 ::: +353861234567', '']],
    ['words', ['ask Anna or Ben', '']],
  ])('%s: nothing moves', (_what, texts) => {
    expect(spread(texts).map(([repair]) => repair)).toEqual(texts.map(() => null))
  })

  test('without a country, national numbers do not move', () => {
    expect(spread(['087 123 4567 / 086 123 4567', ''], NOWHERE as never)[0]?.[0]).toBeNull()
  })

  test('a column that callers are not matched by takes nothing', () => {
    expect(spread(['+353871234567 ::: +353861234567', ''], IE, [true, false])[1]).toEqual([null])
    expect(
      spread(['+353871234567 ::: +353861234567', '', ''], IE, [true, false, true]).map(([repair]) => repair),
    ).toEqual(['+353871234567', null, '+353861234567'])
  })

  test('two cells do not move into one', () => {
    const two = '+353871234567 ::: +353861234567'
    expect(spread([two, '+353851234567 ::: +353831234567', '']).map(([repair]) => repair)).toEqual([
      '+353871234567',
      null,
      '+353861234567',
    ])
  })
})
