// Saved outcomes that wait for the CRM, and what can be done about one. Data; see menu.ts.
import { dealOf, dispositionLabel } from '../../core/outcome.ts'
import { describeParked, type Queued } from '../../core/sending.ts'
import { safeLine } from '../../text/safe.ts'
import { renderTime } from '../../text/time.ts'
import { back, type Menu, open, type Screen } from './page.ts'

type OutboxScreen = Pick<Screen, 'outbox' | 'dispositions'>

/** Newest first; what cannot be sent as it is says so. */
export function outboxPage({ outbox, dispositions }: OutboxScreen): Menu {
  return {
    title: 'Outbox',
    lines: outbox.length === 0 ? ['Nothing waits for the CRM.'] : [],
    items: outbox.toReversed().map((queued) => ({
      label: safeLine(queued.outcome.call.contactName),
      value: queued.sending.parked ? 'not sent' : 'waits',
      about: describeQueued(queued, dispositions),
      steps: [open({ name: 'queued', callId: queued.outcome.call.callId })],
    })),
  }
}

/** One of them, with why it is not sent and what would change that. */
export function queuedPage({ outbox, dispositions }: OutboxScreen, callId: string): Menu {
  const queued = outbox.find(({ outcome }) => outcome.call.callId === callId)
  if (queued === undefined) return { title: 'Outbox', lines: ['It has been sent, or given up.'], items: [] }
  const { outcome, sending } = queued
  const deal = dealOf(outcome)
  const parked = describeParked(sending)
  return {
    title: `Outbox · ${safeLine(outcome.call.contactName)}`,
    lines: [
      describeQueued(queued, dispositions),
      ...(deal ? [`On the deal ${deal.name}.`] : []),
      ...(parked ? [parked.because, parked.fix] : ['It waits for the CRM.']),
    ],
    items: [
      { label: 'Change it', steps: [back, { type: 'change-outcome', callId }] },
      ...(parked ? [{ label: 'Send it again', steps: [back, { type: 'resend', callId } as const] }] : []),
      {
        label: 'Give it up',
        about: 'It is not sent. What is in the CRM already stays there.',
        steps: [back, { type: 'give-up', callId }],
      },
    ],
  }
}

function describeQueued({ outcome }: Queued, offered: OutboxScreen['dispositions']): string {
  const { tasks, savedAt } = outcome
  const tasked = tasks.length === 0 ? '' : `${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}`
  const saved = `saved ${renderTime(Date.parse(savedAt))}`
  return [dispositionLabel(outcome.outcome, offered), tasked, saved].filter((part) => part !== '').join(' · ')
}
