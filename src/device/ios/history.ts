// What a default dialer app learns of calls: nothing while they go on, and the history afterwards, when it runs. Apple names
// the fields (RecentConversation): handles, start, duration, direction, status, and an id of iOS's own.
import { deliver } from '../delivery.ts'
import type { Happened } from '../event.ts'
import type { CallListRow, Phone } from '../phone.ts'

/** The calls that the app may read; null while it is not the default dialer (IOS-24). */
export function readableHistory({ handset, dialerSince, callList }: Phone): readonly CallListRow[] | null {
  if (handset.platform !== 'ios' || !handset.settings.defaultDialer || dialerSince === null) return null
  return callList.filter(({ at }) => at >= dialerSince)
}

/** The app runs, and looks at the history (IOS-25). */
export function tellHistory(so: Happened, at: number): Happened {
  const rows = readableHistory(so.phone)
  return rows === null ? so : deliver(so, { type: 'conversation-history', rows, at })
}

/** The history has changed: an app that runs is told, one that does not looks when it runs (IOS-25). */
export function tellChange(so: Happened, at: number): Happened {
  return so.phone.appProcess.state === 'open' ? tellHistory(so, at) : so
}
