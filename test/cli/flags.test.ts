// Every flag of every command, from commander's own table: none takes an empty, a senseless or a second value in silence.
import { describe, expect, test } from 'vitest'
import { type Command, Flag } from '../../src/cli/flags/command.ts'
import { buildProgram } from '../../src/cli/program.ts'
import { InputError } from '../../src/terminal/exit.ts'
import { openIo, run } from './run.ts'

/** What a flag takes that reads no text of a fixed form; the others have choices, or an example here. */
const EXAMPLES: Readonly<Record<string, string>> = {
  '--against': '--profile article',
  '--answer': '90s',
  '--api-level': '34',
  '--app': 'python3 app.py',
  '--app-timeout': '5s',
  '--bail': '1',
  '--clock-skew': '-5s',
  '--encoding': 'windows-1250',
  '--every': '24h',
  '--except': 'national',
  '--fault': 'slow:0.1',
  '--for': 'callers',
  '--grep': 'call',
  '--index-lag': '5s',
  '--jobs': '2',
  '--cores': '2',
  '--contacts-age': '1d',
  '--max-findings': '20',
  '--messy': '0.5',
  '--only': 'national',
  '--people': '20',
  '--port': '0',
  '--portal-id': '4711',
  '--rate': '50',
  '--region': 'IE',
  '--record-url': 'https://example.com/{id}',
  '--regions': 'IE,GB',
  '--reporter': 'tap',
  '--retry': '1',
  '--seed': '7',
  '--scope': 'owner:7',
  '--scopes': 'crm.objects.contacts.read',
  '--shard': '2/5',
  '--steps': '100',
  '--task': 'Send the quote; tomorrow',
  '--top': '5',
  '--time': '60s',
  '--walks': '2',
}
// A name, a text or an address: whether it is right is seen when it is used. Explore's seed is a number.
const FREE =
  /^--(?:address-book|app|base-url|baseline|by|calls|cert|changes|contacts|country|db|fix|folder|from|grep|id|ignore|it-was|key|leave|listen|name|notes|number|out|outcome|phone|phone-file|record|report|tag|task|token|token-file|undo|workspaces)$/
const isFree = (command: string, flag: Flag) =>
  FREE.test(flag.long ?? '') ||
  (flag.long === '--seed' && command !== 'explore') ||
  (command === 'replay' && /^--(?:direction|time)$/.test(flag.long ?? ''))

interface Row {
  readonly command: string
  readonly flag: Flag
}

async function openTable(): Promise<{
  rows: Row[]
  leaves: Command[]
  parse: (...args: string[]) => Promise<unknown>
}> {
  const program = await buildProgram(openIo().io)
  const leaves: Command[] = []
  const visit = (command: Command) => {
    if (command.commands.length === 0 || ['sync', 'serve'].includes(command.name()))
      leaves.push(command.action(() => {}))
    for (const each of command.commands) visit(each as Command)
  }
  visit(program)
  const pathOf = (command: Command): string =>
    command.parent?.parent ? `${pathOf(command.parent as Command)} ${command.name()}` : command.name()
  const rows = leaves.flatMap((command) =>
    command.options
      .filter((flag) => flag.required && !flag.hidden)
      .map((flag) => ({ command: pathOf(command), flag: flag as Flag })),
  )
  return { rows, leaves, parse: (...args) => program.parseAsync(args, { from: 'user' }).catch((error) => error) }
}

const argumentsOf = (command: string) =>
  /^(?:call|explain|check|import|replay|outbox edit|outbox discard|serve token make|serve token revoke)$/.test(command)
    ? ['+353871234567']
    : []
const exampleOf = ({ long, argChoices }: Flag) => argChoices?.[0] ?? EXAMPLES[long ?? ''] ?? 'something'

const { rows } = await openTable()
const table = rows.map((row) => [row.command, row.flag.long ?? '', row] as const)

