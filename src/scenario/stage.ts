// Where a scenario plays: one phone with the app on it, the CRM, and virtual time between them. Lets things happen and
// keeps what happened; what a step means is perform.ts's, what can be seen of it view.ts's.

import { advanceCarried, type Carried, type CarriedAction, type CarriedPhone, type Untimed } from '../app/carried.ts'
import type { SeenEvent, Work } from '../app/event.ts'
import { buildAddressBook } from '../core/caller.ts'
import { openChance } from '../core/chance.ts'
import type { Contact } from '../core/contact.ts'
import { buildDirectory, type Directory, withChoices } from '../core/directory.ts'
import { type LoggedCall, newDraft } from '../core/outcome.ts'
import { describeProblem } from '../core/sync.ts'
import { type MemoryCrm, openMemoryCrm } from '../crm/memory.ts'
import type { ShownCard, World } from '../device/phone.ts'
import { nextWakeAt } from '../device/wake.ts'
import { openMemoryStore } from '../store/memory.ts'
import type { Store } from '../store/store.ts'
import { isNeverSynced } from '../sync/account.ts'
import { askCrm } from '../sync/ask-crm.ts'
import { choicesIn, keepChoice } from '../sync/keep-choice.ts'
import { keepDraft } from '../sync/log-outcome.ts'
import { NOBODY_SIGNED_IN } from '../sync/remote.ts'
import { sendOutcomes } from '../sync/send-outcomes.ts'
import { syncContacts } from '../sync/sync-contacts.ts'
import { doAsked, mirrorOutbox } from './apps-outbox.ts'
import { newPhoneOf, putKept, withKept } from './kept.ts'
import { AppDied, openLastWrite } from './last-write.ts'
import { type Log, openLog } from './log.ts'
import type { Kept, Scenario } from './scenario.ts'
import type { StageEvent } from './trace.ts'

/** What the app shows in front, besides calls. */
export type Page =
  | { readonly kind: 'outcome'; readonly callId: string }
  | { readonly kind: 'contact'; readonly contactId: string }

export interface Stage {
  readonly crm: MemoryCrm
  readonly log: Log
  /** Milliseconds since the epoch. */
  now(): number
  phone(): CarriedPhone
  /** What the app keeps; to be written to within `write` only. */
  store(): Store
  /** Whether drafts and outbox are an app's own; the store has what it says that it keeps. */
  readonly keepsOutbox: boolean
  /** Whether whom its user has chosen of several is an app's own to keep; the store has what Ringsight would keep of it. */
  readonly keepsChoices: boolean
  /** The contacts that the app holds. */
  directory(): Directory
  /** The card, or on iOS the label, that stands on the screen. */
  shown(): ShownCard | null
  /** What the phone itself calls who rings. */
  callerName(): string | null
  /** The page in front; null while the app shows none. */
  page(): Page | null
  openPage(page: Page): void
  closePage(): void
  openOutcome(call: LoggedCall): Promise<void>
  /** Something is done to the phone, now; what the app does about it is done when it resolves. */
  act(action: Untimed): Promise<void>
  /** The app does something that ends half done if it dies of it. */
  write<T>(does: () => T | Promise<T>): Promise<T | typeof DIED>
  /** So many milliseconds go by, with all that is due in them. */
  passTime(ms: number): Promise<void>
  /** When the next thing is due; null when nothing is. */
  nextAt(): number | null
  /** The app tries to send what waits, whatever delay it had chosen. */
  send(): Promise<void>
  /** The app will die instead of making the write after the next `writes` ones. */
  dieAfter(writes: number): void
  nextId(): string
}

/** What a stage is made of; each can be another one, to see what comes of it. */
export interface Parts {
  readonly advance: (...done: Parameters<typeof advanceCarried>) => Carried | Promise<Carried>
  readonly openStore: typeof openMemoryStore
  readonly openCrm: typeof openMemoryCrm
  /** Whether drafts and outbox are the app's own. */
  readonly keepsOutbox: boolean
  /** Whether whom its user has chosen of several is the app's own to keep. */
  readonly keepsChoices: boolean
  /** Is told everything that happens, when it happens. */
  readonly hear: (event: StageEvent, now: number) => void
}

/** What comes back of a write that the app died of. */
export const DIED = Symbol('the app died')

/** How often something may be due within one stretch of time: more is a fault of ours. */
const MOST_WAKES = 100_000

/**
 * A stage with everything in place for the first step.
 *
 * @param contacts what the CRM holds
 */
