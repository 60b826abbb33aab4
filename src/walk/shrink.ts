// Makes a script that breaks an invariant as short and as plain as it can while it breaks the same one: fewer steps first
// (delta debugging), then fewer people, a plainer phone and plainer steps.

import { type Plant, type Played, replay, type Script } from './script.ts'
import { simplerScripts } from './simpler.ts'

export interface Shrunk {
  readonly script: Script
  /** What was found wrong by it. */
  readonly found: string
}

export interface ShrinkOptions {
  readonly plant?: Plant | undefined
  /** Whether nobody waits any longer: what is there by then is the result. */
  readonly isOver?: (() => boolean) | undefined
  /** Told how many steps are left, after each try; waited for, so that others come to their turn. */
  readonly tell?: (steps: number) => Promise<void> | void
}

/** However long it takes, a result is wanted: what it has after so many tries is good enough. */
const MOST_TRIES = 3000
const MOST_FOR_PAIRS = 25

// Long stretches are halved; of the short ones each length is tried, for a call is three steps.
function nextSize(size: number): number {
  return size > 4 ? Math.floor(size / 2) : size - 1
}

/** @param broken what the script was found to break; a script that breaks something else is another failure */
export async function shrink(
  script: Script,
  broken: NonNullable<Played['broken']>,
  { plant, tell, isOver = () => false }: ShrinkOptions = {},
): Promise<Shrunk> {
  let tries = 0
  let best: Shrunk = { script, found: broken.found }

  // Takes it for the best where it breaks the same; what comes after the break, or could not be done, is gone with it.
  async function accept(candidate: Script): Promise<boolean> {
    if (tries >= MOST_TRIES || isOver()) return false
    tries += 1
    const played = await replay(candidate, plant)
    await tell?.(best.script.steps.length)
    if (played.broken?.invariant.name !== broken.invariant.name) return false
    best = { script: { ...candidate, steps: played.steps }, found: played.broken.found }
    return true
  }

  async function dropSteps(): Promise<boolean> {
    let isAny = false
    for (let size = Math.ceil(best.script.steps.length / 2); size > 0; size = nextSize(size)) {
      for (let end = best.script.steps.length; end > 0; end = Math.min(end - size, best.script.steps.length)) {
        const { steps } = best.script
        const left = [...steps.slice(0, Math.max(0, end - size)), ...steps.slice(end)]
        if (await accept({ ...best.script, steps: left })) isAny = true
      }
    }
    return isAny
  }

  // Two steps that make sense only together, such as an answer and its end.
  async function dropPairs(): Promise<boolean> {
    let isAny = false
    for (let second = best.script.steps.length - 1; second > 0; second -= 1) {
      for (let first = second - 1; first >= 0 && second < best.script.steps.length; first -= 1) {
        const left = best.script.steps.filter((_, at) => at !== first && at !== second)
        if (await accept({ ...best.script, steps: left })) isAny = true
      }
    }
    return isAny
  }

  async function simplify(): Promise<boolean> {
    let isAny = false
    for (let at = 0; ; at += 1) {
      const candidate = simplerScripts(best.script)[at]
      if (candidate === undefined) return isAny
      if (!(await accept(candidate))) continue
      isAny = true
      // The list is another one now: what stood before this place has been tried.
      at -= 1
    }
  }

  for (let round = 0; round < 6; round += 1) {
    const isShorter = (await dropSteps()) || (best.script.steps.length <= MOST_FOR_PAIRS && (await dropPairs()))
    const isPlainer = await simplify()
    if (!isShorter && !isPlainer) break
  }
  return best
}
