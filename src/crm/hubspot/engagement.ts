// What is written to HubSpot: a call or a task as properties and associations, with its marker. Pure. Notes are what
// somebody typed, and go into HTML that others' browsers show: nothing of them is markup there.
import type { CrmCall, CrmTask } from '../crm.ts'
import { dispositionId } from './dispositions.ts'

export interface EngagementBody {
  readonly properties: Readonly<Record<string, string>>
  readonly associations: readonly Association[]
}

interface Association {
  readonly to: { readonly id: string }
  readonly types: readonly [{ readonly associationCategory: 'HUBSPOT_DEFINED'; readonly associationTypeId: number }]
}

// HUBSPOT_DEFINED; the numbers of the other direction are lower by one.
const CALL_TO_CONTACT = 194
const CALL_TO_DEAL = 206
const TASK_TO_CONTACT = 204

export function writeCall(call: CrmCall): EngagementBody {
  const isIncoming = call.direction === 'incoming'
  return {
    properties: {
      hs_timestamp: call.startedAt,
      hs_call_direction: isIncoming ? 'INBOUND' : 'OUTBOUND',
      hs_call_disposition: dispositionId(call.outcome),
      hs_call_status: STATUS.get(call.outcome) ?? 'COMPLETED',
      hs_call_duration: String(Math.max(0, Math.round(call.durationMs))),
      // Which of the user's own numbers it was is not known here.
      [isIncoming ? 'hs_call_from_number' : 'hs_call_to_number']: call.e164,
      hs_call_title: isIncoming ? 'Incoming call' : 'Outgoing call',
      hs_call_body: writeBody(call.notes, call.marker),
    },
    associations: [...associate(call.contactId, CALL_TO_CONTACT), ...associate(call.dealId ?? null, CALL_TO_DEAL)],
  }
}

// HubSpot's status says what became of the connection, its disposition what came of the call.
const STATUS: ReadonlyMap<string, string> = new Map([
  ['no-answer', 'NO_ANSWER'],
  ['busy', 'BUSY'],
])

export function writeTask(task: CrmTask): EngagementBody {
  return {
    properties: {
      hs_timestamp: dueAt(task.due),
      hs_task_subject: task.title,
      hs_task_body: writeBody('', task.marker),
      hs_task_status: 'NOT_STARTED',
      hs_task_type: task.type.toUpperCase(),
      ...(task.priority === 'none' ? {} : { hs_task_priority: task.priority.toUpperCase() }),
    },
    associations: associate(task.contactId, TASK_TO_CONTACT),
  }
}

/**
 * HubSpot wants an instant where people promise a day. It is 10:00 UTC, since that is on the same day in every time zone
 * from Hawaii (UTC-10) to New Zealand in summer (UTC+13).
 *
 * @param due YYYY-MM-DD
 */
export function dueAt(due: string): string {
  return `${due}T10:00:00.000Z`
}

function associate(id: string | null, associationTypeId: number): Association[] {
  if (id === null) return []
  return [{ to: { id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }] }]
}

// HubSpot documents this for the body of a note; calls and tasks have no limit of their own in public.
const LONGEST_BODY = 65_536

/** Notes as HTML, behind them the marker in a line of its own: whatever is cut off, it is not the marker. */
export function writeBody(notes: string, marker: string): string {
  const reference = `<p>Ringsight reference: ${marker}</p>`
  const text = cleanLines(notes)
  if (text === '') return reference
  const room = LONGEST_BODY - reference.length - '<p></p>'.length
  return `<p>${escapeHtml(text, room)}</p>${reference}`
}

/** With \n as the only line break; control characters, which no HTML may hold, go, halves of characters are replaced. */
function cleanLines(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .replace(/\p{Cs}/gu, '\ufffd')
    .trim()
}

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '<br>',
}

/** At most `room` characters; what is cut off shows as an ellipsis. */
function escapeHtml(text: string, room: number): string {
  const html = text.replace(/[&<>"'\n]/g, (character) => ESCAPED[character] ?? '')
  if (html.length <= room) return html
  // Nothing is cut within a character, an entity or a tag.
  const parts = html.slice(0, room - 1).match(/&[#\w]+;|<br>|[^&<\p{Cs}]/gu) ?? []
  return `${parts.join('')}…`
}
