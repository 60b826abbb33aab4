// `ringsight generate`: a dataset of invented people, as a CSV export or straight into the store.
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ContactSource } from '../contact-file/contact-files.ts'
import { type DatasetOptions, type GeneratedRegion, PLAIN_DATASET } from '../crm/generated/generated.ts'
import { PLANS } from '../crm/generated/numbers.ts'
import { InputError } from '../terminal/exit.ts'
import { type Io, printDocument, printJson, printLine, say } from '../terminal/io.ts'
import { expectFree, writeOutFile } from '../terminal/out-file.ts'
import { openProgress } from '../terminal/progress.ts'
import { plural } from '../text/count.ts'
import { safeLine, shortLine } from '../text/safe.ts'
import { IMPORT_HINTS, importSources } from './import.ts'
import { addRenamed } from './renamed.ts'

const REGIONS = Object.keys(PLANS) as readonly GeneratedRegion[]

const EXAMPLES = `
Examples:
  ringsight generate --out people.csv
  ringsight generate --people 200 --regions IE,GB --seed 42
  ringsight generate --people 100000 --messy 0 --into-store --db test.db
  ringsight generate --messy 1 | ringsight import - --json

The columns are those of a HubSpot contacts export, and four more with amount,
currency, close date and stage of each associated deal. The same options give
the same bytes; a smaller dataset is the beginning of a larger one.

All people are invented. Their numbers lie in ranges that are in use: dial none.
Messy datasets hold names with terminal escapes and formulas, on purpose.

Regions: ${REGIONS.join(', ')}`

interface GenerateOptions {
  readonly people: number
  readonly seed: string
  readonly messy: number
  readonly regions: readonly GeneratedRegion[]
  readonly out?: string
  readonly force?: boolean
  readonly intoStore?: boolean
  readonly db?: string
  readonly json?: boolean
}

export function addGenerateCommand(program: Command, io: Io): Command {
  const regions = new Option('--regions <list>', 'where the people live')
  const command = program
    .command('generate')
    .description('invent a CRM dataset from a seed: a CSV export, or straight into the store')
    .option('--people <n>', 'how many', parseCount, 1000)
    .option('--seed <text>', 'another seed, other people', '1')
    .option(
      '--messy <share>',
      'how many numbers are in odd or damaged forms, from 0 to 1',
      parseShare,
      PLAIN_DATASET.messy,
    )
    .addOption(regions.argParser(parseRegions).default(PLAIN_DATASET.regions, PLAIN_DATASET.regions.join()))
    .option('--out <file>', 'write to a file instead of stdout')
    .option('--force', 'replace the file if it exists')
    .option('--into-store', 'import the contacts instead of writing them')
    .option('--db <file>', "the store (else RINGSIGHT_DB, else in the user's data folder)")
    .option('--json', 'with --out or --into-store: a summary as JSON')
    .addHelpText('after', EXAMPLES)
  return addRenamed(command, '--contacts <n>', '--people').action((options: GenerateOptions) =>
    runGenerate(io, options),
  )
}

const MOST_PEOPLE = 100_000_000

/** Reads how many people to invent. */
export function parseCount(text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (count >= 1 && count <= MOST_PEOPLE) return count
  throw new InvalidArgumentError(`Expected a whole number from 1 to ${MOST_PEOPLE}.`)
}

function parseShare(text: string): number {
  const share = /^(?:\d+(?:\.\d*)?|\.\d+)$/.test(text) ? Number(text) : -1
  if (share >= 0 && share <= 1) return share
  throw new InvalidArgumentError('Expected a number from 0 to 1, such as 0.1.')
}

function parseRegions(text: string): GeneratedRegion[] {
  const codes = text.split(',').map((code) => code.trim().toUpperCase())
  return codes.map((code) => {
    const region = REGIONS.find((known) => known === code)
    if (region !== undefined) return region
    throw new InvalidArgumentError(`Expected some of ${REGIONS.join(',')}, found "${shortLine(code, 40)}".`)
  })
}

async function runGenerate(io: Io, options: GenerateOptions): Promise<void> {
  expectSense(options)
  if (options.intoStore) return importRows(io, options)
  if (options.out === undefined) return printRows(io, options)
  const target = { path: options.out, flag: '--out', mayReplace: options.force === true, isPersonal: false }
  await expectFree(target)
  const progress = openProgress(io, 'contacts')
  let written = 0
  const count = () => progress.update(++written, written / options.people)
  await writeOutFile(target, await openTexts(options, count), () => {
    progress.end()
    say(io, `interrupted: ${safeLine(target.path)} was not written`)
  }).finally(progress.end)
  const { people: contacts, seed, messy, regions, out } = options
  if (options.json) return printJson(io, { type: 'summary', file: out, contacts, seed, messy, regions })
  const file = safeLine(out)
  await printLine(io, `Wrote ${plural(contacts, 'contact')} to ${file}. Next: ringsight import ${file}`)
}

function expectSense({ intoStore, out, db, json, force }: GenerateOptions): void {
  if (intoStore && out !== undefined) throw new InputError('--out and --into-store: expected one of them, found both')
  if (!intoStore && db !== undefined) throw new InputError('--db: expected together with --into-store')
  if (force && out === undefined) throw new InputError('--force: expected together with --out')
  if (json && !intoStore && out === undefined) {
    throw new InputError('--json: expected together with --out or --into-store; without them, stdout carries the rows')
  }
}

// A person's terminal gets the rows as they can be shown; whatever else reads stdout gets them as they are. No progress:
// the reader may be showing its own.
async function printRows(io: Io, options: GenerateOptions): Promise<void> {
  for (const text of await openTexts(options, () => {})) {
    const isWanted = await printDocument(io, text)
    if (!isWanted) return
  }
}

const ROWS_PER_TEXT = 500

async function openTexts(options: GenerateOptions, onRow: () => void): Promise<Iterable<string>> {
  const { renderRows } = await import('../contact-file/csv/csv.ts')
  const { GENERATED_HEADERS, generateRows } = await import('../crm/generated/generated.ts')
  const rows = await generateRows({ ...options, contacts: options.people })
  return (function* () {
    let batch = [GENERATED_HEADERS]
    for (const row of rows) {
      batch.push(row)
      onRow()
      if (batch.length < ROWS_PER_TEXT) continue
      yield renderRows(batch)
      batch = []
    }
    yield renderRows(batch)
  })()
}

async function importRows(io: Io, options: GenerateOptions): Promise<void> {
  const { openJsonReport, openPlainReport } = await import('../sync/import-report.ts')
  const report = options.json ? openJsonReport() : openPlainReport(null, IMPORT_HINTS)
  let read = 0
  const fraction = () => ++read / options.people
  const summaries = await importSources(io, [await openGenerated({ ...options, contacts: options.people })], {
    db: options.db,
    report,
    fraction,
  })
  for (const line of report.lines(summaries)) await printLine(io, line)
}

/** The contacts of a dataset, as import would read them from its file. */
export async function openGenerated(options: DatasetOptions): Promise<ContactSource> {
  const { openMadeRows } = await import('../contact-file/contact-files.ts')
  const { GENERATED_HEADERS, generateRows } = await import('../crm/generated/generated.ts')
  return openMadeRows(`generate --seed ${safeLine(options.seed)}`, GENERATED_HEADERS, await generateRows(options))
}
