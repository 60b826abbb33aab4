// What an app under test says of itself, and which protocol it speaks. docs/app-protocol.md tells the protocol to people,
// schemas/app-protocol.json to programs.
import { shortLine } from '../text/safe.ts'
import { PARTS, type Part } from './part.ts'

/** The version of the protocol. */
export const PROTOCOL = 1

/** What an app says of itself, once. */
export interface Hello {
  readonly name: string
  /** Calls always. */
  readonly takes: ReadonlySet<Part>
  /** Contacts as JSON, or as a snapshot of native/FORMAT.md. */
  readonly contactsAs: 'json' | 'snapshot'
  /** Whether one process may be started anew by a message: it forgets everything at `start`. */
  readonly canReset: boolean
}

/** The first line of an app. A text says what is wrong with it. */
export function readHello(value: unknown): Hello | string {
  const hello = value as Partial<Record<string, unknown>> | null
  const found = shortLine(JSON.stringify(value) ?? '', 120)
  const example = `{"type":"hello","protocol":${PROTOCOL},"app":"name","takes":["calls"]}`
  if (typeof hello !== 'object' || hello?.['type'] !== 'hello') return `expected ${example} first, found ${found}`
  const { protocol, app, takes, contactsAs = 'json', canReset = false } = hello
  if (typeof protocol !== 'number') {
    return `expected "protocol":${PROTOCOL}, found ${shortLine(JSON.stringify(protocol) ?? 'nothing', 60)}`
  }
  if (protocol !== PROTOCOL) {
    return `speaks protocol ${protocol}, and this Ringsight speaks ${PROTOCOL}: update the older of the two`
  }
  const parts = Array.isArray(takes) ? takes.map((each) => PARTS.find((part) => part === each)) : []
  const taken = new Set(parts.filter((part) => part !== undefined))
  if (parts.includes(undefined) || !taken.has('calls')) {
    const given = shortLine(JSON.stringify(takes) ?? 'nothing', 60)
    return `expected "takes" with "calls", and with others of ${PARTS.join(', ')}; found ${given}`
  }
  if (contactsAs !== 'json' && contactsAs !== 'snapshot') {
    return `expected "contactsAs":"json" or "snapshot", found ${shortLine(JSON.stringify(contactsAs), 60)}`
  }
  if (typeof app !== 'string' || typeof canReset !== 'boolean') return `expected ${example}, found ${found}`
  return { name: shortLine(app, 60), takes: taken, contactsAs, canReset }
}
