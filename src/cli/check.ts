// `ringsight check`: what is wrong with the phone numbers of a CRM export, and the file again with what is certain repaired.
import { stat } from 'node:fs/promises'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { type CheckJob, listTargets } from '../check/job.ts'
import { InputError } from '../terminal/exit.ts'
import { type Io, say } from '../terminal/io.ts'
import { expectFree, type OutTarget } from '../terminal/out-file.ts'
import { quoteForShell, safeLine } from '../text/safe.ts'
import { adviseFlags } from './column-advice.ts'
import { addColumnFlags, append, type ColumnFlags, renderColumnFlags, statedColumns } from './column-flags.ts'
import { parseRegion } from './number.ts'

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
gzip, told by their bytes. What wrote the file is told by its headers; --phone, --name,
--country and --id state columns that are not known, and --encoding how its text is encoded.

--fix writes the same format again with only the certain repairs; every other cell
stays as it is, byte for byte. An OUT that ends in .gz is packed. Where no repair
is certain it writes the file as it was. It never writes over the file it reads, and over another only with --force.

--json prints a finding a line, then for each file a summary. Rows count as in a
spreadsheet: the header is row 1.

The status is 0 when done, 1 when there are findings of --fail-on or graver (by
default errors: contacts whom no repair helps; what --fix has repaired no longer
counts), 2 for input that cannot be used, 3 when the system failed. Ctrl-C prints
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
}

export function addCheckCommand(program: Command, io: Io): Command {
  const repeated = (flags: string, text: string) => new Option(flags, text).argParser(append).default([], 'none')
  const failOn = new Option('--fail-on <severity>', 'the findings for which the status is 1')
  const command = program
    .command('check')
    .description('find out who would be unknown when they call, and repair their numbers')
    .argument('<file...>', 'contacts files (CSV, XLSX, vCard); - is stdin')
    .option('--region <country>', 'country of national numbers where a contact states none, such as IE', parseRegion)
    .option('--fix <out>', 'write the file again with the certain repairs')
    .option('--changed-only', 'with --fix: only the contacts that change, with record id and numbers')
    .option('--force', 'replace OUT and reports where they exist')
    .addOption(repeated('--report <out>', 'write a report: .html, .json, .md, .sarif or .csv, repeatable'))
    .addOption(new Option('--format <kind>', 'annotate a CI run').choices(['github']))
    .option('--json', 'one JSON object per line: every finding, then a summary')
    .addOption(failOn.choices(['error', 'warning', 'never']).default('error'))
    .option('--max-findings <n>', 'list so many findings (default: none here, 50 on GitHub, all as JSON)', parseMost)
    .option('--redact', 'show no full numbers, names or addresses, not even in reports')
    .addHelpText('after', EXAMPLES)
  return addColumnFlags(command).action((paths: string[], flags: CheckFlags) => runCheck(io, paths, flags))
}

function parseMost(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Expected a whole number.')
}

async function runCheck(io: Io, paths: readonly string[], flags: CheckFlags): Promise<void> {
  expectSense(paths, flags)
  const targets = listTargets(jobFor('', flags, true))
  for (const target of targets) await expectOther(target, paths, targets)
  const { checkFile } = await import('../check/pass.ts')
  let [checked, isFailed, isUnusable] = [0, false, false]
  for (const path of paths) {
    try {
      const { isFailed: hasFailed, signal } = await checkFile(io, jobFor(path, flags, checked === 0))
      checked += 1
      isFailed ||= hasFailed
      // Whoever sent it shall see the process end by it.
      if (signal !== null) return void process.kill(process.pid, signal)
    } catch (error) {
      // What is wrong with one file is no reason not to check the others.
      if (paths.length === 1 || !(error instanceof InputError)) throw error
      say(io, error.message)
      isUnusable = true
    }
  }
  if (isFailed || isUnusable) io.exit(isUnusable ? 2 : 1)
}

function expectSense(paths: readonly string[], { fix, changedOnly, force, report, json, format }: CheckFlags): void {
  const written = fix !== undefined || report.length > 0
  if (paths.length > 1 && written) {
    const flag = fix === undefined ? '--report' : '--fix'
    throw new InputError(`${flag}: expected one file to check, found ${paths.length}; check them one by one`)
  }
  if (paths.filter((path) => path === '-').length > 1) throw new InputError('expected - (stdin) once, found it twice')
  if (changedOnly && fix === undefined) throw new InputError('--changed-only: expected together with --fix')
  if (force && !written) throw new InputError('--force: expected together with --fix or --report')
  if (json && format !== undefined) throw new InputError('--json and --format: expected one of them, found both')
}

/** Refuses to write over what is read, or one output over another, before any work is done. */
async function expectOther(target: OutTarget, paths: readonly string[], targets: readonly OutTarget[]): Promise<void> {
  const found = await stat(target.path).catch(() => null)
  for (const path of paths) {
    const read = path === '-' ? null : await stat(path).catch(() => null)
    if (found === null || read === null || found.dev !== read.dev || found.ino !== read.ino) continue
    throw new InputError(`${target.flag}: expected another file than ${safeLine(path)}, which is checked`)
  }
  if (targets.filter(({ path }) => path === target.path).length > 1)
    throw new InputError(`${target.flag}: ${safeLine(target.path)} would be written twice`)
  await expectFree(target)
}

function jobFor(path: string, flags: CheckFlags, isFirst: boolean): CheckJob {
  const { fix, report, force, redact, json, format, changedOnly } = flags
  const mayReplace = force === true
  return {
    path,
    columns: statedColumns(flags),
    encoding: flags.encoding ?? null,
    region: flags.region ?? null,
    fix:
      fix === undefined
        ? null
        : { path: fix, flag: '--fix', mayReplace, isPersonal: true, isChangedOnly: changedOnly === true },
    reports: report.map((each) => ({ path: each, flag: '--report', mayReplace, isPersonal: redact !== true })),
    stdout: json ? 'json' : (format ?? 'plain'),
    maxFindings: flags.maxFindings ?? null,
    isRedacted: redact === true,
    failOn: flags.failOn,
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
