// What an app's JavaScript asks of caller ID on a phone, whichever phone it is. Plain data over three implementations: the
// Android library, the Swift package, and the simulated phones for the app's own tests. Knows nothing of React.
import type { DeltaRefusal } from 'ringsight/directory'

export interface CallerIdNative {
  readonly platform: 'android' | 'ios'

  /** How things stand now. The system tells nobody when they change: ask each time that the app comes to the front. */
  status(): Promise<CallerIdStatus>

  /**
   * Asks for Android's call screening role; settles when the user has answered.
   * Android: `denied` comes without a dialog once the user has said never. iOS: `unavailable`, there is no such role.
   */
  requestRole(): Promise<'granted' | 'denied' | 'unavailable'>

  /**
   * Asks for the permissions of the article's way, where the role cannot be had; settles when the last is answered.
   * Android: one that the manifest does not name is `denied` at once. iOS: `unavailable`, there is nothing to ask for.
   */
  requestPermissions(): Promise<PermissionAnswers>

  /** Opens a page of the system's settings; false where this system has no such page. */
  openSettings(page: SettingsPage): Promise<boolean>

  /**
   * Says whose contacts may be shown from now on; another workspace's go, with all that `signOut` takes away.
   *
   * @param workspaceHash as in the header of the workspace's snapshots: 16 hexadecimal digits
   */
  signIn(workspaceHash: string): Promise<void>

  /**
   * Nobody is named any more, and nothing syncs. Android: nothing of the workspace stays, events that nobody has read neither.
   * iOS: the labels go with an empty load, so the extension must be on.
   */
  signOut(): Promise<void>

  /** Menu › Settings › Calling › Caller ID. iOS: nothing; there the switch is in the system's settings. */
  setCallerId(isOn: boolean): Promise<void>

  /** Menu › Settings › Calling › Log calls. iOS: nothing; an app is told of no calls there. */
  setLogCalls(isOn: boolean): Promise<void>

  /**
   * Takes over a snapshot from a file, after reading all of it. What is refused leaves the one before in force.
   * iOS: settles when the labels are loaded, or iOS has refused to: `status` says which.
   *
   * @param path of a file that buildSnapshot's bytes were written to; it may be deleted afterwards
   */
  publishSnapshot(path: string): Promise<PublishResult>

  /**
   * Makes the snapshot in the phone the next one, by what changed: a delta, which is a small file. What is refused leaves the one
   * before in force, and the whole snapshot is to be published.
   * iOS: settles as `publishSnapshot` does.
   *
   * @param path of a file that buildDelta's bytes were written to; it may be deleted afterwards
   */
  publishDelta(path: string): Promise<DeltaResult>

  /** Nobody is named until the next snapshot; the sign-in stays. */
  clearSnapshot(): Promise<void>

  /**
   * Says how the last sync went, and has the system ask for the next one, when it sees fit.
   * Android: once a day, unless only the user can help. iOS: when the system likes, or never.
   */
  scheduleSync(last: LastSync): Promise<void>

  /** What has happened, oldest first. It stays until `confirmEvents`. */
  readEvents(): Promise<readonly CallerIdEvent[]>

  /** Forgets what the last `readEvents` gave, and nothing that has come since. */
  confirmEvents(): Promise<void>

  /**
   * The text of the diagnostic file (native/DIAGNOSTICS.md): how things stand with this phone, without a name or a number. The app
   * writes it to a file for its user to send, when support asks for it.
   */
  diagnostic(): Promise<string>

  /**
   * Who it may have been that called from a number: each of several contacts with it, the one that the snapshot names first. None where there
   * is nothing to choose.
   */
  callerCandidates(e164: string): Promise<readonly CallerCandidate[]>

  /**
   * "It was Anna": that contact is shown first for the number from now on. False where the contact does not have the number, or is alone with
   * it. iOS: settles when the labels are loaded anew.
   */
  chooseCaller(e164: string, contactId: string): Promise<boolean>

  /** Takes back what was chosen for a number. iOS: settles as `chooseCaller` does. */
  undoChoice(e164: string): Promise<void>

  /** Whose contacts a token of the team's server shows, for `signIn`; null where that cannot be had now. */
  teamWorkspace(server: TeamServer): Promise<string | null>

  /**
   * Fetches what has changed at the team's server, and publishes it; whatever is wrong with a delta, the whole snapshot is fetched. Notes
   * itself how it went: no `scheduleSync` after it.
   */
  syncWithTeam(server: TeamServer): Promise<TeamSyncResult>

  /**
   * Hands an outcome over to the team's server, which takes it once, by its call id. The app keeps it until then.
   *
   * @param outcome what can be written as the JSON of native/README.md
   */
  sendToTeam(server: TeamServer, outcome: object): Promise<TeamSent>

  /**
   * Who has a number that the snapshot lacks: null where nobody has, or the answer does not come within 4.5 seconds.
   *
   * @param region the country that national forms are read under
   */
  findInTeam(server: TeamServer, number: string, region: string | null): Promise<TeamCaller | null>
}

