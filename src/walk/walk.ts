// A random walk: the next step that makes sense on a stage, from chance alone. What may happen and how often is a table.
// Checks nothing.

import type { Candidates } from '../app/choice.ts'
import { type Chance, pick } from '../core/chance.ts'
import type { Contact } from '../core/contact.ts'
import type { Permission, Settings } from '../core/handset.ts'
import { makerSwitches } from '../core/maker.ts'
import type { Line } from '../core/number/presentation.ts'
import { DISPOSITIONS, type Task } from '../core/outcome.ts'
import { candidatesInFront } from '../scenario/choose-caller.ts'
import type { CrmChange, Doing } from '../scenario/scenario.ts'
import type { Stage } from '../scenario/stage.ts'
import { type Cast, lineOf, makeNumber, newName, newPhone } from './cast.ts'

export interface Walk {
  /** What is done next. */
  next(stage: Stage): Doing
}

/** A walk with these people. The same chance makes the same walk, on every machine. */
export function openWalk(cast: Cast, chance: Chance): Walk {
  const people = new Map(cast.contacts.map((contact) => [contact.id, contact]))
  let [count, isCrmDown] = [0, false]
  return {
    next(stage) {
      count += 1
      const around: Around = { stage, cast, chance, people, count, isCrmDown, inQuestion: candidatesInFront(stage) }
      const moves = MOVES.filter(({ when }) => when === undefined || when(around))
      const step = draw(moves, chance).make(around)
      if (step.do === 'crm') isCrmDown = followChange(people, step.change) ?? isCrmDown
      return step
    },
  }
}

interface Around {
  readonly stage: Stage
  readonly cast: Cast
  readonly chance: Chance
  /** Who is in the CRM now. */
  readonly people: ReadonlyMap<string, Contact>
  /** Steps so far: what is written is told apart by it. */
  readonly count: number
  readonly isCrmDown: boolean
  /** Whom the call in question may be with. */
  readonly inQuestion: Candidates
}

interface Move {
  /** How often, against the others. */
  readonly often: number
  /** Where it makes sense; left out: anywhere. */
  readonly when?: (around: Around) => boolean
  readonly make: (around: Around) => Doing
}

function draw(moves: readonly Move[], chance: Chance): Move {
  let left = chance() * moves.reduce((sum, { often }) => sum + often, 0)
  for (const move of moves) {
    left -= move.often
    if (left < 0) return move
  }
  return pick(moves, chance)
}

function followChange(people: Map<string, Contact>, change: CrmChange): boolean | null {
  if (change.kind === 'write') people.set(change.contact.id, change.contact)
  if (change.kind === 'delete') people.delete(change.id)
  if (change.kind === 'merge') people.delete(change.from)
  if (change.kind === 'up') return false
  return change.kind === 'down' || change.kind === 'unauthorised' || change.kind === 'forbidden' ? true : null
}

const inPhase =
  (...phases: readonly string[]) =>
  ({ stage }: Around) =>
    stage.phone().calls.some(({ call }) => phases.includes(call.phase))
const isAndroid = ({ stage }: Around) => stage.phone().handset.platform === 'android'
const isIos = (around: Around) => !isAndroid(around)
const onOutcome = ({ stage }: Around) => stage.page()?.kind === 'outcome'
const hasDialog = ({ stage }: Around) => stage.phone().dialogs.length > 0
const hasPeople = ({ people }: Around) => people.size > 3
const hasRoles = (around: Around) => isAndroid(around) && around.stage.phone().handset.apiLevel >= 29
const isLocked = ({ stage }: Around) => stage.phone().conditions.lock !== 'unlocked'
const isOffline = ({ stage }: Around) => stage.phone().handset.network !== 'online'
const hasDraft = ({ stage }: Around) => (stage.store().read('drafts') ?? []).length > 0

const hasCandidates = ({ inQuestion }: Around) => inQuestion.contacts.length > 0
const hasChosen = ({ inQuestion }: Around) => inQuestion.isChosen

