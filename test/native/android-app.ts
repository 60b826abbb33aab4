// The Kotlin library as an app under test, for `ringsight run PATH --app 'npx tsx test/native/android-app.ts'`: what the phone
// says goes to a JVM with Robolectric (native/android, dev.ringsight.scenarios), and its requests come back. Here is only what
// the app around the library does in TypeScript on a real phone too: snapshots are built, and contacts are shown by their ids.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import type { ContactsMessage, SignalMessage, Start } from '../../src/app-process/message.ts'
import { renderCard, resolveCaller } from '../../src/core/caller.ts'
import { type CallerChoice, choicesByLine } from '../../src/core/caller-choice.ts'
import {
  type Card,
  type Contact,
  chooseDeal,
  contactName,
  renderAge,
  renderDeal,
  renderLabel,
  renderWhy,
  showDeal,
} from '../../src/core/contact.ts'
import { dayAt } from '../../src/core/day.ts'
import { buildDirectory, carriedIds, type Directory, withChoices } from '../../src/core/directory.ts'
import { contactLimit } from '../../src/core/handset.ts'
import { lineOf } from '../../src/core/number/line.ts'
import { formatNumber } from '../../src/core/number/number.ts'
import { describeKind, type FailureKind } from '../../src/core/retry.ts'
import { buildSnapshot } from '../../src/core/snapshot/build.ts'
import type { Facts } from '../../src/device/signal.ts'

type Fields = Readonly<Record<string, unknown>>

