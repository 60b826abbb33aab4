import { describe, expect, test } from 'vitest'
import { logDay, orderDay, provenOrder } from '../../src/replay/log-day.ts'

test.each([
  ['2026-03-14 09:26:00', '2026-03-14'],
  ['2026-03-14T23:59:59.999Z', '2026-03-14'],
  ['2026-03-14', '2026-03-14'],
  ['2026-02-30 10:00', null],
  ['1773480360000', '2026-03-14'],
  ['1773480360', '2026-03-14'],
  ['2026/3/4 9:26', '2026-03-04'],
  ['14.03.2026 09:26', '2026-03-14'],
  ['3/14/2026 9:26 AM', '3/14/2026'],
  ['Sat 03/14/2026', '3/14/2026'],
  ['03/04/26', '3/4/2026'],
  ['14-03-2026', '14/3/2026'],
  ['Sat, 14 Mar 2026 09:26:00 +0000', '2026-03-14'],
  ['Mar 14, 2026 9:26 AM', '2026-03-14'],
  ['14-Mar-26', '2026-03-14'],
  ['09:26:00 UTC 2026-03-14', '2026-03-14'],
  ['9:26 14.03.2026', '2026-03-14'],
  ['09:26:00', null],
  ['', null],
  ['yesterday', null],
  ['42', null],
  ['99999999999999999', null],
])('%s is the day %s', (text, day) => expect(logDay(text)).toBe(day))

describe('the order of days with slashes', () => {
  test.each([
    [['3/4/2026', '14/3/2026'], 'dmy'],
    [['3/4/2026', '3/14/2026'], 'mdy'],
    [['3/4/2026'], null],
    [['14/3/2026', '3/14/2026'], null],
    [['2026-03-14'], null],
  ])('of %j is %s', (days, order) => expect(provenOrder(days)).toBe(order))

  test('is needed for a day', () => {
    expect(orderDay('3/4/2026', 'dmy')).toBe('2026-04-03')
    expect(orderDay('3/4/2026', 'mdy')).toBe('2026-03-04')
    expect(orderDay('3/4/2026', null)).toBeNull()
    expect(orderDay('31/2/2026', 'dmy')).toBeNull()
    expect(orderDay('2026-03-04', null)).toBe('2026-03-04')
  })
})
