// What a phone did by itself while time went by, in lines for people. Knows no keys and no drawing.
import type { SeenEvent } from '../app/event.ts'
import { plural } from '../text/count.ts'
import { safeLine } from '../text/safe.ts'

/** One line for each kind of thing that happened, with how often; a line that says so when nothing did. */
export function describePassed(events: readonly SeenEvent[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const event of events) {
    const line = describe(event)
    if (line !== null) counts.set(line, (counts.get(line) ?? 0) + 1)
  }
  if (counts.size === 0) return ['The phone did nothing by itself.']
  return [...counts].map(([line, count]) => (count === 1 ? line : `${line} (${plural(count, 'time')})`))
}

function describe(event: SeenEvent): string | null {
  switch (event.type) {
    case 'sync':
      return event.result === 'done' ? 'The app synced its contacts.' : `A sync failed: ${safeLine(event.error)}`
    case 'reload':
      return event.error === null ? 'iOS loaded the labels.' : `iOS did not load the labels: ${event.error.name}.`
    case 'permissions-reset':
      return 'Android took permissions back, as the app was not used for months.'
    case 'app-sleep':
      return `The phone put the app to ${event.state === 'sleeping' ? 'sleep' : 'deep sleep'}, as nobody opened it.`
    case 'app':
      return event.cause === 'hibernation' ? 'Android put the app to sleep, as it was not used for months.' : null
    case 'call-list':
      return 'A call came into the call list.'
    case 'notify-missed':
      return 'A missed call was told.'
    default:
      return null
  }
}
