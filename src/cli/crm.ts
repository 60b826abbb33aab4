// `ringsight crm serve`: a CRM to test against, HubSpot-compatible, on this machine.
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Contact } from '../core/contact.ts'
import { PLAIN_DATASET } from '../crm/generated/generated.ts'
import { FAULT_NAMES, type Fault, parseFault } from '../crm-server/faults.ts'
import { LIMIT_NAMES, type LimitName } from '../crm-server/limits.ts'
import type { AnsweredRequest, CrmServer } from '../crm-server/server.ts'
import { createPrivate } from '../store/file.ts'
import { StoreError } from '../store/store.ts'
import { InputError } from '../terminal/exit.ts'
import { onSignal } from '../terminal/interruption.ts'
import { type Io, printJson, writeAside } from '../terminal/io.ts'
import { parseDuration } from '../text/duration.ts'
import { safeLine, shortLine } from '../text/safe.ts'
import { addColumnFlags, type ColumnFlags, firstColumnFlag, readingOptions } from './column-flags.ts'
import { openGenerated, parseCount } from './generate.ts'
import { parseRegion } from './number.ts'
import { addRenamed, parseContactsFile } from './renamed.ts'

const EXAMPLES = `
Examples:
  ringsight crm serve --people 5000
  ringsight crm serve --contacts export.csv --region IE --db portal.db
  ringsight crm serve --limits pro --index-lag 5s
  ringsight crm serve --fault 429:0.1 --fault slow:0.05:3000 --fault lost-answer:0.02

The first line on stdout is {"type":"listening","url":"http://127.0.0.1:…"}; give
the url to a client as HUBSPOT_BASE_URL, or as the base path of any client for
HubSpot's API, on the date-versioned paths or on v3 and v4. Any bearer token is
taken, unless --token names the one. Nothing outside this machine is asked, and
nothing outside it can ask, nor can a page in a browser. What the server does not
do it refuses, in HubSpot's words; nothing is passed over. Ctrl-C ends it.

Faults, each with the share of requests that meet it:
  ${FAULT_NAMES.join(', ')}
Of "reset" and the statuses from 500, half are done before they fail;
"lost-answer" is always done.`

interface ServeOptions extends ColumnFlags {
  readonly port: number
  readonly people?: number
  readonly contacts?: string
  readonly region?: string
  readonly seed: string
  readonly db?: string
  readonly token?: string
  readonly scopes?: readonly string[]
  readonly limits: LimitName
  readonly indexLag: number
  readonly clockSkew: number
  readonly fault: readonly Fault[]
  readonly portalId?: number
  readonly mergeInto: 'primary' | 'new'
  readonly verbose?: boolean
}

const USUAL_PEOPLE = 1_000
const LONGEST_MS = 365 * 24 * 60 * 60 * 1_000

export function addCrmCommand(program: Command, io: Io): Command {
  const fault = new Option('--fault <name:share>', 'what goes wrong, and how often; repeatable')
  const serve = program
    .command('crm')
    .description('a HubSpot-compatible CRM on this machine, to test against')
    .command('serve')
    .description('start it; it runs until it is interrupted')
    .option('--port <n>', 'where it listens on 127.0.0.1; 0 is any free port', parsePort, 0)
    .option('--people <n>', `how many invented contacts it starts with (default: ${USUAL_PEOPLE})`, parseCount)
    .option('--contacts <file>', 'a contacts export to start with instead', parseContactsFile)
    .option('--region <country>', 'with --contacts: country of national numbers, such as IE', parseRegion)
    .option('--seed <text>', 'another seed, other people and other faults', '1')
    .option('--db <file>', 'keep all records in a file, and go on with them the next time')
    .option('--token <token>', 'the only token that is taken')
    .option('--scopes <list>', 'what a token may do, as in crm.objects.contacts.read (default: everything)', parseList)
    .addOption(new Option('--limits <plan>', "HubSpot's published limits").choices(LIMIT_NAMES).default('none'))
    .option('--index-lag <duration>', 'how long searches do not see a write', parseMs, 0)
    .option('--clock-skew <duration>', 'how much its clock is ahead; negative: behind', parseSkew, 0)
    .addOption(fault.argParser(appendFault).default([], 'none'))
    .option('--portal-id <n>', 'the id of the account', parseCount)
    .addOption(
      new Option('--merge-into <which>', 'what two merged records become')
        .choices(['primary', 'new'])
        .default('primary'),
    )
    .option('--verbose', 'a line on stderr for each request')
    .addHelpText('after', EXAMPLES)
  addRenamed(serve, '--contacts-file <file>', '--contacts')
  return addColumnFlags(serve, 'that file').action((options: ServeOptions) => runServe(io, options))
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1
  if (port >= 0 && port <= 65_535) return port
  throw new InvalidArgumentError('Expected a port from 0 to 65535.')
}

