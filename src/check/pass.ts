// One pass over a contacts file: read, checked and written again at once, and everything that is found handed to whoever
// shows it. Decides what is written when; knows nothing of how a finding looks.
import type { Advise } from '../contact-file/advice.ts'
import type { Columns, ColumnsProblem } from '../contact-file/columns/columns.ts'
import { type Footer, openFooter } from '../contact-file/columns/footer.ts'
import { listUses } from '../contact-file/columns/uses.ts'
import { chooseColumns, describeColumnsUsed, headerTest, listUnused } from '../contact-file/contact-files.ts'
import { readName } from '../contact-file/contact-row.ts'
import { packGzip } from '../contact-file/gzip.ts'
import { type Ledger, openLedger } from '../contact-file/read-back.ts'
import type { TableFile, TableRow } from '../contact-file/table.ts'
import { type OpenTable, openTableFile, refuseFile } from '../contact-file/table-file.ts'
import { readCountry } from '../core/number/country.ts'
import { plainName } from '../core/plain-name.ts'
import { InputError } from '../terminal/exit.ts'
import { fileUri } from '../terminal/file-uri.ts'
import { onSignal } from '../terminal/interruption.ts'
import type { Io } from '../terminal/io.ts'
import { openOutFile } from '../terminal/out-file.ts'
import { openProgress } from '../terminal/progress.ts'
import { plural } from '../text/count.ts'
import { shortLine } from '../text/safe.ts'
import { type Ahead, openAhead } from './ahead.ts'
import { type OpenBaseline, renderBaseline } from './baseline.ts'
import { describeUndone, openUndoing, renderChanges, renderChangesHead } from './changes.ts'
import { type Check, type CheckOptions, openCheck } from './check.ts'
import { checkedColumns } from './checked-columns.ts'
import { openComparing, readChanges, readPlaces } from './earlier-run.ts'
import type { CheckSummary } from './file.ts'
import { describeSampled, expectWritable, isPacked, readBack, writtenColumns } from './fixed-file.ts'
import { type OpenGroups, openGroups } from './groups.ts'
import { type CheckJob, listTargets, type NextCheck } from './job.ts'
import { openLeftCells } from './left-cells.ts'
import { hideQuoted, openHeader, openRedaction, type Redaction } from './report/redact.ts'
import type { CheckReport } from './report/report.ts'
import { openReport } from './reports.ts'
import { type Out, openSinks, outFor } from './sinks.ts'
import { openStdoutReport, type StdoutReport, tellColumns } from './stdout.ts'
import { remaining } from './summary.ts'

export interface Checked {
  /** Of the file. */
  readonly headers: readonly string[]
  readonly summary: CheckSummary
  /** Whether there are findings that the file fails by; what has been repaired no longer counts. */
  readonly isFailed: boolean
  /** By which the check was interrupted; null when it came to its end. */
  readonly signal: NodeJS.Signals | null
}

/** How many findings a report holds that cannot hold all, unless the job says otherwise. */
const HELD_FINDINGS = 1000

/**
 * Checks one file and writes all that was asked for, all of it or none.
 *
 * @param listener hears what is found in place of stdout; signals are then its business
 * @throws InputError where it cannot be used, or not be read on
 */
export async function checkFile(io: Io, job: CheckJob, listener: StdoutReport | null = null): Promise<Checked> {
  const { path, fix, isRedacted, words } = job
  const { advise, longerList } = words
  const options = { encoding: job.encoding, isHeader: headerTest(job.columns), advise }
  const file = await hiding(job, () => openTableFile(io, path, options))
  const outs: Out[] = []
  // From here on, so that no temporary file is ever left.
  const stop: Stop = { by: null }
  const end = (signal: NodeJS.Signals) => {
    stop.by = signal
    file.close()
  }
  const off = listener === null ? onSignal(end) : () => {}
  try {
    const { headers } = file.table
    const header = isRedacted ? openHeader(headers) : null
    const onFound = async (found: Columns | ColumnsProblem) => {
      if (listener === null) await tellColumns(io, job, { file: file.name, uses: listUses(headers, found), header })
    }
    const columns = await chooseColumns(file, job.columns, { header, advise, onFound })
    if (fix !== null) expectWritable(file, columns, fix, advise)
    const redaction = isRedacted ? redactionOf(columns, headers) : null
    const commandFor = (next: NextCheck) => words.command(next, redaction?.header ?? ((header) => header))
    const grouping = openGrouping(file, job, redaction)
    const comparing = await openComparing(job)
    const stdout = listener ?? openStdoutReport(io, { job, redaction, commandFor })
    const made = {
      most: job.maxFindings ?? HELD_FINDINGS,
      uri: fileUri(path, process.cwd()),
      commandFor,
      longerList,
      recordUrl: job.recordUrl,
    }
    const reports = job.reports.map((target) => openReport(target, redaction, made))
    for (const target of listTargets(job)) outs.push({ target, file: await openOutFile(target) })
    return await hiding(job, () =>
      runPass(io, file, { columns, job, redaction, stop, stdout, reports, outs, grouping, comparing }),
    )
  } finally {
    file.close()
    for (const { file: out } of outs) await out.discard()
    off()
  }
}

