// The address of a PostgreSQL: what it may be, and that its password is shown nowhere.
import { describe, expect, test } from 'vitest'
import { parseAddress } from '../../src/store/postgres/address.ts'
import { run } from '../cli/run.ts'

describe('an address', () => {
  test.each([
    ['postgres://ann@db.example/team', 'main', 'postgres://ann@db.example/team', 'postgres://ann@db.example/team'],
    [
      'postgresql://ann:pw@[::1]:5433/a%20b?workspace=acme',
      'acme',
      'postgresql://ann:pw@[::1]:5433/a%20b',
      'postgresql://ann@[::1]:5433/a%20b?workspace=acme',
    ],
    [
      'postgres:///team?host=/run/pg&port=5',
      'main',
      'postgres:///team?host=/run/pg&port=5',
      'postgres:///team?host=/run/pg&port=5',
    ],
    [
      'postgres://ann:pw@db/team?sslmode=require',
      'main',
      'postgres://ann:pw@db/team?sslmode=verify-full',
      'postgres://ann@db/team',
    ],
  ])('%s', (text, workspace, url, shown) => {
    const plain = (address: string) => decodeURIComponent(address).replace('a b', 'a%20b')
    const found = parseAddress(text)
    expect([found.workspace, plain(found.url), plain(found.shown)]).toEqual([workspace, url, shown])
  })

  test.each([
    ['postgres://ann:secret@db', 'without the name of a database'],
    ['postgres://ann:secret@db/a/b', 'without the name of a database'],
    ['postgres://ann:secret@db/team?sslmod=require', 'the parameter "sslmod"'],
    ['postgres://ann:secret@db/team?sslmode=prefer', 'another sslmode than disable, require, verify-ca, verify-full'],
    ['postgres://ann:secret@db/team?sslmode=verify-ca', 'sslmode=verify-ca without sslrootcert'],
    ['postgres://ann:secret@db/team?workspace=a&workspace=b', 'the parameter "workspace" twice'],
    ['postgres://ann:secret@db/team?workspace=', 'without a value'],
    ["postgres://ann:secret@db/team?workspace=a'b", 'a workspace of other characters'],
    ['postgres://ann:secret@db/%ff', 'a % that stands for no character'],
    ['postgres://ann:secret@db:99999/team', 'found another text'],
  ])('%s is refused, without its password', (text, expected) => {
    expect(() => parseAddress(text)).toThrow(expected)
    expect(() => parseAddress(text)).not.toThrow('secret')
  })
})

test('a command that finds no database says so without the password, with the status of an outside system', async () => {
  const ran = await run(['outbox', '--db', 'postgres://ann:secret-word@127.0.0.1:1/team'], {})
  expect([ran.code, ran.stdout]).toEqual([3, ''])
  expect(ran.stderr).toMatch(/^ringsight: postgres:\/\/ann@127\.0\.0\.1:1\/team: the database cannot be reached/)
  expect(ran.stderr).not.toContain('secret-word')
})