function parseMs(text: string): number {
  const ms = text === '0' ? 0 : parseDuration(text)
  if (ms !== undefined && ms <= LONGEST_MS) return ms
  throw new InvalidArgumentError('Expected a duration of a year at most, such as 5s.')
}

function parseSkew(text: string): number {
  return text.startsWith('-') ? -parseMs(text.slice(1)) : parseMs(text)
}

function parseList(text: string): string[] {
  return text.split(',').flatMap((each) => each.trim() || [])
}

async function expectScopes(stated: readonly string[] | undefined): Promise<void> {
  if (stated === undefined) return
  const { SCOPES } = await import('../crm-server/routes.ts')
  const unknown = stated.find((scope) => !SCOPES.includes(scope))
  if (unknown === undefined && stated.length > 0) return
  const found = unknown === undefined ? 'none' : `"${shortLine(unknown, 100)}"`
  throw new InputError(`--scopes: expected some of ${SCOPES.join(', ')}, found ${found}`)
}

function appendFault(text: string, faults: readonly Fault[]): Fault[] {
  try {
    return [...faults, parseFault(text)]
  } catch (error) {
    throw new InvalidArgumentError(shortLine(error instanceof Error ? error.message : String(error), 300))
  }
}

async function runServe(io: Io, options: ServeOptions): Promise<void> {
  const { contacts, people, region } = options
  if (contacts !== undefined && people !== undefined) {
    throw new InputError('--people and --contacts: expected one of them, found both')
  }
  const alone = region === undefined ? firstColumnFlag(options) : '--region'
  if (alone !== null && contacts === undefined) {
    throw new InputError(`${alone}: expected together with --contacts`)
  }
  await expectScopes(options.scopes)
  const server = await openServer(io, options)
  const ended = new Promise<NodeJS.Signals>((resolve) => onSignal(resolve))
  await printJson(io, { type: 'listening', url: server.url })
  const signal = await ended
  await server.close()
  if (signal === 'SIGINT') io.exit(130)
}

async function openServer(io: Io, options: ServeOptions): Promise<CrmServer> {
  const { openCrmServer } = await import('../crm-server/server.ts')
  const { port, seed, db, token, scopes, limits, portalId, mergeInto } = options
  try {
    // It may hold an export's contacts.
    if (db !== undefined) createPrivate(db, 'it cannot be made')
    return await openCrmServer({
      port,
      seed,
      limits,
      mergeInto,
      contacts: readContacts(io, options),
      indexLagMs: options.indexLag,
      clockSkewMs: options.clockSkew,
      faults: options.fault,
      ...(db !== undefined && { db }),
      ...(token !== undefined && { token }),
      ...(scopes !== undefined && { scopes }),
      ...(portalId !== undefined && { portalId }),
      ...(options.verbose && { onRequest: (request: AnsweredRequest) => tell(io, request) }),
    })
  } catch (error) {
    throw explain(error, options)
  }
}

function tell(io: Io, { method, path, status }: AnsweredRequest): void {
  writeAside(io, `${method} ${shortLine(path, 200)} ${status ?? 'cut'}\n`)
}

function explain(error: unknown, { port, db }: ServeOptions): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return new InputError(`--port ${port}: another program listens there; --port 0 finds a free one`)
  if (code === 'EACCES') return new InputError(`--port ${port}: permission denied; ports from 1024 are free to use`)
  if (db !== undefined && (code?.startsWith('SQLITE') || error instanceof TypeError || error instanceof StoreError)) {
    const why = error instanceof Error ? error.message : String(error)
    return new InputError(`--db ${safeLine(db)}: expected a file that this command made, or none yet: ${safeLine(why)}`)
  }
  return error
}

async function* readContacts(io: Io, options: ServeOptions): AsyncGenerator<Contact> {
  const { contacts, people = USUAL_PEOPLE, seed } = options
  const source =
    contacts === undefined
      ? await openGenerated({ contacts: people, seed, ...PLAIN_DATASET })
      : await openFile(io, contacts, options)
  for await (const row of source.rows) {
    const read = row.problem === null ? source.readContact(row) : row.problem
    if (typeof read !== 'string') yield read.contact
  }
}

async function openFile(io: Io, path: string, options: ServeOptions) {
  const { openContactFile } = await import('../contact-file/contact-files.ts')
  return openContactFile(io, path, readingOptions(options))
}
