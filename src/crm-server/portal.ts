// A portal: all records of one HubSpot account, in memory, and what happens to them. Synchronous, with the time as an
// argument. Knows no HTTP and checks nothing that came over it: see validate.ts.
import { compareIds } from '../core/contact.ts'
import { calculatePhones } from './calculated.ts'
import {
  defaultLinkType,
  isActivity,
  type LinkType,
  linkTypeOf,
  OBJECT_TYPES,
  type ObjectType,
  primaryLinkType,
  TYPE_NAMES,
} from './object-types.ts'
import { DEAL_STAGES, type PropertyDefinition } from './properties.ts'
import { type Links, noteVersions, type PortalRecord, type Properties, propertyValue } from './record.ts'
import { findProperty, openSchema, type Schema } from './schema.ts'

export interface PortalOptions {
  readonly portalId: number
  /** How long searches do not see a write. */
  readonly indexLagMs: number
  /** Which record two merged ones become: the one that was named first, or a new one, as on HubSpot since 2025. */
  readonly mergeInto: 'primary' | 'new'
}

export interface Portal extends PortalOptions {
  readonly schema: Schema
  readonly shelves: Readonly<Record<ObjectType, Shelf>>
  /** The ids of their members, by the ids of lists; not kept in a file. */
  readonly lists: Map<string, readonly string[]>
  /** Writes that searches do not see yet, oldest first. */
  readonly unindexed: { readonly at: number; readonly record: PortalRecord; readonly properties: Properties | null }[]
  /** What was written since somebody emptied it. */
  readonly changed: Set<PortalRecord>
  lastId: number
}

interface Shelf {
  readonly byId: Map<string, PortalRecord>
  /** From a merged record's id to that of the survivor, which may be merged in turn. */
  readonly survivors: Map<string, string>
  /** Contacts by their email, in lower case. */
  readonly byEmail: Map<string, PortalRecord>
  /** By ascending id; null when it is to be sorted again. */
  sorted: readonly PortalRecord[] | null
}

// Above the ids of generated contacts: what is new comes last in a list.
const FIRST_ID = 950_000_000_000

export function openPortal(options: PortalOptions): Portal {
  const shelf = (): Shelf => ({ byId: new Map(), survivors: new Map(), byEmail: new Map(), sorted: null })
  return {
    ...options,
    schema: openSchema(),
    shelves: { contacts: shelf(), companies: shelf(), deals: shelf(), calls: shelf(), tasks: shelf() },
    lists: new Map(),
    unindexed: [],
    changed: new Set(),
    lastId: FIRST_ID,
  }
}

/** All records of a kind, archived ones among them, by ascending id. */
export function allRecords(portal: Portal, type: ObjectType): readonly PortalRecord[] {
  const shelf = portal.shelves[type]
  shelf.sorted ??= Array.from(shelf.byId.values()).sort((a, b) => compareIds(a.id, b.id))
  return shelf.sorted
}

/** The record of that id, or the survivor when it was merged; null when there is none, or it is archived. */
export function findRecord(portal: Portal, type: ObjectType, id: string): PortalRecord | null {
  const { byId, survivors } = portal.shelves[type]
  let at = id
  for (let next = survivors.get(at); next !== undefined; next = survivors.get(at)) at = next
  const found = byId.get(at)
  return found === undefined || found.archivedAt !== null ? null : found
}

/** The property of that name that records of a kind may hold; null for none. */
export function definitionOf(portal: Portal, type: ObjectType, name: string): PropertyDefinition | null {
  return findProperty(portal.schema, type, name)
}

export interface NewRecord {
  readonly type: ObjectType
  readonly properties: Properties
  /** The next free one unless stated. */
  readonly id?: string
  readonly createdAt?: number
  readonly updatedAt?: number
}

export function createRecord(portal: Portal, { type, properties, ...stated }: NewRecord, at: number): PortalRecord {
  const record: PortalRecord = {
    type,
    id: stated.id ?? nextId(portal),
    properties: {},
    createdAt: stated.createdAt ?? at,
    updatedAt: at,
    archivedAt: null,
    indexed: null,
    links: {},
    history: new Map(),
    mergedIds: [],
    isGone: false,
  }
  const { created } = TYPE_NAMES[type]
  const own = { hs_object_id: record.id, [created]: new Date(record.createdAt).toISOString() }
  putRecord(portal, record)
  updateRecord(portal, record, { ...properties, ...own }, stated.updatedAt ?? at)
  // What it was made with is no change.
  record.history.clear()
  return record
}

/** Puts a record in place as it is. */
export function putRecord(portal: Portal, record: PortalRecord): void {
  const shelf = portal.shelves[record.type]
  const last = shelf.sorted?.at(-1)
  const isLast = last !== undefined && !shelf.byId.has(record.id) && compareIds(last.id, record.id) < 0
  shelf.byId.set(record.id, record)
  shelf.sorted = isLast && shelf.sorted !== null ? pushed(shelf.sorted, record) : null
  for (const id of record.mergedIds) shelf.survivors.set(id, record.id)
  noteEmail(shelf, record)
  const number = Number(record.id)
  if (Number.isSafeInteger(number)) portal.lastId = Math.max(portal.lastId, number)
}

