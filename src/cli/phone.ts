// `ringsight phone`: the simulated phone that the store keeps between runs. Drawn in a terminal; elsewhere told as text.

import { accessOf } from '../app/access-of.ts'
import { type CarriedPhone, restoreCarried } from '../app/carried.ts'
import { CAPABILITIES } from '../core/access.ts'
import { openDirectory, withChoices } from '../core/directory.ts'
import { callBacksOf, NO_CALLS } from '../core/office-call.ts'
import { dispositionsOf } from '../core/outcome.ts'
import { describeProblem } from '../core/sync.ts'
import { officeCallJson } from '../office/office-call-json.ts'
import type { Store } from '../store/store.ts'
import { accountOf } from '../sync/adopt-outbox.ts'
import { choicesIn } from '../sync/keep-choice.ts'
import { draftJson } from '../sync/outcome-json.ts'
import { countQueue, readQueue } from '../sync/queue.ts'
import { contactsOf, openRemote } from '../sync/remote.ts'
import { InputError } from '../terminal/exit.ts'
import { type Io, isInteractive, printJson, printLine, say, wantsColour } from '../terminal/io.ts'
import { paint } from '../terminal/paint.ts'
import { isoOf, type JsonLine } from '../text/json.ts'
import type { PhoneState } from '../ui/phone-text.ts'
import { noticeJson, rowJson } from './call-json.ts'
import { SIGN_IN } from './crm-access.ts'
import { openDesk, tellUnkept, terminalOf } from './desk.ts'
import { addressBookIn } from './directory.ts'
import type { Command } from './flags/command.ts'
import {
  addHandsetFlags,
  addSignInFlags,
  type CrmFlags,
  dbFlag,
  type HandsetFlags,
  type StoreFlags,
  statedFlags,
} from './flags/shared.ts'
import { expectCrm, openSyncTools, storePlace, withStore } from './open.ts'
import {
  addRecordFlags,
  expectRecordable,
  newSeed,
  openSessionRecord,
  type RecordFlags,
  writeRecord,
} from './record.ts'
import { changeHandset, phoneModelJson, readKeptPhone } from './taken-phone.ts'

const EXAMPLES = `
Examples:
  ringsight phone
  ringsight phone --platform android --maker xiaomi --region IE
  ringsight phone --deny call-log        as it stays: explain and call say why nobody is named on it
  ringsight phone --json | jq .capabilities.card
  ringsight phone --record monday.yaml   what is done, as a scenario

In a terminal the phone is yours: dial, be called, change settings and permissions; the keys are on the screen. It does by
itself what is due, and "Let time pass" lets an hour, a day or a week go by at once. The phone, its calls and its drafts are
kept in the store; the flags change it for good. With --send, and a token for the CRM, the app syncs by itself and sends
what is saved; without, it goes nowhere, whatever the environment holds.`

interface PhoneFlags extends HandsetFlags, RecordFlags, StoreFlags, Omit<CrmFlags, 'region'> {
  readonly send?: true
  readonly json?: boolean
}

export function addPhoneCommand(program: Command, io: Io): Command {
  const command = program
    .command('phone')
    .description('use the simulated phone: dial, answer, change settings and permissions')
  return addHandsetFlags(addSignInFlags(addRecordFlags(command), 'send').addOption(dbFlag()))
    .option('--send', 'open it with the CRM: Refresh syncs, and what is saved is sent')
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXAMPLES)
    .action((flags: PhoneFlags) => runPhone(io, flags))
}

async function runPhone(io: Io, flags: PhoneFlags): Promise<void> {
  const isShown = !flags.json && isInteractive(io) && io.env['TERM'] !== 'dumb'
  if (flags.record !== undefined && !isShown) {
    throw new InputError('--record: expected a terminal to use the phone in, found none; see ringsight call --record')
  }
  const place = await storePlace(io, flags.db)
  await expectRecordable(io, flags, [place.shown])
  await withStore(io, place.db, async (store) => {
    const phone = takePhone(store, place.shown, flags)
    if (isShown) await show(io, store, { phone, flags, beside: place.beside })
    else await tell(io, store, { phone, flags })
  })
}

function takePhone(store: Store, path: string, flags: PhoneFlags): CarriedPhone {
  return store.inOneStep(() => {
    const kept = readKeptPhone(store, path) ?? restoreCarried(undefined)
    const phone = { ...kept, handset: changeHandset(kept.handset, flags) }
    if (statedFlags(flags).length > 0) store.write('phone', phone)
    return phone
  })
}

