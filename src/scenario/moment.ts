// One moment of a stage as invariants see it: how things are after a step, and how they were before. Plain shapes.
import type { CarriedPhone } from '../app/carried.ts'
import type { CallerChoice } from '../core/caller-choice.ts'
import type { Draft } from '../core/outcome.ts'
import type { Model } from './invariant/model.ts'
import type { Doing } from './scenario.ts'
import type { Page, Stage } from './stage.ts'

export interface Moment {
  readonly model: Model
  readonly stage: Stage
  /** What was done. */
  readonly step: Doing
  readonly before: Last
  /** What the app keeps of outcome screens now. */
  readonly drafts: readonly Draft[]
}

/** What of a stage is worth remembering until the next step. */
export interface Last {
  readonly phone: CarriedPhone
  readonly page: Page | null
  readonly drafts: readonly Draft[]
  readonly choices: readonly CallerChoice[]
}
