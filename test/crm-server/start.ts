// A server of a test's own, with a few contacts, and requests to it as they go over the wire.
import { afterEach } from 'vitest'
import type { Contact } from '../../src/core/contact.ts'
import { type CrmServer, type CrmServerOptions, openCrmServer } from '../../src/crm-server/server.ts'

const servers: CrmServer[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())))

export async function start(options: CrmServerOptions = {}): Promise<Started> {
  const server = await openCrmServer({ contacts: [ANNA, BEN, CARA], ...options })
  servers.push(server)
  return { ...server, server, ask: (...asked) => ask(server.url, ...asked) }
}

export interface Started extends CrmServer {
  readonly server: CrmServer
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>
}

export interface Answered {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: what came over the wire is what the test looks at
  readonly body: any
  readonly headers: Headers
}

async function ask(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: 'Bearer some-token', 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers }
}

function contact(id: string, firstName: string, phone: string, more: Partial<Contact> = {}): Contact {
  return {
    id,
    firstName,
    lastName: 'Byrne',
    company: 'Acme Ltd',
    email: `${firstName.toLowerCase()}@acme.example`,
    country: 'IE',
    phones: [{ field: 'Phone Number', text: phone, e164: null, rejected: null }],
    deals: [],
    modifiedAt: '2026-11-01T10:00:00.000Z',
    row: null,
    ...more,
  }
}

const DEAL = { id: '71', name: 'Roof', amount: '12500.50', currency: 'EUR', closeDate: '2026-12-01', isClosed: false }

export const ANNA = contact('101', 'Anna', '087 123 4567', { deals: [DEAL] })
export const BEN = contact('102', 'Ben', '00004')
export const CARA = contact('103', 'Cara', '+441632960123', { company: '', country: 'GB' })

/** What a call needs, with an association to a contact. */
export function callOf(contactId: string, properties: Record<string, unknown> = {}) {
  return {
    properties: {
      hs_timestamp: '2026-11-20T10:00:00.000Z',
      hs_call_body: 'Asked about the <b>roof</b>',
      ...properties,
    },
    associations: [
      { to: { id: contactId }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 194 }] },
    ],
  }
}
