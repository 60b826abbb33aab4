// The command line: which commands there are and how they are asked. What a command needs beyond commander is loaded
// only when it runs.
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { addCallCommand } from './call.ts'
import { describeFailure } from './exit.ts'
import { addExplainCommand } from './explain.ts'
import { addGenerateCommand } from './generate.ts'
import { addImportCommand } from './import.ts'
import type { Io } from './io.ts'
import { addNumberCommand } from './number.ts'
import { addPhoneCommand } from './phone.ts'

/**
 * Runs one command line; never throws. The status is set through `io.exit`.
 *
 * @param args without node and script: `['number', '+353871234567']`
 */
export async function runProgram(args: readonly string[], io: Io): Promise<void> {
  const program = buildProgram(io)
  try {
    if (args.length === 0) program.outputHelp()
    else await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    // commander has printed its own message, with the nearest name where there is one.
    if (error instanceof CommanderError) return io.exit(error.exitCode === 0 ? 0 : 2)
    const failure = describeFailure(error)
    if (failure === null) return
    io.stderr.write(`ringsight: ${failure.message}\n`)
    if (args.includes('--debug') && error instanceof Error) io.stderr.write(`${error.stack}\n`)
    io.exit(failure.code)
  }
}

function buildProgram(io: Io): Command {
  const program = new Command('ringsight')
    .description('Who is calling, from the CRM, before you answer: and the proof that it works.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .showHelpAfterError('Run with --help to see what is possible.')
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    })
    .exitOverride()
  for (const add of [
    addCallCommand,
    addPhoneCommand,
    addExplainCommand,
    addNumberCommand,
    addImportCommand,
    addGenerateCommand,
  ]) {
    const command = add(program, io)
    command.option('--debug', 'show where in the code an error arose')
  }
  return program
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
