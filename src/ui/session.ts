// Carries out what screen.ts wants done: acts on the phone, keeps it and the drafts, saves outcomes. The only state of
// the terminal UI that changes. Knows no drawing.

import type { TimedEvent } from '../app/answer-call.ts'
import { advanceCarried, type CarriedAction, type CarriedPhone } from '../app/carried.ts'
import type { SeenEvent, Work } from '../app/event.ts'
import type { Contact } from '../core/contact.ts'
import { buildDirectory, type Directory, withChoices } from '../core/directory.ts'
import type { Line } from '../core/number/presentation.ts'
import type { Draft, Outcome } from '../core/outcome.ts'
import type { Reason } from '../core/retry.ts'
import type { World } from '../device/phone.ts'
import { nextWakeAt } from '../device/wake.ts'
import type { Refreshed } from '../sync/remote.ts'
import { renderDay } from '../text/time.ts'
import { openConnection } from './connection.ts'
import type { CrmFault } from './crm-fault.ts'
import type { Desk } from './desk.ts'
import { openKeeping, type Unkept } from './keeping.ts'
import type { Key } from './keys.ts'
import type { Action, Screen } from './page/page.ts'
import { describePassed } from './passed-time.ts'
import { type Intent, isTyping, type ScreenEvent, updateScreen } from './screen.ts'
import { openSessionClock } from './session-clock.ts'

export interface SessionOptions {
  readonly phone: CarriedPhone
  readonly world: World
  readonly start:
    | { readonly kind: 'home' }
    | { readonly kind: 'ring'; readonly line: Line }
    | { readonly kind: 'dial'; readonly line: Line; readonly from: 'app' | 'outside' }
  /** `call` ends after its one call; `phone` when the user quits. */
  readonly mode: Screen['mode']
  readonly desk: Desk
  /** As of the last import. */
  readonly contacts: Screen['contacts']
  now(): Date
  newId(): string
  /** Is told what is done, as it is done: for a record of the session. */
  onDone?(done: SessionDone): void
}

/** What the user has done, at an instant in milliseconds since the epoch. */
export type SessionDone = { readonly at: number } & Done

type Done =
  /** To the phone, which was so before. */
  | {
      readonly type: 'act'
      readonly action: CarriedAction
      readonly before: CarriedPhone
      readonly events: readonly SeenEvent[]
      /** What was told before brings it about. */
      readonly isPart?: true
    }
  /** A sync has brought these. */
  | { readonly type: 'contacts'; readonly directory: Directory }
  /** Another phone is in the hand from now on. */
  | { readonly type: 'another-phone'; readonly phone: CarriedPhone }
  /** To the CRM, in the phone's place. */
  | { readonly type: 'crm'; readonly fault: CrmFault }
  /** The CRM failed, and nobody at the phone had made it. */
  | { readonly type: 'crm-failed' }
  /** To an outcome screen. */
  | { readonly type: 'draft' | 'saved'; readonly draft: Draft }
  /** `opened`: by its user, from the drafts or the call list. */
  | { readonly type: 'opened' | 'left' | 'discarded'; readonly callId: string }
  /** To an outcome of the outbox. */
  | { readonly type: 'changed'; readonly draft: Draft }
  | { readonly type: 'resent' | 'given-up'; readonly callId: string }

export interface UiResult {
  readonly phone: CarriedPhone
  readonly events: readonly TimedEvent[]
  readonly saved: Outcome | null
  /** On the phone's clock, in milliseconds since the epoch. */
  readonly endedAt: number
  /** The outcome screen of this run that was left unsaved, and is kept. */
  readonly draftKept: Draft | null
  /** What could not be kept, whatever was tried. */
  readonly unkept: Unkept | null
}

export interface Session {
  screen(): Screen
  dispatch(event: ScreenEvent): void
  press(key: Key): void
  /** Lets the screen know what time it is. */
  tick(): void
  /** When something is due next, in milliseconds since the epoch; null when nothing is. */
  nextAt(): number | null
  /** Called after every change, and once when it is over. */
  subscribe(listener: () => void): () => void
  isOver(): boolean
  /** Keeps what has not been kept yet. Must be called at the end, however that came. */
  close(): void
  result(): UiResult
}

