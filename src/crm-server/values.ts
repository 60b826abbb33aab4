// What the properties of a record hold, and have held.
import { TYPE_NAMES } from './object-types.ts'
import type { PortalRecord, Properties } from './portal.ts'

/** A value of a property, and since when. */
export interface Version {
  readonly value: string | null
  readonly at: number
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
