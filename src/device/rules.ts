// The rules of Android and iOS that the simulated phone keeps, each with where it can be read: data for people, tests and
// `ringsight rules`. What a rule does is in the file that names its id.
import { ANDROID_RULES } from './android/rules.ts'
import { IOS_RULES } from './ios/rules.ts'
import type { System } from './system.ts'

export interface Rule {
  /** AND-01, IOS-01: as tests and scenarios name it. */
  readonly id: string
  readonly platform: 'android' | 'ios'
  readonly sentence: string
  /** A page, or a file of Android's sources by its project. */
  readonly source: string
  /** Whether the source settles it; what none settles has a switch, tested both ways. */
  readonly verified: boolean
  /** The switch or figure of System that changes it. */
  readonly switch?: keyof System
}

export type Row = readonly [
  id: string,
  sentence: string,
  source: string,
  trust: 'verified' | 'unverified',
  key?: keyof System,
]

/** Every rule, Android's first, by id. */
export const RULES: readonly Rule[] = [...ANDROID_RULES, ...IOS_RULES].map(([id, sentence, source, trust, key]) => ({
  id,
  platform: id.startsWith('AND') ? 'android' : 'ios',
  sentence,
  source,
  verified: trust === 'verified',
  ...(key === undefined ? {} : { switch: key }),
}))
