// Caller ID on a simulated phone: what the app asks of the native side happens to Ringsight's phone, and the dialogs wait for
// the test to answer them. For an app's own tests; no file, no clock and no real phone is touched.
import { applyDelta, buildDirectory, type Directory } from 'ringsight/directory'
import {
  advancePhone,
  type Handset,
  type Happened,
  newPhone,
  nextWakeAt,
  type Permission,
  type Phone,
  type PhoneAction,
  type PhoneEvent,
  type System,
  type World,
} from 'ringsight/phone'
import type {
  CallerIdEvent,
  CallerIdNative,
  PermissionAnswers,
  PublishResult,
  SettingsPage,
  TeamCaller,
  TeamSent,
  TeamSyncResult,
} from './caller-id.ts'
import { describePhone } from './simulated-diagnostic.ts'
import { newCalls, tellEvents } from './simulated-events.ts'
import { ownersOf, type Published, readPublished } from './simulated-snapshot.ts'
import { readStatus } from './simulated-status.ts'

export interface Simulation {
  /** What the app under test is given. */
  readonly native: CallerIdNative
  phone(): Phone
  /**
   * Something happens to the phone, now: a call, the answer to a dialog, a switch in the settings. Before it, the phone
   * does what it does by itself until then.
   */
  act(action: PhoneAction): readonly PhoneEvent[]
  /** What kind of system it is from now on: the switches that Ringsight's rules name. */
  setSystem(change: Partial<System>): void
  /** Which pages of the system's settings the app has opened. */
  readonly opened: readonly SettingsPage[]
}

export interface SimulatedSurroundings {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** What lies in the file that a snapshot is published from. */
  readonly readFile: (path: string) => Uint8Array
  /** The team's server, as the test would have it; without one nobody answers. */
  readonly team?: SimulatedTeam
}

export interface SimulatedTeam {
  readonly workspaceHash: string
  /** The whole snapshot, or why there is none. */
  readonly fetch: () => Uint8Array | Exclude<TeamSyncResult, 'synced'>
  readonly take: (outcome: object) => TeamSent
  readonly find: (number: string, region: string | null) => TeamCaller | null
}

interface State {
  phone: Phone
  workspaceHash: string | null
  published: Published | null
  /** What names callers: on iOS the labels of the last load. */
  applied: Published | null
  /** Of whom the user has said that it was that one, by the number. */
  choices: ReadonlyMap<string, string>
  loadError: { domain: string; code: number } | null
  events: CallerIdEvent[]
  read: number
}

const NOBODY: Directory = buildDirectory([])

/**
 * The phone as it is before anybody has signed in.
 *
 * @throws RangeError for a phone that there is not, such as an iPhone with Android's role
 */
