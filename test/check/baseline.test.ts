import { describe, expect, test } from 'vitest'
import { type Baseline, openBaseline, readBaseline, renderBaseline } from '../../src/check/baseline.ts'
import { place } from './report/checked.ts'

const NATIONAL = place('national', { id: '1', repair: '+353871234567' })
const TEXT = place('text', { id: '2', value: 'n/a' })
const EMPTY = place('empty', { id: null, column: null, value: '', row: 7 })
const [COMPLETE, OPTIONS] = [
  { isUpdated: false, isComplete: true },
  { isHashed: false, isRepaired: false },
]

function renewed(findings: readonly (typeof NATIONAL)[], before: Baseline | null = null, isHashed = false): Baseline {
  const open = openBaseline('b.json', { ...OPTIONS, before, isHashed })
  for (const finding of findings) open.note(finding)
  return open.renewed()
}

describe('a baseline', () => {
  test('is read as it was written', () => {
    const baseline = renewed([TEXT, NATIONAL, EMPTY])
    expect(readBaseline([...renderBaseline(baseline)].join(''))).toEqual(baseline)
  })

  test('knows what it has, and says what is new and what is mended', () => {
    const open = openBaseline('b.json', { ...OPTIONS, before: renewed([NATIONAL, EMPTY]) })
    expect([open.note(NATIONAL), open.note(TEXT)]).toEqual([true, false])
    expect(open.summarise(COMPLETE)).toEqual({
      file: 'b.json',
      known: 1,
      fresh: { error: 1, warning: 0, note: 0 },
      mended: 1,
      examples: [{ contact: 'row 7', code: 'empty' }],
      isUpdated: false,
    })
  })

  test('goes by contact and kind: where the row stands is no matter', () => {
    const open = openBaseline('b.json', { ...OPTIONS, before: renewed([TEXT]) })
    expect(open.note({ ...TEXT, row: 900 })).toBe(true)
    expect(open.note({ ...TEXT, id: '3' })).toBe(false)
  })

  test('of a run that repairs has only what remains', () => {
    const open = openBaseline('b.json', { before: null, isHashed: false, isRepaired: true })
    open.note(NATIONAL)
    expect(open.renewed().known.size).toBe(0)
  })

  test('of a run that was interrupted nothing is said to be mended', () => {
    const open = openBaseline('b.json', { ...OPTIONS, before: renewed([TEXT]) })
    expect(open.summarise({ isUpdated: false, isComplete: false }).mended).toBe(0)
  })

  test('names no contact where it is hashed, and still knows them', () => {
    const hashed = renewed([TEXT], null, true)
    const text = [...renderBaseline(hashed)].join('')
    expect(text).not.toContain('"2"')
    const open = openBaseline('b.json', { ...OPTIONS, before: readBaseline(text) })
    expect(open.note(TEXT)).toBe(true)
    expect(openBaseline('b.json', { ...OPTIONS, before: hashed }).summarise(COMPLETE).examples).toEqual([
      { contact: null, code: 'text' },
    ])
  })

  test.each([
    '',
    '{}',
    '[]',
    '{"baseline":2,"isHashed":false,"findings":[]}',
    '{"baseline":1,"isHashed":false,"findings":[1]}',
  ])('%j is none', (text) => expect(readBaseline(text)).toBeNull())
})
