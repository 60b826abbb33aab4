import { expect, test } from 'vitest'
import { openMemoryStore } from '../../src/store/memory.ts'
import { doubtOutbox } from '../../src/sync/restored.ts'
import { arrived, LAG, mortal, openOutbox, outcome, START, send, sendAll } from './outbox.ts'

const WHOLE = ['c1', 'c2'].flatMap((callId) => [
  `Notes of ${callId} @101`,
  `Task 1 of ${callId} @101`,
  `Task 2 of ${callId} @101`,
])

// However far the outcomes had come since the backup was made.
test.each(Array.from({ length: 12 }, (_, steps) => steps * 2 + 1))(
  'R-11 what a restored database takes for unsent is sent once all the same, after %i steps',
  async (end) => {
    const outcomes = [outcome('c1'), outcome('c2')]
    const outbox = openOutbox(outcomes, { indexLagMs: LAG })
    await send(outbox, mortal(outbox, { calls: 0, end, isDone: true })).catch(() => {})
    // Yesterday's database: nothing of it was sent.
    const restored = { ...outbox, now: START + LAG / 2, store: openMemoryStore() }
    for (const each of outcomes) restored.store.saveOutcome(each)
    expect(doubtOutbox(restored.store, restored.now)).toBe(2)
    Object.defineProperty(outbox, 'now', { get: () => restored.now })
    expect(await sendAll(restored)).toMatchObject({ waiting: 0, parked: 0, nextAt: null })
    expect(arrived(outbox)).toEqual([...WHOLE].sort())
  },
)