// No network lets a phone ring for longer.
const LONGEST_RING = 120_000
function ringLeft({ stage }: Around): number {
  const { calls, screenings } = stage.phone()
  const rings = calls.filter(({ call }) => call.phase === 'ringing' || call.phase === 'dialling')
  // Who is asked about rings next.
  const most = screenings.length > 0 ? LONGEST_RING : Number.POSITIVE_INFINITY
  return Math.min(most, ...rings.map(({ call }) => call.startedAt + LONGEST_RING - stage.now()))
}

const PERMISSIONS: readonly Permission[] = ['callLog', 'phone', 'notifications', 'contacts']
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

const plain = (step: Doing) => () => step
const target = (words: string) => plain({ do: 'tap', target: words })

const MOVES: readonly Move[] = [
  // Calls
  { often: 20, make: call },
  { often: 7, make: dial },
  { often: 30, when: inPhase('ringing', 'dialling'), make: plain({ do: 'accept', call: null }) },
  { often: 5, when: inPhase('ringing'), make: plain({ do: 'decline', call: null }) },
  { often: 12, when: inPhase('ringing', 'dialling'), make: plain({ do: 'cancel', call: null }) },
  { often: 4, when: inPhase('dialling'), make: plain({ do: 'busy', call: null }) },
  { often: 2, when: inPhase('ringing'), make: plain({ do: 'end', call: null, by: 'elsewhere' }) },
  { often: 16, when: inPhase('answered', 'held'), make: plain({ do: 'end', call: null, by: 'user' }) },
  { often: 12, when: inPhase('answered', 'held'), make: plain({ do: 'end', call: null, by: 'caller' }) },
  { often: 3, when: inPhase('answered'), make: plain({ do: 'hold', call: null }) },
  { often: 4, when: inPhase('held'), make: plain({ do: 'resume', call: null }) },
  // Outcomes and notifications
  { often: 25, when: onOutcome, make: fill },
  { often: 25, when: onOutcome, make: target('Save') },
  { often: 3, when: onOutcome, make: target('Back') },
  { often: 3, when: onOutcome, make: target('Discard') },
  { often: 8, when: hasDraft, make: plain({ do: 'open-draft', contact: null }) },
  { often: 8, when: ({ stage }) => stage.phone().notifications.length > 0, make: tapNotification },
  { often: 12, when: hasCandidates, make: chooseCaller },
  { often: 6, when: hasChosen, make: plain({ do: 'choose-caller', contact: null }) },
  // Settings and permissions
  { often: 1, when: isAndroid, make: target('Caller ID') },
  { often: 2, when: isAndroid, make: target('Log calls') },
  { often: 2, make: target('Refresh') },
  { often: 10, when: hasDialog, make: plain({ do: 'grant', what: null }) },
  { often: 3, when: hasDialog, make: plain({ do: 'deny', what: null }) },
  { often: 2, when: hasDialog, make: plain({ do: 'dismiss', what: null }) },
  { often: 1, when: hasDialog, make: plain({ do: 'deny-always', what: null }) },
  { often: 2, when: isAndroid, make: ({ chance }) => ({ do: 'request', what: [pick(PERMISSIONS, chance)] }) },
  { often: 2, when: hasRoles, make: plain({ do: 'request', what: ['role'] }) },
  { often: 3, when: isAndroid, make: ({ chance }) => ({ do: 'revoke', what: pick([...PERMISSIONS, 'role'], chance) }) },
  { often: 6, when: isAndroid, make: allow },
  { often: 3, make: changeSettings },
  { often: 2, when: hasRoles, make: ({ chance }) => openSettings({ role: chance() < 0.7 }) },
  { often: 3, when: isIos, make: plain({ do: 'enable-extension' }) },
  { often: 1, when: isIos, make: plain({ do: 'disable-extension' }) },
  // The app, the phone and what lies around them
  { often: 18, when: (around) => ringLeft(around) > 0, make: advance },
  { often: 4, make: plain({ do: 'sync' }) },
  { often: 5, make: plain({ do: 'open-app' }) },
  { often: 2, make: plain({ do: 'kill-app', afterWrites: null }) },
  { often: 4, make: ({ chance }) => ({ do: 'kill-app', afterWrites: Math.floor(chance() * 6) }) },
  { often: 1, make: plain({ do: 'force-stop' }) },
  { often: 2, make: plain({ do: 'reboot' }) },
  { often: 0.7, make: plain({ do: 'sign-out' }) },
  { often: 3, make: plain({ do: 'network', network: { state: 'offline' } }) },
  { often: 12, when: isOffline, make: plain({ do: 'network', network: { state: 'online' } }) },
  { often: 2, make: changeNetwork },
  { often: 3, make: changeConditions },
  { often: 2, make: plain({ do: 'conditions', conditions: { lock: 'locked' } }) },
  { often: 10, when: isLocked, make: plain({ do: 'conditions', conditions: { lock: 'unlocked' } }) },
  {
    often: 1,
    when: isAndroid,
    make: ({ chance }) => ({ do: 'conditions', conditions: { isDoNotDisturb: chance() < 0.5 } }),
  },
  // The CRM
  { often: 2, make: plain({ do: 'crm', change: { kind: 'down' } }) },
  { often: 10, when: ({ isCrmDown }) => isCrmDown, make: plain({ do: 'crm', change: { kind: 'up' } }) },
  { often: 1, make: plain({ do: 'crm', change: { kind: 'rate-limit', ms: MINUTE } }) },
  { often: 4, make: ({ chance }) => atCrm({ kind: 'lose-answers', count: 1 + Math.floor(chance() * 3) }) },
  { often: 3, when: hasPeople, make: changePerson },
  { often: 2, when: hasPeople, make: merge },
  {
    often: 1,
    when: hasPeople,
    make: ({ people, chance }) => atCrm({ kind: 'delete', id: pick([...people.keys()], chance) }),
  },
]

