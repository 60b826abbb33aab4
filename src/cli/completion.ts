// `ringsight completion SHELL`: what the shell asks for at Tab, and the manual page, both from the commands' own table.
import { type Io, printDocument } from '../terminal/io.ts'
import type { Argument, Command, Flag } from './flags/command.ts'
import { renderManual } from './manual.ts'

const EXAMPLES = `
Examples:
  source <(ringsight completion bash)                in this shell, at once
  ringsight completion bash \\
      > ~/.local/share/bash-completion/completions/ringsight
  ringsight completion zsh > ~/.zfunc/_ringsight     in a folder of your fpath
  ringsight completion fish > ~/.config/fish/completions/ringsight.fish
  ringsight completion man | man -l -                the manual page`

const SHELLS = { bash: renderBash, zsh: renderZsh, fish: renderFish } as const

export function addCompletionCommand(program: Command, io: Io): Command {
  const command = program
    .command('completion')
    .description('print a script that completes commands and flags in your shell, or the manual page')
  const kind = command.createArgument('<kind>', 'the shell, or man').choices([...Object.keys(SHELLS), 'man'])
  return command
    .addArgument(kind)
    .addHelpText('after', EXAMPLES)
    .action(async (kind: keyof typeof SHELLS | 'man') => {
      const text = kind === 'man' ? renderManual(program) : SHELLS[kind](readLevels(program))
      await printDocument(io, text)
    })
}

/** What may stand next: nothing that can be listed, a file, a folder, or one of some words. */
type Next = 'text' | 'file' | 'folder' | readonly string[]

interface Word {
  readonly word: string
  readonly about: string
}

/** What may be typed after one command. */
interface Level {
  /** `outbox send`; '' for ringsight itself. */
  readonly at: string
  readonly commands: readonly Word[]
  /** `next` is null for a flag without a value. */
  readonly flags: readonly (Word & { readonly next: Next | null })[]
  readonly argument: Next
}

/** Every level of commands, from commander's own table. */
export function readLevels(program: Command): Level[] {
  const visit = (command: Command, at: string): Level[] => {
    // Flags of a command that goes without saying may follow its parent.
    const flags = [...command.options, ...(command.usual?.options ?? [])].filter(({ hidden }) => !hidden) as Flag[]
    const argument = command.registeredArguments[0] as Argument | undefined
    const own: Level = {
      at,
      commands: command.commands.map((each) => ({ word: each.name(), about: each.description() })),
      flags: [
        ...flags.map((flag) => ({ word: flag.long ?? '', about: flag.description, next: flagNext(flag) })),
        { word: '--help', about: 'show help', next: null },
      ],
      argument: argument === undefined ? 'text' : nextOf(argument, argument.name()),
    }
    return [own, ...command.commands.flatMap((each) => visit(each as Command, `${at} ${each.name()}`.trim()))]
  }
  return visit(program, '')
}

