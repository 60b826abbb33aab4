import { describe, expect, test } from 'vitest'
import { countryIsos, formatNumberToE164 } from '../../../src/device/android/number.ts'
import type { PhoneAction } from '../../../src/device/phone.ts'
import { newSystem } from '../../../src/device/system.ts'
import { ANNA, aPhone, play, ring } from '../play.ts'

const system = newSystem()

describe('AND-65 formatNumberToE164', () => {
  test('gives nothing for an invalid number, or a country that is empty or in lower case', () => {
    expect(formatNumberToE164('087 123 4567', 'IE', system)).toBe(ANNA)
    expect(formatNumberToE164('087 123', 'IE', system)).toBeNull()
    expect(formatNumberToE164(ANNA, '', system)).toBeNull()
    expect(formatNumberToE164('087 123 4567', 'ie', system)).toBeNull()
    expect(formatNumberToE164('087 123 4567', 'ie', { lowercaseCountryFails: false })).toBe(ANNA)
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
    const home: PhoneAction & { at: number } = { type: 'set-conditions', conditions: { networkCountry: null }, at: 0 }
    const irishSimAbroad = { handset: { simCountries: ['GB'] }, conditions: { networkCountry: 'IE' } }
    expect(known(irishSimAbroad, '087 123 4567')).toBe('known')
    expect(play(irishSimAbroad, home, ring('087 123 4567')).of('identified')[0]?.caller.kind).toBe('unknown')
  })
  test('of two SIMs the one that took the call comes first', () => {
    const { of } = play({ handset: { simCountries: ['IE', 'GB'] } }, ring('087 123 4567', 0, 'a', { sim: 'GB' }))
    expect(of('identified')[0]?.caller.evidence.readings.map(({ region }) => region)).toEqual(['GB', 'IE'])
  })
})
