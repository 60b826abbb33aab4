// Claim: a full sync into a PostgreSQL on this machine takes at most three times as long as one into a SQLite file, and its process
// no more memory than what is published of the contacts. Whole processes, of the built package, from a CRM on this machine without
// limits; the snapshot is published at the end of each. Contacts: RINGSIGHT_SYNC_CONTACTS (50,000 unless stated, 1,000,000 for the
// claim about memory).
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openCluster } from '../test/postgres/cluster.ts'
import { publish } from './report.ts'

const COUNT = Number(process.env['RINGSIGHT_SYNC_CONTACTS'] ?? 50_000)
/** What a process has without contacts, and for each of them. */
const [MEMORY_MB, BYTES_EACH] = [250, 700]

interface Ran {
  readonly seconds: number
  /** Of the processor, in the syncing process alone. */
  readonly cpuSeconds: number
  readonly peakMb: number
}

const TELL = `import { isMainThread } from 'node:worker_threads'
  if (isMainThread) process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
    process.stderr.write('\\n' + JSON.stringify({ peakMb: maxRSS * 1024 / 1e6, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }))
  })`

function sync(baseUrl: string, db: string): Ran {
  const hook = `data:text/javascript,${encodeURIComponent(TELL)}`
  const env = { ...process.env, HUBSPOT_TOKEN: 'pat-bench', HUBSPOT_BASE_URL: baseUrl, XDG_DATA_HOME: folder }
  const from = performance.now()
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', hook, 'bin/ringsight.js', 'sync', '--full', '--json', '--db', db],
    { encoding: 'utf8', env },
  )
  const seconds = (performance.now() - from) / 1000
  const { contacts } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as { contacts?: number }
  if (status !== 0 || contacts !== COUNT) throw new Error(`expected every contact, found ${contacts}: ${stderr}`)
  return { seconds, ...(JSON.parse(stderr.split('\n').at(-1) ?? '') as Omit<Ran, 'seconds'>) }
}

async function listening(lines: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: lines })) return (JSON.parse(line) as { url: string }).url
  throw new Error('expected the server to listen, found its end')
}

if (!existsSync('/usr/lib/postgresql')) {
  publish({ name: 'sync-postgres', claims: [], groups: [], notes: ['There is no PostgreSQL on this machine.'] })
  process.exit()
}

const folder = mkdtempSync(join(tmpdir(), 'ringsight-bench-'))
const cluster = await openCluster()
const server = spawn(process.execPath, ['bin/ringsight.js', 'crm', 'serve', '--people', String(COUNT)])
try {
  const baseUrl = await listening(server.stdout)
  const address = cluster.makeDatabase('bench')
  const file = sync(baseUrl, join(folder, 'bench.db'))
  const first = sync(baseUrl, address)
  const again = sync(baseUrl, address)
  const most = MEMORY_MB + (BYTES_EACH * COUNT) / 1e6
  const contacts = `${COUNT.toLocaleString('en')} contacts`
  const figures = ({ seconds, cpuSeconds, peakMb }: Ran) =>
    `${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of the processor in its own process, ${Math.round(peakMb)} MB at most`
  publish({
    name: 'sync-postgres',
    claims: [
      {
        text: `a full sync of ${contacts} into PostgreSQL, against one into SQLite`,
        bound: 'at most',
        target: 3,
        measured: first.seconds / file.seconds,
      },
      {
        text: `resident memory of the process that syncs ${contacts}, at most: ${MEMORY_MB} MB and ${BYTES_EACH} bytes a contact`,
        bound: 'at most',
        target: most,
        measured: Math.max(first.peakMb, again.peakMb),
        unit: 'MB',
      },
    ],
    groups: [],
    notes: [
      `Into SQLite: ${figures(file)}.`,
      `Into PostgreSQL: ${figures(first)}; once more, with nothing new: ${figures(again)}.`,
      `The CRM, the database and the sync share the machine; its load was ${(loadavg()[0] ?? 0).toFixed(1)} at the end.`,
    ],
  })
} finally {
  server.kill()
  cluster.remove()
  rmSync(folder, { recursive: true, force: true })
}
