import { describe, expect, test } from 'vitest'
import { ANNA, answer, BEN, byRole, dial, end, play, ring, type Setup } from './play.ts'

const STRANGER = '+353861110000'

test('AND-33 a row stands by when its call began, though it came later', () => {
  const { phone } = play(
    {},
    ring(),
    answer(1_000),
    ring(BEN, 2_000, 'b'),
    { type: 'end', cause: 'MISSED', callId: 'b', at: 9_000 },
    end(),
  )
  expect(phone.callList.map(({ callId }) => callId)).toEqual(['b', 'a'])
})

describe("AND-80 another app's own call", () => {
  const rows = (apiLevel: number, voipCallsListed: boolean) =>
    play(
      { handset: { apiLevel }, system: { voipCallsListed } },
      ring(ANNA, 0, 'a', { kind: 'self-managed' }),
      answer(),
      end(),
    )
  test.each([
    [36, true, 1],
    [36, false, 0],
    [35, true, 0],
  ])('is listed at API level %i, where that app wants it (%s): %i rows', (apiLevel, wants, count) => {
    expect(rows(apiLevel, wants).phone.callList).toHaveLength(count)
  })
  test('is none of ours: nothing follows it', () => {
    const { types } = rows(36, true)
    expect(types.filter((type) => type === 'notify-missed' || type === 'open-outcome')).toEqual([])
  })
})

describe('AND-81 a call that the screening app rejects', () => {
  test.each([
    [37, true, 'MISSED'],
    [37, false, 'BLOCKED'],
    [36, true, 'BLOCKED'],
  ])('at API level %i, as missed %s, is listed as %s', (apiLevel, screeningRejectsAsMissed, logType) => {
    const system = { screeningDisallows: true, screeningRejectsAsMissed }
    const { phone, types } = play({ ...byRole, handset: { screeningRole: true, apiLevel }, system }, ring())
    expect(phone.callList).toMatchObject([{ logType }])
    expect(types).not.toContain('ringing')
  })
})

describe('AND-82 the row of a call', () => {
  test.each([
    ['has the name of the phone’s own contact', new Map([[ANNA, 'Mum']]), 'Mum', 0],
    ['has none for whom the phone does not know', new Map(), null, 1],
  ])('%s, and so the app knows whose missed call it is to tell of', (_what, addressBook, name, notices) => {
    const { phone, of } = play({ world: { addressBook } }, ring(ANNA), end('MISSED'))
    expect(phone.callList).toMatchObject([{ name }])
    expect(of('notify-missed')).toHaveLength(notices)
  })
})

describe('IOS-30 with Call Filtering', () => {
  const filter = (filteredAreSilenced: boolean): Setup => ({
    platform: 'ios',
    system: { filtersUnknownCallers: true, filteredAreSilenced },
  })
  test.each([true, false])('an unknown caller stands apart in the list, and is silenced: %s', (isSilenced) => {
    const { phone, types } = play(filter(isSilenced), ring(STRANGER), end('MISSED', 9_000))
    expect(phone.callList).toMatchObject([{ isFiltered: true }])
    expect(types.includes('silenced')).toBe(isSilenced)
  })
  test('whom the user has called does not', () => {
    const { phone } = play(
      filter(true),
      dial(STRANGER),
      answer(),
      end(),
      ring(STRANGER, 100_000, 'b'),
      end('MISSED', 109_000),
    )
    expect(phone.callList[0]?.isFiltered).toBeUndefined()
  })
  test('without it nobody does', () => {
    expect(play({ platform: 'ios' }, ring(STRANGER), end('MISSED')).phone.callList[0]?.isFiltered).toBeUndefined()
  })
})
