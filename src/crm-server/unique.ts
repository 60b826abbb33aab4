// Values that no two records of a kind may have: a contact's email, and properties that an account has made so.
import { conflict } from './asked.ts'
import type { ObjectType } from './object-types.ts'
import { allRecords, definitionOf, type Portal } from './portal.ts'
import type { PortalRecord, Properties } from './record.ts'
import { propertyValue } from './record.ts'
import { refuseValues, wrong } from './validate.ts'

/** The record that has a value of a property, whatever its capitals. */
export function findByValue(
  portal: Portal,
  type: ObjectType,
  { name, value }: { readonly name: string; readonly value: string },
): PortalRecord | null {
  const wanted = value.toLowerCase()
  const isIt = (record: PortalRecord | undefined) => {
    return record?.archivedAt === null && propertyValue(record.properties, name)?.toLowerCase() === wanted
  }
  if (type !== 'contacts' || name !== 'email') return allRecords(portal, type).find(isIt) ?? null
  const found = portal.shelves.contacts.byEmail.get(wanted)
  return found?.archivedAt === null ? found : null
}

interface Claimed {
  readonly properties: Properties
  readonly own: PortalRecord | null
}

/** @throws PortalProblem when another record has a value that only one may have */
export function expectFree(portal: Portal, type: ObjectType, { properties, own }: Claimed): void {
  for (const [name, value] of Object.entries(properties)) {
    const isUnique = value !== null && definitionOf(portal, type, name)?.hasUniqueValue === true
    const holder = isUnique ? findByValue(portal, type, { name, value }) : null
    if (holder === null || holder === own) continue
    if (name === 'email') throw conflict(`Contact already exists. Existing ID: ${holder.id}`)
    throw refuseValues([
      wrong(name, 'CONFLICTING_UNIQUE_VALUE', `${name} must be unique, ${type} ${holder.id} already has that value`),
    ])
  }
}

/** @throws PortalProblem when two of one batch would have the same such value: none of them is written then */
export function expectDistinct(portal: Portal, type: ObjectType, batch: readonly Properties[]): void {
  const claimed = new Set<string>()
  for (const [name, value] of batch.flatMap((properties) => Object.entries(properties))) {
    if (value === null || definitionOf(portal, type, name)?.hasUniqueValue !== true) continue
    const claim = `${name} ${value.toLowerCase()}`
    if (claimed.has(claim)) throw conflict(`Duplicate values of ${name} in one batch`)
    claimed.add(claim)
  }
}
