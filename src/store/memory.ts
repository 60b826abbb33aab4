// A store that lasts as long as the process: for one-off runs, scenarios and tests. Keeps what SQLite keeps, as the
// same JSON text, so that a change to an object after it was written changes nothing here.
import type { Contact } from '../core/contact.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Sending } from '../core/sending.ts'
import {
  type DocumentKey,
  type Documents,
  expectIdle,
  expectOpen,
  type ImportStatus,
  renderDocument,
  type Store,
  type StoreState,
} from './store.ts'

type Batches = AsyncIterable<readonly Contact[]>

/** An empty store in memory. */
export function openMemoryStore(): Store {
  let state: StoreState = 'open'
  let contacts: ReadonlyMap<string, string> = new Map()
  const documents = new Map<DocumentKey, string>()
  const outcomes = new Map<string, string>()
  const sendings = new Map<string, string>()
  const settled = new Set<string>()

  function read<K extends DocumentKey>(key: K): Documents[K] | undefined {
    expectOpen(state)
    const text = documents.get(key)
    return text === undefined ? undefined : (JSON.parse(text) as Documents[K])
  }

  async function collect(batches: Batches, collected: Map<string, string>): Promise<ReadonlyMap<string, string>> {
    for await (const batch of batches) {
      expectOpen(state)
      for (const contact of batch) collected.set(contact.id, renderDocument(contact))
    }
    expectOpen(state)
    return collected
  }

  async function bring(
    batches: Batches,
    before: ReadonlyMap<string, string>,
    { at, source }: Pick<ImportStatus, 'at' | 'source'>,
  ): Promise<ImportStatus> {
    expectIdle(state)
    state = 'writing-contacts'
    try {
      const collected = await collect(batches, new Map(before))
      const status: ImportStatus = { at, contacts: collected.size, source }
      documents.set('import', renderDocument(status))
      contacts = collected
      return status
    } finally {
      if (state === 'writing-contacts') state = 'open'
    }
  }

  function advance(callId: string, sending: Sending): boolean {
    expectIdle(state)
    if (!outcomes.has(callId) || settled.has(callId)) return false
    sendings.set(callId, renderDocument(sending))
    return true
  }

  return {
    read,

    writeContacts: async (batches, source) => bring(batches, contacts, source),

    replaceContacts: async (batches, source) => bring(batches, new Map(), source),

    *readContacts() {
      expectOpen(state)
      for (const text of contacts.values()) yield JSON.parse(text) as Contact
    },

    write(key, document) {
      expectIdle(state)
      documents.set(key, renderDocument(document))
    },

    saveOutcome(outcome) {
      expectIdle(state)
      const { callId } = outcome.call
      if (outcomes.has(callId)) return false
      const drafts = read('drafts')
      outcomes.set(callId, renderDocument(outcome))
      if (drafts) documents.set('drafts', renderDocument(drafts.filter((draft) => draft.call.callId !== callId)))
      return true
    },

    readOutbox() {
      expectOpen(state)
      const waiting = Array.from(outcomes).filter(([callId]) => !settled.has(callId))
      return waiting.map(([, text]) => JSON.parse(text) as Outcome)
    },

    readSending(callId) {
      expectOpen(state)
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
      state = 'closed'
    },
  }
}
