// A session of the terminal with a CRM and a store in memory, in virtual time, recorded as `ringsight phone --record` does it;
// and what comes of a recording that is written, read again and played.
import { advanceCarried, type CarriedPhone } from '../../src/app/carried.ts'
import { keepAddressBook } from '../../src/cli/directory.ts'
import { openSessionRecord } from '../../src/cli/record.ts'
import type { Contact } from '../../src/core/contact.ts'
import { buildDirectory, withChoices } from '../../src/core/directory.ts'
import { dispositionsOf } from '../../src/core/outcome.ts'
import { type MemoryCrm, openMemoryCrm } from '../../src/crm/memory.ts'
import type { World } from '../../src/device/phone.ts'
import { newPhoneOf, withKept } from '../../src/scenario/kept.ts'
import { performStep } from '../../src/scenario/perform.ts'
import { playScenario } from '../../src/scenario/run.ts'
import type { ContactsSource, CrmChange, Doing, Scenario } from '../../src/scenario/scenario.ts'
import type { Stage } from '../../src/scenario/stage.ts'
import { describeEvent, type StageEvent } from '../../src/scenario/trace.ts'
import { readScenarios } from '../../src/scenario-file/read.ts'
import { renderScenario } from '../../src/scenario-file/write.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'
import { accountOf } from '../../src/sync/adopt-outbox.ts'
import { changeOf, discardOutcome, editOutcome } from '../../src/sync/edit-outcome.ts'
import { choicesIn, keepChoice } from '../../src/sync/keep-choice.ts'
import { discardDraft, keepDraft, logOutcome } from '../../src/sync/log-outcome.ts'
import { readQueue } from '../../src/sync/queue.ts'
import { openRemote } from '../../src/sync/remote.ts'
import { resendOutcome } from '../../src/sync/send-outcomes.ts'
import { syncContacts } from '../../src/sync/sync-contacts.ts'
import type { Key } from '../../src/ui/keys.ts'
import { frontPage, menuOf } from '../../src/ui/screen.ts'
import { openSession, type Session, type SessionDone } from '../../src/ui/session.ts'
import { recordScenario } from '../../src/walk/record.ts'

// Of the scenario's pages and its outbox; the phone knows nothing of them.
const OF_PAGES: ReadonlySet<string> = new Set(['opened', 'closed', 'saved', 'sync-read', 'sent'])

export function lineOf(event: StageEvent, ms: number): string[] {
  return OF_PAGES.has(event.type) ? [] : [`${ms / 1000} s ${describeEvent(event)}`]
}

/** What can be compared of a phone, its app and its CRM, however it was brought about. */
export interface Outcome {
  readonly seen: readonly string[]
  readonly phone: object
  readonly kept: object
  readonly received: object
}

// Whose contacts these are, in which row of a file and under which id of a company, is not the phone's to know; markers are made
// of the calls' ids.
const NOT_COMPARED: ReadonlySet<string> = new Set(['account', 'row', 'companyId', 'marker'])

interface Ended {
  readonly phone: CarriedPhone
  readonly store: Store
  readonly crm: MemoryCrm
  /** How many calls and tasks the CRM had before. */
  readonly before?: { readonly calls: number; readonly tasks: number }
  /** What the calls were called, in the order in which they began; on a stage that is call-1, call-2, … */
  readonly callIds?: readonly string[]
}

function outcomeOf(
  seen: readonly string[],
  { phone, store, crm, before = { calls: 0, tasks: 0 }, callIds = [] }: Ended,
): Outcome {
  const { calls, tasks } = crm.received()
  const arrived = <T extends { readonly id: string }>(all: readonly T[], from: number) =>
    all.slice(from).map(({ id: _id, ...each }) => each)
  // As a file would have it.
  const plain = (value: object): object => {
    const text = JSON.stringify(value, (key, each) => (NOT_COMPARED.has(key) ? undefined : each))
    return JSON.parse(
      text.replace(/\bnew-\d+/g, (id) => (callIds.includes(id) ? `call-${callIds.indexOf(id) + 1}` : id)),
    )
  }
  const { app, ...others } = phone
  // The recording has only those who took part.
  const { contacts: _count, ...sync } = app.sync
  return {
    seen,
    phone: plain({ ...others, app: { ...app, sync } }),
    kept: plain({
      drafts: store.read('drafts') ?? [],
      outbox: readQueue(store),
      choices: store.read('choices') ?? [],
    }),
    received: plain({ calls: arrived(calls, before.calls), tasks: arrived(tasks, before.tasks) }),
  }
}

