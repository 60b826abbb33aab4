// What a scenario's switches and figures do, one sentence each, with the rules that they belong to.
import type { System } from '../device/phone.ts'

/** By the property of `System`, so that none is forgotten. */
export const SWITCH_WORDS: Readonly<Record<keyof System, string>> = {
  stoppedRoleHolderIsBound:
    'Whether Android starts a stopped app that holds the role for a call (AND-27): off as a page for Android 15 intends it.',
  screeningAnswerMs: 'How long the app takes to answer after it was asked (AND-06, AND-07).',
  screeningCrashes: 'Whether the screening service crashes, or gives no binder, when it is asked (AND-08).',
  withheldIsScreened:
    'Whether the app is asked about a caller without a number: the code says so, its documentation does not (AND-09).',
  screeningTimeoutMs: 'What the system waits for an answer: its setting call_screening_timeout (AND-06).',
  screeningDisallows: "The role's holder turns every call away, as a call blocker does (AND-15).",
  screeningSilences: "The role's holder silences every call (AND-16).",
  looseContactDigits:
    "Up to Android 11: how many trailing digits make two numbers one to the phone's contacts; 0 for none (AND-05).",
  emergencyCallbackMs: 'How long after an emergency call no app is asked: emergency callback mode (AND-12).',
  hasScreenLock:
    'Whether the phone has a PIN, a pattern or the like: then it waits for its first unlock after a restart (AND-28, IOS-22).',
  callLogDelayMs: "How long after IDLE the call list's row appears (AND-33).",
  voipCallsListed:
    "From Android 16 QPR2 (API 36.1): whether another app's own calls stand in the call list; that is for that app to want (AND-80).",
  screeningRejectsAsMissed:
    "From API 37.2: whether the role's holder, where it turns calls away, has them listed as missed (AND-81).",
  groupGrantIsShared: 'Whether permissions of a group follow the first that was granted without a dialog (AND-44).',
  rolesAreRestricted: "DISALLOW_CONFIG_DEFAULT_APPS: an employer's phone on which roles cannot be chosen (AND-45).",
  hibernateAfterMs: 'How long without use before the app hibernates: "some months", 90 days in AOSP (AND-48).',
  hibernationDropsRole: 'Whether a hibernating app loses the role too (AND-48).',
  fullScreenIntentAllowed:
    'Whether the app may use full-screen intents: from Android 14 for calling and alarm apps only (AND-52).',
  dialerHidesOverlays: "Whether the dialer hides other apps' windows while it rings (AND-53).",
  dialerAsksDirectories: "Whether the dialer asks directory providers; the app's own is off unless it does (AND-67).",
  directoryAnswersAnyone:
    "Whether the app's provider answers any app that may read contacts, and not the dialer alone (AND-68).",
  appDrainsBattery:
    'Whether the phone takes the app for one that drains the battery: then it sleeps before it sleeps deep (AND-73).',
  sleepAfterMs:
    'How long an app that drains the battery is not opened before it is put to sleep: "about 3 days" (AND-73).',
  deepSleepAfterMs:
    'How long any app is not opened before it is put to deep sleep: 16 days, "subject to change" (AND-73).',
  workCallerIdDisabled: 'Whether the employer keeps the contacts of the work profile from naming callers (AND-78).',
  restoreBringsPermissions:
    'Whether a new phone that is set up from a backup has the permissions that were granted on the old one (AND-77).',
  syncPeriodMs: 'What the app asks for; the system raises it to 15 minutes (AND-60).',
  syncFlexMs:
    'In the last part of each period the sync may run; raised to 5 minutes, or 5 percent of the period (AND-60, AND-61).',
  syncRunMs: "How long one sync runs: what of the bucket's budget it uses (AND-63).",
  maintenanceEveryMs: 'The time between two maintenance windows of Doze (AND-62).',
  refreshDelayMs: 'What iOS waits beyond earliestBeginDate: it names no upper bound (IOS-18).',
  failedLoadKeepsLabels: 'Whether a load that fails leaves the labels of the one before in force (IOS-04).',
  loadMs: 'How long a load takes; a second one meanwhile is refused (IOS-03).',
  memoryBudgetBytes: 'An extension that needs more is ended (IOS-09).',
  extensionBytesPerEntry: "What the app's extension holds in memory for each entry; 0 for one that streams (IOS-09).",
  maximumEntries: 'How many entries a load may give (IOS-10).',
  labelsInCallList: 'Whether the call list shows the label of a call, too (IOS-15).',
  loadsAreIncremental: 'Whether iOS asks for changes only, where it may choose (IOS-06).',
  loadErrorCode: 'What every load fails with, as field reports have it: 102, 11; 0 for nothing (IOS-11).',
  enablingLoads: 'Whether switching the extension on makes iOS load it anew (IOS-21).',
  otherExtensionFirst: "Whether another app's extension comes before ours in the user's list (IOS-12).",
  matchesNationalForm: 'Whether a number in national form finds its international entry (IOS-20).',
  labelsBeforeUnlock: "Whether labels are shown before the first unlock, when the contacts' names are not (IOS-22).",
  unknownCallers:
    'Screen Unknown Callers, up to iOS 18 Silence Unknown Callers: unknown ones ring, are asked for their reason, or are silenced (IOS-16).',
  askReasonMs: 'How long the phone talks to a caller whose reason it asks for, before it rings (IOS-16).',
  filtersUnknownCallers: 'iOS 26, Call Filtering: whether unknown callers are listed apart, outside Recents (IOS-30).',
  filteredAreSilenced: 'Whether that silences them as well (IOS-30).',
  labelledIsKnown: 'Whether a label makes a caller known to it (IOS-16).',
}
