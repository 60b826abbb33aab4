// Times functions, or whole processes, against each other. Knows nothing of claims or of how results are shown.
import { spawnSync } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { Bench } from 'tinybench'

/** How long one operation took. Of those timed in batches: of one operation in the median batch, and in the p99 one. */
export interface Timing {
  readonly name: string
  readonly medianNs: number
  readonly p99Ns: number
  readonly samples: number
  /** The median of each round. */
  readonly roundsNs: readonly number[]
}

export interface Group {
  readonly title: string
  readonly timings: readonly Timing[]
  /** What makes the figures doubtful; empty when nothing does. */
  readonly warnings: readonly string[]
}

export interface MeasureOptions {
  /** How many operations one call of a task does; 1 unless stated. */
  readonly batch?: number
  /** For each task, without its warm-up; 600 unless stated. */
  readonly timeMs?: number
  /** Tasks take turns, so that a busy moment of the machine meets all of them; 9 times unless stated. */
  readonly rounds?: number
}

/** Milliseconds, by round, of each task by name. */
type Samples = Map<string, number[][]>

const AsyncFunction = (async () => {}).constructor as FunctionConstructor

/** Runs the tasks, by name, in rounds of equal time; one that is not an async function returns no promise. */
export async function measure(
  title: string,
  tasks: Readonly<Record<string, () => unknown>>,
  { batch = 1, timeMs = 600, rounds = 9 }: MeasureOptions = {},
): Promise<Group> {
  const samples: Samples = new Map()
  const time = timeMs / rounds
  for (let round = 0; round < rounds; round += 1) {
    const warmup = round === 0
    const bench = new Bench({ time, warmup, warmupTime: time, warmupIterations: 1, iterations: 1, retainSamples: true })
    // Said, and not found out by tinybench, which would call each once more: some take seconds.
    for (const [name, run] of Object.entries(tasks)) bench.add(name, run, { async: run instanceof AsyncFunction })
    for (const { name, result } of await bench.run()) {
      if (result.state === 'errored') throw result.error
      if (result.state !== 'completed') throw new Error(`${name}: expected a result, found ${result.state}`)
      samples.set(name, [...(samples.get(name) ?? []), [...(result.latency.samples ?? [])]])
    }
  }
  return summarise(title, samples, batch)
}

/** A process: `node` with these arguments, unless another command is named. It ends with 0 unless stated. */
export interface Process {
  readonly command?: string
  readonly args: readonly string[]
  readonly status?: number
}

/** Runs these in turn, as whole processes. */
export function measureProcesses(
  title: string,
  commands: Readonly<Record<string, readonly string[] | Process>>,
  runs: number,
): Group {
  const samples: Samples = new Map(Object.keys(commands).map((name) => [name, []]))
  // The first run of each fills the system's cache of files, and does not count.
  for (let run = 0; run <= runs; run += 1) {
    for (const [name, each] of Object.entries(commands)) {
      const { command = process.execPath, args, status: expected = 0 } = 'args' in each ? each : { args: each }
      const start = performance.now()
      const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' })
      if (status !== expected) throw new Error(`${name}: expected status ${expected}, found ${status}: ${stderr}`)
      if (run > 0) samples.get(name)?.push([performance.now() - start])
    }
  }
  return summarise(title, samples, 1)
}

/** How many times as long one task takes as another: the median of the rounds' ratios, each of one moment. */
export function ratioOf(group: Group, name: string, other: string): number {
  const others = timingOf(group, other).roundsNs
  return quantile(
    timingOf(group, name).roundsNs.map((ns, round) => ns / (others[round] ?? Number.NaN)),
    0.5,
  )
}

export function timingOf(group: Group, name: string): Timing {
  const timing = group.timings.find((each) => each.name === name)
  if (timing === undefined) throw new Error(`${group.title}: there is no ${name}`)
  return timing
}

function summarise(title: string, samples: Samples, batch: number): Group {
  const timings = Array.from(samples, ([name, rounds]): Timing => {
    const perOperation = (milliseconds: number) => (milliseconds * 1e6) / batch
    const all = rounds.flat()
    return {
      name,
      medianNs: perOperation(quantile(all, 0.5)),
      p99Ns: perOperation(quantile(all, 0.99)),
      samples: all.length,
      roundsNs: rounds.map((round) => perOperation(quantile(round, 0.5))),
    }
  })
  return { title, timings, warnings: timings.flatMap((timing) => describeDoubt(timing, batch)) }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
}

const ENOUGH_TICKS = 100

function describeDoubt({ name, medianNs }: Timing, batch: number): string[] {
  const ticks = (medianNs * batch) / TICK_NS
  if (ticks >= ENOUGH_TICKS) return []
  return [
    `${name}: the clock is too coarse: a sample lasts ${ticks.toFixed(0)} of its ticks of ${TICK_NS.toFixed(0)} ns`,
  ]
}

const TICK_NS = findTick()

/** The smallest step that the clock was seen to take, in nanoseconds. */
function findTick(): number {
  let smallest = Number.POSITIVE_INFINITY
  for (let left = 10_000, before = performance.now(); left > 0; left -= 1) {
    const now = performance.now()
    if (now > before) smallest = Math.min(smallest, now - before)
    before = now
  }
  return smallest * 1e6
}
