// What `explain` says of the phone itself: how it is set up, what it knows, and what it has told of a call.

import type { CarriedPhone } from '../app/carried.ts'
import type { Caller } from '../core/caller.ts'
import { isGranted } from '../core/handset.ts'
import { MAKERS, makerSwitches, SLEEP_WORDS } from '../core/maker.ts'
import { plural } from '../text/count.ts'
import { CLOCKS_DIFFER_MS, minuteInWords, renderAgo, renderLargest } from '../text/duration.ts'
import { shortLine } from '../text/safe.ts'
import { findToldCall, type PhoneFile } from './phone-file.ts'
import { placeWords } from './taken-phone.ts'

/** The phone that is asked, and when. */
export interface Asked {
  readonly phone: CarriedPhone
  readonly file?: PhoneFile | undefined
  /** Milliseconds since the epoch. */
  readonly at: number
}

const PERMISSIONS = [
  ['callLog', 'call log'],
  ['phone', 'phone'],
  ['notifications', 'notifications'],
] as const

/** What the phone lets the app do, how it is, and how old what it knows is: in one sentence. */
export function explainPhone(asked: Asked): string {
  const { handset, app, appProcess } = asked.phone
  const { platform, settings, maker, profile } = handset
  const namesOf = (isWanted: boolean) =>
    PERMISSIONS.flatMap(([name, words]) => (isGranted(handset, name) === isWanted ? [words] : []))
  const [granted, missing] = [namesOf(true), namesOf(false)]
  const dialer = settings.defaultDialer ? ['the app is the default dialer'] : []
  const ios = ['iOS', `the extension is ${onOff(settings.extension)}`, ...dialer]
  const android = () => [
    maker === 'google' ? 'Android' : `Android on a phone of ${MAKERS[maker].name}`,
    ...makerSwitches(maker).map(({ setting, name }) =>
      setting === 'sleep' ? `the app is ${SLEEP_WORDS[settings.sleep]}` : `${name} is ${onOff(settings[setting])}`,
    ),
    `Caller ID is ${onOff(settings.callerId)}`,
    `permissions: ${granted.join(', ') || 'none'}`,
    ...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
    ...(handset.screeningRole ? ['the screening role is held'] : []),
    ...placeWords(settings).map((words) => `the app is ${words}`),
  ]
  return [
    ...(platform === 'ios' ? ios : android()),
    ...(app.isSignedIn ? [] : ['nobody is signed in']),
    ...(appProcess.state === 'stopped' ? ['the app is stopped'] : []),
    ...around(asked.phone),
    ...freshness(asked),
    `${profile === 'article' ? 'holds 10,000 contacts' : 'holds every contact'}.`,
  ].join('; ')
}

const NETWORKS = { online: [], offline: ['offline'], captive: ['on a Wi-Fi that lets nothing through'] } as const
const LOCKS = { unlocked: [], locked: ['locked'], 'before-first-unlock': ['not unlocked since its restart'] } as const

// What is as usual goes without saying.
function around({ handset, conditions }: CarriedPhone): readonly string[] {
  const { settings, platform, network } = handset
  const isAndroid = platform === 'android'
  return [
    ...NETWORKS[network],
    ...LOCKS[conditions.lock],
    ...(isAndroid && settings.battery !== 'optimised' ? [`battery ${settings.battery}`] : []),
    ...(!isAndroid && !settings.backgroundRefresh ? ['Background App Refresh is off'] : []),
    ...(conditions.isLowPower ? [isAndroid ? 'Battery Saver is on' : 'Low Power Mode is on'] : []),
    ...(conditions.isDozing ? ['it dozes'] : []),
  ]
}

