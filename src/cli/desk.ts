// Where the terminal UI keeps things: the store, as far as it needs one.
import { discardDraft, keepDraft, logOutcome } from '../app/log-outcome.ts'
import type { Store } from '../store/store.ts'
import type { Desk } from '../ui/terminal.ts'
import type { Io } from './io.ts'

/** A desk whose phone is kept between runs. */
export function openDesk(io: Io, store: Store): Desk {
  return {
    saveOutcome: (draft) => logOutcome(store, draft, io.now()),
    keepDraft: (draft) => keepDraft(store, draft),
    discardDraft: (callId) => discardDraft(store, callId),
    drafts: () => store.read('drafts') ?? [],
    keepPhone: (phone) => store.write('phone', phone),
  }
}
