import { describe, expect, test } from 'vitest'
import { dotReporter } from '../../../src/run/report/dot.ts'
import { prettyReporter } from '../../../src/run/report/pretty.ts'
import { NO_FRAME } from '../../../src/scenario/result.ts'
import { broken, failed, HOSTILE_NAME, passed, problem, report, STYLE, skipped, TRACE } from './results.ts'

const other = { file: 'calls/other.yaml', line: 1, column: 1 }
const lines = (text: string) => text.split('\n')

describe('R-23 a person reads', () => {
  test('a line for a file where all is well, and the sum', () => {
    const text = report(prettyReporter(STYLE), [passed('a'), passed('b'), passed('c', { at: other })])
    expect(lines(text)).toEqual([
      '✓ calls/missed.yaml  2 passed',
      '✓ calls/other.yaml  1 passed',
      '',
      '3 passed · 2 files · 12ms, virtual 4m 45s',
      '',
    ])
  })

  test('of a failure: its place, its line with a caret, what differs, what led to it, how to play it alone', () => {
    const text = report(prettyReporter(STYLE), [passed('a'), failed("Anna's call")])
    expect(lines(text)).toEqual([
      '✗ calls/missed.yaml  1 passed, 1 failed',
      '',
      "  ✗ Anna's call",
      '    calls/missed.yaml:14:13',
      '    14 │   - expect: {card: {name: Anna Byrne}}',
      '       │             ^',
      '    card.name',
      '      - expected  "Anna Byrne"',
      '      + found     "Anne Byrne"',
      '',
      '    What happened:',
      '                0s  ringing +353871234567',
      '                0s  show-card Anne Byrne (overlay)',
      '    > 1m 35s 250ms  ended REMOTE',
      '',
      "    To play it alone: ringsight run calls/missed.yaml --grep 'Anna'\\''s call'",
      '',
      '1 passed, 1 failed · 1 file · 12ms, virtual 3m 10s',
      '',
    ])
  })

  test('what of a file cannot be read, beside its cases', () => {
    const text = report(prettyReporter(STYLE), [problem(), passed('a', { at: problem().at }), passed('b')])
    expect(lines(text)).toEqual([
      '✗ calls/odd.yaml  1 passed, cannot be read in part',
      '',
      '  ✗ calls/odd.yaml:3:5',
      '    3 │   - acept',
      '      │     ^',
      '    unknown step "acept": did you mean accept?',
      '',
      '✓ calls/missed.yaml  1 passed',
      '',
      '2 passed, 1 problem · 2 files · 12ms, virtual 3m 10s',
      '',
    ])
  })

  test('that a fault is ours, and where in the code only when asked', () => {
    const text = report(prettyReporter(STYLE), [broken('a')])
    expect(text).toContain(
      'reached what cannot be (this is a fault of Ringsight, not of the scenario; --debug shows where)',
    )
    expect(text).not.toContain('at play')
    const debugged = report(prettyReporter({ ...STYLE, isDebug: true }), [broken('a')])
    expect(lines(debugged)).toContain('      at play (run.ts:1:1)')
  })

  test.each([
    ['pretty', prettyReporter],
    ['dot', dotReporter],
  ])('%s: what failed once more at the end, where it is more than a screen', (_name, reporter) => {
    const results = [problem(), failed('a'), passed('b'), broken('c')]
    expect(report(reporter({ ...STYLE, height: 100 }), results)).not.toContain('What failed:')
    const text = report(reporter({ ...STYLE, height: 20 }), results)
    expect(lines(text).slice(-11, -3)).toEqual([
      '',
      'What failed:',
      '  ✗ calls/odd.yaml:3:5',
      '      unknown step "acept": did you mean accept?',
      '  ✗ calls/missed.yaml:14:13  a',
      '      card.name: expected "Anna Byrne", found "Anne Byrne"',
      '  ✗ calls/missed.yaml:1:1  c',
      '      reached what cannot be',
    ])
    expect(report(reporter({ ...STYLE, height: 1 }), [passed('a')])).not.toContain('What failed:')
  })

  test('how a frame is recorded, where none is', () => {
    const mismatches = [{ path: 'frame ringing', expected: NO_FRAME, found: 'phone: RINGING\n' }]
    const text = report(prettyReporter(STYLE), [failed('a', { failure: { mismatches } })])
    expect(text).toContain('run again with --update to record it')
  })

  test('each case with its virtual time when asked for all', () => {
    const text = report(prettyReporter({ ...STYLE, isVerbose: true }), [passed('a'), skipped('b')])
    expect(lines(text).slice(0, 3)).toEqual(['✓ calls/missed.yaml  1 passed, 1 skipped', '  ✓ a  1m 35s', '  - b'])
  })

  test('the last events of a long trace, and how many came before', () => {
    const trace = Array.from({ length: 40 }, (_, index) => ({ atMs: index, step: index, text: `event ${index}` }))
    const text = report(prettyReporter(STYLE), [failed('a', { trace })])
    expect(text).toContain('What happened, after 28 earlier events:')
    expect(text).not.toContain('event 27\n')
    expect(text).toContain('event 28\n')
    expect(report(prettyReporter({ ...STYLE, isVerbose: true }), [failed('a', { trace })])).toContain('event 27\n')
  })

  test('of a long line the part around the place, with the caret below it', () => {
    const line = `- expect: {label: ${'x'.repeat(300)}HERE${'y'.repeat(300)}}`
    const at = { file: 'long.yaml', line: 7, column: line.indexOf('HERE') + 1 }
    const text = report(prettyReporter({ ...STYLE, lineAt: () => line }), [failed('a', { failure: { at } })])
    const [source = '', caret = ''] = lines(text).slice(4, 6)
    expect(source.length).toBeLessThanOrEqual(80)
    expect(source.slice(caret.indexOf('^'))).toMatch(/^HEREy/)
  })

  test('a caret at the right cell behind wide signs and tabs', () => {
    const style = {
      ...STYLE,
      lineAt: () => '\t名前: x',
      measure: (text: string) => text.length + (text.match(/[名前]/g) ?? []).length,
    }
    const at = { file: 'wide.yaml', line: 1, column: 6 }
    const text = report(prettyReporter(style), [failed('a', { failure: { at } })])
    expect(lines(text).slice(4, 6)).toEqual(['    1 │  名前: x', '      │        ^'])
  })

  test('the step as it was read where its line cannot be had', () => {
    const text = report(prettyReporter({ ...STYLE, lineAt: () => null }), [failed('a')])
    expect(lines(text)[4]).toBe('      expect: {card: {name: Anna Byrne}}')
  })

  test('texts of several lines, such as frames, line by line', () => {
    const mismatches = [
      {
        path: 'frame missed',
        expected: 'phone: IDLE\ncard: Anna\nsync: 1\n',
        found: 'phone: IDLE\ncard: Anne\nnew\nsync: 1\n',
      },
    ]
    const text = report(prettyReporter(STYLE), [failed('a', { failure: { mismatches } })])
    expect(lines(text).slice(6, 13)).toEqual([
      '    frame missed',
      '      - expected  + found',
      '        phone: IDLE',
      '      - card: Anna',
      '      + card: Anne',
      '      + new',
      '        sync: 1',
    ])
  })

  test('in colour, the part that differs set off', () => {
    const painter = { ...STYLE.painter, strong: (text: string) => `<${text}>` }
    const text = report(prettyReporter({ ...STYLE, painter }), [failed('a')])
    expect(text).toContain('- expected  "Ann<a> Byrne"')
    expect(text).toContain('+ found     "Ann<e> Byrne"')
  })
})

