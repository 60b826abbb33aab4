// The manual page, from the commands' own table: man(7).
import { wrap } from '../text/width.ts'
import { type Command, describeFlag } from './flags/command.ts'

/** The page of all commands, as roff. */
export function renderManual(program: Command): string {
  const about = program.description()
  return [
    `.TH RINGSIGHT 1 "" "ringsight ${program.version() ?? ''}" "User Commands"`,
    '.SH NAME',
    ...filled(`ringsight - ${about}`),
    '.SH SYNOPSIS',
    '.B ringsight',
    '.I command',
    '[\\fIflags\\fR]',
    '.SH DESCRIPTION',
    ...verbatim(afterHelp(program)),
    '.SH COMMANDS',
    ...program.commands.flatMap((command) => section(command as Command, 'ringsight')),
    '',
  ].join('\n')
}

function section(command: Command, before: string): string[] {
  const path = `${before} ${command.name()}`
  const flags = command.options.filter(({ hidden }) => !hidden)
  return [
    `.SS "${roff(`${path} ${command.usage()}`.replace('[options]', '[flags]').replaceAll('"', "'"))}"`,
    ...filled(`${command.description()}.`),
    ...command.registeredArguments.flatMap((argument) => [
      '.TP',
      `.I ${roff(argument.name())}`,
      ...filled(argument.description),
    ]),
    ...flags.flatMap((flag) => ['.TP', `.B ${roff(flag.flags)}`, ...filled(describeFlag(flag))]),
    ...(afterHelp(command) === '' ? [] : ['.PP', ...verbatim(afterHelp(command))]),
    ...command.commands.flatMap((each) => section(each as Command, path)),
  ]
}

// What commander prints below the flags: examples, and what they mean.
function afterHelp(command: Command): string {
  let text = ''
  const before = command.configureOutput()
  command.configureOutput({ ...before, writeOut: (piece) => (text += piece) })
  command.outputHelp()
  command.configureOutput(before)
  return text.slice(command.helpInformation().length).trim()
}

function verbatim(text: string): string[] {
  return ['.nf', ...text.split('\n').map(roff), '.fi']
}

// Lines of an editor's width; roff fills them again.
function filled(text: string): string[] {
  return wrap(text, 70).map(roff)
}

function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/, '\\&')
}
