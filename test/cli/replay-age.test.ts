// `ringsight replay --contacts-age`: what a phone of that day held, counted again by plain rules.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run, scratch } from './run.ts'

function write(name: string, lines: readonly string[]): string {
  const path = join(scratch(), name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

const DAY_MS = 86_400_000
const dayOf = (at: number) => new Date(Date.UTC(2026, 0, 1) + at * DAY_MS).toISOString().slice(0, 10)
const numberOf = (at: number) => `+35387100${String(at).padStart(4, '0')}`

// Thirty numbers of forty contacts: some are shared. One in seven does not say when it was created.
const PEOPLE = Array.from({ length: 40 }, (_, at) => ({
  id: at + 1,
  number: numberOf(at % 30),
  created: at % 7 === 3 ? null : (at * 11) % 60,
}))
const CALLS = Array.from({ length: 600 }, (_, at) => ({ number: numberOf((at * at) % 37), day: (at * 13) % 60 }))

const export_ = (createdOf: (day: number) => string) => [
  'Record ID,First Name,Phone Number,Create Date',
  ...PEOPLE.map(({ id, number, created }) => `${id},P${id},${number},${created === null ? '' : createdOf(created)}`),
]
const LOG = write('calls.csv', [
  'Number,Type,Date,Duration',
  ...CALLS.map(({ number, day }) => `${number},Incoming,${dayOf(day)} 09:00:00,5`),
])
const CONTACTS = write(
  'contacts.csv',
  export_((day) => `${dayOf(day)} 17:30`),
)

const hasNumber = (number: string) => PEOPLE.filter((each) => each.number === number)
const heldBy = (call: (typeof CALLS)[number], age: number) =>
  hasNumber(call.number).filter(({ created }) => created === null || created + age <= call.day)

async function replay(...args: string[]) {
  const ran = await run(['replay', ...args, '--json'])
  const lines = ran.json()
  return { ran, of: (type: string) => lines.filter((line) => line['type'] === type), summary: lines.at(-1) ?? {} }
}

describe('a contact that came after a call', () => {
  test.each([
    ['0', 0],
    ['1d', 1],
    ['12h', 1],
    ['7d', 7],
    ['90d', 90],
  ])('with contacts %s old, calls are named by those who were held', async (age, days) => {
    const { summary, of } = await replay(LOG, '--contacts', CONTACTS, '--contacts-age', age)
    const named = CALLS.filter((call) => heldBy(call, days).length > 0)
    const known = CALLS.filter(({ number }) => hasNumber(number).length > 0)
    expect(summary).toMatchObject({
      calls: CALLS.length,
      named: { calls: named.length, callers: new Set(named.map(({ number }) => number)).size },
      contactsAgeSeconds: days === 1 ? (age === '1d' ? 86_400 : 43_200) : days * 86_400,
      notices: [],
    })
    const reasons = of('reason').filter(({ reason }) => reason === 'too-new')
    expect(reasons.map(({ calls }) => calls)).toEqual(
      known.length === named.length ? [] : [known.length - named.length],
    )
    // Somebody has the number: it is none of the unknown ones.
    for (const { number } of of('unknown')) expect(hasNumber(String(number))).toEqual([])
  })

  test('against an older phone: lost, and another name where only one of several was held', async () => {
    const { summary, of } = await replay(
      LOG,
      '--contacts',
      CONTACTS,
      '--against',
      '--contacts-age 20d',
      '--top',
      '1000',
    )
    const isHeld = (call: (typeof CALLS)[number]) => heldBy(call, 20)
    const lost = CALLS.filter((call) => hasNumber(call.number).length > 0 && isHeld(call).length === 0)
    const renamed = CALLS.filter((call) => {
      const held = isHeld(call).length
      return held > 0 && held < hasNumber(call.number).length
    })
    expect(renamed.length).toBeGreaterThan(0)
    expect(summary['against']).toMatchObject({
      gained: { calls: 0 },
      lost: { calls: lost.length },
      renamed: { calls: renamed.length },
    })
    for (const { change, shown, shownAgainst } of of('changed')) {
      expect(shownAgainst).not.toBe(shown)
      expect(shownAgainst === null).toBe(change === 'lost')
    }
  })

  test('dates of creation in any order that the file proves', async () => {
    const slashes = write(
      'slashes.csv',
      export_((day) => `${dayOf(day).split('-').reverse().join('/')} 17:30`),
    )
    const [one, other] = [
      await replay(LOG, '--contacts', CONTACTS, '--contacts-age', '1d'),
      await replay(LOG, '--contacts', slashes, '--contacts-age', '1d'),
    ]
    expect(other.summary['named']).toEqual(one.summary['named'])
  })

  test('a call of no day is played with every contact, and that is said', async () => {
    const log = write('undated.csv', ['Number', numberOf(1), numberOf(2), numberOf(36)])
    const { summary } = await replay(log, '--number', 'Number', '--contacts', CONTACTS, '--contacts-age', '90d')
    expect(summary).toMatchObject({ named: { calls: 2 } })
    expect(summary['notices']).toEqual([expect.stringMatching(/^For 2 calls whose day was not known/)])
  })

  test('contacts that do not say when they were created: what to export', async () => {
    const bare = write('bare.csv', ['Record ID,First Name,Phone Number', `1,Anna,${numberOf(1)}`])
    const { code, stderr } = await run(['replay', LOG, '--contacts', bare, '--contacts-age', '1d'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('export them with that column')])
    const stored = await run(['replay', LOG, '--db', join(scratch(), 'store.db'), '--contacts-age', '1d'])
    expect([stored.code, stored.stderr]).toEqual([2, expect.stringContaining('expected --contacts with an export')])
  })

  test('the first line says how old the contacts were', async () => {
    const { stdout } = await run(['replay', LOG, '--contacts', CONTACTS, '--contacts-age', '1d'])
    expect(stdout.split('\n')[0]).toMatch(/no SIM; contacts 1d old at each call\.$/)
  })
})
