// The phone in the terminal and the phone of the scenarios are one: whatever the corpus does to a phone is done through the
// terminal's session as well, at the same times, and what can be seen of the phone is compared line by line. The session is
// recorded, and the recording, written and read again, comes out as the session did.

import { expect, test } from 'vitest'
import { advanceCarried, type CarriedAction, type CarriedPhone } from '../../src/app/carried.ts'
import { openCourse } from '../../src/core/chance.ts'
import type { Contact } from '../../src/core/contact.ts'
import type { World } from '../../src/device/phone.ts'
import { openPlayer } from '../../src/run/player.ts'
import { openProjects } from '../../src/run/project-file.ts'
import { openContactsLoader } from '../../src/run/scenario-contacts.ts'
import { findScenarioFiles } from '../../src/run/scenario-files.ts'
import { performStep } from '../../src/scenario/perform.ts'
import type { CrmChange, Doing, Scenario } from '../../src/scenario/scenario.ts'
import { openStage } from '../../src/scenario/stage.ts'
import type { Action } from '../../src/ui/page/page.ts'
import { openIo } from '../cli/run.ts'
import { firstDifference, lineOf, openHands, openRig, playRecording } from './recorded.ts'

const CORPUS = 'fixtures/scenarios/pass'

/** What was done, by a person or to the CRM, and when. */
type Done = { readonly at: number } & (
  | { readonly action: CarriedAction }
  /** On one of the app's own pages. */
  | { readonly step: Doing }
  | { readonly change: CrmChange }
)

interface Played {
  readonly done: readonly Done[]
  readonly seen: readonly string[]
  /** The phone and what lies around it, before anything was done; null where nothing ever was. */
  readonly begin: { readonly phone: CarriedPhone; readonly world: World; readonly seed: number } | null
  readonly endsAt: number
}

// What comes of itself, or of the app's work.
const BY_ITSELF: ReadonlySet<string> = new Set(['wake', 'synced', 'sync-failed', 'lookup-answer', 'choice-kept'])

const ON_PAGES: ReadonlySet<string> = new Set(['fill-outcome', 'open-draft', 'resend', 'give-up', 'change-outcome'])
const BUTTONS: ReadonlySet<string> = new Set(['Save', 'Back', 'Discard'])

async function playOnStage(scenario: Scenario, contacts: readonly Contact[]): Promise<Played> {
  const { startsAt } = scenario
  const course = openCourse(scenario.phone.seed)
  const done: Done[] = []
  const seen: string[] = []
  let around: World | null = null
  let hasBegun = false
  let isOnPage = false
  const stage = await openStage(scenario, contacts, {
    advance(phone, action, world) {
      const { at } = action
      if (hasBegun) around ??= world
      if (hasBegun && !isOnPage && at !== undefined && !BY_ITSELF.has(action.type)) done.push({ action, at })
      // What was before has had its part of chance.
      const chance = () => {
        course.chance()
        return world.chance?.() ?? 1
      }
      if (!hasBegun) return advanceCarried(phone, action, { ...world, chance })
      return advanceCarried(phone, action, world)
    },
    hear(event, now) {
      if (hasBegun) seen.push(...lineOf(event, now - startsAt))
    },
  })
  hasBegun = true
  const [phone, seed] = [stage.phone(), course.seed()]
  for (const step of scenario.steps) {
    if (step.do === 'expect') {
      await stage.passTime(step.withinMs ?? 0)
      continue
    }
    if (step.do === 'crm') done.push({ change: step.change, at: stage.now() })
    isOnPage = ON_PAGES.has(step.do) || (step.do === 'tap' && BUTTONS.has(step.target) && stage.page() !== null)
    if (isOnPage) done.push({ step, at: stage.now() })
    await performStep(stage, step)
    isOnPage = false
  }
  const begin = around === null ? null : { phone, world: around as World, seed }
  return { done, seen, begin, endsAt: stage.now() }
}

async function playInSession(
  { phone: setup, startsAt }: Scenario,
  contacts: readonly Contact[],
  { done, begin, endsAt }: Played,
) {
  if (begin === null) return null
  const { phone, world, seed } = begin
  const rig = await openRig({
    phone,
    world,
    blocked: setup.blocked,
    startsAt,
    seed,
    contacts,
    isSynced: setup.isSynced,
    idsBegin: 'call',
  })
  const perform = openHands(rig)
  for (const each of done) {
    await rig.passTo(each.at)
    if ('change' in each) await rig.changeCrm(each.change)
    else if ('step' in each) await perform(each.step)
    else {
      const { at: _at, ...action } = each.action
      rig.session.dispatch({ type: 'act', action: action as Action })
    }
    await rig.settle()
  }
  await rig.passTo(endsAt)
  return rig
}

