// The page's server on loopback: gives the page to the browser that has the key, keeps what it drops, and runs the commands
// that answer it. Nothing is decided here about contacts, and nothing leaves the machine.
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type Answer, type Http, openHttp, problem, type Route } from '../server/http.ts'
import { quoteWord } from '../text/safe.ts'
import { type ArgsOf, type Ask, readAsk } from './ask.ts'
import { openFiles } from './files.ts'
import { openRun, type Run } from './runs.ts'
import { isFromHere, openSession, SAFE_HEADERS } from './session.ts'

export interface PageServerOptions {
  /** 0 lets the system choose. */
  readonly port: number
  /** The folder of what the browser loads: index.html, page.js, page.css. */
  readonly assets: string
  /** The module that runs a command (see runs.ts). */
  readonly module: string
  readonly argsOf: ArgsOf
  /** How the page is opened anew, as a sentence. */
  readonly again: string
  /** The store that the page asks; null for the usual one. */
  readonly db: string | null
  readonly env: Readonly<Record<string, string | undefined>>
  readonly newId: () => string
  readonly onError: (error: unknown) => void
}

export interface PageServer {
  /** Opens the page once. */
  readonly address: string
  /** Ends what runs, and removes every file that it has kept. */
  readonly close: () => Promise<void>
}

interface MadeFile {
  readonly id: string
  readonly name: string
  /** Bytes. */
  readonly size: number
}

/** A command that answers the page, and the files that it was told to write. */
interface Answering {
  readonly run: Run
  readonly folder: string
  readonly names: readonly string[]
  /** Null until it has ended and somebody has asked. */
  made: readonly MadeFile[] | null
}

const ASSETS = [
  ['/page.js', 'page.js', 'text/javascript; charset=utf-8'],
  ['/page.css', 'page.css', 'text/css; charset=utf-8'],
] as const

const LOOPBACK = '127.0.0.1'
const MOST_LINES_AT_ONCE = 1_000
// A page left open asks little; more than so many results are kept for nobody.
const MOST_ANSWERS = 24

