import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { githubReporter, githubSummaryReporter } from '../../../src/run/report/github.ts'
import { jsonReporter } from '../../../src/run/report/json.ts'
import { junitReporter } from '../../../src/run/report/junit.ts'
import { tapReporter } from '../../../src/run/report/tap.ts'
import { safeLine } from '../../../src/text/safe.ts'
import { broken, failed, HOSTILE_NAME, passed, problem, report, STYLE, skipped } from './results.ts'

const HOSTILE_FILE = `calls/${HOSTILE_NAME}.yaml`
const at = { file: HOSTILE_FILE, line: 1, column: 1 }
const mismatches = [{ path: 'label', expected: HOSTILE_NAME, found: HOSTILE_NAME }]
const trace = [{ atMs: 5, step: 2, text: HOSTILE_NAME }]
const HOSTILE = [
  problem({ at, message: HOSTILE_NAME, source: HOSTILE_NAME }),
  passed(HOSTILE_NAME, { at }),
  failed(HOSTILE_NAME, { at, trace, failure: { at, stepText: HOSTILE_NAME, mismatches } }),
  skipped(HOSTILE_NAME, { at }),
  { ...broken(HOSTILE_NAME, { at }), error: { message: HOSTILE_NAME, stack: HOSTILE_NAME } },
]

describe('R-23 JSON', () => {
  const objects = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)

  const trace = failed('b').trace.map(({ atMs, ...seen }) => ({ afterSeconds: atMs / 1000, ...seen }))

  test('is an object a line: the start, each problem, each case, the summary', () => {
    const read = objects(report(jsonReporter(STYLE), [problem(), passed('a', { tags: ['R-10'] }), failed('b')]))
    const counts = { passed: 1, failed: 1, broken: 0, skipped: 0, problems: 1 }
    expect(read).toEqual([
      { type: 'start', files: 2, cases: 2, problems: 1 },
      { type: 'problem', file: 'calls/odd.yaml', line: 3, column: 5, message: problem().message, source: '  - acept' },
      {
        type: 'case',
        file: 'calls/missed.yaml',
        line: 1,
        column: 1,
        name: 'a',
        tags: ['R-10'],
        result: 'passed',
        steps: 3,
        tookSeconds: 0.002,
        virtualSeconds: 95.25,
        failure: null,
        error: null,
        trace: null,
      },
      expect.objectContaining({
        name: 'b',
        result: 'failed',
        failure: {
          file: 'calls/missed.yaml',
          line: 14,
          column: 13,
          step: 2,
          stepText: 'expect: {card: {name: Anna Byrne}}',
          mismatches: [{ path: 'card.name', expected: '"Anna Byrne"', found: '"Anne Byrne"' }],
        },
        trace,
      }),
      { type: 'summary', files: 2, ...counts, tookSeconds: 0.012, virtualSeconds: 190.5 },
    ])
  })

  test('has the trace of what passed only when asked for all', () => {
    expect(objects(report(jsonReporter(STYLE), [passed('a')]))[1]).toMatchObject({ trace: null })
    expect(objects(report(jsonReporter({ isVerbose: true }), [passed('a')]))[1]).toMatchObject({ trace })
  })

  test('says of a broken case what was broken', () => {
    expect(objects(report(jsonReporter(STYLE), [broken('a')]))[1]).toMatchObject({
      result: 'broken',
      error: { message: 'reached what cannot be' },
    })
  })

  test('holds any name, and nothing that a terminal takes for more', () => {
    const text = report(jsonReporter(STYLE), HOSTILE)
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    const read = objects(text)
    expect(read).toHaveLength(7)
    expect(read[2]).toMatchObject({ name: HOSTILE_NAME, file: HOSTILE_FILE })
  })
})

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

/** The root of a document, or an error where it is not well-formed. */
function readXml(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open: Element[] = [root]
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, children: [], text: '' }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('text', (text) => {
    const element = open.at(-1)
    if (element !== undefined) element.text += text
  })
  parser.on('closetag', () => open.pop())
  parser.write(xml).close()
  return root.children[0] as Element
}

