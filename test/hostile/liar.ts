// A CRM that answers as it likes: a real one behind it does what it is asked, and what comes back is spoilt, by a seed.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { type Chance, openChance, pick } from '../../src/core/chance.ts'
import { FORMS, TOKEN } from '../crm/hubspot/token-forms.ts'

type Json = Record<string, unknown>

/** An answer as it is about to be sent; whoever returns null has sent it already. */
interface Draft {
  readonly status: number
  readonly headers: Record<string, string | string[]>
  readonly text: string
}

export interface Spoiling {
  readonly draft: Draft
  readonly path: string
  readonly isWrite: boolean
  readonly chance: Chance
  readonly response: ServerResponse
}

type Spoil = (spoiling: Spoiling) => Draft | null

export interface Liar {
  readonly url: string
  /** How many requests were made. */
  requests(): number
  /** What it does from now on, to which share of the answers; null for nothing. */
  lie(kind: string | null, rate?: number): void
  close(): Promise<void>
}

const ESCAPES = '\u001b]0;owned\u0007\u001b[31m\u001b[2J\u202e\u200b\u009b5m'

const planted = (chance: Chance) => (pick(Object.values(FORMS), chance) ?? String)(TOKEN)

/** Calls with every text in some JSON, and its name; what is returned takes its place. */
function mapTexts(value: unknown, change: (text: string, name: string) => unknown, name = ''): unknown {
  if (typeof value === 'string') return change(value, name)
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, change, key)]))
}

// With these changed, nothing is read any further.
const KEYS = ['id', 'toObjectId', 'after', 'hs_object_id', 'category']

function respell(draft: Draft, change: (json: unknown) => unknown): Draft {
  if (draft.text === '') return draft
  return { ...draft, text: JSON.stringify(change(JSON.parse(draft.text))) }
}

const ODD: readonly unknown[] = [
  null,
  true,
  0,
  -1.5,
  1e300,
  '',
  'x',
  [],
  {},
  [[]],
  { a: { b: [] } },
  ['101'],
  'x'.repeat(70_000),
]

/** One value anywhere in it, of another type. */
function spoilType(value: unknown, chance: Chance): unknown {
  if (typeof value !== 'object' || value === null || chance() < 0.15) {
    return pick(
      ODD.filter((odd) => typeof odd !== typeof value),
      chance,
    )
  }
  const keys = Object.keys(value)
  const key = keys[Math.floor(chance() * keys.length)]
  if (key === undefined) return 5
  const changed = spoilType((value as Json)[key], chance)
  if (Array.isArray(value)) return value.map((each, index) => (String(index) === key ? changed : each))
  return { ...value, [key]: changed }
}

/** An error body with the token wherever HubSpot's has a text. */
function errorBody(chance: Chance): Json {
  const text = () => planted(chance)
  return {
    status: text(),
    message: `Bad request: ${text()}`,
    correlationId: text(),
    category: chance() < 0.5 ? 'VALIDATION_ERROR' : text(),
    subCategory: text(),
    policyName: text(),
    errors: [
      {
        message: text(),
        code: text(),
        in: text(),
        context: { propertyName: [text()], requiredScopes: [text(), 'a.b'] },
      },
      { message: `${ESCAPES}${text()}` },
    ],
    context: { [text()]: [text()], missingScopes: [text()] },
    links: { [text()]: text() },
  }
}

const refusing =
  (statuses: readonly number[]): Spoil =>
  ({ draft, chance, isWrite }) => {
    // What was done is not said to be refused: that would be a lie about what it did.
    const status = isWrite ? 500 : (pick(statuses, chance) ?? 500)
    return {
      ...draft,
      status,
      headers: {
        'retry-after': planted(chance)
          .slice(0, 200)
          .replace(/[^!-~]/g, ''),
      },
      text: JSON.stringify(errorBody(chance)),
    }
  }

