import { describe, expect, test } from 'vitest'
import type { CarriedAction } from '../../../src/app/carried.ts'
import { buildDirectory } from '../../../src/core/directory.ts'
import { entriesOf } from '../../../src/device/ios/entries.ts'
import { isUnknownOnIos } from '../../../src/device/ios/ios.ts'
import { contact, phone as number } from '../../people.ts'
import {
  ANNA,
  answer,
  aPhone,
  aWorld,
  BEN,
  dial,
  does,
  end,
  people,
  play,
  playOn,
  ring,
  type Setup,
  wait,
} from '../play.ts'

type At = CarriedAction & { readonly at: number }
const ios = (more: Setup = {}): Setup => ({ platform: 'ios', ...more })
const toggle = (extension: boolean, at = 0): At => ({ type: 'change-settings', settings: { extension }, at })
const walsh = buildDirectory([contact({ lastName: 'Walsh' })])
const label = (setup: Setup, ...actions: At[]) => play(setup, ...actions).of('show-card')[0]?.card.name ?? null

describe('a reload', () => {
  test('gives the numbers in the order of their value, each with one label', () => {
    const mixed = buildDirectory([
      contact({ id: '1', phones: [number('+4915112345678')] }),
      contact({ id: '2', phones: [number('+12125550123'), number(ANNA)] }),
      contact({ id: '3', phones: [number(ANNA)], company: 'Acme Ltd' }),
    ])
    expect(entriesOf(mixed)).toEqual([
      { number: 12125550123, label: 'Anna Byrne · Acme Ltd' },
      { number: 353871234567, label: 'Anna Byrne +1 other · Acme Ltd' },
      { number: 4915112345678, label: 'Anna Byrne · Acme Ltd' },
    ])
  })
  test('IOS-05 IOS-06 is full the first time, and by changes later', () => {
    const { of } = play(ios(), does('reload'), does('reload', 1))
    expect(of('reload')).toMatchObject([
      { error: null, isIncremental: false, labels: 'new' },
      { error: null, isIncremental: true, labels: 'new' },
    ])
    expect(
      play(ios({ system: { loadsAreIncremental: false } }), does('reload'), does('reload', 1)).of('reload')[1]
        ?.isIncremental,
    ).toBe(false)
  })
  test('IOS-07 by changes gives only what differs, also where a name has changed', () => {
    const two = ios({ system: { extensionBytesPerEntry: 1_000_000, memoryBudgetBytes: 3_100_000 } })
    const loaded = playOn(aPhone(two), aWorld(), does('reload'))
    const same = playOn(loaded.phone, aWorld(), does('reload'))
    expect(same.of('reload')[0]?.error).toBeNull()
    const labels = buildDirectory(people)
    const renamed = aWorld({ directory: buildDirectory([contact({ lastName: 'Walsh' }), ...people.slice(1)]), labels })
    const roomy = playOn(loaded.phone, renamed, does('reload'))
    expect(roomy.of('reload')[0]?.error).toBeNull()
    const tight = { ...loaded.phone, system: { ...loaded.phone.system, memoryBudgetBytes: 2_000_000 } }
    expect(playOn(tight, renamed, does('reload')).of('reload')[0]?.error?.code).toBe(2)
    expect(playOn(tight, aWorld(), does('reload')).of('reload')[0]?.error).toBeNull()
  })
  test('IOS-01 of an extension that is off fails, and is not tried again', () => {
    const { of, phone } = play(ios({ settings: { extension: false } }), does('reload'), wait(10_000_000))
    expect(of('reload')).toMatchObject([{ error: { code: 6, name: 'extensionDisabled' }, labels: 'kept' }])
    expect(phone.timers).toEqual([])
  })
  test('IOS-03 while one runs fails, and the one that runs goes on', () => {
    const { of } = play(ios({ system: { loadMs: 2_000 } }), does('reload'), does('reload', 500), wait(1_000_000))
    expect(of('reload').map(({ error, seenAt }) => [error?.code ?? null, seenAt])).toEqual([
      [7, 500],
      [null, 2_000],
    ])
  })
  test('IOS-09 of an extension that holds all its entries in memory fails when they are many', () => {
    const crowd = Array.from({ length: 1_000 }, (_, index) =>
      contact({ id: String(index), phones: [number(`+35387${1_000_000 + index}`)] }),
    )
    const world = { directory: buildDirectory(crowd), labels: buildDirectory([]) }
    const decodes = ios({ world, system: { extensionBytesPerEntry: 10_000 } })
    expect(play(decodes, does('reload')).of('reload')[0]?.error?.name).toBe('loadingInterrupted')
    expect(play(ios({ world }), does('reload')).of('reload')[0]?.error).toBeNull()
    expect(play(ios({ world, system: { maximumEntries: 999 } }), does('reload')).of('reload')[0]?.error?.code).toBe(5)
  })
  test('IOS-11 that fails with a code that nobody knows is tried five times more at most', () => {
    const { of } = play(ios({ system: { loadErrorCode: 102 } }), does('reload'), wait(100_000_000))
    expect(of('reload').map(({ error }) => error?.name)).toEqual(Array.from({ length: 6 }, () => 'unknown'))
    expect(play(ios({ system: { loadErrorCode: 1 } }), does('reload'), wait(100_000_000)).of('reload')).toHaveLength(1)
  })
  test.each([true, false])('IOS-04 that fails keeps the labels: %s', (failedLoadKeepsLabels) => {
    const { of } = play(ios({ system: { loadErrorCode: 2, failedLoadKeepsLabels } }), does('reload'))
    expect(of('reload')[0]?.labels).toBe(failedLoadKeepsLabels ? 'kept' : 'none')
  })
})