function redactionOf(columns: Columns, headers: readonly string[]): Redaction {
  const phones = checkedColumns(columns).map(({ header }) => header)
  return openRedaction({ headers, phones, id: headers[columns.id[0] ?? -1] ?? null })
}

/** Where the job is redacted, what is said of a file that cannot be read quotes nothing of it. */
async function hiding<T>({ isRedacted }: CheckJob, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isRedacted || !(error instanceof InputError)) throw error
    throw new InputError(hideQuoted(error.message))
  }
}

/** Which signal has come; it closes the file, whoever is reading it. */
interface Stop {
  by: NodeJS.Signals | null
}

interface Pass {
  readonly columns: Columns
  readonly job: CheckJob
  readonly redaction: Redaction | null
  readonly stop: Stop
  readonly stdout: StdoutReport
  readonly reports: readonly CheckReport[]
  readonly outs: readonly Out[]
  readonly grouping: Grouping | null
  readonly comparing: OpenBaseline | null
}

/** The groups of a column, and where it stands. */
interface Grouping {
  readonly index: number
  readonly groups: OpenGroups
}

function openGrouping({ table, shown }: OpenTable, { by }: CheckJob, redaction: Redaction | null): Grouping | null {
  if (by === null) return null
  const index = table.headers.findIndex((header) => plainName(header) === plainName(by))
  if (index < 0) throw new InputError(`${shown}: there is no column "${shortLine(by, 40)}" to count findings by`)
  if (redaction !== null) throw new InputError('expected findings by a column without redaction: its cells are names')
  return { index, groups: openGroups((table.headers[index] ?? '').trim()) }
}

async function runPass(io: Io, file: OpenTable, pass: Pass): Promise<Checked> {
  const { columns, job, outs, stdout, grouping, comparing } = pass
  const sinks = openSinks(pass)
  const footer = openFooter(columns, file.table.headers.length)
  const listens = stdout.listens || pass.reports.length > 0 || grouping !== null || comparing !== null
  const wants = grouping === null && comparing === null ? sinks.wants : null
  const { headers } = file.table
  const undoing = job.undo === null ? null : openUndoing(await readChanges(io, job.undo, job.words.advise), headers)
  const left = job.leave === null ? null : openLeftCells(await readPlaces(io, job.leave, job.words.advise), columns)
  const isWanted = job.isWanted ?? left?.isWanted
  const changed = outFor(outs, job.changes)
  const check = exceptFooter(footer, grouping, {
    file: file.name,
    headers: file.table.headers,
    columns,
    region: job.region,
    readCountry,
    readName,
    repairs: job.repairs,
    ...(isWanted && { isWanted }),
    wants,
    onFinding: listens
      ? (finding) => {
          grouping?.groups.note(finding)
          comparing?.note(finding)
          sinks.note(finding)
        }
      : null,
  })
  const fixed = outFor(outs, job.fix)
  const ledger = openLedger(file.table, job.fix?.isChangedOnly ? writtenColumns(columns) : null)
  const isRowByRow = footer !== null || grouping !== null || isWanted || undoing !== null || changed !== null
  // Where all findings are told, or rows are written, most of the work is in TypeScript anyway.
  const ahead = isRowByRow || (listens && (wants === null || fixed !== null)) ? null : aheadOf(file, pass, listens)
  let noted = changed === null ? '' : renderChangesHead()
  const decide = (row: TableRow) => {
    const found = check.decide(row)
    const repairs = undoing === null ? found : undoing.decide(row)
    if (changed !== null && repairs.length > 0) noted += renderChanges(row, repairs, { headers, id: columns.id[0] })
    return repairs
  }
  const pieces = allPieces(file.table, { check: { ...check, decide }, ledger, ahead, pass })
  const readBytes = ahead?.readBytes ?? file.readBytes
  try {
    await consume(io, { file: { ...file, readBytes }, check, pieces, pass }, async (piece) => {
      await fixed?.write(piece)
      await sinks.flush()
      const text = noted
      noted = ''
      if (text !== '') await changed?.write(text)
    })
  } finally {
    await ahead?.close()
  }
  if (fixed !== null && pass.stop.by === null) {
    await readBack(io, { job, file: fixed, ledger, isStopped: () => pass.stop.by !== null })
  }
  const signal = pass.stop.by
  const told = [
    ...(footer?.notices() ?? []),
    ...file.table.notices(),
    ...(fixed === null ? [] : describeSampled(ledger)),
    ...(undoing === null ? [] : describeUndone(undoing)),
    ...(left?.notices() ?? []),
  ]
  const notices = [...describeUse(columns, pass), ...(job.isRedacted ? told.map(hideQuoted) : told)]
  const isUpdated = signal === null && job.baseline?.update != null
  const summary: CheckSummary = {
    ...check.summarise({ isComplete: signal === null, isRepaired: signal === null && fixed !== null, notices }),
    baseline: comparing?.summarise({ isUpdated, isComplete: signal === null }) ?? null,
    groups: grouping?.groups.list() ?? null,
  }
  if (isUpdated && comparing !== null) {
    const renewed = outFor(outs, job.baseline?.update)
    for (const text of renderBaseline(comparing.renewed())) await renewed?.write(text)
  }
  await sinks.end(summary)
  if (signal === null) for (const { file: out } of outs) await out.finish()
  await stdout.print(Array.from(stdout.end(summary)).join(''))
  return { headers, summary, isFailed: isFailed(summary, job), signal }
}