// How old what it knows is; a phone out of the box, with contacts from a file, has no age.
function freshness({ phone: { app, handset }, file, at }: Asked): string[] {
  const { lastSuccessAt, lastError } = app.sync
  const diagnostic = file?.diagnostic ?? null
  const ageOf = (then: number) => renderAge(at - then, diagnostic && diagnostic.writtenAt - then)
  const synced = lastSuccessAt === null ? 'contacts never synced' : `contacts synced ${ageOf(lastSuccessAt)}`
  const load = handset.platform === 'ios' ? (diagnostic?.load ?? null) : null
  const loaded = (at: number | null) => (at === null ? 'labels never loaded' : `labels loaded ${ageOf(at)}`)
  const labels = (count: number | null) => (count === null ? '' : ` (${plural(count, 'label')})`)
  return [
    ...(diagnostic !== null ? [`${synced} (${plural(app.sync.contacts, 'number')})`] : []),
    ...(diagnostic === null && lastSuccessAt !== null ? [synced] : []),
    ...(lastError === null ? [] : [`the last sync failed: ${shortLine(lastError, 200).replace(/\.$/, '')}`]),
    ...(load === null ? [] : [`${loaded(load.at)}${labels(load.labels)}`]),
    ...(load === null || load.error === null ? [] : [`the last load failed: ${load.error}`]),
    ...(diagnostic?.choices ? [`its user has said of ${plural(diagnostic.choices, 'number')} who it was`] : []),
  ]
}

// A clock that is put back makes what was before seem still to come. What a file says is old by the time of the file.
function renderAge(ms: number, beforeFileMs: number | null): string {
  if ((beforeFileMs ?? ms) < -CLOCKS_DIFFER_MS) return 'at a time to come, by a clock that was wrong'
  if (beforeFileMs === null) return renderAgo(ms)
  return `${renderLargest(beforeFileMs) ?? 'just'} before the file was written`
}

/**
 * What the phone itself did with the last call from there, by its diagnostic file; null without one.
 *
 * @param isNamed whether the phone as its file describes it would name the caller now
 */
export function explainTold(
  { kind, evidence }: Caller,
  { file }: Asked,
  { isNamed }: { readonly isNamed: boolean },
): string | null {
  const diagnostic = file?.diagnostic
  if (diagnostic == null || evidence.number === null) return null
  const call = findToldCall(diagnostic, evidence.number.e164)
  if (call === null && diagnostic.phone.handset.platform === 'ios') return 'iOS has told the app of no call.'
  if (call === null) return `${diagnostic.library} has no call with this number in its file.`
  const shown = call.shown === null ? 'nothing was shown' : `shown as ${shortLine(`a ${call.shown}`, 40)}`
  const taken = `the last call, at ${minuteInWords(call.at)}, was taken for ${TAKEN_FOR[call.caller] ?? shortLine(call.caller, 40)}; ${shown}.`
  const isUnshown = isNamed && call.shown === null && OF_THE_CRM.has(call.caller) && OF_THE_CRM.has(kind)
  return [taken, ...whatDiffers(kind, call.caller), ...(isUnshown ? [WHY_UNSHOWN] : [])].join('\n')
}

const WHY_UNSHOWN =
  'Then the app knew the caller: it heard of the call only when it was over, or something was set in another way than in the file.'

// By the words of native/DIAGNOSTICS.md.
const TAKEN_FOR: Readonly<Record<string, string>> = {
  known: 'a contact of the CRM',
  shared: 'one of several contacts of the CRM',
  saved: "somebody in the phone's own address book",
  'no-number': 'a caller without a number',
  special: 'a short code or an emergency number',
  unknown: 'nobody of the CRM',
}

const OF_THE_CRM: ReadonlySet<string> = new Set(['known', 'shared'])

// Where the phone knew something else than is asked about here.
function whatDiffers(now: Caller['kind'], then: string): readonly string[] {
  if (then === 'unknown' && OF_THE_CRM.has(now)) return ['Then no contact that the phone held had this number.']
  if (OF_THE_CRM.has(then) && now === 'unknown') return ['Then a contact that the phone held had this number.']
  if (then === 'saved' && now !== 'saved') {
    return ["Then the phone's own address book had it: --address-book FILE asks with that as well."]
  }
  return []
}

function onOff(isOn: boolean): string {
  return isOn ? 'on' : 'off'
}