/** @throws the system's errors where it cannot listen */
export async function openPageServer(options: PageServerOptions): Promise<PageServer> {
  const { assets, db, newId, onError, argsOf, again } = options
  const session = openSession(() => http.port, again)
  const files = openFiles(newId)
  const answers = new Map<string, Answering>()
  const fileNames = (id: string) => {
    const name = files.find(id)?.name ?? ''
    return name.startsWith('-') ? `./${name}` : name
  }

  function begin(ask: Ask): Answer {
    const missing = filesOf(ask).find((id) => files.find(id) === null)
    if (missing !== undefined) return problem(404, 'no-file', 'The file is not here any more: drop it again.')
    const folder = files.openFolder()
    const names: string[] = []
    const made = (name: string) => {
      names.push(name)
      return join(folder, name)
    }
    const written = (name: string, text: string) => {
      const path = join(folder, name)
      writeFileSync(path, text, { mode: 0o600 })
      return path
    }
    const args = argsOf(ask, { db, fileOf: (id) => files.find(id)?.path ?? '', made, written }, true)
    const run = openRun({ id: newId(), module: options.module, args, env: options.env, nameFiles: files.withoutFolder })
    answers.set(run.id, { run, folder, names, made: null })
    for (const [id, old] of [...answers].slice(0, Math.max(0, answers.size - MOST_ANSWERS))) {
      old.run.stop()
      answers.delete(id)
    }
    const shown = argsOf(ask, { db, fileOf: fileNames, made: (name) => name, written: (name) => name }, false)
    return json({ id: run.id, command: ['ringsight', ...shown.map(quoteWord)].join(' ') })
  }

  /** The files that the command has written, once it has ended. */
  function madeBy(answering: Answering): readonly MadeFile[] {
    const { run, folder, names } = answering
    if (run.state().code === null) return []
    answering.made ??= names.flatMap((name) => {
      const file = files.addMade(join(folder, name), name)
      return file === null ? [] : [{ id: file.id, name, size: file.size }]
    })
    return answering.made
  }

  const page = { admit: session.admit } as const
  const routes: Route<'page' | 'anyone'>[] = [
    {
      method: 'GET',
      path: '/',
      // The key is taken here; every other request needs the cookie.
      admit: (head) =>
        isFromHere(head, http.port) && typeof head.query['key'] === 'string' ? 'anyone' : session.admit(head),
      answer(head) {
        const { key } = head.query
        if (typeof key !== 'string') return asset(assets, 'index.html', 'text/html; charset=utf-8')
        const cookie = session.takeKey(key)
        if (cookie === null) return alreadyOpen(session.admit(head))
        return { status: 303, headers: { ...SAFE_HEADERS, location: '/', 'set-cookie': cookie }, body: null }
      },
    },
    ...ASSETS.map(
      ([path, file, type]) => ({ method: 'GET', path, ...page, answer: () => asset(assets, file, type) }) as const,
    ),
    {
      method: 'POST',
      path: '/api/files',
      ...page,
      takes: ['bytes'],
      async answer(head, _grant, body) {
        if (!(body instanceof Readable)) return problem(400, 'no-bytes', 'Expected the bytes of a file, found none.')
        const { id, name, size } = await files.receive(String(head.query['name'] ?? 'file'), body)
        return json({ id, name, size })
      },
    },
    {
      method: 'GET',
      path: '/api/files/:id',
      ...page,
      answer({ params }) {
        const file = files.find(params['id'] ?? '')
        if (file === null) return problem(404, 'no-file', 'The file is not here any more: make it again.')
        const headers = {
          ...SAFE_HEADERS,
          'content-type': 'application/octet-stream',
          'content-length': String(file.size),
          // RFC 6266, RFC 8187.
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, (each) => `%${each.charCodeAt(0).toString(16)}`)}`,
        }
        return { status: 200, headers, body: { file: file.path, from: 0, to: Math.max(0, file.size - 1) } }
      },
    },
    {
      method: 'POST',
      path: '/api/runs',
      ...page,
      answer(_head, _grant, body) {
        const ask = readAsk(body)
        return ask === null
          ? problem(400, 'bad-ask', 'Expected a question that this page can ask, found another.')
          : begin(ask)
      },
    },
    {
      method: 'GET',
      path: '/api/runs/:id',
      ...page,
      answer({ params }) {
        const answering = answers.get(params['id'] ?? '')
        if (answering === undefined) return NO_RUN
        return json({ ...answering.run.state(), made: madeBy(answering) })
      },
    },
    {
      method: 'GET',
      path: '/api/runs/:id/lines',
      ...page,
      answer({ params, query }) {
        const run = answers.get(params['id'] ?? '')?.run
        if (run === undefined) return NO_RUN
        const number = (text: unknown, most: number) => Math.min(most, Math.max(0, Math.trunc(Number(text) || 0)))
        const { type, from, count, field, value } = query
        const where = typeof field === 'string' && typeof value === 'string' ? { field, value } : null
        return json(
          run.lines({
            type: String(type ?? ''),
            from: number(from, Number.MAX_SAFE_INTEGER),
            count: number(count, MOST_LINES_AT_ONCE),
            where,
          }),
        )
      },
    },
    {
      method: 'POST',
      path: '/api/runs/:id/stop',
      ...page,
      answer({ params }) {
        answers.get(params['id'] ?? '')?.run.stop()
        return json({})
      },
    },
  ]

  const http: Http = await openHttp<'page' | 'anyone'>({
    host: LOOPBACK,
    port: options.port,
    tls: null,
    isBehindProxy: false,
    routes,
    onAnswer() {},
    onError,
    // A file of gigabytes comes as long as it takes.
    limits: { requestMs: 0, headersMs: 10_000, connections: 64 },
  }).catch((error: unknown) => {
    files.remove()
    throw error
  })
  return {
    address: `http://${LOOPBACK}:${http.port}/?key=${session.key}`,
    async close() {
      const running = [...answers.values()].map(({ run }) => run)
      for (const run of running) run.stop()
      await http.close()
      await Promise.all(running.map(({ ended }) => ended))
      files.remove()
    },
  }
}

const NO_RUN = problem(404, 'no-run', 'This answer is not kept any more: ask again.')

function filesOf(ask: Ask): string[] {
  if (ask.command === 'status' || ask.command === 'outbox') return []
  const named = 'file' in ask ? [ask.file] : []
  const contacts = 'contacts' in ask ? [ask.contacts, 'against' in ask ? ask.against?.contacts : null] : []
  return [...named, ...contacts.flatMap((each) => each?.file ?? [])]
}

// Whoever has the page already and opens the address again, gets the page.
function alreadyOpen(admitted: 'page' | { readonly refused: Answer }): Answer {
  return admitted === 'page'
    ? { status: 303, headers: { ...SAFE_HEADERS, location: '/' }, body: null }
    : { ...admitted.refused, headers: { ...SAFE_HEADERS, ...admitted.refused.headers } }
}

function asset(folder: string, name: string, type: string): Answer {
  const file = join(folder, name)
  const size = statSync(file).size
  return {
    status: 200,
    headers: { ...SAFE_HEADERS, 'content-type': type, 'content-length': String(size) },
    body: { file, from: 0, to: size - 1 },
  }
}

function json(value: object): Answer {
  return { status: 200, headers: SAFE_HEADERS, body: JSON.stringify(value) }
}
