// A phone with somebody else's app on it: what it is told goes to its process, what it asks for to the phone. Ringsight's own
// app goes on with contacts, drafts and sending, and only follows the calls.
import type { Answered, Ask } from '../app/app.ts'
import { AppFault } from '../app/app-fault.ts'
import { type Carried, type CarriedAction, type CarriedPhone, carry, type Reaching, type Told } from '../app/carried.ts'
import { advanceApp } from '../app/controller.ts'
import type { Directory } from '../core/directory.ts'
import type { World } from '../device/phone.ts'
import { renderCount } from '../text/count.ts'
import { type AppProcess, openAppProcess } from './app-process.ts'
import type { AppCommand } from './command.ts'
import { type Hello, PROTOCOL, readHello } from './hello.ts'
import {
  type ContactsMessage,
  contactsMessage,
  isOfCall,
  type SignalMessage,
  type Start,
  signalFor,
} from './message.ts'
import { partOfAsk, syncAfter } from './part.ts'
import { type ReadRequest, readRequest } from './request.ts'

/** Lets something happen to a phone. */
export type Advance = (phone: CarriedPhone, action: CarriedAction, world: World) => Promise<Carried>

export interface AppUnderTest {
  readonly name: string
  /** Whether drafts and outbox are the app's own. */
  readonly keepsOutbox: boolean
  /** The app as if it were installed anew, for one case. */
  begin(): Advance
  /** Nothing of the app is left. */
  end(): void
}

export interface AppOptions {
  /** How long an answer may take, on the machine's clock. */
  readonly timeoutMs: number
  /** Sees each message to the app and from it. */
  readonly watch?: (from: 'phone' | 'app', message: unknown) => void
  /** Ends the app at once, whatever is going on. */
  readonly signal?: AbortSignal
}

const LAST_SIGNALS = 3
/** How often the app is told something at one instant: more comes of what it asks for itself. */
const MOST_TOLD = 1_000
const GOES_ROUND = `the app goes round in a circle: what it asks for brings the next signal at the same instant, more than ${renderCount(MOST_TOLD)} times`
// A hundred thousand of them are a line of many megabytes.
const MS_PER_CONTACT = 0.5

/**
 * Starts the app, and hears whether it speaks the protocol.
 *
 * @throws AppFault when it cannot be started, or says something else
 */
