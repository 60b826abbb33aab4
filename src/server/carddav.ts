// A book of contacts as CardDAV clients follow it: WebDAV (RFC 4918), CardDAV (RFC 6352) and collection synchronisation (RFC 6578),
// as far as reading goes. Pure.
import { openXml } from '../contact-file/xlsx/xml.ts'
import { renderXml, type Xml } from '../office/xml.ts'
import type { Book, BookCard } from './book.ts'
import type { Answer } from './http.ts'

export const DAV_PATHS = { home: '/v1/office/dav/', book: '/v1/office/dav/contacts/' } as const

export interface DavRequest {
  readonly method: 'GET' | 'PROPFIND' | 'REPORT'
  /** The collection above, the book, or a card by its uid. */
  readonly target: { readonly kind: 'home' | 'book' } | { readonly kind: 'card'; readonly uid: string }
  /** 0 unless the members of a collection are asked for as well (RFC 4918, section 10.2). */
  readonly depth: 0 | 1
  readonly body: string
}

/** What a client asks for. */
interface Asked {
  /** The element that the body is. */
  readonly root: string
  /** Names of properties; none for all. */
  readonly props: readonly string[]
  readonly hrefs: readonly string[]
  readonly syncToken: string
  /** How many answers the client takes; null where it does not say. */
  readonly most: number | null
}

export function answerDav(request: DavRequest, book: Book): Answer {
  const { method, target } = request
  if (target.kind === 'card') {
    const card = book.cards.get(target.uid)
    if (card === undefined) return NOT_FOUND
    if (method === 'GET') return { status: 200, headers: { ...CARD, etag: `"${card.tag}"` }, body: card.text }
  }
  if (method === 'GET') return NOT_FOUND
  const asked = readAsked(request.body)
  if (asked === null) return { status: 400, headers: XML, body: '' }
  if (method === 'REPORT') return answerReport(asked, book)
  return multistatus(describe(request, asked, book))
}

function describe({ target, depth }: DavRequest, asked: Asked, book: Book): Xml[] {
  if (target.kind === 'card') {
    const card = book.cards.get(target.uid)
    return card === undefined ? [] : [describeCard(target.uid, card, asked)]
  }
  const own = found(DAV_PATHS[target.kind], target.kind === 'home' ? HOME : bookProps(book), asked.props)
  if (depth === 0) return [own]
  if (target.kind === 'home') return [own, found(DAV_PATHS.book, bookProps(book), asked.props)]
  return [own, ...Array.from(book.cards, ([uid, card]) => describeCard(uid, card, asked))]
}

function answerReport(asked: Asked, book: Book): Answer {
  if (asked.root === 'addressbook-multiget') {
    return multistatus(
      asked.hrefs.map((href) => {
        const uid = uidIn(href)
        const card = book.cards.get(uid)
        return card === undefined ? missing(href) : describeCard(uid, card, asked)
      }),
    )
  }
  if (asked.root === 'addressbook-query') {
    return multistatus(Array.from(book.cards, ([uid, card]) => describeCard(uid, card, asked)))
  }
  if (asked.root !== 'sync-collection') return forbidden('supported-report')
  const since = asked.syncToken === '' ? 0 : readSyncToken(asked.syncToken, book)
  // The client begins anew: by the tags it sees which cards it has.
  if (since === null) return forbidden('valid-sync-token')
  const changed = [...book.cards].filter(([, card]) => card.change > since)
  const gone = since === 0 ? [] : [...book.gone].filter(([, change]) => change > since)
  // RFC 6578, section 3.7: who cannot cut an answer refuses it.
  if (asked.most !== null && changed.length + gone.length > asked.most) {
    return forbidden('number-of-matches-within-limits')
  }
  return multistatus(
    [...changed.map(([uid, card]) => describeCard(uid, card, asked)), ...gone.map(([uid]) => missing(hrefOf(uid)))],
    { 'd:sync-token': syncTokenOf(book) },
  )
}

type Props = Readonly<Record<string, Xml>>

const HREF = (path: string): Xml => ({ 'd:href': path })
const HOME: Props = {
  resourcetype: { 'd:collection': '', 'd:principal': '' },
  displayname: 'Ringsight',
  'current-user-principal': HREF(DAV_PATHS.home),
  'principal-URL': HREF(DAV_PATHS.home),
  'addressbook-home-set': HREF(DAV_PATHS.home),
}

function bookProps(book: Book): Props {
  const report = (name: string): Xml => ({ 'd:report': { [name]: '' } })
  return {
    resourcetype: { 'd:collection': '', 'c:addressbook': '' },
    displayname: 'Ringsight',
    'current-user-principal': HREF(DAV_PATHS.home),
    'addressbook-home-set': HREF(DAV_PATHS.home),
    'addressbook-description': 'Contacts of the CRM',
    'supported-address-data': { 'c:address-data-type': { '@content-type': 'text/vcard', '@version': '3.0' } },
    'supported-report-set': {
      'd:supported-report': [
        report('c:addressbook-multiget'),
        report('c:addressbook-query'),
        report('d:sync-collection'),
      ],
    },
    // Nobody writes here.
    'current-user-privilege-set': { 'd:privilege': { 'd:read': '' } },
    'sync-token': syncTokenOf(book),
    getctag: syncTokenOf(book),
  }
}

