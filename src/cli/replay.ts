// `ringsight replay CALLS`: plays the calls of a log against a phone and its contacts, and says who would have been named.
import { buildDirectory } from '../core/directory.ts'
import { isInScope, type Scope } from '../core/scope.ts'
import type { World } from '../device/phone.ts'
import type { ReasonAmount } from '../replay/figures.ts'
import { type OpenHolding, openHolding } from '../replay/holding.ts'
import type { Replay, ReplayJob, Setting } from '../replay/job.ts'
import { InputError } from '../terminal/exit.ts'
import { type Io, print, printJson, printLine, wantsColour } from '../terminal/io.ts'
import { expectTargets, type OutTarget, openOutFile } from '../terminal/out-file.ts'
import { paint } from '../terminal/paint.ts'
import { renderDuration } from '../text/duration.ts'
import { quoteForShell } from '../text/safe.ts'
import { renderFix } from './call-report.ts'
import { readWorld } from './directory.ts'
import { adviseFor, renderColumnFlags, statedColumns } from './flags/columns.ts'
import { Argument, type Command, Flag } from './flags/command.ts'
import { byForce, forceFlag } from './flags/shared.ts'
import { wholeNumber } from './flags/values.ts'
import { type StoreUse, withStoreUse } from './open.ts'
import { addSettingFlags, mergeSetting, readSetting, type SettingFlags, type StatedSetting } from './replay-against.ts'
import { renderTaken, type TakenPhone, takenJson, takePhone } from './taken-phone.ts'

const EXAMPLES = `
Examples:
  ringsight replay calls.xml --contacts export.csv --region IE
  ringsight replay Master.csv --contacts export.csv --report calls.html
  ringsight replay calls.xml --contacts export.csv --fix repaired.csv
      writes the export with just the repairs that would have named calls
  ringsight replay calls.xml --against '--profile article'
  ringsight replay calls.xml --contacts export.csv --contacts-age 1d
      as a phone that syncs daily: who was created later is not known yet
  ringsight replay calls.xml --contacts all.csv --against '--contacts own.csv'
  ringsight replay log.csv --number Anrufer --time Datum --direction Richtung
  ringsight replay calls.xml --contacts export.csv --json | grep '"unknown"'

Reads the call logs of SMS Backup & Restore (XML) and of other Android apps (CSV), of Asterisk,
FreePBX, FreeSWITCH, 3CX, Twilio, Aircall and RingCentral, and the calls that HubSpot exports; also
within gzip or a ZIP archive. Ringsight recognises the program by the names of the columns; of
any other CSV --number, --time and --direction state them.

Calls that came in are played on the phone that the store keeps, or on one that is fully set up,
by the rules of ringsight explain; flags change it. With --contacts it is one that is fully set up, unless --db
names the store. A caller is a number, however it is written.

The status is 0 when done, 2 for input that cannot be used, and 130 after Ctrl-C, which prints the
figures so far and writes no file.`

interface ReplayFlags extends SettingFlags {
  readonly number?: string
  readonly time?: string
  readonly direction?: string
  readonly dates?: 'dmy' | 'mdy'
  readonly international?: boolean
  readonly against?: StatedSetting
  readonly fix?: string
  readonly report?: string
  readonly force?: boolean
  readonly redact?: boolean
  readonly top: number
  readonly json?: boolean
}

export function addReplayCommand(program: Command, io: Io): Command {
  const command = program
    .command('replay')
    .description('play the calls of a log: who would have been named, and what would name more')
    .addArgument(new Argument('<calls...>', 'call logs: XML, CSV or Excel; - is stdin'))
  return addSettingFlags(command)
    .addOption(new Flag('--number <column>', 'the column of the log that holds who called'))
    .addOption(new Flag('--time <column>', 'the column of the log that holds when'))
    .addOption(new Flag('--direction <column>', 'the column of the log that tells incoming from outgoing'))
    .addOption(
      new Flag('--dates <order>', 'whether the day or the month comes first in 3/4/2026').choices(['dmy', 'mdy']),
    )
    .option('--international', 'numbers of the log without + begin with their country code')
    .addOption(new Flag('--against <flags>', "play the same calls under other flags too: '--deny phone'", readSetting))
    .addOption(
      new Flag('--fix <out>', 'write the export with just the repairs that would have named calls').needs('contacts'),
    )
    .option('--report <out>', 'write a page with charts by day and reason: .html')
    .addOption(forceFlag('fix', 'report'))
    .option('--redact', 'show no full numbers and no names, in the report too')
    .addOption(new Flag('--top <n>', 'list the first n callers and repairs', wholeNumber(0, 1000)).default(10))
    .option('--json', 'print one JSON object per line: logs, reasons, days, callers, repairs, then a summary')
    .addHelpText('after', EXAMPLES)
    .action((paths: string[], flags: ReplayFlags) =>
      withStoreUse(io, flags.db, (use) => runReplay(io, paths, flags, use)),
    )
}

