// How a sync asks a CRM: again after a failure that passes, page by page, and never for ever. Knows nothing of what is
// read.
import { type Failure, LONGEST_DELAY_MS, planRetry } from '../core/retry.ts'
import { failureOf, type Page } from '../crm/crm.ts'

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
   * @param idOf the id of a record
   * @throws ReadingFailed when the pages have no end
   */
  pages<T>(
    read: (after: string | null) => Promise<Page<T>>,
    after: string | null,
    idOf: (record: T) => string,
  ): AsyncGenerator<Page<T>>
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
// A page may come twice, or be empty; so many in a row that bring nothing new lead nowhere, whatever their cursors.
const MOST_FRUITLESS = 20
// HubSpot's largest accounts hold 15 million contacts, on 150,000 pages.
const MOST_PAGES = 200_000

export function openReading({ pause, chance = () => 0 }: ReadingTools): Reading {
  async function ask<T>(request: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await request()
      } catch (error) {
        if (pause === undefined) throw error
        const failure = failureOf(error)
        const delayMs = failure === null ? null : retryDelay(failure, attempt, chance())
        if (delayMs === null) throw error
        await pause(delayMs, error instanceof Error ? error.message : '')
      }
    }
  }

  async function* pages<T>(
    read: (after: string | null) => Promise<Page<T>>,
    first: string | null,
    idOf: (record: T) => string,
  ) {
    const seen = new Set<string>()
    let fruitless = 0
    let after = first
    for (let count = 1; count <= MOST_PAGES; count += 1) {
      const page: Page<T> = await ask(() => read(after))
      const before = seen.size
      for (const record of page.records) seen.add(idOf(record))
      fruitless = seen.size === before ? fruitless + 1 : 0
      yield page
      if (page.after === null) return
      if (fruitless === MOST_FRUITLESS) {
        throw new ReadingFailed(
          { kind: 'server' },
          `the CRM's pages have no end: ${fruitless} in a row brought nothing new`,
        )
      }
      after = page.after
    }
    throw new ReadingFailed({ kind: 'server' }, `the CRM's pages have no end: ${MOST_PAGES} were read`)
  }

  return { ask, pages }
}

/** How long to wait for another try; null when it is for somebody else to try again, or for nobody. */
function retryDelay(failure: Failure, attempt: number, chance: number): number | null {
  const isLimit = failure.kind === 'rate-limited'
  const retry = planRetry(failure, attempt, chance)
  if (retry.kind === 'give-up' || failure.kind === 'merged') return null
  // Nobody will listen there before somebody starts it.
  if (failure.kind === 'offline' && failure.refusedBy !== undefined) return null
  const isTooLong = retry.delayMs > LONGEST_DELAY_MS * 1.25 || (isLimit && failure.isDaily === true)
  return isTooLong || attempt >= (isLimit ? MOST_TRIES.limited : MOST_TRIES.other) ? null : retry.delayMs
}