function describeCard(uid: string, { tag, text }: BookCard, { props }: Asked): Xml {
  const known: Props = {
    resourcetype: '',
    getetag: `"${tag}"`,
    getcontenttype: 'text/vcard; charset=utf-8',
    getcontentlength: String(Buffer.byteLength(text)),
    // A text of its own is sent where it is asked for by name alone.
    ...(props.includes('address-data') && { 'address-data': text }),
  }
  return found(hrefOf(uid), known, props)
}

const CARDDAV = [
  'addressbook',
  'address-data',
  'addressbook-home-set',
  'addressbook-description',
  'supported-address-data',
]

/** What there is of what was asked for, and what there is not. */
function found(href: string, known: Props, asked: readonly string[]): Xml {
  const names = asked.length === 0 ? Object.keys(known) : asked
  const prefixed = (name: string) => `${CARDDAV.includes(name) ? 'c' : name === 'getctag' ? 's' : 'd'}:${name}`
  const there = names.filter((name) => Object.hasOwn(known, name))
  const lacking = names.filter((name) => !Object.hasOwn(known, name))
  const stat = (props: readonly string[], status: string): Xml => ({
    'd:prop': Object.fromEntries(props.map((name) => [prefixed(name), known[name] ?? ''])),
    'd:status': `HTTP/1.1 ${status}`,
  })
  return {
    'd:href': href,
    'd:propstat': [
      ...(there.length > 0 ? [stat(there, '200 OK')] : []),
      ...(lacking.length > 0 ? [stat(lacking, '404 Not Found')] : []),
    ],
  }
}

function missing(href: string): Xml {
  return { 'd:href': href, 'd:status': 'HTTP/1.1 404 Not Found' }
}

const SPACES = {
  '@xmlns:d': 'DAV:',
  '@xmlns:c': 'urn:ietf:params:xml:ns:carddav',
  '@xmlns:s': 'http://calendarserver.org/ns/',
} as const
const XML = { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'private, no-store' } as const
const CARD = { 'content-type': 'text/vcard; charset=utf-8', 'cache-control': 'private, no-cache' } as const
const NOT_FOUND: Answer = { status: 404, headers: XML, body: '' }

function multistatus(responses: readonly Xml[], rest: Props = {}): Answer {
  const body = renderXml({ 'd:multistatus': { ...SPACES, 'd:response': responses, ...rest } })
  return { status: 207, headers: XML, body }
}

function forbidden(condition: string): Answer {
  return { status: 403, headers: XML, body: renderXml({ 'd:error': { ...SPACES, [`d:${condition}`]: '' } }) }
}

function hrefOf(uid: string): string {
  return `${DAV_PATHS.book}${uid}.vcf`
}

/** The uid of a card in an address; of any other address, what is no card's. */
export function uidIn(href: string): string {
  return /([0-9a-f]{32})\.vcf$/.exec(href)?.[1] ?? ''
}

// RFC 6578, section 3: a token is a URI. When changes began to be counted is in it, for another process counts its own.
function syncTokenOf({ born, changes }: Book): string {
  return `urn:ringsight:${born}:${changes}`
}

function readSyncToken(token: string, { born, changes }: Book): number | null {
  const [, since, count] = /^urn:ringsight:(\d{1,15}):(\d{1,9})$/.exec(token) ?? []
  return Number(since) === born && Number(count) <= changes ? Number(count) : null
}

/** Null for what is no XML. Names are taken without their prefixes: no two properties here differ by those alone. */
function readAsked(body: string): Asked | null {
  const asked = { root: '', props: [] as string[], hrefs: [] as string[], syncToken: '', most: '' }
  const path: string[] = []
  if (body.trim() === '') return { ...asked, most: null }
  try {
    const reader = openXml('request', {
      open({ name }) {
        if (path.length === 0) asked.root = name
        if (path.at(-1) === 'prop' && path.length === 2) asked.props.push(name)
        if (name === 'href') asked.hrefs.push('')
        path.push(name)
      },
      close() {
        path.pop()
      },
      text(text) {
        if (path.at(-1) === 'href') asked.hrefs.push(`${asked.hrefs.pop() ?? ''}${text}`)
        if (path.at(-1) === 'sync-token' && path.length === 2) asked.syncToken += text
        if (path.join('/').endsWith('/limit/nresults')) asked.most += text
      },
    })
    reader.write(body)
    reader.end()
  } catch {
    return null
  }
  return {
    ...asked,
    hrefs: asked.hrefs.map((href) => href.trim()),
    syncToken: asked.syncToken.trim(),
    most: /^\d{1,9}$/.test(asked.most.trim()) ? Number(asked.most) : null,
  }
}