describe('R-23 JUnit XML', () => {
  const style = STYLE
  const suites = (text: string) => readXml(text).children

  test('has a suite a file, with sums, and a case each', () => {
    const text = report(junitReporter(style), [passed('a'), failed('b'), skipped('c'), broken('d'), problem()])
    const root = readXml(text)
    expect([root.name, root.attributes]).toEqual([
      'testsuites',
      { name: 'ringsight', tests: '5', failures: '1', errors: '2', time: '0.012' },
    ])
    expect(root.children.map(({ name, attributes }) => [name, attributes])).toEqual([
      [
        'testsuite',
        {
          name: 'calls/missed.yaml',
          tests: '4',
          failures: '1',
          errors: '1',
          skipped: '1',
          time: '0.008',
          file: 'calls/missed.yaml',
        },
      ],
      [
        'testsuite',
        {
          name: 'calls/odd.yaml',
          tests: '1',
          failures: '0',
          errors: '1',
          skipped: '0',
          time: '0.000',
          file: 'calls/odd.yaml',
        },
      ],
    ])
    const cases = root.children[0]?.children ?? []
    expect(cases.map(({ attributes, children }) => [attributes['name'], ...children.map(({ name }) => name)])).toEqual([
      ['a', 'system-out'],
      ['b', 'failure', 'system-out'],
      ['c', 'skipped'],
      ['d', 'error', 'system-out'],
    ])
  })

  test('says what differs in the message, and shows the place and the trace', () => {
    const [suite] = suites(report(junitReporter(style), [failed('b')]))
    const [failure, out] = suite?.children[0]?.children ?? []
    expect(failure?.attributes).toEqual({
      type: 'expectation',
      message: 'card.name: expected "Anna Byrne", found "Anne Byrne"',
    })
    expect(failure?.text).toContain('calls/missed.yaml:14:13\n14 │   - expect: {card: {name: Anna Byrne}}\n')
    expect(out?.text).toContain('> 1m 35s 250ms  ended REMOTE\n')
  })

  test('is well-formed whatever the names hold, and no case is forged', () => {
    const [suite] = suites(report(junitReporter(style), HOSTILE))
    const line = safeLine(HOSTILE_NAME).replace(/[\ufffe]/g, '')
    expect(suite?.children.map(({ attributes }) => attributes['name'])).toEqual([
      'can be read (line 1, column 1)',
      ...Array(4).fill(line),
    ])
    expect(suite?.children[2]?.children[0]?.text).toContain(line)
  })
})

