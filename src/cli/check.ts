// `ringsight check`: what is wrong with the phone numbers of a CRM export, and the file again with what is certain repaired.
import { availableParallelism } from 'node:os'
import type { CheckSummary } from '../check/file.ts'
import { type CheckJob, listTargets } from '../check/job.ts'
import { besideThis } from '../check/threads.ts'
import { InputError } from '../terminal/exit.ts'
import { type Io, printJson, say } from '../terminal/io.ts'
import { expectTargets } from '../terminal/out-file.ts'
import { quoteForShell } from '../text/safe.ts'
import { addColumnFlags, adviseFlags, type ColumnFlags, renderColumnFlags, statedColumns } from './flags/columns.ts'
import { type Command, Flag } from './flags/command.ts'
import { byForce, contactRegionFlag, forceFlag } from './flags/shared.ts'
import { wholeNumber } from './flags/values.ts'

const EXAMPLES = `
Examples:
  ringsight check contacts.csv
  ringsight check contacts.csv --region IE --fix contacts-repaired.csv
      reads (087) 123-4567 as Irish where the contact states no country
  ringsight check contacts.xlsx --fix changes.xlsx --changed-only
      only the contacts that change: record id and numbers, for a CRM's import
  ringsight check contacts.csv --report check.html --report check.csv
  ringsight check contacts.csv --max-findings 20
  ringsight check contacts.csv --json | grep '"national"'
  ringsight check leads.csv --format github --fail-on warning
  ringsight generate --messy 0.5 | ringsight check -

Reads what "ringsight import" reads: CSV, Excel workbooks and vCard, also within
gzip. Ringsight recognises the format by content, the program by column names; --phone,
--name, --country and --id state columns that it does not know, and --encoding how the
text is encoded.

--fix writes the same format again with only the certain repairs; every other cell
stays as it is, byte for byte. An OUT that ends in .gz is packed. Where no repair
is certain it writes the file as it was. It never writes over the file it reads, and over another only with --force.

--json prints a finding a line, a line for each file, then a summary. Rows count as in a
spreadsheet: the header is row 1.

The status is 0 when done, 1 when a finding is at least as severe as
--fail-on says (by default an error: a contact that cannot be repaired; what --fix has
repaired no longer counts), 2 for input that cannot be used, 3 when the system failed. Ctrl-C prints
the summary so far and leaves no OUT; the process then ends by the signal.`

export interface CheckFlags extends ColumnFlags {
  readonly region?: string
  readonly fix?: string
  readonly changedOnly?: boolean
  readonly force?: boolean
  readonly report: readonly string[]
  readonly format?: 'github'
  readonly json?: boolean
  readonly failOn: 'error' | 'warning' | 'never'
  readonly maxFindings?: number
  readonly redact?: boolean
  readonly cores?: number
}

export function addCheckCommand(program: Command, io: Io): Command {
  const command = program
    .command('check')
    .description('find out who would be unknown when they call, and repair their numbers')
    .argument('<file...>', 'contacts files: CSV, XLSX or vCard; - is stdin')
    .addOption(contactRegionFlag())
    .option('--fix <out>', 'write the file again with the certain repairs')
    .addOption(new Flag('--changed-only', 'write only the contacts that change, for an import').needs('fix'))
    .addOption(forceFlag('fix', 'report'))
    .addOption(new Flag('--report <out>', 'write a report: .html, .json, .md, .sarif or .csv').repeatable())
    .addOption(new Flag('--format <kind>', 'print annotations for a CI run').choices(['github']).conflicts('json'))
    .option('--json', 'print one JSON object per line: every finding, each file, then a summary')
    .addOption(
      new Flag('--fail-on <severity>', 'end with 1 if a finding is at least this severe')
        .choices(['error', 'warning', 'never'])
        .default('error'),
    )
    .option('--max-findings <n>', 'list up to n findings (default: none; 50 for GitHub, all as JSON)', wholeNumber(0))
    .option('--redact', 'show no full numbers, names or addresses, in reports too')
    .option('--cores <n>', 'check a large CSV file on n cores (default: all)', wholeNumber(1))
    .addHelpText('after', EXAMPLES)
  return addColumnFlags(command).action((paths: string[], flags: CheckFlags) => runCheck(io, paths, flags))
}

async function runCheck(io: Io, paths: readonly string[], flags: CheckFlags): Promise<void> {
  expectSense(paths, flags)
  await expectTargets(io, listTargets(jobFor('', flags, true)), paths)
  const { checkFile } = await import('../check/pass.ts')
  const { summaryJson } = await import('../check/report/json.ts')
  const checked: CheckSummary[] = []
  let [isFailed, unusable] = [false, 0]
  let signal: NodeJS.Signals | null = null
  for (const path of paths) {
    if (signal !== null) break
    try {
      const done = await checkFile(io, jobFor(path, flags, checked.length === 0))
      checked.push(done.summary)
      isFailed ||= done.isFailed
      signal = done.signal
    } catch (error) {
      // What is wrong with one file is no reason not to check the others.
      if (paths.length === 1 || !(error instanceof InputError)) throw error
      say(io, error.message)
      unusable += 1
    }
  }
  if (flags.json) await printJson(io, summaryJson(checked, unusable))
  if (signal !== null) return io.exit(130)
  if (isFailed || unusable > 0) io.exit(unusable > 0 ? 2 : 1)
}

function expectSense(paths: readonly string[], { fix, report }: CheckFlags): void {
  if (paths.length > 1 && (fix !== undefined || report.length > 0)) {
    const flag = fix === undefined ? '--report' : '--fix'
    throw new InputError(`${flag}: expected one file to check, found ${paths.length}; check them one by one`)
  }
  if (paths.filter((path) => path === '-').length > 1) throw new InputError('expected - (stdin) once, found it twice')
}

function jobFor(path: string, flags: CheckFlags, isFirst: boolean): CheckJob {
  const { fix, report, force, redact, json, format, changedOnly } = flags
  const replaced = byForce(force)
  return {
    path,
    columns: statedColumns(flags),
    encoding: flags.encoding ?? null,
    region: flags.region ?? null,
    fix:
      fix === undefined
        ? null
        : { path: fix, flag: '--fix', ...replaced, isPersonal: true, isChangedOnly: changedOnly === true },
    reports: report.map((each) => ({ path: each, flag: '--report', ...replaced, isPersonal: redact !== true })),
    stdout: json ? 'json' : (format ?? 'plain'),
    maxFindings: flags.maxFindings ?? null,
    isRedacted: redact === true,
    failOn: flags.failOn,
    beside: besideThis(flags.cores ?? availableParallelism()),
    isFirst,
    words: { advise: adviseFlags, command: commandBy(flags), longerList: '--max-findings lists more' },
  }
}

/** The command that checks a file again with the flags that say how it is read. */
export function commandBy(flags: ColumnFlags): CheckJob['words']['command'] {
  return ({ file, region, fix }, header) => {
    const stated = renderColumnFlags(flags, header)
    const under = region === null ? '' : ` --region ${region}`
    const into = fix === null ? '' : ` --fix ${quoteForShell(fix)}`
    return `ringsight check ${quoteForShell(file)}${stated}${under}${into}`
  }
}
