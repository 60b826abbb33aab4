// Which scenarios would be played. Plays none.

import type { ExitCode } from '../terminal/exit.ts'
import { type Io, printJson, printLine, say } from '../terminal/io.ts'
import { safeLine } from '../text/safe.ts'
import type { ReadScenarios } from './cases.ts'

/** A line a case, in the order of the run; what cannot be read goes to stderr, or among the objects. */
export async function listScenarios(io: Io, files: readonly ReadScenarios[], isJson: boolean): Promise<ExitCode> {
  for (const { problems, chosen } of files) {
    for (const { at, ...problem } of problems) {
      if (isJson) await printJson(io, { type: 'problem', ...at, ...problem })
      else say(io, safeLine(`${at.file}:${at.line}:${at.column}: ${problem.message}`))
    }
    for (const { at, name, tags } of chosen) {
      if (isJson) await printJson(io, { type: 'scenario', ...at, name, tags })
      else
        await printLine(io, [`${at.file}:${at.line}`, name, ...tags.map((tag) => `#${tag}`)].map(safeLine).join('  '))
    }
  }
  return files.some(({ problems }) => problems.length > 0) ? 2 : 0
}
