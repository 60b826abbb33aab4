// A thousand phones and a server in a virtual week: contacts come, change, merge and go, tokens are made, replaced and revoked, phones
// are off for days. Whatever a phone has, it is byte for byte what the server has published for its scope.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AccessToken } from '../../src/core/access-token.ts'
import { openChance, seedOf } from '../../src/core/chance.ts'
import type { Contact } from '../../src/core/contact.ts'
import { isInScope, parseScope, renderScope, type Scope } from '../../src/core/scope.ts'
import { applyDelta } from '../../src/core/snapshot/delta.ts'
import { lookUpSnapshot, openSnapshot } from '../../src/core/snapshot/snapshot.ts'
import { answerDirectory, DELTA_TYPE, type ServedSnapshot } from '../../src/server/directory-answer.ts'
import { publishScopes } from '../../src/server/publish.ts'
import { findToken, makeToken } from '../../src/server/token.ts'
import { openWorkspace } from '../../src/server/workspace.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import { scratch } from '../cli/run.ts'
import { contact, phone } from '../people.ts'

const PHONES = 1_000
const PEOPLE = 240
const HOUR_MS = 3_600_000
const EVERY_MS = 8 * HOUR_MS
const START = Date.parse('2026-11-23T00:00:00Z')
const SCOPES = ['all', 'active', 'owner:1', 'owner:2', 'list:1'].flatMap((word) => parseScope(word) ?? [])
const NUMBERS = Array.from({ length: PEOPLE * 2 }, (_, index) => `+35387${2_000_000 + index}`)

interface Phone {
  readonly device: string
  token: string
  bytes: Uint8Array | null
  generation: string | undefined
}

