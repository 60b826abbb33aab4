// A run as JUnit XML, the form that CI servers read: a suite a file, a case each. The element names and their order are
// those of https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd

import type { CaseResult, Problem } from '../../scenario/result.ts'
import { safeLine } from '../../text/safe.ts'
import type { Reporter, ReportStyle, RunSummary } from './report.ts'
import { describeMismatches, joinLines, renderFailure, renderProblem, traceLines } from './text.ts'

interface Suite {
  readonly problems: Problem[]
  readonly cases: { readonly result: CaseResult; readonly ms: number }[]
}

/** Writes all of it at the end: a suite states its sums before its cases. */
export function junitReporter(style: ReportStyle): Reporter {
  const suites = new Map<string, Suite>()
  const suiteOf = (file: string) => {
    const suite = suites.get(file) ?? { problems: [], cases: [] }
    suites.set(file, suite)
    return suite
  }
  return (event) => {
    if (event.type === 'problem') suiteOf(event.problem.at.file).problems.push(event.problem)
    if (event.type === 'case') suiteOf(event.result.at.file).cases.push(event)
    return event.type === 'end' ? renderSuites(suites, event.summary, style) : ''
  }
}

function renderSuites(suites: ReadonlyMap<string, Suite>, summary: RunSummary, style: ReportStyle): string {
  const { failed, broken, problems, passed, skipped, ms } = summary
  const sums = {
    tests: passed + failed + broken + skipped + problems,
    failures: failed,
    errors: broken + problems,
    time: seconds(ms),
  }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<testsuites${attributes({ name: 'ringsight', ...sums })}>\n`,
    ...Array.from(suites, ([file, suite]) => renderSuite(file, suite, style)),
    '</testsuites>\n',
  ].join('')
}

function renderSuite(file: string, { problems, cases }: Suite, style: ReportStyle): string {
  const count = (outcome: CaseResult['outcome']) => cases.filter(({ result }) => result.outcome === outcome).length
  const sums = {
    tests: cases.length + problems.length,
    failures: count('failed'),
    errors: count('broken') + problems.length,
    skipped: count('skipped'),
    time: seconds(cases.reduce((sum, { ms }) => sum + ms, 0)),
  }
  return [
    `  <testsuite${attributes({ name: file, ...sums, file })}>\n`,
    ...problems.map((problem) => renderUnread(problem, style)),
    ...cases.map(({ result, ms }) => renderCase(result, ms, style)),
    '  </testsuite>\n',
  ].join('')
}

function renderUnread(problem: Problem, style: ReportStyle): string {
  const { at, message } = problem
  const name = `can be read (line ${at.line}, column ${at.column})`
  const error = element('error', { type: 'unreadable', message }, joinLines(renderProblem(problem, style)))
  return renderTest({ name, classname: at.file, time: seconds(0) }, [error])
}

function renderCase(result: CaseResult, ms: number, style: ReportStyle): string {
  const trace = joinLines(traceLines(result.trace))
  const facts = { name: result.name, classname: result.at.file, time: seconds(ms) }
  return renderTest(facts, [
    ...renderOutcome(result, style),
    ...(trace === '' ? [] : [element('system-out', {}, trace)]),
  ])
}

function renderOutcome(result: CaseResult, style: ReportStyle): string[] {
  switch (result.outcome) {
    case 'passed':
      return []
    case 'skipped':
      return [element('skipped', { message: 'not played: the run stopped before it' }, '')]
    case 'failed': {
      const message = describeMismatches(result.failure.mismatches)
      return [element('failure', { type: 'expectation', message }, joinLines(renderFailure(result.failure, style)))]
    }
    case 'broken':
      return [element('error', { type: 'fault', message: result.error.message }, `${result.error.stack}\n`)]
  }
}

function renderTest(facts: Readonly<Record<string, string>>, children: readonly string[]): string {
  if (children.length === 0) return `    <testcase${attributes(facts)}/>\n`
  return `    <testcase${attributes(facts)}>\n${children.map((child) => `      ${child}\n`).join('')}    </testcase>\n`
}

function element(name: string, facts: Readonly<Record<string, string>>, content: string): string {
  const head = `${name}${attributes(facts)}`
  return content === '' ? `<${head}/>` : `<${head}>${escapeXml(content)}</${name}>`
}

function attributes(facts: Readonly<Record<string, string | number>>): string {
  return Object.entries(facts)
    .map(([name, value]) => ` ${name}="${escapeXml(safeLine(String(value)))}"`)
    .join('')
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
// https://www.w3.org/TR/xml/#charsets
const NO_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

function escapeXml(text: string): string {
  return text.replace(NO_XML, '').replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
}
