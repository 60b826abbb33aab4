// The documents of a store on PostgreSQL, each with word of it to all who listen.
import { upgradeDocument } from '../earlier.ts'
import { DOCUMENT_SHAPES } from '../shape.ts'
import { type DocumentKey, type Documents, renderDocuments } from '../store.ts'
import { parseText } from './reading.ts'
import { CHANNEL, type Session } from './session.ts'

export function readDocument<K extends DocumentKey>(session: Session, key: K): Documents[K] | undefined {
  const [row] = session.ask<{ readonly document: string }>(
    'SELECT document FROM ringsight.documents WHERE workspace = $1 AND key = $2',
    session.address.workspace,
    key,
  )
  if (row === undefined) return undefined
  const document = parseText(session, `the document "${key}"`, row.document, DOCUMENT_SHAPES[key])
  return upgradeDocument(key, document as Documents[K])
}

/** Keeps a text under a key, within a step. */
export function keepText(session: Session, key: DocumentKey, text: string): void {
  const { workspace } = session.address
  session.run(
    {
      text: `INSERT INTO ringsight.documents VALUES ($1, $2, $3)
        ON CONFLICT (workspace, key) DO UPDATE SET document = excluded.document`,
      values: [workspace, key, text],
    },
    { text: 'SELECT pg_notify($1, $2)', values: [CHANNEL, workspace] },
  )
}

/** Keeps documents with contacts, within a step. */
export function keepDocuments(session: Session, documents: Partial<Documents>): void {
  for (const [key, text] of renderDocuments(documents, () => countContacts(session))) keepText(session, key, text)
}

/** How many contacts there are. */
export function countContacts(session: Session): number {
  return count(session, 'contacts')
}

/** How many different numbers they have. */
export function countNumbers(session: Session): number {
  return count(session, 'numbers')
}

function count(session: Session, name: 'contacts' | 'numbers'): number {
  const [row] = session.ask<{ readonly count: number }>(
    `SELECT ${name} AS count FROM ringsight.counts WHERE workspace = $1`,
    session.address.workspace,
  )
  return row?.count ?? 0
}
