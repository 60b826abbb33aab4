// A collection that CardDAV clients follow: by hand, as DAVx5 asks, and with vdirsyncer, where this machine has it.
import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { Contact } from '../../src/core/contact.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { scratch } from '../cli/run.ts'
import { contact, phone } from '../people.ts'
import { makeToken, serve } from './running.ts'

const person = (id: string, firstName: string) =>
  contact({ id, firstName, lastName: '', phones: [phone(`+35387123456${id}`)] })

async function put(db: string, contacts: readonly Contact[]) {
  const store = openSqliteStore(db)
  await store.replaceContacts(
    (async function* () {
      yield contacts
    })(),
    { at: new Date().toISOString(), source: 'test' },
  )
  store.close()
}

async function open() {
  const db = join(scratch(), 'team.db')
  await put(db, [person('1', 'Anna'), person('2', 'Ben')])
  const token = await makeToken(db, ['desk', '--for', 'books'])
  const server = await serve(null, { db })
  const dav = async (method: string, path: string, body = '', depth = '0') => {
    const answer = await server.ask(path, undefined, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`desk:${token}`).toString('base64')}`,
        depth,
        'content-type': 'application/xml',
      },
      ...(body !== '' && { body }),
    })
    return { status: answer.status, text: await answer.text(), headers: answer.headers }
  }
  return { db, token, server, dav }
}

const BOOK = '/v1/office/dav/contacts/'
const sync = (token: string) =>
  `<d:sync-collection xmlns:d="DAV:"><d:sync-token>${token}</d:sync-token><d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>`
const tokenIn = (text: string) => /<d:sync-token>([^<]+)</.exec(text)?.[1] ?? ''
const hrefsIn = (text: string) => Array.from(text.matchAll(/<d:href>([^<]*\.vcf)</g), ([, href]) => href)

test('a client that keeps a sync token hears what changed, and what is gone', async () => {
  const { db, dav } = await open()
  expect((await dav('PROPFIND', '/.well-known/carddav')).text).toContain('addressbook-home-set')
  const props =
    '<propfind xmlns="DAV:" xmlns:x="urn:x"><prop><resourcetype/><x:__proto__/><x:constructor/><sync-token/></prop></propfind>'
  const home = await dav('PROPFIND', '/v1/office/dav/', props, '1')
  expect(home.text).toContain('<c:addressbook/>')
  expect(home.text).toContain('HTTP/1.1 404 Not Found')

  const first = await dav('REPORT', BOOK, sync(''))
  const hrefs = hrefsIn(first.text)
  expect([first.status, hrefs.length]).toEqual([207, 2])
  const got = await dav('GET', hrefs[0] ?? '')
  expect(got.text).toMatch(/^BEGIN:VCARD\r\n[\s\S]*FN:\w+\r\n[\s\S]*END:VCARD\r\n$/)
  const multiget = `<c:addressbook-multiget xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><d:prop><d:getetag/><c:address-data/></d:prop><d:href>${hrefs[0]}</d:href><d:href>${BOOK}gone.vcf</d:href></c:addressbook-multiget>`
  const several = await dav('REPORT', BOOK, multiget)
  expect(several.text).toContain(got.headers.get('etag')?.replaceAll('"', '') ?? 'no etag')
  expect(several.text).toContain('BEGIN:VCARD')

  expect(hrefsIn((await dav('REPORT', BOOK, sync(tokenIn(first.text)))).text)).toEqual([])
  await put(db, [person('1', 'Anna'), { ...person('3', 'Cara') }])
  const second = await dav('REPORT', BOOK, sync(tokenIn(first.text)))
  expect(hrefsIn(second.text)).toHaveLength(2)
  expect(second.text.match(/404 Not Found/g)).toHaveLength(1)
  expect(hrefsIn((await dav('REPORT', BOOK, sync(tokenIn(second.text)))).text)).toEqual([])

  const few = (most: number) =>
    sync('').replace('<d:prop>', `<d:limit><d:nresults>${most}</d:nresults></d:limit><d:prop>`)
  expect((await dav('REPORT', BOOK, few(2))).status).toBe(207)
  const refused = await dav('REPORT', BOOK, few(1))
  expect([refused.status, refused.text.includes('number-of-matches-within-limits')]).toEqual([403, true])
  for (const bad of ['urn:ringsight:1:1', 'x', `${tokenIn(second.text)}9`]) {
    const answer = await dav('REPORT', BOOK, sync(bad))
    expect([answer.status, answer.text.includes('valid-sync-token')]).toEqual([403, true])
  }
  expect((await dav('REPORT', BOOK, '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')).status).toBe(400)
  expect((await dav('PUT', `${BOOK}x.vcf`, '<x/>')).status).toBe(404)
  expect((await dav('OPTIONS', BOOK)).headers.get('dav')).toContain('addressbook')
}, 60_000)

test.skipIf(spawnSync('vdirsyncer', ['--version']).status !== 0)(
  'vdirsyncer finds the collection, and follows it',
  async () => {
    const { db, token, server } = await open()
    const folder = scratch()
    const config = join(folder, 'config')
    mkdirSync(join(folder, 'local', 'contacts'), { recursive: true })
    writeFileSync(
      config,
      `[general]
status_path = "${folder}/status/"
[pair books]
a = "local"
b = "remote"
collections = ["from b"]
conflict_resolution = "b wins"
[storage local]
type = "filesystem"
path = "${folder}/local/"
fileext = ".vcf"
[storage remote]
type = "carddav"
url = "${server.url}/"
username = "desk"
password = "${token}"
read_only = true
`,
    )
    const run = (command: string) => promisify(execFile)('vdirsyncer', ['-c', config, command])
    const names = () => {
      const cards = join(folder, 'local', 'contacts')
      return readdirSync(cards)
        .map((file) => /FN:(.*)/.exec(readFileSync(join(cards, file), 'utf8'))?.[1]?.trim())
        .toSorted()
    }
    await run('discover')
    await run('sync')
    expect(names()).toEqual(['Anna', 'Ben'])
    await put(db, [person('1', 'Änne'), person('3', 'Cara')])
    await run('sync')
    expect(names()).toEqual(['Cara', 'Änne'])
  },
  90_000,
)
