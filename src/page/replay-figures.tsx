// What came of a log: how many calls would have been named, why not the others, by day and by caller.
import { type PastReason, titleOf } from '../replay/reasons.ts'
import { Bar } from './bar.tsx'
import { Copy } from './copy.tsx'
import { Days } from './days.tsx'
import { LineTable } from './line-table.tsx'
import { type Change, Changes } from './replay-changes.tsx'
import { WORDS } from './words.ts'

/** What a replay has answered (docs/json.md). */
export interface Played {
  readonly run: string
  readonly command: string
  readonly log: {
    readonly file: string
    readonly writtenBy: string | null
    readonly rows: number
    readonly calls: number
  } | null
  readonly summary: {
    readonly calls: number
    readonly callers: number
    readonly named: { readonly calls: number; readonly callers: number }
    readonly against: Change | null
    readonly notices: readonly string[]
  }
  /** What was said beside the results. */
  readonly messages: readonly string[]
  readonly reasons: readonly {
    /** Null for the setting itself. */
    readonly against: string | null
    readonly reason: PastReason
    readonly isIdentified: boolean
    readonly calls: number
  }[]
  readonly days: readonly { readonly day: string; readonly calls: number; readonly named: number }[]
}

interface Caller {
  readonly number: string
  readonly calls: number
  readonly reason: PastReason
}

interface Repair {
  readonly row: number
  readonly column: string
  readonly value: string
  readonly repair: string
  readonly calls: number
}

interface FiguresProps {
  readonly played: Played
  readonly reason: string
  readonly onReason: (reason: string) => void
}

export function Figures({ played, reason, onReason }: FiguresProps) {
  const { run, command, log, summary, reasons, days } = played
  const unnamed = reasons.filter(({ isIdentified }) => !isIdentified)
  return (
    <>
      <section aria-label={WORDS.replay.heading}>
        {log !== null && (
          <p>
            <bdi>{log.file}</bdi>: {log.writtenBy ?? WORDS.replay.stated}. {WORDS.replay.played(log.calls, log.rows)}
          </p>
        )}
        <Bar label={WORDS.replay.named} part={summary.named.calls} whole={summary.calls} />
        <Bar label={WORDS.replay.callersNamed} part={summary.named.callers} whole={summary.callers} />
        {[...played.messages, ...summary.notices].map((notice) => (
          <p key={notice} class="notice">
            {notice}
          </p>
        ))}
        <Copy label={WORDS.copyCommand} text={async () => command} />
      </section>
      {summary.against !== null && <Changes run={run} change={summary.against} calls={summary.calls} />}
      <section aria-labelledby="reasons">
        <h3 id="reasons">{WORDS.replay.reasons}</h3>
        {unnamed.length > 0 && <p class="soft">{WORDS.replay.reasonsHint}</p>}
        {unnamed.map((each) => (
          <button
            key={each.reason}
            type="button"
            class="bar-button"
            aria-pressed={each.reason === reason}
            onClick={() => onReason(each.reason === reason ? '' : each.reason)}
          >
            <Bar label={titleOf(each.reason)} part={each.calls} whole={summary.calls} />
          </button>
        ))}
      </section>
      <section aria-label={WORDS.replay.callers}>
        <h3>{reason === '' ? WORDS.replay.callers : WORDS.replay.callersOf(titleOf(reason as PastReason))}</h3>
        <LineTable<Caller>
          run={run}
          type="unnamed"
          field="reason"
          value={reason}
          caption={WORDS.replay.callers}
          columns={[
            { title: WORDS.replay.caller, show: ({ number }) => number },
            { title: WORDS.replay.calls, show: ({ calls }) => WORDS.number(calls) },
            { title: WORDS.check.why, show: (line) => titleOf(line.reason) },
          ]}
        />
      </section>
      <Days days={days} />
      <section aria-label={WORDS.replay.repairs}>
        <h3>{WORDS.replay.repairs}</h3>
        <LineTable<Repair>
          run={run}
          type="repair"
          caption={WORDS.replay.repairs}
          columns={[
            { title: WORDS.check.row, show: ({ row }) => WORDS.number(row) },
            { title: WORDS.check.column, show: ({ column }) => column },
            { title: WORDS.replay.cell, show: ({ value }) => value },
            { title: WORDS.replay.repaired, show: ({ repair }) => repair },
            { title: WORDS.replay.calls, show: ({ calls }) => WORDS.number(calls) },
          ]}
        />
      </section>
    </>
  )
}
