// Claim: an app under test as a process costs at most 0.2 ms a signal beyond its own time. The same calls are played on a phone
// whose app is such a process, and on one whose app is a function; neither does anything. The difference is shared out among
// the signals. Beside it stands what a line through two pipes costs, there and back: no protocol can be quicker.
import { spawn } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { carry } from '../src/app/carried.ts'
import { advanceApp } from '../src/app/controller.ts'
import { openAppUnderTest } from '../src/app-process/app-under-test.ts'
import { playScenario } from '../src/scenario/run.ts'
import type { Scenario } from '../src/scenario/scenario.ts'
import type { Parts } from '../src/scenario/stage.ts'
import { readScenarios } from '../src/scenario-file/read.ts'
import { publish } from './report.ts'

const ROUNDS = Number(process.env['BENCH_RUNS'] ?? 9)
const CALLS = 200
const APP = fileURLToPath(new URL('app-that-does-nothing.mjs', import.meta.url))

function readScenario(): Scenario {
  const text = `name: Many calls
contacts: {name: Anna Byrne, company: Byrne Logistics, mobile: "+353871234567"}
steps:
${'  - call: "+353871234567"\n  - accept\n  - advance: 95s\n  - end\n'.repeat(CALLS)}`
  const { scenarios, problems } = readScenarios(
    { path: 'calls.yaml', text },
    { readInclude: () => ({ problem: 'there is no file' }) },
  )
  const [scenario] = scenarios
  if (scenario === undefined) throw new Error(`expected a scenario, found ${problems[0]?.message}`)
  return scenario
}

const scenario = readScenario()

// Our own app follows the calls there too; what it would ask for is not done.
const alone: Parts['advance'] = (phone, action, world) => {
  const steps = carry(phone, action, world)
  let step = steps.next()
  while (!step.done) {
    const { app, told, around } = step.value
    step = steps.next({ app: advanceApp(app, told, around).app, asks: [] })
  }
  return step.value
}

async function timed(advance: Parts['advance']): Promise<number> {
  const start = performance.now()
  const played = await playScenario(scenario, { loadContacts: async () => [], readFrame: () => null }, { advance })
  if (played.outcome !== 'passed') throw new Error(`expected it to pass, found ${JSON.stringify(played.outcome)}`)
  return performance.now() - start
}

// One line after another, each when the one before has come back.
async function ping(lines: number): Promise<number> {
  const child = spawn(process.execPath, [APP, 'ping'])
  const back = () => new Promise((resolve) => child.stdout.once('data', resolve))
  const line = `${'x'.repeat(200)}\n`
  let start = 0
  for (let left = lines + 100; left > 0; left -= 1) {
    if (left === lines) start = performance.now()
    child.stdin.write(line)
    await back()
  }
  const ms = performance.now() - start
  child.kill()
  return ms / lines
}

let ownNs = 0
let messages = 0
const app = await openAppUnderTest(
  { program: process.execPath, args: [APP] },
  {
    timeoutMs: 10_000,
    watch(_from, message) {
      const { type, state } = message as { type: string; state?: number }
      if (type === 'keep') ownNs = state ?? 0
      if (type === 'end') messages += 1
    },
  },
)

const found: number[] = []
const pipes: number[] = []
for (let round = 0; round <= ROUNDS; round += 1) {
  const [before, heard] = [ownNs, messages]
  const aloneMs = await timed(alone)
  const processMs = await timed(app.begin())
  const ownMs = (ownNs - before) / 1e6
  // The first round warms both up.
  if (round === 0) continue
  found.push((processMs - aloneMs - ownMs) / (messages - heard))
  pipes.push(await ping(messages - heard))
}
app.end()

function sorted(values: readonly number[]): number[] {
  return [...values].sort((one, other) => one - other)
}

const median = (values: readonly number[]) => sorted(values)[Math.floor(values.length / 2)] ?? Number.NaN
const list = (values: readonly number[]) =>
  sorted(values)
    .map((ms) => ms.toFixed(3))
    .join(', ')

publish({
  name: 'app-process',
  claims: [
    {
      text: 'an app under test as a process: the overhead of a signal beyond its own time',
      bound: 'at most',
      target: 0.2,
      measured: median(found),
      unit: 'ms',
    },
  ],
  groups: [],
  notes: [
    `${messages} messages in ${ROUNDS + 1} rounds of ${CALLS} calls; by round, sorted: ${list(found)} ms.`,
    `A line of 200 characters through two pipes and back, in the same rounds: ${list(pipes)} ms.`,
    `As many times as long as the pipes alone: ${(median(found) / median(pipes)).toFixed(2)}.`,
  ],
})
