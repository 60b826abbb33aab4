// A CRM, a store with saved outcomes and a clock, for tests of sending; and processes that die.

import { newDraft, type Outcome, type Task } from '../../src/core/outcome.ts'
import type { CrmWriter } from '../../src/crm/crm.ts'
import { type MemoryCrm, type MemoryCrmOptions, openMemoryCrm } from '../../src/crm/memory.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'
import { type SendingTools, type Sent, sendOutcomes } from '../../src/sync/send-outcomes.ts'
import { contact } from '../people.ts'

export const START = Date.parse('2026-11-20T10:00:00Z')
export const LAG = 60_000

export interface Outbox {
  now: number
  readonly crm: MemoryCrm
  store: Store
}

export function outcome(callId: string, { contactId = '101' as string | null, tasks = 2 } = {}): Outcome {
  const call = {
    callId,
    contactId,
    contactName: 'Anna Byrne',
    e164: '+353871234567',
    direction: 'incoming' as const,
    startedAt: '2026-11-20T09:00:00.000Z',
    durationMs: 65_000,
  }
  const promised = (_: unknown, index: number): Task => ({
    title: `Task ${index + 1} of ${callId}`,
    type: 'todo',
    priority: 'high',
    due: '2026-11-25',
  })
  const notes = `Notes of ${callId}`
  return {
    ...newDraft(call),
    notes,
    tasks: Array.from({ length: tasks }, promised),
    outcome: 'connected',
    savedAt: '2026-11-20T09:05:00.000Z',
  }
}

/** With these outcomes saved, and the contacts 101 to 103 in the CRM. */
export function openOutbox(
  outcomes: readonly Outcome[],
  options: Partial<MemoryCrmOptions> & { readonly store?: Store } = {},
): Outbox {
  const contacts = ['101', '102', '103'].map((id) => contact({ id }))
  const outbox: Outbox = {
    now: START,
    crm: openMemoryCrm({ now: () => outbox.now, contacts, ...options }),
    store: options.store ?? openMemoryStore(),
  }
  for (const saved of outcomes) outbox.store.saveOutcome(saved)
  return outbox
}

export function send(outbox: Outbox, changes: Partial<SendingTools> = {}): Promise<Sent> {
  return sendOutcomes({ crm: outbox.crm, store: outbox.store, now: () => outbox.now, ...changes })
}

/** Comes again whenever it is told to, until nothing waits. */
export async function sendAll(outbox: Outbox, changes: Partial<SendingTools> = {}): Promise<Sent> {
  for (let run = 0; run < 1_000; run += 1) {
    const sent = await send(outbox, changes)
    if (sent.nextAt === null) return sent
    if (sent.nextAt <= outbox.now) throw new Error('told to come again at once: that would go on for ever')
    outbox.now = sent.nextAt
  }
  throw new Error('after 1,000 runs the outbox is still not empty')
}

/** What is in the CRM of a call: its notes, the timeline it is on, and its tasks likewise; sorted, repetitions and all. */
export function arrived({ crm }: Outbox): string[] {
  const { calls, tasks } = crm.received()
  return [
    ...calls.map(({ notes, contactIds }) => `${notes} @${contactIds}`),
    ...tasks.map(({ title, contactIds }) => `${title} @${contactIds}`),
  ].sort()
}

export class Died extends Error {}

export interface Life {
  /** Calls of the store and the CRM so far. */
  calls: number
  /** At which call the process dies, from 1; and whether that call is still done. */
  readonly end: number
  readonly isDone: boolean
}

/** The store and the CRM as a process uses them that dies at one of its calls. */
export function mortal({ crm, store }: Outbox, life: Life): { crm: CrmWriter; store: Store } {
  return { crm: dying(crm, life), store: dying(store, life) }
}

function dying<T extends object>(target: T, life: Life): T {
  return new Proxy(target, {
    get(object, key) {
      const member = object[key as keyof T]
      if (typeof member !== 'function') return member
      return (...args: unknown[]) => {
        if (life.calls >= life.end) throw new Died('a dead process does nothing')
        life.calls += 1
        if (life.calls < life.end) return member.apply(object, args)
        const result: unknown = life.isDone ? member.apply(object, args) : undefined
        if (result instanceof Promise) return result.finally(() => Promise.reject(new Died()))
        throw new Died()
      }
    },
  })
}

/** Runs one process until it dies or comes to its end. True when it died. */
export async function runUntil(outbox: Outbox, life: Life): Promise<boolean> {
  try {
    await sendAll(outbox, mortal(outbox, life))
    return false
  } catch (error) {
    if (error instanceof Died) return true
    throw error
  }
}
