// `ringsight generate`: a dataset of invented people, as a CSV export or straight into the store.
import type { ContactSource } from '../contact-file/contact-files.ts'
import { type DatasetOptions, type GeneratedRegion, PLAIN_DATASET } from '../crm/invented/invented.ts'
import { PLANS } from '../crm/invented/numbers.ts'
import { onSignal } from '../terminal/interruption.ts'
import { type Io, printDocument, printJson, printLine, say } from '../terminal/io.ts'
import { expectFree, writeOutFile } from '../terminal/out-file.ts'
import { openProgress } from '../terminal/progress.ts'
import { plural, renderCount } from '../text/count.ts'
import { safeLine } from '../text/safe.ts'
import { endInterrupted } from './exit.ts'
import { type Command, Flag } from './flags/command.ts'
import { byForce, dbFlag, forceFlag, peopleFlag, renamedFlag } from './flags/shared.ts'
import { readShare, wordsOf } from './flags/values.ts'
import { IMPORT_HINTS, importSources } from './import.ts'

const REGIONS = Object.keys(PLANS) as readonly GeneratedRegion[]

const EXAMPLES = `
Examples:
  ringsight generate --out people.csv
  ringsight generate --people 200 --regions IE,GB --seed 42
  ringsight generate --people 100000 --messy 0 --into-store --db test.db
  ringsight generate --messy 1 | ringsight import - --json

The columns are those of a HubSpot contacts export, and four more with amount,
currency, close date and stage of each associated deal. The same flags give
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
  return program
    .command('generate')
    .description('invent a CRM dataset: a CSV export, or contacts in the store')
    .addOption(peopleFlag(1000))
    .addOption(renamedFlag('--contacts <n>', '--people'))
    .option('--seed <text>', 'the text that decides everything; another one gives other people', '1')
    .option('--messy <share>', 'the share of numbers in odd or damaged forms', readShare, PLAIN_DATASET.messy)
    .addOption(
      new Flag('--regions <list>', 'the countries of the people', wordsOf(REGIONS))
        .default(PLAIN_DATASET.regions, PLAIN_DATASET.regions.join())
        .offers(REGIONS),
    )
    .option('--out <file>', 'write to a file instead of stdout')
    .addOption(forceFlag('out'))
    .addOption(new Flag('--into-store', 'import the contacts; write no file').conflicts('out'))
    .addOption(dbFlag().needs('intoStore'))
    .addOption(new Flag('--json', 'print a summary as JSON').needs('out', 'intoStore'))
    .addHelpText('after', EXAMPLES)
    .action((options: GenerateOptions) => runGenerate(io, options))
}

async function runGenerate(io: Io, options: GenerateOptions): Promise<void> {
  if (options.intoStore) return importRows(io, options)
  if (options.out === undefined) return printRows(io, options)
  const target = { path: options.out, flag: '--out', ...byForce(options.force), isPersonal: false }
  await expectFree(target)
  const progress = openProgress(io, 'contacts')
  let written = 0
  const onRow = () => progress.update(++written, written / options.people)
  await writeOutFile(target, await openTexts(options, onRow), () => {
    progress.end()
    say(io, `interrupted: ${safeLine(target.path)} was not written`)
  }).finally(progress.end)
  const { people: contacts, seed, messy, regions, out } = options
  if (options.json) return printJson(io, { type: 'summary', file: out, contacts, seed, messyShare: messy, regions })
  const file = safeLine(out)
  await printLine(io, `Wrote ${plural(contacts, 'contact')} to ${file}. Next: ringsight import ${file}`)
}

// A person's terminal gets the rows as they can be shown; whatever else reads stdout gets them as they are. No progress:
// the reader may be showing its own.
async function printRows(io: Io, options: GenerateOptions): Promise<void> {
  let written = 0
  const off = onSignal(() =>
    endInterrupted(io, `${renderCount(written)} of ${plural(options.people, 'contact')} were written`),
  )
  for (const text of await openTexts(options, () => ++written)) {
    const isWanted = await printDocument(io, text)
    if (!isWanted) break
    // A signal is heard only when nothing else is to be done.
    await new Promise(setImmediate)
  }
  off()
}

const ROWS_PER_TEXT = 500

async function openTexts(options: GenerateOptions, onRow: () => unknown): Promise<Iterable<string>> {
  const { renderRows } = await import('../contact-file/csv/csv.ts')
  const { GENERATED_HEADERS, generateRows } = await import('../crm/invented/invented.ts')
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
  const { GENERATED_HEADERS, generateRows } = await import('../crm/invented/invented.ts')
  return openMadeRows(`generate --seed ${safeLine(options.seed)}`, GENERATED_HEADERS, await generateRows(options))
}
