// One rule that a system keeps, the versions that it holds for, and where it can be read. Plain data.
import type { System } from './system.ts'

export interface Rule {
  /** AND-01, IOS-01: as tests and scenarios name it. */
  readonly id: string
  readonly platform: 'android' | 'ios'
  /** The newest first; what differs between versions is a sentence for each. */
  readonly versions: readonly [RuleVersion, ...RuleVersion[]]
  /** A page with its title, or a file of Android's sources with its repository and the functions to read. */
  readonly source: string
  /** Whether the source settles it; what none settles has a switch, tested both ways. */
  readonly verified: boolean
  /** The switch or figure of System that changes it. */
  readonly switch?: keyof System
}

/** What a rule says for some versions: Android's API levels, iOS's versions. */
export interface RuleVersion {
  readonly from: number
  /** The last version that it holds for; null where it still holds. */
  readonly to: number | null
  readonly sentence: string
}

/** A rule as its platform's table has it. */
export interface Row {
  readonly id: string
  readonly from: number
  readonly to?: number
  readonly sentence: string
  /** What older versions do instead, the newest first. */
  readonly before?: readonly (readonly [from: number, to: number, sentence: string])[]
  readonly source: string
  readonly unverified?: true
  readonly switch?: keyof System
}
