// What a monitoring system reads: counts and times in Prometheus' text format. The one file that names prom-client.
import { Counter, type CounterConfiguration, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
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
  const seconds = new Histogram({
    name: 'ringsight_request_seconds',
    help: 'From the head of a request until its answer was handed on; of files, until they were sent.',
    labelNames: ['route'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5],
    registers: [own],
  })
  const times = new Map<string, ReturnType<typeof seconds.labels>>()
  const workspaces = new Map<string, { readonly registry: Registry; readonly metrics: WorkspaceMetrics }>()

  function workspaceOf(name: string) {
    const known = workspaces.get(name) ?? openWorkspaceMetrics(name)
    workspaces.set(name, known)
    return known
  }

  return {
    request(route, status, time) {
      requests.add(route, String(status))
      let timesOf = times.get(route)
      if (timesOf === undefined) {
        timesOf = seconds.labels(route)
        times.set(route, timesOf)
      }
      timesOf.observe(time)
    },
    workspace: (name) => workspaceOf(name).metrics,
    render: async (workspace) => `${await own.metrics()}${await workspaceOf(workspace).registry.metrics()}`,
  }
}

/** Counts by one or two labels. */
interface Counts {
  add(first: string, second?: string): void
}

// Counted here, and told to prom-client when somebody reads: it makes a text of all labels at every count.
function openCounts(options: CounterConfiguration<string> & { readonly labelNames: string[] }): Counts {
  const counts = new Map<string, { readonly labels: Record<string, string>; count: number }>()
  new Counter({
    ...options,
    collect() {
      this.reset()
      for (const { labels, count } of counts.values()) this.inc(labels, count)
    },
  })
  return {
    add(first, second = '') {
      const key = `${first} ${second}`
      const known = counts.get(key)
      if (known !== undefined) {
        known.count += 1
        return
      }
      const values = [first, second]
      const labels = Object.fromEntries(options.labelNames.map((name, index) => [name, values[index] ?? '']))
      counts.set(key, { labels, count: 1 })
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