function atCrm(change: CrmChange): Doing {
  return { do: 'crm', change }
}

function openSettings(changed: Partial<Extract<Doing, { do: 'open-settings' }>>): Doing {
  return { do: 'open-settings', settings: {}, permissions: {}, role: null, ...changed }
}

const NOBODY: readonly Line[] = [
  { presentation: 'RESTRICTED', text: '' },
  { presentation: 'UNKNOWN', text: '' },
  { presentation: 'PAYPHONE', text: '' },
  { presentation: 'ALLOWED', text: '50500' },
  { presentation: 'ALLOWED', text: '112' },
]

// Contacts mostly; people of the address book, strangers and short codes now and then.
function someLine({ stage, cast, people, chance }: Around, mayBeNobody: boolean): Line {
  const { handset, conditions } = stage.phone()
  const roaming = handset.platform === 'android' ? conditions.networkCountry : null
  const countries = [...handset.simCountries, ...(roaming === null ? [] : [roaming])]
  const kind = chance()
  if (kind < 0.1 && mayBeNobody) return pick(NOBODY, chance)
  const numbers = [...people.values()].flatMap(({ phones }) => phones.map(({ e164 }) => e164 ?? ''))
  const saved = cast.phone.addressBook.map(({ number }) => number)
  const from = kind < 0.65 ? numbers : kind < 0.8 ? saved : cast.strangers
  // Of two calls with one number at one time no app can tell which one it is told of.
  const live = stage.phone().calls.map(({ line }) => line.text.slice(-7))
  const free = (from.length > 0 ? from : cast.strangers).filter((e164) => !live.includes(e164.slice(-7)))
  return lineOf(pick(free.length > 0 ? free : [makeNumber(countries[0] ?? 'IE', chance)], chance), countries, chance)
}

function call(around: Around): Doing {
  const { stage, chance } = around
  const kind = chance() < 0.94 ? 'telephone' : pick(['self-managed', 'external'] as const, chance)
  const { simCountries } = stage.phone().handset
  const sim = simCountries.length > 1 && chance() < 0.5 ? pick(simCountries, chance) : null
  return { do: 'call', line: someLine(around, true), kind, sim }
}

function dial(around: Around): Doing {
  return { do: 'dial', line: someLine(around, false), from: around.chance() < 0.5 ? 'app' : 'outside' }
}

function fill({ chance, count }: Around): Doing {
  const outcome = chance() < 0.85 ? pick(DISPOSITIONS, chance).key : null
  const titles = Array.from({ length: Math.floor(chance() * 3) }, (_, index) => `Task ${count}-${index}`)
  const tasks = titles.map((title): Task => ({ title, type: 'todo', priority: 'none', due: '2026-08-03' }))
  return { do: 'fill-outcome', outcome, notes: `Note ${count}`, tasks: chance() < 0.7 ? tasks : null, isOnDeal: null }
}

