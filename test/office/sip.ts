// Telephones and a SIP server that nobody here wrote: sipp calls and is called, Kamailio with our example between the two.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const HERE = '127.0.0.1'
const EXAMPLE = 'deploy/kamailio'

/** Whether this machine has the tools. */
export function hasSip(): boolean {
  return ['kamailio', 'sipp'].every((tool) => spawnSync(tool, ['-v']).error === undefined)
}

/** A port that is free for UDP just now. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, HERE)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  return port
}

export interface Placed {
  /** The address in From. */
  readonly from: string
  /** One word, by which it is known again. */
  readonly name: string
}

/** A call as it was called. */
export interface Rang {
  readonly name: string
  /** As it stands in From, its quotation marks included. */
  readonly display: string
  readonly from: string
  /** From the caller's INVITE to the called one's, in milliseconds. */
  readonly afterMs: number
}

export interface Line {
  /** Places calls, waits for their ends, and says how each rang; and how many failed, and why, null for none */
  call(
    calls: readonly Placed[],
    perSecond: number,
  ): Promise<{ readonly rang: readonly Rang[]; readonly failed: string | null }>
  close(): Promise<void>
}

/** Kamailio with the example's files. @param server where Ringsight is */
export async function openLine(
  folder: string,
  server: { readonly port: number; readonly token: string },
): Promise<Line> {
  const [kamailioPort, phonePort] = [await freePort(), await freePort()]
  const [cfg, conf] = [join(folder, 'kamailio.cfg'), join(folder, 'ringsight.conf')]
  copyFileSync(`${EXAMPLE}/kamailio.cfg`, cfg)
  const example = readFileSync(`${EXAMPLE}/ringsight.conf`, 'utf8')
  writeFileSync(conf, example.replace('8710', String(server.port)).replace('TOKEN\n', `${server.token}\n`))
  const defines = ['-A', `PBX="sip:${HERE}:${phonePort}"`, '-A', `RINGSIGHT="${conf}"`]
  const kamailio = start('kamailio', [
    '-f',
    cfg,
    '-l',
    `udp:${HERE}:${kamailioPort}`,
    ...defines,
    '-DD',
    '-E',
    '-Y',
    folder,
  ])
  const heard = join(folder, 'called.log')
  const phone = start('sipp', [
    ...['-sf', 'test/office/called.xml', '-i', HERE, '-p', String(phonePort), '-nostdin'],
    ...['-trace_msg', '-message_file', heard, '-message_overwrite', 'false'],
  ])
  let told = 0

  async function call(calls: readonly Placed[], perSecond: number) {
    told += 1
    const file = (name: string) => join(folder, `${name}-${told}`)
    const [list, said, errors] = [file('calls'), file('caller'), file('errors')]
    writeFileSync(list, `SEQUENTIAL\n${calls.map(({ from, name }) => `${from};${name}`).join('\n')}\n`)
    const caller = start('sipp', [
      ...['-sf', 'test/office/caller.xml', '-inf', list, '-i', HERE, '-p', String(await freePort()), '-nostdin'],
      ...[`${HERE}:${kamailioPort}`, '-m', String(calls.length), '-r', String(perSecond), '-l', '5000'],
      ...['-trace_msg', '-message_file', said, '-trace_err', '-error_file', errors, '-timeout', '60', '-timeout_error'],
    ])
    await once(caller.child, 'exit')
    await sleep(300)
    const sent = invitesIn(readFileSync(said, 'utf8'), 'sent')
    const received = new Map(invitesIn(readFileSync(heard, 'utf8'), 'received').map((each) => [each.callId, each]))
    const rang = sent.flatMap(({ callId, at }) => {
      const invite = received.get(callId)
      return invite === undefined ? [] : [{ ...invite, afterMs: invite.at - at }]
    })
    const count = /Failed call\s*\|\s*\d+\s*\|\s*(\d+)/.exec(caller.said())?.[1] ?? 'all'
    const why = existsSync(errors) ? readFileSync(errors, 'utf8').slice(0, 2_000) : caller.said().slice(-2_000)
    return { rang, failed: count === '0' ? null : `${count}: ${why}` }
  }

  await sleep(1_500)
  return {
    call,
    async close() {
      await Promise.all(
        [kamailio, phone].map(async ({ child }) => {
          if (child.exitCode !== null || child.signalCode !== null) return
          child.kill('SIGTERM')
          await once(child, 'exit')
        }),
      )
    },
  }
}

function start(command: string, args: readonly string[]) {
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => (text += piece))
  return { child, said: () => text }
}

interface Invite {
  readonly callId: string
  readonly name: string
  readonly display: string
  readonly from: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** The first INVITE of each call in a log of sipp's. */
function invitesIn(log: string, way: 'sent' | 'received'): Invite[] {
  const first = new Map<string, Invite>()
  for (const part of log.split(/^-{10,} /m)) {
    const [time = '', ...rest] = part.split('\n')
    const text = rest.join('\n')
    if (!text.includes(`message ${way}`) || !/^INVITE /m.test(text)) continue
    const header = (name: string) => new RegExp(`^${name}: (.*?)\\r?$`, 'm').exec(text)?.[1] ?? ''
    const [, display = '', from = ''] = /^(.*?)\s*<([^<>]*)>;tag=\d+$/.exec(header('From')) ?? []
    const callId = header('Call-ID')
    const at = Date.parse(`${time.trim().slice(0, 23).replace(/\s+/, 'T')}Z`)
    if (!first.has(callId)) first.set(callId, { callId, name: header('X-Call'), display, from, at })
  }
  return [...first.values()]
}

/** What a quoted display name says (RFC 3261, section 25.1); null where it is none. */
export function unquote(display: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the grammar's own ranges
  const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e\u0080-\u{10ffff}]|\\[\x00-\x09\x0b\x0c\x0e-\x7f])*)"$/u.exec(
    display,
  )
  return quoted === null ? null : (quoted[1] ?? '').replace(/\\(.)/gsu, '$1')
}