export interface RigOptions {
  readonly phone: CarriedPhone
  readonly world: Omit<World, 'chance' | 'numberFirst' | 'newCallId'>
  readonly blocked?: readonly string[]
  readonly startsAt: number
  readonly seed: number
  readonly contacts: readonly Contact[]
  /** Whether the store has the contacts already. */
  readonly isSynced: boolean
  /** Whether somebody is signed in to the CRM. */
  readonly hasCrm?: boolean
  /** What a recorder makes of what the session tells; to plant a fault in it. */
  readonly plant?: (done: SessionDone) => SessionDone | null
  /** What the ids of calls begin with; those of a stage begin with `call`. */
  readonly idsBegin?: string
  /** How it is kept from the store, where that is not a new one. */
  readonly store?: Store
}

export interface Rig {
  readonly session: Session
  /** What is due until then happens. */
  passTo(at: number): Promise<void>
  /** What was begun comes to its end. */
  settle(): Promise<void>
  press(...keys: readonly Key[]): Promise<void>
  /** Others do it to the CRM, and whoever writes it down is told. */
  changeCrm(change: CrmChange): Promise<void>
  now(): number
  outcome(): Outcome
  /** The scenario of what was done; null for nothing. */
  record(source?: { contacts: ContactsSource; people: readonly Contact[] }): Promise<Scenario | null>
}

