// Saved outcomes of a store on PostgreSQL, on their way to the CRM.
import type { Outcome } from '../../core/outcome.ts'
import type { Sending } from '../../core/sending.ts'
import { upgradeSending } from '../earlier.ts'
import { isOutcome, isSending } from '../shape.ts'
import { expectIdle, expectOpen, type Outbox, renderDocument, renderOutcome, renderSending } from '../store.ts'
import { keyOf } from './contact-row.ts'
import { keepText, readDocument } from './documents.ts'
import { type OpenPostgres, parseText } from './reading.ts'

/** The outbox of a store that is open. */
export function postgresOutbox({ session, use }: OpenPostgres): Outbox {
  const { workspace } = session.address

  function update(callId: string, assignments: string, ...values: readonly unknown[]): boolean {
    expectIdle(use.state)
    const text = `UPDATE ringsight.outcomes SET ${assignments} WHERE workspace = $1 AND key = $2 AND NOT is_settled`
    return session.step(() => session.run({ text, values: [workspace, keyOf(callId), ...values] })[0]?.count === 1)
  }

  return {
    saveOutcome(outcome, sending) {
      expectIdle(use.state)
      const [text, sent] = [renderOutcome(outcome), sending === undefined ? null : renderSending(sending)]
      const { callId } = outcome.call
      return session.step(() => {
        const [added] = session.run({
          text: `INSERT INTO ringsight.outcomes (workspace, key, outcome, sending) VALUES ($1, $2, $3, $4)
            ON CONFLICT (workspace, key) DO NOTHING`,
          values: [workspace, keyOf(callId), text, sent],
        })
        if (added?.count !== 1) return false
        const others = readDocument(session, 'drafts')?.filter((draft) => draft.call.callId !== callId)
        if (others) keepText(session, 'drafts', renderDocument(others))
        return true
      })
    },

    readOutbox() {
      expectOpen(use.state)
      const rows = session.ask<{ readonly outcome: string }>(
        'SELECT outcome FROM ringsight.outcomes WHERE workspace = $1 AND NOT is_settled ORDER BY sequence',
        workspace,
      )
      return rows.map(({ outcome }) => parseText(session, 'a saved outcome', outcome, isOutcome) as Outcome)
    },

    readSending(callId) {
      expectOpen(use.state)
      const [row] = session.ask<{ readonly sending: string | null }>(
        'SELECT sending FROM ringsight.outcomes WHERE workspace = $1 AND key = $2',
        workspace,
        keyOf(callId),
      )
      if (row?.sending == null) return undefined
      return upgradeSending(parseText(session, 'how far an outcome is', row.sending, isSending) as Sending)
    },

    keepSending: (callId, sending) => update(callId, 'sending = $3', renderSending(sending)),

    replaceOutcome: (outcome, sending) =>
      update(outcome.call.callId, 'sending = $3, outcome = $4', renderSending(sending), renderOutcome(outcome)),

    settleOutcome: (callId, sending) => update(callId, 'sending = $3, is_settled = true', renderSending(sending)),
  }
}