export const SPOILS: Readonly<Record<string, Spoil>> = {
  'the token in every text': ({ draft, chance }) =>
    respell(draft, (json) =>
      mapTexts(json, (text, name) =>
        KEYS.includes(name) || /date|At$/.test(name) ? text : `${text} ${planted(chance)}`,
      ),
    ),
  'the token in one text, ids among them': ({ draft, chance }) => {
    let left = Math.floor(chance() * 60)
    return respell(draft, (json) => mapTexts(json, (text) => (left-- === 0 ? planted(chance) : text)))
  },
  'the token in place of names of members': ({ draft, chance }) =>
    respell(draft, (json) => ({ [planted(chance)]: planted(chance), ...(json as Json) })),
  'escapes in every text': ({ draft }) =>
    respell(draft, (json) => mapTexts(json, (text, name) => (KEYS.includes(name) ? text : `${ESCAPES}${text}`))),
  'escapes in ids': ({ draft }) => respell(draft, (json) => mapTexts(json, (text) => `${text}${ESCAPES}`)),
  'refusals with the token everywhere': refusing([400, 401, 403, 404, 409, 410, 422]),
  'failures with the token everywhere': refusing([423, 429, 477, 500, 502, 503, 504, 524]),
  'a part of the batch failed, says the token': ({ draft, chance }) => {
    const { errors } = errorBody(chance)
    return { ...respell(draft, (json) => ({ ...(json as Json), numErrors: 2, errors })), status: 207 }
  },
  'another type of value': ({ draft, chance }) => respell(draft, (json) => spoilType(json, chance)),
  'JSON cut off': ({ draft, chance }) => ({
    ...draft,
    text: draft.text.slice(0, Math.floor(chance() * draft.text.length)),
  }),
  'no JSON': ({ draft, chance }) => ({
    ...draft,
    text: pick(['', ' ', 'null', '5', '"x"', '[]', 'NaN', '\u0000', '{', ESCAPES, TOKEN], chance) ?? '',
  }),
  'a page': ({ draft, chance }) => ({
    ...draft,
    headers: { 'content-type': 'text/html' },
    text: `<html>${planted(chance)}${ESCAPES}`,
  }),
  'members of the prototype': ({ draft }) => {
    const members =
      '"__proto__":{"id":"1","results":[],"isAdmin":true},"constructor":{"prototype":{"id":"1"}},"toString":"x",'
    return { ...draft, text: draft.text.replaceAll('{"', `{${members}"`) }
  },
  'members twice': ({ draft }) => ({
    ...draft,
    text: draft.text.replace('{"', `{"results":"${ESCAPES}","id":"${TOKEN}","`),
  }),
  'JSON ten thousand deep': ({ draft }) => ({
    ...draft,
    text: draft.text.replace('{"', `{"deep":${'['.repeat(10_000)}${']'.repeat(10_000)},"`),
  }),
  'five thousand copies': ({ draft }) =>
    respell(draft, (json) => {
      const { results } = json as Json
      return Array.isArray(results)
        ? { ...(json as Json), results: Array.from({ length: 5_000 }, () => results[0] ?? {}) }
        : json
    }),
  'pages without end': ({ draft, chance }) =>
    respell(draft, (json) => {
      const results = (json as Json)['results']
      const after = String(Math.floor(chance() * 1e9))
      return Array.isArray(results) ? { ...(json as Json), paging: { next: { after, link: TOKEN } } } : json
    }),
  'more than fits into memory, packed': ({ draft }) => ({
    ...draft,
    headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' },
    text: '',
  }),
  'headers without end': ({ draft }) => ({
    ...draft,
    headers: { 'x-filler': Array.from({ length: 40 }, () => 'x'.repeat(1_000)) },
  }),
  'headers that make no sense': ({ draft, chance }) => ({
    ...draft,
    headers: {
      'content-type': 'text/plain',
      date: pick(['yesterday', 'Fri, 31 Dec 9999 23:59:59 GMT', '0', TOKEN], chance) ?? '',
      'x-hubspot-ratelimit-max': pick(['0', '-1', 'x', '1e9'], chance) ?? '',
      'x-hubspot-ratelimit-remaining': pick(['-5', 'x', TOKEN], chance) ?? '',
      'x-hubspot-ratelimit-interval-milliseconds': '0',
      'retry-after': TOKEN,
    },
  }),
  'another place': ({ draft, chance }) => ({
    ...draft,
    status: pick([301, 302, 303, 307, 308, 304, 300], chance) ?? 302,
    headers: { location: `http://127.0.0.1:1/${TOKEN}` },
    text: '',
  }),
  'nothing, and the connection ends': ({ response }) => {
    response.socket?.destroy()
    return null
  },
  'half an answer, and the connection ends': ({ draft, response }) => {
    response.writeHead(draft.status, {
      'content-type': 'application/json',
      'content-length': String(draft.text.length + 10),
    })
    response.write(draft.text.slice(0, draft.text.length / 2), () => response.socket?.destroy())
    return null
  },
}

const BOMB = gzipSync(Buffer.alloc(40 * 1024 * 1024, 0x20), { level: 9 })

export async function openLiar(behind: string, seed: number): Promise<Liar> {
  const chance = openChance(seed)
  let [kind, share, count] = [null as string | null, 1, 0]
  const server = createServer(async (request, response) => {
    count += 1
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const { method = 'GET', url: path = '/', headers } = request
    const answer = await fetch(behind + path, {
      method,
      headers: { authorization: String(headers.authorization), 'content-type': 'application/json' },
      ...(pieces.length > 0 && { body: Buffer.concat(pieces) }),
    })
    const text = await answer.text()
    const draft: Draft = { status: answer.status, headers: { 'content-type': 'application/json' }, text }
    const isWrite = method === 'PUT' || (method === 'POST' && !/\/(?:search|batch\/read)$/.test(path))
    const names = kind === 'any' ? Object.keys(SPOILS) : [kind ?? '']
    const spoil = chance() < share ? SPOILS[pick(names, chance) ?? ''] : undefined
    const spoilt = spoil === undefined ? draft : spoil({ draft, path, isWrite, chance, response })
    if (spoilt === null) return
    response.writeHead(spoilt.status, spoilt.headers)
    response.end(spoilt.headers['content-encoding'] === 'gzip' ? BOMB : spoilt.text)
  })
  server.maxHeadersCount = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => count,
    lie(next, rate = 1) {
      kind = next
      share = rate
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
