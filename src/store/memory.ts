// A store that lasts as long as the process: for one-off runs, scenarios and tests. Keeps what SQLite keeps, as the
// same JSON text, so that a change to an object after it was written changes nothing here.
import type { Contact } from '../core/contact.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Sending } from '../core/sending.ts'
import { memoryCallers } from './memory-callers.ts'
import { type Kept, memorySync } from './memory-sync.ts'
import {
  type DocumentKey,
  type Documents,
  expectIdle,
  expectOpen,
  expectSameId,
  type ImportOrigin,
  type ImportStatus,
  renderContact,
  renderDocument,
  renderKeyed,
  renderOutcome,
  renderSending,
  type Settle,
  type Store,
} from './store.ts'

type Batches = AsyncIterable<readonly Contact[]>

/** An empty store in memory. */
export function openMemoryStore(): Store {
  const kept: Kept = {
    state: 'open',
    contacts: new Map(),
    documents: new Map(),
    outcomes: new Map(),
    sendings: new Map(),
    settled: new Set(),
  }

  function read<K extends DocumentKey>(key: K): Documents[K] | undefined {
    expectOpen(kept.state)
    const text = kept.documents.get(key)
    return text === undefined ? undefined : (JSON.parse(text) as Documents[K])
  }

  async function collect(batches: Batches, before: ReadonlyMap<string, string>, settle: Settle | undefined) {
    const collected = new Map(before)
    const find = (id: string) => {
      const text = collected.get(id) ?? kept.contacts.get(id)
      return text === undefined ? null : (JSON.parse(text) as Contact)
    }
    for await (const batch of batches) {
      expectOpen(kept.state)
      for (const contact of batch) {
        const { id } = contact
        const settled = settle === undefined ? contact : expectSameId(settle(find(id), contact), id)
        collected.set(id, renderContact(settled))
      }
    }
    expectOpen(kept.state)
    return collected
  }

  async function bring(
    batches: Batches,
    before: ReadonlyMap<string, string>,
    { at, source }: ImportOrigin,
    settle: Settle | undefined,
  ): Promise<ImportStatus> {
    expectIdle(kept.state)
    kept.state = 'writing-contacts'
    try {
      const collected = await collect(batches, before, settle)
      const status: ImportStatus = { at, contacts: collected.size, source }
      kept.documents.set('import', renderDocument(status))
      kept.contacts = collected
      return status
    } finally {
      if (kept.state === 'writing-contacts') kept.state = 'open'
    }
  }

  function advance(callId: string, sending: Sending): boolean {
    expectIdle(kept.state)
    if (!kept.outcomes.has(callId) || kept.settled.has(callId)) return false
    kept.sendings.set(callId, renderSending(sending))
    return true
  }

  return {
    ...memorySync(kept),
    ...memoryCallers(kept),

    read,

    writeContacts: async (batches, source, settle) => bring(batches, kept.contacts, source, settle),

    replaceContacts: async (batches, source, settle) => bring(batches, new Map(), source, settle),

    *readContacts() {
      expectOpen(kept.state)
      for (const text of kept.contacts.values()) yield JSON.parse(text) as Contact
    },

    write(key, document) {
      expectIdle(kept.state)
      kept.documents.set(key, renderKeyed(key, document))
    },

    // Nobody else works on it: all there is to do is to forget what was written when the work throws.
    inOneStep(work) {
      expectIdle(kept.state)
      const { contacts, documents, outcomes, sendings, settled } = kept
      const before = {
        contacts,
        documents: new Map(documents),
        outcomes: new Map(outcomes),
        sendings: new Map(sendings),
        settled: new Set(settled),
      }
      try {
        return work()
      } catch (error) {
        Object.assign(kept, before)
        throw error
      }
    },

    saveOutcome(outcome, sending) {
      expectIdle(kept.state)
      const [text, sent] = [renderOutcome(outcome), sending === undefined ? null : renderSending(sending)]
      const { callId } = outcome.call
      if (kept.outcomes.has(callId)) return false
      const drafts = read('drafts')
      kept.outcomes.set(callId, text)
      if (sent !== null) kept.sendings.set(callId, sent)
      if (drafts) kept.documents.set('drafts', renderDocument(drafts.filter((draft) => draft.call.callId !== callId)))
      return true
    },

    readOutbox() {
      expectOpen(kept.state)
      const waiting = Array.from(kept.outcomes).filter(([callId]) => !kept.settled.has(callId))
      return waiting.map(([, text]) => JSON.parse(text) as Outcome)
    },

    readSending(callId) {
      expectOpen(kept.state)
      const text = kept.sendings.get(callId)
      return text === undefined ? undefined : (JSON.parse(text) as Sending)
    },

    keepSending: advance,

    replaceOutcome(outcome, sending) {
      const { callId } = outcome.call
      const [text, isThere] = [renderOutcome(outcome), advance(callId, sending)]
      if (isThere) kept.outcomes.set(callId, text)
      return isThere
    },

    settleOutcome(callId, sending) {
      const isThere = advance(callId, sending)
      if (isThere) kept.settled.add(callId)
      return isThere
    },

    close() {
      kept.state = 'closed'
    },
  }
}