describe('the extension', () => {
  test('IOS-02 is switched by the user alone, and the app is told nothing', () => {
    const { of } = play(
      ios({ settings: { extension: false }, system: { enablingLoads: false } }),
      does('open-app'),
      toggle(true),
      ring(),
    )
    expect(of('reload')).toEqual([])
    expect(of('show-card')).toHaveLength(1)
  })
  test.each([true, false])('IOS-21 is loaded anew and in full when it is switched off and on: %s', (enablingLoads) => {
    const { of } = play(ios({ system: { enablingLoads } }), does('reload'), toggle(false, 1), toggle(true, 2))
    expect(of('reload').map(({ isIncremental }) => isIncremental)).toEqual(enablingLoads ? [false, false] : [false])
    const later = play(
      ios({ system: { enablingLoads } }),
      does('reload'),
      toggle(false, 1),
      toggle(true, 2),
      does('reload', 3),
    )
    expect(later.of('reload').at(-1)?.isIncremental).toBe(enablingLoads)
  })
})

describe('IOS-19 signing out', () => {
  test('loads an empty directory', () => {
    const { of, types } = play(ios(), does('reload'), does('sign-out', 1))
    expect(types.slice(-2)).toEqual(['signed-out', 'reload'])
    expect(of('reload').at(-1)).toMatchObject({ error: null, labels: 'none' })
  })
  test('leaves the labels where that load fails', () => {
    const setup = ios({ system: { loadErrorCode: 2 } })
    expect(play(setup, does('sign-out')).of('reload')[0]?.labels).toBe('kept')
    expect(label(setup, does('sign-out'), ring())).toBe('Anna Byrne')
  })
})