/** The error of a command line, parsed by commands that do nothing; a new table each time, for values stay in it. */
async function refusal({ command, flag }: Row, ...values: string[]): Promise<string | null> {
  const { parse } = await openTable()
  const given = values.flatMap((value) => [flag.long ?? '', value])
  const error = await parse(...command.split(' '), ...argumentsOf(command), ...given)
  return error instanceof InputError ? error.message : null
}

describe('every flag that takes a value', () => {
  test('is made in the flags room', () => expect(rows.filter(({ flag }) => !(flag instanceof Flag))).toEqual([]))

  test.each(table)('%s %s refuses an empty value', async (_command, long, row) => {
    const message = await refusal(row, '')
    if (row.flag.mayBeEmpty) expect(message).toBeNull()
    else expect(message).toMatch(new RegExp(`^${long}: expected .+, found (?:nothing|"")`))
  })

  test.each(table.filter(([command, , { flag }]) => !isFree(command, flag)))(
    '%s %s refuses a senseless value, and says what it expects',
    async (_command, long, row) => {
      expect(await refusal(row, 'n0nsense!')).toMatch(new RegExp(`^${long}: expected .+, found "n0nsense!"`))
    },
  )

  test.each(table)('%s %s refuses a second value, or takes both', async (_command, long, row) => {
    const [once, twice] = [
      await refusal(row, exampleOf(row.flag)),
      await refusal(row, exampleOf(row.flag), exampleOf(row.flag)),
    ]
    // What says nothing by itself is told so.
    if (row.flag.needed.length > 0) expect(once).toContain(`${long}: expected together with --`)
    else expect(once).toBeNull()
    if (row.flag.isRepeatable) expect(twice).toBe(once)
    else expect(twice).toContain(`${long}: expected once, found it again`)
  })
})

test.each([
  [['sync', '--every', '1h'], '--every: expected together with --watch'],
  [['sync', 'statu'], 'expected a command of ringsight sync, found "statu": did you mean status?'],
  [['sync', '--full', 'status'], '--full: expected without "status"'],
  [['outbox', 'frobnicate'], 'expected a command of ringsight outbox, found "frobnicate": ringsight outbox --help'],
  [['outbox', 'sned'], 'did you mean send?'],
  [['outbox', 'edit', 'x', '--task', 'a', '--no-tasks'], '--no-tasks and --task: expected one of them, found both'],
  [['help', 'foo'], 'expected a command of ringsight, found "foo"'],
  [['help', 'outbox', 'sned'], 'expected a command of ringsight outbox, found "sned": did you mean send?'],
  [['crm', 'foo'], 'expected a command of ringsight crm, found "foo": ringsight crm --help'],
  [['crm', 'sreve'], 'did you mean serve?'],
  [['call', '+353871234567', '087', '1234'], 'expected one argument of ringsight call, found "087": what has spaces'],
  [['call', '+353871234567', '--from', 'outside'], '--from: expected --direction outgoing with it'],
  [['call', '+353871234567', '--force'], '--force: expected together with --record'],
  [['call', ''], 'expected a number, or withheld'],
  [['check', ''], 'expected a name, found nothing'],
  [['run', '--schema', 'x.yaml'], '--schema: expected no scenarios with it'],
  [['run', 'x.yaml', '--list', '--bail'], '--list and --bail: expected one of them, found both'],
  [['number', '--region'], '--region: expected <country>, found nothing'],
  [['number', '--regoin=IE'], 'expected a flag of ringsight number, found "--regoin=IE": did you mean --region?'],
  [['--frobnicate'], 'expected a flag of ringsight, found "--frobnicate": ringsight --help'],
])('%j is refused: %s', async (args, message) => {
  const { code, stdout, stderr } = await run(args)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(message)
  expect(stderr.split('\n')).toHaveLength(2)
})

test('help for a command within a command', async () => {
  expect((await run(['help', 'outbox', 'send'])).stdout).toContain('Usage: ringsight outbox send')
})
