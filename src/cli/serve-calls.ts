// `ringsight serve calls`: the calls that a telephone system has reported, and who is to be called back.
import { callBacksOf, NO_CALLS, type OfficeCall } from '../core/office-call.ts'
import { officeCallJson } from '../office/office-call-json.ts'
import type { DocumentReader } from '../store/store.ts'
import { type Io, printJson, printLine } from '../terminal/io.ts'
import { plural } from '../text/count.ts'
import { renderDuration } from '../text/duration.ts'
import { renderTime } from '../text/time.ts'
import type { Command } from './flags/command.ts'
import { dbFlag } from './flags/shared.ts'
import { withKeptStore } from './open.ts'

const EXAMPLES = `
Examples:
  ringsight serve calls --db team.db                 the newest first
  ringsight serve calls --db team.db --json | jq 'select(.type == "call-back")'

A call that was answered, with a known contact, is a draft as well: ringsight phone shows it, and its outcome is written there.
One that nobody answered is to be called back, until that line was spoken with.`

interface CallsFlags {
  readonly db?: string
  readonly json?: boolean
}

export function addCallsCommand(serve: Command, io: Io): void {
  serve
    .command('calls')
    .description('list the calls that a telephone system has reported, and who is to be called back')
    .addOption(dbFlag())
    .option('--json', 'print one JSON object per line, the summary last')
    .addHelpText('after', EXAMPLES)
    .action((_flags: object, command: Command) => {
      const { db, json }: CallsFlags = command.optsWithGlobals()
      return withKeptStore(io, db, (store) => list(io, store, json === true))
    })
}

async function list(io: Io, store: DocumentReader, isJson: boolean): Promise<void> {
  const kept = store.read('officeCalls') ?? NO_CALLS
  const calls = kept.calls.toReversed()
  const callBacks = callBacksOf(kept)
  if (isJson) {
    for (const call of calls) await printJson(io, { type: 'office-call', ...officeCallJson(call) })
    for (const call of callBacks) await printJson(io, { type: 'call-back', ...officeCallJson(call) })
    return printJson(io, { type: 'summary', calls: calls.length, callBacks: callBacks.length })
  }
  for (const call of calls) await printLine(io, describe(call))
  if (callBacks.length > 0) await printLine(io, `To be called back, ${callBacks.length}:`)
  for (const call of callBacks) await printLine(io, `  ${nameOf(call)}`)
  await printLine(io, `${plural(calls.length, 'call')}, ${callBacks.length} to be called back.`)
}

function describe(call: OfficeCall): string {
  const how = call.isAnswered ? renderDuration(call.durationMs) : 'not answered'
  return `${renderTime(Date.parse(call.startedAt))}  ${call.direction}  ${nameOf(call)}  ${how}`
}

function nameOf({ contactName, e164 }: OfficeCall): string {
  return [contactName, e164 || 'no number'].filter((part) => part !== '').join(' · ')
}
