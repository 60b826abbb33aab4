// Which scenarios would be played. Plays none.

import type { ExitCode } from '../terminal/exit.ts'
import { type Io, printJson, printLine, say } from '../terminal/io.ts'
import { safeLine } from '../text/safe.ts'
import type { ReadScenarios } from './cases.ts'
import { problemJson } from './report/json.ts'

/** A line a case, in the order of the run; what cannot be read goes to stderr, or among the objects. */
export async function listScenarios(io: Io, files: readonly ReadScenarios[], isJson: boolean): Promise<ExitCode> {
  for (const { problems, chosen } of files) {
    for (const problem of problems) {
      const { at, message } = problem
      if (isJson) await printJson(io, problemJson(problem))
      else say(io, safeLine(`${at.file}:${at.line}:${at.column}: ${message}`))
    }
    for (const { at, name, tags } of chosen) {
      if (isJson) await printJson(io, { type: 'scenario', ...at, name, tags })
      else
        await printLine(io, [`${at.file}:${at.line}`, name, ...tags.map((tag) => `#${tag}`)].map(safeLine).join('  '))
    }
  }
  const problems = files.reduce((sum, file) => sum + file.problems.length, 0)
  const scenarios = files.reduce((sum, file) => sum + file.chosen.length, 0)
  if (isJson) await printJson(io, { type: 'summary', scenarios, problems })
  return problems > 0 ? 2 : 0
}
