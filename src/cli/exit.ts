// What a command says of an error on stderr, and the status that it ends with.
import { describeFailure as describeCrmFailure } from '../core/retry.ts'
import { failureOf } from '../crm/crm.ts'
import { StoreError, type StoreErrorCode } from '../store/store.ts'
import { SyncError, type SyncErrorKind } from '../sync/error.ts'
import { describeFailure, type ExitCode, type Failure, InputError } from '../terminal/exit.ts'
import { type Io, say } from '../terminal/io.ts'

/** What to say of any error, and the status it ends with. */
export function describeError(error: unknown): Failure {
  if (error instanceof SyncError) {
    const [code, advice] = ADVICE[error.kind]
    return { code, message: `${error.message}: ${advice}` }
  }
  if (error instanceof StoreError) {
    return { code: OUTSIDE.has(error.code) ? 3 : 2, message: error.message }
  }
  const crmFailure = failureOf(error)
  if (crmFailure === null) return describeFailure(error, 'run again with --debug to see where')
  const { because, fix } = describeCrmFailure(crmFailure)
  return { code: 3, message: `${because} ${fix}` }
}

const OUTSIDE: ReadonlySet<StoreErrorCode> = new Set(['locked', 'unavailable', 'replaced', 'overwritten'])

const ADVICE: Readonly<Record<SyncErrorKind, readonly [ExitCode, string]>> = {
  'never-synced': [2, 'ringsight sync'],
  'other-account': [2, "use that account's token, another store (--db FILE), or sign out first (ringsight sign-out)"],
  'account-store': [2, 'use another store (--db FILE), or sign out first (ringsight sign-out)'],
  busy: [3, 'wait until it is done (ringsight sync status), or end it'],
}

/** An error that is for the user to put right says that nothing was done; any other stays as it is. */
export function nothingDone(error: unknown, sentence: string): unknown {
  const isUsers = error instanceof InputError || (error instanceof SyncError && error.kind !== 'busy')
  return isUsers ? new InputError(`${describeError(error).message}. ${sentence}`, { cause: error }) : error
}

/** Ends the process after a signal. @param done what was done, and what was not */
export function endInterrupted(io: Io, done: string): never {
  say(io, `interrupted: ${done}`)
  io.exit(130)
  process.exit()
}
