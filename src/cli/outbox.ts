// `ringsight outbox`: the saved outcomes that wait for the CRM: seen, sent, changed, or given up.
import { DISPOSITIONS, dispositionsOf, type Outcome } from '../core/outcome.ts'
import { describeKind } from '../core/retry.ts'
import { describeParked, type Queued } from '../core/sending.ts'
import type { Crm } from '../crm/crm.ts'
import type { Store } from '../store/store.ts'
import { expectSameAccount } from '../sync/account.ts'
import { withClaim } from '../sync/claim.ts'
import { discardOutcome, type Edited, editOutcome, type OutcomeChange } from '../sync/edit-outcome.ts'
import { Interrupted, untilSignal } from '../sync/interrupt.ts'
import { type OutboxView, outboxJson, reasonOf, renderOutbox, renderSent, sentJson } from '../sync/outbox-report.ts'
import { countQueue, readQueue } from '../sync/queue.ts'
import { openRemote } from '../sync/remote.ts'
import { resendOutcome, sendOutcomes } from '../sync/send-outcomes.ts'
import { InputError } from '../terminal/exit.ts'
import { onSignal } from '../terminal/interruption.ts'
import { type Io, printJson, printLine, say, wantsColour } from '../terminal/io.ts'
import { type Painter, paint } from '../terminal/paint.ts'
import { quoteForShell, shortLine } from '../text/safe.ts'
import type { Attempt } from './call-report.ts'
import { describeError } from './exit.ts'
import { type Command, Flag } from './flags/command.ts'
import {
  addOutcomeFlags,
  addSignInFlags,
  atDb,
  type CrmFlags,
  contactRegionFlag,
  dbFlag,
  type OutcomeFlags,
  readOutcome,
  type StoreFlags,
} from './flags/shared.ts'
import { expectCrm, openClock, openSyncTools, storePlace, withStore } from './open.ts'

const EXAMPLES = `
Examples:
  ringsight outbox                      what waits for the CRM, and why
  ringsight outbox send                 send now what can be sent
  ringsight outbox retry 3f2a91c0       a parked one again; without an id, all
  ringsight outbox edit 3f2a91c0 --outcome connected --notes 'Wants a quote'
  ringsight outbox edit 3f2a91c0 --task 'Send the quote; tomorrow; high'
  ringsight outbox discard 3f2a91c0     delete it here, not in the CRM

A call is named by the beginning of its id. What the CRM refuses is parked with its reason; the other outcomes are still sent.
Once the call is in the CRM, its outcome and notes are changed there; tasks that were not sent can be changed here.

The status is 1 when something is parked after sending, or an outcome cannot be changed or sent again as it stands; 2 for
a call that is not in the outbox; 3 when the CRM cannot be reached.`

const LIST_EXAMPLES = `
Examples:
  ringsight outbox list
  ringsight outbox list --json | jq 'select(.type == "outcome")'`

const EDIT_EXAMPLES = `
Examples:
  ringsight outbox edit 3f2a91c0 --outcome connected --notes 'Wants a quote'
  ringsight outbox edit 3f2a91c0 --task 'Send the quote; tomorrow; high'
  ringsight outbox edit 3f2a91c0 --no-tasks

The status is 1 when the outcome cannot be changed any more, and 2 for a call that is not in the outbox.`

/** What can be done about a parked outcome, by its short id. */
export function adviseParked(db: string | undefined): (id: string) => string {
  return (id) => `ringsight outbox retry ${id}${atDb(db)} · edit ${id} … · discard ${id}`
}

interface OutboxFlags extends StoreFlags {
  readonly json?: boolean
}

interface SendFlags extends OutboxFlags, CrmFlags {}

interface EditFlags extends OutboxFlags, OutcomeFlags {
  /** False by --no-tasks. */
  readonly tasks: boolean
}

export function addOutboxCommand(program: Command, io: Io): Command {
  const outbox = program
    .command('outbox')
    .description('list, send, retry, edit or discard the outcomes that wait for the CRM')
    .addHelpText('after', EXAMPLES)
  const addCrmFlags = (command: Command) => addSignInFlags(command).addOption(contactRegionFlag())
  const add = (name: string, about: string, isDefault = false) =>
    outbox
      .command(name, { isDefault })
      .description(about)
      .addOption(dbFlag())
      .option('--json', 'print one JSON object per line')
  add('list', 'list what waits, since when, and why', true)
    .addHelpText('after', LIST_EXAMPLES)
    .action((flags: OutboxFlags) => list(io, flags))
  addCrmFlags(add('send', 'send now what can be sent')).action((flags: SendFlags) => send(io, flags))
  addCrmFlags(add('retry', 'send a parked outcome once more, or all of them'))
    .argument('[call]', 'the beginning of its id')
    .action((call: string | undefined, flags: SendFlags) => retry(io, call, flags))
  addOutcomeFlags(add('edit', 'change an outcome; a parked one is sent again'), io)
    .argument('<call>', 'the beginning of its id')
    .addOption(new Flag('--no-tasks', 'remove the tasks that were not sent yet').conflicts('task'))
    .addHelpText('after', EDIT_EXAMPLES)
    .action((call: string, flags: EditFlags) => edit(io, call, flags))
  add('discard', 'delete an outcome here; what already reached the CRM stays there')
    .argument('<call>', 'the beginning of its id')
    .action((call: string, flags: OutboxFlags) => discard(io, call, flags))
  return outbox
}