test('R-15 each of a thousand phones has at its generation what the server has, and nothing that it may not see', async () => {
  const chance = openChance(seedOf('a week'))
  const below = (most: number) => Math.floor(chance() * most)
  const folder = join(scratch(), 'team.db.directory')
  const store = openMemoryStore()
  const workspace = openWorkspace({ name: 'main', region: null, folder })
  const people = new Map<string, Contact>()
  let tokens: AccessToken[] = []
  let next = 1_000
  const members = new Set<string>()

  const invent = (now: number): Contact => {
    next += 1
    const activeAt = new Date(now - below(500) * 24 * HOUR_MS).toISOString()
    const phones = [phone(NUMBERS[below(NUMBERS.length)] ?? '')]
    return contact({ id: String(next), firstName: `Ann ${next}`, phones, ownerId: String(1 + below(3)), activeAt })
  }
  const someone = () => [...people.values()][below(people.size)] as Contact
  const put = (each: Contact) => people.set(each.id, each)
  function live(now: number): void {
    for (let done = 0; done < 6; done += 1) {
      const [one, other] = [someone(), someone()]
      if (chance() < 0.3) put(invent(now))
      if (chance() < 0.3) put({ ...one, lastName: `Kelly ${below(1_000)}` })
      if (chance() < 0.2) put({ ...one, ownerId: String(1 + below(3)) })
      if (chance() < 0.2) people.delete(other.id)
      if (chance() < 0.2 && one.id !== other.id && people.has(one.id) && people.delete(other.id)) {
        // Merged: the one that is left has the numbers of both.
        put({ ...one, phones: [...one.phones, ...other.phones] })
      }
      if (chance() < 0.3) members.add(one.id)
      if (chance() < 0.2) members.delete(other.id)
    }
  }
  const give = (device: string, now: number) => {
    const scope = SCOPES[below(SCOPES.length)] as Scope
    const { text, token } = makeToken({ device, purposes: ['directory'], scope, madeAt: now })
    tokens.push(token)
    return text
  }
  const revoke = (device: string, now: number) => {
    tokens = tokens.map((each) => (each.device === device ? { ...each, revokedAt: now } : each))
  }

  for (let count = 0; count < PEOPLE; count += 1) put(invent(START))
  const phones: Phone[] = Array.from({ length: PHONES }, (_, index) => ({
    device: `phone-${index}`,
    token: give(`phone-${index}`, START),
    bytes: null,
    generation: undefined,
  }))

  async function publish(now: number): Promise<void> {
    const contacts = [...people.values()]
    const here = new Set(contacts.map(({ id }) => id))
    const gone = Array.from(store.readContacts(), ({ id }) => id).filter((id) => !here.has(id))
    const at = new Date(now).toISOString()
    store.changeContacts({ write: contacts, remove: gone, documents: { import: { at, source: 'x', contacts: 0 } } })
    const facts = { at: now, lists: new Map([['1', new Set(members)]]) }
    await publishScopes({ store, folder, scopes: SCOPES, lists: facts.lists, now })
    workspace.update({ workspace: 'main', account: '', tokens, published: store.read('published') ?? null })
    for (const scope of SCOPES)
      expectModel(
        workspace.served(scope),
        contacts.filter((each) => isInScope(each, scope, facts)),
      )
  }

  /** What is published is what the contacts say, told by a model that reads them one by one. */
  function expectModel(served: ServedSnapshot | null, seen: readonly Contact[]): void {
    const snapshot = openSnapshot(readFileSync(served?.plain.file ?? ''))
    if (snapshot.kind === 'damaged') throw new Error(snapshot.reason)
    const model = NUMBERS.map((number) => seen.filter(({ phones: has }) => has.some(({ e164 }) => e164 === number)))
    const found = NUMBERS.map((number) => [...(lookUpSnapshot(snapshot, number)?.ids ?? [])].sort())
    expect(found).toEqual(model.map((each) => each.map(({ id }) => id).sort()))
  }

  const counts = { whole: 0, delta: 0, nothing: 0, refused: 0 }
  /** As the native clients fetch (native/FORMAT.md). */
  function fetch(each: Phone, since: string | undefined): void {
    const found = findToken(each.token, { get: (id) => wrap(workspace.tokens.get(id)) })
    if (found === null) {
      counts.refused += 1
      return
    }
    const served = workspace.served(found.token.scope)
    if (served === null) throw new Error(`expected ${renderScope(found.token.scope)} to be published`)
    const nothing = { acceptEncoding: undefined, ifNoneMatch: undefined, ifRange: undefined, range: undefined }
    const { status, headers, body } = answerDirectory({ since, ...nothing }, served)
    counts.nothing += status === 204 ? 1 : 0
    if (body !== null) {
      const bytes = readFileSync(body.file)
      const isDelta = headers['content-type'] === DELTA_TYPE
      const applied = isDelta ? applyDelta(each.bytes ?? new Uint8Array(), bytes) : { kind: 'applied' as const, bytes }
      if (applied.kind === 'refused') {
        fetch(each, undefined)
        return
      }
      counts[isDelta ? 'delta' : 'whole'] += 1
      each.bytes = applied.bytes
      each.generation = headers['ringsight-generation']
    }
    expect(Buffer.compare(each.bytes ?? new Uint8Array(), readFileSync(served.plain.file))).toBe(0)
  }

  for (let now = START; now < START + 7 * 24 * HOUR_MS; now += EVERY_MS) {
    live(now)
    await publish(now)
    for (const each of phones) {
      const what = chance()
      if (what < 0.01) revoke(each.device, now)
      else if (what < 0.03) {
        // Another token for the same phone, which keeps what it has.
        revoke(each.device, now)
        each.token = give(each.device, now)
      }
    }
    workspace.update({ workspace: 'main', account: '', tokens, published: store.read('published') ?? null })
    // Some are off, one in ten of them for days.
    for (const [index, each] of phones.entries())
      if (index % 10 === 0 ? chance() < 0.1 : chance() < 0.5) fetch(each, each.generation)
  }
  workspace.close()
  expect(Object.entries(counts).filter(([, count]) => count < 100)).toEqual([])
}, 180_000)

function wrap(token: AccessToken | undefined): { readonly token: AccessToken } | undefined {
  return token && { token }
}
