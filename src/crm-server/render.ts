// Records as HubSpot's answers show them: every property a string or null, what a portal does not define left out,
// associations paged.
import { linkTypeName, linkTypeOf, type ObjectType, TYPE_NAMES } from './object-types.ts'
import { linkedRecords, type Portal, type PortalRecord, type Properties, primaryOf } from './portal.ts'
import { DEFAULT_PROPERTIES, PROPERTIES } from './properties.ts'

export type Json = Readonly<Record<string, unknown>>

export interface Shown {
  /** Null shows the few that HubSpot shows unasked. */
  readonly properties: readonly string[] | null
  readonly associations: readonly ObjectType[]
}

/** How many associations of a record are given with it; the rest is asked for apart. */
export const INLINE_ASSOCIATIONS = 100

export function renderRecord(portal: Portal, record: PortalRecord, shown: Shown): Json {
  const { type, id, createdAt, updatedAt, archivedAt } = record
  return {
    id,
    properties: pickProperties(record, record.properties, shown.properties),
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    archived: archivedAt !== null,
    ...(archivedAt !== null && { archivedAt: new Date(archivedAt).toISOString() }),
    url: `https://app.hubspot.com/contacts/${portal.portalId}/record/${TYPE_NAMES[type].id}/${id}`,
    ...renderAssociations(portal, record, shown.associations),
  }
}

/** Those asked for and defined, and the id and both dates in any case. */
export function pickProperties(
  record: PortalRecord,
  properties: Properties,
  asked: readonly string[] | null,
): Record<string, string | null> {
  const { created, modified } = TYPE_NAMES[record.type]
  const names = asked === null ? DEFAULT_PROPERTIES[record.type] : [created, 'hs_object_id', modified, ...asked]
  const picked: Record<string, string | null> = {}
  for (const name of names) {
    if (!PROPERTIES[record.type].has(name)) continue
    picked[name] = propertyOf(record, properties, name)
  }
  return picked
}

/** A contact's company is whatever its primary association says: the association changes, not the contact. */
export function propertyOf(record: PortalRecord, properties: Properties, name: string): string | null {
  return name === 'associatedcompanyid' ? primaryOf(record, 'companies') : (properties[name] ?? null)
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
  page: { to: ObjectType; after: string; limit: number },
): LinkPage {
  const others = linkedRecords(portal, record, page.to)
  const from = page.after === '' ? 0 : others.findIndex(({ id }) => id === page.after) + 1
  const to = others.slice(from, from + page.limit)
  return { to, after: from + page.limit < others.length ? (to.at(-1)?.id ?? null) : null }
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