describe('a call', () => {
  test('IOS-12 is named by the contacts, then by the first extension that has it', () => {
    const otherLabels = new Map([
      [ANNA, 'Spam?'],
      ['+353869999999', 'Taxi'],
    ])
    const seen = (otherExtensionFirst: boolean, text = ANNA, more = {}) => {
      const { of, types } = play(ios({ system: { otherExtensionFirst }, world: { otherLabels, ...more } }), ring(text))
      return [of('other-label')[0]?.label ?? null, types.includes('show-card')]
    }
    expect(seen(false)).toEqual([null, true])
    expect(seen(true)).toEqual(['Spam?', false])
    expect(seen(false, '+353869999999')).toEqual(['Taxi', false])
    expect(seen(true, ANNA, { addressBook: new Map([[ANNA, 'Mum']]) })).toEqual([null, false])
  })
  test('IOS-13 has the label of the last load, and no code of the app runs', () => {
    const { types, of } = play(
      ios({ world: { directory: walsh, labels: buildDirectory(people) } }),
      does('kill-app'),
      ring(),
    )
    expect(of('show-card')[0]?.card.name).toBe('Anna Byrne')
    expect(types).toEqual(['app', 'ringing', 'identified', 'show-card'])
  })
  test('IOS-14 whose number is withheld has no label', () => {
    expect(label(ios(), ring('withheld'))).toBeNull()
    // The network may know the number, and say that it is not to be shown.
    const hidden = { presentation: 'RESTRICTED', text: ANNA } as const
    expect(label(ios(), { ...ring(), line: hidden } as At)).toBeNull()
  })
  test.each([true, false])('IOS-15 is listed with its label: %s', (labelsInCallList) => {
    const { phone } = play(ios({ system: { labelsInCallList } }), ring(), end('MISSED'))
    expect(phone.callList[0]?.name).toBe(labelsInCallList ? 'Anna Byrne · Acme Ltd' : null)
  })
  test('IOS-17 is told to an app that runs, never with its number; else not at all', () => {
    const calls = [ring(), answer(), { type: 'hold', at: 4_000 }, end('REMOTE', 9_000)] as const
    const { of } = play(ios(), does('open-app'), ...calls)
    expect(
      of('call-observed').map(({ hasConnected, isOnHold, hasEnded }) => [hasConnected, isOnHold, hasEnded]),
    ).toEqual([
      [false, false, false],
      [true, false, false],
      [true, true, false],
      [true, false, true],
    ])
    expect(JSON.stringify(of('call-observed'))).not.toMatch(/353|Anna/)
    expect(play(ios(), ...calls).of('call-observed')).toEqual([])
    expect(play(ios(), does('open-app'), does('kill-app'), ...calls).of('call-observed')).toEqual([])
    expect(play(ios(), does('open-app'), dial()).of('call-observed')[0]?.isOutgoing).toBe(true)
  })
  test('IOS-20 in national form finds its international entry, or does not: the switch', () => {
    for (const matchesNationalForm of [true, false]) {
      const setup = ios({ system: { matchesNationalForm } })
      expect(label(setup, ring('087 123 4567'))).toBe(matchesNationalForm ? 'Anna Byrne' : null)
      expect(label(setup, ring())).toBe('Anna Byrne')
    }
  })
  test('that the phone blocks does not ring', () => {
    expect(play(ios({ world: { blocked: new Set([ANNA]) } }), ring()).types).toEqual(['blocked'])
  })
})

describe('IOS-16 Silence Unknown Callers', () => {
  const silence = (more: Setup['system'] = {}, world: Setup['world'] = {}) =>
    ios({ system: { unknownCallers: 'silence', ...more }, world })
  test('silences a caller with a label, who is listed with it; or spares them: the switch', () => {
    const { types, phone } = play(silence(), ring(), end('MISSED'))
    expect(types).toEqual(['silenced', 'identified', 'card-unseen', 'ended', 'call-list'])
    expect(phone.callList[0]?.name).toBe('Anna Byrne · Acme Ltd')
    expect(play(silence({ labelledIsKnown: true }), ring()).types).toContain('show-card')
    expect(play(silence({ labelledIsKnown: true }), ring('+353869999999')).types).toContain('silenced')
  })
  test('spares contacts, and numbers that were called before', () => {
    expect(play(silence({}, { addressBook: new Map([[BEN, 'Ben']]) }), ring(BEN)).types).toContain('ringing')
    expect(play(silence(), dial(), end('LOCAL'), ring(ANNA, 90_000, 'b')).types).toContain('ringing')
    expect(isUnknownOnIos({ isSaved: false, wasDialled: false, isLabelled: false, labelledIsKnown: true })).toBe(true)
  })
  test('asks who calls for their reason from iOS 26 on, and rings after that; contacts ring at once', () => {
    const asks = (more: Setup['system'] = {}, world: Setup['world'] = {}) =>
      ios({ system: { unknownCallers: 'ask-reason', ...more }, world })
    const { of, types } = play(asks({ askReasonMs: 4_000 }), ring(), wait(10_000))
    expect(types.slice(0, 2)).toEqual(['asked-reason', 'ringing'])
    expect(of('ringing')[0]?.seenAt).toBe(4_000)
    expect(play(asks(), ring(), end('MISSED', 2_000)).types).not.toContain('ringing')
    expect(play(asks({}, { addressBook: new Map([[BEN, 'Ben']]) }), ring(BEN)).types).not.toContain('asked-reason')
  })
  test('is off unless it is switched on', () => expect(play(ios(), ring('+353869999999')).types).toContain('ringing'))
})