export async function openAppUnderTest(
  command: AppCommand,
  { timeoutMs, watch, signal: aborted }: AppOptions,
): Promise<AppUnderTest> {
  let running: { readonly process: AppProcess; readonly hello: Hello } | null = await start()
  const { name, takes, contactsAs } = running.hello
  /** Whether the process knows that it was started: it has what was kept, contacts and facts. */
  let isTold = false

  async function start() {
    const process = openAppProcess(command, { timeoutMs, signal: aborted })
    try {
      const said = await process.hello()
      watch?.('app', said)
      const hello = readHello(said)
      if (typeof hello === 'string')
        throw new AppFault(`the app ${hello.replace(/^expected/, 'is not understood: expected')}`)
      return { process, hello }
    } catch (error) {
      process.kill()
      throw error
    }
  }

  function endProcess(): void {
    isTold = false
    if (running?.hello.canReset) return
    running?.process.kill()
    running = null
  }

  function begin(): Advance {
    let kept: unknown = null
    let sentContacts: unknown = null
    let sentFacts = ''
    let generation = 0
    /** The labels that iOS has of the app's loads. */
    let entries: NonNullable<World['entries']> = new Map()
    const calls = new Set<string>()
    const last: string[] = []
    if (isTold) endProcess()

    async function say(message: Start | ContactsMessage | SignalMessage, moreMs = 0): Promise<readonly unknown[]> {
      running ??= await start()
      watch?.('phone', message)
      const asked = await running.process.ask(message, moreMs)
      for (const each of asked) watch?.('app', each)
      watch?.('app', { type: 'end' })
      return asked
    }

    // What it must know before it hears anything.
    async function prepare({ app, around }: Reaching): Promise<readonly unknown[]> {
      const asked: unknown[] = []
      if (!isTold) {
        const { periodMs, flexMs } = around.daily
        const daily = { periodSeconds: periodMs / 1000, flexSeconds: flexMs / 1000 }
        const start: Start = { type: 'start', protocol: PROTOCOL, kept, ...(takes.has('sync') ? { daily } : {}) }
        asked.push(...(await say(start)))
        isTold = true
        sentContacts = null
        sentFacts = ''
      }
      const directory = app.isSignedIn ? around.world.directory : null
      // Whom its user has chosen is the app's own to keep: that is no other contact.
      const contacts = directory?.contacts ?? 'signed out'
      if (contacts !== sentContacts) {
        generation += 1
        const message = contactsMessage(directory, contactsAs, { ...around, generation })
        asked.push(...(await say(message, directory === null ? 0 : msFor(directory))))
        sentContacts = contacts
      }
      return asked
    }

    async function tell(reaching: Reaching): Promise<Ask[]> {
      const { told, around } = reaching
      const signal = signalFor(reaching, takes)
      const hasContacts = told.type === 'synced'
      if (signal === null && !hasContacts) return []
      for (const callId of callsOf(told)) calls.add(callId)
      last.push(told.type === 'phone-state' ? `${told.type} ${told.state}` : told.type)
      if (last.length > LAST_SIGNALS) last.shift()
      const asked = [...(await prepare(reaching))]
      if (signal !== null) {
        const facts = JSON.stringify(around.facts)
        const message = facts === sentFacts ? signal : { ...signal, facts: around.facts }
        sentFacts = facts
        asked.push(...(await say(message, told.type === 'load-requested' ? msFor(around.world.directory) : 0)))
      }
      const asks = asked.flatMap((each) => heard(each, reaching))
      // An extension that does not complete its request is ended.
      const isLeft = told.type === 'load-requested' && !asks.some(({ type }) => type === 'complete-load')
      return isLeft ? [...asks, { type: 'complete-load', entries: null }] : asks
    }

    function heard(value: unknown, { told, around, phone }: Reaching): Ask[] {
      const { at, facts } = around
      const screened = phone.screenings.map(({ callId }) => callId)
      const read: ReadRequest = readRequest(value, {
        told,
        at,
        calls,
        screened,
        isInFront: facts.isInFront,
        takes,
      })
      if ('ask' in read) return [read.ask]
      if ('ignored' in read) return [{ type: 'request-ignored', ...read.ignored }]
      kept = read.kept
      return []
    }

    async function answer(reaching: Reaching): Promise<Answered> {
      const { told, app, around } = reaching
      const ours = advanceApp(app, told, around)
      if (told.type === 'process-ended') endProcess()
      const theirs = await tell(reaching)
      const taken: ReadonlySet<string | null> = takes
      if (isTheirs(told)) {
        // Whose daily sync it is has its job again when the app is started for a call (AND-27).
        const ofSync = ours.asks.filter((ask) => partOfAsk(ask) === 'sync' && !taken.has('sync'))
        return { app: ours.app, asks: [...theirs, ...ofSync] }
      }
      // Of a choice that counts, only what no call is named by is not the app's own.
      const isOurs = (part: ReturnType<typeof partOfAsk>) => told.type !== 'choice-kept' || part === 'labels'
      const left = ours.asks.filter((ask) => !taken.has(partOfAsk(ask)) && isOurs(partOfAsk(ask)))
      const sync = takes.has('sync') ? syncAfter(reaching, { ours: ours.app.sync, asks: theirs }) : ours.app.sync
      return { app: { ...ours.app, sync }, asks: isToldFirst(told) ? [...left, ...theirs] : [...theirs, ...left] }
    }

    return async (phone, action, world) => {
      // What the app had kept stays out of backups (AND-77).
      if (action.type === 'restore') kept = null
      const steps = carry(phone, action, takes.has('labels') ? { ...world, entries } : world)
      try {
        let step = steps.next()
        for (let told = 0; !step.done; told += 1) {
          if (told > MOST_TOLD) throw new AppFault(GOES_ROUND)
          step = steps.next(await answer(step.value))
        }
        for (const event of step.value.events) {
          if (event.type === 'reload' && event.labels !== 'kept') entries = event.entries ?? new Map()
        }
        return step.value
      } catch (error) {
        if (!(error instanceof AppFault)) throw error
        running?.process.kill()
        running = null
        isTold = false
        throw new AppFault(`${error.message} (last told: ${last.join(', ')})`)
      }
    }
  }

  return {
    name,
    keepsOutbox: takes.has('outbox'),
    begin,
    end() {
      running?.process.kill()
      running = null
    },
  }
}

function msFor({ contacts }: Directory): number {
  return contacts.size * MS_PER_CONTACT
}

// Contacts that have come, or are gone, are told before what the app makes of it.
function isToldFirst({ type }: Told): boolean {
  return type === 'synced' || type === 'sync-failed' || type === 'sign-out-tapped'
}

const ALONE: ReadonlySet<string> = new Set<Told['type']>(['notification-action', 'lookup-answer'])

// What follows of these is the app's alone to decide.
function isTheirs(told: Told): boolean {
  return isOfCall(told) || ALONE.has(told.type)
}

/** The calls that a signal tells of. */
function callsOf(told: Told): readonly string[] {
  if (told.type === 'conversation-history') return told.rows.map(({ callId }) => callId)
  if (told.type === 'call-log') return [told.row.callId]
  return 'callId' in told && told.callId !== null ? [told.callId] : []
}
