// One rule that a system keeps, and where it can be read. Plain data.
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
