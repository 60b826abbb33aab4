// The CRM's records as they come, each by itself and linked by ids, and how they make one contact. Knows no CRM's names
// for them.
import { type Contact, compareIds, type Deal } from './contact.ts'

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

/**
 * The contact as it is kept here. The company is the associated one's name, else what the contact itself states (HubSpot:
 * the property `company` is free text, apart from the association). Deals are in the order of their ids, whatever
 * order the CRM gave them in.
 */
export function composeContact({ contact, company, deals }: LinkedContact): Contact {
  const { companyText, companyId, dealIds, mergedIds: _, ...own } = contact
  const ids = new Set(dealIds)
  const linked = deals.filter(({ id }) => ids.has(id))
  return {
    ...own,
    company: company?.name.trim() ? company.name : companyText,
    companyId,
    deals: sortDeals(linked),
    row: null,
  }
}

/** The same contact with a company that may have another name now; itself when nothing of it is different. */
export function patchCompany(contact: Contact, { id, name }: CrmCompany): Contact {
  return contact.companyId !== id || contact.company === name ? contact : { ...contact, company: name }
}

/** The same contact with a deal that was added or changed, or without it; itself when nothing of it is different. */
export function patchDeal(contact: Contact, deal: Deal, isLinked: boolean): Contact {
  const found = contact.deals.find(({ id }) => id === deal.id)
  if (isLinked ? found !== undefined && isSameDeal(found, deal) : found === undefined) return contact
  const others = contact.deals.filter(({ id }) => id !== deal.id)
  return { ...contact, deals: isLinked ? sortDeals([...others, deal]) : others }
}

/** Whether the CRM's associations of a contact are those that it is kept with. */
export function hasSameLinks(
  contact: Contact,
  { companyId, dealIds }: Pick<ContactLinks, 'companyId' | 'dealIds'>,
): boolean {
  const ids = new Set(dealIds)
  const isSameCompany = (contact.companyId ?? null) === companyId
  return isSameCompany && ids.size === contact.deals.length && contact.deals.every(({ id }) => ids.has(id))
}

/** Whether two forms of a contact come to the same in all that is shown, matched or chosen by; not when it was changed. */
export function isSameContact(one: Contact, other: Contact): boolean {
  return contentOf(one) === contentOf(other)
}

function contentOf(contact: Contact): string {
  const { id, firstName, lastName, company, companyId = null, email, country, ownerId = null, phones, deals } = contact
  const numbers = phones.map(({ field, text, e164, rejected }) => [field, text, e164, rejected])
  return JSON.stringify([
    id,
    firstName,
    lastName,
    company,
    companyId,
    email,
    country,
    ownerId,
    numbers,
    sortDeals(deals).map(valuesOf),
  ])
}

function isSameDeal(one: Deal, other: Deal): boolean {
  return JSON.stringify(valuesOf(one)) === JSON.stringify(valuesOf(other))
}

function valuesOf({ id, name, amount, currency, closeDate, isClosed }: Deal): unknown[] {
  return [id, name, amount, currency, closeDate, isClosed]
}

function sortDeals(deals: readonly Deal[]): Deal[] {
  return [...deals].sort((one, other) => compareIds(one.id, other.id))
}
