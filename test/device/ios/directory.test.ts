import { describe, expect, test } from 'vitest'
import {
  type Entry,
  type Extension,
  type Given,
  type LoadSystem,
  labelOf,
  loadEntries,
  loadError,
  reloadAfterMs,
} from '../../../src/device/ios/directory.ts'
import { newSystem } from '../../../src/device/system.ts'

const ours: Extension = { id: 'ours', isEnabled: true, isLoading: false, hasLoaded: false, labels: new Map() }
const loadedOnce: Extension = {
  ...ours,
  hasLoaded: true,
  labels: new Map([
    [1, ['One']],
    [2, ['Two', 'Zwei']],
  ]),
}
const add = (...entries: [number, string][]): Entry[] => entries.map(([number, label]) => ({ number, label }))

function load(given: Partial<Given> = {}, { extension = ours, id = 'ours', system = {} as Partial<LoadSystem> } = {}) {
  const give = () => ({ removes: [], adds: [], heldBytes: 0, ...given })
  const { extensions, error, isIncremental } = loadEntries({ extension: id, give }, [extension], {
    ...newSystem(),
    ...system,
  })
  return { code: error?.code ?? null, name: error?.name, labels: [...(extensions[0]?.labels ?? [])], isIncremental }
}

describe('a load', () => {
  test('of ascending entries succeeds', () => {
    const { code, labels } = load({ adds: add([353, 'A'], [3531, 'B']) })
    expect([code, labels]).toEqual([
      null,
      [
        [353, ['A']],
        [3531, ['B']],
      ],
    ])
  })
  test('IOS-01 of an extension that is off fails with extensionDisabled', () => {
    expect(load({}, { extension: { ...ours, isEnabled: false } })).toMatchObject({ code: 6, name: 'extensionDisabled' })
  })
  test('IOS-03 while one runs fails with currentlyLoading', () => {
    expect(load({}, { extension: { ...ours, isLoading: true } })).toMatchObject({ code: 7, name: 'currentlyLoading' })
  })
  test('IOS-04 of a lower number fails with entriesOutOfOrder, as text order gives it', () => {
    const asText = ['49', '1', '353'].sort().map((text): [number, string] => [Number(text), text])
    expect(load({ adds: add(...asText) })).toMatchObject({ code: 3, name: 'entriesOutOfOrder' })
  })
  test('IOS-04 of a number twice fails with duplicateEntries only when the label is the same', () => {
    expect(load({ adds: add([1, 'A'], [1, 'A']) })).toMatchObject({ code: 4, name: 'duplicateEntries' })
    expect(load({ adds: add([1, 'A'], [1, 'B']) }).labels).toEqual([[1, ['A', 'B']]])
  })
  test.each([true, false])('IOS-04 that fails leaves the labels of the one before: %s', (failedLoadKeepsLabels) => {
    const { labels } = load(
      { adds: add([2, 'A'], [1, 'B']) },
      { extension: loadedOnce, system: { failedLoadKeepsLabels } },
    )
    expect(labels).toEqual(failedLoadKeepsLabels ? [...loadedOnce.labels] : [])
  })
  test('IOS-05 that is the first is not incremental, and may remove nothing', () => {
    expect(load().isIncremental).toBe(false)
    expect(load({ removes: [1] })).toMatchObject({ code: 8, name: 'unexpectedIncrementalRemoval' })
    expect(load({ removes: [1] }, { extension: loadedOnce, system: { loadsAreIncremental: false } }).code).toBe(8)
  })
  test('IOS-06 that comes later is incremental or not, as the system chooses', () => {
    expect(load({}, { extension: loadedOnce }).isIncremental).toBe(true)
    expect(load({}, { extension: loadedOnce, system: { loadsAreIncremental: false } }).isIncremental).toBe(false)
  })
  test('IOS-07 that is incremental changes what it names; a removal takes every label of the number', () => {
    const { labels } = load({ removes: [2], adds: add([3, 'Three']) }, { extension: loadedOnce })
    expect(labels).toEqual([
      [1, ['One']],
      [3, ['Three']],
    ])
  })
  test('IOS-08 that is full replaces everything', () => {
    const full = { extension: loadedOnce, system: { loadsAreIncremental: false } }
    expect(load({ adds: add([3, 'Three']) }, full).labels).toEqual([[3, ['Three']]])
  })
  test('IOS-09 that needs too much memory is ended with loadingInterrupted', () => {
    expect(load({ heldBytes: 5_000_001 })).toMatchObject({ code: 2, name: 'loadingInterrupted' })
    expect(load({ heldBytes: 5_000_000 }).code).toBeNull()
    expect(load({ heldBytes: 5_000_001 }, { system: { memoryBudgetBytes: 6_000_000 } }).code).toBeNull()
  })
  test('IOS-10 of more entries than the system takes fails with maximumEntriesExceeded', () => {
    const adds = add([1, 'A'], [2, 'B'], [3, 'C'])
    expect(load({ adds }, { system: { maximumEntries: 2 } })).toMatchObject({ code: 5, name: 'maximumEntriesExceeded' })
    expect(load({ adds }, { system: { maximumEntries: 3 } }).code).toBeNull()
  })
  test('IOS-11 of an extension that is not there fails with noExtensionFound', () => {
    expect(load({}, { id: 'another' })).toMatchObject({ code: 1, name: 'noExtensionFound' })
  })
})

describe('IOS-11 what the app does about an error', () => {
  test.each([1, 3, 4, 5, 6, 8])('code %d is not tried again', (code) =>
    expect(reloadAfterMs(loadError(code), 1)).toBeNull(),
  )
  test.each([0, 2, 7, 11, 102])('code %d is tried again later each time, and not for ever', (code) => {
    expect([1, 2, 5].map((failures) => reloadAfterMs(loadError(code), failures))).toEqual([60_000, 120_000, 960_000])
    expect(reloadAfterMs(loadError(code), 6)).toBeNull()
  })
  test('a code outside the list has a name', () => expect(loadError(102).name).toBe('unknown'))
})

test("IOS-12 the first extension in the user's order that is on and has the number names it", () => {
  const other: Extension = {
    ...loadedOnce,
    id: 'other',
    labels: new Map([
      [1, ['Uno']],
      [9, ['Nove']],
    ]),
  }
  expect(labelOf(1, [loadedOnce, other])).toEqual({ id: 'ours', label: 'One' })
  expect(labelOf(1, [other, loadedOnce])).toEqual({ id: 'other', label: 'Uno' })
  expect(labelOf(1, [{ ...other, isEnabled: false }, loadedOnce])).toEqual({ id: 'ours', label: 'One' })
  expect(labelOf(9, [loadedOnce, other])).toEqual({ id: 'other', label: 'Nove' })
  expect(labelOf(7, [loadedOnce, other])).toBeNull()
})
