// `ringsight check`: what is wrong with the phone numbers of a CRM export, and the file again with what is certain repaired.
import { availableParallelism } from 'node:os'
import type { CheckSummary } from '../check/file.ts'
import { type CheckJob, listTargets } from '../check/job.ts'
import { besideThis } from '../check/threads.ts'
import { FINDINGS, type FindingCode } from '../core/finding.ts'
import { WRITTEN_FORMS, type WrittenForm } from '../core/written-form.ts'
import { InputError } from '../terminal/exit.ts'
import { type Io, printJson, say } from '../terminal/io.ts'
import { expectTargets } from '../terminal/out-file.ts'
import { quoteForShell } from '../text/safe.ts'
import { keepRemembered } from './column-memory.ts'
import {
  addColumnFlags,
  adviseFor,
  type ColumnFlags,
  columnRoles,
  renderColumnFlags,
  statedColumns,
  statesColumns,
} from './flags/columns.ts'
import { type Command, Flag } from './flags/command.ts'
import { byForce, contactRegionFlag, forceFlag } from './flags/shared.ts'
import { wholeNumber, wordsOf, wrong } from './flags/values.ts'

const EXAMPLES = `
Examples:
  ringsight check contacts.csv
  ringsight check contacts.csv --region IE --fix contacts-repaired.csv
      reads (087) 123-4567 as Irish where the contact states no country
  ringsight check contacts.xlsx --fix changes.xlsx --changed-only
      only the contacts that change: record id and numbers, for a CRM's import
  ringsight check contacts.csv --report check.html --report check.csv
  ringsight check contacts.csv --preview --except national
  ringsight check contacts.csv --baseline known.json --update-baseline
      from then on --baseline known.json fails only by what is new
  ringsight check contacts.csv --by 'Contact owner'
  ringsight check contacts.csv --fix repaired.csv --changes changes.csv
  ringsight check repaired.csv --undo changes.csv --fix contacts-again.csv
  ringsight check contacts.csv --fix repaired.csv --write-as international
  ringsight check contacts.csv --max-findings 20
  ringsight check contacts.csv --json | grep '"national"'
  ringsight check leads.csv --format github --fail-on warning
  ringsight generate --messy 0.5 | ringsight check -

Reads what "ringsight import" reads: CSV, Excel workbooks and vCard, also within
gzip. Ringsight recognises the format by content, the program by column names; --phone,
--name, --country and --id state columns that it does not know, and --encoding how the
text is encoded.

--fix writes the same format again with only the certain repairs; every other cell
stays as it is, byte for byte. Where a cell holds two numbers and another phone column is empty, the second moves there (in
CSV and Excel; --keep-cells leaves it). With --write-as other numbers change too: each that is certain is then written in that form. An OUT that ends in .gz is packed. Where no repair
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
  readonly only: readonly FindingCode[]
  readonly except: readonly FindingCode[]
  readonly keepCells?: boolean
  readonly writeAs: WrittenForm
  readonly preview?: boolean
  readonly changes?: string
  readonly undo?: string
  readonly leave?: string
  readonly baseline?: string
  readonly updateBaseline?: boolean
  readonly by?: string
  readonly recordUrl?: string
  readonly remember?: boolean
  readonly forget?: boolean
}

const KINDS = Object.keys(FINDINGS) as FindingCode[]

export function addCheckCommand(program: Command, io: Io): Command {
  const command = program
    .command('check')
    .description('find out who would be unknown when they call, and repair their numbers')
    .argument('<file...>', 'contacts files: CSV, XLSX or vCard; - is stdin')
    .addOption(contactRegionFlag())
    .option('--fix <out>', 'write the file again with the certain repairs')
    .addOption(new Flag('--changed-only', 'write only the contacts that change, for an import').needs('fix'))
    .addOption(
      new Flag('--only <kinds>', 'repair only these kinds, such as national,prefix', wordsOf(KINDS))
        .repeatable()
        .conflicts('except'),
    )
    .addOption(new Flag('--except <kinds>', 'repair all kinds but these', wordsOf(KINDS)).repeatable())
    .option('--leave <cells>', 'leave these cells: a list with row and column, as --changes writes')
    .addOption(
      new Flag(
        '--write-as <form>',
        'how numbers are written: +353871234567, +353 87 123 4567, 087 123 4567, 00353871234567',
      )
        .choices(WRITTEN_FORMS)
        .default('e164'),
    )
    .option('--keep-cells', 'leave a second number where it is, also where a phone column beside is empty')
    .addOption(
      new Flag('--preview', 'show the repairs kind by kind, before and after').conflicts(['fix', 'json', 'format']),
    )
    .addOption(new Flag('--changes <out>', 'write the cells that are repaired, before and after: .csv').needs('fix'))
    .addOption(
      new Flag('--undo <changes>', 'take back the changes of this file, in place of repairs')
        .needs('fix')
        .conflicts(['changedOnly', 'only', 'except', 'changes', 'leave', 'writeAs']),
    )
    .option('--baseline <file>', 'fail only by findings that this file does not have')
    .addOption(new Flag('--update-baseline', 'write the baseline anew, with the findings of today').needs('baseline'))
    .option('--by <column>', 'count findings by what stands in a column, such as the owner')
    .addOption(
      new Flag(
        '--record-url <url>',
        'link records in reports: https://app.example.com/contacts/{id}',
        readRecordUrl,
      ).needs('report'),
    )
    .addOption(forceFlag('fix', 'report', 'changes'))
    .addOption(new Flag('--report <out>', 'write a report: .html, .json, .md, .sarif or .csv').repeatable())
    .addOption(new Flag('--format <kind>', 'print annotations for a CI run').choices(['github']).conflicts('json'))
    .option('--json', 'print one JSON object per line: every finding, each file, then a summary')
    .addOption(
      new Flag('--fail-on <severity>', 'end with 1 if a finding is at least this severe')
        .choices(['error', 'warning', 'never'])
        .default('error'),
    )
    .option('--max-findings <n>', 'list up to n findings (default: none; 50 for GitHub, all as JSON)', wholeNumber(0))
    .addOption(new Flag('--remember', 'state these columns for all files with the same headers').conflicts('forget'))
    .option('--forget', 'forget what was stated for files with these headers')
    .option('--redact', 'show no full numbers, names or addresses, in reports too')
    .option('--cores <n>', 'check a large CSV file on n cores (default: all)', wholeNumber(1))
    .addHelpText('after', EXAMPLES)
  return addColumnFlags(command).action((paths: string[], flags: CheckFlags) => runCheck(io, paths, flags))
}

async function runCheck(io: Io, paths: readonly string[], flags: CheckFlags): Promise<void> {
  expectSense(paths, flags)
  const read = [...paths, flags.undo, flags.leave].filter((path) => path !== undefined)
  await expectTargets(io, listTargets(jobFor(io, '', { flags, isFirst: true })), read)
  const { checkFile } = await import('../check/pass.ts')
  const { summaryJson } = await import('../check/report/json.ts')
  const checked: CheckSummary[] = []
  let [isFailed, unusable] = [false, 0]
  let signal: NodeJS.Signals | null = null
  for (const path of paths) {
    if (signal !== null) break
    try {
      const done = await checkFile(io, jobFor(io, path, { flags, isFirst: checked.length === 0 }))
      const { tellCallLog } = await import('./other-file.ts')
      await tellCallLog(io, path, { headers: done.headers, json: flags.json })
      checked.push(done.summary)
      if (flags.remember && done.signal === null) say(io, await keepRemembered(io, done.headers, columnRoles(flags)))
      if (flags.forget) say(io, await keepRemembered(io, done.headers, null))
      isFailed ||= done.isFailed
      signal = done.signal
    } catch (failure) {
      const { whyNoContacts } = await import('./other-file.ts')
      const error = await whyNoContacts(io, path, { error: failure, json: flags.json })
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

function expectSense(paths: readonly string[], flags: CheckFlags): void {
  const { fix, report, baseline, remember } = flags
  if (remember && !statesColumns(flags))
    throw new InputError('--remember: expected columns to remember, such as --phone "Work phone"')
  if (paths.length > 1 && (fix !== undefined || report.length > 0 || baseline !== undefined)) {
    const flag = fix !== undefined ? '--fix' : report.length > 0 ? '--report' : '--baseline'
    throw new InputError(`${flag}: expected one file to check, found ${paths.length}; check them one by one`)
  }
  if (paths.filter((path) => path === '-').length > 1) throw new InputError('expected - (stdin) once, found it twice')
}

interface Asked {
  readonly flags: CheckFlags
  readonly isFirst: boolean
}

function jobFor(io: Io, path: string, { flags, isFirst }: Asked): CheckJob {
  const { fix, report, force, redact, json, format, changedOnly } = flags
  const replaced = byForce(force)
  return {
    path,
    columns: flags.forget ? columnRoles(flags) : statedColumns(io, flags),
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
    words: { advise: adviseFor(io), command: commandBy(flags), longerList: '--max-findings lists more' },
    // What is taken back is not repaired again.
    repairs: {
      kinds: flags.undo === undefined ? chosenKinds(flags) : [],
      isSpread: flags.keepCells !== true,
      form: flags.writeAs,
    },
    changes:
      flags.changes === undefined ? null : { path: flags.changes, flag: '--changes', ...replaced, isPersonal: true },
    undo: flags.undo ?? null,
    leave: flags.leave ?? null,
    baseline: baselineOf(flags),
    by: flags.by ?? null,
    recordUrl: flags.recordUrl ?? null,
    isPreview: flags.preview === true,
  }
}

function baselineOf({ baseline, updateBaseline, redact }: CheckFlags): CheckJob['baseline'] {
  if (baseline === undefined) return null
  const update = { path: baseline, flag: '--baseline', mayReplace: true, isPersonal: redact !== true }
  return { path: baseline, update: updateBaseline ? update : null }
}

function readRecordUrl(text: string): string {
  if (/^https?:\/\/\S+$/.test(text) && text.includes('{id}')) return text
  throw wrong('an address with {id} in it, such as https://app.example.com/contacts/{id}', text)
}

function chosenKinds({ only, except }: CheckFlags): readonly FindingCode[] | null {
  if (only.length > 0) return only
  return except.length === 0 ? null : KINDS.filter((code) => !except.includes(code))
}

/** The command that checks a file again with the flags that say how it is read. */
export function commandBy(flags: ColumnFlags & Partial<Pick<CheckFlags, 'writeAs'>>): CheckJob['words']['command'] {
  return ({ file, region, fix }, header) => {
    const stated = renderColumnFlags(flags, header)
    const under = region === null ? '' : ` --region ${region}`
    const form = flags.writeAs === undefined || flags.writeAs === 'e164' ? '' : ` --write-as ${flags.writeAs}`
    const into = fix === null ? '' : `${form} --fix ${quoteForShell(fix)}`
    return `ringsight check ${quoteForShell(file)}${stated}${under}${into}`
  }
}