/** How often something may be due within one stretch of time: more is a fault of ours. */
const MOST_WAKES = 10_000

/** Starts a session with its first page, or its call. */
export function openSession(options: SessionOptions): Session {
  const { desk } = options
  let world: World = { newCallId: options.newId, ...options.world }
  const listeners = new Set<() => void>()
  const touched = new Set<string>()
  const events: TimedEvent[] = []
  let screen = firstScreen(options)
  let saved: Outcome | null = null
  let startedAt: number | null = null
  const keeping = openKeeping(
    desk,
    () => screen.phone,
    (message) => dispatch({ type: 'told', message }),
  )
  const clock = openSessionClock(options.now)
  const msNow = (): number => clock.now().getTime()
  const connection = openConnection({
    desk,
    clock,
    isSending: options.mode === 'phone',
    screen: () => screen,
    told: { reading, synced, syncFailed, failed, ended, found },
  })
  let isOver = false
  let depth = 0

  function dispatch(event: ScreenEvent): void {
    // What is due by now comes before what somebody does now.
    if (depth === 0 && (event.type === 'key' || event.type === 'act')) catchUp(msNow())
    depth += 1
    const update = updateScreen(screen, event)
    screen = update.screen
    for (const intent of update.intents) perform(intent)
    depth -= 1
    if (depth > 0) return
    if (screen.pages.length === 0) isOver = true
    for (const listener of listeners) listener()
  }

  function tellDone(done: Done, at = msNow()): void {
    options.onDone?.({ ...done, at })
  }

  // Letters that arrive together are pressed one after the other: the first may change what the second means.
  function press(key: Key): void {
    if (isOver) return
    const [first = '', ...rest] = key.type === 'text' && !isTyping(screen) ? key.text : ''
    if (rest.length === 0) {
      dispatch({ type: 'key', key })
      return
    }
    dispatch({ type: 'key', key: { type: 'text', text: first } })
    press({ type: 'text', text: rest.join('') })
  }

  function perform(intent: Intent): void {
    switch (intent.type) {
      case 'act':
        actOnPhone(intent.action)
        if (intent.action.type === 'choose-caller') {
          const { e164: number, callId } = intent.action
          dispatch({ type: 'chosen', world, number, callId })
        }
        return
      case 'keep-phone':
        if (intent.isOther) tellDone({ type: 'another-phone', phone: intent.phone })
        keeping.keepPhone(intent.phone)
        return
      case 'keep-address-book': {
        const { addressBook } = intent
        const what = 'The address book could not be kept'
        if (keeping.attempt(what, () => desk.keepAddressBook(addressBook)) === null) return
        world = { ...world, addressBook }
        keeping.keepPhone(screen.phone)
        tellDone({ type: 'another-phone', phone: screen.phone })
        dispatch({ type: 'address-book', addressBook })
        return
      }
      case 'keep-draft':
        touched.add(intent.draft.call.callId)
        tellDone({ type: 'draft', draft: intent.draft })
        keeping.keepDraft(intent.draft)
        return
      case 'open-draft':
        // Its drafts are on the app's own pages.
        tellDone({ type: 'opened', callId: intent.callId })
        actOnPhone({ type: 'open-app' }, true)
        return
      case 'leave-draft':
        keeping.keepDrafts()
        tellDone({ type: 'left', callId: intent.callId })
        if (keeping.isDraftKept(intent.callId)) dispatch({ type: 'told', message: 'Kept as a draft.' })
        return
      case 'discard-draft':
        tellDone({ type: 'discarded', callId: intent.callId })
        keeping.discardDraft(intent.callId)
        return
      case 'save-outcome':
        save(intent.draft)
        return
      case 'pass-time':
        passTime(intent.ms, intent.label)
        return
      case 'break-crm':
        tellDone({ type: 'crm', fault: intent.fault })
        return
      case 'change-outcome':
        changeOutcome(intent.draft)
        return
      case 'resend':
        if (!keeping.attempt('Not sent', () => desk.resend(intent.callId))) return
        tellDone({ type: 'resent', callId: intent.callId })
        tellOutbox('It is sent again.')
        connection.send(true)
        return
      case 'give-up':
        if (!keeping.attempt('Not given up', () => desk.giveUp(intent.callId))) return
        tellDone({ type: 'given-up', callId: intent.callId })
        tellOutbox('Given up.')
        return
      case 'quit':
        isOver = true
    }
  }

  function actOnPhone(action: Action, isPart = false): readonly SeenEvent[] {
    const at = msNow()
    clock.reach(at)
    if (action.type === 'ring' || action.type === 'dial') startedAt ??= at
    const before = screen.phone
    const stamped = stamp(action, at)
    const { work: wanted, ...happened } = advanceCarried(before, stamped, world)
    tellDone({ type: 'act', action: stamped, before, events: happened.events, ...(isPart && { isPart }) }, at)
    events.push(...happened.events.map((event) => ({ atMs: at - (startedAt ?? at), event })))
    for (const event of happened.events) if (event.type === 'reload') takeLabels(event.labels)
    const isEnded = happened.events.some(
      (event) => event.type === 'app' && (event.state === 'killed' || event.state === 'stopped'),
    )
    if (isEnded || action.type === 'reboot') connection.endProcess(happened.phone, at)
    const pages = wanted.flatMap((each) => (each.type === 'page-wanted' ? each.page : []))
    dispatch({ type: 'happened', ...happened, pages })
    for (const each of wanted) doWork(each)
    return happened.events
  }

  function doWork(wanted: Work): void {
    switch (wanted.type) {
      case 'sync-wanted':
        connection.sync()
        return
      case 'lookup-wanted':
        connection.lookUp(wanted)
        return
      case 'keep-choice': {
        const kept = keeping.attempt('It could not be kept who it was', () => desk.keepChoice(wanted))
        if (kept === null) return
        world = { ...world, directory: withChoices(world.directory, kept.result) }
        actOnPhone({ type: 'choice-kept', line: wanted.line })
        return
      }
      case 'signed-out':
        signOut()
        return
      case 'send-wanted':
        connection.send(true)
        return
    }
  }

  // Nothing of the account stays: neither here nor where it is kept.
  function signOut(): void {
    connection.signOut()
    world = { ...world, directory: buildDirectory([]) }
    keeping.signOut()
    dispatch({ type: 'signed-out', world, dispositions: desk.dispositions() })
  }

  // What iOS has loaded stays what it finds until the next load.
  function takeLabels(labels: 'new' | 'kept' | 'none'): void {
    if (labels !== 'kept') world = { ...world, labels: labels === 'new' ? world.directory : buildDirectory([]) }
  }

  // A phone that is never done is a fault, and not to be waited for.
  function catchUp(until: number): readonly SeenEvent[] {
    const seen: SeenEvent[] = []
    for (let woke = 0; woke < MOST_WAKES; woke += 1) {
      const next = nextAt()
      if (next === null || next > until) break
      clock.skipTo(next)
      seen.push(...clock.at(next, doDue))
    }
    return seen
  }

  function nextAt(): number | null {
    const due = [nextWakeAt(screen.phone), connection.nextAt()].filter((at) => at !== null)
    return due.length === 0 ? null : Math.min(...due)
  }

  function doDue(): readonly SeenEvent[] {
    const at = msNow()
    connection.doDue(at)
    const wakeAt = nextWakeAt(screen.phone)
    return wakeAt !== null && wakeAt <= at ? actOnPhone({ type: 'wake' }) : []
  }

  async function passTime(ms: number, label: string): Promise<void> {
    const until = msNow() + ms
    const from = events.length
    for (let next = nextAt(); next !== null && next <= until; next = nextAt()) {
      catchUp(next)
      // What the CRM is asked takes its own time, and what comes of it decides what is due next.
      await connection.idle()
      if (isOver || events.length - from > MOST_WAKES) return
    }
    clock.skipTo(until)
    tick()
    const lines = describePassed(events.slice(from).map(({ event }) => event))
    dispatch({ type: 'passed', title: `${label} has gone by`, lines })
  }

  function stamp(action: Action, at: number): CarriedAction {
    switch (action.type) {
      case 'ring':
      case 'dial':
        return { ...action, id: options.newId(), at }
      default:
        return { ...action, at } as CarriedAction
    }
  }

  function save(draft: Draft): void {
    keeping.keepDrafts()
    const logged = keeping.attempt('Not saved', () => desk.saveOutcome(draft, clock.now()))?.result
    if (logged?.kind === 'saved') {
      saved = logged.outcome
      tellDone({ type: 'saved', draft })
    }
    if (logged) dispatch({ type: 'logged', callId: draft.call.callId, logged })
    if (logged?.kind !== 'saved') return
    tellOutbox()
    connection.send(true)
  }

  function changeOutcome(draft: Draft): void {
    const edited = keeping.attempt('Not changed', () => desk.changeOutcome(draft))?.result
    if (edited === undefined) return
    if (edited.kind === 'edited') tellDone({ type: 'changed', draft })
    tellOutbox()
    dispatch({ type: 'changed', callId: draft.call.callId, edited })
    if (edited.kind === 'edited') connection.send(true)
  }

  function tellOutbox(notice?: string): void {
    const outbox = keeping.attempt('The outbox could not be read', () => desk.outbox())?.result
    if (outbox) dispatch({ type: 'outbox', outbox, ...(notice === undefined ? {} : { notice }) })
  }

  function reading(contacts: number | null): void {
    dispatch({ type: 'crm', crm: { ...screen.crm, reading: contacts } })
  }

  function synced({ contacts, directory, dispositions }: Extract<Refreshed, { kind: 'synced' }>): void {
    const { syncedAt: _before, ...same } = world
    world = { ...same, directory }
    tellDone({ type: 'contacts', directory })
    dispatch({ type: 'synced', contacts, world, dispositions })
    actOnPhone({ type: 'synced', contacts: contacts.count })
  }

  function syncFailed(error: string): void {
    actOnPhone({ type: 'sync-failed', error })
  }

  function failed(): void {
    tellDone({ type: 'crm-failed' })
  }

  function found(callId: string, contacts: readonly Contact[]): void {
    if (!isOver) actOnPhone({ type: 'lookup-answer', callId, contacts })
  }

  function ended(problem: Reason | null): void {
    dispatch({ type: 'crm', crm: { ...screen.crm, problem } })
    tellOutbox()
  }

  function tick(): void {
    const at = clock.now()
    dispatch({ type: 'tick', now: at.getTime(), today: renderDay(at) })
    catchUp(at.getTime())
    clock.reach(at.getTime())
    keeping.removeLeft()
  }

  const { start } = options
  if (start.kind === 'ring') actOnPhone({ type: 'ring', line: start.line })
  if (start.kind === 'dial') actOnPhone({ type: 'dial', line: start.line, from: start.from })

  return {
    screen: () => screen,
    dispatch,
    press,
    tick,
    nextAt,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    isOver: () => isOver,
    close() {
      connection.stop()
      keeping.close()
    },
    result: () => ({
      phone: screen.phone,
      events,
      saved,
      endedAt: clock.reached(),
      draftKept:
        screen.drafts.findLast(({ call: { callId } }) => touched.has(callId) && keeping.isDraftKept(callId)) ?? null,
      unkept: keeping.unkept(),
    }),
  }
}

function firstScreen(options: SessionOptions): Screen {
  const now = options.now()
  const { remote } = options.desk
  return {
    mode: options.mode,
    phone: options.phone,
    world: options.world,
    contacts: options.contacts,
    drafts: options.desk.drafts(),
    callBacks: options.desk.callBacks(),
    dispositions: options.desk.dispositions(),
    outbox: options.desk.outbox(),
    crm: { signIn: 'signIn' in remote ? remote.signIn : null, reading: null, problem: null, fault: null },
    pages: options.mode === 'phone' ? [{ kind: 'menu', place: { name: 'home' }, selected: 0, field: null }] : [],
    notice: '',
    now: now.getTime(),
    today: renderDay(now),
    columns: 80,
    rows: 24,
  }
}
