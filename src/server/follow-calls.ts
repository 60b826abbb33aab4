// The calls that a telephone system writes into a file, taken as those that it reports.
import { type ReadReport, readAsteriskLine, readReport } from '../office/report.ts'
import { followCallFile } from './call-file.ts'
import type { DeskAsk } from './desk-work.ts'
import { resolveReport } from './reported-call.ts'
import type { LogLine } from './serve.ts'
import type { Workspace } from './workspace.ts'

export interface CallFileJob {
  readonly path: string
  readonly workspace: Workspace
  readonly ask: DeskAsk
  readonly log: (line: LogLine) => void
  readonly signal: AbortSignal
}

// Files have no token by whose name their calls could be kept.
const SYSTEM = 'call-file'
const AGAIN_MS = 1_000

/** Follows it until the signal; what cannot be read is told by its reason, and passed over. */
export async function followCalls({ path, workspace, ask, log, signal }: CallFileJob): Promise<void> {
  const { name } = workspace
  const tell = (level: LogLine['level'], event: string, rest: object = {}) =>
    log({ level, event, workspace: name, ...rest })

  async function take(line: string): Promise<boolean> {
    const snapshot = workspace.snapshot({ kind: 'all' })
    if (snapshot === null) return false
    const read = readLine(line)
    if (read.kind === 'leg') return true
    if (read.kind === 'problem') {
      tell('warning', 'call-unreadable', { message: read.message })
      return true
    }
    const writing = { outsideLine: null, isPlusLost: false }
    const trunk = { region: workspace.region, writing, system: SYSTEM, direction: null }
    const resolved = resolveReport(read.report, snapshot, trunk)
    if (resolved.kind === 'unclear') tell('warning', 'call-unclear', { startedAt: read.report.startedAt })
    if (resolved.kind !== 'call') return true
    const reply = await ask({ type: 'take-call', workspace: name, call: resolved.call })
    if (reply.kind === 'taken' && reply.taken === 'too-old') tell('warning', 'call-too-old')
    return reply.kind === 'taken'
  }

  let known = await ask({ type: 'read-place', workspace: name })
  while (known.kind === 'busy' && !signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    known = await ask({ type: 'read-place', workspace: name })
  }
  const place = known.kind === 'place' ? known.place : null
  await followCallFile({
    path,
    place: place?.path === path ? place : null,
    signal,
    take,
    keep: async (next) => (await ask({ type: 'keep-place', workspace: name, place: next })).kind === 'place',
    onError: (error) => tell('error', 'call-file', { error: String(error) }),
  })
}

function readLine(line: string): ReadReport {
  if (!line.startsWith('{')) return readAsteriskLine(line)
  try {
    return readReport('plain', JSON.parse(line))
  } catch {
    return { kind: 'problem', message: 'Expected a line of JSON, found another text.' }
  }
}