describe('R-23 TAP', () => {
  test('has its version, its plan, and a numbered point a case', () => {
    const text = report(tapReporter(), [passed('a'), skipped('b'), failed('c'), problem()])
    expect(text.split('\n').filter((line) => /^\S/.test(line))).toEqual([
      'TAP version 14',
      '1..4',
      'ok 1 - calls/missed.yaml: a',
      'ok 2 - calls/missed.yaml: b # SKIP not played: the run stopped before it',
      'not ok 3 - calls/missed.yaml: c',
      'not ok 4 - calls/odd.yaml: can be read',
    ])
  })

  test('says in YAML what differs and what led to it', () => {
    const text = report(tapReporter(), [failed('c')])
    const [, block] = /\n {2}---\n(.*) {2}\.\.\.\n/s.exec(text) ?? []
    expect(parseYaml(block?.replace(/^ {2}/gm, '') ?? '')).toEqual({
      message: 'card.name: expected "Anna Byrne", found "Anne Byrne"',
      severity: 'failed',
      at: { file: 'calls/missed.yaml', line: 14, column: 13 },
      step: 'expect: {card: {name: Anna Byrne}}',
      mismatches: [{ path: 'card.name', expected: '"Anna Byrne"', found: '"Anne Byrne"' }],
      trace: ['0s  ringing +353871234567', '0s  show-card Anne Byrne (overlay)', '1m 35s 250ms  ended REMOTE'],
    })
  })

  test('takes no name for a directive or for another point', () => {
    const text = report(tapReporter(), HOSTILE)
    const points = text.split('\n').filter((line) => /^(?:not )?ok/.test(line))
    expect(points).toHaveLength(5)
    for (const [index, point] of points.entries()) {
      // A directive stands behind a hash that no backslash escapes.
      const unescaped = point.replace(/\\[\\#]/g, '')
      expect(unescaped.includes('#')).toBe(index === 3)
    }
    for (const [, block] of text.matchAll(/\n {2}---\n(.*?)\n {2}\.\.\.\n/gs))
      expect(() => parseYaml(block ?? '')).not.toThrow()
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  })
})

describe('R-23 GitHub', () => {
  const style = { ...STYLE, token: 'a-token', pathOf: (file: string) => `app/${file}` }

  /** What the runner takes for commands, with their texts as it reads them. */
  function commandsOf(text: string) {
    let stopped: string | null = null
    return text.split('\n').flatMap((line) => {
      const [, name = '', properties = '', message = ''] = /^\s*::([\w-]+)(?: (.*?))?::(.*)$/.exec(line) ?? []
      if (stopped !== null) {
        if (line.trim() === `::${stopped}::`) stopped = null
        return []
      }
      if (name === 'stop-commands') stopped = message
      return name === '' || name === 'stop-commands'
        ? []
        : [{ name, place: Object.fromEntries(properties.split(',').map(readProperty)), message: readText(message) }]
    })
  }

  function readProperty(text: string): [string, string] {
    const [name = ''] = text.split('=', 1)
    return [
      name,
      readText(
        text
          .slice(name.length + 1)
          .replaceAll('%3A', ':')
          .replaceAll('%2C', ','),
      ),
    ]
  }

  function readText(text: string): string {
    return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
  }

  test('marks each failure in its file, named from the root of the repository', () => {
    const text = report(githubReporter(style), [passed('a'), failed('b'), problem(), broken('c')])
    expect(commandsOf(text)).toEqual([
      {
        name: 'error',
        place: { file: 'app/calls/missed.yaml', line: '14', col: '13', title: 'b' },
        message: 'expect: {card: {name: Anna Byrne}}\ncard.name: expected "Anna Byrne", found "Anne Byrne"',
      },
      {
        name: 'error',
        place: { file: 'app/calls/odd.yaml', line: '3', col: '5', title: 'This is no scenario' },
        message: 'unknown step "acept": did you mean accept?',
      },
      {
        name: 'error',
        place: { file: 'app/calls/missed.yaml', line: '1', col: '1', title: 'c' },
        message: 'A fault of Ringsight: reached what cannot be',
      },
    ])
  })

  test('writes in raw form what its runner reads', () => {
    const text = report(githubReporter(style), [failed('100 %: a, b')])
    expect(text.startsWith('::stop-commands::a-token\n✗ calls/missed.yaml')).toBe(true)
    expect(text.slice(text.indexOf('::a-token::'))).toBe(
      '::a-token::\n::error file=app/calls/missed.yaml,line=14,col=13,title=100 %25%3A a%2C b::expect: {card: {name: Anna Byrne}}%0Acard.name: expected "Anna Byrne", found "Anne Byrne"\n',
    )
  })

  test('lets no name become a command', () => {
    const commands = commandsOf(report(githubReporter(style), HOSTILE))
    expect(commands.map(({ name }) => name)).toEqual(['error', 'error', 'error'])
    for (const { place } of commands) expect(Object.keys(place)).toEqual(['file', 'line', 'col', 'title'])
  })

  test('shows at most as many marks as it lists', () => {
    const all = Array.from({ length: 120 }, (_, index) => failed(`${index}`))
    expect(commandsOf(report(githubReporter(style), all))).toHaveLength(50)
  })

  test('has a page with the counts, and a row a failure', () => {
    const text = report(githubSummaryReporter(), [passed('a'), failed('b'), problem()])
    expect(text.split('\n')).toEqual([
      '### Ringsight: 1 passed, 1 failed, 1 problem, in 2 files',
      '',
      '| Scenario | Where | What |',
      '|---|---|---|',
      expect.stringMatching(/^\| b \| calls\/missed\.yaml&#58;14&#58;13 \| expect.*<br>card\.name/),
      expect.stringMatching(/^\| This is no scenario \| calls\/odd\.yaml/),
      '',
      '',
    ])
  })

  test('its page is text whatever the names hold', () => {
    const rows = report(githubSummaryReporter(), HOSTILE)
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .slice(1)
    expect(rows).toHaveLength(3)
    for (const row of rows) {
      expect(row.split('|')).toHaveLength(5)
      expect(row.replaceAll('<br>', '')).not.toMatch(/[<>`@*_[\]]/)
    }
  })
})