test('R-23 no text of a scenario reaches the terminal as anything but text', () => {
  const at = { file: `calls/${HOSTILE_NAME}`, line: 1, column: 1 }
  const trace = [{ ...(TRACE[0] as (typeof TRACE)[0]), text: HOSTILE_NAME }]
  const mismatches = [{ path: HOSTILE_NAME, expected: HOSTILE_NAME, found: HOSTILE_NAME }]
  const hostile = [
    problem({ at, message: HOSTILE_NAME, source: HOSTILE_NAME }),
    failed(HOSTILE_NAME, { at, trace, failure: { at, stepText: HOSTILE_NAME, mismatches } }),
    { ...broken(HOSTILE_NAME), error: { message: HOSTILE_NAME, stack: HOSTILE_NAME } },
    passed(HOSTILE_NAME),
  ]
  const style = { ...STYLE, isVerbose: true, isDebug: true, lineAt: () => HOSTILE_NAME.replace(/[\r\n]/g, '') }
  for (const reporter of [prettyReporter(style), dotReporter(style)]) {
    const text = report(reporter, hostile)
    expect(text).not.toMatch(/[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
    expect(text).not.toMatch(/^(?:not ok|::)/m)
  }
})

describe('R-23 dots', () => {
  test('are a sign a case, then what went wrong in full, then the sum', () => {
    const text = report(dotReporter(STYLE), [problem(), passed('a'), failed('b'), skipped('c'), broken('d')])
    expect(lines(text)[0]).toBe('E.F-!')
    expect(lines(text)[1]).toBe('')
    expect(lines(text)[2]).toBe('✗ calls/odd.yaml:3:5')
    expect(text).toContain('\n✗ b\n  calls/missed.yaml:14:13\n')
    expect(lines(text).at(-2)).toBe(
      '1 passed, 1 failed, 1 broken, 1 skipped, 1 problem · 2 files · 12ms, virtual 4m 45s',
    )
  })

  test('fit the terminal', () => {
    const text = report(
      dotReporter({ ...STYLE, width: 40 }),
      Array.from({ length: 90 }, (_, index) => passed(`${index}`)),
    )
    expect(lines(text).slice(0, 4)).toEqual(['.'.repeat(40), '.'.repeat(40), '.'.repeat(10), ''])
  })
})
