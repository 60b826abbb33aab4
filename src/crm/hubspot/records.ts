// The requests that every kind of HubSpot record is read by: a page of all, a search, a batch by ids, associations. What
// comes back are records with an id, or a CrmError; what they mean is not known here.
import { compareIds } from '../../core/contact.ts'
import type { CrmError, Page } from '../crm.ts'
import { crmError } from './failure.ts'
import type { Http, Reply } from './http.ts'
import { asList, asObject, asText, type Json } from './json.ts'
import {
  isAssociations,
  isHubspotId,
  isPaged,
  isRecord,
  type ReadAssociations,
  readAfter,
  readAssociations,
  readId,
} from './mapping.ts'
import type { ObjectType, Paths } from './paths.ts'

export interface Filter {
  readonly propertyName: string
  readonly operator: 'EQ' | 'GT' | 'GTE' | 'CONTAINS_TOKEN'
  readonly value: string
}

export interface Wanted {
  readonly filter: Filter
  readonly properties: readonly string[]
}

export interface Records {
  list(type: ObjectType, query: Readonly<Record<string, string>>): Promise<Page<Json>>
  /** One record; null when it is not there, or archived. */
  read(type: ObjectType, id: string, query: Readonly<Record<string, string>>): Promise<Json | null>
  /** The first of the records that any of the groups of filters fits. */
  search(type: ObjectType, groups: readonly (readonly Filter[])[], properties: readonly string[]): Promise<Json[]>
  /** A page of all the records that a filter fits, by ascending id: those behind `afterId`. */
  searchAll(type: ObjectType, wanted: Wanted, afterId: string | null): Promise<Page<Json>>
  /** Those that are there, by ids; the order is HubSpot's. */
  readBatch(type: ObjectType, ids: readonly string[], properties: readonly string[]): Promise<Json[]>
  /** What records are associated with, by their ids; those with nothing are left out. */
  readAssociated(from: ObjectType, to: ObjectType, ids: readonly string[]): Promise<Map<string, Associated>>
}

export type Associated = Pick<ReadAssociations, 'to' | 'primary'>

const LARGEST_PAGE = 100
const LARGEST_SEARCH = 200
const LARGEST_BATCH = 100
const MOST_ASSOCIATIONS = 1_000
// HubSpot associates no record with more than some ten thousand others.
const MOST_OF_ONE = 100_000
// A search may have more groups of filters, but sources disagree on how many.
const MOST_GROUPS = 5

export function openRecords(http: Http, paths: Paths): Records {
  async function searchPage(type: ObjectType, body: Readonly<Record<string, unknown>>) {
    const path = `${paths.objects(type)}/search`
    const reply = await http.send({ method: 'POST', path, isSearch: true, body: { limit: LARGEST_SEARCH, ...body } })
    const records = recordsOf(reply, path, LARGEST_SEARCH)
    const { total = 0 } = reply.json
    if (typeof total !== 'number') throw wrongShape(path, 'how many records were found')
    const isMore = readAfter(reply.json) !== null || total > records.length
    return { records, isMore, at: reply.at, path }
  }

  async function readAssociatedPage(path: string, inputs: readonly Json[]): Promise<ReadAssociations[]> {
    const reply = await http.send({ method: 'POST', path, body: { inputs } })
    const results = resultsOf(reply, path)
    expectOnlyMissing(reply, path)
    if (!results.every((result) => isAssociations(result) && isPaged(result))) {
      throw wrongShape(path, 'the associations of a record each')
    }
    return results.map(readAssociations)
  }

  return {
    async list(type, query) {
      const path = paths.objects(type)
      const reply = await http.send({ method: 'GET', path, query: { limit: String(LARGEST_PAGE), ...query } })
      const after = readAfter(reply.json)
      if (after !== null && after === query['after']) throw wrongShape(path, 'another page than the last one')
      return { records: recordsOf(reply, path, LARGEST_PAGE), after, at: reply.at }
    },

    async read(type, id, query) {
      const path = `${paths.objects(type)}/${encodeURIComponent(id)}`
      const { json } = await http.send({ method: 'GET', path, query })
      if (!isRecord(json)) throw wrongShape(path, 'a record')
      return json['archived'] === true ? null : json
    },

    async search(type, groups, properties) {
      const found = new Map<string, Json>()
      for (const some of chunksOf(groups, MOST_GROUPS)) {
        const filterGroups = some.map((filters) => ({ filters }))
        const { records } = await searchPage(type, { filterGroups, properties })
        for (const record of records) found.set(readId(record) ?? '', record)
      }
      return [...found.values()]
    },

    // By id and not by `after`, which ends at 10,000 records: any number may have been changed at one time.
    async searchAll(type, { filter, properties }, afterId) {
      const behind: Filter[] =
        afterId === null ? [] : [{ propertyName: 'hs_object_id', operator: 'GT', value: afterId }]
      const sorts = [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }]
      const filterGroups = [{ filters: [filter, ...behind] }]
      const { records, isMore, at, path } = await searchPage(type, { filterGroups, sorts, properties })
      if (!isAscending(records)) throw wrongShape(path, 'records by ascending id')
      const fresh = records.filter((record) => afterId === null || compareIds(readId(record) ?? '', afterId) > 0)
      const last = fresh.at(-1)
      if (isMore && last === undefined) throw wrongShape(path, 'records behind the last one')
      return { records: fresh, after: isMore ? readId(last) : null, at }
    },

    async readBatch(type, ids, properties) {
      const path = `${paths.objects(type)}/batch/read`
      const wanted = [...new Set(ids.filter(isHubspotId))]
      const records = new Map<string, Json>()
      for (const some of chunksOf(wanted, LARGEST_BATCH)) {
        const inputs = some.map((id) => ({ id }))
        const reply = await http.send({ method: 'POST', path, body: { inputs, properties } })
        expectOnlyMissing(reply, path)
        for (const record of recordsOf(reply, path, LARGEST_BATCH)) records.set(readId(record) ?? '', record)
      }
      // The id of a merged record may bring the survivor.
      return wanted.flatMap((id): Json[] => {
        const record = records.get(id)
        return record === undefined || record['archived'] === true ? [] : [record]
      })
    },

    async readAssociated(from, to, ids) {
      const path = paths.readAssociations(from, to)
      const wanted = [...new Set(ids.filter(isHubspotId))]
      const found = new Map(wanted.map((id): [string, Gathered] => [id, { to: new Set(), primary: null }]))
      let inputs: AssociationInput[] = wanted.map((id) => ({ id }))
      while (inputs.length > 0) {
        const asked = new Map(inputs.slice(0, MOST_ASSOCIATIONS).map((input) => [input.id, input]))
        const unread = new Map<string, AssociationInput>()
        for (const { from: id, after, ...read } of await readAssociatedPage(path, [...asked.values()])) {
          const gathered = found.get(id)
          if (gathered === undefined || !asked.has(id)) continue
          const isNew = gather(gathered, read)
          // Pages that bring nothing new have no end.
          if (after !== null && !isNew) throw wrongShape(path, 'another page than the last one')
          if (after !== null) unread.set(id, { id, after })
        }
        inputs = [...inputs.slice(MOST_ASSOCIATIONS), ...unread.values()]
      }
      const some = [...found].filter(([, { to: others }]) => others.size > 0)
      return new Map(some.map(([id, gathered]) => [id, { to: [...gathered.to], primary: gathered.primary }]))
    },
  }
}

