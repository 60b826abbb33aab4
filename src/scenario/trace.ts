// What happened on a stage as lines of text: for `happened` and `never` in scenarios, and for the trace of a failure.

import type { SeenEvent } from '../app/event.ts'
import { renderLabel } from '../core/contact.ts'
import type { Line } from '../core/number/presentation.ts'
import { NO_NUMBER_WORDS } from '../core/number/presentation.ts'
import { safeLine } from '../text/safe.ts'
import { keyOf } from './words.ts'

/** What happens beside the phone: the app's pages, and what goes between the app and the CRM. */
export type StageEvent =
  | SeenEvent
  | { readonly type: 'opened' | 'closed'; readonly page: string }
  | { readonly type: 'saved'; readonly contact: string }
  /** What a sync has read: all contacts, or what was changed since the last. */
  | { readonly type: 'sync-read'; readonly mode: 'full' | 'delta' }
  | { readonly type: 'sent'; readonly outcomes: number }

/** One line, safe to print: `show-card Anna Byrne · Byrne Logistics (overlay)`. */
export function describeEvent(event: StageEvent): string {
  // However it was found out, it is one thing to those who read it.
  const name = event.type === 'taken-for' ? 'identified' : event.type
  return safeLine(`${name} ${details(event)}`)
}

/** Whether the CRM's data came before the user's eyes by it. */
export function isShown(event: StageEvent): boolean {
  return event.type === 'show-card' || event.type === 'notify-missed' || event.type === 'open-outcome'
}

/** The number as it came, or the word for none: `withheld`, `unknown`, `payphone`. */
export function describeLine({ presentation, text }: Line): string {
  return presentation === 'ALLOWED' ? text : NO_NUMBER_WORDS[presentation]
}

function details(event: StageEvent): string {
  switch (event.type) {
    case 'ringing':
    case 'dialling': {
      const line = describeLine(event.line)
      return event.type === 'ringing' && event.name !== null ? `${line} as ${event.name}` : line
    }
    case 'phone-state':
      return event.incoming_number === undefined
        ? `${event.state} without number`
        : `${event.state} with ${event.incoming_number ?? 'null'}`
    case 'screen-call':
      return event.direction
    case 'not-screened':
    case 'card-unseen':
      return event.because
    case 'screened':
    case 'blocked':
      return `by ${event.by}`
    case 'other-label':
      return `${event.label} by ${event.by}`
    case 'lookup':
      return event.result
    case 'lookup-wanted':
      return event.e164
    case 'request-ignored':
      return `${event.request}: ${event.because}`
    case 'ended':
      return event.cause
    case 'identified':
      return event.caller.kind
    case 'taken-for':
      return event.kind
    case 'post-call':
      return `${event.cause} ${event.duration}`
    case 'show-card':
      return `${renderLabel(event.card)} (${event.surface})`
    case 'call-list':
      return `${event.logType} ${event.name ?? describeLine({ presentation: event.presentation, text: event.number })}`
    case 'notify-missed':
      return event.isSilent ? `${event.title} (silent)` : event.title
    case 'open-outcome':
      return `${event.call.contactName} (${event.surface})`
    case 'permission-dialog':
      return keyOf(event.permission)
    case 'no-dialog':
      return `${keyOf(event.permission)}: denied for good, so its user sees nothing`
    case 'permission':
      return `${keyOf(event.permission)} ${event.result}`
    case 'permissions-reset':
      return event.permissions.map(keyOf).join(', ')
    case 'role-dialog':
      return event.canDenyAlways ? 'again' : ''
    case 'role-result':
      return event.result
    case 'role':
      return `${event.held ? 'held' : 'none'} by ${event.by}`
    case 'role-noticed':
      return event.held ? 'held' : 'none'
    case 'setting-restricted':
      return event.setting
    case 'app-sleep':
      return event.state
    case 'app':
      return `${event.state} ${event.cause}`
    case 'sync-wanted':
      return event.cause
    case 'sync':
      return event.result
    case 'reload':
      return `${event.isIncremental ? 'incremental' : 'full'} ${event.error === null ? 'done' : `${event.error.name} (${event.error.code})`}`
    case 'opened':
    case 'closed':
      return event.page
    case 'saved':
      return event.contact
    case 'sync-read':
      return event.mode
    case 'sent':
      return String(event.outcomes)
    default:
      return ''
  }
}
