// A large account: what a full sync asks for and how much memory it takes. RINGSIGHT_CONTACTS says how large; CI says
// 100000.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { TOKEN } from './command.ts'

const CONTACTS = Number(process.env['RINGSIGHT_CONTACTS'] ?? 5_000)
const MEGABYTE = 1_024
const folder = mkdtempSync(join(tmpdir(), 'ringsight-large-'))
const server = spawn(process.execPath, ['bin/ringsight.js', 'crm', 'serve', '--people', String(CONTACTS)])
afterAll(() => {
  server.kill()
  rmSync(folder, { recursive: true, force: true })
})

async function listening(): Promise<string> {
  for await (const line of createInterface({ input: server.stdout })) return (JSON.parse(line) as { url: string }).url
  throw new Error('expected the server to listen, found its end')
}

/** In kilobytes; the most that a process has had in memory, as far as Linux tells. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

async function sync(url: string) {
  const env = { ...process.env, HUBSPOT_TOKEN: TOKEN, HUBSPOT_BASE_URL: url }
  const child = spawn(process.execPath, ['bin/ringsight.js', 'sync', '--json', '--db', join(folder, 'store.db')], {
    env,
  })
  let stdout = ''
  child.stdout.on('data', (text) => {
    stdout += text
  })
  let isOver = false
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve)).finally(() => {
    isOver = true
  })
  let peak = 0
  while (!isOver) {
    peak = Math.max(peak, peakOf(child.pid ?? 0))
    await Promise.race([sleep(20), ended])
  }
  expect(await ended).toBe(0)
  return { peak, summary: JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { contacts: number; requests: number } }
}

async function countOf(url: string, type: string): Promise<number> {
  const body = JSON.stringify({ filterGroups: [], limit: 1 })
  const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' }
  const answer = await fetch(`${url}/crm/v3/objects/${type}/search`, { method: 'POST', body, headers })
  return ((await answer.json()) as { total: number }).total
}

test(`R-16 ${CONTACTS} contacts: as few requests as can be, less than 300 MB`, { timeout: 300_000 }, async () => {
  const url = await listening()
  const { peak, summary } = await sync(url)
  const [companies, deals] = [await countOf(url, 'companies'), await countOf(url, 'deals')]
  const pages = [CONTACTS, companies, deals].map((count) => Math.ceil(count / 100))
  // The account, and the outcomes that it offers.
  expect(summary).toMatchObject({ contacts: CONTACTS, requests: pages.reduce((sum, count) => sum + count, 0) + 2 })
  if (process.platform === 'linux') {
    expect(peak).toBeGreaterThan(30 * MEGABYTE)
    expect(peak).toBeLessThan(300 * MEGABYTE)
  }
})