function flagNext(flag: Flag): Next | null {
  return flag.required || flag.optional ? nextOf(flag, flag.flags.slice(flag.flags.search(/[<[]/))) : null
}

function nextOf({ argChoices, offered }: Flag | Argument, placeholder: string): Next {
  const words = argChoices ?? offered
  if (words.length > 0) return words
  if (/dir/.test(placeholder)) return 'folder'
  return /file|out|path/.test(placeholder) ? 'file' : 'text'
}

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
const spaced = (at: string, word: string) => `${at} ${word}`.trim()

/** A line a flag with a value: what may follow it. */
function flagCases(levels: readonly Level[], render: (next: Next) => string): string[] {
  return levels.flatMap(({ at, flags }) =>
    flags.flatMap(({ word, next }) =>
      next === null ? [] : [`    ${quote(spaced(at, word))}) ${render(next)}; return ;;`],
    ),
  )
}

/** The shell's loop that finds which command the words before the cursor name. */
function findLevel(levels: readonly Level[], words: string, first: number, end: string): string[] {
  const valued = levels.flatMap(({ at, flags }) =>
    flags.flatMap(({ word, next }) => (next === null ? [] : [quote(spaced(at, word))])),
  )
  const named = levels.flatMap(({ at }) => (at === '' ? [] : [quote(at)]))
  return [
    `  for ((i = ${first}; i < ${end}; i++)); do`,
    `    case "\${at:+$at }\${${words}[i]}" in`,
    `      ${valued.join('|')}) ((i += 1)) ;;`,
    `      ${named.join('|')}) at="\${at:+$at }\${${words}[i]}" ;;`,
    '    esac',
    '  done',
  ]
}

function renderBash(levels: readonly Level[]): string {
  const render = (next: Next) =>
    next === 'text'
      ? ':'
      : typeof next === 'string'
        ? `_ringsight_${next}`
        : `_ringsight_words ${quote(next.join(' '))}`
  return [
    '# bash completion for ringsight',
    `_ringsight_words() { local IFS=$' \\n'; COMPREPLY=($(compgen -W "$1" -- "$cur")); }`,
    `_ringsight_file() { local IFS=$'\\n'; compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); }`,
    `_ringsight_folder() { local IFS=$'\\n'; compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$cur")); }`,
    '_ringsight() {',
    `  local at= i cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]}`,
    '  COMPREPLY=()',
    '  [ "$cur" = = ] && cur=',
    `  [ "$prev" = = ] && prev=\${COMP_WORDS[COMP_CWORD - 2]}`,
    ...findLevel(levels, 'COMP_WORDS', 1, 'COMP_CWORD'),
    `  case "\${at:+$at }$prev" in`,
    ...flagCases(levels, render),
    '  esac',
    '  case "$at" in',
    ...levels.map(({ at, commands, flags, argument }) => {
      const words = commands.map(({ word }) => word)
      const other = words.length > 0 ? render(words) : render(argument)
      return `    ${quote(at)}) case "$cur" in -*) ${render(flags.map(({ word }) => word))} ;; *) ${other} ;; esac ;;`
    }),
    '  esac',
    '}',
    'complete -F _ringsight ringsight',
    '',
  ].join('\n')
}

function renderZsh(levels: readonly Level[]): string {
  const FILES: Readonly<Record<string, string>> = { text: ':', file: '_files', folder: '_files -/' }
  const render = (next: Next) =>
    typeof next === 'string' ? (FILES[next] ?? ':') : `compadd -- ${next.map(quote).join(' ')}`
  const describe = (all: readonly Word[]) =>
    all.map(({ word, about }) => quote(`${word}:${about.replaceAll(':', '\\:')}`)).join(' ')
  return [
    '#compdef ringsight',
    '_ringsight() {',
    '  local at= i prev=$words[CURRENT-1]',
    '  local -a known',
    ...findLevel(levels, 'words', 2, 'CURRENT'),
    `  case "\${at:+$at }$prev" in`,
    ...flagCases(levels, render),
    '  esac',
    '  case "$at" in',
    ...levels.flatMap(({ at, commands, flags, argument }) => [
      `    ${quote(at)}) if [[ $PREFIX == -* ]]; then known=(${describe(flags)}); _describe -o flag known`,
      commands.length > 0
        ? `      else known=(${describe(commands)}); _describe command known; fi ;;`
        : `      else ${render(argument)}; fi ;;`,
    ]),
    '  esac',
    '}',
    'if [[ $funcstack[1] == _ringsight ]]; then _ringsight "$@"; else compdef _ringsight ringsight; fi',
    '',
  ].join('\n')
}

function renderFish(levels: readonly Level[]): string {
  const fish = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const valued = levels.flatMap(({ at, flags }) =>
    flags.flatMap(({ word, next }) => (next === null ? [] : [fish(spaced(at, word))])),
  )
  const takes = (next: Next) => {
    if (next === 'file') return ' -r -F'
    if (next === 'folder') return " -x -a '(__fish_complete_directories)'"
    return next === 'text' ? ' -x' : ` -x -a ${fish(next.join(' '))}`
  }
  return [
    '# fish completion for ringsight',
    'function __ringsight_at',
    '  set -l at',
    '  set -l skips 0',
    '  for word in (commandline -opc)[2..]',
    '    if test $skips = 1; set skips 0; continue; end',
    '    switch "$(string join " " -- $at $word)"',
    `      case ${valued.join(' ')}`,
    '        set skips 1',
    `      case ${levels.flatMap(({ at }) => (at === '' ? [] : [fish(at)])).join(' ')}`,
    '        set -a at $word',
    '    end',
    '  end',
    '  test "$at" = "$argv"',
    'end',
    'complete -c ringsight -f',
    ...levels.flatMap(({ at, commands, flags, argument }) => {
      const here = `complete -c ringsight -n ${fish(`__ringsight_at ${at}`.trim())}`
      return [
        ...commands.map(({ word, about }) => `${here} -a ${fish(word)} -d ${fish(about)}`),
        ...flags.map(
          ({ word, about, next }) => `${here} -l ${word.slice(2)} -d ${fish(about)}${next === null ? '' : takes(next)}`,
        ),
        ...(commands.length > 0 || argument === 'text'
          ? []
          : [argument === 'file' ? `${here} -F` : `${here}${takes(argument).replace(' -x', '')}`]),
      ]
    }),
    '',
  ].join('\n')
}
