// How a sync asks a CRM: again after a failure that passes, page by page, and never for ever. Knows nothing of what is
// read.
import { type Failure, failureOf, LONGEST_DELAY_MS, planRetry } from '../core/retry.ts'
import type { Page } from '../crm/crm.ts'

export interface ReadingTools {
  /** Waits so many milliseconds; `why` says what failed. Without it nothing is tried again here: the next sync goes on. */
  readonly pause?: ((ms: number, why: string) => Promise<void>) | undefined
  /** From 0 to 1, as planRetry takes it. */
  readonly chance?: (() => number) | undefined
}

export interface Reading {
  /** @throws what the request throws, when trying again does not help or did not */
  ask<T>(request: () => Promise<T>): Promise<T>
  /**
   * Every page from the one that `after` asks for.
   *
   * @throws ReadingFailed when pages lead in circles
   */
  pages<T>(read: (after: string | null) => Promise<Page<T>>, after: string | null): AsyncGenerator<Page<T>>
}

/** The CRM's answers make no sense together, although none of them is a failure by itself. */
export class ReadingFailed extends Error {
  readonly failure: Failure

  constructor(failure: Failure, message: string) {
    super(message)
    this.name = 'ReadingFailed'
    this.failure = failure
  }
}

/** What an error says of a failed request; null for any other error. */
export function readingFailure(error: unknown): Failure | null {
  return error instanceof ReadingFailed ? error.failure : failureOf(error)
}

// A limit is waited for as long as it takes to end; what else passes does so soon or not at all.
const MOST_TRIES = { limited: 10, other: 5 }
// A page that comes twice may lead back; one that leads back again and again leads nowhere.
const MOST_VISITS = 3

export function openReading({ pause, chance = () => 0 }: ReadingTools): Reading {
  async function ask<T>(request: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await request()
      } catch (error) {
        const failure = failureOf(error)
        const delayMs = failure === null ? null : patience(failure, attempt, chance())
        if (pause === undefined || delayMs === null) throw error
        await pause(delayMs, error instanceof Error ? error.message : '')
      }
    }
  }

  async function* pages<T>(read: (after: string | null) => Promise<Page<T>>, first: string | null) {
    const visits = new Map<string | null, number>()
    for (let after: string | null = first, isLast = false; !isLast; ) {
      const visit = 1 + (visits.get(after) ?? 0)
      if (visit > MOST_VISITS) throw new ReadingFailed({ kind: 'server' }, 'the pages of the CRM lead in circles')
      visits.set(after, visit)
      const page: Page<T> = await ask(() => read(after))
      yield page
      isLast = page.after === null
      after = page.after
    }
  }

  return { ask, pages }
}

/** How long to wait for another try; null when it is for somebody else to try again, or for nobody. */
function patience(failure: Failure, attempt: number, chance: number): number | null {
  const isLimit = failure.kind === 'rate-limited'
  const retry = planRetry(failure, attempt, chance)
  if (retry.kind === 'give-up' || failure.kind === 'merged') return null
  const isTooLong = retry.delayMs > LONGEST_DELAY_MS * 1.25 || (isLimit && failure.isDaily === true)
  return isTooLong || attempt >= (isLimit ? MOST_TRIES.limited : MOST_TRIES.other) ? null : retry.delayMs
}