const LIBRARY = 'native/android/library/target'
const WORKSPACE = '00000000000000a1'
const folder = mkdtempSync(join(tmpdir(), 'ringsight-android-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const classPath = [
  // Classes to take before the library's own, such as those of a bug that is planted.
  ...(process.env['RINGSIGHT_CLASSES'] ? [process.env['RINGSIGHT_CLASSES']] : []),
  `${LIBRARY}/test-classes`,
  `${LIBRARY}/classes`,
  `${LIBRARY}/aar/monitor/classes.jar`,
  `${LIBRARY}/aar/idling/classes.jar`,
  readFileSync(`${LIBRARY}/class-path.txt`, 'utf8').trim(),
].join(':')
const jvm = spawn('java', ['-Xshare:auto', '-cp', classPath, 'dev.ringsight.scenarios.MainKt'], {
  stdio: ['pipe', 'pipe', 'inherit'],
})
jvm.on('exit', (code) => process.exit(code ?? 1))
const fromJvm = linesOf(createInterface({ input: jvm.stdout }))

async function* linesOf(lines: Interface): AsyncGenerator<Fields, void> {
  for await (const line of lines) yield JSON.parse(line) as Fields
}

async function nextOf(): Promise<Fields> {
  const { value } = await fromJvm.next()
  if (value === undefined) throw new Error('the JVM has ended')
  return value
}

async function ask(message: object): Promise<Fields[]> {
  jvm.stdin.write(`${JSON.stringify(message)}\n`)
  const said: Fields[] = []
  for (let each = await nextOf(); each['type'] !== 'end'; each = await nextOf()) said.push(each)
  return said
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}

let directory = buildDirectory([])
/** Contacts that no snapshot has been built of yet. */
let isNew = false
let generation = 0
let facts: Facts | null = null
let day = ''
/** When the last sync ended that worked. */
let syncedAt = 0
const numbers = new Set<string>()

async function onSignal(message: SignalMessage): Promise<void> {
  facts = message.facts ?? facts
  if (message.number) numbers.add(message.number)
  const signal = message.signal as { readonly type: string; readonly at: number; readonly error?: string }
  const { type, at } = signal
  if (isNew && facts !== null) await publish(directory, at, facts)
  if (type === 'synced') syncedAt = at
  const failure = type === 'sync-failed' ? { failure: kindOf(signal.error ?? '') } : {}
  for (const request of await ask({ ...message, signal: { ...signal, ...failure } })) say(withContacts(request, at))
}

// An app that fetches by itself knows what went wrong; the protocol tells it to people.
function kindOf(error: string): FailureKind {
  const kind = FAILURES.find((each) => describeKind(each).because === error)
  if (kind === undefined) throw new Error(`expected why a sync has failed, found: ${error}`)
  return kind
}

const FAILURES: readonly FailureKind[] = ['offline', 'timeout', 'server', 'rate-limited', 'unauthorised', 'forbidden']

// A sync has ended: what it brought is written for the library to read.
async function publish(synced: Directory, at: number, { handset }: Facts): Promise<void> {
  isNew = false
  day = dayAt(at)
  generation += 1
  const ids = carriedIds(synced.contacts.keys(), contactLimit(handset))
  const carried = [...synced.contacts.values()].filter(({ id }) => ids.has(id))
  const header = { workspaceHash: WORKSPACE, generation, createdAtMs: at, regions: [] }
  const path = join(folder, 'callerid.idx')
  writeFileSync(path, buildSnapshot(carried, header))
  await ask({ type: 'snapshot', path })
}

function withContacts(request: Fields, at: number): object {
  const { text, call, ...fields } = request
  if (typeof text === 'string') return { ...fields, ...cardOf(text, at) }
  if (typeof call === 'object' && call !== null) return { ...fields, call: { ...call, ...namesOf(call as Fields, at) } }
  return request
}

// A snapshot has a card as text alone: it is taken apart as it was made, and what nobody has made so is the name.
function cardOf(text: string, at: number): object {
  const cards = [...numbers].flatMap((number) => {
    const { matches } = callerWith(number, null).evidence
    return [null, ...matches.map(({ contact }) => contact)].flatMap((chosen) => {
      const card = renderCard(
        callerWith(number, chosen && { line: lineOf(number), contactId: chosen.id, at: chosenAt(text) }),
        day,
      )
      return card === null ? [] : { ...card, agoMs: at - syncedAt }
    })
  })
  const made = cards.find((card) => textsOf(card).includes(text))
  if (made === undefined) return { name: text, company: '', deal: null, others: 0 }
  const { agoMs, ...card } = made
  return { ...card, ageSeconds: agoMs / 1000 }
}

function callerWith(number: string, choice: CallerChoice | null) {
  const choices = choicesByLine(choice === null ? [] : [choice])
  const limit = facts && contactLimit(facts.handset)
  const sources = { directory: withChoices(directory, choices), addressBook: new Map(), regions: [], limit }
  return resolveCaller({ presentation: 'ALLOWED', text: number }, sources)
}

/** The day that a card says that its user has chosen on; any day for a card that says none, which none is then like. */
function chosenAt(text: string): number {
  return Date.parse(`${/^You chose .* on (\d+ \w+ \d{4})$/m.exec(text)?.[1]} UTC`) || 0
}

// An overlay shows the deal or nothing below the label; a notification the deal or the number. Then comes why, and how old it is: in
// one line on a notification.
function textsOf(card: Card): string[] {
  const label = renderLabel(card)
  const small = [renderWhy(card), renderAge(card)].filter((line) => line !== null)
  const heads =
    card.deal !== null ? [[label, renderDeal(card.deal)]] : [[label], ...[...numbers].map((each) => [label, each])]
  return heads.flatMap((head) => [[...head, ...small].join('\n'), [...head, small.join(' · ')].join('\n')])
}

function namesOf(call: Fields, at: number): object {
  const contact: Contact | undefined = directory.contacts.get(String(call['contactId']))
  if (contact === undefined) return { contactName: formatNumber(String(call['number'])) }
  const deal = chooseDeal(contact.deals, dayAt(at))
  return { contactName: contactName(contact), deal: deal && { id: deal.id, ...showDeal(deal) } }
}

async function onMessage(message: Start | ContactsMessage | SignalMessage): Promise<void> {
  switch (message.type) {
    case 'start':
      directory = buildDirectory([])
      isNew = false
      facts = null
      numbers.clear()
      for (const request of await ask(message)) say(request)
      return
    case 'contacts':
      if (!('contacts' in message)) throw new Error('expected contacts as JSON')
      directory = buildDirectory(message.contacts.map(({ record }) => record))
      isNew = message.isSignedIn
      if (message.isSignedIn) await ask({ type: 'sign-in' })
      return
    case 'signal':
      return onSignal(message)
  }
}

say(await nextOf())
for await (const line of createInterface({ input: process.stdin })) {
  await onMessage(JSON.parse(line) as Start | ContactsMessage | SignalMessage)
  say({ type: 'end' })
}
jvm.kill()
