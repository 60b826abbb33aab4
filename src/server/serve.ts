// The server as a whole: HTTP in this process; databases and syncs in two others, so that a look-up waits for neither. Opens no
// store and no CRM itself.
import { readFileSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAddress } from '../store/postgres/address.ts'
import type { Pace } from '../store/store.ts'
import { maskNumber } from '../text/safe.ts'
import { type Child, openChild } from './child.ts'
import type { WorkspaceHealth, WorkspaceState } from './desk.ts'
import type { DeskAsk, DeskReply, DeskWork } from './desk-work.ts'
import { followCalls } from './follow-calls.ts'
import { type Head, type Http, type HttpLimits, openHttp } from './http.ts'
import { openMetrics } from './metrics.ts'
import { isForNames } from './office.ts'
import { type Online, type OnlineCrm, openOnline } from './online.ts'
import type { Rate } from './rate.ts'
import { openService } from './service.ts'
import { LOOPBACK_NAMES } from './stranger.ts'
import { openWorkspace, type WorkspacePlace } from './workspace.ts'

/** A workspace to serve, as every process of the server is told of it. */
export interface WorkspaceConfig extends WorkspacePlace {
  readonly db: string
  /** Null where there is no sign-in to a CRM. */
  readonly crm: CrmConfig | null
}

/** Where its CRM is. The token itself goes from no process to another. */
export interface CrmConfig {
  readonly baseUrl?: string
  readonly tokenFile?: string
  readonly indexLag?: number
  readonly region?: string
}

export interface ServeOptions {
  readonly workspaces: readonly WorkspaceConfig[]
  readonly host: string
  readonly port: number
  /** Names beside the loopback's. */
  readonly names: readonly string[]
  readonly tls: TlsFiles | null
  readonly isBehindProxy: boolean
  readonly lookups: Rate
  readonly logsAll: boolean
  /** A file of calls that a telephone system writes, for the first workspace; null for none. */
  readonly callFile: string | null
  /** The modules of the other two processes. */
  readonly modules: { readonly desk: string; readonly keeper: string }
  readonly now: () => number
  /** Opens a CRM for what is asked while a phone rings. @throws where there is no sign-in any more */
  readonly openCrm: (crm: CrmConfig) => Promise<OnlineCrm>
  readonly log: (line: LogLine) => void
  readonly limits?: Partial<HttpLimits>
}

export interface TlsFiles {
  readonly cert: string
  readonly key: string
}

/** A line of the log. No name, and of a number at most the last two digits. */
export interface LogLine {
  readonly level: 'info' | 'warning' | 'error'
  readonly event: string
  readonly [field: string]: unknown
}

export interface Serving {
  readonly url: string
  /** Ends it: what has come is answered, what was saved is kept. */
  close(): Promise<void>
}

/** What the desk says. */
export type DeskMessage =
  | { readonly type: 'state'; readonly state: WorkspaceState }
  | { readonly type: 'health'; readonly workspace: string; readonly health: WorkspaceHealth }
  | { readonly type: 'done'; readonly id: number; readonly reply: DeskReply }
  | { readonly type: 'log'; readonly line: LogLine }

/** What the desk is asked. */
export interface DeskRequest {
  readonly id: number
  readonly work: DeskWork
}

/** What the keeper says, and hears. */
export type KeeperMessage = Extract<DeskMessage, { type: 'log' }>
export interface Wake {
  readonly type: 'wake'
  readonly workspace: string
}

// A phone keeps what it could not send; a browser, or a proxy, waits no longer than this either.
const SAVE_LIMIT_MS = 10_000
const TLS_LOOK_MS = 60_000

/** @throws the system's error where the port is taken or the TLS files cannot be read */
export async function openServing(options: ServeOptions): Promise<Serving> {
  const { now, log, tls, modules } = options
  const askSearch: SearchAsk = async (workspace, pace) => {
    const reply = await desk.ask({ type: 'take-search', workspace, pace })
    return reply.kind === 'search' ? reply.waitMs : undefined
  }
  const workspaces = options.workspaces.map((each) => openWorkspace(each, openWay(each, options, askSearch)))
  const metrics = openMetrics()
  const heard = new Set<string>()
  let isStopping = false

  const knowsTokens = () => workspaces.every(({ name }) => heard.has(name))
  const lacks = () => {
    if (isStopping) return 'The server is stopping.'
    if (!knowsTokens()) return 'The databases were not read yet.'
    return workspaces.every(({ isReady }) => isReady) ? null : 'The contacts are not published yet.'
  }

  function hearState(state: WorkspaceState): void {
    const workspace = workspaces.find(({ name }) => name === state.workspace)
    heard.add(state.workspace)
    for (const { scope, generation, numbers } of workspace?.update(state) ?? []) {
      const word = scope.kind === 'owner' || scope.kind === 'list' ? `${scope.kind}:${scope.id}` : scope.kind
      metrics.workspace(state.workspace).published(word, generation, numbers)
      log({ level: 'info', event: 'generation', workspace: state.workspace, scope: word, generation, numbers })
    }
  }

  const desk = openDesk(modules.desk, options, {
    state: hearState,
    health: (workspace, health) => metrics.workspace(workspace).health(health),
    died: () => heard.clear(),
  })
  const keeper = openChild({
    module: modules.keeper,
    start: { workspaces: options.workspaces },
    hear: (message) => log((message as KeeperMessage).line),
    onDeath: (afterMs) => log({ level: 'error', event: 'keeper-died', startsAgainAfterMs: afterMs }),
  })

  const service = openService({
    workspaces,
    names: new Set([...LOOPBACK_NAMES, ...options.names.map((name) => name.toLowerCase())]),
    metrics,
    now,
    lookups: options.lookups,
    lacks,
    knowsTokens,
    async save(request) {
      const saved = await desk.ask({ type: 'save', workspace: request.workspace, request })
      if (saved.kind === 'saved') keeper.send({ type: 'wake', workspace: request.workspace } satisfies Wake)
      return saved
    },
    ask: desk.ask,
  })

  let http: Http
  try {
    http = await openHttp({
      host: options.host,
      port: options.port,
      tls: tls && readTls(tls),
      isBehindProxy: options.isBehindProxy,
      routes: service,
      isQuiet: isForNames,
      onAnswer: (head, status, ms) => {
        metrics.request(head.route, status, ms / 1000)
        if (options.logsAll || isTold(head, status)) log(describeAnswer(head, status, ms))
      },
      onError: (error) => log({ level: 'error', event: 'fault', error: String(error) }),
      ...(options.limits !== undefined && { limits: options.limits }),
    })
  } catch (error) {
    await Promise.all([desk.stop(), keeper.stop()])
    throw error
  }
  const [first] = workspaces
  const followed = new AbortController()
  const following =
    options.callFile === null || first === undefined
      ? null
      : followCalls({ path: options.callFile, workspace: first, ask: desk.ask, log, signal: followed.signal })
  const renewing = tls === null ? null : renewTls(tls, http, log)

  return {
    url: `${tls === null ? 'http' : 'https'}://${options.host.includes(':') ? `[${options.host}]` : options.host}:${http.port}`,
    async close() {
      isStopping = true
      if (renewing !== null) clearInterval(renewing)
      followed.abort()
      await following
      // The desk last: what comes while HTTP ends is saved still.
      await Promise.all([http.close(), keeper.stop()])
      await desk.stop()
      for (const workspace of workspaces) workspace.close()
    },
  }
}

