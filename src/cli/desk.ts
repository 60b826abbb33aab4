// What the terminal UI is given: the store, as far as it needs one, the way to the CRM, and the terminal.

import { type CarriedPhone, restoreCarried } from '../app/carried.ts'
import { mergePhone } from '../app/merge-phone.ts'
import { callBacksOf, NO_CALLS } from '../core/office-call.ts'
import { type Disposition, type Draft, dispositionsOf } from '../core/outcome.ts'
import { type Store, StoreError } from '../store/store.ts'
import { accountOf } from '../sync/adopt-outbox.ts'
import { changeOf, discardOutcome, editOutcome } from '../sync/edit-outcome.ts'
import { choicesIn, keepChoice } from '../sync/keep-choice.ts'
import { discardDraft, keepDraft, logOutcome } from '../sync/log-outcome.ts'
import { readQueue } from '../sync/queue.ts'
import { resendOutcome } from '../sync/send-outcomes.ts'
import { type Io, printLine, say, wantsColour } from '../terminal/io.ts'
import type { Desk, Unkept } from '../ui/terminal.ts'
import { renderLost } from './call-report.ts'
import { addressBookIn, keepAddressBook } from './directory.ts'
import { describeError } from './exit.ts'
import { wipeAll } from './sign-out.ts'

export interface DeskParts {
  readonly store: Store
  /** What lies beside it has this path and more; null where nothing does. */
  readonly beside: string | null
  readonly remote: Desk['remote']
  /** As the phone is kept. */
  readonly phone: CarriedPhone
  /** Whose contacts are on it: see Draft. */
  readonly account: string | null
}

/** A desk whose phone is kept between runs, also where another terminal keeps it as well. */
export function openDesk({ store, beside, remote, phone, account }: DeskParts): Desk {
  let own = phone
  let of = { account }
  return {
    saveOutcome: (draft, savedAt) => logOutcome(store, draft, savedAt, of),
    keepDraft: (draft) => keepDraft(store, draft, of),
    discardDraft: (callId) => discardDraft(store, callId),
    drafts: () => store.read('drafts') ?? [],
    callBacks: () => callBacksOf(store.read('officeCalls') ?? NO_CALLS),
    dispositions: () => dispositionsOf(store.read('dispositions')),
    keepPhone(next) {
      store.inOneStep(() => store.write('phone', mergePhone(own, next, restoreCarried(store.read('phone')))))
      own = next
    },
    keepAddressBook: (addressBook) => keepAddressBook(store, addressBook),
    keepChoice(wanted) {
      keepChoice(store, wanted)
      return choicesIn(store)
    },
    outbox: () => readQueue(store),
    describe: (error) => describeError(error).message,
    changeOutcome: (draft) => whileNobodySends(store, () => changeQueued(store, draft)),
    resend: (callId) => whileNobodySends(store, () => resendOutcome(store, callId)),
    signOut(next) {
      // The phone stays, with its own contacts.
      const addressBook = addressBookIn(store)
      whileNobodySends(store, () => (beside === null ? store.wipe() : wipeAll({ store, beside })))
      store.write('phone', next)
      keepAddressBook(store, addressBook)
      of = { account: accountOf(store) }
      own = next
    },
    giveUp: (callId) => whileNobodySends(store, () => discardOutcome(store, callId)),
    remote:
      'signIn' in remote
        ? remote
        : {
            ...remote,
            async refresh(hear) {
              const refreshed = await remote.refresh(hear)
              if (refreshed.kind === 'synced') of = { account: accountOf(store) }
              return refreshed
            },
          },
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

/** Prints what is lost when this process ends, and says why; the status is then 3. */
export async function tellUnkept(
  io: Io,
  { drafts, isPhone, because }: Unkept,
  offered: readonly Disposition[],
): Promise<void> {
  for (const draft of drafts) for (const line of renderLost(draft, offered)) await printLine(io, line)
  const what = [...(drafts.length > 0 ? ['the outcome screen'] : []), ...(isPhone ? ['the phone as it is now'] : [])]
  say(io, `${what.join(' and ')} could not be kept: ${describeError(because).message}`)
  io.exit(3)
}
