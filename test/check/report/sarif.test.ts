import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlacedFinding } from '../../../src/check/file.ts'
import { openSarifReport } from '../../../src/check/report/sarif.ts'
import { FINDINGS, type FindingCode } from '../../../src/core/finding.ts'
import { OPTIONS, place, render, sumUp } from './checked.ts'

const repaired = place('format', { repair: '+353871234567' })

interface Text {
  readonly text: string
}

interface Result {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly level: string
  readonly message: Text
  readonly locations: {
    physicalLocation: { artifactLocation: { uri: string; index: number }; region: { startLine: number } }
    logicalLocations?: { name: string; kind: string }[]
  }[]
  readonly properties: Record<string, unknown>
}

interface Run {
  readonly tool: {
    driver: { name: string; rules: (Record<string, Text> & { id: string; defaultConfiguration: unknown })[] }
  }
  readonly columnKind: string
  readonly invocations: {
    executionSuccessful: boolean
    toolExecutionNotifications: { level: string; message: Text }[]
  }[]
  readonly artifacts: { location: { uri: string } }[]
  readonly results: Result[]
  readonly properties: Record<string, unknown>
}

function read(findings: readonly PlacedFinding[], summary = sumUp(findings), most = 100): Run {
  const text = render(openSarifReport({ ...OPTIONS, most, uri: 'exports/contacts.csv' }), findings, summary)
  const log = JSON.parse(text) as { $schema: string; version: string; runs: Run[] }
  expect(Object.keys(log)).toEqual(['$schema', 'version', 'runs'])
  expect(log.version).toBe('2.1.0')
  expect(new URL(log.$schema).pathname).toContain('sarif-2.1.0.json')
  expect(log.runs).toHaveLength(1)
  return log.runs[0] as Run
}

test('a result says which rule, how grave, what, and where', () => {
  const { results } = read([repaired])
  expect(results).toEqual([
    {
      ruleId: 'format',
      ruleIndex: 0,
      level: 'warning',
      message: { text: `Phone: "087 123 4567" → +353871234567. ${repaired.sentence}` },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'exports/contacts.csv', index: 0 }, region: { startLine: 2 } },
          logicalLocations: [{ name: 'Phone', kind: 'member' }],
        },
      ],
      properties: { id: '901', repair: '+353871234567' },
    },
  ])
})

test('a finding of a whole row has no column', () => {
  const [result] = read([place('empty', { column: null, value: '', row: 9, id: null })]).results
  expect(result?.message.text).toBe(FINDINGS.empty.sentence)
  expect(Object.keys(result?.locations[0] ?? {})).toEqual(['physicalLocation'])
  expect(result?.properties).toEqual({ id: null, repair: null })
})

test('no result offers a fix, which would replace the whole row', () => {
  expect(render(openSarifReport(OPTIONS), [repaired])).not.toContain('"fixes"')
})

test('every code is a rule with an id of its own, texts and a level', () => {
  const { rules } = read([]).tool.driver
  expect(rules.map(({ id }) => id)).toEqual(Object.keys(FINDINGS))
  for (const { shortDescription, fullDescription, help, defaultConfiguration } of rules) {
    for (const text of [shortDescription, fullDescription, help]) expect(text?.text).toMatch(/\S/)
    expect(['error', 'warning', 'note']).toContain((defaultConfiguration as { level: string }).level)
  }
})

test('a check that was interrupted did not succeed, and notices are passed on', () => {
  const [whole] = read([], sumUp([])).invocations
  expect(whole).toEqual({ executionSuccessful: true, toolExecutionNotifications: [] })
  const [cut] = read([], sumUp([], { isComplete: false, notices: ['Odd lines.'] })).invocations
  expect(cut?.executionSuccessful).toBe(false)
  expect(cut?.toolExecutionNotifications).toContainEqual({ level: 'note', message: { text: 'Odd lines.' } })
})

test('findings beyond those that may be held are counted', () => {
  const many = Array(1200).fill(repaired)
  const { results, invocations } = read(many, sumUp(many), 10)
  expect(results).toHaveLength(10)
  expect(invocations[0]?.toolExecutionNotifications[0]?.message.text).toContain('Of 1,200 findings, 10 are listed')
})

test('the file goes by the reference that it is given', () => {
  const run = read([repaired])
  expect(run.artifacts).toEqual([{ location: { uri: 'exports/contacts.csv' } }])
  expect(run.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('exports/contacts.csv')
})

test('the figures of the summary are properties of the run', () => {
  expect(read([]).properties).toMatchObject({ contacts: 40, identifiable: { before: 10, read: 24, after: 30 } })
})

test('whatever stands in the file, it is a log with results that point to their rules', () => {
  const finding = fc
    .record({
      code: fc.constantFrom(...(Object.keys(FINDINGS) as FindingCode[])),
      value: fc.string({ unit: 'binary' }),
      column: fc.option(fc.string({ unit: 'binary' })),
      id: fc.option(fc.string({ unit: 'binary' })),
      row: fc.integer({ min: 1 }),
    })
    .map(({ code, ...where }) => place(code, where))
  fc.assert(
    fc.property(fc.array(finding), fc.string({ unit: 'binary' }), (findings, file) => {
      const { results, tool } = read(findings, sumUp(findings, { file }))
      expect(results).toHaveLength(findings.length)
      for (const { ruleId, ruleIndex, message, locations } of results) {
        expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
        expect(message.text).not.toBe('')
        expect(locations[0]?.physicalLocation.region.startLine).toBeGreaterThanOrEqual(1)
      }
    }),
  )
})
