// HubSpot as Ringsight uses it: the contacts of a sync, the contact behind a number, and calls and tasks on its timeline.
import { type Contact, compareIds } from '../../core/contact.ts'
import { type CrmContact, composeContact } from '../../core/crm-record.ts'
import { isSameLine, spellingsOf } from '../../core/number/line.ts'
import { parseNumber } from '../../core/number/number.ts'
import { expectForm, formOf } from '../../text/wrong-use.ts'
import { type Crm, CrmError, type Engagement, type EngagementKind, type Page, type Sought } from '../crm.ts'
import { dueAt, type EngagementBody, writeCall, writeTask } from './engagement.ts'
import { crmError } from './failure.ts'
import { type HttpOptions, openHttp } from './http.ts'
import { asInstant, asObject, asText, type Json } from './json.ts'
import { contactProperties, isHubspotId, PHONE_PROPERTIES, readContact, readId, readInlineDeals } from './mapping.ts'
import { type ApiVersion, HUBSPOT_VERSION, type ObjectType, pathsOf } from './paths.ts'
import { openReader } from './reader.ts'
import { type Filter, openRecords, wrongShape } from './records.ts'

/** How HubSpot is reached and read. */
export interface HubspotOptions extends HttpOptions {
  /** HUBSPOT_VERSION unless stated. */
  readonly apiVersion?: ApiVersion
  /** ISO 3166-1 alpha-2 that national numbers are read under where a contact states no country; none unless stated. */
  readonly region?: string | null
  /** The properties of a contact that numbers are in; PHONE_PROPERTIES unless stated. */
  readonly phoneProperties?: readonly string[]
  /** INDEX_LAG_MS unless stated. */
  readonly indexLagMs?: number
}

// HubSpot's search shows what was written after moments; sync tools re-read the last five minutes.
const INDEX_LAG_MS = 300_000
// Of one contact's calls and tasks, those that are looked through for a marker: a lost one is among the newest.
const MOST_LOOKED_THROUGH = 1_000

const OPTIONS = formOf({
  token: 'text',
  now: 'function',
  pause: 'function',
  'fetch?': 'function',
  'baseUrl?': 'text',
  'region?': 'text',
  'phoneProperties?': ['text'],
  'indexLagMs?': 'number',
})

/**
 * HubSpot over HTTP. Nothing is asked for until a method is called. Requests keep to HubSpot's limits; one that fails is
 * not made again here.
 *
 * @throws RangeError when the token or the server's address cannot be used
 */
