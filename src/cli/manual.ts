// The manual page, from the commands' own table: man(7).
import { wrap } from '../text/width.ts'
import { type Command, describeFlag } from './flags/command.ts'
import { SECTIONS, START } from './surroundings.ts'

/** The page of all commands, as roff. */
export function renderManual(program: Command): string {
  const about = program.description()
  return [
    `.TH RINGSIGHT 1 "" "ringsight ${program.version() ?? ''}" "User Commands"`,
    '.nh',
    '.ad l',
    '.SH NAME',
    ...filled(`ringsight - ${about}`),
    '.SH SYNOPSIS',
    '.B ringsight',
    '.I command',
    '[\\fIflags\\fR]',
    '.SH DESCRIPTION',
    'Start here:',
    ...described(START),
    '.SH COMMANDS',
    ...program.commands.flatMap((command) => section(command as Command, 'ringsight')),
    ...Object.entries(SECTIONS).flatMap(([title, lines]) => [`.SH ${title.toUpperCase()}`, ...described(lines)]),
    '',
  ].join('\n')
}

function section(command: Command, before: string): string[] {
  const path = `${before} ${command.name()}`
  const flags = command.options.filter(({ hidden }) => !hidden)
  return [
    `.SS "${roff(`${path} ${command.usage()}`.replace('[options]', '[flags]').replaceAll('"', "'"))}"`,
    ...filled(`${command.description()}.`),
    ...described(command.registeredArguments.map((argument) => [argument.name(), argument.description])),
    ...described(flags.map((flag) => [flag.flags, describeFlag(flag)])),
    ...afterHelp(command).flatMap(paragraph),
    ...command.commands.flatMap((each) => section(each as Command, path)),
  ]
}

// What commander prints below the flags, by paragraph: examples, and what they mean.
function afterHelp(command: Command): string[] {
  let text = ''
  const before = command.configureOutput()
  command.configureOutput({ ...before, writeOut: (piece) => (text += piece) })
  command.outputHelp()
  command.configureOutput(before)
  const after = text.slice(command.helpInformation().length).trim()
  return after === '' ? [] : after.split('\n\n')
}

function described(lines: readonly (readonly [word: string, about: string])[]): string[] {
  return lines.flatMap(([word, about]) => ['.TP', `.B ${roff(word)}`, ...filled(about)])
}

function paragraph(text: string): string[] {
  const lines = text.split('\n')
  return ['.PP', ...lines.flatMap((line) => (line.startsWith('  ') ? ['.nf', roff(line), '.fi'] : filled(line)))]
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
    .replace(
      /[^\0-~]/gu,
      (character) => `\\[u${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`,
    )
}
