// A page in a real browser, driven through the DevTools protocol over a pipe, which needs no package:
// https://chromedevtools.github.io/devtools-protocol/
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** The browser's command; null where there is none. CHROMIUM names another one. */
export const CHROMIUM = [process.env['CHROMIUM'], 'chromium', 'chromium-browser', 'google-chrome'].find(
  (command) => command !== undefined && spawnSync(command, ['--version']).status === 0,
)

type Answer = Readonly<Record<string, unknown>>

export interface Page {
  /** Sends a command of the protocol to the page. */
  send(method: string, parameters?: object): Promise<Answer>
  /** Opens an address and waits until it is loaded. */
  open(url: string): Promise<void>
  /** The value of an expression in the page; a promise's, once it is settled. */
  evaluate(expression: string): Promise<unknown>
  /** What the browser complained of so far: errors of scripts, what the page's policy did not allow. */
  complaints(): readonly string[]
  /** Every address that was asked for so far. */
  requests(): readonly string[]
  close(): Promise<void>
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: Record<string, Record<string, unknown>>
  readonly result?: Answer
  readonly error?: { readonly message: string }
}

export async function openPage(): Promise<Page> {
  const folder = mkdtempSync(join(tmpdir(), 'ringsight-chromium-'))
  const child = startBrowser(folder)
  const complaints: string[] = []
  const requests: string[] = []
  let loaded = () => {}
  const ask = speakWith(child, ({ method, params }) => {
    if (method === 'Page.loadEventFired') loaded()
    if (method === 'Network.requestWillBeSent') requests.push(String(params?.['request']?.['url']))
    if (method === 'Log.entryAdded') complaints.push(String(params?.['entry']?.['text']))
    if (method === 'Runtime.exceptionThrown') complaints.push(JSON.stringify(params?.['exceptionDetails']))
  })
  const { targetId } = await ask('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await ask('Target.attachToTarget', { targetId, flatten: true })
  const send = (method: string, parameters: object = {}) => ask(method, parameters, String(sessionId))
  for (const domain of ['Page', 'Network', 'Log', 'Runtime']) await send(`${domain}.enable`)

  return {
    send,
    async open(url) {
      const done = new Promise<void>((resolve) => {
        loaded = resolve
      })
      await send('Page.navigate', { url })
      await done
    },
    async evaluate(expression) {
      const { result, exceptionDetails } = await send('Runtime.evaluate', {
        expression,
        returnByValue: true,
        awaitPromise: true,
      })
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails))
      return (result as { value?: unknown }).value
    },
    complaints: () => complaints,
    requests: () => requests,
    async close() {
      const ended = new Promise((resolve) => child.once('close', resolve))
      await ask('Browser.close')
      await ended
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

// As root, Chromium starts only without its sandbox; it sees nothing but our own page.
function startBrowser(folder: string): ChildProcess {
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--no-first-run']
  const options = [...flags, `--user-data-dir=${folder}`, '--remote-debugging-pipe']
  return spawn(CHROMIUM ?? 'chromium', options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
}

/** Messages are JSON, each ended by a NUL, on the file descriptors 3 (to the browser) and 4 (from it). */
function speakWith(child: ChildProcess, hear: (message: Message) => void) {
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>()
  let [count, rest] = [0, '']
  const from = child.stdio[4] as Readable
  from.setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\0')
    rest = messages.pop() ?? ''
    for (const message of messages) receive(JSON.parse(message) as Message)
  })
  function receive(message: Message): void {
    const asked = waiting.get(message.id ?? 0)
    if (message.id === undefined) hear(message)
    else if (message.error === undefined) asked?.resolve(message.result ?? {})
    else asked?.reject(new Error(message.error.message))
  }
  return (method: string, params: object = {}, sessionId?: string): Promise<Answer> => {
    count += 1
    const id = count
    ;(child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
  }
}
