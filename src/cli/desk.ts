// What the terminal UI is given: the store, as far as it needs one, and the terminal.
import { discardDraft, keepDraft, logOutcome } from '../app/log-outcome.ts'
import { dispositionsOf } from '../core/outcome.ts'
import type { Store } from '../store/store.ts'
import type { Desk } from '../ui/terminal.ts'
import { type Io, wantsColour } from './io.ts'

/** A desk whose phone is kept between runs. */
export function openDesk(io: Io, store: Store): Desk {
  return {
    saveOutcome: (draft) => logOutcome(store, draft, io.now()),
    keepDraft: (draft) => keepDraft(store, draft),
    discardDraft: (callId) => discardDraft(store, callId),
    drafts: () => store.read('drafts') ?? [],
    dispositions: () => dispositionsOf(store.read('dispositions')),
    keepPhone: (phone) => store.write('phone', phone),
  }
}

/** What the terminal UI takes of the world. Only for a terminal: see isInteractive in io.ts. */
export function terminalOf(io: Io) {
  return {
    now: () => io.now(),
    newId: () => io.newId(),
    colour: wantsColour(io, io.stdout),
    stdin: io.stdin as NodeJS.ReadStream,
    stdout: io.stdout as NodeJS.WriteStream,
  }
}
