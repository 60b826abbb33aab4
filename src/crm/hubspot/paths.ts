// Where HubSpot's endpoints are. The one place that names versions of its API: of the date-versioned paths, and of the
// numbered ones, which HubSpot ends in 2027 (v3 in September, v4 on 30 March).

/** HubSpot releases one each March and September and supports it for 18 months. */
export const HUBSPOT_VERSION = '2026-09'

/** `v3` stands for the numbered paths: of associations, that is v4. */
export type ApiVersion = typeof HUBSPOT_VERSION | 'v3'

export type ObjectType = 'contacts' | 'companies' | 'deals' | 'calls' | 'tasks'

export interface ObjectId {
  readonly type: ObjectType
  readonly id: string
}

export interface Paths {
  objects(type: ObjectType): string
  /** PUT there associates two records by the type that HubSpot takes for the usual one. */
  associate(from: ObjectId, to: ObjectId): string
  readAssociations(from: ObjectType, to: ObjectType): string
  property(type: ObjectType, name: string): string
  members(listId: string): string
  readonly account: string
}

export function pathsOf(version: ApiVersion): Paths {
  return version === 'v3' ? NUMBERED : dated(version)
}

function dated(version: string): Paths {
  const objects = (type: ObjectType) => `/crm/objects/${version}/${type}`
  return {
    objects,
    associate: (from, to) => `${objects(from.type)}/${associated(from, to)}`,
    readAssociations: (from, to) => `/crm/associations/${version}/${from}/${to}/batch/read`,
    property: (type, name) => `/crm/properties/${version}/${type}/${name}`,
    members: (listId) => `/crm/lists/${version}/${encodeURIComponent(listId)}/memberships`,
    account: `/account-info/${version}/details`,
  }
}

const NUMBERED: Paths = {
  objects: (type) => `/crm/v3/objects/${type}`,
  associate: (from, to) => `/crm/v4/objects/${from.type}/${associated(from, to)}`,
  readAssociations: (from, to) => `/crm/v4/associations/${from}/${to}/batch/read`,
  property: (type, name) => `/crm/v3/properties/${type}/${name}`,
  members: (listId) => `/crm/v3/lists/${encodeURIComponent(listId)}/memberships`,
  account: '/account-info/v3/details',
}

function associated(from: ObjectId, to: ObjectId): string {
  return `${encodeURIComponent(from.id)}/associations/default/${to.type}/${encodeURIComponent(to.id)}`
}