interface Showing {
  readonly phone: CarriedPhone
  readonly flags: PhoneFlags
  readonly beside: string
}

async function show(io: Io, store: Store, { phone, flags, beside }: Showing): Promise<void> {
  const { runUi } = await import('../ui/terminal.ts')
  const stop = new AbortController()
  const [region] = phone.handset.simCountries
  const crm = flags.send ? await expectCrm(io, { ...flags, ...(region === undefined ? {} : { region }) }) : null
  const remote =
    crm === null
      ? { signIn: SIGN_IN }
      : openRemote({ store, crm, signal: stop.signal }, openSyncTools(io, await storePlace(io, flags.db)))
  // Before the contacts: where a sync comes between the two, what is saved is looked at once more.
  const account = accountOf(store)
  const { directory, addressBook, syncedAt } = beginningOf(store, { hasCrm: crm !== null })
  const world = { directory, addressBook, ...(syncedAt === null ? {} : { syncedAt }) }
  const contacts = contactsOf(store)
  const record = openSessionRecord({
    phone,
    seed: newSeed(),
    now: io.now,
    newId: io.newId,
    around: () => beginningOf(store, { hasCrm: crm !== null }),
  })
  const { unkept, signal, endedAt } = await runUi({
    phone,
    world: { ...world, chance: record.chance, numberFirst: record.numberFirst },
    onDone: record.onDone,
    start: { kind: 'home' },
    mode: 'phone',
    desk: openDesk({ store, beside, remote, phone, account }),
    contacts,
    ...terminalOf(io),
    newId: record.newId,
  }).finally(() => stop.abort())
  if (unkept !== null) await tellUnkept(io, unkept, dispositionsOf(store.read('dispositions')))
  if (signal !== null) {
    say(io, 'interrupted: the phone is kept as it was')
    return io.exit(130)
  }
  const done = record.read(endedAt)
  await writeRecord(io, done && { name: 'What was done on the phone', ...done }, flags)
}

// What a session begins with, beside the phone.
function beginningOf(store: Store, { hasCrm }: { readonly hasCrm: boolean }) {
  const syncedAt = Date.parse(contactsOf(store).lastUpdated ?? '')
  return {
    directory: withChoices(openDirectory(store), choicesIn(store)),
    addressBook: addressBookIn(store),
    blocked: [],
    drafts: store.read('drafts') ?? [],
    outbox: readQueue(store),
    choices: store.read('choices') ?? [],
    syncedAt: Number.isNaN(syncedAt) ? null : syncedAt,
    hasCrm,
  }
}

async function tell(io: Io, store: Store, { phone, flags }: { phone: CarriedPhone; flags: PhoneFlags }): Promise<void> {
  const failed = store.read('sync')?.failed ?? null
  const state = {
    phone,
    world: { addressBook: addressBookIn(store) },
    contacts: contactsOf(store),
    crm: { signIn: null, reading: null, problem: failed && describeProblem(failed.problem), fault: null },
    drafts: store.read('drafts') ?? [],
    callBacks: callBacksOf(store.read('officeCalls') ?? NO_CALLS),
    dispositions: dispositionsOf(store.read('dispositions')),
    outbox: readQueue(store),
  }
  if (flags.json) return printJson(io, phoneJson(state))
  const { renderPhone } = await import('../ui/phone-text.ts')
  for (const line of renderPhone(state, paint(wantsColour(io, io.stdout)))) await printLine(io, line)
}

/** The phone for programs. */
function phoneJson({ phone, contacts, drafts, callBacks, outbox }: PhoneState): JsonLine {
  const access = accessOf(phone)
  const capability = (name: (typeof CAPABILITIES)[number]) => ({
    isPossible: access[name].length === 0,
    missing: access[name].map(({ reason, sentence, fix }) => ({ reason, message: sentence, fix })),
  })
  const { callList, notifications } = phone
  return {
    type: 'summary',
    ...phoneModelJson(phone),
    capabilities: Object.fromEntries(CAPABILITIES.map((name) => [name, capability(name)])),
    updatedAt: contacts.lastUpdated,
    contacts: contacts.count,
    callList: callList.map((row) => ({ ...rowJson(row), at: isoOf(row.at) })),
    notifications: notifications.map((notice) => ({
      type: notice.type,
      id: notice.id,
      at: isoOf(notice.at),
      ...noticeJson(notice.type === 'open-outcome' ? { ...notice, surface: 'notification' } : notice),
    })),
    drafts: drafts.map(draftJson),
    callBacks: callBacks.map(officeCallJson),
    ...countQueue(outbox),
  }
}
