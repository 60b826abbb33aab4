// The log of a stage: everything that happened, in order, and what of it is past since the last expectation.
import type { TracedEvent } from './result.ts'
import { describeEvent, isShown, type StageEvent } from './trace.ts'

/** What has come to pass since the expectation before this one. */
export interface Past {
  /** One line each, as trace.ts writes them. */
  readonly happened: readonly string[]
  /** Cards, labels, notifications and outcome screens among it. */
  readonly shown: readonly string[]
}

export interface Log {
  /** @param now milliseconds since the epoch */
  tell(event: StageEvent, now: number): void
  /** What is told from now on belongs to this step. The first step after an expectation begins a new past. */
  beginStep(step: number, isExpectation: boolean): void
  past(): Past
  /** Of the whole stage, from its beginning on. */
  everything(): Past
  trace(): readonly TracedEvent[]
}

export function openLog(startsAt: number): Log {
  const trace: TracedEvent[] = []
  const shown: number[] = []
  let step = -1
  let pastFrom = 0
  let shownFrom = 0
  let isPastOver = false

  return {
    tell(event, now) {
      if (isShown(event)) shown.push(trace.length)
      trace.push({ atMs: now - startsAt, step, text: describeEvent(event) })
    },
    beginStep(index, isExpectation) {
      step = index
      if (isPastOver && !isExpectation) [pastFrom, shownFrom] = [trace.length, shown.length]
      isPastOver = isExpectation
    },
    past: () => ({
      happened: trace.slice(pastFrom).map(({ text }) => text),
      shown: shown.slice(shownFrom).map((at) => trace[at]?.text ?? ''),
    }),
    everything: () => ({
      happened: trace.map(({ text }) => text),
      shown: shown.map((at) => trace[at]?.text ?? ''),
    }),
    trace: () => trace,
  }
}
