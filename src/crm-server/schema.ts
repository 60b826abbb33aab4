// What a portal's records may hold: the properties of each kind, the usual ones and those that the account has added, and
// the groups that they are shown in. Synchronous, the time is an argument; what may be asked for is routes/property.ts's.
import { OBJECT_TYPES, type ObjectType } from './object-types.ts'
import { type PropertyDefinition, USUAL_GROUPS, usualProperties } from './properties.ts'

export interface PropertyGroup {
  readonly name: string
  readonly label: string
  readonly displayOrder: number
  readonly isOwn: boolean
}

export interface Schema {
  readonly properties: Readonly<Record<ObjectType, Map<string, PropertyDefinition>>>
  readonly groups: Readonly<Record<ObjectType, Map<string, PropertyGroup>>>
  /** How often it was changed. */
  version: number
}

export function openSchema(): Schema {
  const propertiesOf = (type: ObjectType) => new Map(usualProperties(type).map((each) => [each.name, each]))
  const groupsOf = (type: ObjectType) => {
    const group: PropertyGroup = { ...USUAL_GROUPS[type], displayOrder: 0, isOwn: false }
    return new Map([[group.name, group]])
  }
  return { properties: forEach(propertiesOf), groups: forEach(groupsOf), version: 0 }
}

function forEach<T>(make: (type: ObjectType) => T): Record<ObjectType, T> {
  return Object.fromEntries(OBJECT_TYPES.map((type) => [type, make(type)])) as Record<ObjectType, T>
}

/** A property that records may hold now; null when there is none, or it was archived. */
export function findProperty(schema: Schema, type: ObjectType, name: string): PropertyDefinition | null {
  const found = schema.properties[type].get(name)
  return found === undefined || isArchived(found) ? null : found
}

export function isArchived({ own }: PropertyDefinition): boolean {
  return own !== null && own.archivedAt !== null
}

export function putProperty(schema: Schema, type: ObjectType, definition: PropertyDefinition): void {
  schema.properties[type].set(definition.name, definition)
  schema.version += 1
}

export function putGroup(schema: Schema, type: ObjectType, group: PropertyGroup): void {
  schema.groups[type].set(group.name, group)
  schema.version += 1
}

export function removeGroup(schema: Schema, type: ObjectType, name: string): void {
  schema.groups[type].delete(name)
  schema.version += 1
}

/** What an account has added, as it is kept in a file. */
export interface SavedSchema {
  readonly properties: readonly (readonly [ObjectType, PropertyDefinition])[]
  readonly groups: readonly (readonly [ObjectType, PropertyGroup])[]
}

export function saveSchema({ properties, groups }: Schema): SavedSchema {
  return {
    properties: OBJECT_TYPES.flatMap((type) =>
      [...properties[type].values()].flatMap((each) => (each.own === null ? [] : [[type, each] as const])),
    ),
    groups: OBJECT_TYPES.flatMap((type) =>
      [...groups[type].values()].flatMap((each) => (each.isOwn ? [[type, each] as const] : [])),
    ),
  }
}

export function restoreSchema(schema: Schema, saved: SavedSchema): void {
  for (const [type, definition] of saved.properties) schema.properties[type].set(definition.name, definition)
  for (const [type, group] of saved.groups) schema.groups[type].set(group.name, group)
}
