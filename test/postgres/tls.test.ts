// TLS to a PostgreSQL whose certificate somebody made: what is trusted, and what is refused in one sentence.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPostgresStore } from '../../src/store/postgres/postgres.ts'
import { scratch } from '../cli/run.ts'
import { makeSigner, type Signed } from './certificates.ts'
import { type Cluster, isAsked, openCluster } from './cluster.ts'

const OPEN = 'host all all 127.0.0.1/32 trust'

describe.skipIf(!isAsked)('TLS to a PostgreSQL', () => {
  const folder = scratch()
  let cluster: Cluster
  let files: { readonly ca: string; readonly other: string; readonly client: Signed; readonly stranger: Signed }
  let certs: { readonly here: Signed; readonly elsewhere: Signed; readonly expired: Signed }
  beforeAll(async () => {
    cluster = await openCluster()
    cluster.makeDatabase('team')
    const [signer, other] = [makeSigner(folder, 'ours'), makeSigner(folder, 'other')]
    const san = 'IP:127.0.0.1,DNS:localhost'
    certs = {
      here: signer.sign('here', { cn: 'db', san }),
      elsewhere: signer.sign('elsewhere', { cn: 'db', san: 'DNS:db.example' }),
      expired: signer.sign('expired', { cn: 'db', san, days: -1 }),
    }
    const client = signer.sign('client', { cn: 'postgres' })
    files = { ca: signer.cert, other: other.cert, client, stranger: other.sign('client', { cn: 'postgres' }) }
  }, 120_000)
  afterAll(() => cluster?.remove(), 60_000)

  const address = (query: string, host = '127.0.0.1') => `postgres://postgres@${host}:${cluster.port}/team${query}`
  /** Whether the database says that the connection is encrypted; or why there is none. */
  function reach(query: string, host?: string): string {
    try {
      const store = openPostgresStore(address(query, host))
      const ssl = cluster.psql(
        'team',
        "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'ringsight'",
      )
      store.close()
      return ssl.trim().split('\n')[0] === 't' ? 'encrypted' : 'plain'
    } catch (error) {
      return (error as Error).message
    }
  }
  const withFiles = (query: string) =>
    query
      .replace('CA', files.ca)
      .replace('OTHER', files.other)
      .replace('MINE', `sslcert=${files.client.cert}&sslkey=${files.client.key}`)
      .replace('THEIRS', `sslcert=${files.stranger.cert}&sslkey=${files.stranger.key}`)
      .replace('MIXED', `sslcert=${files.client.cert}&sslkey=${files.stranger.key}`)

  test('a server without it is refused where it is asked for', () => {
    expect(reach('?sslmode=require')).toMatch(/: the database speaks no TLS\. Switch it on there .*sslmode=disable/)
    expect(reach('')).toBe('plain')
  })

  describe('of a certificate that somebody made', () => {
    beforeAll(() => cluster.secure(certs.here, [OPEN]), 60_000)
    test.each([
      ['?sslmode=verify-full&sslrootcert=CA', 'encrypted'],
      ['?sslmode=require&sslrootcert=CA', 'encrypted'],
      ['?sslmode=verify-ca&sslrootcert=CA', 'encrypted'],
      ['?sslrootcert=CA', 'encrypted'],
      ['?sslmode=disable', 'plain'],
    ])('%s: %s', (query, expected) => expect(reach(withFiles(query))).toBe(expected))

    test('by its name as well as by its address', () => {
      expect(reach(withFiles('?sslmode=verify-full&sslrootcert=CA'), 'localhost')).toBe('encrypted')
    })

    test.each([
      ['?sslmode=require', 'signed by nobody who is known here'],
      ['?sslmode=verify-full&sslrootcert=OTHER', 'signed by nobody who is known here'],
      ['?sslmode=verify-ca&sslrootcert=OTHER', 'signed by nobody who is known here'],
    ])('that nobody here knows, %s: %s', (query, expected) => {
      expect(reach(withFiles(query))).toContain(`the database's certificate is ${expected}`)
      expect(reach(withFiles(query))).toMatch(/Name the file of who signed it: sslrootcert=FILE\.$/)
    })
  })

  test('of a certificate for another name is refused, but where its signer alone is to be looked at', () => {
    cluster.secure(certs.elsewhere, [OPEN])
    expect(reach(withFiles('?sslmode=verify-full&sslrootcert=CA'))).toMatch(
      /the database's certificate is for another name .*\. Let the address name the server as its certificate does/,
    )
    expect(reach(withFiles('?sslmode=verify-ca&sslrootcert=CA'))).toBe('encrypted')
    expect(reach(withFiles('?sslmode=verify-ca&sslrootcert=OTHER'))).toContain('signed by nobody who is known here')
  }, 60_000)

  test('of a certificate whose time is over is refused', () => {
    cluster.secure(certs.expired, [OPEN])
    expect(reach(withFiles('?sslmode=verify-full&sslrootcert=CA'))).toMatch(
      /the database's certificate is not valid at this time .*\. Renew it there, or set the clock/,
    )
  }, 60_000)

  test('a server that takes nobody without it says so, and a certificate of the client opens it', () => {
    cluster.secure(certs.here, ['hostssl all all 127.0.0.1/32 cert'], files.ca)
    expect(reach('')).toMatch(/the database takes no connection like this one .*sslmode=require/)
    expect(reach(withFiles('?sslmode=require&sslrootcert=CA'))).toMatch(/certificate/)
    expect(reach(withFiles('?sslmode=require&sslrootcert=CA&MINE'))).toBe('encrypted')
    expect(reach(withFiles('?sslmode=require&sslrootcert=CA&THEIRS'))).toMatch(/certificate/)
    expect(reach(withFiles('?sslmode=require&sslrootcert=CA&MIXED'))).toMatch(/key/)
  }, 60_000)

  test.each([
    ['?sslmode=verify-full&sslrootcert=/nowhere/ca.pem', /sslrootcert=\/nowhere\/ca\.pem: there is no such file/],
    ['?sslmode=verify-full&sslrootcert=FOLDER', /sslrootcert=.*: expected a file that can be read/],
    ['?sslmode=verify-full&sslrootcert=TEXT', /sslrootcert=.*: expected PEM, found another text/],
    [
      '?sslmode=require&sslcert=/nowhere/me.pem&sslkey=/nowhere/me.pem',
      /sslcert=\/nowhere\/me\.pem: there is no such file/,
    ],
  ])('a file that is none, %s', (query, expected) => {
    const text = join(folder, 'text')
    writeFileSync(text, 'not a certificate')
    expect(reach(query.replace('FOLDER', folder).replace('TEXT', text))).toMatch(expected)
  })
})
