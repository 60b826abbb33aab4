// A PostgreSQL of a test's own: made by initdb, run by pg_ctl, on a port of this machine alone. Where there is none, or nobody asked
// for it (RINGSIGHT_POSTGRES), tests that need one are skipped.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Namespace } from './namespace.ts'

export const isAsked = process.env['RINGSIGHT_POSTGRES'] !== undefined

export interface Cluster {
  readonly port: number
  /** Makes a database. @returns its address on this machine, or by the first cable */
  makeDatabase(name: string, ...args: string[]): string
  /**
   * Takes a certificate, and who may come how over TCP, as lines of pg_hba.conf.
   * @param clients whose certificates of clients are good
   */
  secure(own: { readonly cert: string; readonly key: string }, hba: readonly string[], clients?: string): void
  /** Statements, as somebody else gives them. @returns what they print */
  psql(database: string, statements: string): string
  /** Makes a backup. @returns what puts it back in place of the tables that there are by then, under those who use them */
  backUp(database: string): () => void
  start(): void
  stop(): void
  /** Ends it at once, as a power cut does. */
  kill(): void
  remove(): void
}

const FOLDER = '/usr/lib/postgresql'

/** @param within a namespace that it runs in; null for none */
export async function openCluster(within: Namespace | null = null): Promise<Cluster> {
  const newest = existsSync(FOLDER) ? readdirSync(FOLDER).sort((a, b) => Number(b) - Number(a))[0] : undefined
  const bin = newest === undefined ? '' : join(FOLDER, newest, 'bin')
  const folder = mkdtempSync(join(tmpdir(), 'ringsight-pg-'))
  const user = ownerOf(folder)
  const data = join(folder, 'data')
  const port = await freePort()
  const run = (command: string, ...args: string[]) => {
    // What goes on in the background keeps no pipe of ours.
    const ran = spawnSync(join(bin, command), args, { ...user, cwd: folder, encoding: 'utf8', timeout: 60_000 })
    if (ran.status !== 0) throw new Error(`expected ${command} to work, found: ${ran.stderr} ${readLog(folder)}`)
    return ran.stdout
  }
  const at = ['-h', folder, '-p', String(port), '-U', 'postgres']
  const host = within === null ? '127.0.0.1' : within.hosts[0]
  const options = `-p ${port} -k ${folder} -c listen_addresses=${within === null ? host : '*'}`
  const pgCtl = join(bin, 'pg_ctl')
  // Only root may enter a namespace: there it becomes another user.
  const [first = '', ...rest] =
    within === null ? [pgCtl] : [...within.command, 'runuser', '-u', 'postgres', '--', pgCtl]
  const starter = within === null ? user : {}
  const start = () => {
    const args = ['-D', data, '-l', join(folder, 'log'), '-w', '-o', options, 'start']
    // Of one that was killed, the last processes take their time to see it.
    for (let tried = 1; ; tried += 1) {
      const ran = spawnSync(first, [...rest, ...args], { ...starter, cwd: folder, stdio: 'ignore', timeout: 60_000 })
      if (ran.status === 0) return
      if (tried === 20) throw new Error(`expected PostgreSQL to start, found: ${readLog(folder)}`)
      spawnSync('sleep', ['0.5'])
    }
  }
  run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale', 'C', '--no-sync')
  if (within !== null) appendFileSync(join(data, 'pg_hba.conf'), 'host all all samenet trust\n')
  start()
  return {
    port,
    start,
    makeDatabase(name, ...args) {
      run('createdb', ...at, ...args, name)
      return `postgres://postgres@${host}:${port}/${name}`
    },
    secure({ cert, key }, hba, clients) {
      for (const [from, to] of [
        [cert, 'server.crt'],
        [key, 'server.key'],
        ...(clients === undefined ? [] : [[clients, 'clients.crt']]),
      ] as const) {
        const file = join(data, to)
        rmSync(file, { force: true })
        copyFileSync(from, file)
        chmodSync(file, 0o600)
        if (user.uid !== undefined && user.gid !== undefined) chownSync(file, user.uid, user.gid)
      }
      const settings = ['ssl = on', ...(clients === undefined ? [] : ["ssl_ca_file = 'clients.crt'"])]
      writeFileSync(join(data, 'postgresql.auto.conf'), `${settings.join('\n')}\n`)
      writeFileSync(join(data, 'pg_hba.conf'), `${['local all all trust', ...hba].join('\n')}\n`)
      run('pg_ctl', '-D', data, '-w', '-m', 'fast', 'stop')
      start()
    },
    psql: (database, statements) => run('psql', ...at, '-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', statements, database),
    backUp(database) {
      const file = join(folder, `${database}.sql`)
      run('pg_dump', ...at, '-f', file, '--clean', '--schema', 'ringsight', database)
      return () => void run('psql', ...at, '-Xq1', '-v', 'ON_ERROR_STOP=1', '-f', file, database)
    },
    stop: () => void run('pg_ctl', '-D', data, '-w', '-m', 'fast', 'stop'),
    kill() {
      const [pid] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
      process.kill(Number(pid), 'SIGKILL')
    },
    remove() {
      spawnSync(join(bin, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop'], { ...user, cwd: folder, stdio: 'ignore' })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function readLog(folder: string): string {
  const log = join(folder, 'log')
  return existsSync(log) ? readFileSync(log, 'utf8').slice(-2_000) : ''
}

// It does not run as root.
function ownerOf(folder: string): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })))
  if (uid === undefined || gid === undefined) return {}
  chownSync(folder, uid, gid)
  return { uid, gid }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject()))
    })
  })
}
