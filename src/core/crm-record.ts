// The CRM's records as they come, each by itself and linked by ids, and how they make one contact. Knows no CRM's names
// for them.
import type { Contact, Deal } from './contact.ts'

/** A contact without what other records say of it. */
export interface CrmContact extends Omit<Contact, 'company' | 'companyId' | 'deals' | 'row'> {
  /** The company that the contact itself states: shown where none is associated. */
  readonly companyText: string
  /** The associated (primary) company. */
  readonly companyId: string | null
  readonly dealIds: readonly string[]
  /** The ids of the contacts that were merged into this one. */
  readonly mergedIds: readonly string[]
}

export interface CrmCompany {
  readonly id: string
  readonly name: string
}

/** Which other records a contact is associated with. */
export type ContactLinks = Pick<CrmContact, 'id' | 'companyId' | 'dealIds'>

/** A contact with what is known of the records around it; one that could not be read is null, or left out. */
export interface LinkedContact {
  readonly contact: CrmContact
  readonly company: CrmCompany | null
  readonly deals: readonly Deal[]
}
