// The flags that an outcome screen is filled in by: what they say, or why it cannot be used.
import { type Disposition, findDisposition, type OutcomeKey, parseTask, type Task } from '../core/outcome.ts'
import { InputError } from '../terminal/exit.ts'
import { safeLine } from '../text/safe.ts'

/** `--outcome`. @throws InputError when it is none of those offered */
export function readOutcome(text: string, offered: readonly Disposition[]): OutcomeKey {
  const outcome = findDisposition(text, offered)
  if (outcome !== null) return outcome
  const known = offered.map(({ key, id, label }) => (key === id ? `"${label}"` : key)).join(', ')
  throw new InputError(`--outcome: expected one of ${known}, found "${safeLine(text)}"`)
}

/** `--task`. @param today YYYY-MM-DD @throws InputError when it is no task */
export function readTask(text: string, today: string): Task {
  const task = parseTask(text, today)
  if ('problem' in task) throw new InputError(`--task: ${safeLine(task.problem)}`)
  return task
}
