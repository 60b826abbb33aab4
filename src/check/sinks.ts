// The files that a check writes, and what its findings make of each until it is written.
import type { FindingCode } from '../core/finding.ts'
import type { OutTarget } from '../terminal/out-file.ts'
import type { WholeFile } from '../terminal/whole-file.ts'
import type { CheckSummary, PlacedFinding } from './file.ts'
import type { CheckJob } from './job.ts'
import type { CheckReport } from './report/report.ts'
import type { StdoutReport } from './stdout.ts'

/** A file that is being written. */
export interface Out {
  readonly target: OutTarget
  readonly file: WholeFile
}

/** The file for a target of the job; null where there is none. */
export function outFor(outs: readonly Out[], target: OutTarget | null | undefined): WholeFile | null {
  return outs.find((out) => out.target === target)?.file ?? null
}

interface SinkOptions {
  readonly job: CheckJob
  readonly stdout: StdoutReport
  /** In the order of the job's. */
  readonly reports: readonly CheckReport[]
  readonly outs: readonly Out[]
}

/** What the findings of a batch make of each output, until it is written. */
export function openSinks({ stdout, reports, outs, job }: SinkOptions) {
  const sinks = [
    { report: stdout as CheckReport, write: stdout.print, text: '' },
    ...reports.map((report, index) => {
      const file = outFor(outs, job.reports[index])
      const write = async (text: string) => file?.write(text)
      return { report, write, text: '' }
    }),
  ]
  const flush = async () => {
    for (const sink of sinks) {
      // A workbook is read on while this is written: what is found meanwhile waits for the next time.
      const { text } = sink
      sink.text = ''
      if (text !== '') await sink.write(text)
    }
  }
  const told = sinks.map(({ report }) => report)
  return {
    /** Whether any output is still to be told findings of a code; null where some output is told all. */
    wants: told.every(({ wants }) => wants !== undefined)
      ? (code: FindingCode) => told.some((report) => report.wants?.(code))
      : null,
    note(finding: PlacedFinding) {
      for (const sink of sinks) sink.text += sink.report.note(finding)
    },
    flush,
    /** Of the files; stdout speaks last, once they are there. */
    async end(summary: CheckSummary) {
      await flush()
      for (const { report, write } of sinks.slice(1)) for (const text of report.end(summary)) await write(text)
    },
  }
}
