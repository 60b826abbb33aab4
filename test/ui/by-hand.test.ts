// Whatever a scenario can do to a phone is done by hand on the phone in the terminal, and recorded in the scenario's own
// words; or it says here why not.
import { expect, test } from 'vitest'
import { newCarriedPhone } from '../../src/app/carried.ts'
import { type Handset, newHandset, type PermissionState, readyHandset, type Settings } from '../../src/core/handset.ts'
import { type Conditions, newConditions } from '../../src/device/phone.ts'
import type { CrmChange, Doing, NetworkChange } from '../../src/scenario/scenario.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import { newReader, readKeys } from '../../src/ui/keys.ts'
import { menuOf } from '../../src/ui/screen.ts'
import { PEOPLE, SAVE } from './phones.ts'
import { directoryOf, firstDifference, openRig, playRecording, type Rig } from './recorded.ts'

const ANNA = '+353871234567'
const BEN_AND_CARA = '+35312345678'
const START = Date.parse('2026-06-30T09:00:00Z')

interface ByHand {
  /** Labels to choose; `›` and a text to type; `!` and keys to press. */
  readonly path: readonly string[]
  readonly platform?: Handset['platform']
  readonly handset?: Partial<Handset>
  readonly conditions?: Partial<Conditions>
  readonly isNew?: true
  readonly hasNoCrm?: true
  /** What others do to the CRM first. */
  readonly others?: CrmChange
}

const ESC = '!\u001b'
const receive = (number = ANNA, on = 'Let it ring') => ['Receive a call', `›${number}`, on]
const answered = [...receive(), '!a']
const outcome = [...answered, '!h']
const saved = [...outcome, '!1', `!${SAVE}`]
const denied = { permissions: { ...newHandset('android', null).permissions, phone: 'denied-once' } } as const
const caller = ['App settings', 'Calling', 'Caller ID']

const HANDS: readonly ByHand[] = [
  { path: receive() },
  { path: receive(ANNA, 'Let it ring on SIM 2 (GB)'), handset: { simCountries: ['IE', 'GB'] } },
  { path: receive(ANNA, "In another app's own call") },
  { path: receive(ANNA, 'On another device') },
  { path: ['Dial', `›${ANNA}`, 'Call from inside'] },
  { path: ['Dial', `›${ANNA}`, "Call from the phone's own", '!b'] },
  { path: answered },
  { path: [...receive(), '!d'] },
  { path: [...receive(), '!m'] },
  { path: [...receive(), '!e'] },
  { path: [...answered, '!o', '!o'] },
  { path: [...answered, '!r'] },
  { path: [...answered, '!t'], hasNoCrm: true },
  { path: ['Phone model', 'Address book', `›Annie; ${ANNA}`, 'Save', ESC, ...answered, '!h'] },
  { path: ['Phone model', 'SIM countries', '›, gb', 'Use them', ESC, ...receive(ANNA, 'Let it ring on SIM 2 (GB)')] },
  { path: [...receive(), '!m', 'View contact'] },
  { path: [...receive(), '!m', 'Clear'] },
  { path: outcome },
  { path: saved },
  { path: [...outcome, '!\tWants 20 seats', ESC, 'Drafts', 'Anna', 'Go on with it'] },
  { path: [...saved, 'Outbox', 'Anna', 'Change it', '!2', `!${SAVE}`], hasNoCrm: true },
  { path: [...saved, 'Outbox', 'Anna', 'Give it up'], hasNoCrm: true },
  { path: [...saved, 'Outbox', 'Anna', 'Send it again'], others: { kind: 'refuse', says: 'No notes, please' } },
  { path: ['Around the phone', 'The CRM', 'The CRM', 'The CRM', 'The CRM'] },
  { path: [...receive(BEN_AND_CARA), '!i', 'It was Cara', '!i', 'Take it back'] },
  { path: [...caller, 'Allow', "Don't allow", ESC], isNew: true },
  {
    path: [...caller, "Don't allow", ESC, ESC, ESC, ...caller, ...caller.slice(2), "Don't allow, and"],
    isNew: true,
    handset: { apiLevel: 29 },
  },
  { path: ['System settings', 'Permissions', 'Phone', 'Allow'], handset: denied },
  { path: ['System settings', 'Permissions', 'Phone', "Don't allow"] },
  { path: ['System settings', 'Permissions', 'Phone', 'Let the system'] },
  { path: ['System settings', 'Default caller ID', 'Ringsight asks', 'Set as default'] },
  { path: ['System settings', 'Default caller ID', 'Ringsight', 'Default caller ID', 'None'] },
  { path: ['System settings', 'Default caller ID', 'Another app'], handset: { screeningRole: true } },
  { path: ['System settings', 'Display over other apps'] },
  { path: ['System settings', 'Battery'] },
  { path: ['System settings', 'Autostart', 'Display pop-up', 'Show on Lock'], handset: { maker: 'xiaomi' } },
  { path: ['System settings', 'Background usage'], handset: { maker: 'samsung' } },
  {
    path: ['System settings', 'Allow restricted', 'Work profile'],
    handset: {
      settings: { ...readyHandset('android', null).settings, restrictedSettings: true, workProfile: 'on' },
    },
  },
  { path: ['System settings', 'Ringsight', 'Background App', 'Default dialer'], platform: 'ios' },
  { path: ['App settings', 'Calling', 'Sync contacts', 'Refresh'] },
  { path: ['App settings', 'Sign out', 'Sign out'] },
  { path: ['Open or end', 'Open the app', 'Swipe it away', 'Force stop'] },
  { path: ['Around the phone', 'Restart'] },
  { path: ['Around the phone', 'Go on with a new phone', 'Set it up'] },
  { path: ['Around the phone', 'Network:', 'Network:', 'Network:'] },
  { path: ['Around the phone', 'Network answers'] },
  { path: ['Around the phone', 'Roaming', '›pl', 'The phone is there', 'Roaming', 'The phone is at home'] },
  { path: ['Around the phone', 'On the charger', 'Battery Saver', 'Doze', 'Do Not Disturb', 'Standby'] },
  { path: ['Around the phone', 'Lock', 'Unlock'] },
  { path: ['Let time pass', 'A day', 'Done', ...receive(), '!m'], hasNoCrm: true },
]

