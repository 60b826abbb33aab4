// Scenarios from code: read, played, and made tests of whichever framework runs them. Names none of them.
import { resolve } from 'node:path'
import type { CaseResult, Problem } from '../scenario/result.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { readScenarios } from '../scenario-file/read.ts'
import { paint } from '../terminal/paint.ts'
import { widthOf } from '../text/width.ts'
import { expectForm, formOf, wrongUse } from '../text/wrong-use.ts'
import { openPlayer, type ReadFile, readScenarioFile } from './player.ts'
import { openProjects } from './project-file.ts'
import type { ReportStyle } from './report/report.ts'
import { isFailed, renderFailed, renderProblem } from './report/text.ts'
import { openLines } from './reports.ts'
import { findScenarioFiles } from './scenario-files.ts'

/** Registers one test, as `test` of Vitest, Jest and node:test does. */
export type TestFunction = (name: string, run: () => Promise<void>) => unknown

/**
 * Reads the scenarios of files, and of all files in folders.
 *
 * @throws Error when a path is not there
 */
export function readScenarioFiles(paths: string | readonly string[]): ReadFile {
  const named = pathsOf('readScenarioFiles', paths)
  const projects = openProjects(named)
  const read = findScenarioFiles(named).map((path) => readScenarioFile(path, projects, () => {}))
  return {
    scenarios: read.flatMap(({ scenarios }) => scenarios),
    problems: read.flatMap(({ problems }) => problems),
  }
}

/**
 * Reads the scenarios of a text, which includes no other files.
 *
 * @param path what the text is called in problems and results; files that it names are looked for beside it
 */
export function readScenarioText(text: string, path = 'scenario.yaml'): ReadFile {
  if (typeof text !== 'string') throw wrongUse('readScenarioText', 'a text', text)
  if (typeof path !== 'string') throw wrongUse('readScenarioText', 'a path', path)
  return readScenarios({ path, text }, { readInclude: () => ({ problem: 'a text can include no file' }) })
}

const SCENARIO = formOf({
  name: 'text',
  tags: ['text'],
  at: { file: 'text' },
  phone: { handset: 'object', system: 'object', conditions: 'object', addressBook: 'list', blocked: 'list' },
  contacts: { kind: 'text' },
  startsAt: 'number',
  steps: [{ do: 'text', text: 'text', at: { file: 'text' } }],
})

/** Plays one scenario, in virtual time. A failed expectation is a result, not an error. */
export async function playCase(scenario: Scenario): Promise<CaseResult> {
  expectForm('playCase', 'a scenario that was read', scenario, SCENARIO)
  return openPlayer(INPUT, { isUpdate: false, named: [scenario.at.file] }).play(scenario)
}

/**
 * Makes a test of each case of these files and folders, by the `test` of Vitest, Jest or node:test. Where one fails, its error
 * says which step, what was expected and found, and what had happened; it points into the file. What cannot be read is a test that
 * fails.
 *
 * @throws Error when a path is not there, or there is nothing to test
 */
export function testScenarios(paths: string | readonly string[], test: TestFunction): void {
  if (typeof test !== 'function') throw wrongUse('testScenarios', 'the test function of a framework', test)
  const { scenarios, problems } = readScenarioFiles(pathsOf('testScenarios', paths))
  if (scenarios.length + problems.length === 0) throw new Error('testScenarios: expected scenarios, found none')
  for (const problem of problems) {
    test(`${problem.at.file} can be read`, async () => {
      throw errorAt(problem, renderProblem(problem, STYLE))
    })
  }
  for (const scenario of scenarios) {
    test(`${scenario.at.file}: ${scenario.name}`, async () => {
      const result = await playCase(scenario)
      if (!isFailed(result)) return
      const { at } = result.outcome === 'failed' ? result.failure : result
      throw errorAt({ at }, renderFailed(result, STYLE))
    })
  }
}

function pathsOf(place: string, paths: string | readonly string[]): readonly string[] {
  const all = typeof paths === 'string' ? [paths] : paths
  if (!Array.isArray(all) || !all.every((path) => typeof path === 'string')) {
    throw wrongUse(place, 'the path of a file or folder, or several', paths)
  }
  return all
}

// Not opened until a file is named that stands for it.
const INPUT = {
  get stdin() {
    return process.stdin
  },
}

const STYLE: ReportStyle = {
  painter: paint(false),
  width: 120,
  height: Number.POSITIVE_INFINITY,
  measure: widthOf,
  lineAt: openLines(() => null),
  isVerbose: false,
  isDebug: true,
  words: null,
}

// Its stack names the line of the scenario, which frameworks show, and no line of ours.
function errorAt({ at: { file, line, column } }: Pick<Problem, 'at'>, lines: readonly string[]): Error {
  const error = new Error(lines.join('\n'))
  error.stack = `Error: ${error.message}\n    at ${resolve(file)}:${line}:${column}`
  return error
}
