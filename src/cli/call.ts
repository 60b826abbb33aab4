// `ringsight call NUMBER`: one call on a simulated phone, from the first ring to the saved outcome. Drawn in a terminal;
// by flags, or without a terminal, played in virtual time and told line by line.
import { type Command, Option } from 'commander'
import { holdOutcome } from '../app/adopt-outbox.ts'
import { type CallScript, type PlayedCall, playCall, summariseCall } from '../app/answer-call.ts'
import { keepDraft, logOutcome } from '../app/log-outcome.ts'
import { lineFrom } from '../core/caller.ts'
import { DISPOSITIONS, type Disposition, type Draft, dispositionsOf, newDraft, validateDraft } from '../core/outcome.ts'
import { safeLine } from '../core/text.ts'
import { newPhone, type Phone, type World } from '../device/phone.ts'
import { renderDay } from '../ui/time.ts'
import { isNeverSynced } from './account.ts'
import { type CallEnding, eventJson, renderCall, summaryJson } from './call-report.ts'
import { addSignInFlags, type CrmFlags } from './crm-access.ts'
import { openDesk, terminalOf } from './desk.ts'
import { addSourceFlags, append, parseCallerText, readWorld, type SourceFlags, withStore } from './directory.ts'
import { InputError } from './exit.ts'
import { addHandsetFlags, type HandsetFlags, handsetFrom } from './handset.ts'
import { type Io, isInteractive, printJson, printLine, say, wantsColour } from './io.ts'
import { openCrm, storePath } from './open.ts'
import { readOutcome, readTask } from './outcome-flags.ts'
import { paint } from './paint.ts'
import {
  addRecordFlags,
  doneOfScript,
  expectRecordable,
  openSessionRecord,
  type RecordedSession,
  type RecordFlags,
  writeRecord,
} from './record.ts'
import { openRemote, SIGN_IN } from './remote.ts'

const EXAMPLES = `
Examples:
  ringsight call +353871234567 --contacts export.csv
  ringsight call '087 123 4567' --region IE --answer 90 --outcome connected \\
      --notes 'Wants the new quote' --task 'Send the quote; in 3 business days; high'
  ringsight call +353871234567 --platform ios --miss
  ringsight call +353871234567 --deny call-log --json
  ringsight call withheld
  ringsight call +353871234567 --direction outgoing --from outside --log-calls on
  ringsight call +353871234567 --record first-call.yaml   as a scenario for ringsight run

In a terminal, without --answer, --miss, --decline, --outcome, --notes, --task or --json, the phone is yours: the keys
are on the screen. Elsewhere the call is played to its end, and without any of them it is answered and Connected.
A task is "TITLE; type; priority; due" with any of todo, call, email; none, low, medium, high; tomorrow, friday,
in 3 business days, 2026-12-01. The status is 1 when the caller is not identified or a given outcome finds no screen.`

interface CallFlags extends HandsetFlags, SourceFlags, RecordFlags, Pick<CrmFlags, 'baseUrl' | 'tokenFile'> {
  readonly region?: string
  readonly direction: 'incoming' | 'outgoing'
  readonly from: 'app' | 'outside'
  readonly answer?: string | true
  readonly miss?: boolean
  readonly decline?: boolean
  readonly outcome?: string
  readonly notes?: string
  /** On unless `--no-deal` is given. */
  readonly deal: boolean
  readonly task: readonly string[]
  readonly json?: boolean
}

