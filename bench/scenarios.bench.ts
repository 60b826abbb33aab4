// Claim: a thousand scenarios, each in a file of its own, are read and played in at most one and a half seconds. Whole processes, of
// the built package. Three days pass in each call of the long ones.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureProcesses, timingOf } from './measure.ts'
import { publish } from './report.ts'

const FILES = 1_000

const HEAD = (index: number) => `name: Case ${index}
tags: [R-10]
contacts:
  - {id: 101, name: Anna Byrne, company: Byrne Logistics, mobile: "+353871234567"}
steps:
  - call: +353871234567
  - expect: {card: Anna Byrne}
`
const MISSED = `  - cancel
  - expect: {card: none, notification: {title: /Anna/, actions: [View contact, Call back]}}
`
const LOGGED = `  - accept
  - advance: 95s
  - end
  - expect: {outcome-screen: Anna Byrne}
  - outcome: {choose: Connected, notes: Wants the quote, tasks: ["Send the quote; tomorrow; high"]}
  - network: offline
  - tap: Save
  - advance: 3d
  - network: online
  - expect: {crm-calls: [{contact: 101, outcome: Connected, tasks: [Send the quote]}], waiting: 0}
`

const folder = mkdtempSync(join(tmpdir(), 'scenarios-bench-'))
const [missed, logged] = ['a missed call, 4 steps', 'an outcome saved offline, 12 steps'] as const

function write(name: string, steps: string): string {
  const path = join(folder, name)
  mkdirSync(path)
  for (let index = 1; index <= FILES; index += 1) writeFileSync(join(path, `${index}.yaml`), HEAD(index) + steps)
  return path
}

try {
  const ringsight = fileURLToPath(new URL('../bin/ringsight.js', import.meta.url))
  const run = (path: string) => [ringsight, 'run', path, '--reporter', 'dot']
  const group = measureProcesses(
    `ringsight run, ${FILES.toLocaleString('en')} files`,
    { 'node -e 0': ['-e', '0'], [missed]: run(write('missed', MISSED)), [logged]: run(write('logged', LOGGED)) },
    Number(process.env['BENCH_RUNS'] ?? 7),
  )
  const claim = (name: string) => ({
    text: `1,000 scenarios: ${name}`,
    bound: 'at most' as const,
    target: 1.5,
    measured: timingOf(group, name).medianNs / 1e9,
    unit: 's',
  })
  publish({ name: 'scenarios', claims: [claim(missed), claim(logged)], groups: [group], notes: [] })
} finally {
  rmSync(folder, { recursive: true, force: true })
}
