// What a benchmark found, as Markdown for people and JSON for machines. Measures nothing.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { type Group, ratioOf } from './measure.ts'

/** What is promised, and what was found in this run. */
export interface Claim {
  readonly text: string
  readonly bound: 'at least' | 'at most'
  readonly target: number
  readonly measured: number
  /** `times` unless stated. */
  readonly unit?: string
}

export interface Report {
  /** That of the file: `numbers` for numbers.bench.ts. */
  readonly name: string
  readonly claims: readonly Claim[]
  readonly groups: readonly Group[]
  /** Figures that are no times, in sentences. */
  readonly notes: readonly string[]
}

const FOLDER = new URL('report/', import.meta.url)

/** Prints a report, and leaves it in bench/report for run.ts to gather. */
export function publish(report: Report): void {
  console.log(renderReport(report))
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(new URL(`${report.name}.json`, FOLDER), `${JSON.stringify(report, null, 2)}\n`)
}

/** Writes report.md and report.json of the benchmarks with these names, which have been published. */
export function gather(names: readonly string[]): string {
  const reports = names.map((name) => JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Report)
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length }
  const head = `# Benchmarks\n\nNode ${machine.node}, ${machine.cpu}, ${machine.cores} cores. ${EXPLANATION}\n`
  const claims = renderClaims(reports.flatMap((report) => report.claims))
  const text = [head, claims, ...reports.map(renderReport)].join('\n')
  writeFileSync(new URL('report.md', FOLDER), text)
  writeFileSync(new URL('report.json', FOLDER), `${JSON.stringify({ machine, reports }, null, 2)}\n`)
  return `${head}\n${claims}`
}

const EXPLANATION =
  'Only ratios within one run mean anything on another machine. Quick operations are timed in batches.'

export function isMet({ bound, target, measured }: Claim): boolean {
  return bound === 'at least' ? measured >= target : measured <= target
}

function renderReport({ name, claims, groups, notes }: Report): string {
  return [
    `## ${name}\n`,
    ...(claims.length > 0 ? [renderClaims(claims)] : []),
    ...groups.map(renderGroup),
    ...notes.map((note) => `- ${note}`),
    ...(notes.length > 0 ? [''] : []),
  ].join('\n')
}

function renderClaims(claims: readonly Claim[]): string {
  const rows = claims.map((claim) => {
    const { text, bound, target, measured, unit = 'times' } = claim
    return [text, `${bound} ${figure(target)} ${unit}`, figure(measured), isMet(claim) ? 'met' : '**missed**']
  })
  return renderTable(['claim', 'target', 'measured', ''], rows)
}

function renderGroup(group: Group): string {
  const { title, timings, warnings } = group
  const first = timings[0]?.name ?? ''
  const rows = timings.map(({ name, medianNs, p99Ns, samples }) => [
    name,
    duration(medianNs),
    duration(p99Ns),
    figure(1e9 / medianNs),
    figure(ratioOf(group, name, first)),
    figure(samples),
  ])
  const table = renderTable(['', 'median', 'p99', 'a second', 'times the first', 'samples'], rows)
  return [`### ${title}\n`, table, ...warnings.map((warning) => `> Warning: ${warning}.\n`)].join('\n')
}

function renderTable(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headers.map((header, index) =>
    Math.max(3, header.length, ...rows.map((row) => row[index]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`
  return [line(headers), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line), ''].join(
    '\n',
  )
}

function figure(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))
}

function duration(ns: number): string {
  if (ns < 1000) return `${ns.toPrecision(3)} ns`
  if (ns < 1e6) return `${(ns / 1e3).toPrecision(3)} µs`
  return ns < 1e9 ? `${(ns / 1e6).toPrecision(3)} ms` : `${(ns / 1e9).toPrecision(3)} s`
}