interface AssociationInput extends Json {
  readonly id: string
  readonly after?: string
}

interface Gathered {
  readonly to: Set<string>
  primary: string | null
}

/** Whether anything of it is new. */
function gather(gathered: Gathered, { to, primary }: Associated): boolean {
  const before = gathered.to.size
  for (const id of to) gathered.to.add(id)
  gathered.primary ??= primary
  if (gathered.to.size > MOST_OF_ONE) throw tooMany('associations', `${MOST_OF_ONE} of one record`)
  return gathered.to.size > before
}

/** An answer that is not of HubSpot's form. What was asked for may have been done all the same. */
export function wrongShape(path: string, expected: string): CrmError {
  return crmError({ kind: 'server' }, `expected ${expected} in HubSpot's answer to ${path}, found none`)
}

function tooMany(path: string, most: string): CrmError {
  return crmError({ kind: 'server' }, `expected at most ${most} in HubSpot's answer to ${path}, found more`)
}

function resultsOf({ json }: Reply, path: string): readonly unknown[] {
  // Read as no records, it would say that all of them are gone.
  if (!Array.isArray(json['results']) || !isPaged(json)) throw wrongShape(path, 'a list of results')
  return json['results']
}

function recordsOf(reply: Reply, path: string, most: number): Json[] {
  const results = resultsOf(reply, path)
  if (results.length > most) throw tooMany(path, `${most} records`)
  if (!results.every(isRecord)) throw wrongShape(path, 'records with an id and properties each')
  return results.map(asObject)
}

/** In a batch, what is not there is no failure; whatever else went wrong is one, since it may well be there. */
function expectOnlyMissing({ json, isPartial }: Reply, path: string): void {
  const errors = asList(json['errors']).map(asObject)
  const isMissing = ({ category, subCategory }: Json) =>
    /(?:^|[._])(?:OBJECT_NOT_FOUND|NO_ASSOCIATIONS_FOUND)$/.test(asText(category) || asText(subCategory))
  const other = errors.find((error) => !isMissing(error))
  if (other === undefined && (!isPartial || errors.length > 0)) return
  const isLimited = asText(other?.['category']).startsWith('RATE_LIMIT')
  const said = asText(other?.['message'])
  const failure = isLimited ? ({ kind: 'rate-limited', retryAfterMs: null } as const) : ({ kind: 'server' } as const)
  throw crmError(failure, `HubSpot did not do all of POST ${path}`, said)
}

function isAscending(records: readonly Json[]): boolean {
  const ids = records.map((record) => readId(record) ?? '')
  return ids.every((id, index) => index === 0 || compareIds(ids[index - 1] ?? '', id) <= 0)
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
