// `ringsight call NUMBER`: one call on a simulated phone, from the first ring to the saved outcome. Drawn in a terminal;
// by flags, or without a terminal, played in virtual time and told line by line.
import { type CallScript, type CallSummary, callerOf } from '../app/answer-call.ts'
import { type Obstacle, obstaclesOf } from '../app/obstacles.ts'
import { lineFrom } from '../core/caller.ts'
import { buildDirectory } from '../core/directory.ts'
import { type Disposition, dispositionsOf, validateDraft } from '../core/outcome.ts'
import type { Crm } from '../crm/crm.ts'
import type { World } from '../device/phone.ts'
import { isNeverSynced } from '../sync/account.ts'
import { accountOf } from '../sync/adopt-outbox.ts'
import { InputError } from '../terminal/exit.ts'
import { type Io, isInteractive, printJson, printLine, say, wantsColour } from '../terminal/io.ts'
import { paint } from '../terminal/paint.ts'
import { plural } from '../text/count.ts'
import { type ChoiceFlags, choiceFlags, chosenJson, readChoosing, renderChosen } from './call-choice.ts'
import { eventJson, savedJson, summaryJson } from './call-json.ts'
import { beginningOf, drawOut, type Ended, type Noted, offeredBy, playOut, recordOf, type Table } from './call-play.ts'
import { type Attempt, type CallEnding, renderAttempt, renderCall } from './call-report.ts'
import { addSourceFlags, readWorld, type SourceFlags, sourceFiles } from './directory.ts'
import { type Command, Flag } from './flags/command.ts'
import {
  addHandsetFlags,
  addOutcomeFlags,
  addSignInFlags,
  atDb,
  type CrmFlags,
  callerArgument,
  type HandsetFlags,
  type OutcomeFlags,
  type PhoneFileFlags,
  phoneFileFlag,
  readOutcome,
} from './flags/shared.ts'
import { duration } from './flags/values.ts'
import { expectCrm, type StoreUse, withStoreUse } from './open.ts'
import {
  addRecordFlags,
  expectRecordable,
  newSeed,
  openSessionRecord,
  type RecordFlags,
  writeRecord,
} from './record.ts'
import { renderTaken, type TakenPhone, takenJson, takePhone } from './taken-phone.ts'

const EXAMPLES = `
Examples:
  ringsight call +353871234567 --contacts export.csv
  ringsight call '087 123 4567' --region IE --answer 90s --outcome connected \\
      --notes 'Wants the new quote' \\
      --task 'Send the quote; in 3 business days; high'
  ringsight call +353871234567 --platform ios --miss
  ringsight call +353871234567 --deny call-log --json
  ringsight call withheld
  ringsight call +353871234567 --direction outgoing --from outside \\
      --log-calls on
  ringsight call +35312345678 --it-was 'Anna Byrne'   of several with the number
  ringsight call +353871234567 --record first-call.yaml   as a scenario

In a terminal, without --answer, --miss, --decline, --outcome, --notes, --no-deal, --task or --json, the phone is yours:
the keys are on the screen. Elsewhere the call is played to its end; without any of these flags the call is answered and
its outcome saved as Connected. A task is "TITLE; …": its title, then in any order and as you like a type (todo, call,
email), a priority (none, low, medium, high), a due date (tomorrow, friday, in 3 business days, 2026-12-01). A saved outcome stays here unless --send is given: then it goes to the CRM, with all that
waits. The status is 1 when the caller is not identified, a given outcome finds no screen, or the CRM refuses it; 3 when
the CRM is out of reach.`

interface CallFlags
  extends HandsetFlags,
    PhoneFileFlags,
    SourceFlags,
    RecordFlags,
    OutcomeFlags,
    ChoiceFlags,
    Omit<CrmFlags, 'region'> {
  readonly direction: 'incoming' | 'outgoing'
  readonly from?: 'app' | 'outside'
  /** Milliseconds of talk. */
  readonly answer?: number | true
  readonly miss?: boolean
  readonly decline?: boolean
  /** On unless `--no-deal` is given. */
  readonly deal: boolean
  readonly draft: boolean
  readonly send?: true
  readonly json?: boolean
}

