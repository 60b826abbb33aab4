// A phone with our app on it: what is done to the phone reaches the app, what the app asks for reaches the phone, until both
// are still. What takes time (the CRM, pages) is handed to whoever carries the phone.
import type { Caller } from '../core/caller.ts'
import { buildDirectory, type Directory } from '../core/directory.ts'
import { advancePhone } from '../device/action.ts'
import { factsOf } from '../device/delivery.ts'
import { judgeRequest } from '../device/judge.ts'
import {
  expectPhone,
  type LiveCall,
  newPhone,
  type Phone,
  type PhoneAction,
  restorePhone,
  type World,
} from '../device/phone.ts'
import { isRequest } from '../device/request.ts'
import type { Signal } from '../device/signal.ts'
import { nextWakeAt } from '../device/wake.ts'
import { hasKeys, wrongUse } from '../text/wrong-use.ts'
import { readableBook } from './address-book.ts'
import { type Answered, type App, type Around, newApp } from './app.ts'
import { advanceApp, type WorkDone } from './controller.ts'
import { isTold, isWork, type SeenEvent, type Work } from './event.ts'

/** A phone, and the app on it. Plain data. */
export interface CarriedPhone extends Phone {
  readonly app: App
}

/** What is done to the phone, or comes to the app from outside it. */
export type CarriedAction = PhoneAction | (WorkDone & { readonly at: number })

/** An action without its instant: whoever carries the phone knows what time it is. */
export type Untimed = CarriedAction extends infer Each ? (Each extends unknown ? Omit<Each, 'at'> : never) : never

/** The phone after something was done, what could be seen of it, and what the app wants done by who carries the phone. */
export interface Carried {
  readonly phone: CarriedPhone
  readonly events: readonly SeenEvent[]
  readonly work: readonly Work[]
}

const DONE: ReadonlySet<string> = new Set<WorkDone['type']>([
  'synced',
  'sync-failed',
  'lookup-answer',
  'choice-kept',
  'outcome-edited',
  'outcome-tapped',
  'send-due',
  'crm-answered',
])

function isDone(action: CarriedAction): action is WorkDone & { readonly at: number } {
  return DONE.has(action.type)
}

/** The app as it is new, on the phone. */
export function withApp(phone: Phone): CarriedPhone {
  const { dialerSince: since } = phone
  const history = since === null ? null : { since, seen: [] }
  return { ...phone, app: { ...newApp(phone.handset.screeningRole), history } }
}

/** A phone with the app on it, for a handset; see newPhone. */
export function newCarriedPhone(...parts: Parameters<typeof newPhone>): CarriedPhone {
  return withApp(newPhone(...parts))
}

/** What happens when one thing is done, with our own app. An action that makes no sense now changes nothing. */
export function advanceCarried(phone: CarriedPhone, action: CarriedAction, world: World): Carried {
  expectPhone('advancePhone', phone, world ?? null)
  if (!hasKeys(action, 'type')) throw wrongUse('advancePhone', 'an action such as { type: "wake", at }', action)
  const steps = carry(phone, action, world)
  let step = steps.next()
  while (!step.done) step = steps.next(advanceApp(step.value.app, step.value.told, step.value.around))
  return step.value
}

/** What reaches the app, and what it decides by. */
export interface Reaching {
  readonly phone: Phone
  readonly app: App
  readonly told: Told
  readonly around: Around
}

export type Told = Signal | (WorkDone & { readonly at: number })

/**
 * The same, step by step, for whatever app is on the phone: each thing that reaches the app is yielded, and the app's
 * answer is taken; what it asks for is judged before the next thing reaches it.
 */
export function* carry(
  phone: CarriedPhone,
  action: CarriedAction,
  world: World,
): Generator<Reaching, Carried, Answered> {
  if (isDone(action)) return yield* settle({ phone: afterSignIn(phone, action), events: [], work: [] }, [action], world)
  if (action.type !== 'wake') return yield* perform(phone, action, world)
  let so: Carried = { phone, events: [], work: [] }
  for (let next = nextWakeAt(so.phone); next !== null && next <= action.at; next = nextWakeAt(so.phone)) {
    const woken = yield* perform(so.phone, action, world)
    so = { phone: woken.phone, events: [...so.events, ...woken.events], work: [...so.work, ...woken.work] }
  }
  return so
}

