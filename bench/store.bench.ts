// Claim: a call on a store of a million contacts takes hardly longer than on one of a thousand, and no more memory, for nothing
// on its way reads all contacts. Whole processes, of the built package (`npm run build` first, as `npm run bench` does). The larger
// size is an argument: `tsx bench/store.bench.ts 100000`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Contact } from '../src/core/contact.ts'
import { openSqliteStore } from '../src/store/sqlite.ts'
import { type Group, measureProcesses, type Process, ratioOf } from './measure.ts'
import { differentNumbers, numbersOf, people } from './people.ts'
import { type Claim, publish } from './report.ts'

const [FEW, MANY] = [1_000, Number(process.argv[2] ?? 1_000_000)]
const RUNS = Number(process.env['BENCH_RUNS'] ?? 11)
const BATCH = 1_000

const ringsight = fileURLToPath(new URL('../bin/ringsight.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'ringsight-bench-'))

/** One contact in ten has a text besides that cannot be read: whoever is not known is looked for among them. */
async function* batchesOf(contacts: readonly Contact[]) {
  const texts = ['ask reception', '087 123 45', '9.19541E+11']
  for (let at = 0; at < contacts.length; at += BATCH) {
    yield contacts.slice(at, at + BATCH).map((contact, index): Contact => {
      if (index % 10 !== 0) return contact
      const unread = { field: 'Fax', text: texts[index % 3] ?? '', e164: null, rejected: 'not-a-number' } as const
      return { ...contact, phones: [...contact.phones, unread] }
    })
  }
}

async function makeStore(count: number): Promise<{ path: string; known: string }> {
  const path = join(folder, `${count}.db`)
  const contacts = people(count)
  const store = openSqliteStore(path)
  await store.writeContacts(batchesOf(contacts), { at: '2026-01-01T00:00:00.000Z', source: 'people.csv' })
  store.close()
  return { path, known: numbersOf(contacts[Math.floor(count / 2)] as Contact)[0] ?? '' }
}

const few = await makeStore(FEW)
const many = await makeStore(MANY)
const [unknown = ''] = differentNumbers(2 * MANY + 1).slice(-1)

type Command = (store: typeof few) => Process
const COMMANDS: Readonly<Record<string, Command>> = {
  'call, a known caller': ({ path, known }) => ({ args: ['call', known, '--miss', '--db', path] }),
  'call, nobody known': ({ path }) => ({ args: ['call', unknown, '--miss', '--db', path], status: 1 }),
  'explain, a known caller': ({ path, known }) => ({ args: ['explain', known, '--db', path] }),
  'explain, nobody known': ({ path }) => ({ args: ['explain', unknown, '--db', path], status: 1 }),
  phone: ({ path }) => ({ args: ['phone', '--db', path] }),
  'sync status': ({ path }) => ({ args: ['sync', 'status', '--db', path] }),
}

const [ofFew, ofMany] = [FEW, MANY].map((count) => `${count.toLocaleString('en')} contacts`) as [string, string]
const claims: Claim[] = []
const groups: Group[] = []
for (const [title, command] of Object.entries(COMMANDS)) {
  const run = (store: typeof few) => {
    const { args, ...rest } = command(store)
    return { ...rest, args: [ringsight, ...args] }
  }
  const group = measureProcesses(title, { [ofFew]: run(few), [ofMany]: run(many) }, RUNS)
  groups.push(group)
  const text = `${title}: ${ofMany}, against ${ofFew}`
  claims.push({ text, bound: 'at most', target: 1.3, measured: ratioOf(group, ofMany, ofFew) })
  claims.push({
    text: `${title}: memory at ${ofMany}`,
    bound: 'at most',
    target: 120,
    measured: peakOf(run(many)),
    unit: 'MB',
  })
}
rmSync(folder, { recursive: true })
publish({ name: 'store', claims, groups, notes: [] })

/** The most memory that a process had, in MB. */
function peakOf({ args }: Process): number {
  const tell = 'process.on("exit", () => process.stderr.write("peak " + process.resourceUsage().maxRSS))'
  const hook = `data:text/javascript,${encodeURIComponent(tell)}`
  const { stderr } = spawnSync(process.execPath, ['--import', hook, ...args], { encoding: 'utf8' })
  return (Number(/peak (\d+)$/.exec(stderr)?.[1]) * 1024) / 1e6
}
