// What reads and plays scenarios, with the files that it may touch. The one place that joins the runner to src/scenario.
import type { CaseResult, Problem } from '../scenario/result.ts'
import type { Scenario } from '../scenario/scenario.ts'

export interface Player {
  /** Never throws for what stands in a file: that is a problem. */
  readonly read: (path: string) => Promise<ReadFile>
  /** What keeps a scenario from being played though it was read: contacts that cannot be had. */
  readonly check: (scenario: Scenario) => Promise<Problem | null>
  readonly play: (scenario: Scenario) => Promise<CaseResult>
}

export interface ReadFile {
  readonly scenarios: readonly Scenario[]
  readonly problems: readonly Problem[]
}

export interface PlayerOptions {
  /** Records the frames that scenarios expect, in place of comparing them. */
  readonly isUpdate: boolean
}

export async function openPlayer(_options: PlayerOptions): Promise<Player> {
  throw new Error('scenarios cannot be played yet')
}
