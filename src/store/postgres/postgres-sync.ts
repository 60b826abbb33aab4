// The sync side of the store on PostgreSQL: single contacts, and all contacts of a CRM gathered beside those that are there, then
// put in their place. Knows nothing of what decides between them.
import type { Contact, Deal } from '../../core/contact.ts'
import type { CrmCompany, CrmContact, LinkedContact } from '../../core/crm-record.ts'
import { isCrmContact, isRecord, isText } from '../shape.ts'
import { type Documents, expectIdle, expectOpen, expectSameId, renderDocument, type SyncStore } from '../store.ts'
import { keyOf, markOf } from './contact-row.ts'
import { changeFew, type Gathering, openGathering, ROWS, rowFor } from './contact-writer.ts'
import { keepDocuments } from './documents.ts'
import { type OpenPostgres, parseContact, parseText } from './reading.ts'
import type { Session } from './session.ts'

type Decide = Parameters<SyncStore['adoptStage']>[0]
type Kind = 'company' | 'deal'

/** The sync side of a store that is open. */
export function postgresSync({ session, use }: OpenPostgres): Omit<SyncStore, 'claimCrm' | 'wipe'> {
  const { workspace } = session.address

  // Without waiting for the disk at every page: what a power cut takes from a stage is gathered again.
  function stage(work: () => void): void {
    expectIdle(use.state)
    session.step(() => {
      session.run({ text: 'SET LOCAL synchronous_commit = off' })
      work()
    })
  }

  function stageRecords(kind: Kind, asked: readonly string[], records: readonly (CrmCompany | Deal)[]): void {
    stage(() => {
      nameRecords(session, kind, asked, { isRead: true })
      const rows = new Map(records.map((record) => [record.id, recordRow(record)]))
      session.ask(
        `INSERT INTO ringsight.staged_records (workspace, kind, key, id, is_read, record)
          SELECT $1, $2, key, id, true, record
          FROM json_to_recordset($3::json) AS brought (key text, id text, record text)
          ON CONFLICT (workspace, kind, key) DO UPDATE SET is_read = true, record = excluded.record`,
        workspace,
        kind,
        JSON.stringify([...rows.values()]),
      )
    })
  }

  return {
    readContactsById(ids) {
      expectOpen(use.state)
      const keys = ids.map(keyOf)
      const texts = readByKey(session, keys)
      return keys.flatMap((key) => texts.get(key) ?? []).map((text) => parseContact(session, text))
    },

    readContactsWith(kind, id) {
      expectOpen(use.state)
      const rows = session.ask<{ readonly contact: string }>(
        'SELECT contact FROM ringsight.contacts WHERE workspace = $1 AND marks @> ARRAY[$2] ORDER BY sequence',
        workspace,
        markOf(workspace, kind, id),
      )
      return rows.map(({ contact }) => parseContact(session, contact))
    },

    changeContacts({ write, remove, documents }) {
      expectIdle(use.state)
      session.step(() => {
        changeFew(session, { write, remove })
        keepDocuments(session, documents)
      })
    },

    beginStage: () => stage(() => clearStage(session)),

    stageContacts(contacts, documents) {
      stage(() => {
        const rows = new Map(contacts.map((contact) => [contact.id, contactRow(contact)]))
        session.ask(
          `INSERT INTO ringsight.staged_contacts (workspace, key, contact) SELECT $1, key, contact
            FROM json_to_recordset($2::json) AS brought (key text, contact text)
            ON CONFLICT (workspace, key) DO UPDATE SET contact = excluded.contact`,
          workspace,
          JSON.stringify([...rows.values()]),
        )
        nameRecords(
          session,
          'company',
          contacts.flatMap(({ companyId }) => companyId ?? []),
        )
        nameRecords(
          session,
          'deal',
          contacts.flatMap(({ dealIds }) => dealIds),
        )
        keepDocuments(session, documents)
      })
    },

    readUnstaged(kind, most) {
      expectOpen(use.state)
      const rows = session.ask<{ readonly id: string }>(
        `SELECT id FROM ringsight.staged_records WHERE workspace = $1 AND kind = $2 AND NOT is_read ORDER BY key LIMIT $3`,
        workspace,
        kind,
        most,
      )
      return rows.map(({ id }) => parseText(session, 'the id of a record', id, isText) as string)
    },

    stageCompanies: (asked, companies) => stageRecords('company', asked, companies),

    stageDeals: (asked, deals) => stageRecords('deal', asked, deals),

    adoptStage(decide, status) {
      expectIdle(use.state)
      session.step(() => {
        use.state = 'writing-contacts'
        try {
          adoptAll(session, decide, status)
        } finally {
          if (use.state === 'writing-contacts') use.state = 'open'
        }
        expectOpen(use.state)
      })
    },
  }
}

/** The texts of contacts by their keys. */
export function readByKey(session: Session, keys: readonly string[]): ReadonlyMap<string, string> {
  const rows = session.ask<{ readonly key: string; readonly contact: string }>(
    'SELECT key, contact FROM ringsight.contacts WHERE workspace = $1 AND key = ANY($2)',
    session.address.workspace,
    keys,
  )
  return new Map(rows.map(({ key, contact }) => [key, contact]))
}

function contactRow(contact: CrmContact) {
  return { key: keyOf(contact.id), contact: renderDocument(contact) }
}

