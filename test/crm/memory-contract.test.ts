import { openMemoryCrm } from '../../src/crm/memory.ts'
import { testCrm } from './contract.ts'

testCrm('the CRM in memory', async () => {
  const clock = { now: Date.parse('2026-11-20T09:00:00Z') }
  const crm = openMemoryCrm({ now: () => clock.now, indexLagMs: 60_000 })
  return {
    crm,
    now: () => clock.now,
    async writeContact(contact) {
      crm.writeContact(contact)
      return contact.id
    },
    archiveContact: async (id) => crm.deleteContact(id),
    restoreContact: async (id) => crm.restoreContact(id),
    async mergeContacts(from, into) {
      crm.mergeContacts(from, into)
      return into
    },
    wipeContact: async (id) => crm.wipeContact(id),
    async setCompany(contactId, company) {
      crm.writeCompany(company)
      crm.linkCompany(contactId, company.id)
      return company.id
    },
    async setDeal(deal, contactIds) {
      crm.writeDeal(deal, contactIds)
      return deal.id
    },
    async passLag() {
      clock.now += 60_001
    },
    close: async () => {},
  }
})
