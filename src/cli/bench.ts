// `ringsight bench`: how fast contacts are found on this machine, on the user's own data or on invented contacts.
import { performance } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { MeasureStep } from '../bench/measure.ts'
import { benchJson, renderChart } from '../bench/report.ts'
import type { Contact } from '../core/contact.ts'
import { PLAIN_DATASET } from '../crm/invented/invented.ts'
import { onSignal } from '../terminal/interruption.ts'
import { type Io, printJson, printLine, redrawAside, say, wantsColour } from '../terminal/io.ts'
import { paint } from '../terminal/paint.ts'
import { collectContacts } from './directory.ts'
import { endInterrupted } from './exit.ts'
import { addColumnFlags, type ColumnFlags, readingOptions } from './flags/columns.ts'
import { type Command, Flag } from './flags/command.ts'
import { contactRegionFlag, contactsFlag, peopleFlag, renamedFlag } from './flags/shared.ts'
import { openGenerated } from './generate.ts'

const EXAMPLES = `
Examples:
  ringsight bench
      10,000 invented contacts
  ringsight bench --people 100000
  ringsight bench --contacts export.csv --region IE
      your own; nothing is imported or kept
  ringsight bench --json | tail -1

Compares the snapshot, which a phone carries, with a Map of the same numbers and
labels. Lookups are timed in batches of a hundred: p50 and p99 are those of one
lookup in the median batch and in a slow one. Only the comparison means anything
on another machine.

"Identified" counts different numbers, each of them one caller: under the article
profile a phone holds 10,000 contacts, those with the lowest record ids. A million
contacts take a minute or more, and about 2 GB of memory.`

interface BenchOptions extends ColumnFlags {
  readonly people: number
  readonly contacts?: string
  readonly region?: string
  readonly seed?: string
  readonly json?: boolean
}

const DEFAULT_PEOPLE = 10_000
// For each of the four kinds of lookup.
const TIME_MS = 400

export function addBenchCommand(program: Command, io: Io): Command {
  const bench = program
    .command('bench')
    .description('measure how fast callers are found here, and how many')
    .addOption(peopleFlag(DEFAULT_PEOPLE).conflicts('contacts'))
    .addOption(new Flag('--seed <text>', 'the text that decides who is invented (default: 1)').conflicts('contacts'))
    .addOption(contactsFlag('take the contacts of an export instead; - is stdin'))
    .addOption(renamedFlag('--contacts-file <file>', '--contacts'))
    .addOption(contactRegionFlag().needs('contacts'))
    .option('--json', 'print one JSON object per line: each measure, then a summary')
    .addHelpText('after', EXAMPLES)
  return addColumnFlags(bench, 'contacts').action((options: BenchOptions) => runBench(io, options))
}

async function runBench(io: Io, options: BenchOptions): Promise<void> {
  const { measureDirectory } = await import('../bench/measure.ts')
  const steps = openSteps(io)
  // Heard between two steps.
  const off = onSignal(() => {
    steps.end()
    endInterrupted(io, 'nothing was measured to its end')
  })
  const { source, contacts } = await readContacts(io, options)
  const instruments = { clock: () => performance.now(), heap: openHeap(), timeMs: TIME_MS, onStep: steps.show }
  const measures = await measureDirectory(contacts, instruments).finally(steps.end)
  off()
  if (options.json) {
    for (const line of benchJson(source, measures)) await printJson(io, line)
  } else {
    for (const line of renderChart(source, measures, paint(wantsColour(io, io.stdout)))) await printLine(io, line)
  }
}

async function readContacts(io: Io, options: BenchOptions): Promise<{ source: string; contacts: readonly Contact[] }> {
  const { contacts: path, seed = '1', people } = options
  if (path === undefined) {
    const generated = await openGenerated({ ...PLAIN_DATASET, seed, contacts: people })
    return { source: generated.name, contacts: await collectContacts(io, generated, (read) => read / people) }
  }
  const { openContactFile } = await import('../contact-file/contact-files.ts')
  const file = await openContactFile(io, path, readingOptions(io, options))
  const contacts = await collectContacts(io, file, file.fraction).finally(file.close)
  for (const notice of file.notices()) say(io, notice)
  return { source: file.name, contacts }
}

const STEPS: Readonly<Record<MeasureStep, string>> = {
  count: 'counting callers',
  build: 'building both indexes',
  find: 'finding numbers',
  name: 'naming callers',
}

/** What is being done, on a terminal's stderr; the line goes when all is done. */
function openSteps(io: Io): { show: (step: MeasureStep) => Promise<void>; end: () => void } {
  if (io.stderr.isTTY !== true || io.env['TERM'] === 'dumb') return { show: pause, end() {} }
  return {
    async show(step) {
      redrawAside(io, `${STEPS[step]} …`)
      await pause()
    },
    end: () => redrawAside(io, ''),
  }
}

// A signal is heard only when nothing else is to be done.
const pause = () => new Promise<void>((resolve) => setImmediate(resolve))

// Only what is still in use counts; Node collects garbage on request once it has been told that it may be asked.
function openHeap(): () => number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  return () => {
    collect()
    return process.memoryUsage().heapUsed
  }
}
