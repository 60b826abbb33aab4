// Plays the calls of logs against a phone and its contacts: reads, counts, and says what would have named more. Decides nothing about
// how any of it looks.

import { checkedColumns } from '../check/checked-columns.ts'
import { type CheckJob, PLAIN_CHECK } from '../check/job.ts'
import { checkFile } from '../check/pass.ts'
import { openRows } from '../check/rows.ts'
import type { StdoutReport } from '../check/stdout.ts'
import { newTally } from '../check/tally.ts'
import { openFooter } from '../contact-file/columns/footer.ts'
import { chooseColumns, headerTest } from '../contact-file/contact-files.ts'
import { readName } from '../contact-file/contact-row.ts'
import { openTableFile, refuseFile } from '../contact-file/table-file.ts'
import { readCountry } from '../core/number/country.ts'
import { onSignal } from '../terminal/interruption.ts'
import type { Io } from '../terminal/io.ts'
import type { OutTarget } from '../terminal/out-file.ts'
import { openProgress, type Progress } from '../terminal/progress.ts'
import { plural, renderCount } from '../text/count.ts'
import { shortLine } from '../text/safe.ts'
import type { Callers } from './callers.ts'
import { listChanged, listDoubtful, listUnknown, listUnnamed } from './callers-list.ts'
import { listCorrections } from './corrections.ts'
import { openAudit, type RankedRepair } from './export-audit.ts'
import { figuresOf } from './figures.ts'
import type { ExportFile, ReadLog, Replay, ReplayedExport, ReplayJob } from './job.ts'
import { openJudge } from './judge.ts'
import { withPlus } from './log-columns.ts'
import { type OpenLog, openLog } from './log-file.ts'
import { type OpenTally, openTally } from './tally.ts'

/** What a replay came to, and the signal that ended it. */
export interface Replayed {
  readonly replay: Replay
  readonly signal: NodeJS.Signals | null
}

/** Which signal has come. */
interface Stop {
  by: NodeJS.Signals | null
  close: () => void
}

/**
 * Plays all calls of the logs.
 *
 * @throws InputError where a log or the export cannot be used, or not be read on; then nothing is written
 */
export async function replayLogs(io: Io, job: ReplayJob): Promise<Replayed> {
  const { setting, against, most, at } = job
  const judge = openJudge(setting.phone, { ...setting, at })
  const other = against && openJudge(against.phone, { ...against, at })
  const counting = openTally({ judge, against: other, order: job.order })
  const stop: Stop = { by: null, close() {} }
  const off = onSignal((signal) => {
    stop.by = signal
    stop.close()
  })
  try {
    const notices: string[] = []
    const logs: ReadLog[] = []
    const progress = openProgress(io, 'calls', 1)
    try {
      for (const path of job.paths) {
        if (stop.by === null) logs.push(await playLog(io, path, { job, counting, stop, notices, progress }))
      }
    } finally {
      progress.end()
    }
    const tally = counting.tally()
    const contacts =
      job.contacts === null || stop.by !== null
        ? null
        : await auditExport(io, job.contacts, { job, callers: tally.callers, stop })
    const figures = figuresOf(tally)
    notices.push(...describeDayless(tally.daylessPlays), ...describePlusless(tally.callers, job.plusAdvice))
    const replay: Replay = {
      logs,
      figures,
      unknown: listUnknown(tally, judge, most),
      unnamed: listUnnamed(tally, judge, most),
      doubtful: listDoubtful(tally, judge, most),
      corrections: listCorrections(tally, judge, most),
      contacts,
      against: against && other && { name: against.name, changed: listChanged(tally, judge, other, most) },
      contactsAgeMs: setting.holding?.ageMs ?? null,
      notices,
      isComplete: stop.by === null,
    }
    return { replay, signal: stop.by }
  } finally {
    off()
  }
}

interface Playing {
  readonly job: ReplayJob
  readonly counting: OpenTally
  readonly stop: Stop
  readonly notices: string[]
  readonly progress: Progress
}

async function playLog(io: Io, path: string, { job, counting, stop, notices, progress }: Playing): Promise<ReadLog> {
  const log = await openLog(io, path, job.log)
  stop.close = log.close
  let [rows, played] = [0, 0]
  try {
    for await (const calls of log.calls()) {
      if (stop.by !== null) break
      for (const call of calls) {
        if (typeof call !== 'string') played += 1
        counting.add(call)
      }
      rows += calls.length
      const bytes = log.readBytes()
      progress.update(rows, log.size && bytes !== null ? bytes / log.size : undefined, bytes ?? undefined)
      // A signal is heard only when nothing else is to be done.
      await new Promise(setImmediate)
    }
  } catch (error) {
    // What is closed while it is being read fails in many ways.
    if (stop.by === null) throw error
  } finally {
    log.close()
  }
  const unordered = counting.closeLog()
  notices.push(...log.notices().map((notice) => `${log.name}: ${notice}`), ...describeOrder(log, unordered))
  const { number, time, direction, program } = log.columns
  return { file: log.name, program: program?.name ?? null, columns: { number, time, direction }, rows, played }
}