function exceptFooter(footer: Footer | null, grouping: Grouping | null, options: CheckOptions): Check {
  const check = openCheck(options)
  if (footer === null && grouping === null) return check
  return {
    ...check,
    decide(row) {
      if (footer?.has(row) === true) return []
      if (grouping !== null) grouping.groups.begin(row.problem === null ? row.cell(grouping.index) : '')
      return check.decide(row)
    },
  }
}

function isFailed(summary: CheckSummary, { fix, failOn }: CheckJob): boolean {
  const { baseline } = summary
  const has = (severity: 'error' | 'warning') => {
    if (baseline !== null) return !baseline.isUpdated && baseline.fresh[severity] > 0
    return (fix === null ? summary.findings[severity] : remaining(summary, severity)) > 0
  }
  return failOn !== 'never' && (has('error') || (failOn === 'warning' && has('warning')))
}

interface Source {
  readonly file: OpenTable
  readonly check: Check
  readonly pieces: AsyncIterable<Uint8Array>
  readonly pass: Pass
}

/** Takes piece after piece until there are no more, or a signal comes. */
async function consume(
  io: Io,
  { file, check, pieces, pass: { job, stop } }: Source,
  take: (piece: Uint8Array) => Promise<void>,
): Promise<void> {
  const progress = openProgress(io, 'rows', 1)
  try {
    for await (const piece of pieces) {
      if (stop.by !== null) break
      await take(piece)
      const bytes = file.readBytes()
      progress.update(check.rows(), file.size && bytes !== null ? bytes / file.size : undefined, bytes ?? undefined)
    }
  } catch (error) {
    // What is closed while it is being read fails in many ways.
    if (stop.by === null) refuseRest(file, check.rows(), { error, advise: job.words.advise })
  } finally {
    progress.end()
  }
}

function refuseRest({ shown }: OpenTable, rows: number, { error, advise }: { error: unknown; advise: Advise }): never {
  try {
    return refuseFile(shown, error, advise)
  } catch (refused) {
    if (!(refused instanceof InputError)) throw refused
    const done = `${plural(rows, 'row was', 'rows were')} checked until there`
    throw new InputError(`${refused.message}. ${done}; nothing was written.`, { cause: error })
  }
}

const NOTHING = new Uint8Array(0)

async function* readThrough(table: TableFile, { decide }: Check): AsyncGenerator<Uint8Array> {
  for await (const rows of table.rows()) {
    for (const row of rows) decide(row)
    yield NOTHING
  }
}

/** Where the file is large: what is checked ahead of who reads any file. */
function aheadOf(file: OpenTable, { columns, job }: Pass, isListening: boolean): Ahead | null {
  const { csv } = file
  const { beside, encoding, fix, path, region } = job
  if (csv === null || beside === null) return null
  const written = fix === null ? undefined : fix.isChangedOnly ? writtenColumns(columns) : null
  return openAhead({ path, csv, columns, region, encoding, written, repairs: job.repairs, beside, isListening })
}

interface Checking {
  readonly check: Check
  readonly ledger: Ledger
  readonly ahead: Ahead | null
  readonly pass: Pass
}

/** The pieces of the file that is written; where none is, nothing as often as there are some. */
function allPieces(
  table: TableFile,
  { check, ledger, ahead, pass: { columns, job } }: Checking,
): AsyncIterable<Uint8Array> {
  const { fix } = job
  const read = async function* () {
    if (ahead !== null) yield* ahead.check(check, ledger)
    if (fix === null) yield* readThrough(table, check)
    else if (fix.isChangedOnly) yield* table.rewriteChanged(ledger.keep(check.decide), writtenColumns(columns))
    else yield* table.rewrite(ledger.keep(check.decide))
  }
  return isPacked(fix?.path ?? '') ? packGzip(read()) : read()
}

/** What to tell of columns that are not used. */
function describeUse(columns: Columns, { redaction, job: { words } }: Pass): string[] {
  const header = redaction?.header ?? ((name: string) => name)
  const further = columns.further.map((column) => header(column.header))
  const unused = columns.unused.map(header).filter((name) => !further.includes(name.trim()))
  return [
    ...describeColumnsUsed({ ...columns, repeated: columns.repeated.map(header) }, words.advise),
    ...listUnused('not checked', unused, 1, words.advise),
  ]
}
