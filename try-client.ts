import { openCrmServer } from './src/crm-server/server.ts'
import { openHubspot } from './src/crm/hubspot.ts'
import type { Contact } from './src/core/contact.ts'
function* people(n: number): Generator<Contact> {
  for (let i = 1; i <= n; i++)
    yield { id: String(100 + i), firstName: 'Anna' + i, lastName: 'Byrne', company: 'Acme ' + (i % 5000), companyId: String(500000 + (i % 5000)), email: `a${i}@x.example`, country: 'IE',
      phones: [{ field: 'Phone Number', text: `087 ${String(1000000 + i)}`, e164: null, rejected: null }],
      deals: i % 3 === 0 ? [{ id: String(9000000 + i), name: 'Deal ' + i, amount: '12.5', currency: 'EUR', closeDate: '2026-12-01', isClosed: false }] : [], modifiedAt: null, row: null }
}
const n = Number(process.argv[2] ?? 100000)
const server = await openCrmServer({ contacts: people(n), limits: (process.argv[3] ?? 'none') as 'none' })
for (const apiVersion of ['2026-09', 'v3'] as const) {
  const waits: number[] = []
  const crm = openHubspot({ token: 'abc', baseUrl: server.url, now: Date.now, pause: (ms) => { waits.push(ms); return new Promise((r) => setTimeout(r, ms)) }, apiVersion })
  console.log(apiVersion, 'account', await crm.readAccount())
  let t = performance.now(); let after: string | null = null, count = 0; const ids: string[] = []; const deals = new Set<string>(), companies = new Set<string>()
  let first
  do { const page = await crm.readAllContacts(after); first ??= page.records[0]; count += page.records.length; for (const r of page.records) { ids.push(r.id); for (const d of r.dealIds) deals.add(d); if (r.companyId) companies.add(r.companyId) } after = page.after } while (after !== null)
  console.log('list', count, 'in', Math.round(performance.now() - t), 'ms, requests', crm.requests(), 'waits', waits.length, 'rss', Math.round(process.memoryUsage().rss / 1e6))
  console.log(first)
  t = performance.now()
  const some = async <T>(all: string[], read: (ids: string[]) => Promise<readonly T[]>) => { let c = 0; for (let i = 0; i < all.length; i += 100) c += (await read(all.slice(i, i + 100))).length; return c }
  console.log('companies', companies.size, await some([...companies], crm.readCompanies), 'deals', deals.size, await some([...deals], crm.readDeals), Math.round(performance.now() - t), 'ms')
  t = performance.now(); let linked = 0
  for (let i = 0; i < ids.length; i += 1000) linked += (await crm.readLinks(ids.slice(i, i + 1000))).filter((l) => l.companyId !== null).length
  console.log('links', linked, Math.round(performance.now() - t), 'ms', 'requests', crm.requests())
  console.log((await crm.readDispositions()).map((d) => d.label).join(', '))
  console.log((await crm.findContacts('+353871000007')).map((c) => [c.id, c.company, c.phones[0]?.e164]))
  const call = { marker: 'ringsight0123456789abcdefx00', contactId: '103', direction: 'incoming', e164: '+353871000003', startedAt: '2026-11-20T09:00:00.000Z', durationMs: 1000, outcome: 'busy', notes: 'a <b>\nc', dealId: '9000003' } as const
  const id = await crm.createCall(call)
  console.log('call', id, await crm.findEngagement({ kind: 'call', marker: call.marker, contactId: '103', at: call.startedAt }), await crm.findEngagement({ kind: 'call', marker: call.marker, contactId: null, at: call.startedAt }))
  const task = await crm.createTask({ marker: 'ringsight0123456789abcdefx01', contactId: '103', title: 'T', type: 'todo', priority: 'none', due: '2026-12-01' })
  await crm.associate({ kind: 'task', id: task }, '104')
  console.log('task', task, await crm.findEngagement({ kind: 'task', marker: 'ringsight0123456789abcdefx01', contactId: '104', at: '2026-12-01' }))
  console.log(await crm.createCall({ ...call, dealId: '77' , marker: 'zz'}).catch((e) => e), await crm.createCall({ ...call, contactId: '77' }).catch((e) => [e.message, e.failure]))
  const changed = await crm.readChangedContacts(Date.now() - 60_000, null)
  console.log('changed', changed.records.length, changed.after, changed.at)
  console.log(JSON.stringify(await crm.readContact('103')), await crm.readContact('99'))
}
await server.close()
