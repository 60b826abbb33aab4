// `ringsight serve token`: who may ask the directory server, and for what.
import { type AccessToken, PURPOSES, type Purpose } from '../core/access-token.ts'
import { renderScope, type Scope } from '../core/scope.ts'
import { makeToken } from '../server/token.ts'
import type { Store } from '../store/store.ts'
import { type Io, printJson, printLine, say } from '../terminal/io.ts'
import { plural } from '../text/count.ts'
import { isoOf } from '../text/json.ts'
import { renderTime } from '../text/time.ts'
import { type Command, Flag } from './flags/command.ts'
import { atDb, dbFlag } from './flags/shared.ts'
import { readScope, wordsOf, wrong } from './flags/values.ts'
import { withKeptStore, withStore } from './open.ts'

const EXAMPLES = `
Examples:
  ringsight serve token make anna-pixel --db team.db
  ringsight serve token make ben --scope owner:7 --db team.db      their own contacts alone
  ringsight serve token make prometheus --for metrics --db team.db
  ringsight serve token list --db team.db
  ringsight serve token revoke anna-pixel --db team.db

A token is shown once, when it is made; the database keeps what it hashes to. A server that runs takes it, or refuses
it, within a second.`

interface TokenFlags {
  readonly db?: string
  readonly json?: boolean
}

interface MakeFlags extends TokenFlags {
  readonly for: readonly Purpose[]
  readonly scope: Scope
}

export function addTokenCommand(serve: Command, io: Io): void {
  const token = serve
    .command('token')
    .description('make, list and revoke the tokens of those who may ask the server')
    .addHelpText('after', EXAMPLES)
  token
    .command('make')
    .description('make a token for a device, and show it once')
    .argument('<device>', 'whose it is: one name for each phone')
    .addOption(
      new Flag('--for <purposes>', `what it is good for: ${PURPOSES.join(', ')}`, wordsOf(PURPOSES)).default(
        ['directory', 'callers', 'outcomes'],
        'directory,callers,outcomes',
      ),
    )
    .addOption(
      new Flag(
        '--scope <scope>',
        'whose contacts it shows: all, active (12 months), owner:ID or list:ID',
        readScope,
      ).default({ kind: 'all' }, 'all'),
    )
    .addOption(dbFlag())
    .option('--json', 'print one JSON object')
    .action((device: string, _flags: object, command: Command) => {
      const flags: MakeFlags = command.optsWithGlobals()
      return withStore(io, flags.db, (store) => make(io, store, readDevice(device), flags))
    })
  token
    .command('list')
    .description('list the tokens, without what only their owners know')
    .addOption(dbFlag())
    .option('--json', 'print one JSON object per line, the summary last')
    .action((_flags: object, command: Command) => {
      const flags: TokenFlags = command.optsWithGlobals()
      return withKeptStore(io, flags.db, (store) => list(io, store, flags))
    })
  token
    .command('revoke')
    .description('end tokens: one by its id, or all of a device')
    .argument('<id-or-device>', 'as list shows it')
    .addOption(dbFlag())
    .option('--json', 'print one JSON object')
    .action((which: string, _flags: object, command: Command) => {
      const flags: TokenFlags = command.optsWithGlobals()
      return withKeptStore(io, flags.db, (store) => revoke(io, store, which, flags))
    })
}

async function make(
  io: Io,
  store: Store,
  device: string,
  { for: purposes, scope, json, db }: MakeFlags,
): Promise<void> {
  const { text, token } = makeToken({ device, purposes, scope, madeAt: io.now().getTime() })
  const others = store.inOneStep(() => {
    const kept = store.read('tokens') ?? []
    store.write('tokens', [...kept, token])
    return kept.filter((each) => each.device === device && each.revokedAt === null).length
  })
  if (json) return printJson(io, { type: 'summary', ...tokenJson(token), token: text })
  await printLine(io, text)
  say(io, `this is the only time that the token is shown; it is for ${device}, ${describe(token)}`)
  if (others > 0) say(io, `${device} has ${plural(others, 'other token')}: ringsight serve token list${atDb(db)}`)
}

async function list(io: Io, store: Store, { json }: TokenFlags): Promise<void> {
  const tokens = store.read('tokens') ?? []
  const good = tokens.filter(({ revokedAt }) => revokedAt === null).length
  if (json) {
    for (const token of tokens) await printJson(io, { type: 'token', ...tokenJson(token) })
    return printJson(io, { type: 'summary', tokens: tokens.length, good })
  }
  for (const token of tokens) {
    const { id, device, madeAt, revokedAt } = token
    const end = revokedAt === null ? '' : `, revoked ${renderTime(revokedAt)}`
    await printLine(io, `${id}  ${device}: ${describe(token)}; made ${renderTime(madeAt)}${end}`)
  }
  await printLine(io, `${plural(tokens.length, 'token')}, ${good} of them good.`)
}

async function revoke(io: Io, store: Store, which: string, { json, db }: TokenFlags): Promise<void> {
  const at = io.now().getTime()
  const ended = store.inOneStep(() => {
    const kept = store.read('tokens') ?? []
    const isMeant = ({ id, device, revokedAt }: AccessToken) => revokedAt === null && (id === which || device === which)
    const meant = kept.filter(isMeant)
    if (meant.length > 0)
      store.write(
        'tokens',
        kept.map((each) => (isMeant(each) ? { ...each, revokedAt: at } : each)),
      )
    return meant
  })
  if (ended.length === 0)
    throw wrong('the id or the device of a good token', which, `ringsight serve token list${atDb(db)}`)
  if (json) return printJson(io, { type: 'summary', revoked: ended.map(({ id }) => id) })
  await printLine(
    io,
    `Revoked ${plural(ended.length, 'token')} of ${[...new Set(ended.map(({ device }) => device))].join(', ')}.`,
  )
}

function describe({ purposes, scope }: AccessToken): string {
  return `for ${purposes.join(', ')}; contacts: ${renderScope(scope)}`
}

function tokenJson({ id, device, purposes, scope, madeAt, revokedAt }: AccessToken) {
  return { id, device, purposes, scope: renderScope(scope), madeAt: isoOf(madeAt), revokedAt: isoOf(revokedAt) }
}

// It becomes a part of call ids, and is shown in logs.
function readDevice(text: string): string {
  if (/^[\w.@-]{1,80}$/.test(text)) return text
  throw wrong('a name of letters, digits, dots, dashes or @, at most 80', text)
}
