// `ringsight serve`: the team's directory over HTTP, and the tokens of those who may ask it.
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { heedPutBack } from '../server/put-back.ts'
import type { LogLine, ServeOptions, TlsFiles, WorkspaceConfig } from '../server/serve.ts'
import { removeShelf, shelfPath } from '../server/shelf.ts'
import { isAddress } from '../store/postgres/address.ts'
import { InputError } from '../terminal/exit.ts'
import { onSignal } from '../terminal/interruption.ts'
import { type Io, printJson, printLine, writeAside } from '../terminal/io.ts'
import { plural } from '../text/count.ts'
import { renderJsonLine } from '../text/json.ts'
import { quoteForShell, safeLine } from '../text/safe.ts'
import { type Command, Flag } from './flags/command.ts'
import { addSignInFlags, type CrmFlags, contactRegionFlag, dbFlag } from './flags/shared.ts'
import { duration, wholeNumber } from './flags/values.ts'
import { expectCrm, openCrm, storePlace, withKeptStore, withStore } from './open.ts'
import { processModule } from './process-module.ts'
import { addCallsCommand } from './serve-calls.ts'
import { addTokenCommand } from './serve-token.ts'
import { readWorkspaces } from './serve-workspaces.ts'

const EXAMPLES = `
Examples:
  ringsight serve --db team.db               on this machine: 127.0.0.1:8710
  ringsight serve token make anna --db team.db   a token for Anna's phone
  ringsight serve --listen 0.0.0.0 --name directory.example.com \\
    --cert cert.pem --key key.pem            for all, over TLS
  ringsight serve --workspaces server.json   several accounts of a CRM

Who calls, for whoever has a token:
  curl -H "Authorization: Bearer $TOKEN" \\
    'http://127.0.0.1:8710/v1/callers?number=%2B353871234567'

Names for a telephone system, phone books for desk phones, and calls reported back (the guide is docs/office.md):
  ringsight serve token make pbx --for office --db team.db
  curl -u "pbx:$TOKEN" \\
      'http://127.0.0.1:8710/v1/office/name?number=0871234567&region=IE'
  ringsight serve --db team.db --region IE --calls Master.csv
      follows the calls that Asterisk writes into Master.csv

It syncs with the CRM every --every, publishes what changed, answers /v1/directory, /v1/callers and
/v1/outcomes, and takes the CRM's token as ringsight sync does; without one it serves what the database has, from an import.
The first line on stdout is {"type":"listening","url":"http://127.0.0.1:8710"}; the log is JSON lines on stderr. Several
processes may serve one database: one of them syncs at a time.

SIGTERM ends it in order with status 0, Ctrl-C with 130; what has come is answered, what was saved is sent the next time.
The guide is docs/server.md.`

interface ServeFlags extends CrmFlags {
  readonly db?: string
  readonly workspaces?: string
  readonly listen: string
  readonly port: number
  readonly name: readonly string[]
  readonly cert?: string
  readonly key?: string
  readonly behindProxy?: boolean
  readonly every: number
  readonly rate: number
  readonly calls?: string
  readonly verbose?: boolean
}

const DAY_MS = 86_400_000
const USUAL_PORT = 8710

export function addServeCommand(program: Command, io: Io): Command {
  const serve = program
    .command('serve')
    .description(
      "run a team's directory server: phones fetch contacts from it, and it asks the CRM once for all of them",
    )
    .enablePositionalOptions()
    .addOption(dbFlag().conflicts('workspaces'))
    .addOption(
      new Flag('--workspaces <file>', 'a JSON file of several databases, each with its CRM').conflicts([
        'baseUrl',
        'tokenFile',
        'indexLag',
        'region',
      ]),
    )
    .addOption(new Flag('--listen <address>', 'the address to listen on').default('127.0.0.1', 'this machine alone'))
    .option('--port <n>', 'the port; 0 takes any free one', wholeNumber(0, 65_535), USUAL_PORT)
    .addOption(
      new Flag('--name <host>', 'a name that clients ask for it by (Host), such as directory.example.com').repeatable(),
    )
    .addOption(new Flag('--cert <file>', 'the TLS certificate, with those it was signed by').needs('key'))
    .addOption(new Flag('--key <file>', "the TLS certificate's key").needs('cert'))
    .option('--behind-proxy', 'take the addresses of clients from the nearest proxy (X-Forwarded-For)')
    .addOption(
      new Flag('--every <duration>', 'how often to sync contacts', duration('24h', 1000)).default(DAY_MS, '24h'),
    )
    .option('--rate <n>', 'look-ups a second that one token may ask', wholeNumber(1, 1_000_000), 50)
    .addOption(
      new Flag(
        '--calls <file>',
        "follow the calls that a telephone system writes: Asterisk's Master.csv, or lines of JSON",
      ).conflicts('workspaces'),
    )
    .option('--verbose', 'log every request, look-ups among them')
    .addHelpText('after', EXAMPLES)
  addSignInFlags(serve).addOption(contactRegionFlag())
  serve.action((flags: ServeFlags) => runServe(io, flags))
  addTokenCommand(serve, io)
  addCallsCommand(serve, io)
  addRestoredCommand(serve, io)
  return serve
}

const RESTORED_EXAMPLES = `
Examples:
  ringsight serve restored --db team.db

Outcomes that wait are looked for in the CRM before they are sent: since the backup was made, they may have been. The
next server publishes the contacts anew.`

