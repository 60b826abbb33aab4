// The phone in the terminal and the phone of the scenarios are one: whatever the corpus does to a phone is done through the
// terminal's session as well, at the same times, and what can be seen of the phone is compared line by line.

import { expect, test } from 'vitest'
import { advanceCarried, type CarriedAction, type CarriedPhone } from '../../src/app/carried.ts'
import { openChance } from '../../src/core/chance.ts'
import type { Contact } from '../../src/core/contact.ts'
import { buildDirectory, withChoices } from '../../src/core/directory.ts'
import { type MemoryCrm, openMemoryCrm } from '../../src/crm/memory.ts'
import type { World } from '../../src/device/phone.ts'
import { nextWakeAt } from '../../src/device/wake.ts'
import { openPlayer } from '../../src/run/player.ts'
import { openContactsLoader } from '../../src/run/scenario-contacts.ts'
import { findScenarioFiles } from '../../src/run/scenario-files.ts'
import { performStep } from '../../src/scenario/perform.ts'
import type { Scenario, Step } from '../../src/scenario/scenario.ts'
import { openStage, type Stage } from '../../src/scenario/stage.ts'
import { describeEvent, type StageEvent } from '../../src/scenario/trace.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import { choicesIn, keepChoice } from '../../src/sync/keep-choice.ts'
import { syncContacts } from '../../src/sync/sync-contacts.ts'
import type { Action } from '../../src/ui/page/page.ts'
import { openSession } from '../../src/ui/session.ts'
import { openIo } from '../cli/run.ts'

const CORPUS = 'fixtures/scenarios/pass'

/** What was done, by a person or to the CRM, and when. */
type Done = { readonly at: number } & ({ readonly action: CarriedAction } | { readonly step: Step })

interface Played {
  readonly done: readonly Done[]
  readonly seen: readonly string[]
  /** The phone and what lies around it, before anything was done; null where nothing ever was. */
  readonly begin: { readonly phone: CarriedPhone; readonly world: World } | null
  readonly endsAt: number
}

// What comes of itself, or of the app's work.
const BY_ITSELF: ReadonlySet<string> = new Set(['wake', 'synced', 'sync-failed', 'lookup-answer', 'choice-kept'])
// Of the scenario's pages and its outbox; the phone knows nothing of them.
const OF_PAGES: ReadonlySet<string> = new Set(['opened', 'closed', 'saved', 'sync-read', 'sent'])

function lineOf(event: StageEvent, ms: number): string {
  return `${ms / 1000} s ${describeEvent(event)}`
}

/** A chance that both phones have: how often it was asked by now can be asked. */
function openSameChance(seed: number, skipped = 0) {
  const chance = openChance(seed)
  for (let left = skipped; left > 0; left -= 1) chance()
  const counted = { asked: skipped }
  const next = () => {
    counted.asked += 1
    return chance()
  }
  return { counted, next, numberFirst: () => next() < 0.5 }
}

async function playOnStage(scenario: Scenario, contacts: readonly Contact[]): Promise<Played & { skipped: number }> {
  const { startsAt } = scenario
  const { counted, next, numberFirst } = openSameChance(scenario.phone.seed)
  const done: Done[] = []
  const seen: string[] = []
  let begin: Played['begin'] = null
  let skipped = 0
  let hasBegun = false
  const stage: Stage = await openStage(scenario, contacts, {
    advance(phone, action, world) {
      const { at } = action
      if (hasBegun && begin === null) {
        begin = { phone, world }
        skipped = counted.asked
      }
      if (hasBegun && at !== undefined && !BY_ITSELF.has(action.type)) done.push({ action, at })
      return advanceCarried(phone, action, { ...world, chance: next, numberFirst })
    },
    hear(event, now) {
      if (hasBegun && !OF_PAGES.has(event.type)) seen.push(lineOf(event, now - startsAt))
    },
  })
  hasBegun = true
  for (const step of scenario.steps) {
    if (step.do === 'expect') {
      await stage.passTime(step.withinMs ?? 0)
      continue
    }
    if (step.do === 'crm') done.push({ step, at: stage.now() })
    await performStep(stage, step)
  }
  return { done, seen, begin, skipped, endsAt: stage.now() }
}

