// The server as a process: its first line, its end, and what is left when it is killed.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, test } from 'vitest'
import { run, scratch } from './run.ts'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

async function serve(...args: string[]) {
  const child = spawn(process.execPath, ['bin/ringsight.js', 'crm', 'serve', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { type, url } = JSON.parse(line) as { type: string; url: string }
  expect(type).toBe('listening')
  const end = async (signal: NodeJS.Signals) => {
    const ended = once(child, 'exit')
    child.kill(signal)
    return (await ended)[0] as number | null
  }
  return { url, end, stderr: () => stderr }
}

async function ask(url: string, init: RequestInit = {}): Promise<Record<string, unknown> & { results?: unknown[] }> {
  const headers = { authorization: 'Bearer x', 'content-type': 'application/json' }
  return (await fetch(url, { headers, ...init })).json() as Promise<Record<string, unknown>>
}

const CONTACTS = '/crm/objects/2026-09/contacts'
const post = (properties: Record<string, string>) => ({ method: 'POST', body: JSON.stringify({ properties }) })

describe('ringsight crm serve', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('says where it listens, and ends cleanly at %s', async (signal) => {
    const { url, end } = await serve('--people', '3')
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await ask(url + CONTACTS)).results).toHaveLength(3)
    expect(await end(signal)).toBe(130)
  })

  test('--verbose: a line on stderr for each request', async () => {
    const { url, end, stderr } = await serve('--people', '1', '--verbose')
    await ask(`${url}${CONTACTS}?limit=1`)
    await end('SIGTERM')
    expect(stderr()).toBe(`GET ${CONTACTS}?limit=1 200\n`)
  })

  test('--db: killed at once after an answer, what was answered is there again', async () => {
    const db = join(scratch(), 'portal.db')
    const first = await serve('--people', '2', '--db', db, '--portal-id', '4711')
    const made = await ask(first.url + CONTACTS, post({ firstname: 'Dan' }))
    const { results = [] } = await ask(first.url + CONTACTS)
    const [one] = results as { id: string }[]
    await ask(`${first.url}${CONTACTS}/merge`, {
      method: 'POST',
      body: JSON.stringify({ primaryObjectId: made['id'], objectIdToMerge: one?.id }),
    })
    const companies = `${CONTACTS}/${made['id']}?associations=companies,deals`
    const before = await ask(first.url + companies)
    expect(await first.end('SIGKILL')).toBeNull()

    const second = await serve('--people', '50', '--db', db)
    expect((await ask(second.url + CONTACTS)).results).toHaveLength(2)
    expect(await ask(second.url + companies)).toEqual(before)
    expect((await ask(`${second.url}${CONTACTS}/${one?.id}`))['id']).toBe(made['id'])
    expect((await ask(`${second.url}/account-info/v3/details`))['portalId']).toBe(4711)
    // Ids are given once, whatever happened to their records.
    expect(Number((await ask(second.url + CONTACTS, post({ firstname: 'Eve' })))['id'])).toBeGreaterThan(
      Number(made['id']),
    )
  })

  test('--contacts: the contacts of an export', async () => {
    const { url } = await serve('--contacts', 'fixtures/contacts/sample.csv', '--region', 'IE')
    const { results = [] } = await ask(`${url}${CONTACTS}?limit=100`)
    expect(results.length).toBeGreaterThan(5)
  })

  test.each([
    [['--fault', 'nope:0.1'], '--fault: expected one of 429, daily'],
    [['--fault', 'slow:2'], 'from 0 to 1'],
    [['--fault', 'slow:0.1:3000'], 'give it a unit, as in "slow:0.1:3000ms"'],
    [['--port', '70000'], '--port: expected a whole number from 0 to 65535'],
    [['--index-lag', 'soon'], '--index-lag: expected a duration'],
    [['--limits', 'gold'], '--limits: expected none, free or pro'],
    [['--people', '1', '--contacts', 'x.csv'], 'expected one of them, found both'],
    [['--region', 'IE'], 'expected together with --contacts'],
    [['--contacts', '/nowhere/x.csv'], 'there is no such file'],
    [['--db', '/nowhere/x.db'], 'there is no such folder'],
  ])('%j is used wrongly: status 2', async (args, message) => {
    const { stdout, stderr, code } = await run(['crm', 'serve', ...args])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  test('a database of something else is left as it is', async () => {
    const db = join(scratch(), 'other.db')
    writeFileSync(db, 'not a database at all, but some text')
    const { stderr, code } = await run(['crm', 'serve', '--db', db])
    expect([code, stderr]).toEqual([2, expect.stringContaining('expected a file that this command made')])
    const store = join(scratch(), 'store.db')
    await run(['generate', '--people', '1', '--into-store', '--db', store])
    const other = await run(['crm', 'serve', '--db', store])
    expect([other.code, other.stderr]).toEqual([2, expect.stringMatching(/found another database\n$/)])
  })

  test.each(['crm.objects.contact.read', 'foo,crm.objects.contacts.read', ''])(
    'scopes that mean nothing: %j',
    async (scopes) => {
      const { code, stderr } = await run(['crm', 'serve', '--scopes', scopes])
      expect(code).toBe(2)
      expect(stderr).toContain('--scopes: expected some of crm.objects.contacts.read, crm.objects.contacts.write')
    },
  )

  test('a port that is taken is named', async () => {
    const { url } = await serve('--people', '1')
    const { code, stderr } = await run(['crm', 'serve', '--people', '1', '--port', new URL(url).port])
    expect([code, stderr]).toEqual([2, expect.stringContaining('another program listens there')])
  })

  test('help teaches by example', async () => {
    expect((await run(['crm', 'serve', '--help'])).stdout).toMatch(/Examples:\n {2}ringsight /)
  })
})