function addRestoredCommand(serve: Command, io: Io): void {
  serve
    .command('restored')
    .description('say that the database was put back from a backup')
    .addOption(dbFlag())
    .option('--json', 'print one JSON object')
    .addHelpText('after', RESTORED_EXAMPLES)
    .action(async (_flags: object, command: Command) => {
      const { db, json }: { readonly db?: string; readonly json?: boolean } = command.optsWithGlobals()
      const place = await storePlace(io, db)
      const doubted = await withKeptStore(io, place.db, (store) => heedPutBack(store, io.now().getTime()))
      removeShelf(place.beside)
      if (json) return printJson(io, { type: 'summary', doubted })
      await printLine(io, `${plural(doubted, 'outcome')} will be looked for in the CRM before being sent.`)
    })
}

async function runServe(io: Io, flags: ServeFlags): Promise<void> {
  const { openServing } = await import('../server/serve.ts')
  const tls = readTlsFlags(flags)
  expectNames(flags)
  const workspaces = await readWorkspaceFlags(io, flags)
  await expectUsable(io, workspaces)
  const options: ServeOptions = {
    workspaces,
    host: flags.listen,
    port: flags.port,
    names: flags.name,
    tls,
    isBehindProxy: flags.behindProxy === true,
    lookups: { most: flags.rate * 4, perSecond: flags.rate },
    logsAll: flags.verbose === true,
    callFile: flags.calls === undefined ? null : resolve(flags.calls),
    modules: { desk: processModule('serve-desk'), keeper: processModule('serve-keeper') },
    now: () => io.now().getTime(),
    openCrm: (crm) => expectCrm(io, crm),
    log: (line) => log(io, line),
  }
  const ended = new Promise<NodeJS.Signals>((end) => onSignal(end))
  const serving = await openServing(options).catch((error: unknown) => {
    throw explain(error, flags)
  })
  await printJson(io, { type: 'listening', url: serving.url })
  const signal = await ended
  log(io, { level: 'info', event: 'stopping', signal })
  await serving.close()
  await printJson(io, { type: 'summary', signal })
  // A service that is told to end has done its work.
  io.exit(signal === 'SIGTERM' ? 0 : 130)
}

function log(io: Io, line: LogLine): void {
  writeAside(io, `${renderJsonLine({ type: 'log', at: io.now().toISOString(), ...line })}\n`)
}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost']

// A server that answers to any Host is one that a page in a browser can ask.
function expectNames({ listen, name }: ServeFlags): void {
  if (name.length > 0 || LOOPBACK.includes(listen)) return
  throw new InputError(
    `--listen ${safeLine(listen)}: expected also --name HOST, the name that clients ask for, such as directory.example.com`,
  )
}

function readTlsFlags({ cert, key }: ServeFlags): TlsFiles | null {
  if (cert === undefined || key === undefined) return null
  for (const [flag, file] of [
    ['--cert', cert],
    ['--key', key],
  ] as const) {
    if (!existsSync(file)) throw new InputError(`${flag} ${safeLine(file)}: there is no such file`)
    if (!readFileSync(file, 'utf8').includes('-----BEGIN '))
      throw new InputError(`${flag} ${safeLine(file)}: expected PEM, found another text`)
  }
  return { cert, key }
}

async function readWorkspaceFlags(io: Io, flags: ServeFlags): Promise<WorkspaceConfig[]> {
  const { every } = flags
  if (flags.workspaces !== undefined) return readWorkspaces(io, flags.workspaces, every)
  const { db, beside } = await storePlace(io, flags.db)
  if (db === ':memory:') throw new InputError('--db: expected a file, which several processes open, found :memory:')
  const { baseUrl, tokenFile, indexLag, region } = flags
  const named = {
    ...(baseUrl !== undefined && { baseUrl }),
    ...(tokenFile !== undefined && { tokenFile: resolve(tokenFile) }),
    ...(indexLag !== undefined && { indexLag }),
    ...(region !== undefined && { region }),
  }
  // What is wrong with the sign-in is said now, and not in a log.
  const crm = (await openCrm(io, named)) === null ? null : named
  const file = isAddress(db) ? db : resolve(db)
  const folder = shelfPath(resolve(beside))
  return [{ name: 'main', db: file, folder, region: region ?? null, crm, everyMs: every }]
}

async function expectUsable(io: Io, workspaces: readonly WorkspaceConfig[]): Promise<void> {
  for (const { name, db, crm } of workspaces) {
    const { shown, isThere } = await storePlace(io, db)
    // With a sign-in the first sync fills it; else a name that was mistyped makes no file.
    const isEmpty = (crm === null && !isThere()) || (await isWithoutContacts(io, db))
    if (crm !== null) await expectCrm(io, crm)
    else if (isEmpty) {
      const where = quoteForShell(shown)
      throw new InputError(
        `${name}: there is no token for its CRM, and no contacts are in ${where}: set HUBSPOT_TOKEN, or ringsight import FILE.csv --db ${where}`,
      )
    }
  }
}

function isWithoutContacts(io: Io, db: string): Promise<boolean> {
  return withStore(io, db, (store) => store.read('import') === undefined)
}

function explain(error: unknown, { port, listen }: ServeFlags): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return new InputError(`--port ${port}: another program listens there; --port 0 finds a free one`)
  if (code === 'EACCES') return new InputError(`--port ${port}: permission denied; ports from 1024 are free to use`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new InputError(`--listen ${safeLine(listen)}: expected an address of this machine`)
  if (code?.startsWith('ERR_OSSL'))
    return new InputError('--cert, --key: expected a certificate and the key that belongs to it')
  return error
}