export function addCallCommand(program: Command, io: Io): Command {
  const command = program
    .command('call')
    .description('simulate one call, from the first ring to the saved outcome')
    .argument('<number>', 'who calls, or is called; or withheld, unknown, payphone', parseCallerText)
  return addSignInFlags(addRecordFlags(addHandsetFlags(addSourceFlags(command))))
    .addOption(new Option('--direction <way>', 'who calls whom').choices(['incoming', 'outgoing']).default('incoming'))
    .addOption(
      new Option('--from <place>', 'where an outgoing call is dialled').choices(['app', 'outside']).default('app'),
    )
    .addOption(new Option('--answer [seconds]', 'answer, and talk that long').conflicts(['miss', 'decline']))
    .addOption(new Option('--miss', 'let it ring out').conflicts('decline'))
    .option('--decline', 'turn it away; an outgoing call finds the other end busy')
    .option('--outcome <name>', `how it went: ${DISPOSITIONS.map(({ key }) => key).join(', ')}; or the account's own`)
    .option('--notes <text>', 'notes on the call')
    .option('--no-deal', "keep the call off the contact's open deal")
    .option('--task <task>', 'a follow-up task, repeatable', append, [])
    .option('--json', 'one event per line, the summary last')
    .addHelpText('after', EXAMPLES)
    .action((text: string, flags: CallFlags) => runCall(io, text, flags))
}

async function runCall(io: Io, text: string, flags: CallFlags): Promise<void> {
  const script = readScript(io, text, flags)
  const noted = await readNoted(io, flags)
  await expectRecordable(flags)
  const world = await readWorld(io, flags)
  const phone = newPhone(handsetFrom(flags))
  const table: Table = { phone, script, world, noted, db: flags.db, record: openSessionRecord() }
  const isScripted = isAsked(flags) || flags.json || !isInteractive(io) || io.env['TERM'] === 'dumb'
  const { played, ending: ended } = isScripted ? await playOut(io, table) : await drawOut(io, table)
  const ending = await sendSaved(io, ended, flags)
  await tell(io, { phone, played, ending }, flags)
  if (flags.record !== undefined) await writeRecord(io, recordOf(table, { played, ending }, isScripted), flags)
  const isUnsaved = flags.outcome !== undefined && ending.kind !== 'saved'
  if (isUnsaved) say(io, `the outcome was not saved: ${whyUnsaved(ending)}`)
  io.exit(played.summary.identified && !isUnsaved ? 0 : 1)
}

async function sendSaved(io: Io, ending: CallEnding, flags: CallFlags): Promise<CallEnding> {
  if (ending.kind !== 'saved') return ending
  return withStore(io, flags.db, async (store) => {
    if (isNeverSynced(store)) return ending
    // The CRM may know somebody else by the id that a contact has in a file.
    if (flags.contacts !== undefined) holdOutcome(store, ending.outcome)
    const crm = flags.contacts === undefined ? await openCrm(io, flags) : null
    if (crm === null) return ending
    const db = await storePath(io, flags.db)
    const problem = await openRemote(io, { store, db, crm, signal: new AbortController().signal }).send()
    const isSent = !store.readOutbox().some(({ call }) => call.callId === ending.outcome.call.callId)
    return { ...ending, isSent, problem }
  })
}

function whyUnsaved(ending: CallEnding): string {
  return ending.kind === 'draft' ? validateDraft(ending.draft).join(' ') : 'no outcome screen opened'
}

function isAsked({ answer, miss, decline, outcome, notes, deal, task }: CallFlags): boolean {
  return !deal || [answer, miss, decline, outcome, notes].some((flag) => flag !== undefined) || task.length > 0
}

const RING_MS = 4_000
const TALK_SECONDS = 60

function readScript(io: Io, text: string, flags: CallFlags): CallScript {
  const seconds = typeof flags.answer === 'string' ? Number(flags.answer) : TALK_SECONDS
  if (!Number.isFinite(seconds) || seconds < 0 || seconds > 86_400) {
    throw new InputError(`--answer: expected seconds from 0 to 86400, found "${safeLine(String(flags.answer))}"`)
  }
  return {
    id: io.newId(),
    direction: flags.direction,
    from: flags.direction === 'incoming' ? 'outside' : flags.from,
    line: lineFrom(text),
    ringMs: flags.miss ? RING_MS * 5 : RING_MS,
    ending: flags.miss ? 'miss' : flags.decline ? 'decline' : 'answer',
    talkMs: Math.round(seconds * 1000),
    startsAt: io.now().getTime(),
  }
}

/** What the flags put into the outcome screen. */
type Noted = Omit<Draft, 'call'>