export function simulateCallerId(handset: Handset, { now, readFile, team }: SimulatedSurroundings): Simulation {
  const fresh = newPhone(handset)
  const state: State = {
    phone: { ...fresh, app: { ...fresh.app, isSignedIn: false } },
    workspaceHash: null,
    published: null,
    applied: null,
    choices: new Map(),
    loadError: null,
    events: [],
    read: 0,
  }
  const isIos = handset.platform === 'ios'
  const opened: SettingsPage[] = []
  const calls = newCalls()
  let waiting: ((event: PhoneEvent) => boolean)[] = []

  const happen = (action: PhoneAction): readonly PhoneEvent[] => {
    const happened = advancePhone(state.phone, action, worldOf(state))
    const { phone, events } = action.type === 'synced' ? withoutLoad(happened, state.phone) : happened
    state.phone = phone
    for (const event of events) takeLoad(state, event)
    const told = tellEvents(phone, { events, calls, at: now() })
    // Android: while nobody is signed in, no call is noted for whoever signs in next.
    state.events.push(...(isIos || state.workspaceHash !== null ? told : []))
    waiting = waiting.filter((wait) => !events.some((event) => wait(event)))
    return events
  }
  const act = (action: PhoneAction) => [...catchUp(), ...happen(action)]
  // A phone that is never done is a fault, and not to be waited for.
  const catchUp = () => {
    const events: PhoneEvent[] = []
    for (let woke = 0; woke < 1_000; woke += 1) {
      const next = nextWakeAt(state.phone)
      if (next === null || next > now()) break
      events.push(...happen({ type: 'wake', at: now() }))
    }
    return events
  }
  /** Settles with the first answer that `take` accepts, be it one that comes at once. */
  const ask = <Answer>(action: PhoneAction, take: (event: PhoneEvent) => Answer | null) =>
    new Promise<Answer>((resolve) => {
      waiting.push((event) => {
        const answer = take(event)
        if (answer !== null) resolve(answer)
        return answer !== null
      })
      act(action)
    })
  const reload = () => {
    if (isIos) act({ type: 'reload', at: now() })
    else state.applied = state.published
  }

  // Android: nothing of a workspace stays. iOS: what is told there is of loads alone.
  const forget = () => {
    if (isIos) return
    state.events = []
    state.read = 0
    calls.clear()
  }

  const publish = (bytes: Uint8Array): PublishResult => {
    const next = readPublished(bytes, state.workspaceHash, state.choices)
    if (typeof next === 'string') {
      state.events.push({ type: 'snapshot-damaged', reason: next })
      return 'damaged'
    }
    if (state.published !== null && next.generation < state.published.generation) return 'older'
    state.published = next
    reload()
    return 'published'
  }
  const choose = (choices: ReadonlyMap<string, string>) => {
    state.choices = choices
    const next = state.published && readPublished(state.published.bytes, state.workspaceHash, choices)
    if (next === null || typeof next === 'string') return
    state.published = next
    reload()
  }
  const endSync = (failure: string | null) => {
    const contacts = state.published?.directory.contacts.size ?? 0
    if (state.phone.app.sync.running === null) act({ type: 'open-app', at: now() })
    state.phone = asking(state.phone, now())
    act(failure === null ? { type: 'synced', contacts, at: now() } : { type: 'sync-failed', error: failure, at: now() })
  }

  const native: CallerIdNative = {
    platform: handset.platform,
    status: async () => {
      catchUp()
      return readStatus(state.phone, state)
    },
    requestRole: async () => {
      if (isIos || handset.apiLevel < 29) return 'unavailable'
      return ask({ type: 'request-role', at: now() }, (event) =>
        event.type === 'role-result' ? (event.result === 'OK' ? 'granted' : 'denied') : null,
      )
    },
    requestPermissions: async () => {
      if (isIos) return { callLog: 'unavailable', phone: 'unavailable', notifications: 'unavailable' }
      return ask({ type: 'request', permissions: ASKED, at: now() }, collectAnswers())
    },
    openSettings: async (page) => {
      const exists = page === 'app' || (page === 'call-directory') === isIos
      if (exists) opened.push(page)
      return exists
    },
    signIn: async (workspaceHash) => {
      if (workspaceHash === state.workspaceHash) return
      forget()
      const isOther = state.published !== null && state.workspaceHash !== null
      state.workspaceHash = workspaceHash
      state.published = null
      state.choices = new Map()
      state.phone = { ...state.phone, app: { ...state.phone.app, isSignedIn: true } }
      if (isOther) reload()
    },
    signOut: async () => {
      state.workspaceHash = null
      state.published = null
      state.choices = new Map()
      act({ type: 'sign-out', at: now() })
      forget()
      if (!isIos) state.applied = null
    },
    setCallerId: async (isOn) => {
      if (!isIos) act({ type: 'change-settings', settings: { callerId: isOn }, at: now() })
    },
    setLogCalls: async (isOn) => {
      if (!isIos) act({ type: 'change-settings', settings: { logCalls: isOn ? 'on' : 'off' }, at: now() })
    },
    publishSnapshot: async (path) => publish(readFile(path)),
    publishDelta: async (path) => {
      if (state.published === null) return 'no-snapshot'
      const applied = applyDelta(state.published.bytes, readFile(path))
      if (applied.kind === 'refused') return applied.reason
      const next = readPublished(applied.bytes, state.workspaceHash, state.choices)
      if (typeof next === 'string') return 'wrong-result'
      state.published = next
      reload()
      return 'published'
    },
    clearSnapshot: async () => {
      state.published = null
      reload()
    },
    scheduleSync: async ({ failure }) => endSync(failure),
    readEvents: async () => {
      catchUp()
      state.read = state.events.length
      return [...state.events]
    },
    confirmEvents: async () => {
      state.events.splice(0, state.read)
      state.read = 0
    },
    diagnostic: async () => {
      catchUp()
      return describePhone(state.phone, state, now())
    },
    callerCandidates: async (e164) =>
      ownersOf(state.published, e164).map(({ id, name, label }) => ({
        contactId: id,
        name,
        label,
        isChosen: state.choices.get(e164) === id,
      })),
    chooseCaller: async (e164, contactId) => {
      if (!ownersOf(state.published, e164).some(({ id }) => id === contactId)) return false
      choose(new Map([...state.choices, [e164, contactId]]))
      return true
    },
    undoChoice: async (e164) => {
      if (state.choices.has(e164)) choose(new Map([...state.choices].filter(([number]) => number !== e164)))
    },
    teamWorkspace: async () => team?.workspaceHash ?? null,
    syncWithTeam: async () => {
      if (state.workspaceHash === null) return 'unauthorised'
      const fetched = team?.fetch() ?? 'offline'
      const failure = typeof fetched === 'string' ? fetched : publish(fetched) === 'published' ? null : 'server'
      endSync(failure)
      return failure ?? 'synced'
    },
    sendToTeam: async (_server, outcome) => team?.take(outcome) ?? { kind: 'later', problem: null },
    findInTeam: async (_server, number, region) => team?.find(number, region) ?? null,
  }
  const setSystem = (change: Partial<System>) => {
    state.phone = { ...state.phone, system: { ...state.phone.system, ...change } }
  }
  return { native, phone: () => state.phone, act, setSystem, opened }
}

