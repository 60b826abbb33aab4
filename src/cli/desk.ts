// What the terminal UI is given: the store, as far as it needs one, the way to the CRM, and the terminal.
import { changeOf, discardOutcome, editOutcome, readQueue } from '../app/edit-outcome.ts'
import { discardDraft, keepDraft, logOutcome } from '../app/log-outcome.ts'
import { resendOutcome } from '../app/send-outcomes.ts'
import { type Draft, dispositionsOf } from '../core/outcome.ts'
import { type Store, StoreError } from '../store/store.ts'
import type { Desk } from '../ui/terminal.ts'
import { type Io, wantsColour } from './io.ts'

/** A desk whose phone is kept between runs. */
export function openDesk(io: Io, store: Store, remote: Desk['remote']): Desk {
  return {
    saveOutcome: (draft) => logOutcome(store, draft, io.now()),
    keepDraft: (draft) => keepDraft(store, draft),
    discardDraft: (callId) => discardDraft(store, callId),
    drafts: () => store.read('drafts') ?? [],
    dispositions: () => dispositionsOf(store.read('dispositions')),
    keepPhone: (phone) => store.write('phone', phone),
    outbox: () => readQueue(store),
    changeOutcome: (draft) => whileNobodySends(store, () => changeQueued(store, draft)),
    resend: (callId) => whileNobodySends(store, () => resendOutcome(store, callId)),
    giveUp: (callId) => whileNobodySends(store, () => discardOutcome(store, callId)),
    remote,
  }
}

function changeQueued(store: Store, draft: Draft): ReturnType<Desk['changeOutcome']> {
  const { callId } = draft.call
  const saved = store.readOutbox().find(({ call }) => call.callId === callId)
  return saved === undefined ? { kind: 'gone' } : editOutcome(store, callId, changeOf(saved, draft))
}

// A sender works on what it has read. Nobody waits here: a key was pressed.
function whileNobodySends<T>(store: Store, change: () => T): T {
  const claim = store.claimCrm()
  if (claim === null)
    throw new StoreError('locked', 'the outbox is being sent or synced just now: try again in a moment')
  try {
    return change()
  } finally {
    claim.release()
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
