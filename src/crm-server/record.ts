// A record of the portal: what its properties hold, and have held.
import { type ObjectType, TYPE_NAMES } from './object-types.ts'

/** A value of a property, and since when. */
export interface Version {
  readonly value: string | null
  readonly at: number
}

export type Properties = Readonly<Record<string, string | null>>

/** From the other record's id to the ids of the types of association, as seen from this record. */
export type Links = Map<string, Set<number>>

export interface PortalRecord {
  readonly type: ObjectType
  readonly id: string
  /** Replaced as a whole, never changed within. */
  properties: Properties
  readonly createdAt: number
  updatedAt: number
  archivedAt: number | null
  /** What of it searches find: lags behind. Null when they do not find it. */
  indexed: Properties | null
  readonly links: Partial<Record<ObjectType, Links>>
  /** What properties held before, newest first, the value of now in front; none for one that was never changed. */
  readonly history: Map<string, readonly Version[]>
  /** The ids that lead here since records were merged. */
  mergedIds: readonly string[]
  /** Wiped: it is nowhere any more, and only whoever keeps a copy of the portal meets it. */
  isGone: boolean
}

/** What a property holds; null for nothing. Not by its name alone: a property may be called `constructor`. */
export function propertyValue(properties: Properties, name: string): string | null {
  return Object.hasOwn(properties, name) ? (properties[name] ?? null) : null
}

// More than HubSpot documents for any kind of record.
const MOST_VERSIONS = 50

/** Notes what a change of a record takes the place of. */
export function noteVersions(record: PortalRecord, next: Properties, at: number): void {
  for (const [name, value] of Object.entries(next)) {
    const before = propertyValue(record.properties, name)
    if (before === value || name === TYPE_NAMES[record.type].modified) continue
    record.history.set(name, [{ value, at }, ...versionsOf(record, name)].slice(0, MOST_VERSIONS))
  }
}

/** What a property has held, newest first. */
export function versionsOf(record: PortalRecord, name: string): readonly Version[] {
  const value = propertyValue(record.properties, name)
  return record.history.get(name) ?? (value === null ? [] : [{ value, at: record.createdAt }])
}
