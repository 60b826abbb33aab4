// Reads what is kept: single texts, and all contacts of a workspace, some at a time.
import type { Contact } from '../../core/contact.ts'
import { isContact, parseShape, type Shape } from '../shape.ts'
import { expectOpen, type StoreState } from '../store.ts'
import { refuseDatabase } from './refusal.ts'
import type { Session } from './session.ts'

/** A store on PostgreSQL that is open. */
export interface OpenPostgres {
  readonly session: Session
  /** What the whole store is doing. */
  readonly use: { state: StoreState }
}

/** What was kept as JSON. @throws StoreError `damaged` */
export function parseText({ address }: Session, what: string, text: string, isRight: Shape): unknown {
  return parseShape(text, isRight, () => {
    const found = `the store is damaged: ${what} in it cannot be read`
    return refuseDatabase('damaged', address.shown, { found, fix: 'Restore the database from a backup.' })
  })
}

/** @throws StoreError `damaged` */
export function parseContact(session: Session, text: string): Contact {
  return parseText(session, 'a contact', text, isContact) as Contact
}

const ROWS = 1_000
let cursors = 0

/**
 * The texts of all contacts, in the order in which they are kept: as they were at the first of them, whatever is written meanwhile.
 *
 * @param condition SQL of our own making, which follows that of the workspace
 */
export function* readTexts({ session, use }: OpenPostgres, condition = ''): Generator<string> {
  expectOpen(use.state)
  cursors += 1
  const name = `reading_${cursors}`
  // Held beyond its transaction: the database keeps the rows, and the connection is free for what is asked meanwhile.
  session.runLong({
    text: `DECLARE ${name} NO SCROLL CURSOR WITH HOLD FOR SELECT contact FROM ringsight.contacts
      WHERE workspace = '${session.address.workspace}'${condition} ORDER BY sequence`,
  })
  try {
    for (;;) {
      expectOpen(use.state)
      const rows = session.ask<{ readonly contact: string }>(`FETCH ${ROWS} FROM ${name}`)
      for (const { contact } of rows) yield contact
      if (rows.length < ROWS) return
    }
  } finally {
    end(session, use, name)
  }
}

function end(session: Session, use: { readonly state: StoreState }, name: string): void {
  if (use.state === 'closed') return
  try {
    session.run({ text: `CLOSE ${name}` })
  } catch {
    // It ended with its connection, or with the step that it was begun in.
  }
}