/** The outbox with the outcomes that its account offers. */
export function readOutbox(store: Store): Pick<OutboxView, 'queue' | 'offered'> {
  return { queue: readQueue(store), offered: dispositionsOf(store.read('dispositions')) }
}

async function list(io: Io, { db, json }: OutboxFlags): Promise<void> {
  const place = await storePlace(io, db)
  const { queue, offered } = place.isThere()
    ? await withStore(io, place.db, readOutbox)
    : { queue: [], offered: DISPOSITIONS }
  const view = { queue, offered, now: io.now().getTime() }
  if (!json) {
    if (queue.length === 0) return printLine(io, `Nothing waits for the CRM in ${quoteForShell(place.shown)}.`)
    for (const line of renderOutbox(view, painterOf(io), adviseParked(db))) await printLine(io, line)
    return
  }
  for (const line of outboxJson(view)) await printJson(io, line)
  await printJson(io, { type: 'summary', ...countQueue(queue) })
}

async function send(io: Io, flags: SendFlags): Promise<void> {
  await withStore(io, flags.db, (store) =>
    untilInterrupted(io, (signal) =>
      withClaim(store, openClock(io), async () => {
        const crm = untilSignal(await expectCrmOf(io, store, flags), signal)
        await sendAll(io, store, crm, flags)
      }),
    ),
  )
}

/** Does work that ends early at a signal, between two requests. */
async function untilInterrupted(io: Io, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController()
  const off = onSignal(() => stop.abort())
  try {
    await work(stop.signal)
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
  } finally {
    off()
  }
  if (!stop.signal.aborted) return
  say(io, 'interrupted: what was not sent waits in the outbox')
  io.exit(130)
}

/** @throws InputError when there is no token, or it is another account's */
async function expectCrmOf(io: Io, store: Store, flags: SendFlags): Promise<Crm> {
  const crm = await expectCrm(io, flags)
  await expectSameAccount(store, crm)
  return crm
}

async function retry(io: Io, call: string | undefined, flags: SendFlags): Promise<void> {
  await withStore(io, flags.db, (store) =>
    untilInterrupted(io, (signal) =>
      withClaim(store, openClock(io), () => retryHeld(io, { store, signal, call }, flags)),
    ),
  )
}

async function retryHeld(
  io: Io,
  { store, signal, call }: { store: Store; signal: AbortSignal; call: string | undefined },
  flags: SendFlags,
): Promise<void> {
  const queue = readQueue(store)
  const asked = call === undefined ? queue : [findQueued(queue, call, flags.db)]
  if (!asked.some(({ sending }) => sending.parked !== null)) {
    const line = call === undefined ? 'Nothing is parked.' : 'It is not parked.'
    if (call !== undefined) io.exit(1)
    return tell(io, sentJson({ sent: 0, ...countQueue(queue), nextAt: null, problem: null }), line, flags)
  }
  // First, so that what is parked stays so where it could not be sent.
  const crm = untilSignal(await expectCrmOf(io, store, flags), signal)
  for (const { outcome } of asked) resendOutcome(store, outcome.call.callId)
  await sendAll(io, store, crm, flags)
}

async function sendAll(io: Io, store: Store, crm: Crm, flags: SendFlags): Promise<void> {
  const sent = await sendOutcomes({ ...openClock(io), store, crm, isHurried: true })
  await tell(io, sentJson(sent), renderSent(sent, `ringsight outbox${atDb(flags.db)}`), flags)
  if (sent.problem !== null) say(io, reasonOf(sent.problem))
  io.exit(sent.problem !== null ? 3 : sent.parked > 0 ? 1 : 0)
}

async function edit(io: Io, call: string, flags: EditFlags): Promise<void> {
  await withStore(io, flags.db, (store) =>
    withClaim(store, openClock(io), async () => {
      const change = readChange(store, flags)
      const { outcome } = findQueued(readQueue(store), call, flags.db)
      const edited = editOutcome(store, outcome.call.callId, change)
      const { callId } = outcome.call
      if (edited.kind !== 'edited') {
        return refuse(io, { callId, isChanged: false, reason: kindOf(edited) }, whyUnchanged(edited, flags.db), flags)
      }
      await tell(
        io,
        { callId, isChanged: true, reason: null },
        `Changed ${nameOf(outcome)}; it is sent with the next sync, or now: ringsight outbox send${atDb(flags.db)}`,
        flags,
      )
    }),
  )
}

