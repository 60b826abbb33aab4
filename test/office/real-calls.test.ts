// Real calls: sipp calls through Kamailio, which has our example, asks Ringsight, and puts the name into From; sipp is called, and
// what it reads is held to what the phone shows. For a machine that has the tools and is left alone: RINGSIGHT_CALLS=1.
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderOwners } from '../../src/core/caller.ts'
import { type Card, renderLabel } from '../../src/core/contact.ts'
import { displayName } from '../../src/office/display-name.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { scratch } from '../cli/run.ts'
import { seed } from '../hostile/effort.ts'
import { contact, phone } from '../people.ts'
import { openLasting, type Running, ringsight } from '../server/running.ts'
import { hasSip, type Line, openLine, type Rang, unquote } from './sip.ts'

const person = (id: string, firstName: string, numbers: readonly string[], company = '') =>
  contact({ id, firstName, lastName: '', company, phones: numbers.map((each) => phone(each)), deals: [] })

// What people write into a CRM, and what somebody may write there who means no good.
const HOSTILE = [
  'Anna "The Boss" Byrne',
  'back\\slash',
  'ends with a backslash\\',
  'x"\r\nTo: <sip:evil@example.com>\r\nX-Evil: "y',
  "Robert'); DROP TABLE contacts;--",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a template would fill in
  '$(fU) %s %n ${caller} {{7*7}} <b>',
  '<sip:evil@example.com>;tag=1',
  '李小龍 · 🦊 Füchse',
  '\u202eesrever',
  'null\u0000byte and \u001b[31mred',
  'n'.repeat(70),
]
// What nobody thought of: the same ones every time, unless a seed is stated.
const NASTY = [
  ...'"\\<>;:,%{}$()[]`\'&|@?=#~^!*+/ \t\r\n\u0000\u001b\u007f\u0085\u00a0\u200b\u200d\u202e\u2028\ufeff\ufffdaZ09é李🦊',
  'e\u0301',
  '\ud800',
]
const RANDOM = fc.sample(
  fc.oneof(
    fc.string({ unit: fc.constantFrom(...NASTY), minLength: 1, maxLength: 90, size: 'max' }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 90, size: 'max' }),
  ),
  { seed, numRuns: 200 },
)
const randomPeople = RANDOM.map((name, index) => person(String(5000 + index), name, [`+35387400${1000 + index}`]))
const CONTACTS = [
  ...randomPeople,
  person('1', 'Anna Byrne', ['+353871234567'], 'Acme Ltd'),
  person('2', 'Ben Byrne', ['+353862345678', '+35312345678'], 'Acme Ltd'),
  person('3', 'Cara Byrne', ['+35312345678'], 'Acme Ltd'),
  person('4', 'Dana Diaz', ['+525512345678']),
  ...HOSTILE.map((name, index) => person(String(100 + index), name, [`+35387200${1000 + index}`])),
  ...Array.from({ length: 100 }, (_, index) =>
    person(String(1000 + index), `Person ${index}`, [`+35387300${1000 + index}`]),
  ),
]
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    from: `sip:+35387300${1000 + (index % 100)}@trunk.example`,
    name: String(index % 100),
  }))
const TRUNK = '"TRUNK"'
// A look-up waits one second at most, and as long for its turn; beside it, a busy machine takes its time.
const LONGEST_MS = 4_000

const isAsked = process.env['RINGSIGHT_CALLS'] !== undefined
test.runIf(isAsked)('the tools are there', () => expect(hasSip()).toBe(true))

