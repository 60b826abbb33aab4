// Whatever somebody does on the phone in the terminal, key by key, comes out the same when its recording is written, read and played:
// on a new phone and on one in use, with a CRM and without.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CarriedPhone, newCarriedPhone, restoreCarried } from '../../src/app/carried.ts'
import { addressBookIn } from '../../src/cli/directory.ts'
import { type Handset, newHandset, readyHandset } from '../../src/core/handset.ts'
import { newConditions, newSystem } from '../../src/device/phone.ts'
import { asPossible } from '../../src/device/possible-phone.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import type { Key } from '../../src/ui/keys.ts'
import { controlsOf } from '../../src/ui/page/call-controls.ts'
import { frontPage, menuOf } from '../../src/ui/screen.ts'
import type { SessionDone } from '../../src/ui/session.ts'
import { PEOPLE as HOSTILE } from './phones.ts'
import { directoryOf, firstDifference, openRig, playRecording, type Rig } from './recorded.ts'

const NUMBERS = ['+353871234567', '+35312345678', '+48512345678', '087 123 4567', '+353861111111', 'withheld', '112']
// Two numbers in one property have one each in a scenario.
const PEOPLE = HOSTILE.map((person) => ({
  ...person,
  lastName: person.lastName.slice(0, 3),
  company: person.company.slice(0, 16),
  deals: person.deals.map((deal) => ({ ...deal, id: `${person.id}-1`, name: deal.name.slice(0, 20) })),
  phones: person.phones.map((phone, at) => (at === 0 ? phone : { ...phone, field: 'Other Phone' })),
}))
const START = Date.parse('2026-06-30T09:00:00.250Z')
const SECOND = 1000
const PAUSES = [0, 0, 0, 700, 3 * SECOND, 12 * SECOND, 90 * SECOND, 3_600_000, 26 * 3_600_000]

const press = (name: Extract<Key, { type: 'press' }>['name']): Key => ({ type: 'press', name })

/** One thing that a person may do now; each number of a walk is one. */
async function act(rig: Rig, choice: number, hasCrm: boolean): Promise<void> {
  const { session } = rig
  const screen = session.screen()
  const page = frontPage(screen)
  const of = <T>(list: readonly T[], from = choice): T => list[from % list.length] as T
  // The CRM's clock does not go on with the time that is let go by at once.
  const isShut = (label: string) => label === 'Quit' || (hasCrm && label === 'Let time pass')
  if (choice % 5 === 0) await rig.passTo(rig.now() + of(PAUSES, Math.floor(choice / 5)))
  const pick = Math.floor(choice / 7)
  switch (page?.kind) {
    case 'call': {
      const controls = controlsOf(screen).filter(
        ({ steps }) => !(hasCrm && steps.some(({ type }) => type === 'pass-time')),
      )
      const control = of(controls, pick)
      return control === undefined ? undefined : rig.press({ type: 'text', text: control.key })
    }
    case 'form': {
      const keys: readonly (readonly Key[])[] = [
        [{ type: 'text', text: String(1 + (pick % 6)) }],
        [press('tab'), { type: 'paste', text: `Note ${pick}` }],
        [press('save')],
        [press('escape')],
        [press('shift-tab'), press('right'), press('right'), press('enter')],
        [press('tab'), press('tab'), press('enter'), { type: 'paste', text: 'Send the quote' }, press('escape')],
        [{ type: 'text', text: '1' }, press('save')],
      ]
      return rig.press(...of(keys, choice))
    }
    case 'menu': {
      if (page.field !== null) await rig.press({ type: 'paste', text: of(NUMBERS, pick) })
      const { menu, selected } = menuOf(page, session.screen())
      const open = menu.items.flatMap(({ label }, index) => (isShut(label) ? [] : index))
      const isLeft = open.length === 0 || (choice % 6 === 0 && session.screen().pages.length > 1)
      if (isLeft) return rig.press(press('escape'))
      // Mostly there are calls.
      const to = page.place.name === 'home' && choice % 2 === 0 ? of([0, 1]) : of(open, pick)
      const way = press(to > selected ? 'down' : 'up')
      return rig.press(...Array.from({ length: Math.abs(to - selected) }, () => way), press('enter'))
    }
    case undefined:
  }
}

