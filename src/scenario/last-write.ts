// The last write that an app makes: it dies in place of the one after it, and what it had not written is lost.
import type { MemoryCrm } from '../crm/memory.ts'
import type { Store } from '../store/store.ts'

/** The app has died in the middle of something. */
export class AppDied extends Error {}

export interface LastWrite {
  /** The same store or CRM, whose writes are counted. They throw AppDied once the last one has been made. */
  limit<T extends object>(target: T): T
  /** The app dies in place of the write after so many more; never with infinity. */
  isIn(writes: number): void
}

/** Counts the writes of all that it limits together; none is the last one until that is said. */
export function openLastWrite(): LastWrite {
  let left = Number.POSITIVE_INFINITY
  return {
    limit(target) {
      const limited = { ...target } as Record<string, unknown>
      for (const name of WRITES) {
        const does = limited[name] as ((...values: unknown[]) => unknown) | undefined
        if (does === undefined) continue
        limited[name] = (...values: unknown[]) => {
          if (left <= 0) throw new AppDied('the app has died')
          left -= 1
          return does(...values)
        }
      }
      return limited as typeof target
    },
    isIn(writes) {
      left = writes
    },
  }
}

// What the app changes for good: between any two of these it may die.
const WRITES: readonly (keyof Store | keyof MemoryCrm)[] = [
  'write',
  'changeContacts',
  'beginStage',
  'stageContacts',
  'stageCompanies',
  'stageDeals',
  'adoptStage',
  'saveOutcome',
  'keepSending',
  'replaceOutcome',
  'settleOutcome',
  'createCall',
  'createTask',
  'associate',
]
