// What was typed on a phone and could not be kept, shown once more so that it can be copied.
import type { Disposition } from '../core/outcome.ts'
import { type Io, printLine, say } from '../terminal/io.ts'
import type { Unkept } from '../ui/terminal.ts'
import { renderLost } from './call-report.ts'
import { describeError } from './exit.ts'

/** Prints what is lost when this process ends, and says why; the status is then 3. */
export async function tellUnkept(
  io: Io,
  { drafts, isPhone, because }: Unkept,
  offered: readonly Disposition[],
): Promise<void> {
  for (const draft of drafts) for (const line of renderLost(draft, offered)) await printLine(io, line)
  const what = [...(drafts.length > 0 ? ['the outcome screen'] : []), ...(isPhone ? ['the phone as it is now'] : [])]
  say(io, `${what.join(' and ')} could not be kept: ${describeError(because).message}`)
  io.exit(3)
}
