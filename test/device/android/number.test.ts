import { describe, expect, test } from 'vitest'
import type { CarriedAction } from '../../../src/app/carried.ts'
import { countryIsos, formatNumberToE164 } from '../../../src/device/android/number.ts'
import { ANNA, aPhone, play, ring } from '../play.ts'

describe('AND-65 formatNumberToE164', () => {
  test('gives nothing for an invalid number, or a national one without a country', () => {
    expect(formatNumberToE164('087 123 4567', 'IE', 34)).toBe(ANNA)
    expect(formatNumberToE164('087 123', 'IE', 34)).toBeNull()
    expect(formatNumberToE164('087 123 4567', '', 35)).toBeNull()
  })
  test('needs no country for a number with +', () => {
    expect([formatNumberToE164(ANNA, '', 34), formatNumberToE164(ANNA, 'ie', 34)]).toEqual([ANNA, ANNA])
  })
  test('knows a country in lower case from Android 15 on', () => {
    expect(formatNumberToE164('087 123 4567', 'ie', 34)).toBeNull()
    expect(formatNumberToE164('087 123 4567', 'ie', 35)).toBe(ANNA)
  })
  test('gets its country from Android in lower case, or empty', () => {
    expect(countryIsos(aPhone())).toEqual({ sim: 'ie', network: 'ie' })
    expect(countryIsos(aPhone({ handset: { simCountries: [] } }))).toEqual({ sim: '', network: '' })
  })
})

describe('AND-66 abroad', () => {
  const abroad = { conditions: { networkCountry: 'GB' } }
  test("the network's country is another, and the SIM's is the same", () => {
    expect(countryIsos(aPhone(abroad))).toEqual({ sim: 'ie', network: 'gb' })
  })
  const known = (setup: Parameters<typeof play>[0], text: string, more = {}) =>
    play(setup, ring(text, 0, 'a', more)).of('identified')[0]?.caller.kind
  test('a caller from home is known in national form, and in international form', () => {
    expect([known(abroad, '087 123 4567'), known(abroad, ANNA)]).toEqual(['known', 'known'])
  })
  test("the network's national form is read under its country last", () => {
    const home: CarriedAction & { at: number } = { type: 'set-conditions', conditions: { networkCountry: null }, at: 0 }
    const irishSimAbroad = { handset: { simCountries: ['GB'] }, conditions: { networkCountry: 'IE' } }
    expect(known(irishSimAbroad, '087 123 4567')).toBe('known')
    expect(play(irishSimAbroad, home, ring('087 123 4567')).of('identified')[0]?.caller.kind).toBe('unknown')
  })
  test('of two SIMs the one that took the call comes first', () => {
    const { of } = play({ handset: { simCountries: ['IE', 'GB'] } }, ring('087 123 4567', 0, 'a', { sim: 'GB' }))
    expect(of('identified')[0]?.caller.evidence.readings.map(({ region }) => region)).toEqual(['GB', 'IE'])
  })
})
