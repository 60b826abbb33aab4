// What our app on the phone knows and keeps. Plain data: it is kept in the store with the phone.
import type { Contact } from '../core/contact.ts'
import type { World } from '../device/phone.ts'
import type { Request } from '../device/request.ts'
import type { Facts } from '../device/signal.ts'
import { type CallSession, NO_CALLS } from './call-session.ts'
import type { AppEvent, Work } from './event.ts'

export interface App {
  readonly isSignedIn: boolean
  /** Since when; calls that began before are not this workspace's. null where that is not known. */
  readonly signedInAt: number | null
  /** Whether the app held the role when it last looked (AND-47). */
  readonly knownRole: boolean
  /** The count of the phone's starts when it last looked (Facts.bootCount); null where it has not looked yet. */
  readonly knownBoot: number | null
  readonly session: CallSession
  readonly sync: Sync
  /** Numbers that the CRM was asked for while the phone rang, with the time until which an answer counts. */
  readonly lookups: readonly Lookup[]
  /** What such answers brought, for the next call; newest first. */
  readonly lookedUp: readonly Contact[]
  /**
   * iOS, as the default dialer: from when calls are followed up, and those of the history that were seen. null where the
   * app has not looked yet: what was before is not followed up (IOS-24).
   */
  readonly history: { readonly since: number; readonly seen: readonly string[] } | null
  /** How many loads of the extension have failed in a row (IOS-11). */
  readonly loadFailures: number
  /** Whether iOS refused the last of them because the extension was off: that it is on is told to nobody (IOS-02). */
  readonly isExtensionOff: boolean
}

export type SyncCause = 'manual' | 'periodic' | 'opened' | 'retry'

/** */
export interface Sync {
  readonly lastSuccessAt: number | null
  readonly contacts: number
  /** One sentence; null after a success. */
  readonly lastError: string | null
  /** Failures in a row. */
  readonly failures: number
  /** The sync that goes on, waiting for the CRM; `isJob` where the system waits for its end. */
  readonly running: { readonly cause: SyncCause; readonly since: number; readonly isJob: boolean } | null
}

export interface Lookup {
  readonly callId: string
  readonly e164: string
  readonly until: number
}

/** The app after something reached it, and what it wants of the phone and of who runs it, in order. */
export interface Answered {
  readonly app: App
  readonly asks: readonly Ask[]
}

export type Ask = Request | Work | AppEvent

/** What the app decides by: what it may look at on the phone, and what lies around it. */
export interface Around {
  readonly at: number
  readonly facts: Facts
  /** With as much of the address book as the app may look into. */
  readonly world: World
  /** What it asks for as its daily job. */
  readonly daily: { readonly periodMs: number; readonly flexMs: number }
}

/** Signed in, with nothing fetched yet. */
export function newApp(knownRole = false): App {
  return {
    isSignedIn: true,
    signedInAt: null,
    knownRole,
    knownBoot: null,
    session: NO_CALLS,
    sync: { lastSuccessAt: null, contacts: 0, lastError: null, failures: 0, running: null },
    lookups: [],
    lookedUp: [],
    history: null,
    loadFailures: 0,
    isExtensionOff: false,
  }
}

/** What its process had in memory alone is gone. */
export function withoutMemory(app: App): App {
  const open = app.session.open.map((call) => ({ ...call, isCardShown: false }))
  return { ...app, session: { ...app.session, open }, lookups: [], sync: { ...app.sync, running: null } }
}

/** Nothing is to be done. */
export function still(app: App): Answered {
  return { app, asks: [] }
}

/** One thing after another: what was asked for before stays. */
export function also(so: Answered, next: (app: App) => Answered): Answered {
  const after = next(so.app)
  return { app: after.app, asks: [...so.asks, ...after.asks] }
}
