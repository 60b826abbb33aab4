// The command line: which commands there are and how they are asked. A command is loaded only when it is named, for
// reading numbers or drawing screens takes longer to load than most commands take to run.
import { readFileSync } from 'node:fs'
import { endOutput, type Io, printAtOnce, say, writeAside } from '../terminal/io.ts'
import { align } from '../text/width.ts'
import { describeError } from './exit.ts'
import { Command, CommanderError, describeFlag } from './flags/command.ts'
import { SECTIONS, START } from './surroundings.ts'

/**
 * Runs one command line; never throws. The status is set through `io.exit`.
 *
 * @param args without node and script: `['number', '+353871234567']`
 */
export async function runProgram(args: readonly string[], io: Io): Promise<void> {
  await runCommand(args, io)
  const lost = await endOutput(io)
  if (lost === null) return
  const { message } = describeError(lost)
  say(io, `the results were not written to the end: ${message}`)
  io.exit(3)
}

async function runCommand(args: readonly string[], io: Io): Promise<void> {
  try {
    const program = await buildProgram(io, args[0])
    if (args.length === 0) program.outputHelp()
    else await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    // Help or the version was asked for, and is printed.
    if (error instanceof CommanderError) return io.exit(error.exitCode === 0 ? 0 : 2)
    reportError(args, io, error)
  }
}

/** Says what went wrong, with --debug also where, and sets the status. */
export function reportError(args: readonly string[], io: Io, error: unknown): void {
  const { code, message } = describeError(error)
  say(io, message)
  if (args.includes('--debug') && error instanceof Error) writeAside(io, `${error.stack}\n`)
  io.exit(code)
}

type AddCommand = (program: Command, io: Io) => Command

const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  call: async () => (await import('./call.ts')).addCallCommand,
  phone: async () => (await import('./phone.ts')).addPhoneCommand,
  explain: async () => (await import('./explain.ts')).addExplainCommand,
  replay: async () => (await import('./replay.ts')).addReplayCommand,
  number: async () => (await import('./number.ts')).addNumberCommand,
  check: async () => (await import('./check.ts')).addCheckCommand,
  import: async () => (await import('./import.ts')).addImportCommand,
  generate: async () => (await import('./generate.ts')).addGenerateCommand,
  bench: async () => (await import('./bench.ts')).addBenchCommand,
  run: async () => (await import('./run.ts')).addRunCommand,
  explore: async () => (await import('./explore.ts')).addExploreCommand,
  rules: async () => (await import('./rules.ts')).addRulesCommand,
  sync: async () => (await import('./sync.ts')).addSyncCommand,
  serve: async () => (await import('./serve.ts')).addServeCommand,
  open: async () => (await import('./open-page.ts')).addOpenCommand,
  outbox: async () => (await import('./outbox.ts')).addOutboxCommand,
  'sign-out': async () => (await import('./sign-out.ts')).addSignOutCommand,
  init: async () => (await import('./init.ts')).addInitCommand,
  crm: async () => (await import('./crm.ts')).addCrmCommand,
  completion: async () => (await import('./completion.ts')).addCompletionCommand,
}

/** The commands: the one that is named first, or all of them for help, completion, and the nearest name of one mistyped. */
export async function buildProgram(io: Io, first?: string): Promise<Command> {
  const program = new Command('ringsight')
    .description('Shows who is calling before you answer, and tests that this works. The names come from your CRM.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .hook('preAction', (_, command) => (command as Command).expectTogether())
    .configureHelp({
      optionDescription: describeFlag,
      styleTitle: (title) => title.replace('Options:', 'Flags:'),
      styleOptionText: (text) => text.replace('[options]', '[flags]'),
    })
    .configureOutput({
      writeOut: (text) => printAtOnce(io, text),
      writeErr: (text) => writeAside(io, text),
    })
    .addHelpText('after', helpOfAll)
    .exitOverride()
  const isNamed = first !== undefined && first !== 'completion' && Object.hasOwn(COMMANDS, first)
  const isVersion = first === '--version' || first === '-V'
  for (const [name, load] of Object.entries(COMMANDS)) {
    if (isVersion || (isNamed && name !== first)) continue
    const add = await load()
    add(program, io).option('--debug', 'show where in the code an error came from')
  }
  return program
}

function helpOfAll(): string {
  const sections = Object.entries({ 'Start here': START, ...SECTIONS })
  return sections
    .flatMap(([title, lines]) => ['', `${title}:`, ...align(lines.map(([word, about]) => [`  ${word}`, about]))])
    .join('\n')
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