export async function openRig(options: RigOptions): Promise<Rig> {
  const { phone, startsAt, contacts, hasCrm = true, store = openMemoryStore(), idsBegin = 'new' } = options
  let now = startsAt
  let ids = 0
  let session: Session | null = null
  const network = () => session?.screen().phone.handset.network ?? 'online'
  const crm = openMemoryCrm({
    now: () => now,
    contacts,
    isReachable: () => network() !== 'offline',
    isIntercepted: () => network() === 'captive',
  })
  if (options.isSynced) await syncContacts({ crm, store, now: () => now })
  /** What the phone has asked the CRM and has no answer to. */
  let busy = 0
  const asked =
    <A extends readonly unknown[], T>(answer: (...given: A) => Promise<T>) =>
    (...given: A): Promise<T> => {
      busy += 1
      return answer(...given).finally(() => {
        busy -= 1
      })
    }
  const { syncedAt = null, directory } = options.world
  let { addressBook } = options.world
  const record = openSessionRecord({
    phone,
    seed: options.seed,
    now: () => new Date(now),
    newId: () => `${idsBegin}-${++ids}`,
    around: () => ({
      directory,
      addressBook,
      blocked: options.blocked ?? [],
      drafts: store.read('drafts') ?? [],
      outbox: readQueue(store),
      choices: store.read('choices') ?? [],
      syncedAt,
      hasCrm,
    }),
  })
  const remote = openRemote(
    { store, crm, signal: new AbortController().signal },
    {
      now: () => now,
      chance: record.chance,
      pause: async () => {},
      publish: async () => 0,
      countIdentifiable: () => 0,
    },
  )
  const seen: string[] = []
  let beginsAt = startsAt
  const countReceived = () => {
    const { calls, tasks } = crm.received()
    return { calls: calls.length, tasks: tasks.length }
  }
  let before = countReceived()
  const of = () => ({ account: accountOf(store) })
  session = openSession({
    phone,
    world: {
      ...options.world,
      chance: record.chance,
      numberFirst: record.numberFirst,
      newCallId: record.newId,
    },
    mode: 'phone',
    start: { kind: 'home' },
    contacts: { lastUpdated: null, count: directory.contacts.size },
    now: () => new Date(now),
    newId: record.newId,
    onDone(each) {
      const told = options.plant === undefined ? each : options.plant(each)
      if (told !== null) record.onDone(told)
      // The record begins there, and so does what is compared.
      if (each.type === 'another-phone') {
        seen.length = 0
        beginsAt = each.at
        before = countReceived()
      }
      if (each.type === 'act') for (const event of each.events) seen.push(...lineOf(event, each.at - beginsAt))
    },
    desk: {
      saveOutcome: (draft, savedAt) => logOutcome(store, draft, savedAt, of()),
      keepDraft: (draft) => keepDraft(store, draft, of()),
      discardDraft: (callId) => discardDraft(store, callId),
      drafts: () => store.read('drafts') ?? [],
      callBacks: () => [],
      dispositions: () => dispositionsOf(store.read('dispositions')),
      keepChoice(wanted) {
        keepChoice(store, wanted)
        return choicesIn(store)
      },
      keepPhone() {},
      keepAddressBook(kept) {
        addressBook = kept
        keepAddressBook(store, kept)
      },
      outbox: () => readQueue(store),
      changeOutcome(draft) {
        const saved = store.readOutbox().find(({ call }) => call.callId === draft.call.callId)
        return saved ? editOutcome(store, draft.call.callId, changeOf(saved, draft)) : { kind: 'gone' }
      },
      resend: (callId) => resendOutcome(store, callId),
      giveUp: (callId) => discardOutcome(store, callId),
      signOut: () => store.wipe(),
      describe: String,
      remote: hasCrm
        ? { refresh: asked(remote.refresh), find: asked(remote.find), send: asked(remote.send) }
        : { signIn: 'Sign in.' },
    },
  })
  const played = session

  async function settle(): Promise<void> {
    do await new Promise(setImmediate)
    while (busy > 0)
    await new Promise(setImmediate)
  }

  async function passTo(at: number): Promise<void> {
    // Time that was let go by at once is not on this clock.
    const ahead = played.screen().now - now
    for (let woke = 0; woke < 100_000; woke += 1) {
      const next = played.nextAt()
      if (next === null || next > at + ahead) break
      now = Math.max(now, next - ahead)
      played.tick()
      await settle()
    }
    now = at
    played.tick()
    await settle()
  }

  return {
    session: played,
    passTo,
    settle,
    now: () => now,
    async press(...keys) {
      for (const key of keys) {
        played.press(key)
        await settle()
      }
    },
    async changeCrm(change) {
      await performStep({ crm, phone: () => played.screen().phone } as unknown as Stage, { do: 'crm', change })
      record.others({ type: 'step', step: { do: 'crm', change }, at: now })
    },
    outcome() {
      played.close()
      const callIds = record.read(now)?.callIds ?? []
      return outcomeOf(seen, { phone: played.screen().phone, store, crm, before, callIds })
    },
    async record(source) {
      played.close()
      const read = record.read(played.result().endedAt)
      if (read === null) return null
      return recordScenario({ name: 'What was done', ...read, ...(source === undefined ? {} : { source }) })
    },
  }
}

/** What comes of a recording that is written, read again and played; `text` is the file. */
export async function playRecording(
  recorded: Scenario,
  loadContacts: (source: Exclude<ContactsSource, { kind: 'inline' }>) => Promise<readonly Contact[]> = async () => [],
): Promise<{ readonly outcome: Outcome; readonly text: string; readonly failure: unknown }> {
  const text = renderScenario(recorded)
  const { scenarios, problems } = readScenarios(
    { path: 'recorded.yaml', text },
    { readInclude: () => ({ problem: '' }) },
  )
  const [scenario] = scenarios
  if (scenario === undefined) throw new Error(`expected a scenario, found ${JSON.stringify(problems)} in\n${text}`)
  const seen: string[] = []
  // To the CRM alone something may have been done.
  let phone = withKept(newPhoneOf(scenario.phone), scenario.phone.kept ?? {})
  let store: Store | null = null
  let crm: MemoryCrm | null = null
  const result = await playScenario(
    scenario,
    { loadContacts, readFrame: () => null },
    {
      advance(...given) {
        const happened = advanceCarried(...given)
        phone = happened.phone
        return happened
      },
      openStore() {
        store = openMemoryStore()
        return store
      },
      openCrm(given) {
        crm = openMemoryCrm(given)
        return crm
      },
      hear: (event, now) => void seen.push(...lineOf(event, now - scenario.startsAt)),
    },
  )
  if (store === null || crm === null) throw new Error(`expected a stage, found none: ${text}`)
  const failure = 'failure' in result ? result.failure : 'error' in result ? result.error : null
  return { outcome: outcomeOf(seen, { phone, store, crm }), text, failure }
}