export function addCallCommand(program: Command, io: Io): Command {
  const command = program
    .command('call')
    .description('simulate one call, from the first ring to the saved outcome')
    .addArgument(callerArgument('who calls or is called'))
  addSignInFlags(addRecordFlags(addHandsetFlags(addSourceFlags(command))), 'send')
    .addOption(phoneFileFlag())
    .addOption(new Flag('--direction <way>', 'who calls whom').choices(['incoming', 'outgoing']).default('incoming'))
    .addOption(
      new Flag('--from <place>', 'where an outgoing call is dialled (default: app)').choices(['app', 'outside']),
    )
    .addOption(
      new Flag(
        '--answer [duration]',
        'answer, and talk so long (default: 60s)',
        duration('90s', 0, 86_400_000),
      ).conflicts(['miss', 'decline']),
    )
    .addOption(new Flag('--miss', 'let it ring out').conflicts('decline'))
    .option('--decline', 'decline it; an outgoing call finds the other end busy')
  const [itWas, undoChoice] = choiceFlags()
  return addOutcomeFlags(command, io)
    .addOption(itWas)
    .addOption(undoChoice)
    .option('--no-deal', "keep the call off the contact's open deal")
    .option('--no-draft', 'keep nothing of an outcome screen that is not saved')
    .addOption(new Flag('--send', 'send the saved outcome, and what waits, to the CRM').conflicts('contacts'))
    .option('--json', 'print one JSON object per event, the summary last')
    .addHelpText('after', EXAMPLES)
    .action((text: string, flags: CallFlags) => withStoreUse(io, flags.db, (use) => runCall(io, { text, use }, flags)))
}

/** What there is to tell of a call. */
type Told = Ended['played'] & { readonly obstacles: readonly Obstacle[] }

async function runCall(
  io: Io,
  { text, use }: { readonly text: string; readonly use: StoreUse },
  flags: CallFlags,
): Promise<void> {
  // What is wrong with the sign-in is said before the call.
  const crm = flags.send ? await expectCrm(io, flags) : null
  const script = readScript(io, text, flags)
  const { account, offered } = await readKept(use, flags)
  const noted = readNoted(flags, offered)
  await expectRecordable(io, flags, [...sourceFiles(flags), use.path])
  const taken = await takePhone(use, flags)
  const { phone } = taken
  const isKept = taken.origin.kind === 'kept'
  const empty = taken.file?.empty ?? null
  const read = await readWorld(io, flags, { phone, use, file: taken.file, isKept })
  const around = empty === null ? read : { ...read, directory: buildDirectory([]) }
  const record = openSessionRecord({
    phone,
    seed: newSeed(),
    now: () => new Date(script.startsAt),
    newId: io.newId,
    around: () => beginningOf(around, { hasCrm: crm !== null }),
  })
  const world: World = { ...around, chance: record.chance, numberFirst: record.numberFirst }
  const choosing = readChoosing(flags, script.line, { phone, world })
  const table: Table = {
    phone,
    script,
    world,
    noted,
    choosing,
    keepsDraft: flags.draft,
    account,
    use,
    record,
  }
  const isScripted = isAsked(flags) || flags.json || !isInteractive(io) || io.env['TERM'] === 'dumb'
  const ended = isScripted ? await playOut(io, table) : await drawOut(io, table)
  const { ending, signal = null } = ended
  const summary = empty === null ? ended.played.summary : sayEmpty(ended.played.summary, empty)
  const caller = callerOf(ended.played.events)
  const line = script.direction === 'incoming' ? script.line : null
  const about = { world: read, at: script.startsAt, empty }
  const played: Told = {
    ...ended.played,
    summary,
    obstacles: obstaclesOf(phone, { summary, caller, line }, about),
  }
  await tellPlayed(io, { ...ended, played, taken }, flags)
  if (signal !== null) {
    say(io, ending.kind === 'saved' ? 'interrupted: the outcome is saved' : 'interrupted')
    return io.exit(130)
  }
  const isUnsaved = flags.outcome !== undefined && ending.kind !== 'saved'
  if (isUnsaved) say(io, `the outcome was not saved: ${whyUnsaved(ending)}`)
  io.exit(ended.isLost ? 3 : played.summary.identified && !isUnsaved ? 0 : 1)
  try {
    if (flags.record !== undefined) await writeRecord(io, recordOf(table, ended, isScripted), flags)
  } finally {
    await tellSent(io, { ...ended, played, crm, use, offered }, flags)
  }
}

