// The app's connection to its CRM in a session: what the phone's network carries just now, and when what waits is sent again.
import type { CarriedPhone } from '../app/carried.ts'
import type { Work } from '../app/event.ts'
import type { Contact } from '../core/contact.ts'
import { NOBODY_SIGNED_IN } from '../sync/remote.ts'
import { failingRemote, failureNow } from './crm-fault.ts'
import { openCrmWork, type Told } from './crm-work.ts'
import type { Desk } from './desk.ts'
import type { Screen } from './page/page.ts'
import type { SessionClock } from './session-clock.ts'

export interface Connection {
  /** Reads the CRM's contacts. */
  sync(): void
  /** Asks the CRM who has the number of a call; `found` is told. */
  lookUp(wanted: Extract<Work, { type: 'lookup-wanted' }>): void
  /** Sends what waits in the outbox. */
  send(isHurried: boolean): void
  /** When an answer comes, or something is sent: in milliseconds since the epoch; null for never. */
  nextAt(): number | null
  /** Does what is due by then. */
  doDue(at: number): void
  /** The app's process has ended, or its phone was restarted. */
  endProcess(phone: CarriedPhone, at: number): void
  signOut(): void
  /** Done when nothing goes on any more. */
  idle(): Promise<void>
  stop(): void
}

export interface ConnectionOptions {
  readonly desk: Pick<Desk, 'remote' | 'describe'>
  readonly clock: SessionClock
  /** Whether outcomes are sent from here. */
  readonly isSending: boolean
  screen(): Pick<Screen, 'phone' | 'crm' | 'outbox'>
  readonly told: Omit<Told, 'sent'> & { found(callId: string, contacts: readonly Contact[]): void }
}

/** What was asked for, and when the answer is there. */
interface Request {
  readonly at: number
  readonly answer: () => void
}

// WorkManager's shortest delay.
const RESEND_MS = 30_000

export function openConnection(options: ConnectionOptions): Connection {
  const { desk, clock, screen, told } = options
  const madeFailure = () => failureNow(screen().phone.handset.network, screen().crm.fault)
  const remote = 'signIn' in desk.remote ? null : failingRemote(desk.remote, madeFailure)
  let requests: readonly Request[] = []
  /** When what waits is sent again; null for never. */
  let sendAt: number | null = null

  // The system may have ended what asked for a sync, or its user has signed out: the answer reaches nobody.
  const isAwaited = () => screen().phone.app.sync.running !== null
  const passedOn: Told = {
    ...told,
    synced: (refreshed) => isAwaited() && told.synced(refreshed),
    syncFailed: (because) => isAwaited() && told.syncFailed(because),
    sent(nextAt) {
      sendAt = nextAt === null ? null : nextAt + clock.ahead()
    },
    failed: () => madeFailure() === null && told.failed(),
  }
  const work = remote && openCrmWork(remote, passedOn, desk.describe)

  // The answer takes as long as the network does.
  function ask(answer: () => void): void {
    const { latencyMs } = screen().phone.conditions
    if (latencyMs === 0) answer()
    else requests = [...requests, { at: clock.now().getTime() + latencyMs, answer }]
  }

  function send(isHurried: boolean): void {
    const { phone, outbox } = screen()
    if (!options.isSending || work === null || phone.appProcess.state === 'stopped' || !phone.app.isSignedIn) return
    sendAt = null
    // Time that is let go by is not the CRM's: what is due in it goes at once.
    if (outbox.length > 0) work.send(isHurried || clock.ahead() > 0)
  }

  // A job that needs the network waits for it, and the app is told when it is there.
  function nextSendAt(): number | null {
    return screen().phone.handset.network === 'online' ? sendAt : null
  }

  return {
    sync: () =>
      ask(() => {
        if (!isAwaited()) return
        if (work === null) told.syncFailed(NOBODY_SIGNED_IN)
        else work.refresh()
      }),
    lookUp: ({ callId, e164 }) =>
      ask(() => {
        const take = (contacts: readonly Contact[]) => told.found(callId, contacts)
        if (remote === null) take([])
        else void remote.find(e164).then(take, () => take([]))
      }),
    send,
    nextAt() {
      const due = [nextSendAt(), ...requests.map(({ at }) => at)].filter((at) => at !== null)
      return due.length === 0 ? null : Math.min(...due)
    },
    doDue(at) {
      const answered = requests.filter((each) => each.at <= at)
      requests = requests.filter((each) => each.at > at)
      for (const { answer } of answered) answer()
      const dueAt = nextSendAt()
      if (dueAt !== null && dueAt <= at) send(false)
    },
    // The job that sends outlives the process, but not a stop.
    endProcess({ appProcess }, at) {
      requests = []
      const isScheduled = work !== null && appProcess.state !== 'stopped' && screen().outbox.length > 0
      sendAt = isScheduled ? at + RESEND_MS : null
    },
    signOut() {
      requests = []
      sendAt = null
    },
    idle: async () => work?.idle(),
    stop: () => work?.stop(),
  }
}