// The list is ours: what readers hold of it may grow at its end.
function pushed(sorted: readonly PortalRecord[], record: PortalRecord): readonly PortalRecord[] {
  ;(sorted as PortalRecord[]).push(record)
  return sorted
}

function noteEmail(shelf: Shelf, record: PortalRecord): void {
  const email = record.properties['email']?.toLowerCase()
  if (record.type !== 'contacts' || !email) return
  const holder = shelf.byEmail.get(email)
  if (holder === undefined || holder.archivedAt !== null || holder.properties['email']?.toLowerCase() !== email) {
    shelf.byEmail.set(email, record)
  }
}

function nextId(portal: Portal): string {
  portal.lastId += 1
  return String(portal.lastId)
}

/** Writes properties, and those that follow from them. */
export function updateRecord(portal: Portal, record: PortalRecord, patch: Properties, at: number): void {
  const properties: Record<string, string | null> = { ...record.properties, ...patch }
  properties[TYPE_NAMES[record.type].modified] = new Date(at).toISOString()
  Object.assign(properties, derive(record.type, properties, patch))
  noteVersions(record, properties, at)
  record.properties = properties
  record.updatedAt = at
  noteEmail(portal.shelves[record.type], record)
  noteChange(portal, record, at)
}

/** As it changes when somebody logs something about it: by its date of modification alone. */
function touch(portal: Portal, record: PortalRecord, at: number): void {
  updateRecord(portal, record, {}, at)
}

// HubSpot's "Last Activity Date".
function noteActivity(portal: Portal, record: PortalRecord, at: number): void {
  updateRecord(portal, record, { notes_last_updated: new Date(at).toISOString() }, at)
}

function noteChange(portal: Portal, record: PortalRecord, at: number): void {
  portal.changed.add(record)
  const properties = record.archivedAt === null && !record.isGone ? record.properties : null
  if (portal.indexLagMs === 0) record.indexed = properties
  else portal.unindexed.push({ at, record, properties })
}

/** Lets searches see what they may by now. */
export function catchUpIndex(portal: Portal, at: number): void {
  const { unindexed, indexLagMs } = portal
  const due = unindexed.findIndex((write) => write.at + indexLagMs > at)
  for (const { record, properties } of unindexed.splice(0, due < 0 ? unindexed.length : due))
    record.indexed = properties
}

// What follows from the properties that were written.
function derive(type: ObjectType, properties: Properties, patch: Properties): Properties {
  if (type === 'contacts') return CALCULATED_FROM.some((name) => name in patch) ? calculatePhones(properties) : {}
  if (type === 'deals' && 'dealstage' in patch) {
    const stage = DEAL_STAGES.find(({ id }) => id === properties['dealstage'])
    return { hs_is_closed: String(stage?.isClosed ?? false), hs_is_closed_won: String(stage?.id === 'closedwon') }
  }
  const body = patch['hs_call_body'] ?? patch['hs_task_body']
  return body ? { hs_body_preview: body.replace(/<[^<>]*>/g, ' ').slice(0, 1_000) } : {}
}

const CALCULATED_FROM = ['phone', 'mobilephone', 'country', 'hs_country_region_code']

/** Puts a record into the recycle bin; what it is associated with stays, and no longer shows it. */
export function archiveRecord(portal: Portal, record: PortalRecord, at: number): void {
  record.archivedAt = at
  record.updatedAt = at
  noteChange(portal, record, at)
}

/** Takes a record out of the recycle bin. */
export function restoreRecord(portal: Portal, record: PortalRecord, at: number): void {
  record.archivedAt = null
  touch(portal, record, at)
}

/** Removes a record for good, without a trace: not even in the recycle bin. */
export function wipeRecord(portal: Portal, record: PortalRecord, at: number): void {
  for (const to of OBJECT_TYPES) for (const other of linkedRecords(portal, record, to)) unlink(portal, record, other)
  removeRecord(portal, record, at)
}

function removeRecord(portal: Portal, record: PortalRecord, at: number): void {
  const shelf = portal.shelves[record.type]
  shelf.byId.delete(record.id)
  shelf.sorted = null
  const email = record.properties['email']?.toLowerCase()
  if (email && shelf.byEmail.get(email) === record) shelf.byEmail.delete(email)
  record.isGone = true
  noteChange(portal, record, at)
}

/**
 * Makes two records one. The lost id is gone without being archived, and leads to the survivor from then on; what the
 * survivor lacks, it takes from the other.
 */