async function playInSession(
  { phone: setup, startsAt }: Scenario,
  contacts: readonly Contact[],
  { done, begin, endsAt, skipped }: Awaited<ReturnType<typeof playOnStage>>,
): Promise<string[]> {
  if (begin === null) return []
  const { next, numberFirst } = openSameChance(setup.seed, skipped)
  let now = startsAt
  let ids = 0
  const newId = () => `call-${++ids}`
  const isBegun = () => session !== null
  const network = (): string => (isBegun() ? (session?.screen().phone.handset.network ?? 'online') : 'online')
  let session: ReturnType<typeof openSession> | null = null
  const crm: MemoryCrm = openMemoryCrm({
    now: () => now,
    contacts,
    isReachable: () => network() !== 'offline',
    isIntercepted: () => network() === 'captive',
  })
  const store = openMemoryStore()
  if (setup.isSynced) await syncContacts({ crm, store, now: () => now })
  /** What the phone has asked the CRM and has no answer to, though none is on its way. */
  let busy = 0
  const asked = async <T>(answer: () => Promise<T>): Promise<T> => {
    busy += 1
    return answer().finally(() => (busy -= 1))
  }

  // What was begun comes to its end.
  async function settle(): Promise<void> {
    const before = busy
    do await (before > 0 ? new Promise(setImmediate) : null)
    while (busy > answers.length)
    if (before > 0) await new Promise(setImmediate)
  }

  let answers: { readonly at: number; readonly arrive: () => void }[] = []
  const latency = async () => {
    const ms = session?.screen().phone.conditions.latencyMs ?? 0
    if (ms > 0) await new Promise<void>((arrive) => answers.push({ at: now + ms, arrive }))
  }
  const seen: string[] = []
  session = openSession({
    phone: begin.phone,
    world: { ...begin.world, chance: next, numberFirst, newCallId: newId },
    mode: 'phone',
    start: { kind: 'home' },
    contacts: { lastUpdated: null, count: 0 },
    now: () => new Date(now),
    newId,
    onDone(each) {
      if (each.type === 'act') seen.push(...each.events.map((event) => lineOf(event, each.at - startsAt)))
    },
    desk: {
      saveOutcome: () => {
        throw new Error('expected no outcome: nobody is at the keys')
      },
      keepDraft() {},
      discardDraft() {},
      drafts: () => [],
      callBacks: () => [],
      dispositions: () => [],
      keepChoice(wanted) {
        keepChoice(store, wanted)
        return choicesIn(store)
      },
      keepPhone() {},
      outbox: () => [],
      changeOutcome: () => ({ kind: 'gone' }),
      resend() {},
      giveUp() {},
      signOut: () => store.wipe(),
      describe: String,
      remote: {
        refresh: () =>
          asked(async () => {
            await latency()
            const result = await syncContacts({ crm, store, now: () => now })
            if (result.kind === 'failed') return { kind: 'failed', problem: result.problem }
            const directory = withChoices(buildDirectory(store.readContacts()), choicesIn(store))
            const held = { lastUpdated: null, count: result.contacts }
            return { kind: 'synced', contacts: held, directory, dispositions: [], problem: null, unpublished: null }
          }),
        find: (e164) =>
          asked(async () => {
            await latency()
            return crm.findContacts(e164)
          }),
        send: async () => null,
      },
    },
  })
  const played = session

  async function passTo(at: number): Promise<void> {
    for (let woke = 0; woke < 10_000; woke += 1) {
      const due = [nextWakeAt(played.screen().phone), ...answers.map((each) => each.at)]
      const soon = due.filter((each) => each !== null).filter((each) => each <= at)
      if (soon.length === 0) break
      now = Math.max(now, Math.min(...soon))
      const arrived = answers.filter((each) => each.at <= now)
      answers = answers.filter((each) => each.at > now)
      for (const { arrive } of arrived) arrive()
      await settle()
      played.tick()
      await settle()
    }
    now = at
  }

  for (const each of done) {
    await passTo(each.at)
    if ('step' in each)
      await performStep({ crm, phone: () => played.screen().phone } as unknown as Stage, each.step as never)
    else {
      const { at: _at, ...action } = each.action
      played.dispatch({ type: 'act', action: action as Action })
    }
    await settle()
  }
  await passTo(endsAt)
  played.close()
  return seen
}

// A terminal's user cannot let the app die in the middle of a write.
function canBePlayed({ steps }: Scenario): boolean {
  return steps.every((step) => step.do !== 'kill-app' || step.afterWrites === null)
}

// Of the cases of a matrix the first, and none with thousands of contacts, unless all are asked for: they take minutes.
function chosen(scenarios: readonly Scenario[]): Scenario[] {
  const possible = scenarios.filter(canBePlayed)
  if (process.env['RINGSIGHT_CORPUS'] === 'all') return possible
  const playable = possible.filter(({ contacts }) => contacts.kind === 'inline')
  return playable.filter(({ at }, index) => playable.findIndex((other) => other.at.line === at.line) === index)
}

test('R-27 what the corpus does comes out the same through the terminal session', { timeout: 900_000 }, async () => {
  const { io } = openIo()
  const files = findScenarioFiles([CORPUS])
  const player = openPlayer(io, { isUpdate: false, named: [CORPUS] })
  const load = openContactsLoader(io, [CORPUS])
  const differ: object[] = []
  let played = 0
  for (const file of files) {
    for (const scenario of chosen((await player.read(file)).scenarios)) {
      const { contacts: source } = scenario
      const contacts = source.kind === 'inline' ? source.contacts : await load(source)
      const onStage = await playOnStage(scenario, contacts)
      const inSession = await playInSession(scenario, contacts, onStage)
      played += 1
      const at = onStage.seen.findIndex((line, index) => line !== inSession[index])
      const isSame = at < 0 && onStage.seen.length === inSession.length
      if (!isSame) {
        const from = at < 0 ? onStage.seen.length : at
        differ.push({
          file,
          name: scenario.name,
          scenario: onStage.seen.slice(from, from + 3),
          session: inSession.slice(from, from + 3),
        })
      }
    }
  }
  expect(differ).toEqual([])
  expect(played).toBeGreaterThan(150)
})
