// How a command gets at the CRM: its token, its address, and what is said where one of them cannot be used.
import { chmodSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { describeNoToken, readBaseUrl, readToken } from '../../src/cli/crm-access.ts'
import { defaultTokenFile, storePlace } from '../../src/cli/open.ts'
import { openIo, scratch } from './run.ts'

const TOKEN = 'pat-eu1-not-a-real-one'

function tokenFile(text: string, mode = 0o600): string {
  const path = join(scratch(), 'token')
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}

const ioWith = (env: Record<string, string>) => openIo({ env }).io
const NOWHERE = '/nowhere/token'

describe.skipIf(process.platform !== 'linux')("the user's folders", () => {
  afterEach(() => vi.unstubAllEnvs())
  const found = async (data: string, config: string) => {
    vi.stubEnv('XDG_DATA_HOME', data)
    vi.stubEnv('XDG_CONFIG_HOME', config)
    return [(await storePlace(ioWith({ RINGSIGHT_DB: '' }), undefined)).db, await defaultTokenFile()]
  }
  const usual = [join(homedir(), '.local/share/ringsight/ringsight.db'), join(homedir(), '.config/ringsight/token')]

  test('are those of XDG', async () => {
    expect(await found('/data', '/config')).toEqual(['/data/ringsight/ringsight.db', '/config/ringsight/token'])
  })
  test.each(['', 'foo', './foo', '~/foo'])(
    'are the usual ones where XDG has "%s", which is not absolute',
    async (text) => {
      expect(await found(text, text)).toEqual(usual)
    },
  )
})

describe('the token', () => {
  test('comes from the file that is named, else from the environment, else from the file in the config folder', () => {
    const [stated, kept] = [tokenFile('stated\n'), tokenFile('kept')]
    const io = ioWith({ HUBSPOT_TOKEN: ' given ' })
    expect(readToken(io, stated, kept)).toBe('stated')
    expect(readToken(io, undefined, kept)).toBe('given')
    expect(readToken(ioWith({}), undefined, kept)).toBe('kept')
    expect(readToken(ioWith({ HUBSPOT_TOKEN: '' }), undefined, NOWHERE)).toBeNull()
  })

  test.skipIf(process.platform === 'win32')('in a file that others can read is refused with the fix', () => {
    const path = tokenFile(TOKEN, 0o640)
    expect(() => readToken(ioWith({}), path, NOWHERE)).toThrow(`found mode 640: chmod 600 ${path}`)
    expect(() => readToken(ioWith({}), undefined, path)).toThrow('found mode 640')
  })

  test.each([
    ['is missing', '/nowhere/else', /ENOENT/],
    ['is a folder', '/', /expected a file with a token|mode|EISDIR/],
    ['is empty', tokenFile(' \n'), /expected a token, found nothing/],
    ['is of two lines', tokenFile(`${TOKEN}\n${TOKEN}`), /on one line/],
    ['is too large', tokenFile('x'.repeat(5_000)), /found 5000 bytes/],
    ['would split a header', tokenFile(`${TOKEN}\r\nX: 1`), /on one line/],
  ])('in a file that %s cannot be used', (_what, path, says) => {
    expect(() => readToken(ioWith({}), path, NOWHERE)).toThrow(says)
  })

  test('is in no message about it', () => {
    for (const text of [`${TOKEN} ${TOKEN}`, `${TOKEN}\u0000`, TOKEN.repeat(400)]) {
      const read = () => readToken(ioWith({ HUBSPOT_TOKEN: text }), undefined, NOWHERE)
      expect(read).toThrow('HUBSPOT_TOKEN')
      expect(read).not.toThrow(TOKEN)
    }
  })

  test('that is not there is asked for with all that it takes to get one', () => {
    const says = describeNoToken('/home/anna/.config/ringsight/token')
    for (const part of [
      'HUBSPOT_TOKEN',
      '--token-file',
      'Service Keys',
      'crm.objects.deals.read',
      '/ringsight/token',
    ]) {
      expect(says).toContain(part)
    }
  })
})

describe('the address', () => {
  test('is the one stated, else that of the environment, else the real one', () => {
    const io = ioWith({ HUBSPOT_BASE_URL: 'https://crm.example/' })
    expect(readBaseUrl(io, 'http://127.0.0.1:8080')).toBe('http://127.0.0.1:8080')
    expect(readBaseUrl(io, undefined)).toBe('https://crm.example')
    expect(readBaseUrl(ioWith({}), undefined)).toBeUndefined()
  })

  test.each(['http://localhost:1', 'http://[::1]:1', 'http://127.9.9.9:1'])('of this machine may be %s', (url) => {
    expect(readBaseUrl(ioWith({}), url)).toBe(url)
  })

  test.each([
    ['http to elsewhere, where the token could be read', 'http://crm.example', 'expected https'],
    ['http to a name that only looks like this machine', 'http://127.0.0.1.example', 'expected https'],
    ['a text', 'api', 'expected an address'],
    ['another scheme', 'ftp://crm.example', 'expected an address'],
    ['one with a password', 'https://a:b@crm.example', 'expected an address'],
    ['one with a query', 'https://crm.example?x=1', 'expected an address'],
  ])('is refused where it is %s', (_what, url, says) => {
    expect(() => readBaseUrl(ioWith({}), url)).toThrow(says)
  })
})