function describeOrder({ name }: OpenLog, unordered: number): string[] {
  if (unordered === 0) return []
  return [
    `${name}: whether the day or the month comes first in its dates cannot be told, so ${plural(unordered, 'call is', 'calls are')} in no day of the chart`,
  ]
}

function describePlusless(callers: Callers, advice: string): string[] {
  let calls = 0
  for (const place of callers.texts()) {
    if (withPlus(callers.textAt(place)) !== null) calls += callers.calls.at(place)
  }
  if (calls === 0) return []
  const [them, their] =
    calls === 1 ? ['1 call comes', 'its country code'] : [`${renderCount(calls)} calls come`, 'their country code']
  return [
    `${them} from numbers that cannot be read as they stand, and could with a + before them: if they begin with ${their}, ${advice}`,
  ]
}

function describeDayless(calls: number): string[] {
  if (calls === 0) return []
  const whose = plural(
    calls,
    'call whose day was not known when it was played',
    'calls whose day was not known when they were played',
  )
  return [`For ${whose}, every contact counts as held: state the order of its dates, or the column that says when`]
}

interface Auditing {
  readonly job: ReplayJob
  readonly callers: Callers
  readonly stop: Stop
}

/** Reads the export once more, for what its cells would have named; and writes it with those repairs. */
async function auditExport(io: Io, file: ExportFile, { job, callers, stop }: Auditing): Promise<ReplayedExport | null> {
  const { figures, repairs } = await auditCells(io, file, { callers, stop })
  if (stop.by !== null) return null
  const fixed = job.fix === null ? null : await writeRepairs(io, file, job.fix, repairs)
  const { before, after } = figures
  return {
    figures,
    repairs: repairs.slice(0, job.most),
    repairable: repairs.length,
    gained: { calls: after.calls - before.calls, callers: after.callers - before.callers },
    fixed,
  }
}

async function auditCells(
  io: Io,
  { path, columns: stated, region, encoding, advise }: ExportFile,
  { callers, stop }: Pick<Auditing, 'callers' | 'stop'>,
): Promise<ReturnType<ReturnType<typeof openAudit>['end']>> {
  const file = await openTableFile(io, path, { encoding, isHeader: headerTest(stated), advise })
  stop.close = file.close
  const audit = openAudit(callers)
  const progress = openProgress(io, 'contacts', 1)
  try {
    const columns = await chooseColumns(file, stated, { advise })
    const footer = openFooter(columns, file.table.headers.length)
    const checked = checkedColumns(columns)
    const [id] = columns.id
    const look = openRows(
      { columns, region, readCountry, readName, repairs: { kinds: null, isSpread: true } },
      {
        tally: newTally(),
        onFinding: null,
        onNumber() {},
        onCells: (row, cells) =>
          audit.note(
            {
              row: row.row,
              id: () => (id === undefined ? null : shortLine(row.cell(id), 80) || null),
              columns: checked,
            },
            cells,
          ),
      },
    )
    let count = 0
    for await (const rows of file.table.rows()) {
      if (stop.by !== null) break
      for (const row of rows) if (footer?.has(row) !== true) look(row)
      count += rows.length
      const bytes = file.readBytes()
      progress.update(count, file.size && bytes !== null ? bytes / file.size : undefined, bytes ?? undefined)
    }
  } catch (error) {
    if (stop.by === null) refuseFile(file.shown, error, advise)
  } finally {
    progress.end()
    file.close()
  }
  return audit.end()
}

/** Writes the export with just these repairs, by the check: all of it or nothing, and read back. @returns where */
async function writeRepairs(
  io: Io,
  { path, columns, region, encoding, advise }: ExportFile,
  target: OutTarget,
  repairs: readonly RankedRepair[],
): Promise<string> {
  const wanted = new Set(repairs.map(({ row, column }) => `${row} ${column}`))
  const check: CheckJob = {
    ...PLAIN_CHECK,
    path,
    columns,
    encoding,
    region,
    fix: { ...target, isChangedOnly: false },
    words: { advise, command: () => '', longerList: '' },
    isWanted: (_cell, row, column) => wanted.has(`${row.row} ${column}`),
  }
  await checkFile(io, check, SILENT)
  return target.path
}

const SILENT: StdoutReport = {
  listens: false,
  note: () => '',
  end: () => [],
  async print() {},
}
