// What is asked of a check, and in which words whoever asks is told how to ask for more. Knows no command.
import type { Advise } from '../contact-file/advice.ts'
import type { StatedColumns } from '../contact-file/columns/columns.ts'
import type { OutTarget } from '../terminal/out-file.ts'
import type { RangeJob } from './range.ts'
import type { RangeChecker } from './ranges.ts'
import type { RepairChoice, RowOptions } from './rows.ts'

export interface CheckJob {
  /** The file as it was given; `-` is stdin. */
  readonly path: string
  readonly columns: StatedColumns
  /** Of text that is not UTF-8; null when it is not stated. */
  readonly encoding: string | null
  /** Country that national numbers are read under where a contact states none; null when none is stated. */
  readonly region: string | null
  /** Where the file is written again with its certain repairs; null when that is not asked for. */
  readonly fix: (OutTarget & { readonly isChangedOnly: boolean }) | null
  readonly reports: readonly OutTarget[]
  readonly stdout: StdoutFormat
  /** How many findings are listed; null leaves that to each list. */
  readonly maxFindings: number | null
  /** Nothing that is shown or reported may hold a full number, a name or an address. */
  readonly isRedacted: boolean
  /** From which severity on the file fails. */
  readonly failOn: 'error' | 'warning' | 'never'
  /** Where a large file is checked; null leaves all of it to this thread. */
  readonly beside: Beside | null
  /** Whether it is the first of several files, whose answers are set apart. */
  readonly isFirst: boolean
  readonly words: CheckWords
  readonly repairs: RepairChoice
  /** Where the cells that are repaired are written, before and after; null where that is not asked for. */
  readonly changes: OutTarget | null
  /** The file of changes that are taken back, in place of repairs; null for none. */
  readonly undo: string | null
  /** The list of cells that are left as they are; null for none. */
  readonly leave: string | null
  /** Findings that are known already, by which the file does not fail; null for none. */
  readonly baseline: BaselineJob | null
  /** The column by which findings are counted, such as the owner; null for none. */
  readonly by: string | null
  /** The address of a record in the CRM, with {id} in it, for reports; null where it is not stated. */
  readonly recordUrl: string | null
  /** Shows each kind of repair, before and after. */
  readonly isPreview: boolean
  /** Which certain repairs are made; all of them unless stated. Rows are then checked by this thread alone. */
  readonly isWanted?: RowOptions['isWanted']
}

/** A check that prints, writes and fails by nothing, and repairs all kinds: for who states the rest. */
export const PLAIN_CHECK: Omit<CheckJob, 'path' | 'words'> = {
  columns: {},
  encoding: null,
  region: null,
  fix: null,
  reports: [],
  stdout: 'plain',
  maxFindings: null,
  isRedacted: false,
  failOn: 'never',
  beside: null,
  isFirst: true,
  repairs: { kinds: null, isSpread: true },
  changes: null,
  undo: null,
  leave: null,
  baseline: null,
  by: null,
  recordUrl: null,
  isPreview: false,
}

export interface BaselineJob {
  readonly path: string
  /** Where it is written anew; null where it stays as it is. */
  readonly update: OutTarget | null
}

/** How ranges of a large file are checked, by this thread and others beside it. */
export interface Beside {
  /** How many others there are for a file of so many bytes. */
  readonly others: (size: number) => number
  readonly open: (job: RangeJob) => RangeChecker
  /** How many bytes a range has, about. */
  readonly rangeBytes: number
  /** Of how many bytes on a file is large. */
  readonly leastBytes: number
}

export type StdoutFormat = 'plain' | 'json' | 'github'

/** How whoever asks for a check says so. */
export interface CheckWords {
  /** How what the file leaves open is stated. */
  readonly advise: Advise
  /** The command that checks the file again, as it is typed in a POSIX shell. @param header how a column may be called */
  readonly command: (next: NextCheck, header: (column: string) => string) => string
  /** How a longer list of findings is had, as a clause. */
  readonly longerList: string
}

/** The same file once more. */
export interface NextCheck {
  /** As it is called where the command is shown. */
  readonly file: string
  readonly region: string | null
  /** What the repaired file is to be called; null where it is not written. */
  readonly fix: string | null
}

/** The files that are to be written: the repaired one, the baseline, the changes, and the reports. */
export function listTargets({
  fix,
  reports,
  baseline,
  changes,
}: Pick<CheckJob, 'fix' | 'reports' | 'baseline' | 'changes'>): OutTarget[] {
  return [fix, baseline?.update ?? null, changes, ...reports].filter((target) => target !== null)
}