function chooseCaller({ inQuestion, chance }: Around): Doing {
  return { do: 'choose-caller', contact: pick(inQuestion.contacts, chance).id }
}

function tapNotification({ stage, chance }: Around): Doing {
  const words = stage
    .phone()
    .notifications.flatMap((each) => (each.type === 'notify-missed' ? each.actions : ['Log call']))
  return { do: 'tap', target: pick(words, chance) }
}

function allow({ stage, chance }: Around): Doing {
  const { permissions } = stage.phone().handset
  const missing = PERMISSIONS.filter((each) => permissions[each] !== 'granted' && each !== 'contacts')
  const chosen = pick(missing.length > 0 ? missing : PERMISSIONS, chance)
  return openSettings({ permissions: { [chosen]: 'granted' } })
}

function changeSettings({ stage, chance }: Around): Doing {
  const { handset } = stage.phone()
  const isOn = chance() < 0.7
  const battery = pick(['unrestricted', 'optimised', 'restricted'] as const, chance)
  const sleep = pick(['automatic', 'never', 'sleeping', 'deep-sleeping'] as const, chance)
  const makers = makerSwitches(handset.maker).map(
    ({ setting }): Partial<Settings> => (setting === 'sleep' ? { sleep } : { [setting]: isOn }),
  )
  const isPaused = handset.settings.workProfile === 'on'
  const work: readonly Partial<Settings>[] =
    handset.settings.workProfile === 'none' ? [] : [{ workProfile: isPaused ? 'paused' : 'on' }]
  const android: readonly Partial<Settings>[] = [{ overlay: isOn }, { battery }, ...makers, ...work]
  const ios: readonly Partial<Settings>[] = [{ backgroundRefresh: isOn }, { defaultDialer: isOn }]
  return openSettings({ settings: pick(handset.platform === 'android' ? android : ios, chance) })
}

// From seconds to weeks; the longest are rare, for most of what they are is waiting.
function advance(around: Around): Doing {
  const { chance } = around
  const isLong = chance() < 0.08
  const lengths = isLong ? [7 * DAY, 40 * DAY] : [1000, 5000, MINUTE, 10 * MINUTE, 60 * MINUTE, 6 * 60 * MINUTE, DAY]
  const ms = Math.round(pick(lengths, chance) * (0.5 + chance()))
  return { do: 'advance', ms: Math.min(ms, ringLeft(around)) }
}

function changeNetwork({ chance }: Around): Doing {
  if (chance() < 0.5) return { do: 'network', network: { latencyMs: pick([0, 0, 800, 3000, 20_000], chance) } }
  return { do: 'network', network: { networkCountry: pick([null, null, 'GB', 'PL', 'IE'], chance) } }
}

function changeConditions({ chance }: Around): Doing {
  const isSo = chance() < 0.5
  const bucket = pick(['active', 'working-set', 'frequent', 'rare', 'restricted'] as const, chance)
  const conditions = pick([{ isCharging: isSo }, { isDozing: isSo }, { isLowPower: isSo }, { bucket }], chance)
  return { do: 'conditions', conditions }
}

// A new name, a new number, or the number of somebody else.
function changePerson({ people, chance }: Around): Doing {
  const contact = pick([...people.values()], chance)
  const other = pick([...people.values()], chance)
  const kind = chance()
  if (kind < 0.4) return atCrm({ kind: 'write', contact: { ...contact, lastName: newName(chance) } })
  const e164 = kind < 0.7 ? makeNumber('IE', chance) : (other.phones[0]?.e164 ?? makeNumber('GB', chance))
  return atCrm({ kind: 'write', contact: { ...contact, phones: [newPhone(e164, e164, 0)] } })
}

function merge({ people, chance }: Around): Doing {
  const ids = [...people.keys()]
  const from = pick(ids, chance)
  return atCrm({
    kind: 'merge',
    from,
    into: pick(
      ids.filter((id) => id !== from),
      chance,
    ),
  })
}
