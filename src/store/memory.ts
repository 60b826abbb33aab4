// A store that lasts as long as the process: for one-off runs, scenarios and tests. Keeps what SQLite keeps, as the
// same JSON text, so that a change to an object after it was written changes nothing here.
import type { Contact } from '../core/contact.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Sending } from '../core/sending.ts'
import { type Kept, memorySync } from './memory-sync.ts'
import {
  type DocumentKey,
  type Documents,
  expectIdle,
  expectOpen,
  type ImportStatus,
  renderDocument,
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
  const { documents, outcomes, sendings, settled } = kept

  function read<K extends DocumentKey>(key: K): Documents[K] | undefined {
    expectOpen(kept.state)
    const text = documents.get(key)
    return text === undefined ? undefined : (JSON.parse(text) as Documents[K])
  }

  async function collect(batches: Batches, collected: Map<string, string>): Promise<Map<string, string>> {
    for await (const batch of batches) {
      expectOpen(kept.state)
      for (const contact of batch) collected.set(contact.id, renderDocument(contact))
    }
    expectOpen(kept.state)
    return collected
  }

  async function bring(
    batches: Batches,
    before: ReadonlyMap<string, string>,
    { at, source }: Pick<ImportStatus, 'at' | 'source'>,
  ): Promise<ImportStatus> {
    expectIdle(kept.state)
    kept.state = 'writing-contacts'
    try {
      const collected = await collect(batches, new Map(before))
      const status: ImportStatus = { at, contacts: collected.size, source }
      documents.set('import', renderDocument(status))
      kept.contacts = collected
      return status
    } finally {
      if (kept.state === 'writing-contacts') kept.state = 'open'
    }
  }

  function advance(callId: string, sending: Sending): boolean {
    expectIdle(kept.state)
    if (!outcomes.has(callId) || settled.has(callId)) return false
    sendings.set(callId, renderDocument(sending))
    return true
  }

  return {
    ...memorySync(kept),

    read,

    writeContacts: async (batches, source) => bring(batches, kept.contacts, source),

    replaceContacts: async (batches, source) => bring(batches, new Map(), source),

    *readContacts() {
      expectOpen(kept.state)
      for (const text of kept.contacts.values()) yield JSON.parse(text) as Contact
    },

    write(key, document) {
      expectIdle(kept.state)
      documents.set(key, renderDocument(document))
    },

    saveOutcome(outcome) {
      expectIdle(kept.state)
      const { callId } = outcome.call
      if (outcomes.has(callId)) return false
      const drafts = read('drafts')
      outcomes.set(callId, renderDocument(outcome))
      if (drafts) documents.set('drafts', renderDocument(drafts.filter((draft) => draft.call.callId !== callId)))
      return true
    },

    readOutbox() {
      expectOpen(kept.state)
      const waiting = Array.from(outcomes).filter(([callId]) => !settled.has(callId))
      return waiting.map(([, text]) => JSON.parse(text) as Outcome)
    },

    readSending(callId) {
      expectOpen(kept.state)
      const text = sendings.get(callId)
      return text === undefined ? undefined : (JSON.parse(text) as Sending)
    },

    keepSending: advance,

    replaceOutcome(outcome, sending) {
      const { callId } = outcome.call
      const [text, isThere] = [renderDocument(outcome), advance(callId, sending)]
      if (isThere) outcomes.set(callId, text)
      return isThere
    },

    settleOutcome(callId, sending) {
      const isThere = advance(callId, sending)
      if (isThere) settled.add(callId)
      return isThere
    },

    close() {
      kept.state = 'closed'
    },
  }
}
