// npx tsx test/native/team-server.run.ts COMMAND [ARG...]: runs a command beside a real `ringsight serve` on SQLite, for the libraries'
// clients to be tried with. RINGSIGHT_TEAM_URL is where it is, RINGSIGHT_TEAM_TOKEN opens it, and each GET of RINGSIGHT_TEAM_NEXT has it
// publish another generation. Ends as the command does.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const [program = 'true', ...args] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'ringsight-team-'))
const db = join(folder, 'team.db')
const env = { ...process.env, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder, HUBSPOT_TOKEN: '' }
const ringsight = (...words: string[]) => [process.execPath, 'bin/ringsight.js', ...words, '--db', db] as const

/** Anna, in her family name the generation, and enough others that a delta is worth it. */
function contactsOf(generation: number): string {
  const others = Array.from(
    { length: 2_000 },
    (_, index) => `${200 + index},Person,${index},+35387${2_000_000 + index}`,
  )
  const anna = `101,Anna,Byrne ${generation},+353871234567`
  return ['Record ID,First Name,Last Name,Phone Number', anna, ...others, ''].join('\n')
}

function run(...words: string[]): string {
  const [node, ...rest] = ringsight(...words)
  return execFileSync(node, rest, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}

let contacts = 0
function importNext(): void {
  contacts += 1
  const file = join(folder, 'contacts.csv')
  writeFileSync(file, contactsOf(contacts))
  run('import', file)
}

importNext()
const [node, ...serving] = ringsight('serve', '--port', '0')
const server = spawn(node, serving, { env, stdio: ['ignore', 'pipe', 'ignore'] })
server.stdout.setEncoding('utf8')
const [first] = (await once(server.stdout, 'data')) as [string]
const { url } = JSON.parse(first.split('\n')[0] ?? '') as { url: string }
const token = run('serve', 'token', 'make', 'anna-phone').trim()

async function generation(): Promise<string | null> {
  const answer = await fetch(`${url}/v1/directory`, { headers: { authorization: `Bearer ${token}` } })
  await answer.arrayBuffer()
  return answer.ok ? answer.headers.get('ringsight-generation') : null
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tried = 0; tried < 60; tried += 1) {
    if (await isSo()) return
    await sleep(500)
  }
  throw new Error('expected a server that publishes')
}

await until(async () => (await generation()) !== null)
const control = createServer(async (_request, response) => {
  const before = await generation()
  importNext()
  await until(async () => ![before, null].includes(await generation()))
  response.end()
}).listen(0, '127.0.0.1')
await once(control, 'listening')
const next = `http://127.0.0.1:${(control.address() as AddressInfo).port}/`

const team = { RINGSIGHT_TEAM_URL: url, RINGSIGHT_TEAM_TOKEN: token, RINGSIGHT_TEAM_NEXT: next }
const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...team } })
const [code] = (await once(child, 'exit')) as [number | null]
server.kill('SIGTERM')
await once(server, 'exit')
control.close()
rmSync(folder, { recursive: true, force: true })
process.exitCode = code ?? 1
