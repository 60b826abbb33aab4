// What differs between systems, makers and releases, and what the phone finds itself in. Each behaviour that no source
// settles is a switch here, tested both ways. Knows nothing of calls.

/** What the phone finds itself in: none of it is a setting. */
export interface Conditions {
  /** ISO 3166-1 alpha-2 of the network it is on; null at home (AND-66). */
  readonly networkCountry: string | null
  /** How long an answer from the network takes, in milliseconds. */
  readonly latencyMs: number
  readonly isCharging: boolean
  /** Doze: no jobs and no network but in maintenance windows (AND-62). */
  readonly isDozing: boolean
  /** Android's standby bucket (AND-63). */
  readonly bucket: 'active' | 'working-set' | 'frequent' | 'rare' | 'restricted'
  readonly isLowPower: boolean
  /** Do Not Disturb, and the caller is none of those who are let through (AND-79). */
  readonly isDoNotDisturb: boolean
  /** `before-first-unlock`: switched on, and its PIN or pattern not entered since (AND-28, AND-55, IOS-22). */
  readonly lock: 'unlocked' | 'locked' | 'before-first-unlock'
}

/** At home, on the battery, in use. */
export function newConditions(): Conditions {
  return {
    networkCountry: null,
    latencyMs: 0,
    isCharging: false,
    isDozing: false,
    bucket: 'active',
    isLowPower: false,
    isDoNotDisturb: false,
    lock: 'unlocked',
  }
}

/** Switches and figures of a system; all durations in milliseconds. */
export interface System {
  // Android: screening
  /** Whether Android starts a stopped app that holds the role for a call (AND-27): off as a page for Android 15 intends it. */
  readonly stoppedRoleHolderIsBound: boolean
  /** When the app answers after it was asked; 0 is at once (AND-06, AND-07). */
  readonly screeningAnswerMs: number
  /** Whether the screening service crashes, or gives no binder, when it is asked (AND-08). */
  readonly screeningCrashes: boolean
  /** Whether the app is asked about a caller without a number: the code says so, its documentation does not (AND-09). */
  readonly withheldIsScreened: boolean
  /** What the system waits for an answer: its setting call_screening_timeout (AND-06). */
  readonly screeningTimeoutMs: number
  /** The role's holder turns every call away, as a call blocker does (AND-15). */
  readonly screeningDisallows: boolean
  /** The role's holder silences every call (AND-16). */
  readonly screeningSilences: boolean
  /** Up to Android 11: how many trailing digits make two numbers one to the phone's contacts; 0 for none (AND-05). */
  readonly looseContactDigits: number
  /** How long after an emergency call no app is asked: emergency callback mode (AND-12). */
  readonly emergencyCallbackMs: number

  /** Whether the phone has a PIN, a pattern or the like: then it waits for its first unlock after a restart (AND-28, IOS-22). */
  readonly hasScreenLock: boolean

  // Android: the end of a call
  /** How long after IDLE the call list's row appears (AND-33). */
  readonly callLogDelayMs: number

  /** From Android 16 QPR2 (API 36.1): whether another app's own calls stand in the call list; that is for that app to want (AND-80). */
  readonly voipCallsListed: boolean
  /** From API 37.2: whether the role's holder, where it turns calls away, has them listed as missed (AND-81). */
  readonly screeningRejectsAsMissed: boolean

  // Android: permissions, role, surfaces
  /** Whether permissions of a group follow the first that was granted without a dialog (AND-44). */
  readonly groupGrantIsShared: boolean
  /** DISALLOW_CONFIG_DEFAULT_APPS: an employer's phone on which roles cannot be chosen (AND-45). */
  readonly rolesAreRestricted: boolean
  /** How long without use before the app hibernates: "some months", 90 days in AOSP (AND-48). */
  readonly hibernateAfterMs: number
  /** Whether a hibernating app loses the role too (AND-48). */
  readonly hibernationDropsRole: boolean
  /** Whether the app may use full-screen intents: from Android 14 for calling and alarm apps only (AND-52). */
  readonly fullScreenIntentAllowed: boolean
  /** Whether the dialer hides other apps' windows while it rings (AND-53). */
  readonly dialerHidesOverlays: boolean
  /** Whether the dialer asks directory providers; the app's own is off unless it does (AND-67). */
  readonly dialerAsksDirectories: boolean
  /** Whether the app's provider answers any app that may read contacts, and not the dialer alone (AND-68). */
  readonly directoryAnswersAnyone: boolean

  // Samsung: sleep
  /** Whether the phone takes the app for one that drains the battery: then it sleeps before it sleeps deep (AND-73). */
  readonly appDrainsBattery: boolean
  /** How long an app that drains the battery is not opened before it is put to sleep: "about 3 days" (AND-73). */
  readonly sleepAfterMs: number
  /** How long any app is not opened before it is put to deep sleep: 16 days, "subject to change" (AND-73). */
  readonly deepSleepAfterMs: number

  // Android: a work profile
  /** Whether the employer keeps the contacts of the work profile from naming callers (AND-78). */
  readonly workCallerIdDisabled: boolean