describe.runIf(isAsked && hasSip())('calls through Kamailio', () => {
  const db = join(scratch(), 'team.db')
  let place: { readonly port: number; readonly token: string }
  let server: Running
  let line: Line
  const open = () => openLasting(null, { db, port: place.port, args: ['--region', 'IE'] })

  beforeAll(async () => {
    const store = openSqliteStore(db)
    await store.writeContacts(batch(CONTACTS), { at: new Date().toISOString(), source: 'test' })
    store.close()
    const token = (await ringsight(['serve', 'token', 'make', 'kamailio', '--for', 'office', '--db', db])).trim()
    place = { port: await freeTcpPort(), token }
    server = await open()
    line = await openLine(scratch(), place)
  }, 60_000)
  afterAll(async () => {
    await line?.close()
    if (server?.child.signalCode === null) await server.stop('SIGKILL')
  })

  /** What the phone shows of a number, on one line. */
  async function onThePhone(number: string): Promise<string | null> {
    const asked = ['call', number, '--db', db, '--platform', 'ios', '--region', 'IE', '--json']
    // Its status is 1 where nobody is named.
    const lines = await ringsight(asked).catch((error: { stdout: string }) => error.stdout)
    const shown = lines
      .split('\n')
      .filter((each) => each !== '')
      .map((each) => JSON.parse(each) as { type: string; card?: Card })
      .find(({ type }) => type === 'show-card')
    return shown?.card === undefined ? null : renderLabel(shown.card)
  }

  async function ring(from: string): Promise<Rang> {
    const { rang, failed } = await line.call([{ from, name: 'one' }], 1)
    expect(failed).toBe(null)
    return rang[0] as Rang
  }

  test.each([
    ['known', 'sip:+353871234567@trunk.example', '+353871234567'],
    ['known, by its national number', 'sip:0871234567@trunk.example', '0871234567'],
    ['known, by a tel address', 'tel:+353871234567', '+353871234567'],
    ['shared: one name, how many others, and the company of all', 'sip:+35312345678@trunk.example', '+35312345678'],
    ["in the spelling of the line that is not the CRM's", 'sip:+5215512345678@trunk.example', '+5215512345678'],
  ])('a caller who is %s has the name that the phone shows', async (_what, from, number) => {
    const { display, from: kept } = await ring(from)
    const name = await onThePhone(number)
    expect(name).not.toBe(null)
    expect(unquote(display)).toBe(name)
    expect(kept).toBe(from)
  })

  test.each([
    ['withheld', 'sip:anonymous@anonymous.invalid', 'anonymous'],
    ['unknown', 'sip:+353879999999@trunk.example', '+353879999999'],
    ['of another country with the same last digits', 'sip:+447871234567@trunk.example', '+447871234567'],
    ['an extension of the house', 'sip:201@trunk.example', '201'],
    ['without a number', 'sip:trunk.example', 'unknown'],
  ])('a caller who is %s keeps what the trunk says', async (_what, from, number) => {
    expect((await ring(from)).display).toBe(TRUNK)
    expect(await onThePhone(number)).toBe(null)
  })

  test('names that mean no good reach the telephone whole, and nothing else of the call is changed', async () => {
    const calls = HOSTILE.map((_, index) => ({
      from: `sip:+35387200${1000 + index}@trunk.example`,
      name: String(index),
    }))
    const { rang, failed } = await line.call(calls, 10)
    expect(failed).toBe(null)
    const names = await Promise.all(calls.map((_, index) => onThePhone(`+35387200${1000 + index}`)))
    expect(rang.map(({ display }) => unquote(display))).toEqual(names)
    expect(rang.map(({ from }) => from)).toEqual(calls.map(({ from }) => from))
  }, 60_000)

  test('two hundred names of any characters reach the telephone as the one quoted string that says them', async () => {
    const calls = randomPeople.map((_, index) => ({
      from: `sip:+35387400${1000 + index}@trunk.example`,
      name: String(index),
    }))
    const { rang, failed } = await line.call(calls, 20)
    expect(failed).toBe(null)
    const labels = randomPeople.map((each) => displayName(renderOwners([each]).label))
    expect(rang.map(({ display }) => unquote(display))).toEqual(labels)
    expect(rang.map(({ from }) => from)).toEqual(calls.map(({ from }) => from))
  }, 60_000)

  /** No call is lost or late, and none has a name that is not its own. @returns how many had theirs */
  function expectGood({ rang, failed }: { rang: readonly Rang[]; failed: string | null }, count: number): number {
    expect({ failed, rang: rang.length }).toEqual({ failed: null, rang: count })
    expect(Math.max(...rang.map(({ afterMs }) => afterMs))).toBeLessThan(LONGEST_MS)
    const wrong = rang.filter(({ display, name }) => display !== TRUNK && display !== `"Person ${name}"`)
    expect(wrong).toEqual([])
    return rang.filter(({ display }) => display !== TRUNK).length
  }

  test('a server that dies in the middle of a thousand calls, and comes back, costs names and no call', async () => {
    expect(expectGood(await line.call(many(20), 10), 20)).toBe(20)
    const calls = line.call(many(1_000), 200)
    await sleep(1_500)
    await server.stop('SIGKILL')
    await sleep(500)
    server = await open()
    const named = expectGood(await calls, 1_000)
    expect(named).toBeGreaterThan(20)
    expect(named).toBeLessThan(1_000)
    await sleep(6_000)
    expect(expectGood(await line.call(many(20), 10), 20)).toBe(20)
  }, 120_000)

  test('a server that answers no more keeps no call waiting', async () => {
    server.child.kill('SIGSTOP')
    expect(expectGood(await line.call(many(200), 50), 200)).toBe(0)
    server.child.kill('SIGCONT')
    await sleep(6_000)
    expect(expectGood(await line.call(many(20), 10), 20)).toBe(20)
  }, 120_000)

  test('another program in its place gets no header of its own into a call', async () => {
    await server.stop('SIGKILL')
    const bodies = [
      'x"\r\nX-Evil: y',
      'x" <sip:evil@example.com>;tag=1\r\n',
      'y\\',
      '"',
      'z'.repeat(100_000),
      '{"error":"x"}\n',
    ]
    let answered = 0
    const other: Server = createServer((_request, response) => {
      response.end(bodies[answered % bodies.length])
      answered += 1
    }).listen(place.port, '127.0.0.1')
    await once(other, 'listening')
    // What was noted of the server that is gone has to be forgotten.
    await sleep(6_000)
    const { rang, failed } = await line.call(many(bodies.length), 2)
    other.closeAllConnections()
    other.close()
    expect({ failed, rang: rang.length, answered }).toEqual({
      failed: null,
      rang: bodies.length,
      answered: bodies.length,
    })
    expect(rang.map(({ display }) => display)).toEqual(bodies.map(() => TRUNK))
  }, 60_000)
})

async function* batch<T>(all: readonly T[]) {
  yield all
}

async function freeTcpPort(): Promise<number> {
  const probe = createTcpServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return port
}