export async function openStage(
  { phone: setup, startsAt }: Pick<Scenario, 'phone' | 'startsAt'>,
  contacts: readonly Contact[],
  {
    advance = advanceCarried,
    openStore = openMemoryStore,
    openCrm = openMemoryCrm,
    keepsOutbox = false,
    keepsChoices = false,
    hear,
  }: Partial<Parts> = {},
): Promise<Stage> {
  const chance = openChance(setup.seed)
  const addressBook = buildAddressBook(
    setup.addressBook
      .filter(({ isWork = false }) => !(isWork && setup.system.workCallerIdDisabled))
      .map(({ name, number }) => ({ name, numbers: [number] })),
    setup.handset.simCountries[0] ?? null,
  )
  const blocked = new Set(setup.blocked)
  const log = hear === undefined ? openLog(startsAt) : openHeardLog(startsAt, hear)
  let now = startsAt
  let phone = newPhoneOf(setup)
  const lastWrite = openLastWrite()
  let kept = openStore()
  let store = lastWrite.limit(kept)
  /** What the app holds, and what iOS has loaded of it. */
  let held: Directory = buildDirectory([])
  let labels = held
  let callerName: string | null = null
  /** The front one last. */
  let pages: Page[] = []
  let requests: readonly Request[] = []
  let sendAt: number | null = null
  /** Calls whose outcome an app was told to give up. */
  const givenUp = new Set<string>()
  let deaths = 0
  let ids = 0
  let hasBegun = false
  /** When the contacts were brought here, where it was not by a sync of this phone's. */
  let syncedAt = setup.kept?.syncedAt ?? null
  const isReachable = () => !hasBegun || phone.handset.network !== 'offline'
  const isIntercepted = () => hasBegun && phone.handset.network === 'captive'
  const crm = openCrm({ now: () => now, contacts, isReachable, isIntercepted })
  /** The CRM as the app has it. */
  const appsCrm = lastWrite.limit(crm)

  function world(): World {
    return {
      directory: held,
      labels,
      addressBook,
      blocked,
      numberFirst: () => chance() < 0.5,
      chance,
      ...(syncedAt === null ? {} : { syncedAt }),
      newCallId: nextId,
    }
  }

  async function act(action: Untimed): Promise<void> {
    if (action.type === 'outcome-tapped' && action.button === 'give-up') givenUp.add(action.callId)
    const happened = await advance(phone, { ...action, at: now } as CarriedAction, world())
    phone = happened.phone
    if (action.type === 'reboot') forget()
    for (const event of happened.events) log.tell(event, now)
    for (const event of happened.events) see(event)
    const before = deaths
    for (const wanted of happened.work) {
      // What the app was about to do is not done by a process that has died of what it did first.
      // What an app says that it keeps, it has kept before.
      if (deaths === before || wanted.type === 'outbox-kept') await work(wanted)
    }
  }

  function see(event: SeenEvent): void {
    switch (event.type) {
      case 'ringing':
        callerName = event.name
        return
      case 'answered':
      case 'ended':
        callerName = null
        return
      case 'app':
        if (event.state === 'killed' || event.state === 'stopped') forget()
        return
      case 'reload':
        if (event.labels !== 'kept') labels = event.labels === 'new' ? held : buildDirectory([])
    }
  }

  async function work(wanted: Work): Promise<void> {
    switch (wanted.type) {
      case 'sync-wanted':
        return ask(sync)
      case 'lookup-wanted':
        return ask(() => lookUp(wanted.callId, wanted.e164))
      case 'send-wanted':
        return send(true)
      case 'page-wanted':
        return wanted.page.kind === 'outcome' ? openOutcome(wanted.page.call) : openPage(wanted.page)
      case 'outbox-kept':
        for (const event of mirrorOutbox(kept, wanted, givenUp)) log.tell(event, now)
        return
      case 'send-scheduled':
        sendAt = wanted.wakeAt
        return
      case 'crm-wanted':
        return askForApp(wanted)
      case 'keep-choice':
        if ((await write(() => keepChoice(store, wanted))) === DIED) return
        held = withChoices(held, choicesIn(store))
        return act({ type: 'choice-kept', line: wanted.line })
      case 'signed-out':
        kept = openStore()
        store = lastWrite.limit(kept)
        held = buildDirectory([])
        return forget()
    }
  }

  async function askForApp({ id, ask }: Extract<Work, { type: 'crm-wanted' }>): Promise<void> {
    const answer = await write(() => askCrm(async () => (await doAsked(appsCrm, ask)) ?? null))
    if (answer !== DIED) await act({ type: 'crm-answered', id, ...answer })
  }

  async function openOutcome(call: LoggedCall): Promise<void> {
    if (keepsOutbox) return openPage({ kind: 'outcome', callId: call.callId })
    const kept = (store.read('drafts') ?? []).some((draft) => draft.call.callId === call.callId)
    const isOpen = kept || (await write(() => keepDraft(store, newDraft(call)))) !== DIED
    if (isOpen) openPage({ kind: 'outcome', callId: call.callId })
  }

  // What a process takes with it when it ends.
  function forget(): void {
    pages = []
    requests = []
    // The job that sends outlives the process (WorkManager's shortest delay), but not a stop (AND-27).
    const isScheduled = phone.appProcess.state !== 'stopped' && !setup.hasNoCrm && store.readOutbox().length > 0
    sendAt = isScheduled ? now + 30_000 : null
    lastWrite.isIn(Number.POSITIVE_INFINITY)
  }

  async function ask(answer: () => Promise<void>): Promise<void> {
    const { latencyMs } = phone.conditions
    if (latencyMs === 0) await answer()
    else requests = [...requests, { at: now + latencyMs, answer }]
  }

  async function sync(): Promise<void> {
    // The phone has given up on it, or another answer came first: nobody takes this one.
    if (hasBegun && phone.app.sync.running === null) return
    if (hasBegun && setup.hasNoCrm) return act({ type: 'sync-failed', error: NOBODY_SIGNED_IN })
    const result = await write(() => syncContacts({ crm: appsCrm, store, now: () => now }))
    if (result === DIED) return
    if (result.kind === 'failed') return act({ type: 'sync-failed', error: describeProblem(result.problem).because })
    held = withChoices(buildDirectory(store.readContacts()), choicesIn(store))
    if (hasBegun) syncedAt = null
    if (hasBegun) log.tell({ type: 'sync-read', mode: result.mode }, now)
    await act({ type: 'synced', contacts: result.contacts })
  }

  // The contacts are there as they were brought then: the phone itself knows when.
  async function bringBack(before: Kept): Promise<void> {
    if (setup.isSynced) await syncContacts({ crm, store: kept, now: () => now })
    phone = withKept(phone, before)
    putKept(kept, before)
    held = withChoices(buildDirectory(store.readContacts()), choicesIn(store))
    labels = held
  }

  async function lookUp(callId: string, e164: string): Promise<void> {
    const contacts = setup.hasNoCrm ? [] : await crm.findContacts(e164).catch(() => [])
    await act({ type: 'lookup-answer', callId, contacts })
  }

  async function send(isHurried: boolean): Promise<void> {
    if (phone.appProcess.state === 'stopped' || !phone.app.isSignedIn || setup.hasNoCrm) return
    if (keepsOutbox) {
      sendAt = null
      return act({ type: 'send-due' })
    }
    // What is saved before the first contacts have come waits for them.
    if (isNeverSynced(store)) {
      sendAt = null
      return
    }
    const sent = await write(() => sendOutcomes({ crm: appsCrm, store, now: () => now, chance, isHurried }))
    if (sent === DIED) return
    sendAt = sent.nextAt
    if (sent.sent > 0) log.tell({ type: 'sent', outcomes: sent.sent }, now)
  }

  // The app does something that ends, undone or half done, when the app dies of it.
  async function write<T>(does: () => T | Promise<T>): Promise<T | typeof DIED> {
    try {
      return await does()
    } catch (error) {
      if (!(error instanceof AppDied)) throw error
      deaths += 1
      await act({ type: 'kill-app' })
      // A process that the system had started for a call leaves nothing to be seen when it ends.
      forget()
      return DIED
    }
  }

  function nextId(): string {
    ids += 1
    return `call-${ids}`
  }

  function openPage(page: Page): void {
    pages.push(page)
    log.tell({ type: 'opened', page: page.kind }, now)
  }

  // A job that needs the network waits for it, and the app is told when it is there.
  function nextSendAt(): number | null {
    return phone.handset.network === 'online' ? sendAt : null
  }

  function nextAt(): number | null {
    const due = [nextWakeAt(phone), nextSendAt(), ...requests.map(({ at }) => at)].filter((at) => at !== null)
    return due.length === 0 ? null : Math.max(now, Math.min(...due))
  }

  async function doDue(): Promise<void> {
    const answered = requests.filter(({ at }) => at <= now)
    requests = requests.filter(({ at }) => at > now)
    const before = deaths
    for (const { answer } of answered) if (deaths === before) await answer()
    const dueAt = nextSendAt()
    if (dueAt !== null && dueAt <= now) await send(false)
    const wakeAt = nextWakeAt(phone)
    if (wakeAt !== null && wakeAt <= now) await act({ type: 'wake' })
  }

  async function passTime(ms: number): Promise<void> {
    const until = now + ms
    for (let wakes = 0; ; wakes += 1) {
      const next = nextAt()
      if (next === null || next > until) break
      if (wakes > MOST_WAKES) throw new Error(`expected time to pass, found something due again and again at ${next}`)
      now = next
      await doDue()
    }
    now = until
  }

  const stage: Stage = {
    crm,
    log,
    now: () => now,
    phone: () => phone,
    store: () => store,
    keepsOutbox,
    keepsChoices,
    directory: () => held,
    shown: () => phone.cards.at(-1) ?? null,
    callerName: () => callerName,
    page: () => pages.at(-1) ?? null,
    openPage,
    openOutcome,
    closePage() {
      pages.pop()
    },
    act,
    write,
    passTime,
    nextAt,
    send: () => send(true),
    dieAfter: lastWrite.isIn,
    nextId,
  }
  // What was before the first step owes nothing to the network of now.
  if (setup.kept !== undefined) await bringBack(setup.kept)
  else if (setup.isSynced) await sync()
  hasBegun = true
  log.beginStep(-1, true)
  return stage
}

function openHeardLog(startsAt: number, hear: Parts['hear']): Log {
  const log = openLog(startsAt)
  return {
    ...log,
    tell(event, now) {
      log.tell(event, now)
      hear(event, now)
    },
  }
}

/** What the app has asked the network for, and when the answer is there. */
interface Request {
  readonly at: number
  readonly answer: () => Promise<void>
}
