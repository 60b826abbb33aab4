// Drafts and outbox of an app that keeps its own: what it says that it keeps, and what it asks of the CRM.
import type { CrmAsk, OutboxWork } from '../app/event.ts'
import { newSending } from '../core/sending.ts'
import type { CrmWriter } from '../crm/crm.ts'
import type { Store } from '../store/store.ts'
import type { StageEvent } from './trace.ts'

type Kept = Extract<OutboxWork, { type: 'outbox-kept' }>

/** Makes the store say what the app keeps; what has come and gone by it is what was saved and what is done with. */
export function mirrorOutbox(store: Store, { drafts, waiting }: Kept, givenUp: ReadonlySet<string>): StageEvent[] {
  const events: StageEvent[] = []
  const left = store
    .readOutbox()
    .filter(({ call }) => !waiting.some(({ outcome }) => outcome.call.callId === call.callId))
  for (const outcome of left) store.settleOutcome(outcome.call.callId, newSending(outcome))
  const sent = left.filter(({ call }) => !givenUp.has(call.callId))
  if (sent.length > 0) events.push({ type: 'sent', outcomes: sent.length })
  for (const { outcome, parked } of waiting) {
    const sending = { ...newSending(outcome), parked: parked === null ? null : toldBy(parked) }
    if (store.saveOutcome(outcome, sending)) events.push({ type: 'saved', contact: outcome.call.contactName })
    else store.replaceOutcome(outcome, sending)
  }
  store.write('drafts', drafts)
  return events
}

function toldBy(because: string) {
  return { kind: 'told', because, fix: '' } as const
}

/** What the CRM does for one request of the app's. */
export function doAsked(crm: CrmWriter, ask: CrmAsk): Promise<unknown> {
  switch (ask.does) {
    case 'create-call':
      return crm.createCall(ask.call)
    case 'create-task':
      return crm.createTask(ask.task)
    case 'find-engagement':
      return crm.findEngagement(ask.sought)
    case 'associate':
      return crm.associate(ask, ask.contactId)
    case 'read-contact':
      return crm.readContact(ask.contactId)
  }
}
