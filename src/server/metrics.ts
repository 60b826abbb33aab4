// What a monitoring system reads: counts and times in Prometheus' text format. The one file that names prom-client.
import { Counter, type CounterConfiguration, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { WorkspaceHealth } from './desk.ts'

export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE

/** Counts of one server process. */
export interface Metrics {
  request(route: string, status: number, seconds: number): void
  /** Of one workspace: whoever may read its counts learns nothing of another. */
  workspace(name: string): WorkspaceMetrics
  /** In Prometheus' text format: the process's own, and those of a workspace. */
  render(workspace: string): Promise<string>
}

export interface WorkspaceMetrics {
  lookup(kind: string): void
  /** One for which the CRM was to be asked. */
  online(result: string): void
  health(health: WorkspaceHealth): void
  published(scope: string, generation: number, numbers: number): void
}

export function openMetrics(): Metrics {
  const own = new Registry()
  collectDefaultMetrics({ register: own, prefix: 'ringsight_' })
  const requests = openCounts({
    name: 'ringsight_requests_total',
    help: 'Requests by route and status.',
    labelNames: ['route', 'status'],
    registers: [own],
  })
  const times = openTimes({
    name: 'ringsight_request_seconds',
    help: 'From the head of a request until its answer was handed on; of files, until they were sent.',
    label: 'route',
    bounds: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5],
  })
  const workspaces = new Map<string, { readonly registry: Registry; readonly metrics: WorkspaceMetrics }>()

  function workspaceOf(name: string) {
    const known = workspaces.get(name) ?? openWorkspaceMetrics(name)
    workspaces.set(name, known)
    return known
  }

  return {
    request(route, status, time) {
      requests.add(route, status)
      times.observe(route, time)
    },
    workspace: (name) => workspaceOf(name).metrics,
    async render(workspace) {
      const [whole, part] = await Promise.all([own.metrics(), workspaceOf(workspace).registry.metrics()])
      return `${whole}\n${times.render()}\n${part}`
    },
  }
}

/** Counts by one or two labels. */
interface Counts {
  add(first: string, second?: string | number): void
}

// Counted here, and told to prom-client when somebody reads: it makes a text of all labels at every count.
function openCounts(options: CounterConfiguration<string> & { readonly labelNames: string[] }): Counts {
  const [one = '', other] = options.labelNames
  const counts = new Map<string, Map<string | number, { count: number }>>()
  new Counter({
    ...options,
    collect() {
      this.reset()
      for (const [first, seconds] of counts) {
        for (const [second, { count }] of seconds) {
          this.inc({ [one]: first, ...(other !== undefined && { [other]: second }) }, count)
        }
      }
    },
  })

  function countOf(first: string, second: string | number): { count: number } {
    const seconds = counts.get(first) ?? new Map<string | number, { count: number }>()
    counts.set(first, seconds)
    const count = seconds.get(second) ?? { count: 0 }
    seconds.set(second, count)
    return count
  }

  return {
    add(first, second = '') {
      const known = counts.get(first)?.get(second) ?? countOf(first, second)
      known.count += 1
    },
  }
}

/** Times by one label, whose values need no escape. */
interface Times {
  observe(value: string, seconds: number): void
  /** As a histogram of Prometheus' text format. */
  render(): string
}

interface Timed {
  /** Each time counts for the first bound that it is not above; the last is of those above all. */
  readonly counts: number[]
  sum: number
}

interface TimesOptions {
  readonly name: string
  readonly help: string
  readonly label: string
  /** Seconds, ascending. */
  readonly bounds: readonly number[]
}

// Not prom-client's Histogram: its observe() makes three objects and a text each time, and cannot be told counts.
function openTimes({ name, help, label, bounds }: TimesOptions): Times {
  const times = new Map<string, Timed>()

  function linesOf(value: string, { counts, sum }: Timed): string[] {
    const of = `${label}="${value}"`
    let below = 0
    const buckets = counts.map((count, index) => {
      below += count
      return `${name}_bucket{le="${bounds[index] ?? '+Inf'}",${of}} ${below}`
    })
    return [...buckets, `${name}_sum{${of}} ${sum}`, `${name}_count{${of}} ${below}`]
  }

  return {
    observe(value, seconds) {
      let timed = times.get(value)
      if (timed === undefined) {
        timed = { counts: Array<number>(bounds.length + 1).fill(0), sum: 0 }
        times.set(value, timed)
      }
      const bound = bounds.findIndex((each) => seconds <= each)
      const at = bound < 0 ? bounds.length : bound
      timed.counts[at] = (timed.counts[at] ?? 0) + 1
      timed.sum += seconds
    },
    render() {
      const lines = Array.from(times, ([value, timed]) => linesOf(value, timed)).flat()
      return [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...lines, ''].join('\n')
    },
  }
}

function openWorkspaceMetrics(workspace: string) {
  const registry = new Registry()
  registry.setDefaultLabels({ workspace })
  const registers = [registry]
  const lookups = openCounts({
    name: 'ringsight_lookups_total',
    help: 'Look-ups by what came of them.',
    labelNames: ['kind'],
    registers,
  })
  const online = openCounts({
    name: 'ringsight_online_lookups_total',
    help: 'Look-ups that the CRM was to answer, by what came of them.',
    labelNames: ['result'],
    registers,
  })
  const gauge = (name: string, help: string) => new Gauge({ name: `ringsight_${name}`, help, registers })
  const contacts = gauge('contacts', 'Contacts in the database.')
  const brought = gauge('contacts_brought_timestamp_seconds', 'When the contacts were brought from the CRM.')
  const failing = gauge('sync_failing', '1 while the last sync has failed.')
  const waiting = gauge('outcomes_waiting', 'Saved outcomes that are to be sent.')
  const parked = gauge('outcomes_parked', 'Saved outcomes that cannot be sent as they are.')
  const scoped = (name: string, help: string) =>
    new Gauge({ name: `ringsight_${name}`, help, labelNames: ['scope'], registers })
  const generations = scoped('generation', 'The generation that is served.')
  const numbers = scoped('numbers', 'Different numbers in it.')
  const metrics: WorkspaceMetrics = {
    lookup: (kind) => lookups.add(kind),
    online: (result) => online.add(result),
    health(health) {
      contacts.set(health.contacts)
      if (health.broughtAt !== null) brought.set(health.broughtAt / 1000)
      failing.set(health.isFailing ? 1 : 0)
      waiting.set(health.waiting)
      parked.set(health.parked)
    },
    published(scope, generation, count) {
      generations.set({ scope }, generation)
      numbers.set({ scope }, count)
    },
  }
  return { registry, metrics }
}
