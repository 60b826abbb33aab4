// Claim: a full sync brings at least 5,000 contacts a second here, with their companies and deals, from a CRM on this machine
// without limits. Compared, in the same run, with HubSpot's own client reading the contacts alone, into memory. Contacts:
// `tsx bench/sync.bench.ts 100000`.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from '@hubspot/api-client'
import { openHubspot } from '../src/crm/hubspot/hubspot.ts'
import { openSqliteStore } from '../src/store/sqlite.ts'
import { syncContacts } from '../src/sync/sync-contacts.ts'
import { measure, ratioOf, timingOf } from './measure.ts'
import { publish } from './report.ts'

const CONTACTS = Number(process.argv[2] ?? 20_000)
const TOKEN = 'pat-bench'
const PROPERTIES = ['firstname', 'lastname', 'email', 'phone', 'mobilephone', 'company', 'country']

const folder = mkdtempSync(join(tmpdir(), 'ringsight-bench-'))
const server = spawn(process.execPath, ['bin/ringsight.js', 'crm', 'serve', '--people', String(CONTACTS)])

async function listening(): Promise<string> {
  for await (const line of createInterface({ input: server.stdout })) return (JSON.parse(line) as { url: string }).url
  throw new Error('expected the server to listen, found its end')
}

const baseUrl = await listening()
const now = Date.now
let stores = 0

async function syncWhole(): Promise<void> {
  stores += 1
  const store = openSqliteStore(join(folder, `${stores}.db`))
  const crm = openHubspot({ token: TOKEN, baseUrl, now, pause: async () => {} })
  const synced = await syncContacts({ crm, store, now })
  if (synced.kind === 'failed' || synced.contacts !== CONTACTS) throw new Error('expected every contact')
  store.close()
}

async function readByTheirClient(): Promise<void> {
  const client = new Client({ basePath: baseUrl, accessToken: TOKEN })
  const all = await client.crm.contacts.getAll(100, undefined, PROPERTIES, undefined, ['deals'])
  if (all.length !== CONTACTS) throw new Error(`expected every contact, found ${all.length}`)
}

const [ours, theirs] = ['contacts, companies and deals into SQLite', "HubSpot's client, contacts alone"] as const
const group = await measure(
  `A full sync of ${CONTACTS.toLocaleString('en')} contacts: time a contact`,
  { [ours]: syncWhole, [theirs]: readByTheirClient },
  { batch: CONTACTS, timeMs: 3_000, rounds: 3 },
)
server.kill()
rmSync(folder, { recursive: true })

const perSecond = 1e9 / timingOf(group, ours).medianNs
publish({
  name: 'sync',
  claims: [
    { text: ours, bound: 'at least', target: 5_000, measured: perSecond, unit: 'a second' },
    { text: `${ours}, against ${theirs}`, bound: 'at most', target: 5, measured: ratioOf(group, ours, theirs) },
  ],
  groups: [group],
  notes: [],
})
