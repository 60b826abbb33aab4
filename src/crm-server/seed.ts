// Fills a portal with contacts as exports have them: a record for each, for each of their companies and deals, and the
// associations between them. Pure.
import type { Contact, Deal } from '../core/contact.ts'
import { countryName } from './calculated.ts'
import { defaultLinkType, type ObjectType } from './object-types.ts'
import { catchUpIndex, createRecord, linkRecords, type Portal } from './portal.ts'
import type { PortalRecord } from './record.ts'

/**
 * Adds contacts that the portal does not have yet; searches find them at once. Companies without a record id are told
 * apart by their name.
 */
export async function seedPortal(
  portal: Portal,
  contacts: Iterable<Contact> | AsyncIterable<Contact>,
  at: number,
): Promise<void> {
  const companies = new Map<string, PortalRecord>()
  for await (const contact of contacts) {
    if (portal.shelves.contacts.byId.has(contact.id)) continue
    const record = addContact(portal, contact, at)
    const key = contact.companyId ?? contact.company
    if (key !== '') {
      const company = companies.get(key) ?? addCompany(portal, contact, at)
      companies.set(key, company)
      link(portal, [record, company], at)
    }
    for (const deal of contact.deals) {
      const known = portal.shelves.deals.byId.get(deal.id)
      link(portal, [record, known ?? addDeal(portal, { deal, contact }, at)], at)
    }
  }
  catchUpIndex(portal, Number.POSITIVE_INFINITY)
}

// HubSpot's ids are numbers; an export without them gets new ones.
function idOf(id: string): { readonly id?: string } {
  return /^[1-9]\d{0,14}$/.test(id) ? { id } : {}
}

function freeId(portal: Portal, type: ObjectType, id: string): { readonly id?: string } {
  return portal.shelves[type].byId.has(id) ? {} : idOf(id)
}

function addContact(portal: Portal, contact: Contact, at: number): PortalRecord {
  const { firstName, lastName, email, company, country, phones } = contact
  const mobile = phones.find(({ field }) => /mobil|handy|portable|móvil|komórk|携帯/i.test(field))
  const phone = phones.find((each) => each !== mobile)
  const properties = {
    firstname: firstName || null,
    lastname: lastName || null,
    email: email || null,
    company: company || null,
    country: country === null ? null : countryName(country),
    hs_country_region_code: country,
    phone: phone?.text ?? null,
    mobilephone: mobile?.text ?? null,
    hubspot_owner_id: contact.ownerId ?? null,
    notes_last_updated: contact.activeAt ?? null,
  }
  const stated = { ...idOf(contact.id), ...timesOf(contact, at) }
  return createRecord(portal, { type: 'contacts', properties, ...stated }, at)
}

const DAY_MS = 24 * 60 * 60 * 1_000

// What was there before the portal opened counts as changed before that: else the first delta would read all of it.
function timesOf({ modifiedAt }: Contact, at: number): { readonly createdAt: number; readonly updatedAt: number } {
  const changed = modifiedAt === null ? Number.NaN : Date.parse(modifiedAt)
  const time = Number.isNaN(changed) || changed > at ? at - DAY_MS : changed
  return { createdAt: time, updatedAt: time }
}

function addCompany(portal: Portal, contact: Contact, at: number): PortalRecord {
  const { companyId, company } = contact
  const id = freeId(portal, 'companies', companyId ?? '')
  return createRecord(portal, { type: 'companies', properties: { name: company }, ...id, ...timesOf(contact, at) }, at)
}

function addDeal(portal: Portal, { deal, contact }: { deal: Deal; contact: Contact }, at: number): PortalRecord {
  const properties = {
    dealname: deal.name,
    amount: deal.amount,
    deal_currency_code: deal.currency,
    closedate: deal.closeDate === null ? null : `${deal.closeDate}T00:00:00.000Z`,
    dealstage: deal.isClosed ? 'closedwon' : 'qualifiedtobuy',
    pipeline: 'default',
  }
  return createRecord(portal, { type: 'deals', properties, ...idOf(deal.id), ...timesOf(contact, at) }, at)
}

function link(portal: Portal, ends: readonly [PortalRecord, PortalRecord], at: number): void {
  const type = defaultLinkType(ends[0].type, ends[1].type)
  if (type !== null) linkRecords(portal, ends, type, at)
}