interface Case {
  readonly platform: Handset['platform']
  readonly isReady: boolean
  readonly hasCrm: boolean
  /** What was done before, which is not recorded, and what is. */
  readonly before: readonly number[]
  readonly walk: readonly number[]
  readonly seed: number
}

const choices = (maxLength: number) => fc.array(fc.nat(1_000_000), { maxLength, size: 'max' })

const cases: fc.Arbitrary<Case> = fc.record({
  platform: fc.constantFrom('android', 'android', 'ios'),
  isReady: fc.boolean(),
  hasCrm: fc.boolean(),
  before: fc.oneof(fc.constant([]), choices(40)),
  walk: choices(60),
  seed: fc.nat(2 ** 32 - 1),
})

async function* batches() {
  yield PEOPLE
}

async function differenceOf(
  { platform, isReady, hasCrm, before, walk, seed }: Case,
  plant?: (done: SessionDone) => SessionDone | null,
): Promise<object | null> {
  const store = openMemoryStore()
  if (!hasCrm) await store.replaceContacts(batches(), { at: '2026-06-29T09:00:00Z', source: 'people.csv' })
  const handset = asPossible((isReady ? readyHandset : newHandset)(platform, 'IE'))
  const open = (phone: CarriedPhone, startsAt: number, idsBegin: 'old' | 'new') => {
    const syncedAt = Date.parse(store.read('import')?.at ?? '')
    return openRig({
      phone,
      world: {
        directory: directoryOf([...store.readContacts()], store),
        addressBook: addressBookIn(store),
        ...(Number.isNaN(syncedAt) ? {} : { syncedAt }),
      },
      startsAt,
      seed,
      contacts: PEOPLE,
      isSynced: false,
      hasCrm,
      store,
      idsBegin,
      ...(plant === undefined ? {} : { plant }),
    })
  }
  let rig = await open(newCarriedPhone(handset, newSystem(), newConditions()), START, before.length > 0 ? 'old' : 'new')
  for (const choice of before) await act(rig, choice, hasCrm)
  await rig.settle()
  if (before.length > 0) {
    rig.session.close()
    // As a store keeps it between two runs.
    const kept = restoreCarried(JSON.parse(JSON.stringify(rig.session.screen().phone)))
    rig = await open(kept, rig.now() + 3 * 3_600_000, 'new')
  }
  for (const choice of walk) await act(rig, choice, hasCrm)
  await rig.settle()
  const recorded = await rig.record()
  if (recorded === null) return null
  const outcome = rig.outcome()
  const { outcome: again, text, failure } = await playRecording(recorded)
  const found = failure === null ? firstDifference(outcome, again) : { failure }
  return found && { ...found, text }
}

const RUNS = Number(process.env['RINGSIGHT_RECORDINGS'] ?? 25)

test('R-23 R-27 whatever is done on the phone comes out the same when its recording is played', {
  timeout: 600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (each) => {
      expect(await differenceOf(each)).toBeNull()
    }),
    { numRuns: RUNS },
  )
})

// The same seed each time: a fault that is planted is found, or it is not.
const planted = (plant: (done: SessionDone) => SessionDone | null) =>
  fc.check(
    fc.asyncProperty(cases, async (each) => (await differenceOf(each, plant)) === null),
    { numRuns: 40, seed: 7, endOnFailure: true },
  )

test.each<[string, (done: SessionDone) => SessionDone | null]>([
  ['forgets how an outcome screen was left', (done) => (done.type === 'left' || done.type === 'saved' ? null : done)],
  ['is late by a second', (done) => ({ ...done, at: done.at + 1000 })],
  [
    'forgets who hung up',
    (done) =>
      done.type === 'act' && done.action.type === 'end'
        ? { ...done, action: { ...done.action, cause: 'LOCAL' } }
        : done,
  ],
])('R-23 a recorder that %s is found out', { timeout: 600_000 }, async (_what, plant) => {
  expect((await planted(plant)).failed).toBe(true)
})
