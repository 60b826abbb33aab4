// What a phone lets the app show and log, as the spec says it, without the app's own table of it. Knows
// nothing of numbers and contacts.
import type { CarriedPhone } from '../../app/carried.ts'

export interface Rights {
  /** A card or a label may name the caller. */
  readonly show: boolean
  /** A missed call may be told of. */
  readonly missed: boolean
  /** The app hears of a call with its number. */
  readonly hearsNumber: boolean
  /** It would tell of a missed call whose number it knew before. */
  readonly wouldTell: boolean
  /** It is the call log that tells the app how long the two spoke, and not POST_CALL before it. */
  readonly readsLog: boolean
  /** Who tells the end of a call says whose it is: the call log of every call, POST_CALL of those that the app was asked about. */
  readonly endNamed: 'every' | 'asked' | 'none'
  /** How the app can know who is in the phone's address book: it looks, it is not asked about such calls (AND-03), or by nothing. */
  readonly book: 'looks' | 'not-asked' | 'none'
  /** Broadcasts tell of calls that the role's holder is not asked about: those of the phone's own contacts. */
  readonly hearsState: boolean
  /** The role is as it was when the call came, or the call list says who it was: the app knows as much as it did then. */
  readonly isSure: boolean
  /** Whether the app is told the number. */
  readonly knowsNumber: boolean
  /** What it would log of a call whose number it knew before. */
  readonly wouldLog: boolean
  /** An outcome screen is due after a call: by where the call comes from. `maybe` where it depends on more. */
  readonly log: Readonly<Record<'incoming' | 'outside' | 'app', 'yes' | 'no' | 'maybe'>>
}

/** Of an app that is not there: stopped, signed out, or ended with the phone. */
export const NO_RIGHTS: Rights = {
  show: false,
  missed: false,
  hearsNumber: false,
  wouldTell: false,
  readsLog: false,
  endNamed: 'none',
  book: 'none',
  hearsState: false,
  isSure: true,
  knowsNumber: false,
  wouldLog: false,
  log: { incoming: 'no', outside: 'no', app: 'no' },
}

// R-17, AND-70, AND-73: what makers' own switches keep from starting.
const HAVE_AUTOSTART: ReadonlySet<string> = new Set(['xiaomi', 'huawei', 'oppo', 'vivo', 'oneplus'])
const HAVE_POPUPS: ReadonlySet<string> = new Set(['xiaomi', 'vivo'])

function isKeptFromStarting({ maker, settings }: CarriedPhone['handset']): boolean {
  const isDeepSleeper = maker === 'samsung' && settings.sleep === 'deep-sleeping'
  return isDeepSleeper || (HAVE_AUTOSTART.has(maker) && !settings.autostart)
}

/** Whether the app holds the role where it counts: in a work profile it counts for nothing (AND-75). */
export function holdsRole({ platform, screeningRole, settings }: CarriedPhone['handset']): boolean {
  return platform === 'android' && screeningRole && settings.workProfile === 'none'
}

// AND-72
function isHiddenByLock({ handset, conditions }: CarriedPhone): boolean {
  return handset.maker === 'xiaomi' && !handset.settings.lockScreen && conditions.lock !== 'unlocked'
}

// IOS-24: a default dialer follows calls up when it runs, which is for its user to say.
function rightsOnIos({ settings, permissions }: CarriedPhone['handset']): Rights {
  const { extension: show, defaultDialer } = settings
  if (!defaultDialer) return { ...NO_RIGHTS, book: 'looks', show }
  const missed = permissions.notifications === 'granted'
  return { ...NO_RIGHTS, book: 'looks', show, missed, log: { incoming: 'maybe', outside: 'maybe', app: 'maybe' } }
}

/**
 * The rights as the phone is now.
 *
 * @param hadRole whether the app held the screening role when the call came: Android tells it of the end then
 */
export function rightsOf(phoneNow: CarriedPhone, hadRole: boolean): Rights {
  const { handset, app, appProcess, conditions, system } = phoneNow
  const { settings, permissions, apiLevel, maker } = handset
  const isBeforeUnlock = conditions.lock === 'before-first-unlock'
  // IOS-22
  if (handset.platform === 'ios') {
    const show = settings.extension && (!isBeforeUnlock || system.labelsBeforeUnlock)
    return isBeforeUnlock ? { ...NO_RIGHTS, book: 'looks', show } : { ...rightsOnIos(handset), show }
  }
  if (isBeforeUnlock || settings.workProfile === 'paused') return NO_RIGHTS
  const screeningRole = holdsRole(handset)
  if (!app.isSignedIn || appProcess.state === 'stopped') return NO_RIGHTS
  // The call list of a work profile stays empty (AND-76).
  const hasList = settings.workProfile === 'none'
  const callLog = permissions.callLog === 'granted'
  const phone = permissions.phone === 'granted'
  const mayNotify = permissions.notifications === 'granted' || apiLevel < 33
  const isTold = (hadRole || screeningRole) && apiLevel >= 30
  const isThere = appProcess.state === 'open' || appProcess.state === 'background'
  const isStarted = isThere || !isKeptFromStarting(handset)
  // Before Android 9 the phone permission alone brings the number.
  const isNumberTold = callLog || (apiLevel < 28 && phone)
  const knowsNumber = isNumberTold || screeningRole || hadRole
  const hearsEnd = isStarted && (phone || isTold)
  const hasPopups = !HAVE_POPUPS.has(maker) || settings.popups
  const canOpen = appProcess.state === 'open' || (settings.overlay || isTold ? hasPopups : mayNotify)
  // Before Android 11 an app of a work profile waits for a row that never comes, and so long nothing is due.
  const waitsInVain = apiLevel < 30 && callLog && phone && !hasList
  // With the role gone or new since the call came, or the role alone to tell who it was, more decides than is known here.
  const isPlain = hadRole === screeningRole && (callLog || isTold) && !waitsInVain
  const due = (isDue: boolean) => (isDue ? (isPlain ? 'yes' : 'maybe') : 'no')
  const wouldTell = settings.callerId && isStarted && hearsEnd && mayNotify
  const follows = isStarted && knowsNumber && hearsEnd && canOpen
  return {
    show:
      settings.callerId &&
      isStarted &&
      knowsNumber &&
      (phone || screeningRole || hadRole) &&
      (settings.overlay ? !isHiddenByLock(phoneNow) : mayNotify),
    missed: knowsNumber && wouldTell,
    hearsNumber: isStarted && knowsNumber && (phone || screeningRole || hadRole),
    wouldTell,
    readsLog: isStarted && callLog && phone && hasList && !isTold,
    endNamed: isTold ? 'asked' : callLog && phone && hasList ? 'every' : 'none',
    book: permissions.contacts === 'granted' ? 'looks' : screeningRole && apiLevel >= 30 ? 'not-asked' : 'none',
    hearsState: phone && isStarted,
    isSure: callLog || hadRole === screeningRole,
    knowsNumber,
    wouldLog: isStarted && hearsEnd && canOpen && settings.logCalls !== 'off',
    log: {
      incoming: due(follows && settings.logCalls !== 'off'),
      outside: due(follows && settings.logCalls === 'on'),
      app: hearsEnd
        ? // An app that was given the role in the call waits for a POST_CALL that does not come (AND-30).
          (hadRole === screeningRole || (hadRole && phone)) && (appProcess.state === 'open' || canOpen) && !waitsInVain
          ? 'yes'
          : 'maybe'
        : 'no',
    },
  }
}
