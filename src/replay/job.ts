// What is asked of a replay, and what has come of it: plain data. Knows no command.
import type { CarriedPhone } from '../app/carried.ts'
import type { Advise } from '../contact-file/advice.ts'
import type { StatedColumns } from '../contact-file/columns/columns.ts'
import type { World } from '../device/phone.ts'
import type { OutTarget } from '../terminal/out-file.ts'
import type { CallerLine, ChangedCaller, DoubtfulCaller } from './callers-list.ts'
import type { Correction } from './corrections.ts'
import type { ExportFigures, RankedRepair } from './export-audit.ts'
import type { Amount, ReplayFigures } from './figures.ts'
import type { Holding } from './holding.ts'
import type { DateOrder } from './log-day.ts'
import type { LogOptions } from './log-file.ts'

export interface ReplayJob {
  /** The logs; `-` is stdin. */
  readonly paths: readonly string[]
  readonly log: LogOptions
  /** How it is stated that numbers without + begin with their country code, as a clause. */
  readonly plusAdvice: string
  /** Which of a date with slashes comes first; null where it is not stated. */
  readonly order: DateOrder | null
  readonly setting: Setting
  /** Another one, under which the same calls are played; null for none. */
  readonly against: (Setting & { readonly name: string }) | null
  /** The export that the contacts are from; null where they are from a store. */
  readonly contacts: ExportFile | null
  /** Where the export is written with just the repairs that would have named calls; null where that is not asked for. */
  readonly fix: OutTarget | null
  /** How many callers and repairs a list has. */
  readonly most: number
  /** The instant of the replay, in milliseconds since the epoch. */
  readonly at: number
}

/** A phone, and what it looks in. */
export interface Setting {
  readonly phone: CarriedPhone
  readonly world: World
  /** Null where the phone is taken to have held every contact at every call. */
  readonly holding: Holding | null
}

export interface ExportFile {
  readonly path: string
  readonly columns: StatedColumns
  readonly region: string | null
  readonly encoding: string | null
  readonly advise: Advise
}

/** One log that was read. */
export interface ReadLog {
  readonly file: string
  /** The program that wrote it; null where its columns were stated. */
  readonly program: string | null
  readonly columns: { readonly number: string; readonly time: readonly string[]; readonly direction: string | null }
  readonly rows: number
  /** Calls that came in. */
  readonly played: number
}

export interface Replay {
  readonly logs: readonly ReadLog[]
  readonly figures: ReplayFigures
  readonly unknown: readonly CallerLine[]
  /** By the reason for which no name was shown. */
  readonly unnamed: readonly CallerLine[]
  readonly doubtful: readonly DoubtfulCaller[]
  readonly corrections: readonly Correction[]
  /** What the export says of the calls; null where the contacts are not from one, or it could not be read again. */
  readonly contacts: ReplayedExport | null
  /** Null where no other setting was given. */
  readonly against: { readonly name: string; readonly changed: readonly ChangedCaller[] } | null
  /** How old the phone's contacts were at each call, in milliseconds; null where it is taken to have held those of today. */
  readonly contactsAgeMs: number | null
  readonly notices: readonly string[]
  /** False when it was interrupted: these are the figures so far. */
  readonly isComplete: boolean
}

export interface ReplayedExport {
  /** The calls that any phone would have named. */
  readonly figures: ExportFigures
  /** The first of the certain repairs that would have named calls on any phone, by calls. */
  readonly repairs: readonly RankedRepair[]
  /** All of them: cells. */
  readonly repairable: number
  /** What they would have named together. */
  readonly gained: Amount
  /** Where they were written; null where that was not asked for. */
  readonly fixed: string | null
}