async function runReplay(io: Io, paths: readonly string[], flags: ReplayFlags, use: StoreUse): Promise<void> {
  const targets = expectSense(paths, flags)
  await expectTargets(io, [...targets.fix, ...targets.report], [...paths, ...readFiles(flags)])
  const { taken, setting } = await openSetting(io, flags, use)
  const against = flags.against === undefined ? null : await openAgainst(io, flags, { stated: flags.against, use })
  const job: ReplayJob = {
    paths,
    log: {
      columns: { number: flags.number ?? null, time: flags.time ?? null, direction: flags.direction ?? null },
      advice: io.isForPage
        ? 'Choose under Columns which one holds who called'
        : 'Name the column that holds who called with --number, and others with --time and --direction',
      isInternational: flags.international === true,
      async onColumns(file, columns) {
        // Of a file that is no known log, the first row may be somebody's data.
        if (flags.json && !flags.redact) await printJson(io, { type: 'columns', file, columns })
      },
    },
    plusAdvice: io.isForPage ? 'choose that under Columns of the log' : 'state --international',
    order: flags.dates ?? null,
    setting,
    against,
    contacts: exportOf(io, flags),
    fix: targets.fix[0] ?? null,
    most: flags.top,
    at: io.now().getTime(),
  }
  const { replayLogs } = await import('../replay/replay.ts')
  const { replay: found, signal } = await replayLogs(io, job).catch(async (error: unknown) => {
    const { whyNoCalls } = await import('./other-file.ts')
    throw await whyNoCalls(io, paths, { error, json: flags.json })
  })
  const replay = flags.redact ? (await import('../replay/report/redact.ts')).redactReplay(found) : found
  if (signal === null) for (const target of targets.report) await writeReport(target, { replay, taken, flags })
  await show(io, replay, { taken, flags, paths })
  if (signal !== null) io.exit(130)
}

function expectSense(
  paths: readonly string[],
  { contacts, fix, report, force, redact, scope }: ReplayFlags,
): { readonly fix: OutTarget[]; readonly report: OutTarget[] } {
  const stdins = [...paths, contacts].filter((path) => path === '-')
  if (stdins.length > 1) throw new InputError('expected - (stdin) once, found it twice')
  if (contacts === '-' && fix !== undefined) {
    throw new InputError('--fix: expected --contacts with a file, which is read twice, found - (stdin)')
  }
  expectScope(contacts, scope)
  if (report !== undefined && !/\.html$/i.test(report)) {
    throw new InputError(`--report: expected a file that ends with .html, found ${quoteForShell(report)}`)
  }
  const made = byForce(force)
  return {
    fix: fix === undefined ? [] : [{ path: fix, flag: '--fix', ...made, isPersonal: true }],
    report: report === undefined ? [] : [{ path: report, flag: '--report', ...made, isPersonal: redact !== true }],
  }
}

function expectScope(contacts: string | undefined, scope: Scope | undefined): void {
  if (contacts === undefined || scope === undefined || scope.kind === 'all') return
  throw new InputError(
    '--scope: expected the contacts of the store, found --contacts: an export does not say whose a contact is; export those contacts alone',
  )
}

function readFiles({ contacts, addressBook, against }: ReplayFlags): string[] {
  return [contacts, addressBook, against?.flags.contacts].filter((path) => path !== undefined)
}

async function openSetting(
  io: Io,
  flags: SettingFlags,
  use: StoreUse,
): Promise<{ readonly taken: TakenPhone; readonly setting: Setting }> {
  const taken = await takePhone(use, flags)
  const { phone } = taken
  const noting = openAge(io, flags)
  const found = await readWorld(io, flags, {
    phone,
    use,
    isKept: taken.origin.kind === 'kept',
    ...(noting && { onCreated: noting.note }),
  })
  const world = await inScope(io, found, { scope: flags.scope, use })
  const holding = noting?.end() ?? null
  if (holding?.isDated === false) {
    throw new InputError(
      io.isForPage
        ? 'These contacts do not say when they were created (in HubSpot: Create Date). Export them with that column, or take the contacts as they are today.'
        : '--contacts-age: expected contacts that say when they were created (HubSpot: Create Date), found none: export them with that column',
    )
  }
  return { taken, setting: { phone, world, holding } }
}

