// Explores: walks at random on simulated phones until an invariant is broken, and shrinks the walk that broke it.
import { nthSeed, openChance } from '../core/chance.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { makeCast } from './cast.ts'
import { type Act, type Plant, type Played, playScript, type Script, scenarioOf } from './script.ts'
import { shrink } from './shrink.ts'
import { openWalk } from './walk.ts'

export interface ExploreOptions {
  /** Decides everything: the walk with number n, from 0, is the first one of the seed nthSeed(seed, n). */
  readonly seed: number
  /** How many steps a walk has. */
  readonly stepsPerWalk?: number
  /** Whether there is to be another walk, after so many walks and steps. */
  readonly goesOn: (walks: number, steps: number) => boolean
  readonly platform: 'android' | 'ios' | null
  /** Other parts of the stage: a bug, to see whether it is found. */
  readonly plant?: Plant
  /** Whether to leave a failure as short as it is by now. */
  readonly isOver?: () => boolean
  /** Told after each walk, and while a failure is shrunk; waited for, so that others come to their turn. */
  readonly tell?: (progress: ExploreProgress) => Promise<void> | void
}

export type ExploreProgress =
  | { readonly type: 'walked'; readonly walks: number; readonly steps: number }
  | { readonly type: 'shrunk'; readonly steps: number }

export interface Explored {
  readonly walks: number
  readonly steps: number
  /** Virtual time of all walks. */
  readonly virtualMs: number
  /** The first invariant that was broken; null when all of them held. */
  readonly failure: ExploreFailure | null
}

export interface ExploreFailure {
  readonly invariant: NonNullable<Played['broken']>['invariant']
  readonly found: string
  /** Of the walk: with it, the first walk is this one. */
  readonly seed: number
  /** How many steps the walk had when it happened. */
  readonly steps: number
  /** The shortest walk that was found to break the same invariant. */
  readonly scenario: Scenario
}

const STEPS_PER_WALK = 200
const STARTS_AT = Date.parse('2026-06-30T09:00:00Z')

/** Walks until it is told to stop, or something is broken. */
export async function explore(options: ExploreOptions): Promise<Explored> {
  const { seed, goesOn, tell } = options
  let [walks, steps, virtualMs] = [0, 0, 0]
  while (goesOn(walks, steps)) {
    const walkSeed = nthSeed(seed, walks)
    const { script, played } = await walk(walkSeed, options)
    walks += 1
    steps += played.steps.length
    virtualMs += played.virtualMs
    await tell?.({ type: 'walked', walks, steps })
    if (played.broken === null) continue
    const failure = await describe({ ...script, steps: played.steps }, played.broken, options)
    return { walks, steps, virtualMs, failure: { ...failure, seed: walkSeed, steps: played.steps.length } }
  }
  return { walks, steps, virtualMs, failure: null }
}

async function walk(
  seed: number,
  { platform, plant, stepsPerWalk = STEPS_PER_WALK }: ExploreOptions,
): Promise<{ script: Omit<Script, 'steps'>; played: Played }> {
  const chance = openChance(seed)
  const cast = makeCast(chance, platform)
  const { next } = openWalk(cast, chance)
  const script = { phone: cast.phone, contacts: cast.contacts, startsAt: STARTS_AT }
  const played = await playScript(script, (stage, done) => (done < stepsPerWalk ? (next(stage) as Act) : null), plant)
  return { script, played }
}

async function describe(
  script: Script,
  broken: NonNullable<Played['broken']>,
  { plant, tell, isOver }: ExploreOptions,
): Promise<Pick<ExploreFailure, 'invariant' | 'found' | 'scenario'>> {
  const { invariant } = broken
  const small = await shrink(script, broken, { plant, isOver, tell: (steps) => tell?.({ type: 'shrunk', steps }) })
  const name = `${invariant.sentence} (${invariant.name})`
  return { invariant, found: small.found, scenario: scenarioOf(small.script, name, ['explore', invariant.name]) }
}
