// `ringsight sign-out`: everything that came from the CRM, or is on its way there, leaves this machine.
import { existsSync } from 'node:fs'
import type { Draft } from '../core/outcome.ts'
import { removeShelf } from '../server/shelf.ts'
import { removeSnapshot, snapshotPath } from '../store/publish.ts'
import type { Store } from '../store/store.ts'
import { withClaim } from '../sync/claim.ts'
import { type OutboxView, outboxJson, renderDraft, renderOutbox } from '../sync/outbox-report.ts'
import { countQueue } from '../sync/queue.ts'
import { type Io, printJson, printLine, wantsColour } from '../terminal/io.ts'
import { paint } from '../terminal/paint.ts'
import { plural } from '../text/count.ts'
import { quoteForShell } from '../text/safe.ts'
import type { Command } from './flags/command.ts'
import { atDb, dbFlag } from './flags/shared.ts'
import { defaultTokenFile, openClock, storePlace, withStore } from './open.ts'
import { adviseParked, readOutbox } from './outbox.ts'

const EXAMPLES = `
Examples:
  ringsight sign-out
  ringsight sign-out --discard   also where outcomes were not sent

Removes contacts, directory snapshot, outcome screens, outbox and the simulated phone from the store, also from free pages
of its file. While something was not sent, nothing is removed: send it first (ringsight outbox send), or give it up with
--discard; the status is then 1. A token in a file or in the environment is yours to remove.`

interface SignOutFlags {
  readonly db?: string
  readonly discard?: boolean
  readonly json?: boolean
}

export function addSignOutCommand(program: Command, io: Io): Command {
  return program
    .command('sign-out')
    .description('remove contacts, snapshot, drafts and outbox from this machine')
    .option('--discard', 'also where outcomes were not sent: they are lost')
    .addOption(dbFlag())
    .option('--json', 'print one JSON object per line')
    .addHelpText('after', EXAMPLES)
    .action((flags: SignOutFlags) => runSignOut(io, flags))
}

async function runSignOut(io: Io, flags: SignOutFlags): Promise<void> {
  const place = await storePlace(io, flags.db)
  if (!place.isThere()) {
    return tell(
      io,
      { isSignedOut: true, removed: 0, discarded: 0, waiting: 0, parked: 0, drafts: 0 },
      [`There is no store ${quoteForShell(place.shown)}: nothing had to be removed.`],
      flags,
    )
  }
  const { db, beside } = place
  await withStore(io, db, (store) => withClaim(store, openClock(io), () => signOut(io, { store, beside }, flags)))
}

/**
 * Removes all that the store keeps, and what lies beside it. For whoever holds the claim.
 *
 * @param mayGo as for Store.wipe
 */
export function wipeAll({ store, beside }: { store: Store; beside: string }, mayGo = () => true): boolean {
  return store.wipe(() => {
    if (!mayGo()) return false
    // The snapshot first: a process that dies here leaves a store that is still to be signed out of.
    removeSnapshot(snapshotPath(beside))
    removeShelf(beside)
    return true
  })
}

interface Unsent extends Pick<OutboxView, 'queue' | 'offered'> {
  readonly drafts: readonly Draft[]
}

async function signOut(
  io: Io,
  { store, beside }: { store: Store; beside: string },
  flags: SignOutFlags,
): Promise<void> {
  let here = readHere(store)
  // Another process may save an outcome at any moment but this one.
  const isWiped = wipeAll({ store, beside }, () => {
    here = readHere(store)
    return here.lost === 0 || flags.discard === true
  })
  const { contacts, lost } = here
  if (!isWiped) {
    await refuse(io, here, flags)
    return io.exit(1)
  }
  const lines = [
    `Signed out: ${plural(contacts, 'contact')} removed${lost > 0 ? `, ${lost} unsent lost` : ''}.`,
    ...(await tokenHint()),
  ]
  const left = { waiting: 0, parked: 0, drafts: 0 }
  await tell(io, { isSignedOut: true, removed: contacts, discarded: lost, ...left }, lines, flags)
}

function readHere(store: Store): Unsent & { readonly contacts: number; readonly lost: number } {
  const [{ queue, offered }, drafts] = [readOutbox(store), store.read('drafts') ?? []]
  const contacts = store.read('import')?.contacts ?? 0
  return { queue, offered, drafts, contacts, lost: queue.length + drafts.length }
}

async function refuse(io: Io, { queue, offered, drafts }: Unsent, flags: SignOutFlags): Promise<void> {
  const view = { queue, offered, now: io.now().getTime() }
  if (flags.json) {
    for (const line of outboxJson(view)) await printJson(io, line)
    const left = { ...countQueue(queue), drafts: drafts.length }
    return printJson(io, { type: 'summary', isSignedOut: false, removed: 0, discarded: 0, ...left })
  }
  const at = atDb(flags.db)
  const lines = [
    'Nothing was removed: this has not reached the CRM.',
    ...(queue.length > 0 ? ['', ...renderOutbox(view, paint(wantsColour(io, io.stdout)), adviseParked(flags.db))] : []),
    ...(drafts.length > 0 ? ['', 'Outcome screens that were left unsaved:'] : []),
    ...drafts.map((draft) => `  ${renderDraft(draft, offered)}`),
    '',
    `Send it first (ringsight outbox send${at}; unsaved screens: ringsight phone${at}), or lose it: ringsight sign-out --discard${at}`,
  ]
  for (const line of lines) await printLine(io, line)
}

async function tokenHint(): Promise<string[]> {
  const file = await defaultTokenFile()
  return existsSync(file) ? [`The token is still in ${quoteForShell(file)}: remove it there.`] : []
}

async function tell(io: Io, summary: object, lines: readonly string[], { json: isJson }: SignOutFlags): Promise<void> {
  if (isJson) return printJson(io, { type: 'summary', ...summary })
  for (const line of lines) await printLine(io, line)
}
