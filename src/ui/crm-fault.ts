// The way to the CRM as the phone in the hand has it: none without a network, and of no use while the CRM is made to fail.
import type { Failure } from '../core/retry.ts'
import type { Remote } from '../sync/remote.ts'

/** What the user of the phone makes the CRM do; null for what it does by itself. */
export type CrmFault = Extract<Failure, { kind: 'server' | 'unauthorised' | 'forbidden' }>['kind'] | null

/** In the order in which the menu goes through them. */
export const CRM_FAULTS: readonly CrmFault[] = [null, 'server', 'unauthorised', 'forbidden']

/** What would keep a request from being done now; null for nothing. */
export function failureNow(network: 'online' | 'offline' | 'captive', fault: CrmFault): Failure | null {
  if (network !== 'online') return { kind: network === 'offline' ? 'offline' : 'timeout' }
  return fault && { kind: fault }
}

/** The same way, that fails as long as there is a failure. */
export function failingRemote(remote: Remote, failure: () => Failure | null): Remote {
  return {
    async refresh(hear) {
      const problem = failure()
      return problem === null ? remote.refresh(hear) : { kind: 'failed', problem }
    },
    async find(e164) {
      return failure() === null ? remote.find(e164) : []
    },
    send: (how) => remote.send({ ...how, failure: failure() }),
  }
}