/** The first thing in which two outcomes differ; null for none. */
export function firstDifference(session: Outcome, recording: Outcome): object | null {
  const at = session.seen.findIndex((line, index) => line !== recording.seen[index])
  if (at >= 0 || session.seen.length !== recording.seen.length) {
    const from = at < 0 ? session.seen.length : at
    return {
      session: session.seen.slice(Math.max(0, from - 2), from + 3),
      recording: recording.seen.slice(Math.max(0, from - 2), from + 3),
    }
  }
  for (const part of ['phone', 'kept', 'received'] as const) {
    const found = differenceOf(session[part], recording[part], part)
    if (found !== null) return found
  }
  return null
}

function differenceOf(one: unknown, other: unknown, path: string): object | null {
  if (JSON.stringify(one) === JSON.stringify(other)) return null
  const areBoth = [one, other].every((each) => typeof each === 'object' && each !== null)
  if (!areBoth) return { path, session: one, recording: other }
  const [a, b] = [one as Record<string, unknown>, other as Record<string, unknown>]
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = differenceOf(a[key], b[key], `${path}.${key}`)
    if (found !== null) return found
  }
  return null
}

const press = (name: Extract<Key, { type: 'press' }>['name']): Key => ({ type: 'press', name })

/** The hands on the keys: what a user does on the app's own pages. Throws where that cannot be done from what is in front. */
export function openHands(rig: Rig) {
  const { session } = rig
  const front = () => frontPage(session.screen())

  async function choose(label: string, skip = 0): Promise<void> {
    const page = front()
    if (page?.kind !== 'menu') throw new Error(`expected a menu with “${label}”, found ${page?.kind}`)
    const { menu, selected } = menuOf(page, session.screen())
    const found = menu.items.flatMap((item, index) => (item.label.startsWith(label) ? index : []))[skip]
    if (found === undefined)
      throw new Error(`expected “${label}”, found ${menu.items.map((item) => item.label).join(', ')}`)
    const way = found > selected ? 'down' : 'up'
    await rig.press(...Array.from({ length: Math.abs(found - selected) }, () => press(way)), press('enter'))
  }

  async function goHome(): Promise<void> {
    for (let tries = 0; session.screen().pages.length > 1; tries += 1) {
      if (tries > 20) throw new Error('expected the way home, found a page that stays')
      if (front()?.kind === 'call') throw new Error('expected the way home, found a call')
      await rig.press(press('escape'))
    }
  }

  function form(isQueued = false) {
    const page = front()
    if (page?.kind !== 'form' || (page.isQueued ?? false) !== isQueued)
      throw new Error(`expected an outcome screen, found ${page?.kind === 'menu' ? page.place.name : page?.kind}`)
    return page.form
  }

  // What came up over it is put aside.
  async function toForm(): Promise<void> {
    for (let tries = 0; front()?.kind === 'menu' && session.screen().pages.length > 1; tries += 1) {
      if (tries > 20) return
      await rig.press(press('escape'))
    }
    form()
  }

  async function write(text: string, before: string): Promise<void> {
    await rig.press(press('end'))
    await rig.press(...Array.from({ length: before.length * 2 }, () => press('delete')))
    await rig.press(...Array.from({ length: before.length }, () => press('backspace')))
    await rig.press(...Array.from({ length: before.length }, () => press('delete')))
    if (text !== '') await rig.press({ type: 'paste', text })
  }

  async function toSection(section: string, isQueued: boolean): Promise<void> {
    for (let tries = 0; form(isQueued).section !== section; tries += 1) {
      if (tries > 10) throw new Error(`expected a section ${section}, found none`)
      await rig.press(press('tab'))
    }
  }

  async function fill(
    step: Extract<Doing, { do: 'fill-outcome' | 'change-outcome' }>,
    isQueued: boolean,
  ): Promise<void> {
    const { outcome, notes, tasks, isOnDeal } = step
    if (outcome !== null) {
      await toSection('outcome', isQueued)
      for (let tries = 0; tries < 20; tries += 1) await rig.press(press('up'))
      for (let tries = 0; form(isQueued).draft.outcome !== outcome; tries += 1) {
        if (tries > 20) throw new Error(`expected the outcome ${outcome}, found none`)
        await rig.press(press('down'))
      }
    }
    if (notes !== null) {
      await toSection('notes', isQueued)
      await write(notes, form(isQueued).draft.notes)
    }
    if (tasks !== null) {
      await toSection('tasks', isQueued)
      while (form(isQueued).draft.tasks.length > 0) await rig.press(press('up'), press('delete'))
      for (const task of tasks) {
        await rig.press(...form(isQueued).draft.tasks.map(() => press('down')), press('enter'), {
          type: 'paste',
          text: task.title,
        })
        await rig.press(press('enter'))
        while (form(isQueued).editor?.type !== task.type) await rig.press(press('right'))
        await rig.press(press('enter'))
        await write(task.due, form(isQueued).editor?.due.text ?? '')
        await rig.press(press('enter'))
        while (form(isQueued).editor?.priority !== task.priority) await rig.press(press('right'))
        await rig.press(press('escape'))
      }
    }
    if (isOnDeal !== null && isOnDeal === (form(isQueued).draft.isDealLeftOut ?? false)) {
      await toSection('deal', isQueued)
      await rig.press(press('enter'))
    }
  }

  async function openQueued(contact: string | null, skip: number, mustBeParked: boolean): Promise<void> {
    await goHome()
    await choose('Outbox')
    const queue = session.screen().outbox
    const named = queue.filter(({ outcome }) => contact === null || outcome.call.contactName === contact)
    const parked = named.filter(({ sending }) => sending.parked !== null)
    const meant = (mustBeParked ? parked : [...parked, ...named.filter((each) => !parked.includes(each))])[skip]
    if (meant === undefined) throw new Error('expected an outcome in the outbox, found none')
    const at = queue.toReversed().indexOf(meant)
    await rig.press(press('home'), ...Array.from({ length: at }, () => press('down')), press('enter'))
  }

  /** Does a step on the app's own pages. */
  return async function perform(step: Doing): Promise<void> {
    switch (step.do) {
      case 'fill-outcome':
        await toForm()
        return fill(step, false)
      case 'tap':
        if (step.target === 'Back' && front()?.kind === 'menu') return rig.press(press('escape'))
        await toForm()
        if (step.target === 'Save') return rig.press(press('save'))
        if (step.target === 'Back') return rig.press(press('escape'))
        await toSection('buttons', false)
        return rig.press(press('right'), press('right'), press('enter'))
      case 'open-draft': {
        await goHome()
        await choose('Drafts')
        const drafts = session.screen().drafts.toReversed()
        const named = drafts.filter(({ call }) => step.contact === null || call.contactName === step.contact)
        const at = drafts.indexOf(named[step.skip ?? 0] as (typeof drafts)[number])
        await rig.press(press('home'), ...Array.from({ length: at }, () => press('down')), press('enter'))
        return choose('Go on with it')
      }
      case 'resend':
        await openQueued(step.contact, step.skip ?? 0, true)
        return choose('Send it again')
      case 'give-up':
        await openQueued(step.contact, step.skip ?? 0, false)
        return choose('Give it up')
      case 'change-outcome':
        await openQueued(step.contact, step.skip ?? 0, false)
        await choose('Change it')
        await fill(step, true)
        return rig.press(press('save'))
      default:
        throw new Error(`expected a step on a page, found ${step.do}`)
    }
  }
}

/** The contacts that a phone holds. */
export function directoryOf(contacts: readonly Contact[], store?: Store) {
  return withChoices(buildDirectory(contacts), store === undefined ? new Map() : choicesIn(store))
}
