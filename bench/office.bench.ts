// Calls through Kamailio that get a name, beside those that nobody asks for, in the same run; and how long a look-up takes at a
// million contacts. Needs kamailio and sipp; without them it says so, and measures the look-ups alone.
import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { hasSip } from '../test/office/sip.ts'
import { openLoad } from './open-load.ts'
import { type Claim, publish } from './report.ts'
import { MILLION, numberOf, prepare } from './served.ts'

const CALLS = 4_000
const ROUNDS = 3
const HERE = '127.0.0.1'
// A machine that is busy serves its sockets late: what does not fit into them is lost, and no fault of what is measured.
const BUFFER = String(4 * 1024 * 1024)

const children: ChildProcess[] = []
function start(command: string, args: readonly string[]): ChildProcess {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, HUBSPOT_TOKEN: '' },
  })
  children.push(child)
  return child
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, HERE)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  return port
}

const folder = mkdtempSync(join(tmpdir(), 'ringsight-bench-'))
const claims: Claim[] = []
const notes: string[] = []
try {
  const { db, token } = await prepare(folder, { name: 'office', count: MILLION, purposes: ['office'] })
  const server = start(process.execPath, ['bin/ringsight.js', 'serve', '--db', db, '--port', '0', '--region', 'DE'])
  const [line] = (await once(server.stdout ?? server, 'data')) as [Buffer]
  const { url } = JSON.parse(line.toString()) as { url: string }
  const headers = { authorization: `Bearer ${token}` }
  while ((await fetch(`${url}/v1/office/name?number=${encodeURIComponent(numberOf(1))}`, { headers })).status !== 200) {
    await sleep(100)
  }
  const path = '/v1/office/display-name?number='
  const asked = await openLoad({ url, token, path, count: MILLION, perSecond: 1_000, seconds: 10 })
  if (asked.refused > 0) throw new Error(`expected look-ups alone, found ${asked.refused} refusals`)
  const text = 'the 99th percentile of a look-up, from its sending, 1,000 a second at 1,000,000 contacts'
  claims.push({ text, bound: 'at most', target: 5, measured: asked.sent.p99, unit: 'ms' })
  notes.push(
    `A look-up took ${asked.sent.p50} ms (median) and ${asked.sent.p99} ms (99th percentile) from its sending; ${asked.planned.p99} ms from when it was to be sent. The client's own clock was late by ${asked.client.p99} ms (99th percentile).`,
  )
  if (hasSip()) claims.push(...(await measureCalls(url, token)))
  else notes.push('No calls: kamailio and sipp are not on this machine.')
} finally {
  for (const child of children.reverse()) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}
publish({ name: 'office', claims, groups: [], notes })

async function measureCalls(url: string, token: string): Promise<Claim[]> {
  const [kamailio, phone] = [await freePort(), await freePort()]
  copyFileSync('deploy/kamailio/kamailio.cfg', join(folder, 'kamailio.cfg'))
  const conf = readFileSync('deploy/kamailio/ringsight.conf', 'utf8')
  writeFileSync(join(folder, 'ringsight.conf'), conf.replace(/http:\S+/, url).replace('TOKEN\n', `${token}\n`))
  const defines = [`PBX="sip:${HERE}:${phone}"`, `RINGSIGHT="${join(folder, 'ringsight.conf')}"`, 'TRUNK_COUNTRY="DE"']
  start('kamailio', [
    ...['-f', join(folder, 'kamailio.cfg'), '-l', `udp:${HERE}:${kamailio}`, '-DD', '-Y', folder, '-b', BUFFER],
    ...defines.flatMap((each) => ['-A', each]),
  ])
  start('sipp', ['-sf', 'test/office/called.xml', '-i', HERE, '-p', String(phone), '-nostdin', '-buff_size', BUFFER])
  await sleep(3_000)

  let lost = 0
  /** Calls a second. @param from the address of each caller */
  async function place(name: string, from: (index: number) => string): Promise<number> {
    const list = join(folder, name)
    writeFileSync(list, `SEQUENTIAL\n${Array.from({ length: CALLS }, (_, index) => `${from(index)};x`).join('\n')}\n`)
    const at = performance.now()
    const caller = start('sipp', [
      ...['-sf', 'test/office/caller.xml', '-inf', list, '-i', HERE, '-p', String(await freePort()), '-nostdin'],
      ...[
        `${HERE}:${kamailio}`,
        '-m',
        String(CALLS),
        '-r',
        '1000',
        '-l',
        '4000',
        '-timeout',
        '60',
        '-buff_size',
        BUFFER,
      ],
    ])
    let said = ''
    caller.stdout?.on('data', (piece) => {
      said += piece
    })
    await once(caller, 'close')
    const counts = [...said.matchAll(/Failed call\s*\|\s*\d+\s*\|\s*(\d+)/g)]
    lost += Number(counts.at(-1)?.[1] ?? CALLS)
    return CALLS / ((performance.now() - at) / 1000)
  }

  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    // Without a number in From, nobody is asked.
    const without = await place('without', () => 'sip:trunk.example')
    const named = await place('named', (index) => `sip:${numberOf(index)}@trunk.example`)
    ratios.push(named / without)
    notes.push(`${Math.round(named)} calls a second with names, ${Math.round(without)} without a look-up.`)
  }
  const measured = ratios.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0
  const text = 'calls a second through Kamailio with a name, beside those without a look-up, 1,000 a second offered'
  return [
    { text, bound: 'at least', target: 0.8, measured },
    {
      text: `calls of ${2 * ROUNDS * CALLS} that were lost, with names and without`,
      bound: 'at most',
      target: 0,
      measured: lost,
    },
  ]
}
