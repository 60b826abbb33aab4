// Where the server listens and for whom: TLS, several workspaces, what is wrong with its flags.
import { execFileSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { applyDelta } from '../../src/core/snapshot/delta.ts'
import { allRecords, updateRecord } from '../../src/crm-server/portal.ts'
import { run, scratch } from '../cli/run.ts'
import { TOKEN } from '../end-to-end/command.ts'
import { contact, phone } from '../people.ts'
import { curl, makeToken, openCrm, ringsight, serve } from './running.ts'

const ANNA = contact({ id: '101', phones: [phone('+353871234567')] })

test('TLS by files, under the name that the certificate is for', async () => {
  const folder = scratch()
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=directory.example.com', '-addext', 'subjectAltName=DNS:directory.example.com']
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject], {
    stdio: 'ignore',
  })
  const args = ['--cert', cert, '--key', key, '--name', 'directory.example.com']
  const server = await serve(await openCrm([ANNA]), { args })
  const { port } = new URL(server.url)
  const token = await makeToken(server.db, [])
  const ask = async () =>
    JSON.parse(
      (
        await curl(
          ...[
            '--cacert',
            cert,
            '--resolve',
            `directory.example.com:${port}:127.0.0.1`,
            '-H',
            `Authorization: Bearer ${token}`,
          ],
          `https://directory.example.com:${port}/v1/callers?number=%2B353871234567`,
        )
      ).toString(),
    ) as unknown
  await expect.poll(ask, { timeout: 20_000 }).toMatchObject({ kind: 'known', contacts: ['101'] })
  await expect(curl(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
})

test('two workspaces: each token shows the contacts of its own', async () => {
  const folder = scratch()
  const other = contact({ id: '101', firstName: 'Olga', phones: [phone('+353871234567')] })
  const crms = [await openCrm([ANNA], { portalId: 1 }), await openCrm([other], { portalId: 2 })]
  const tokenFile = join(folder, 'crm.token')
  writeFileSync(tokenFile, TOKEN)
  chmodSync(tokenFile, 0o600)
  const workspaces = ['acme', 'zenith'].map((name, index) => ({
    name,
    db: `${name}.db`,
    tokenFile: 'crm.token',
    baseUrl: crms[index]?.url,
  }))
  const file = join(folder, 'server.json')
  writeFileSync(file, JSON.stringify({ workspaces }))
  const server = await serve(null, { args: ['--workspaces', file] })
  const names: unknown[] = []
  for (const name of ['acme', 'zenith']) {
    const token = await makeToken(join(folder, `${name}.db`), [])
    const ask = async () => {
      const response = await server.ask('/v1/callers?number=%2B353871234567', token)
      return response.status === 200 ? ((await response.json()) as { label: string }).label : response.status
    }
    await expect.poll(ask, { timeout: 10_000 }).toMatch(/Byrne/)
    names.push(await ask())
    const metrics = await makeToken(join(folder, `${name}.db`), ['watch', '--for', 'metrics'])
    const page = async () => (await server.ask('/metrics', metrics)).text()
    await expect.poll(page, { timeout: 10_000 }).toContain(`workspace="${name}"`)
    expect(await page()).not.toContain(name === 'acme' ? 'zenith' : 'acme')
  }
  expect(names).toEqual(['Anna Byrne · Acme Ltd', 'Olga Byrne · Acme Ltd'])
})

test('a phone that is a generation behind gets the delta, which makes the same bytes', async () => {
  const crm = await openCrm(
    Array.from({ length: 300 }, (_, index) =>
      contact({ id: String(1000 + index), phones: [phone(`+35387${2_000_000 + index}`)] }),
    ),
  )
  const server = await serve(crm, { args: ['--every', '2s', '--index-lag', '0'] })
  const token = await server.token()
  const before = await server.ask('/v1/directory', token)
  const [old, generation] = [new Uint8Array(await before.arrayBuffer()), before.headers.get('ringsight-generation')]
  const [first] = allRecords(crm.portal, 'contacts')
  if (first === undefined) throw new Error('expected a contact')
  updateRecord(crm.portal, first, { firstname: 'Hanna', phone: '+353861111111' }, crm.now())
  const since = () => server.ask(`/v1/directory?since=${generation}`, token)
  await expect.poll(async () => (await since()).status, { timeout: 20_000, interval: 500 }).toBe(200)
  const delta = await since()
  expect(delta.headers.get('content-type')).toBe('application/vnd.ringsight.delta')
  const applied = applyDelta(old, new Uint8Array(await delta.arrayBuffer()))
  const now = new Uint8Array(await (await server.ask('/v1/directory', token)).arrayBuffer())
  expect(applied.kind === 'applied' && Buffer.compare(applied.bytes, now)).toBe(0)
})

describe('what is wrong is said at once', () => {
  const bare = { HUBSPOT_TOKEN: '', XDG_CONFIG_HOME: scratch() }
  test.each([
    ['no sign-in and no contacts', ['serve'], /no token for its CRM, and no contacts/],
    ['all may ask, under any name', ['serve', '--listen', '0.0.0.0'], /--listen 0\.0\.0\.0: expected also --name HOST/],
    ['half of TLS', ['serve', '--cert', 'package.json'], /--cert: expected together with --key/],
    [
      'TLS of another kind',
      ['serve', '--cert', 'package.json', '--key', 'package.json'],
      /--cert package\.json: expected PEM/,
    ],
    [
      'a file of workspaces that is none',
      ['serve', '--workspaces', 'package.json'],
      /--workspaces package\.json: expected name, db/,
    ],
    ['a database in memory', ['serve', '--db', ':memory:'], /--db: expected a file/],
    [
      'a database that is a server',
      ['serve', '--db', 'mysql://localhost/team'],
      /expected a file or postgres:.*, found an address/,
    ],
    ['a device with a name of its own', ['serve', 'token', 'make', 'a/b'], /expected a name of letters/],
  ])('%s', async (_what, args, expected) => {
    const ran = await run(args, { env: bare })
    expect([ran.code, ran.stdout]).toEqual([2, ''])
    expect(ran.stderr).toMatch(expected)
  })

  test('a token of nobody', async () => {
    const db = join(scratch(), 'team.db')
    expect((await run(['serve', 'token', 'make', 'anna', '--db', db])).code).toBe(0)
    const ran = await run(['serve', 'token', 'revoke', 'nobody', '--db', db])
    expect(ran.code).toBe(2)
    expect(ran.stderr).toMatch(/expected the id or the device of a good token, found "nobody"/)
  })

  test('a port that is taken', async () => {
    const server = await serve(await openCrm([ANNA]))
    const taken = ringsight(['serve', '--db', server.db, '--port', new URL(server.url).port, '--base-url', server.url])
    await expect(taken).rejects.toThrow(/another program listens there|no token/)
  })
})