function readChange(store: Store, { outcome, notes, task, tasks }: EditFlags): OutcomeChange {
  if (outcome === undefined && notes === undefined && task.length === 0 && tasks) {
    throw new InputError('expected what to change, found nothing: --outcome, --notes, --task or --no-tasks')
  }
  return {
    ...(outcome === undefined ? {} : { outcome: readOutcome(outcome, dispositionsOf(store.read('dispositions'))) }),
    ...(notes === undefined ? {} : { notes }),
    ...(task.length > 0 || !tasks ? { tasks: task } : {}),
  }
}

type Unchanged = Exclude<Edited, { kind: 'edited' }>

function kindOf(edited: Unchanged): string {
  return edited.kind === 'sent' ? (edited.mayBe ? 'maybe-in-crm' : 'in-crm') : edited.kind
}

function whyUnchanged(edited: Unchanged, db: string | undefined): string {
  if (edited.kind === 'gone') return GONE
  if (edited.kind === 'incomplete') return `the outcome is as it was: ${edited.problems.join(' ')}`
  return edited.mayBe
    ? `the CRM may have it already: send it first (ringsight outbox send${atDb(db)}); then its tasks can be changed here, the rest in the CRM`
    : 'the call is in the CRM already: change its outcome and notes there; its tasks can be changed here'
}

// Asked rightly; the answer is no.
async function refuse(io: Io, answer: object, why: string, { json }: OutboxFlags): Promise<void> {
  if (json) await printJson(io, { type: 'summary', ...answer })
  say(io, why)
  io.exit(1)
}

const GONE = 'it is no longer in the outbox'

async function discard(io: Io, call: string, flags: OutboxFlags): Promise<void> {
  await withStore(io, flags.db, (store) =>
    withClaim(store, openClock(io), async () => {
      const { outcome, sending } = findQueued(readQueue(store), call, flags.db)
      const { callId } = outcome.call
      if (!discardOutcome(store, callId)) {
        return refuse(io, { callId, isDiscarded: false, reason: 'gone' }, GONE, flags)
      }
      const isInCrm = sending.records.some((id) => id !== null)
      const stays = isInCrm ? ' What already reached the CRM stays there.' : ''
      await tell(io, { callId, isDiscarded: true, reason: null }, `Deleted ${nameOf(outcome)}.${stays}`, flags)
    }),
  )
}

function nameOf({ call }: Outcome): string {
  return `the outcome for ${shortLine(call.contactName, 40)}`
}

function findQueued(queue: readonly Queued[], text: string, db: string | undefined): Queued {
  const exact = queue.filter(({ outcome }) => outcome.call.callId === text)
  const found = exact.length > 0 ? exact : queue.filter(({ outcome }) => outcome.call.callId.startsWith(text))
  const [only] = found
  if (only === undefined || text === '') {
    throw new InputError(
      `expected a call of the outbox, found "${shortLine(text, 40)}": ringsight outbox${atDb(db)} lists them`,
    )
  }
  if (found.length > 1) {
    throw new InputError(`expected one call, found ${found.length} whose id begins with "${shortLine(text, 40)}"`)
  }
  return only
}

async function tell(io: Io, summary: object, line: string, flags: OutboxFlags): Promise<void> {
  if (flags.json) await printJson(io, { type: 'summary', ...summary })
  else await printLine(io, line)
}

function painterOf(io: Io): Painter {
  return paint(wantsColour(io, io.stdout))
}

/** Sends an outcome that was saved just now, with all that waits, and sets the status. What fails is told, not thrown. */
export async function sendSaved(
  io: Io,
  { outcome, crm }: { readonly outcome: Outcome; readonly crm: Crm },
  db: string | undefined,
): Promise<Attempt> {
  const { callId } = outcome.call
  const stop = new AbortController()
  const off = onSignal(() => stop.abort())
  const attempt = await withStore(io, db, async (store): Promise<Attempt> => {
    const tools = openSyncTools(io, await storePlace(io, db))
    const { problem } = await openRemote({ store, crm, signal: stop.signal }, tools).send()
    if (!store.readOutbox().some(({ call }) => call.callId === callId)) return { isSent: true, problem: null }
    const parked = whyParked(store, callId)
    if (parked !== null) io.exit(1)
    else io.exit(3)
    return { isSent: false, problem: problem === null ? parked : { kind: problem, ...describeKind(problem) } }
  }).catch((error: unknown): Attempt => {
    io.exit(describeError(error).code)
    const because = error instanceof Interrupted ? 'The command was interrupted.' : describeError(error).message
    const fix = `Send it later: ringsight outbox send${atDb(db)}`
    return { isSent: false, problem: { kind: null, because, fix } }
  })
  off()
  if (stop.signal.aborted) {
    say(io, 'interrupted: the outcome is saved')
    io.exit(130)
  }
  return attempt
}

function whyParked(store: Store, callId: string): Attempt['problem'] {
  const sending = store.readSending(callId)
  const reason = sending && describeParked(sending)
  return reason ? { kind: sending.parked?.kind ?? null, ...reason } : null
}
