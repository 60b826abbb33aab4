// A server of a test's own: the built command, against a CRM on this machine; and clients of it that are not ours.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach } from 'vitest'
import type { Contact } from '../../src/core/contact.ts'
import { type CrmServer, type CrmServerOptions, openCrmServer } from '../../src/crm-server/server.ts'
import { scratch } from '../cli/run.ts'
import { TOKEN } from '../end-to-end/command.ts'

const crms: CrmServer[] = []
const children = new Set<ChildProcess>()
afterEach(async () => {
  for (const child of children) {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  children.clear()
  await Promise.all(crms.splice(0).map((crm) => crm.close()))
})

export async function openCrm(contacts: readonly Contact[], options: CrmServerOptions = {}): Promise<CrmServer> {
  const crm = await openCrmServer({ contacts, ...options })
  crms.push(crm)
  return crm
}

export interface Running {
  readonly url: string
  readonly db: string
  readonly child: ChildProcess
  /** What it has logged so far. */
  readonly log: () => Readonly<Record<string, unknown>>[]
  /** A new token, as the command makes it (anna's unless stated); good once this returns. */
  token(...args: string[]): Promise<string>
  /** @param path with its query */
  ask(path: string, token?: string, init?: RequestInit): Promise<Response>
  stop(signal: NodeJS.Signals): Promise<{ readonly code: number | null; readonly stdout: string }>
}

/** A server that is ready. @param crm null where what the database has is served */
export async function serve(...place: Parameters<typeof openLasting>): Promise<Running> {
  const server = await openLasting(...place)
  children.add(server.child)
  return server
}

/** The same, for all tests of a file: whoever opens it ends it. */
export async function openLasting(
  crm: Pick<CrmServer, 'url'> | null,
  {
    db = join(scratch(), 'team.db'),
    port = 0,
    args = [] as readonly string[],
    env: stated = {} as NodeJS.ProcessEnv,
  } = {},
): Promise<Running> {
  const env = {
    ...process.env,
    XDG_CONFIG_HOME: scratch(),
    ...(crm === null ? { HUBSPOT_TOKEN: '' } : { HUBSPOT_TOKEN: TOKEN, HUBSPOT_BASE_URL: crm.url }),
    ...stated,
  }
  const where = args.includes('--workspaces') ? [] : ['--db', db]
  const child = spawn(process.execPath, ['bin/ringsight.js', 'serve', '--port', String(port), ...where, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout?.on('data', (text) => {
    stdout += text
  })
  child.stderr?.on('data', (text) => {
    stderr += text
  })
  const log = () =>
    stderr
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  await until(
    () => (stdout || stderr).includes('"listening"'),
    () => stderr,
  )
  const { url } = JSON.parse(stdout.split('\n')[0] ?? '') as { url: string }
  const ask: Running['ask'] = (path, token, init = {}) =>
    fetch(url + path, {
      ...init,
      headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...init.headers },
    })
  if (url.startsWith('http:'))
    await until(
      async () => (await ask('/readyz')).ok,
      () => stderr,
    )
  return {
    url,
    db,
    child,
    log,
    ask,
    async token(...given) {
      const token = await makeToken(db, given)
      // A server looks every half second.
      await until(
        async () => (await ask('/v1/callers?number=withheld', token)).status !== 401,
        () => stderr,
      )
      return token
    },
    async stop(signal) {
      const ended = once(child, 'close')
      child.kill(signal)
      const [code] = (await ended) as [number | null]
      children.delete(child)
      return { code, stdout }
    },
  }
}

/** Waits, at most half a minute, inside of a test or before it. */
async function until(isSo: () => boolean | Promise<boolean>, describe: () => string): Promise<void> {
  for (let tried = 0; tried < 100; tried += 1) {
    if (await isSo()) return
    await sleep(300)
  }
  throw new Error(`expected a server that answers, found ${describe()}`)
}

export async function makeToken(db: string, [device = 'anna', ...args]: readonly string[]): Promise<string> {
  return (await ringsight(['serve', 'token', 'make', device, '--db', db, ...args])).trim()
}

/** The built command. @returns its stdout */
export async function ringsight(args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['bin/ringsight.js', ...args])
  return stdout
}

/** A client that nobody here wrote. @returns its stdout, byte by byte */
export async function curl(...args: string[]): Promise<Buffer> {
  const { stdout } = await promisify(execFile)('curl', ['-sS', '--max-time', '20', ...args], {
    encoding: 'buffer',
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout
}
