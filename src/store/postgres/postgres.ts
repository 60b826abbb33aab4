// The store on PostgreSQL, for whom one file is too small: any number of processes, on any machines, share it. Knows nothing of
// what the documents mean.
import type { Contact } from '../../core/contact.ts'
import { wrongUse } from '../../text/wrong-use.ts'
import {
  expectIdle,
  expectOpen,
  expectSameId,
  type ImportOrigin,
  type ImportStatus,
  renderDocument,
  renderKeyed,
  type Settle,
  type Store,
  type StoreState,
} from '../store.ts'
import { keyOf } from './contact-row.ts'
import { openGathering, ROWS, rowFor } from './contact-writer.ts'
import { countContacts, keepText, readDocument } from './documents.ts'
import { postgresCallers } from './postgres-callers.ts'
import { postgresOutbox } from './postgres-outbox.ts'
import { postgresShared } from './postgres-shared.ts'
import { postgresSync, readByKey } from './postgres-sync.ts'
import { type OpenPostgres, parseContact, readTexts } from './reading.ts'
import { TABLES } from './schema.ts'
import { CHANNEL, type Held, openSession } from './session.ts'

/**
 * Opens the store of a workspace in a database; makes its tables when there are none.
 *
 * @param address `postgres://USER@HOST/DATABASE?workspace=NAME`
 * @param driver the module that opens connections; null for PostgreSQL's own
 * @throws StoreError when there is no such database, or it cannot be used as a store; it was left as it was
 */
export function openPostgresStore(address: string, driver: string | null = null): Store {
  if (typeof address !== 'string') throw wrongUse('openPostgresStore', 'the address of a database', address)
  const use: { state: StoreState } = { state: 'open' }
  const session = openSession(address, driver)
  const open: OpenPostgres = { session, use }
  const { workspace } = session.address
  let claim: Held | null = null

  function* readContacts(): Generator<Contact> {
    for (const text of readTexts(open)) yield parseContact(session, text)
  }

  async function bring(
    batches: Batches,
    { at, source }: ImportOrigin,
    { isAll, settle }: Bringing,
  ): Promise<ImportStatus> {
    expectIdle(use.state)
    const lock = session.hold('write')
    use.state = 'writing-contacts'
    try {
      const gathering = openGathering(session)
      for await (const batch of batches) {
        for (let from = 0; from < batch.length; from += ROWS) {
          expectOpen(use.state)
          gather(gathering, batch.slice(from, from + ROWS), settle)
        }
      }
      expectOpen(use.state)
      return session.step(() => {
        gathering.putInPlace(isAll)
        const status: ImportStatus = { at, contacts: countContacts(session), source }
        keepText(session, 'import', renderDocument(status))
        gathering.end()
        return status
      })
    } finally {
      if (use.state === 'writing-contacts') use.state = 'open'
      lock.release()
    }
  }

  function gather(
    gathering: ReturnType<typeof openGathering>,
    batch: readonly Contact[],
    settle: Settle | undefined,
  ): void {
    const keys = batch.map(({ id }) => keyOf(id))
    const texts = settle === undefined ? new Map() : new Map([...readByKey(session, keys), ...gathering.find(keys)])
    const rows = batch.map((contact, index) => {
      const key = keys[index] ?? ''
      const text = texts.get(key)
      const before = text === undefined ? null : parseContact(session, text)
      const settled = settle === undefined ? contact : expectSameId(settle(before, contact), contact.id)
      const row = rowFor(session, key, settled)
      if (settle !== undefined && row.contact !== null) texts.set(key, row.contact)
      return row
    })
    gathering.add(rows)
  }

  return {
    ...postgresSync(open),
    ...postgresCallers(open),
    ...postgresOutbox(open),
    shared: postgresShared(open),

    claimCrm() {
      expectOpen(use.state)
      const claimed = session.tryHold('crm')
      claim = claimed ?? claim
      return claimed
    },

    wipe(mayGo = () => true) {
      expectIdle(use.state)
      const isWiped = session.step(() => {
        if (!mayGo()) return false
        for (const table of TABLES) {
          session.runLong({ text: `DELETE FROM ringsight.${table} WHERE workspace = $1`, values: [workspace] })
        }
        session.ask('SELECT pg_notify($1, $2)', CHANNEL, workspace)
        return true
      })
      if (isWiped)
        session.runLong({ text: `VACUUM (SKIP_LOCKED) ${TABLES.map((table) => `ringsight.${table}`).join(', ')}` })
      return isWiped
    },

    writeContacts: (batches, source, settle) => bring(batches, source, { isAll: false, settle }),

    replaceContacts: (batches, source, settle) => bring(batches, source, { isAll: true, settle }),

    readContacts,

    read(key) {
      expectOpen(use.state)
      return readDocument(session, key)
    },

    write(key, document) {
      expectIdle(use.state)
      const text = renderKeyed(key, document)
      session.step(() => keepText(session, key, text))
    },

    inOneStep(work) {
      expectIdle(use.state)
      return session.step(work)
    },

    close() {
      use.state = 'closed'
      claim?.release()
      session.close()
    },
  }
}

type Batches = AsyncIterable<readonly Contact[]>
interface Bringing {
  /** Whether what was there before goes. */
  readonly isAll: boolean
  readonly settle: Settle | undefined
}