// The first contacts come with the sign-in, which somebody did on a screen of the app's (AND-48, AND-73).
function afterSignIn(phone: CarriedPhone, done: WorkDone & { readonly at: number }): CarriedPhone {
  const isFirst = done.type === 'synced' && phone.app.isSignedIn && phone.app.sync.lastSuccessAt === null
  const { appProcess } = phone
  const { usedAt, openedAt } = appProcess
  return isFirst
    ? { ...phone, appProcess: { ...appProcess, usedAt: usedAt ?? done.at, openedAt: openedAt ?? done.at } }
    : phone
}

// Signed out, the app has nothing to give (IOS-19).
const NOBODY: Directory = buildDirectory([])

function inHands({ app }: CarriedPhone, world: World): World {
  return app.isSignedIn ? world : { ...world, labels: world.labels ?? world.directory, directory: NOBODY }
}

function* perform(phone: CarriedPhone, action: PhoneAction, world: World): Generator<Reaching, Carried, Answered> {
  const happened = advancePhone(phone, action, inHands(phone, world))
  if (action.type === 'restore') {
    // What the app had kept stays out of backups (AND-77).
    const app: App = { ...newApp(false), isSignedIn: false }
    const gone = { type: 'signed-out' } as const
    const restored = { phone: { ...happened.phone, app }, events: [...happened.events, gone], work: [gone] }
    return yield* settle(restored, happened.signals, world)
  }
  const start = { phone: { ...happened.phone, app: phone.app }, events: happened.events, work: [] }
  return yield* settle(start, happened.signals, world)
}

function* settle(start: Carried, signals: readonly Told[], world: World): Generator<Reaching, Carried, Answered> {
  let { phone } = start
  const events = [...start.events]
  const work = [...start.work]
  const waiting = [...signals]
  for (let told = waiting.shift(); told !== undefined; told = waiting.shift()) {
    const { at } = told
    const { syncPeriodMs: periodMs, syncFlexMs: flexMs } = phone.system
    const facts = factsOf(phone)
    const known = { ...world, addressBook: readableBook(facts, world.addressBook) }
    const around = { at, facts, world: known, daily: { periodMs, flexMs } }
    const { app, asks } = yield { phone, app: phone.app, told, around }
    phone = { ...phone, app }
    for (const ask of asks) {
      if (!isRequest(ask)) {
        if (isWork(ask)) work.push(ask)
        if (!isWork(ask) || isTold(ask)) events.push(ask)
        continue
      }
      const judged = judgeRequest(phone, ask, { at, world: inHands(phone, world) })
      phone = { ...judged.phone, app }
      events.push(...judged.events)
      waiting.push(...judged.signals)
    }
  }
  return { phone, events, work }
}

/** Whom a call is with, as far as the app knows; on iOS the system, which looks it up itself. */
export function callerOn({ app }: CarriedPhone, { call, labelled }: LiveCall): Caller | null {
  return labelled ?? app.session.open.find(({ callId }) => callId === call.id)?.caller ?? null
}

/** A phone with its app from what a store kept of them, also an older version's: what that had not is as new. */
export function restoreCarried(document: unknown): CarriedPhone {
  const phone = restorePhone(document)
  const fresh = newApp(phone.handset.screeningRole)
  const kept = (document as Partial<CarriedPhone> | null)?.app
  if (kept === undefined || kept === null) return { ...phone, app: fresh }
  const app: App = {
    ...fresh,
    isSignedIn: kept.isSignedIn ?? fresh.isSignedIn,
    signedInAt: kept.signedInAt ?? fresh.signedInAt,
    knownRole: kept.knownRole ?? fresh.knownRole,
    knownBoot: kept.knownBoot ?? fresh.knownBoot,
    session: { ...fresh.session, settled: kept.session?.settled ?? [] },
    sync: {
      lastSuccessAt: kept.sync?.lastSuccessAt ?? null,
      contacts: kept.sync?.contacts ?? 0,
      lastError: kept.sync?.lastError ?? null,
      failures: kept.sync?.failures ?? 0,
      running: null,
    },
    lookedUp: kept.lookedUp ?? [],
    history: kept.history ?? fresh.history,
    isExtensionOff: kept.isExtensionOff ?? fresh.isExtensionOff,
  }
  return { ...phone, app }
}