// What keeps it from being sent is told, and changes nothing about its being saved.
async function tellSent(
  io: Io,
  {
    played,
    ending,
    crm,
    use,
    offered,
  }: Pick<Ended, 'ending'> &
    Pick<KeptFor, 'offered'> & { readonly played: Told; readonly crm: Crm | null; readonly use: StoreUse },
  flags: CallFlags,
): Promise<void> {
  const attempt =
    ending.kind !== 'saved'
      ? NOT_TRIED
      : crm === null
        ? await tellWaiting(io, use, flags)
        : await (await import('./outbox.ts')).sendSaved(io, { outcome: ending.outcome, crm }, flags.db)
  if (flags.json) return printJson(io, summaryJson(played, ending, { ...attempt, offered }))
  for (const line of renderAttempt(attempt, paint(wantsColour(io, io.stdout)))) await printLine(io, line)
}

// Whom nobody knows on a phone that holds nothing yet, the CRM may know.
function sayEmpty(summary: CallSummary, reason: 'no-contacts' | 'no-labels'): CallSummary {
  return summary.reason === 'no-such-number' ? { ...summary, reason } : summary
}

const NOT_TRIED: Attempt = { isSent: false, problem: null }

// One line of what waits, where it could be sent.
async function tellWaiting(io: Io, use: StoreUse, { db, contacts }: CallFlags): Promise<Attempt> {
  if (contacts !== undefined) return NOT_TRIED
  const store = await use.open()
  const waiting = isNeverSynced(store) ? 0 : store.readOutbox().length
  if (waiting > 0) {
    const wait = `${plural(waiting, 'outcome')} ${waiting === 1 ? 'waits' : 'wait'} for the CRM`
    say(io, `${wait}: ringsight outbox send${atDb(db)}, or call with --send`)
  }
  return NOT_TRIED
}

function whyUnsaved(ending: CallEnding): string {
  return ending.kind === 'draft' ? validateDraft(ending.draft).join(' ') : 'no outcome screen opened'
}

function isAsked({ answer, miss, decline, outcome, notes, deal, task, itWas, undoChoice }: CallFlags): boolean {
  if (itWas !== undefined || undoChoice) return true
  return !deal || [answer, miss, decline, outcome, notes].some((flag) => flag !== undefined) || task.length > 0
}

const RING_MS = 4_000
const TALK_MS = 60_000

function readScript(io: Io, text: string, flags: CallFlags): CallScript {
  if (flags.direction === 'incoming' && flags.from !== undefined) {
    throw new InputError(
      '--from: expected --direction outgoing with it, found an incoming call, which is dialled elsewhere',
    )
  }
  return {
    id: io.newId(),
    direction: flags.direction,
    from: flags.direction === 'incoming' ? 'outside' : (flags.from ?? 'app'),
    line: lineFrom(text),
    ringMs: flags.miss ? RING_MS * 5 : RING_MS,
    ending: flags.miss ? 'miss' : flags.decline ? 'decline' : 'answer',
    talkMs: typeof flags.answer === 'number' ? flags.answer : TALK_MS,
    startsAt: io.now().getTime(),
  }
}

// A call that nobody scripted shows the whole story, to the saved outcome.
function readNoted(flags: CallFlags, offered: readonly Disposition[]): Noted {
  const unstated = isAsked(flags) ? null : 'connected'
  return {
    outcome: flags.outcome === undefined ? unstated : readOutcome(flags.outcome, offered),
    notes: flags.notes ?? '',
    tasks: flags.task,
    ...(flags.deal ? {} : { isDealLeftOut: true }),
  }
}

interface KeptFor {
  /** Whose contacts the phone will have: see Draft. */
  readonly account: string | null
  readonly offered: readonly Disposition[]
}

// Before the contacts are read: where a sync comes between the two, what is saved is looked at once more.
async function readKept(use: StoreUse, { contacts }: CallFlags): Promise<KeptFor> {
  const store = await use.find()
  if (store === null) return { account: null, offered: dispositionsOf(undefined) }
  return { account: contacts === undefined ? accountOf(store) : null, offered: offeredBy(store) }
}

// Before anything is tried with it: what is saved is told as saved, whatever comes after.
async function tellPlayed(
  io: Io,
  { taken, played, ending, chosen = null }: Ended & { played: Told; taken: TakenPhone },
  flags: CallFlags,
): Promise<void> {
  const { phone } = taken
  if (flags.json) {
    await printJson(io, takenJson(taken))
    for (const event of played.events) await printJson(io, eventJson(event))
    if (chosen !== null) await printJson(io, chosenJson(chosen))
    if (ending.kind === 'saved') await printJson(io, savedJson(ending.outcome))
    return
  }
  await printLine(io, renderTaken(taken, io.now()))
  const choice = chosen && renderChosen(chosen)
  for (const line of renderCall({ ...played, phone, choice }, ending, paint(wantsColour(io, io.stdout))))
    await printLine(io, line)
}
