// The client and the HubSpot-compatible server together, held to what every CRM promises, on both kinds of paths.
import type { Contact } from '../../../src/core/contact.ts'
import { openHubspot } from '../../../src/crm/hubspot/hubspot.ts'
import type { ApiVersion } from '../../../src/crm/hubspot/paths.ts'
import { defaultLinkType, type ObjectType, primaryLinkType } from '../../../src/crm-server/object-types.ts'
import {
  archiveRecord,
  createRecord,
  findRecord,
  linkedRecords,
  linkRecords,
  mergeRecords,
  restoreRecord,
  unlink,
  updateRecord,
  wipeRecord,
} from '../../../src/crm-server/portal.ts'
import type { PortalRecord, Properties } from '../../../src/crm-server/record.ts'
import { openCrmServer } from '../../../src/crm-server/server.ts'
import { type CrmHarness, testCrm } from '../contract.ts'
import { TOKEN } from './fake.ts'

const LAG_MS = 60_000

async function openHarness(apiVersion: ApiVersion, mergeInto: 'primary' | 'new'): Promise<CrmHarness> {
  const clock = { now: Date.parse('2026-11-20T09:00:00Z') }
  const now = () => clock.now
  const server = await openCrmServer({ token: TOKEN, indexLagMs: LAG_MS, mergeInto, now })
  const { portal } = server
  const pause = async (ms: number) => {
    clock.now += ms
  }

  function expectRecord(type: ObjectType, id: string): PortalRecord {
    const record = portal.shelves[type].byId.get(id)
    if (record === undefined) throw new Error(`expected one of the portal's ${type}, found ${JSON.stringify(id)}`)
    return record
  }

  function write(type: ObjectType, id: string, properties: Properties): PortalRecord {
    const known = findRecord(portal, type, id)
    if (known === null) return createRecord(portal, { type, id, properties }, now())
    updateRecord(portal, known, properties, now())
    return known
  }

  return {
    crm: openHubspot({ token: TOKEN, baseUrl: server.url, now, pause, apiVersion }),
    now,
    writeContact: async (contact) => write('contacts', contact.id, propertiesOf(contact)).id,
    archiveContact: async (id) => archiveRecord(portal, expectRecord('contacts', id), now()),
    restoreContact: async (id) => restoreRecord(portal, expectRecord('contacts', id), now()),
    mergeContacts: async (from, into) =>
      mergeRecords(portal, expectRecord('contacts', into), expectRecord('contacts', from), now()).id,
    wipeContact: async (id) => wipeRecord(portal, expectRecord('contacts', id), now()),
    async setCompany(contactId, { id, name }) {
      const company = write('companies', id, { name })
      const type = primaryLinkType('contacts', 'companies')
      if (type !== null) linkRecords(portal, [expectRecord('contacts', contactId), company], type, now())
      return company.id
    },
    async setDeal({ id, name, amount, currency, closeDate, isClosed }, contactIds) {
      const stage = isClosed ? 'closedwon' : 'qualifiedtobuy'
      const values = { dealname: name, amount, deal_currency_code: currency, closedate: closeDate, dealstage: stage }
      const record = write('deals', id, values)
      for (const other of linkedRecords(portal, record, 'contacts')) unlink(portal, record, other)
      const type = defaultLinkType('contacts', 'deals')
      if (type === null) return record.id
      for (const other of contactIds) linkRecords(portal, [expectRecord('contacts', other), record], type, now())
      return record.id
    },
    async passLag() {
      clock.now += LAG_MS + 1_000
    },
    close: () => server.close(),
  }
}

function propertiesOf({ firstName, lastName, email, phones }: Contact): Properties {
  return { firstname: firstName, lastname: lastName, email, phone: phones[0]?.text ?? null }
}

testCrm('HubSpot on the date-versioned paths', () => openHarness('2026-09', 'new'))
testCrm('HubSpot on the numbered paths', () => openHarness('v3', 'primary'))