export function mergeRecords(portal: Portal, primary: PortalRecord, lost: PortalRecord, at: number): PortalRecord {
  const isNew = portal.mergeInto === 'new'
  const survivor = isNew ? createRecord(portal, { type: primary.type, properties: primary.properties }, at) : primary
  const merged = isNew ? [primary, lost] : [lost]
  for (const each of merged) {
    moveLinks(portal, each, survivor)
    removeRecord(portal, each, at)
  }
  const ids = merged.flatMap((each) => [...each.mergedIds, each.id])
  survivor.mergedIds = [...survivor.mergedIds, ...ids]
  for (const id of ids) portal.shelves[survivor.type].survivors.set(id, survivor.id)
  updateRecord(portal, survivor, { ...lackOf(survivor, lost), hs_merged_object_ids: survivor.mergedIds.join(';') }, at)
  return survivor
}

function lackOf(survivor: PortalRecord, lost: PortalRecord): Properties {
  const lacking = Object.entries(lost.properties).filter(
    ([name, value]) => value && !propertyValue(survivor.properties, name),
  )
  return Object.fromEntries(lacking.filter(([name]) => !/^hs_(?:merged|calculated|searchable)/.test(name)))
}

function moveLinks(portal: Portal, from: PortalRecord, to: PortalRecord): void {
  for (const type of OBJECT_TYPES) {
    for (const [id, typeIds] of [...(from.links[type] ?? [])]) {
      const other = portal.shelves[type].byId.get(id)
      if (other === undefined) continue
      const hasPrimary = primaryOf(to, type) !== null
      unlink(portal, from, other)
      for (const typeId of typeIds) {
        const linkType = linkTypeOf(typeId)
        if (linkType !== null && !(linkType.isPrimary && hasPrimary)) addLink(portal, [to, other], linkType)
      }
    }
  }
}

/** The records of a kind that one is associated with and that are not archived. */
export function linkedRecords(portal: Portal, record: PortalRecord, to: ObjectType): PortalRecord[] {
  const { byId } = portal.shelves[to]
  return Array.from(record.links[to]?.keys() ?? []).flatMap((id) => {
    const other = byId.get(id)
    return other === undefined || other.archivedAt !== null ? [] : [other]
  })
}

/** The company that a record's primary association leads to. */
export function primaryOf(record: PortalRecord, to: ObjectType): string | null {
  const primary = primaryLinkType(record.type, to)?.typeId
  if (primary === undefined) return null
  for (const [id, typeIds] of record.links[to] ?? []) if (typeIds.has(primary)) return id
  return null
}

/**
 * Associates two records. The first company of a record becomes its primary one; another primary one takes its place.
 * Contacts are changed by it only when something is logged about them.
 */
export function linkRecords(portal: Portal, ends: Ends, type: LinkType, at: number): void {
  const [from, to] = ends
  const isNew = !from.links[to.type]?.has(to.id)
  const general = defaultLinkType(from.type, to.type)
  const primary = primaryLinkType(from.type, to.type)
  if (general !== null) addLink(portal, ends, general)
  if (type !== general) addLink(portal, ends, type)
  else if (primary !== null && primaryOf(holderOf(ends), companyOf(ends).type) === null) addLink(portal, ends, primary)
  for (const [one, other] of [ends, [to, from]] as const) {
    if (isNew && one.type === 'contacts' && isActivity(other.type)) noteActivity(portal, one, at)
  }
}

export type Ends = readonly [PortalRecord, PortalRecord]

const companyOf = ([from, to]: Ends): PortalRecord => (from.type === 'companies' ? from : to)
const holderOf = ([from, to]: Ends): PortalRecord => (from.type === 'companies' ? to : from)

function addLink(portal: Portal, ends: Ends, type: LinkType): void {
  const [from, to] = ends
  if (type.isPrimary) dropPrimary(portal, holderOf(ends), type)
  typeIdsOf(from, to).add(type.typeId)
  typeIdsOf(to, from).add(type.reverseId)
  portal.changed.add(from).add(to)
}

function dropPrimary(portal: Portal, holder: PortalRecord, type: LinkType): void {
  for (const [id, typeIds] of holder.links.companies ?? []) {
    const other = portal.shelves.companies.byId.get(id)
    for (const typeId of [type.typeId, type.reverseId]) {
      typeIds.delete(typeId)
      other?.links[holder.type]?.get(holder.id)?.delete(typeId)
    }
    if (other !== undefined) portal.changed.add(other)
  }
}

function typeIdsOf(from: PortalRecord, to: PortalRecord): Set<number> {
  from.links[to.type] ??= new Map()
  const links = from.links[to.type] as Links
  const typeIds = links.get(to.id) ?? new Set()
  links.set(to.id, typeIds)
  return typeIds
}

/** Ends every association of two records. */
export function unlink(portal: Portal, from: PortalRecord, to: PortalRecord): void {
  from.links[to.type]?.delete(to.id)
  to.links[from.type]?.delete(from.id)
  portal.changed.add(from).add(to)
}