function worldOf({ phone, published, applied }: State): World {
  const labels = applied?.directory ?? NOBODY
  return {
    directory: phone.handset.platform === 'ios' ? (published?.directory ?? NOBODY) : labels,
    labels,
    addressBook: new Map(),
    numberFirst: () => true,
  }
}

// JavaScript has asked the CRM, however fresh the contacts were.
function asking(phone: Phone, since: number): Phone {
  const { app } = phone
  const running = app.sync.running ?? { cause: 'opened', since, isJob: false }
  return { ...phone, app: { ...app, sync: { ...app.sync, running } } }
}

// The native side loads what is published when it is, and nothing once more after the sync.
function withoutLoad({ phone, events, work }: Happened, before: Phone): Happened {
  const { load, timers, app } = before
  const { loadFailures, isExtensionOff } = app
  const unloaded = { ...phone, load, timers, app: { ...phone.app, loadFailures, isExtensionOff } }
  return { phone: unloaded, events: events.filter(({ type }) => type !== 'reload'), work }
}

function takeLoad(state: State, event: PhoneEvent): void {
  if (event.type !== 'reload') return
  state.loadError = event.error
  if (event.labels !== 'kept') state.applied = event.labels === 'new' ? state.published : null
}

const ASKED: readonly Permission[] = ['callLog', 'phone', 'notifications']

function collectAnswers(): (event: PhoneEvent) => PermissionAnswers | null {
  const answers = new Map<Permission, 'granted' | 'denied'>()
  return (event) => {
    if (event.type !== 'permission') return null
    answers.set(event.permission, event.result === 'GRANTED' ? 'granted' : 'denied')
    const [callLog, phone, notifications] = ASKED.map((permission) => answers.get(permission))
    return callLog && phone && notifications ? { callLog, phone, notifications } : null
  }
}