/** Deals with what has happened; an event is forgotten only when all have been dealt with, so each comes at least once. */
export async function drainEvents(
  native: CallerIdNative,
  deal: (event: CallerIdEvent) => void | Promise<void>,
): Promise<void> {
  for (const event of await native.readEvents()) await deal(event)
  await native.confirmEvents()
}

export interface CallerIdStatus {
  readonly isSignedIn: boolean
  /** Whether a caller who is in the snapshot would be named now; null when iOS does not say. */
  readonly canShow: boolean | null
  /** iOS: `unavailable`. */
  readonly role: 'held' | 'available' | 'unavailable'
  /** Of the snapshot in the phone; null when there is none. */
  readonly publishedGeneration: number | null
  /** Of the one that names callers: on iOS that whose labels were loaded. */
  readonly appliedGeneration: number | null
  /** iOS: why the last load failed; null after one that did not, and on Android. */
  readonly loadError: LoadError | null
  /** iOS: when the load is tried again, in milliseconds since 1970; null when only the fix in `missing` helps. */
  readonly retryAt: number | null
  /** What keeps names from being shown, calls from being told or contacts from being synced; the first first. */
  readonly missing: readonly Missing[]
}

/** One sentence and one fix, to be shown to the user. */
export interface Missing {
  readonly reason: string
  readonly sentence: string
  readonly fix: string
}

/** CallKit's CXErrorCodeCallDirectoryManagerError. */
export interface LoadError {
  readonly domain: string
  readonly code: number
}

export interface PermissionAnswers {
  readonly callLog: PermissionAnswer
  readonly phone: PermissionAnswer
  readonly notifications: PermissionAnswer
}

export type PermissionAnswer = 'granted' | 'denied' | 'unavailable'

/** The app's own page; Android's "Display over other apps"; iOS's Call Blocking & Identification. */
export type SettingsPage = 'app' | 'overlay' | 'call-directory'

/** `damaged`: not a whole snapshot of this workspace. `older`: there is one of a later generation. */
export type PublishResult = 'published' | 'damaged' | 'older'

/** Why a delta was refused is in native/FORMAT.md; `too-large`: the phone has not the memory for it. */
export type DeltaResult = 'published' | DeltaRefusal | 'too-large'

/** `ringsight serve`: its https address, and the token that was made for this device. */
export interface TeamServer {
  readonly address: string
  readonly token: string
}

export type TeamSyncResult = 'synced' | 'offline' | 'timeout' | 'server' | 'rate-limited' | 'unauthorised' | 'forbidden'

/** `later`: keep it, and send it again. `refused`: the token is not good for it. `incomplete`: `problem` says what is missing. */
export interface TeamSent {
  readonly kind: 'saved' | 'held' | 'already-saved' | 'incomplete' | 'refused' | 'later'
  readonly problem: string | null
}

export interface TeamCaller {
  readonly label: string
  readonly deal: string | null
  readonly contactIds: readonly string[]
}

/** One of several contacts with a number. */
export interface CallerCandidate {
  readonly contactId: string
  readonly name: string
  /** As it is shown when that one is chosen. */
  readonly label: string
  /** Whether the user has said that it was that one. */
  readonly isChosen: boolean
}

/** Instants in milliseconds since 1970. */
export interface LastSync {
  readonly lastSuccessAt: number | null
  readonly lastAttemptAt: number | null
  /** How many in a row have failed. */
  readonly failures: number
  /** Of the last one: a word of the core's, such as `offline` or `unauthorised`. */
  readonly failure: string | null
  /** How long the CRM asks to be left alone. */
  readonly retryAfterMs: number | null
}

export type CallerIdEvent =
  /** Android: a call is over. */
  | CallRecord
  /** The system lets the app sync now; end it with `scheduleSync`. */
  | { readonly type: 'sync-due' }
  /** A snapshot was refused, or one in the phone names nobody; once for each. */
  | { readonly type: 'snapshot-damaged'; readonly reason: string }
  /** Something of the phone's failed; the call was let through all the same. */
  | { readonly type: 'failure'; readonly kind: string }
  /** iOS: the labels of a snapshot are in force. */
  | { readonly type: 'loaded'; readonly mode: 'everything' | 'changes' }
  /** iOS: the extension has given up, or the system has refused. */
  | { readonly type: 'load-failed' | 'reload-failed'; readonly reason: string }

export interface CallRecord {
  readonly type: 'call'
  /** Null where nobody said. */
  readonly direction: 'incoming' | 'outgoing' | null
  readonly result: 'missed' | 'answered' | 'rejected' | 'answered-elsewhere' | 'dialled' | 'unknown'
  /** False where the signs allow another reading: without the role a rejected call looks missed. */
  readonly isSure: boolean
  readonly e164: string | null
  /** The contact that was named first. */
  readonly contactIds: readonly string[]
  readonly startedAt: number
  readonly answeredAt: number | null
  readonly endedAt: number | null
}