export function openHubspot(options: HubspotOptions): Crm {
  expectForm('openHubspot', '{ token, now, pause }', options, OPTIONS)
  const http = openHttp(options)
  const paths = pathsOf(options.apiVersion ?? HUBSPOT_VERSION)
  const records = openRecords(http, paths)
  const reading = { phones: options.phoneProperties ?? PHONE_PROPERTIES, region: options.region ?? null }
  const reader = openReader({ http, paths, records, reading })
  const properties = contactProperties(reading.phones)

  async function join(contacts: readonly CrmContact[]): Promise<Contact[]> {
    const [companies, deals] = await Promise.all([
      reader.readCompanies(contacts.flatMap(({ companyId }) => companyId ?? [])),
      reader.readDeals(contacts.flatMap(({ dealIds }) => dealIds)),
    ])
    const [companyById, dealById] = [byId(companies), byId(deals)]
    return contacts.map((contact) =>
      composeContact({
        contact,
        company: companyById.get(contact.companyId ?? '') ?? null,
        deals: contact.dealIds.flatMap((id) => dealById.get(id) ?? []),
      }),
    )
  }

  async function readOne(id: string): Promise<CrmContact | null> {
    const query = { properties: properties.join(','), associations: 'deals' }
    const record = await records.read('contacts', id, query).catch(nullIfMissing)
    if (record === null) return null
    const own = readId(record) ?? id
    const deals = readInlineDeals(record) ?? (await records.readAssociated('contacts', 'deals', [own])).get(own)?.to
    return readContact(record, deals ?? [], reading)
  }

  /** The contact that another one was merged into. */
  async function readSurvivor(id: string): Promise<CrmContact | null> {
    const filter: Filter = { propertyName: 'hs_merged_object_ids', operator: 'CONTAINS_TOKEN', value: id }
    const found = await records.search('contacts', [[filter]], properties)
    const survivor = found.find((record) => readContact(record, [], reading).mergedIds.includes(id))
    return survivor === undefined ? null : readOne(readId(survivor) ?? '')
  }

  async function create(type: ObjectType, body: EngagementBody): Promise<string> {
    const unknown = body.associations.find(({ to }) => !isHubspotId(to.id))
    if (unknown !== undefined)
      throw crmError({ kind: 'not-found' }, 'expected the id of a HubSpot record, found another')
    const path = paths.objects(type)
    const { json } = await http.send({ method: 'POST', path, body, isWrite: true })
    const id = readId(json)
    if (id === null) throw wrongShape(path, 'the id of what was created')
    return id
  }

  async function findOnContact({ kind, contactId, marker }: Sought): Promise<string | null> {
    if (contactId === null) return null
    const type = TYPES[kind]
    const written = (await records.readAssociated('contacts', type, [contactId])).get(contactId)?.to ?? []
    const newest = [...written].sort((one, other) => compareIds(other, one)).slice(0, MOST_LOOKED_THROUGH)
    for (let from = 0; from < newest.length; from += 100) {
      const read = await records.readBatch(type, newest.slice(from, from + 100), [BODIES[kind]])
      const found = findMarked(read, kind, marker)
      if (found !== null) return found
    }
    return null
  }

  async function findByTime({ kind, at, marker }: Sought): Promise<string | null> {
    const time = asInstant(kind === 'task' ? dueAt(at) : at)
    if (time === null) return null
    const filter: Filter = { propertyName: 'hs_timestamp', operator: 'EQ', value: String(time) }
    for (let afterId: string | null = null; ; ) {
      const page: Page<Json> = await records.searchAll(TYPES[kind], { filter, properties: [BODIES[kind]] }, afterId)
      const found = findMarked(page.records, kind, marker)
      if (found !== null || page.after === null) return found
      afterId = page.after
    }
  }

  return {
    ...reader,
    name: 'HubSpot',
    indexLagMs: options.indexLagMs ?? INDEX_LAG_MS,

    async readContact(id) {
      const found = isHubspotId(id) ? ((await readOne(id)) ?? (await readSurvivor(id))) : null
      return found === null ? null : ((await join([found]))[0] ?? null)
    },

    async findContacts(e164) {
      const found = await records.search('contacts', numberFilters(e164, reading.phones), properties)
      const contacts = found.map((record) => readContact(record, [], reading))
      const having = contacts.filter(({ phones }) =>
        phones.some((phone) => phone.e164 !== null && isSameLine(phone.e164, e164)),
      )
      const ids = having.map(({ id }) => id)
      const deals = await records.readAssociated('contacts', 'deals', ids)
      return join(having.map((contact) => ({ ...contact, dealIds: deals.get(contact.id)?.to ?? [] })))
    },

    async findEngagement(sought) {
      const id = (await findOnContact(sought)) ?? (await findByTime(sought))
      if (id === null) return null
      const contacts = await records.readAssociated(TYPES[sought.kind], 'contacts', [id])
      return { kind: sought.kind, id, contactIds: contacts.get(id)?.to ?? [] }
    },

    async createCall(call) {
      const created = create('calls', writeCall(call))
      if (!call.dealId) return created
      // What is not there may be the deal, without which the call is still to be logged.
      return created.catch((error: unknown) => {
        nullIfMissing(error)
        return create('calls', writeCall({ ...call, dealId: null }))
      })
    },

    createTask: (task) => create('tasks', writeTask(task)),

    async associate({ kind, id }: Pick<Engagement, 'kind' | 'id'>, contactId) {
      if (!isHubspotId(contactId)) throw crmError({ kind: 'not-found' }, 'expected the id of a contact, found another')
      const path = paths.associate({ type: TYPES[kind], id }, { type: 'contacts', id: contactId })
      await http.send({ method: 'PUT', path, isWrite: true })
    },
  }
}

const TYPES: Readonly<Record<EngagementKind, ObjectType>> = { call: 'calls', task: 'tasks' }
const BODIES: Readonly<Record<EngagementKind, string>> = { call: 'hs_call_body', task: 'hs_task_body' }

function nullIfMissing(error: unknown): null {
  if (error instanceof CrmError && error.failure.kind === 'not-found') return null
  throw error
}

// One whose text cannot be read may be the one: it is asked for once more, and not made again.
function findMarked(found: readonly Json[], kind: EngagementKind, marker: string): string | null {
  const bodyOf = (record: Json) => asObject(record['properties'])[BODIES[kind]] ?? ''
  const odd = found.some((record) => typeof bodyOf(record) !== 'string')
  if (odd) throw wrongShape(BODIES[kind], 'a text')
  const marked = found.find((record) => asText(bodyOf(record)).includes(marker))
  return marked === undefined ? null : readId(marked)
}

/**
 * What finds the contacts that may have a number in one of its spellings, and others: HubSpot compares texts, and what it
 * calculates from them for searching has no country code.
 */
function numberFilters(e164: string, phones: readonly string[]): Filter[][] {
  const number = parseNumber(e164, null)
  const callingCode = number.kind === 'number' ? number.callingCode : ''
  return spellingsOf(e164).flatMap((spelling) => spellingFilters(spelling, callingCode, phones))
}

function spellingFilters(e164: string, callingCode: string, phones: readonly string[]): Filter[][] {
  const national = e164.slice(1 + callingCode.length)
  const calculated: Filter[] = [
    { propertyName: 'hs_searchable_calculated_phone_number', operator: 'EQ', value: national },
    { propertyName: 'hs_searchable_calculated_phone_number', operator: 'CONTAINS_TOKEN', value: `*${national}` },
    { propertyName: 'hs_searchable_calculated_mobile_number', operator: 'CONTAINS_TOKEN', value: `*${national}` },
  ]
  const asTyped = phones.map((propertyName): Filter => ({ propertyName, operator: 'EQ', value: e164 }))
  return [...calculated, ...asTyped].map((filter) => [filter])
}

function byId<T extends { readonly id: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]))
}