const OTHERS = 'others do it in the CRM'
const REAL =
  'the phone in the terminal has a real CRM, which is not asked while it is made to fail: it does nothing by halves'

type Reached<K extends string> = Readonly<Record<K, 'by hand' | { readonly why: string }>>

const STEPS: Reached<Exclude<Doing['do'], 'expect'>> = {
  call: 'by hand',
  dial: 'by hand',
  accept: 'by hand',
  decline: 'by hand',
  cancel: 'by hand',
  busy: 'by hand',
  hold: 'by hand',
  resume: 'by hand',
  end: 'by hand',
  tap: 'by hand',
  'clear-notification': 'by hand',
  'fill-outcome': 'by hand',
  'open-draft': 'by hand',
  'choose-caller': 'by hand',
  resend: 'by hand',
  'give-up': 'by hand',
  'change-outcome': 'by hand',
  request: 'by hand',
  grant: 'by hand',
  deny: 'by hand',
  dismiss: 'by hand',
  'deny-always': 'by hand',
  revoke: 'by hand',
  'open-settings': 'by hand',
  'enable-extension': { why: 'recorded as open-settings: {extension: on}' },
  'disable-extension': { why: 'recorded as open-settings: {extension: off}' },
  sync: 'by hand',
  'open-app': 'by hand',
  'kill-app': 'by hand',
  'force-stop': 'by hand',
  reboot: 'by hand',
  restore: 'by hand',
  'sign-out': 'by hand',
  advance: 'by hand',
  network: 'by hand',
  conditions: 'by hand',
  crm: 'by hand',
}

const CALLS: Reached<'telephone' | 'self-managed' | 'external' | 'on a SIM'> = {
  telephone: 'by hand',
  'self-managed': 'by hand',
  external: 'by hand',
  'on a SIM': 'by hand',
}

const NETWORKS: Reached<NonNullable<NetworkChange['state']>> = {
  online: 'by hand',
  offline: 'by hand',
  captive: 'by hand',
}

const CONDITIONS: Reached<keyof Conditions> = {
  networkCountry: 'by hand',
  latencyMs: 'by hand',
  isCharging: 'by hand',
  isDozing: 'by hand',
  bucket: 'by hand',
  isLowPower: 'by hand',
  isDoNotDisturb: 'by hand',
  lock: 'by hand',
}

const SETTINGS: Reached<keyof Settings> = {
  callerId: { why: "on the app's own page: recorded as tap: Caller ID" },
  logCalls: { why: "on the app's own page: recorded as tap: Log calls" },
  extension: 'by hand',
  overlay: 'by hand',
  autostart: 'by hand',
  popups: 'by hand',
  lockScreen: 'by hand',
  sleep: 'by hand',
  restrictedSettings: 'by hand',
  workProfile: 'by hand',
  battery: 'by hand',
  backgroundRefresh: 'by hand',
  defaultDialer: 'by hand',
}

const PERMISSIONS: Reached<PermissionState> = {
  granted: 'by hand',
  revoked: 'by hand',
  'auto-reset': 'by hand',
  'never-asked': { why: 'a phone begins so; nobody sets it' },
  'denied-once': { why: "what the app's dialog leaves" },
  'denied-for-good': { why: "what the app's dialog leaves" },
}

const ROLE: Reached<'given' | 'taken' | 'taken by another app'> = {
  given: 'by hand',
  taken: 'by hand',
  'taken by another app': 'by hand',
}