  // Android: a new phone
  /** Whether a new phone that is set up from a backup has the permissions that were granted on the old one (AND-77). */
  readonly restoreBringsPermissions: boolean

  // Android: jobs
  /** What the app asks for; the system raises it to 15 minutes (AND-60). */
  readonly syncPeriodMs: number
  /** In the last part of each period the sync may run; raised to 5 minutes, or 5 percent of the period (AND-60, AND-61). */
  readonly syncFlexMs: number
  /** How long one sync runs: what of the bucket's budget it uses (AND-63). */
  readonly syncRunMs: number
  /** The time between two maintenance windows of Doze (AND-62). */
  readonly maintenanceEveryMs: number

  // iOS
  /** What iOS waits beyond earliestBeginDate: it names no upper bound (IOS-18). */
  readonly refreshDelayMs: number
  /** Whether a load that fails leaves the labels of the one before in force (IOS-04). */
  readonly failedLoadKeepsLabels: boolean
  /** How long a load takes; a second one meanwhile is refused (IOS-03). */
  readonly loadMs: number
  /** An extension that needs more is ended (IOS-09). */
  readonly memoryBudgetBytes: number
  /** What the app's extension holds in memory for each entry; 0 for one that streams (IOS-09). */
  readonly extensionBytesPerEntry: number
  /** How many entries a load may give (IOS-10). */
  readonly maximumEntries: number
  /** Whether the call list shows the label of a call, too (IOS-15). */
  readonly labelsInCallList: boolean
  /** Whether iOS asks for changes only, where it may choose (IOS-06). */
  readonly loadsAreIncremental: boolean
  /** What every load fails with, as field reports have it: 102, 11; 0 for nothing (IOS-11). */
  readonly loadErrorCode: number
  /** Whether switching the extension on makes iOS load it anew (IOS-21). */
  readonly enablingLoads: boolean
  /** Whether another app's extension comes before ours in the user's list (IOS-12). */
  readonly otherExtensionFirst: boolean
  /** Whether a number in national form finds its international entry (IOS-20). */
  readonly matchesNationalForm: boolean
  /** Whether labels are shown before the first unlock, when the contacts' names are not (IOS-22). */
  readonly labelsBeforeUnlock: boolean
  /** Screen Unknown Callers, up to iOS 18 Silence Unknown Callers: unknown ones ring, are asked for their reason, or are silenced (IOS-16). */
  readonly unknownCallers: 'ring' | 'ask-reason' | 'silence'
  /** How long the phone talks to a caller whose reason it asks for, before it rings (IOS-16). */
  readonly askReasonMs: number
  /** iOS 26, Call Filtering: whether unknown callers are listed apart, outside Recents (IOS-30). */
  readonly filtersUnknownCallers: boolean
  /** Whether that silences them as well (IOS-30). */
  readonly filteredAreSilenced: boolean
  /** Whether a label makes a caller known to it (IOS-16). */
  readonly labelledIsKnown: boolean
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** As Android 14 and iOS 18 behave, as far as is known. */
export function newSystem(): System {
  return {
    stoppedRoleHolderIsBound: true,
    screeningAnswerMs: 0,
    screeningCrashes: false,
    withheldIsScreened: true,
    screeningTimeoutMs: 5_000,
    screeningDisallows: false,
    screeningSilences: false,
    looseContactDigits: 7,
    emergencyCallbackMs: 0,
    hasScreenLock: false,
    callLogDelayMs: 0,
    voipCallsListed: false,
    screeningRejectsAsMissed: false,
    groupGrantIsShared: true,
    rolesAreRestricted: false,
    hibernateAfterMs: 90 * DAY_MS,
    hibernationDropsRole: false,
    fullScreenIntentAllowed: false,
    dialerHidesOverlays: false,
    dialerAsksDirectories: false,
    directoryAnswersAnyone: false,
    appDrainsBattery: false,
    workCallerIdDisabled: false,
    restoreBringsPermissions: true,
    sleepAfterMs: 3 * DAY_MS,
    deepSleepAfterMs: 16 * DAY_MS,
    syncPeriodMs: DAY_MS,
    syncFlexMs: 72 * MINUTE_MS,
    syncRunMs: MINUTE_MS,
    maintenanceEveryMs: 6 * 60 * MINUTE_MS,
    refreshDelayMs: 0,
    failedLoadKeepsLabels: true,
    loadMs: 0,
    memoryBudgetBytes: 5_000_000,
    extensionBytesPerEntry: 0,
    maximumEntries: 2_000_000,
    labelsInCallList: true,
    loadsAreIncremental: true,
    loadErrorCode: 0,
    enablingLoads: true,
    otherExtensionFirst: false,
    matchesNationalForm: true,
    labelsBeforeUnlock: false,
    unknownCallers: 'ring',
    askReasonMs: 10_000,
    filtersUnknownCallers: false,
    filteredAreSilenced: false,
    labelledIsKnown: false,
  }
}
