// The sync side of the memory store: what a sync changes and gathers, as the same JSON texts that SQLite keeps.
import type { Contact, Deal } from '../core/contact.ts'
import type { CrmCompany, CrmContact, LinkedContact } from '../core/crm-record.ts'
import {
  type DocumentKey,
  expectIdle,
  expectOpen,
  expectSameId,
  renderContact,
  renderDocument,
  renderDocuments,
  type StoreState,
  type SyncStore,
} from './store.ts'

/** All that a memory store holds. Maps are replaced or changed only when nothing can fail any more. */
export interface Kept {
  state: StoreState
  contacts: Map<string, string>
  documents: Map<DocumentKey, string>
  outcomes: Map<string, string>
  sendings: Map<string, string>
  settled: Set<string>
}

type Kind = 'company' | 'deal'
/** Of the companies, or of the deals, that staged contacts name. */
interface Records {
  /** By id; null when it did not come. */
  readonly read: Map<string, string | null>
  /** Not asked for yet. */
  readonly wanted: Set<string>
}

/** The sync side of a memory store that holds this. */
export function memorySync(kept: Kept): SyncStore {
  const staged = new Map<string, string>()
  const named: Readonly<Record<Kind, Records>> = {
    company: { read: new Map(), wanted: new Set() },
    deal: { read: new Map(), wanted: new Set() },
  }
  let isClaimed = false

  function clearStage(): void {
    staged.clear()
    for (const { read, wanted } of [named.company, named.deal]) {
      read.clear()
      wanted.clear()
    }
  }

  function linked(text: string): LinkedContact {
    const contact = JSON.parse(text) as CrmContact
    const find = (kind: Kind, id: string | null) => (id === null ? null : (named[kind].read.get(id) ?? null))
    const company = find('company', contact.companyId)
    const deals = contact.dealIds.map((id) => find('deal', id)).filter((deal) => deal !== null)
    return {
      contact,
      company: company === null ? null : (JSON.parse(company) as CrmCompany),
      deals: deals.map((deal) => JSON.parse(deal) as Deal),
    }
  }

  function keepRecords(kind: Kind, asked: readonly string[], records: readonly (CrmCompany | Deal)[]): void {
    expectIdle(kept.state)
    const texts = records.map((record) => [record.id, renderDocument(record)] as const)
    const { read, wanted } = named[kind]
    for (const id of asked) read.set(id, read.get(id) ?? null)
    for (const [id, text] of texts) read.set(id, text)
    for (const id of [...asked, ...texts.map(([each]) => each)]) wanted.delete(id)
  }

  function want(kind: Kind, id: string): void {
    if (!named[kind].read.has(id)) named[kind].wanted.add(id)
  }

  function decideAll(decide: Parameters<SyncStore['adoptStage']>[0]): Map<string, string> {
    const decided = new Map<string, string>()
    for (const id of new Set([...staged.keys(), ...kept.contacts.keys()])) {
      const [local, remote] = [kept.contacts.get(id), staged.get(id)]
      const contact = decide(
        local === undefined ? null : (JSON.parse(local) as Contact),
        remote === undefined ? null : linked(remote),
      )
      if (contact) decided.set(expectSameId(contact, id).id, renderContact(contact))
    }
    return decided
  }

  return {
    claimCrm() {
      expectOpen(kept.state)
      if (isClaimed) return null
      isClaimed = true
      let isHeld = true
      const release = () => {
        if (isHeld) isClaimed = false
        isHeld = false
      }
      return { release }
    },

    readContactsById(ids) {
      expectOpen(kept.state)
      return ids.flatMap((id) => kept.contacts.get(id) ?? []).map((text) => JSON.parse(text) as Contact)
    },

    readContactsWith(kind, id) {
      expectOpen(kept.state)
      const isLinked = ({ companyId, deals }: Contact) =>
        kind === 'company' ? companyId === id : deals.some((deal) => deal.id === id)
      // Reading JSON takes its time: most texts do not even hold the id.
      const texts = Array.from(kept.contacts.values()).filter((text) => text.includes(renderDocument(id)))
      return texts.map((text) => JSON.parse(text) as Contact).filter(isLinked)
    },

    changeContacts({ write, remove, documents }) {
      expectIdle(kept.state)
      const contacts = new Map(kept.contacts)
      for (const contact of write) contacts.set(contact.id, renderContact(contact))
      for (const id of remove) contacts.delete(id)
      keepAll(
        kept,
        renderDocuments(documents, () => contacts.size),
      )
      kept.contacts = contacts
    },

    beginStage() {
      expectIdle(kept.state)
      clearStage()
    },

    stageContacts(contacts, documents) {
      expectIdle(kept.state)
      const texts = contacts.map((contact) => [contact, renderDocument(contact)] as const)
      keepAll(
        kept,
        renderDocuments(documents, () => kept.contacts.size),
      )
      for (const [{ id, companyId, dealIds }, text] of texts) {
        staged.set(id, text)
        if (companyId !== null) want('company', companyId)
        for (const dealId of dealIds) want('deal', dealId)
      }
    },

    readUnstaged(kind, most) {
      expectOpen(kept.state)
      const ids: string[] = []
      for (const id of named[kind].wanted) if (ids.push(id) >= most) break
      return ids
    },

    stageCompanies: (asked, companies) => keepRecords('company', asked, companies),

    stageDeals: (asked, deals) => keepRecords('deal', asked, deals),

    adoptStage(decide, status) {
      expectIdle(kept.state)
      kept.state = 'writing-contacts'
      try {
        const contacts = decideAll(decide)
        const documents = renderDocuments(status(), () => contacts.size)
        expectOpen(kept.state)
        keepAll(kept, documents)
        kept.contacts = contacts
        clearStage()
      } finally {
        if (kept.state === 'writing-contacts') kept.state = 'open'
      }
    },

    wipe(mayGo = () => true) {
      expectIdle(kept.state)
      if (!mayGo()) return false
      kept.contacts = new Map()
      clearStage()
      for (const part of [kept.documents, kept.outcomes, kept.sendings, kept.settled]) part.clear()
      return true
    },
  }
}

function keepAll({ documents }: Kept, texts: readonly (readonly [DocumentKey, string])[]): void {
  for (const [key, text] of texts) documents.set(key, text)
}