const CRM: Reached<CrmChange['kind']> = {
  down: 'by hand',
  unauthorised: 'by hand',
  forbidden: 'by hand',
  up: 'by hand',
  write: { why: OTHERS },
  merge: { why: OTHERS },
  delete: { why: OTHERS },
  restore: { why: OTHERS },
  wipe: { why: OTHERS },
  deal: { why: OTHERS },
  'link-deal': { why: OTHERS },
  'delete-deal': { why: OTHERS },
  outcomes: { why: OTHERS },
  'rate-limit': { why: REAL },
  'daily-limit': { why: REAL },
  refuse: { why: REAL },
  'lose-answers': { why: REAL },
}

async function open({ platform = 'android', handset = {}, isNew, hasNoCrm, conditions = {} }: ByHand): Promise<Rig> {
  const base = (isNew ? newHandset : readyHandset)(platform, 'IE')
  const phone = newCarriedPhone({ ...base, ...handset }, undefined, { ...newConditions(), ...conditions })
  const world = { directory: directoryOf(PEOPLE), addressBook: new Map<string, string>() }
  return openRig({
    phone,
    world,
    startsAt: START,
    seed: 1,
    contacts: PEOPLE,
    isSynced: true,
    hasCrm: !hasNoCrm,
    store: openMemoryStore(),
  })
}

async function walk(rig: Rig, path: readonly string[]): Promise<void> {
  for (const each of path) {
    const rest = each.slice(1)
    if (each === ESC) await rig.press({ type: 'press', name: 'escape' })
    else if (each.startsWith('!')) await rig.press(...readKeys(newReader, rest).keys)
    else if (each.startsWith('›')) await rig.press({ type: 'paste', text: rest })
    else await choose(rig, each)
  }
}

async function choose(rig: Rig, label: string): Promise<void> {
  const screen = rig.session.screen()
  const page = screen.pages.at(-1)
  if (page?.kind !== 'menu') throw new Error(`expected a menu with “${label}”, found ${page?.kind}`)
  const { menu, selected } = menuOf(page, screen)
  const labels = menu.items.map(({ label: words, value }) => (value ? `${words}: ${value}` : words))
  const found = labels.findIndex((words) => words.startsWith(label))
  if (found < 0) throw new Error(`expected “${label}”, found ${labels.join(', ')}`)
  const way = { type: 'press', name: found > selected ? 'down' : 'up' } as const
  await rig.press(...Array.from({ length: Math.abs(found - selected) }, () => way), { type: 'press', name: 'enter' })
}

const done: Doing[] = []

test.each(HANDS.map((each) => [each.path.join(' › ').replaceAll('\u001b', 'Esc'), each] as const))(
  'R-23 R-27 %s comes out the same when it is played',
  async (_path, hands) => {
    const rig = await open(hands)
    if (hands.others !== undefined) await rig.changeCrm(hands.others)
    await walk(rig, hands.path)
    await rig.settle()
    const outcomeByHand = rig.outcome()
    const recorded = await rig.record()
    if (recorded === null) throw new Error('expected a recording, found none')
    const byOthers = (step: Doing) => step.do === 'crm' && step.change.kind === hands.others?.kind
    done.push(...recorded.steps.filter((step) => !byOthers(step)))
    const again = await playRecording(recorded)
    expect([firstDifference(outcomeByHand, again.outcome), again.failure]).toEqual([null, null])
  },
)

// Nothing is said of what is not done, and nothing is done of what is excused.
function expectReached(table: Reached<string>, reached: readonly (string | null)[]): void {
  const expected = Object.entries(table).flatMap(([key, way]) => (way === 'by hand' ? [key] : []))
  const excused = Object.keys(table).filter((key) => table[key] !== 'by hand')
  expect(new Set(reached.filter((key) => key !== null))).toEqual(new Set(expected))
  for (const key of excused) expect(reached).not.toContain(key)
}

const of = <K extends Doing['do']>(verb: K) =>
  done.filter((step): step is Extract<Doing, { do: K }> => step.do === verb)

test('R-23 each step of a scenario is done by hand, or says why not', () => {
  expectReached(
    STEPS,
    done.map((step) => (step.do === 'expect' ? null : step.do)),
  )
  expectReached(
    CALLS,
    of('call').flatMap(({ kind, sim }) => [kind, sim === null ? null : 'on a SIM']),
  )
  expectReached(
    NETWORKS,
    of('network').map(({ network }) => network.state ?? null),
  )
  expectReached(
    CONDITIONS,
    of('conditions').flatMap((step) => Object.keys(step.conditions)),
  )
  const settings = of('open-settings')
  expectReached(
    SETTINGS,
    settings.flatMap((step) => Object.keys(step.settings)),
  )
  expectReached(PERMISSIONS, [
    ...settings.flatMap((step) => Object.values(step.permissions)),
    ...of('revoke').map(({ what }) => (what === 'role' ? null : 'revoked')),
  ])
  expectReached(ROLE, [
    ...settings.map(({ role }) => (role === null ? null : role ? 'given' : 'taken')),
    ...of('revoke').map(({ what }) => (what === 'role' ? 'taken by another app' : null)),
  ])
  // What a sync has brought is written down as what others had changed.
  expectReached(
    CRM,
    of('crm').map(({ change }) => (change.kind === 'write' ? null : change.kind)),
  )
})