function recordRow(record: CrmCompany | Deal) {
  return { key: keyOf(record.id), id: renderDocument(record.id), record: renderDocument(record) }
}

function nameRecords(session: Session, kind: Kind, ids: readonly string[], { isRead = false } = {}): void {
  const rows = [...new Set(ids)].map((id) => ({ key: keyOf(id), id: renderDocument(id) }))
  session.ask(
    `INSERT INTO ringsight.staged_records (workspace, kind, key, id, is_read) SELECT $1, $2, key, id, $3
      FROM json_to_recordset($4::json) AS named (key text, id text)
      ON CONFLICT (workspace, kind, key) DO ${isRead ? 'UPDATE SET is_read = true' : 'NOTHING'}`,
    session.address.workspace,
    kind,
    isRead,
    JSON.stringify(rows),
  )
}

function clearStage(session: Session): void {
  const values = [session.address.workspace]
  session.runLong(
    { text: 'DELETE FROM ringsight.staged_contacts WHERE workspace = $1', values },
    { text: 'DELETE FROM ringsight.staged_records WHERE workspace = $1', values },
  )
}

interface Row {
  readonly sequence: number
  readonly key: string
  readonly local: string | null
  readonly remote: string | null
}

// Readers, `decide` among them, find what was there before until all is decided.
function adoptAll(session: Session, decide: Decide, status: () => Partial<Documents>): void {
  const gathering = openGathering(session)
  // What was gathered within minutes has no statistics yet, and without them every page goes through all of it. Where the database
  // is making them itself just now, it is not waited for.
  session.runLong({
    text: 'ANALYZE (SKIP_LOCKED) ringsight.staged_contacts, ringsight.staged_records, ringsight.contacts',
  })
  for (const rows of eachPage(session, STAGED)) {
    const linked = readLinked(session, rows)
    settleRows(session, gathering, rows, (local, index) => decide(local, linked[index] ?? null))
  }
  for (const rows of eachPage(session, ONLY_HERE)) settleRows(session, gathering, rows, (local) => decide(local, null))
  // Asked for before anything changes, as the counts in it are not.
  const documents = status()
  gathering.putInPlace(false)
  keepDocuments(session, documents)
  clearStage(session)
  gathering.end()
}

const STAGED = `SELECT staged.sequence, staged.key, contacts.contact AS local, staged.contact AS remote
  FROM ringsight.staged_contacts AS staged LEFT JOIN ringsight.contacts USING (workspace, key)
  WHERE workspace = $1 AND staged.sequence > $2 ORDER BY staged.sequence LIMIT ${ROWS}`
const ONLY_HERE = `SELECT sequence, key, contact AS local, NULL AS remote FROM ringsight.contacts AS here
  WHERE workspace = $1 AND sequence > $2 AND NOT EXISTS
    (SELECT FROM ringsight.staged_contacts AS staged WHERE staged.workspace = $1 AND staged.key = here.key)
  ORDER BY sequence LIMIT ${ROWS}`

function* eachPage(session: Session, text: string): Generator<readonly Row[]> {
  for (let after = 0; ; ) {
    const [page] = session.runLong({ text, values: [session.address.workspace, after] })
    const rows = (page?.rows ?? []) as readonly Row[]
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows
    after = last.sequence
  }
}

function settleRows(
  session: Session,
  gathering: Gathering,
  rows: readonly Row[],
  decide: (local: Contact | null, index: number) => Contact | null,
): void {
  const settled = rows.flatMap(({ key, local, remote }, index) => {
    const before = local === null ? null : parseContact(session, local)
    const after = decide(before, index)
    if (after !== null) expectSameId(after, before?.id ?? idOf(session, remote))
    const row = rowFor(session, key, after)
    return row.contact === local ? [] : row
  })
  gathering.add(settled)
}

function idOf(session: Session, remote: string | null): string {
  return (parseText(session, 'a gathered contact', remote ?? '', isCrmContact) as CrmContact).id
}

function readLinked(session: Session, rows: readonly Row[]): readonly LinkedContact[] {
  const contacts = rows.map(
    ({ remote }) => parseText(session, 'a gathered contact', remote ?? '', isCrmContact) as CrmContact,
  )
  const companies = readRecords<CrmCompany>(
    session,
    'company',
    contacts.flatMap(({ companyId }) => companyId ?? []),
  )
  const deals = readRecords<Deal>(
    session,
    'deal',
    contacts.flatMap(({ dealIds }) => dealIds),
  )
  return contacts.map((contact) => ({
    contact,
    company: contact.companyId === null ? null : (companies.get(keyOf(contact.companyId)) ?? null),
    deals: contact.dealIds.flatMap((id) => deals.get(keyOf(id)) ?? []),
  }))
}

/** Records that were read, by their keys. */
function readRecords<T>(session: Session, kind: Kind, ids: readonly string[]): ReadonlyMap<string, T> {
  const rows = session.ask<{ readonly key: string; readonly record: string }>(
    `SELECT key, record FROM ringsight.staged_records
      WHERE workspace = $1 AND kind = $2 AND key = ANY($3) AND record IS NOT NULL`,
    session.address.workspace,
    kind,
    [...new Set(ids)].map(keyOf),
  )
  return new Map(rows.map(({ key, record }) => [key, parseText(session, 'a gathered record', record, isRecord) as T]))
}