/** @throws InputError where the contacts are those of a store, which does not keep when they were created */
function openAge({ isForPage }: Pick<Io, 'isForPage'>, { contacts, contactsAge }: SettingFlags): OpenHolding | null {
  if (contactsAge === undefined) return null
  if (contacts !== undefined) return openHolding(contactsAge)
  throw new InputError(
    isForPage
      ? 'The store does not keep when contacts were created. Take the contacts of a file, or as they are today.'
      : '--contacts-age: expected --contacts with an export, found the contacts of the store, which does not keep when they were created',
  )
}

async function openAgainst(
  io: Io,
  flags: ReplayFlags,
  { stated, use }: { readonly stated: StatedSetting; readonly use: StoreUse },
): Promise<NonNullable<ReplayJob['against']>> {
  const merged = mergeSetting(flags, stated)
  expectScope(merged.contacts, merged.scope)
  const { setting } = await openSetting(io, merged, use)
  return { ...setting, name: stated.name }
}

async function inScope(
  io: Io,
  world: World,
  { scope, use }: { readonly scope: Scope | undefined; readonly use: StoreUse },
): Promise<World> {
  if (scope === undefined || scope.kind === 'all') return world
  const store = await use.find()
  const lists = new Map(Object.entries(store?.read('lists') ?? {}).map(([id, members]) => [id, new Set(members)]))
  const facts = { at: io.now().getTime(), lists }
  const contacts = Array.from(world.directory.contacts.values()).filter((contact) => isInScope(contact, scope, facts))
  return { ...world, directory: buildDirectory(contacts) }
}

function exportOf(io: Io, flags: ReplayFlags): ReplayJob['contacts'] {
  if (flags.contacts === undefined || flags.contacts === '-') return null
  return {
    path: flags.contacts,
    columns: statedColumns(io, flags),
    region: flags.region ?? null,
    encoding: flags.encoding ?? null,
    advise: adviseFor(io),
  }
}

interface Shown {
  readonly taken: TakenPhone
  readonly flags: ReplayFlags
}

async function show(
  io: Io,
  replay: Replay,
  { taken, flags, paths }: Shown & { readonly paths: readonly string[] },
): Promise<void> {
  if (flags.json) {
    const { replayJson } = await import('../replay/report/json.ts')
    await printJson(io, takenJson(taken))
    for (const line of replayJson(replay)) await printJson(io, line)
    return
  }
  const { renderReplay } = await import('../replay/report/terminal.ts')
  await printLine(io, renderSetting(taken, replay))
  const style = {
    painter: paint(wantsColour(io, io.stdout)),
    width: io.stdout.columns ?? 80,
    explain: await explainerOf(taken),
    fixCommand: fixCommandOf(paths, flags),
  }
  await print(io, `${renderReplay(replay, style).join('\n')}\n`)
}

function renderSetting(taken: TakenPhone, { contactsAgeMs }: Replay): string {
  const age = contactsAgeMs === null ? '' : `; contacts ${renderDuration(contactsAgeMs)} old at each call`
  return renderTaken(taken).replace(/\.$/, `${age}.`)
}

async function explainerOf({ phone }: TakenPhone): Promise<(reason: ReasonAmount) => string> {
  const { whyOf } = await import('../replay/reasons.ts')
  return ({ reason }) => {
    const why = whyOf(reason, phone)
    const fix = renderFix(why)
    return fix === '' ? '' : `${why.sentence} ${fix}`
  }
}

function fixCommandOf(paths: readonly string[], flags: ReplayFlags): string | null {
  const { contacts, region, fix } = flags
  if (contacts === undefined || contacts === '-' || fix !== undefined || paths.includes('-')) return null
  const under = region === undefined ? '' : ` --region ${region}`
  const log = [
    ['--number', flags.number],
    ['--time', flags.time],
    ['--direction', flags.direction],
  ].flatMap(([flag, column]) => (column === undefined ? [] : [` ${flag} ${quoteForShell(column)}`]))
  if (flags.international) log.push(' --international')
  const out = contacts.replace(/(?:\.[^./\\]+(?:\.gz)?)?$/i, '-repaired$&')
  return `ringsight replay ${paths.map(quoteForShell).join(' ')}${log.join('')} --contacts ${quoteForShell(contacts)}${renderColumnFlags(flags)}${under} --fix ${quoteForShell(out)}`
}

async function writeReport(target: OutTarget, { replay, taken }: Shown & { readonly replay: Replay }): Promise<void> {
  const { renderReplayPage } = await import('../replay/report/html.ts')
  const explain = await explainerOf(taken)
  const file = await openOutFile(target)
  try {
    for (const text of renderReplayPage(replay, { phone: renderSetting(taken, replay), explain }))
      await file.write(text)
    await file.finish()
  } finally {
    await file.discard()
  }
}