/** What no person at `ringsight phone` does, by its kind. All else of the corpus is played through the session. */
const NO_PERSON: Readonly<Record<string, { readonly why: string; readonly isIn: (step: Doing) => boolean }>> = {
  'a death in the middle of a write': {
    why: "the terminal's process would have to die with the app; not played",
    isIn: (step) => step.do === 'kill-app' && step.afterWrites !== null,
  },
  'a change by others in the CRM': {
    why: 'the person at the phone only makes it fail; played, and whoever records is told',
    isIn: (step) => step.do === 'crm' && !['down', 'unauthorised', 'forbidden', 'up'].includes(step.change.kind),
  },
}

function canBePlayed({ steps }: Scenario): boolean {
  return !steps.some((step) => NO_PERSON['a death in the middle of a write']?.isIn(step))
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
  const load = openContactsLoader(io, openProjects([CORPUS]))
  const differ: object[] = []
  let played = 0
  for (const file of files) {
    for (const scenario of chosen((await player.read(file)).scenarios)) {
      const { contacts: source, name } = scenario
      const people = source.kind === 'inline' ? source.contacts : await load(source)
      try {
        const onStage = await playOnStage(scenario, people)
        const rig = await playInSession(scenario, people, onStage)
        if (rig === null) continue
        played += 1
        const outcome = rig.outcome()
        const others = firstDifference({ ...outcome, seen: onStage.seen }, outcome)
        if (others !== null) differ.push({ file, name, others })
        const needsAll = source.kind !== 'inline' || onStage.done.some((each) => 'change' in each)
        const recorded = await rig.record(needsAll ? { contacts: source, people } : undefined)
        if (recorded === null) continue
        const again = await playRecording(recorded, load)
        const found = firstDifference(outcome, again.outcome)
        if (found !== null || again.failure !== null)
          differ.push({ file, name, found, failure: again.failure, text: again.text })
      } catch (error) {
        differ.push({ file, name, error: String(error) })
      }
    }
  }
  expect(differ).toEqual([])
  expect(played).toBeGreaterThan(150)
})

test('R-23 what no person does at the phone is listed, by its kind', async () => {
  const player = openPlayer(openIo().io, { isUpdate: false, named: [CORPUS] })
  const listed = new Map(Object.keys(NO_PERSON).map((kind) => [kind, new Set<string>()]))
  for (const file of findScenarioFiles([CORPUS])) {
    for (const { steps } of (await player.read(file)).scenarios) {
      for (const [kind, { isIn }] of Object.entries(NO_PERSON))
        if (steps.some(isIn)) listed.get(kind)?.add(file.slice(CORPUS.length + 1))
    }
  }
  expect(Object.fromEntries([...listed].map(([kind, files]) => [kind, [...files]]))).toMatchInlineSnapshot(`
    {
      "a change by others in the CRM": [
        "identifying/article-profile.yaml",
        "identifying/chosen.yaml",
        "identifying/hundred-thousand.yaml",
        "identifying/switchboard.yaml",
        "ios/background-refresh.yaml",
        "ios/load-errors.yaml",
        "ios/loads.yaml",
        "ios/stale-label.yaml",
        "outcomes/daily-limit.yaml",
        "outcomes/deal.yaml",
        "outcomes/deleted-contact.yaml",
        "outcomes/killed-and-lost.yaml",
        "outcomes/lost-answer.yaml",
        "outcomes/merged-contact.yaml",
        "outcomes/own-outcomes.yaml",
        "outcomes/parked.yaml",
        "outcomes/rate-limited.yaml",
        "outcomes/restored-contact.yaml",
        "settings/manage-page.yaml",
        "sync/at-the-same-time.yaml",
        "sync/captive-portal.yaml",
        "sync/changes.yaml",
        "sync/daily.yaml",
        "sync/deals.yaml",
        "sync/failed.yaml",
        "sync/full-and-delta.yaml",
        "sync/offline.yaml",
      ],
      "a death in the middle of a write": [
        "identifying/chosen.yaml",
        "outcomes/killed-and-lost.yaml",
        "outcomes/killed.yaml",
        "sync/failed.yaml",
      ],
    }
  `)
})