type SearchAsk = (workspace: string, pace: Pace) => Promise<number | null | undefined>

function openWay({ name, db, crm }: WorkspaceConfig, { now, openCrm }: ServeOptions, ask: SearchAsk): Online | null {
  if (crm === null) return null
  const pause = (ms: number) => sleep(ms, undefined, { ref: false })
  const takeSearch = isAddress(db) ? (pace: Pace) => ask(name, pace) : null
  return openOnline({ openCrm: () => openCrm(crm), now, elapsed: () => performance.now(), pause, takeSearch })
}

interface DeskEars {
  readonly state: (state: WorkspaceState) => void
  readonly health: (workspace: string, health: WorkspaceHealth) => void
  readonly died: () => void
}

function openDesk(module: string, { workspaces, log }: ServeOptions, ears: DeskEars) {
  const waiting = new Map<number, (reply: DeskReply) => void>()
  let last = 0

  function hear(message: DeskMessage): void {
    if (message.type === 'state') ears.state(message.state)
    else if (message.type === 'health') ears.health(message.workspace, message.health)
    else if (message.type === 'done') waiting.get(message.id)?.(message.reply)
    else log(message.line)
  }

  const child: Child = openChild({
    module,
    start: { workspaces },
    hear: (message) => hear(message as DeskMessage),
    onDeath(afterMs) {
      ears.died()
      // Whether it was saved, nobody can say: the phone sends it again, and a call has one outcome.
      for (const tell of waiting.values()) tell({ kind: 'busy' })
      log({ level: 'error', event: 'desk-died', startsAgainAfterMs: afterMs })
    },
  })

  function ask(work: DeskWork): Promise<DeskReply> {
    last += 1
    const id = last
    return new Promise<DeskReply>((resolve) => {
      const tell = (reply: DeskReply) => {
        clearTimeout(late)
        waiting.delete(id)
        resolve(reply)
      }
      const late = setTimeout(() => tell({ kind: 'busy' }), SAVE_LIMIT_MS)
      waiting.set(id, tell)
      if (!child.send({ id, work } satisfies DeskRequest)) tell({ kind: 'busy' })
    })
  }

  return {
    // Each work has its own reply: desk-work.ts.
    ask: ask as DeskAsk,
    stop: () => child.stop(),
  }
}

function readTls({ cert, key }: TlsFiles): { readonly cert: string; readonly key: string } {
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
}

// Certificates are renewed every few weeks, by another program.
function renewTls(files: TlsFiles, http: Http, log: ServeOptions['log']): NodeJS.Timeout {
  const timeOf = () => `${statSync(files.cert).mtimeMs} ${statSync(files.key).mtimeMs}`
  let last = timeOf()
  const look = () => {
    try {
      const now = timeOf()
      if (now === last) return
      http.setTls(readTls(files))
      last = now
      log({ level: 'info', event: 'certificate-renewed' })
    } catch (error) {
      log({ level: 'warning', event: 'certificate-not-renewed', error: String(error) })
    }
  }
  return setInterval(look, TLS_LOOK_MS).unref()
}

function describeAnswer({ method, route, query, from }: Head, status: number, ms: number): LogLine {
  const { number } = query
  return {
    level: status >= 500 ? 'error' : status >= 400 ? 'warning' : 'info',
    event: 'request',
    method,
    route,
    status,
    ms: Math.round(ms * 10) / 10,
    ...(typeof number === 'string' && { number: maskNumber(number) }),
    ...(status >= 400 && { from }),
  }
}

// A look-up each line would be most of the work.
function isTold({ route }: Head, status: number): boolean {
  return status >= 400 || route === '/v1/directory' || route === '/v1/outcomes'
}