// A call that nobody scripted shows the whole story, to the saved outcome.
async function readNoted(io: Io, flags: CallFlags): Promise<Noted> {
  const unstated = isAsked(flags) ? null : 'connected'
  return {
    outcome: flags.outcome === undefined ? unstated : readOutcome(flags.outcome, await readOffered(io, flags.db)),
    notes: flags.notes ?? '',
    tasks: flags.task.map((text) => readTask(text, renderDay(io.now()))),
    ...(flags.deal ? {} : { isDealLeftOut: true }),
  }
}

// What the account offers is in the store.
function readOffered(io: Io, db: string | undefined): Promise<readonly Disposition[]> {
  return withStore(io, db, (store) => dispositionsOf(store.read('dispositions')))
}

// The phone that a session begins with is the one that it tells of with its first step.
function recordOf(
  { phone, script, world, record }: Table,
  { played, ending }: Ended,
  isScripted: boolean,
): RecordedSession {
  const name = `A call ${script.direction === 'incoming' ? 'from' : 'to'} ${script.line.text || 'a withheld number'}`
  const startsAt = Math.floor(script.startsAt / 1000) * 1000
  const events = played.events.map(({ event }) => event)
  const session = isScripted ? null : record.read()
  if (session !== null) return { name, world, ...session }
  const noted =
    ending.kind === 'no-screen'
      ? null
      : { draft: ending.kind === 'saved' ? ending.outcome : ending.draft, isSaved: ending.kind === 'saved' }
  return { name, phone, world, startsAt, events, done: doneOfScript({ ...script, startsAt }, noted) }
}

interface Table {
  readonly phone: Phone
  readonly script: CallScript
  readonly world: World
  readonly noted: Noted
  readonly db: string | undefined
  readonly record: ReturnType<typeof openSessionRecord>
}

interface Ended {
  readonly played: Pick<PlayedCall, 'events' | 'summary'>
  readonly ending: CallEnding
}

async function playOut(io: Io, { phone, script, world, noted, db }: Table): Promise<Ended> {
  const played = playCall(phone, script, world)
  if (played.outcomeFor === null) return { played, ending: { kind: 'no-screen' } }
  const draft: Draft = { ...newDraft(played.outcomeFor), ...noted }
  const ending = await withStore(io, db, (store): CallEnding => {
    const logged = logOutcome(store, draft, io.now())
    if (logged.kind === 'saved')
      return { ...logged, offered: dispositionsOf(store.read('dispositions')), isSent: false, problem: null }
    keepDraft(store, draft)
    return { kind: 'draft', draft }
  })
  return { played, ending }
}

// The phone is in the hands of whoever sits at the terminal: nothing of the script but who calls whom.
async function drawOut(io: Io, { phone, script, world, db, record }: Table): Promise<Ended> {
  const { runUi } = await import('../ui/terminal.ts')
  return withStore(io, db, async (store) => {
    const { line, from } = script
    const { events, saved, draftKept } = await runUi({
      phone,
      world,
      start: script.direction === 'incoming' ? { kind: 'ring', line } : { kind: 'dial', line, from },
      mode: 'call',
      // This phone is put away after the call; only what was noted on it stays.
      desk: { ...openDesk(io, store, { signIn: SIGN_IN }), keepPhone: () => {} },
      contacts: { lastUpdated: null, count: world.directory.contacts.size },
      onDone: record.onDone,
      ...terminalOf(io),
    })
    const ending: CallEnding = saved
      ? {
          kind: 'saved',
          outcome: saved,
          offered: dispositionsOf(store.read('dispositions')),
          isSent: false,
          problem: null,
        }
      : draftKept
        ? { kind: 'draft', draft: draftKept }
        : { kind: 'no-screen' }
    return { played: { events, summary: summariseCall(phone, script, events) }, ending }
  })
}

async function tell(io: Io, { phone, played, ending }: Ended & { phone: Phone }, flags: CallFlags): Promise<void> {
  if (flags.json) {
    for (const event of played.events) await printJson(io, eventJson(event))
    return printJson(io, summaryJson(played.summary, ending))
  }
  for (const line of renderCall({ ...played, phone }, ending, paint(wantsColour(io, io.stdout))))
    await printLine(io, line)
}
