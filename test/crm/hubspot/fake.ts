// HubSpot without a network: answers from fixtures/hubspot or made up on the spot, and what it was asked for.
import { readFileSync } from 'node:fs'
import { type HubspotOptions, openHubspot } from '../../../src/crm/hubspot/hubspot.ts'

export const TOKEN = 'pat-eu1-0f9e8d7c-6b5a-4321-8765-invented0000'
export const NOW = Date.parse('2026-11-20T09:00:00Z')

export interface FakeRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface FakeAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** A text as it stands, anything else as JSON. */
  readonly body?: unknown
}

export type Answering = (request: FakeRequest) => FakeAnswer

export function fixture(name: string): unknown {
  return JSON.parse(readFileSync(`fixtures/hubspot/${name}.json`, 'utf8'))
}

/** A client whose requests are answered by the function; `waits` are the pauses it made, by a clock of its own. */
export function openFake(answering: Answering, options: Partial<HubspotOptions> = {}) {
  const requests: FakeRequest[] = []
  const waits: number[] = []
  const clock = { now: NOW }
  const fetch = async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const { pathname, searchParams } = new URL(String(url))
    const request: FakeRequest = {
      method: init.method ?? 'GET',
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: init.headers as Record<string, string>,
      body: init.body ? JSON.parse(String(init.body)) : undefined,
    }
    requests.push(request)
    const { status = 200, headers = {}, body = '' } = answering(request)
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return new Response(status === 204 || text === '' ? null : text, { status, headers })
  }
  const pause = async (ms: number) => {
    waits.push(ms)
    clock.now += ms
  }
  const crm = openHubspot({ token: TOKEN, fetch, now: () => clock.now, pause, ...options })
  return { crm, requests, waits, clock }
}

/** Answers each path that ends in a key with its value; anything else is a mistake of the test. */
export function byPath(answers: Readonly<Record<string, unknown>>): Answering {
  return ({ method, path }) => {
    const found = Object.entries(answers).find(([end]) => path.endsWith(end))
    if (found === undefined) throw new Error(`no answer for ${method} ${path}`)
    return { body: found[1] }
  }
}
