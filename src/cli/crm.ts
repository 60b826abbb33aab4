// `ringsight crm serve`: a CRM to test against, HubSpot-compatible, on this machine.
import type { Contact } from '../core/contact.ts'
import { PLAIN_DATASET } from '../crm/invented/invented.ts'
import { FAULT_NAMES, type Fault, parseFault } from '../crm-server/faults.ts'
import { LIMIT_NAMES, type LimitName } from '../crm-server/limits.ts'
import { SCOPES } from '../crm-server/scopes.ts'
import type { AnsweredRequest, CrmServer } from '../crm-server/server.ts'
import { createPrivate } from '../store/file.ts'
import { StoreError } from '../store/store.ts'
import { InputError } from '../terminal/exit.ts'
import { onSignal } from '../terminal/interruption.ts'
import { type Io, printJson, writeAside } from '../terminal/io.ts'
import { safeLine, shortLine } from '../text/safe.ts'
import { addColumnFlags, type ColumnFlags, readingOptions } from './flags/columns.ts'
import { type Command, Flag } from './flags/command.ts'
import { contactRegionFlag, contactsFlag, indexLagFlag, peopleFlag, renamedFlag } from './flags/shared.ts'
import { duration, wholeNumber, wordsOf } from './flags/values.ts'
import { openGenerated } from './generate.ts'

const CRM_EXAMPLES = `
Examples:
  ringsight crm serve --people 5000
  ringsight crm serve --help      all of its flags`

const EXAMPLES = `
Examples:
  ringsight crm serve --people 5000
  ringsight crm serve --contacts export.csv --region IE --db portal.db
  ringsight crm serve --limits pro --index-lag 5s
  ringsight crm serve --fault 429:0.1 --fault slow:0.05:3s

The first line on stdout is {"type":"listening","url":"http://127.0.0.1:…"}; give
the url to a client as HUBSPOT_BASE_URL, or as the base path of any client for
HubSpot's API, on the date-versioned paths or on v3 and v4. Any bearer token is
taken, unless --token names the one. Nothing outside this machine is asked, and
nothing outside it can ask, nor can a page in a browser. It answers unknown requests
with HubSpot's error, and ignores nothing. Ctrl-C ends it.

Faults, each with the share of requests that meet it: ${FAULT_NAMES.join(', ')}.
"slow" takes how long the answer is held as well, or holds it for two seconds.
Of "reset" and the statuses from 500, half are done before they fail;
"lost-answer" is always done.`

interface ServeOptions extends ColumnFlags {
  readonly port: number
  readonly people: number
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
  const serve = program
    .command('crm')
    .description('run a HubSpot-compatible CRM on this machine, to test against')
    .addHelpText('after', CRM_EXAMPLES)
    .command('serve')
    .description('start the CRM; it runs until it is interrupted')
    .option('--port <n>', 'the port on 127.0.0.1; 0 takes any free one', wholeNumber(0, 65_535), 0)
    .addOption(peopleFlag(USUAL_PEOPLE).conflicts('contacts'))
    .addOption(contactsFlag('start with the contacts of an export instead'))
    .addOption(renamedFlag('--contacts-file <file>', '--contacts'))
    .addOption(contactRegionFlag().needs('contacts'))
    .option('--seed <text>', 'the text that decides who is invented, and what goes wrong', '1')
    .option('--db <file>', 'keep all records in a file, and go on with them the next time')
    .option('--token <token>', 'the only token to accept (default: any)')
    .addOption(
      new Flag('--scopes <list>', 'what a token may do, such as crm.objects.contacts.read', wordsOf(SCOPES))
        .default(undefined, 'everything')
        .offers(SCOPES),
    )
    .addOption(new Flag('--limits <plan>', "HubSpot's published limits").choices(LIMIT_NAMES).default('none'))
    .addOption(indexLagFlag('how late searches show a new record').default(0, '0s'))
    .addOption(
      new Flag(
        '--clock-skew <duration>',
        'how far its clock is ahead; behind with a minus, such as -5s',
        readSkew,
      ).default(0, '0s'),
    )
    .addOption(
      new Flag('--fault <name:share>', 'what goes wrong, and how often', readFault).repeatable().offers(FAULT_NAMES),
    )
    .option('--portal-id <n>', 'the id of the account', wholeNumber(1, 100_000_000))
    .addOption(
      new Flag('--merge-into <which>', 'which record two merged ones become')
        .choices(['primary', 'new'])
        .default('primary'),
    )
    .option('--verbose', 'print a line on stderr for each request')
    .addHelpText('after', EXAMPLES)
  return addColumnFlags(serve, 'contacts').action((options: ServeOptions) => runServe(io, options))
}

const readAhead = duration('5s', 0, LONGEST_MS)

function readSkew(text: string): number {
  return text.startsWith('-') ? -readAhead(text.slice(1)) : readAhead(text)
}

function readFault(text: string): Fault {
  try {
    return parseFault(text)
  } catch (error) {
    throw new InputError(shortLine(error instanceof Error ? error.message : String(error), 300))
  }
}

async function runServe(io: Io, options: ServeOptions): Promise<void> {
  const server = await openServer(io, options)
  const ended = new Promise((resolve) => onSignal(resolve))
  await printJson(io, { type: 'listening', url: server.url })
  await ended
  const requests = server.requests()
  await server.close()
  await printJson(io, { type: 'summary', requests })
  io.exit(130)
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
  const { contacts: path, people, seed } = options
  const source =
    path === undefined
      ? await openGenerated({ contacts: people, seed, ...PLAIN_DATASET })
      : await openFile(io, path, options)
  for await (const rows of source.rows) {
    for (const row of rows) if (row.problem === null) yield source.readContact(row).contact
  }
}

async function openFile(io: Io, path: string, options: ServeOptions) {
  const { openContactFile } = await import('../contact-file/contact-files.ts')
  return openContactFile(io, path, readingOptions(io, options))
}
