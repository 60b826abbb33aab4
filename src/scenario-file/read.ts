// Scenario files to scenarios: one for each case, or problems with their places. Pure: included files come by an argument.
// Order: include, variables, matrix, steps.

import type { Problem } from '../scenario/result.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { newReading, readCases } from './cases.ts'
import { documentShape } from './format.ts'
import { mergeParts, type ReadTools, readIncludes } from './include.ts'
import { type Node, newProblem, type Place, positionOf, quote, type Report, type Source } from './node.ts'
import { openSource, readYaml } from './yaml.ts'

export type { IncludedFile, ReadTools } from './include.ts'
export { LARGEST_FILE } from './yaml.ts'

export interface ScenarioFile {
  readonly path: string
  /** Text, or bytes in UTF-8; of a file larger than LARGEST_FILE one byte more is enough. */
  readonly text: string | Uint8Array
}

/**
 * Reads all scenarios of a file, one for each case. A document with a problem gives none, the others still do. Problems come
 * in the order of the file, those of included files before them, each once. After 200 of them the rest is not read.
 */
export function readScenarios(file: ScenarioFile, tools: ReadTools): { scenarios: Scenario[]; problems: Problem[] } {
  const found = new Map<string, Problem>()
  const report: Report = (place, message) => {
    // Each case of a matrix says the same of what it shares with the others.
    const key = `${place.source.path}\n${place.offset}\n${message}`
    if (found.has(key)) return
    found.set(key, newProblem(place, message))
    if (found.size >= MOST_PROBLEMS) throw new Enough()
  }
  const scenarios: Scenario[] = []
  try {
    for (const each of readFile(file, tools, report)) scenarios.push(...each)
  } catch (error) {
    if (!(error instanceof Enough)) throw error
  }
  return { scenarios, problems: sortProblems([...found.values()], file.path) }
}

const MOST_PROBLEMS = 200

class Enough extends Error {}

function* readFile(file: ScenarioFile, tools: ReadTools, report: Report): Generator<Scenario[]> {
  let isRefused = false
  const source = openSource(file.path, file.text, (place, message) => {
    isRefused = true
    return report(place, message)
  })
  if (isRefused) return
  const documents = readYaml(source, report)
  const names = new Map<string, number>()
  for (const { root, isBroken } of documents) {
    if (root !== null) yield readDocument(root, names, { source, tools, isBroken, report })
  }
  if (documents.every(({ root, isBroken }) => root === null && !isBroken)) {
    report({ source, offset: 0 }, 'expected a scenario with name and steps, found an empty file')
  }
}

function sortProblems(problems: readonly Problem[], path: string): Problem[] {
  const isOwn = ({ at }: Problem) => (at.file === path ? 1 : 0)
  return [...problems].sort((a, b) => isOwn(a) - isOwn(b) || a.at.line - b.at.line || a.at.column - b.at.column)
}

interface Document {
  readonly source: Source
  readonly tools: ReadTools
  readonly report: Report
  readonly isBroken: boolean
}

function readDocument(root: Node, names: Map<string, number>, document: Document): Scenario[] {
  let { isBroken } = document
  const report: Report = (place, message) => {
    isBroken = true
    return document.report(place, message)
  }
  const own = documentShape.readSome(root, newReading(report)).values
  const chain = [document.source.path]
  const included = own.include
    ? readIncludes(own.include, { tools: document.tools, report, chain, count: { files: 0 } })
    : {}
  const parts = mergeParts(included, own)
  const cases = readCases(parts, root, report)
  for (const { name } of cases) reportRepeated(name, names, { place: parts.name ?? root, report })
  return isBroken ? [] : cases
}

function reportRepeated(
  name: string,
  names: Map<string, number>,
  { place, report }: { place: Place; report: Report },
): void {
  const { line } = positionOf(place)
  const first = names.get(name)
  if (first === undefined) names.set(name, line)
  else report(place, `expected each name once in a file, found ${quote(name)} again: line ${first} has it`)
}
