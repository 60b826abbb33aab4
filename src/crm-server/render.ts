// Records as HubSpot's answers show them: every property a string or null, what a portal does not define left out,
// associations paged.
import { linkTypeName, linkTypeOf, type ObjectType, TYPE_NAMES } from './object-types.ts'
import { definitionOf, linkedRecords, type Portal, primaryOf } from './portal.ts'
import { invalid } from './problem.ts'
import { DEFAULT_PROPERTIES } from './properties.ts'
import type { PortalRecord, Properties } from './record.ts'
import { propertyValue, versionsOf } from './record.ts'

export type Json = Readonly<Record<string, unknown>>

export interface Shown {
  /** Null shows the few that HubSpot shows unasked. */
  readonly properties: readonly string[] | null
  /** The properties that come with all that they have held. */
  readonly history: readonly string[]
  readonly associations: readonly ObjectType[]
}

/** How many associations of a record are given with it; the rest is asked for apart. */
const INLINE_ASSOCIATIONS = 100

export function renderRecord(portal: Portal, record: PortalRecord, shown: Shown): Json {
  const { type, id, createdAt, updatedAt, archivedAt } = record
  const asked = shown.history.length === 0 ? shown.properties : [...(shown.properties ?? []), ...shown.history]
  return {
    id,
    properties: pickProperties(portal, record, { values: record.properties, asked }),
    ...renderHistory(portal, record, shown.history),
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    archived: archivedAt !== null,
    ...(archivedAt !== null && { archivedAt: new Date(archivedAt).toISOString() }),
    url: `https://app.hubspot.com/contacts/${portal.portalId}/record/${TYPE_NAMES[type].id}/${id}`,
    ...renderAssociations(portal, record, shown.associations),
  }
}

export interface Picked {
  readonly values: Properties
  /** Null for the few that HubSpot shows unasked. */
  readonly asked: readonly string[] | null
}

/** Those asked for and defined, and the id and both dates in any case. */
export function pickProperties(portal: Portal, record: PortalRecord, { values, asked }: Picked): Json {
  const { created, modified } = TYPE_NAMES[record.type]
  const names = asked === null ? DEFAULT_PROPERTIES[record.type] : [created, 'hs_object_id', modified, ...asked]
  const defined = names.filter((name) => definitionOf(portal, record.type, name) !== null)
  return Object.fromEntries(defined.map((name) => [name, propertyOf(record, values, name)]))
}

function renderHistory(portal: Portal, record: PortalRecord, asked: readonly string[]): Json {
  if (asked.length === 0) return {}
  const defined = asked.filter((name) => definitionOf(portal, record.type, name) !== null)
  const versions = (name: string) =>
    versionsOf(record, name).map(({ value, at }) => ({
      value: value ?? '',
      timestamp: new Date(at).toISOString(),
      sourceType: 'INTEGRATION',
    }))
  return { propertiesWithHistory: Object.fromEntries(defined.map((name) => [name, versions(name)])) }
}

/** A contact's company is whatever its primary association says: the association changes, not the contact. */
export function propertyOf(record: PortalRecord, properties: Properties, name: string): string | null {
  return name === 'associatedcompanyid' ? primaryOf(record, 'companies') : propertyValue(properties, name)
}

function renderAssociations(portal: Portal, record: PortalRecord, types: readonly ObjectType[]): Json {
  const associations: Record<string, Json> = {}
  for (const to of types) {
    const others = linkedRecords(portal, record, to)
    if (others.length === 0) continue
    const shown = others.slice(0, INLINE_ASSOCIATIONS)
    const last = shown.at(-1)
    const names = ({ id }: PortalRecord) => namesOf(record, to, id)
    associations[to] = {
      results: shown.flatMap((other) => names(other).map((type) => ({ id: other.id, type }))),
      ...(others.length > shown.length && last && { paging: { next: { after: last.id, link: '' } } }),
    }
  }
  return Object.keys(associations).length === 0 ? {} : { associations }
}

function namesOf(record: PortalRecord, to: ObjectType, id: string): string[] {
  return Array.from(record.links[to]?.get(id) ?? []).flatMap((typeId) => {
    const type = linkTypeOf(typeId)
    return type === null ? [] : [linkTypeName(type)]
  })
}

export interface LinkPage {
  readonly to: readonly PortalRecord[]
  readonly after: string | null
}

/** A page of what a record is associated with, by the last id of the page before. */
export function pageLinks(
  portal: Portal,
  record: PortalRecord,
  page: { to: ObjectType; after: string | null; limit: number },
): LinkPage {
  const others = linkedRecords(portal, record, page.to)
  const last = page.after === null ? -1 : others.findIndex(({ id }) => id === page.after)
  if (page.after !== null && last < 0) throw invalid(`Invalid paging cursor: "${page.after}"`)
  const to = others.slice(last + 1, last + 1 + page.limit)
  return { to, after: last + 1 + page.limit < others.length ? (to.at(-1)?.id ?? null) : null }
}

/** The types of one association, with the label that the primary one has. */
export function renderTypes(record: PortalRecord, other: PortalRecord): Json[] {
  return Array.from(record.links[other.type]?.get(other.id) ?? []).map((typeId) => ({
    category: 'HUBSPOT_DEFINED',
    typeId,
    label: linkTypeOf(typeId)?.isPrimary ? 'Primary' : null,
  }))
}

export function renderPaging(after: string | null, link: (after: string) => string): Json {
  return after === null ? {} : { paging: { next: { after, link: link(after) } } }
}
