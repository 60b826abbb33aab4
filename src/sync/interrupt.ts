// How a sync is ended from outside: between two requests, so that all that was answered is kept and the next one goes on.
import { type Crm, CrmError, type CrmWriter } from '../crm/crm.ts'
import type { SyncTools } from './tools.ts'

/** A sync was asked to end; it is no failure. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/**
 * The CRM until a signal: from then on it is asked nothing more. Reading ends with Interrupted; sending finds the CRM out
 * of reach, by which it knows that what it was about to send never left.
 */
export function untilSignal(crm: Crm, signal: AbortSignal): Crm {
  return new Proxy(crm, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key)
      if (typeof member !== 'function') return member
      return (...args: unknown[]) => {
        if (signal.aborted && SENDING.has(key)) {
          return Promise.reject(new CrmError({ kind: 'offline' }, 'the process is asked to end'))
        }
        if (signal.aborted && key !== 'requests') return Promise.reject(new Interrupted())
        return member.apply(target, args)
      }
    },
  })
}

const SENDING: ReadonlySet<string | symbol> = new Set<keyof CrmWriter>([
  'createCall',
  'createTask',
  'associate',
  'findEngagement',
  'readContact',
])

/** Waits so many milliseconds. @throws Interrupted at the signal */
export async function pauseUntil(ms: number, signal: AbortSignal, pause: SyncTools['pause']): Promise<void> {
  await pause(ms, signal)
  if (signal.aborted) throw new Interrupted()
}
