// What a sync reads from HubSpot, in as few requests as its API allows. Knows neither tokens nor the network.
import type { CrmContact } from '../../core/crm-record.ts'
import type { CrmReader, RecordKind } from '../crm.ts'
import type { Http } from './http.ts'
import type { Json } from './json.ts'
import {
  COMPANY_PROPERTIES,
  type ContactReading,
  contactProperties,
  DEAL_PROPERTIES,
  isPaged,
  readAccount,
  readAfter,
  readArchived,
  readCompany,
  readContact,
  readDeal,
  readDispositions,
  readId,
  readInlineDeals,
  readMembers,
} from './mapping.ts'
import type { ObjectType, Paths } from './paths.ts'
import { type Associated, type Filter, type Records, wrongShape } from './records.ts'

// Limits of HubSpot's batch endpoints.
const MOST_READ = 100
const MOST_LINKS = 1_000
const MOST_MEMBERS = 250

export interface ReaderTools {
  readonly http: Http
  readonly paths: Paths
  readonly records: Records
  readonly reading: ContactReading
}

const TYPES: Readonly<Record<RecordKind, ObjectType>> = { contact: 'contacts', company: 'companies', deal: 'deals' }

export function openReader({ http, paths, records, reading }: ReaderTools): Omit<CrmReader, 'name'> {
  const properties = contactProperties(reading.phones)

  /** Searches and batches bring no associations with them: one request more for all of them. */
  async function withDeals(found: readonly Json[]): Promise<CrmContact[]> {
    const deals = await records.readAssociated('contacts', 'deals', idsOf(found))
    return found.map((record) => readContact(record, linkedTo(deals, record), reading))
  }

  return {
    requests: http.requests,

    async readAccount() {
      const { json } = await http.send({ method: 'GET', path: paths.account })
      const account = readAccount(json)
      if (account === null) throw wrongShape(paths.account, "an account's number")
      return account
    },

    async readAllContacts(after) {
      const query = { properties: properties.join(','), associations: 'deals', ...(after === null ? {} : { after }) }
      const page = await records.list('contacts', query)
      const inline = page.records.map((record) => ({ record, deals: readInlineDeals(record) }))
      const cut = inline.filter(({ deals }) => deals === null).map(({ record }) => record)
      const rest = await records.readAssociated('contacts', 'deals', idsOf(cut))
      const contacts = inline.map(({ record, deals }) => readContact(record, deals ?? linkedTo(rest, record), reading))
      return { ...page, records: contacts }
    },

    async readChangedContacts(since, afterId) {
      const page = await records.searchAll(
        'contacts',
        { filter: changedSince(since, 'lastmodifieddate'), properties },
        afterId,
      )
      return { ...page, records: await withDeals(page.records) }
    },

    async readChangedCompanies(since, afterId) {
      const page = await records.searchAll(
        'companies',
        { filter: changedSince(since), properties: COMPANY_PROPERTIES },
        afterId,
      )
      return { ...page, records: page.records.map(readCompany) }
    },

    async readChangedDeals(since, afterId) {
      const page = await records.searchAll(
        'deals',
        { filter: changedSince(since), properties: DEAL_PROPERTIES },
        afterId,
      )
      const contacts = await records.readAssociated('deals', 'contacts', idsOf(page.records))
      const linked = page.records.map((record) => ({ deal: readDeal(record), contactIds: linkedTo(contacts, record) }))
      return { ...page, records: linked }
    },

    async readArchived(kind, after) {
      const query = { archived: 'true', properties: 'hs_merged_object_ids', ...(after === null ? {} : { after }) }
      const page = await records.list(TYPES[kind], query)
      return { ...page, records: page.records.map((record) => readArchived(record, page.at)) }
    },

    mostRead: MOST_READ,
    mostLinks: MOST_LINKS,
    readContacts: async (ids) => withDeals(await records.readBatch('contacts', ids, properties)),
    readCompanies: async (ids) => (await records.readBatch('companies', ids, COMPANY_PROPERTIES)).map(readCompany),
    readDeals: async (ids) => (await records.readBatch('deals', ids, DEAL_PROPERTIES)).map(readDeal),

    async readLinks(contactIds) {
      const companies = await records.readAssociated('contacts', 'companies', contactIds)
      const deals = await records.readAssociated('contacts', 'deals', contactIds)
      return contactIds.map((id) => ({
        id,
        companyId: companies.get(id)?.primary ?? null,
        dealIds: deals.get(id)?.to ?? [],
      }))
    },

    async readListMembers(listId, after) {
      const path = paths.members(listId)
      const query = { limit: String(MOST_MEMBERS), ...(after === null ? {} : { after }) }
      const { json, at } = await http.send({ method: 'GET', path, query })
      const members = readMembers(json)
      const next = readAfter(json)
      if (members === null || !isPaged(json)) throw wrongShape(path, 'the members of a list')
      if (next !== null && next === after) throw wrongShape(path, 'another page than the last one')
      return { records: members, after: next, at }
    },

    async readDispositions() {
      const path = paths.property('calls', 'hs_call_disposition')
      const { json } = await http.send({ method: 'GET', path })
      return readDispositions(json)
    },
  }
}

// On contacts, HubSpot leaves hs_lastmodifieddate empty.
function changedSince(since: number, propertyName = 'hs_lastmodifieddate'): Filter {
  return { propertyName, operator: 'GTE', value: String(Math.max(0, Math.floor(since))) }
}

function idsOf(found: readonly Json[]): string[] {
  return found.map((record) => readId(record) ?? '')
}

function linkedTo(associated: ReadonlyMap<string, Associated>, record: Json): readonly string[] {
  return associated.get(readId(record) ?? '')?.to ?? []
}
