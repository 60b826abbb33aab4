// Commands, flags and arguments: the one file that names commander. Every error says what was expected, what was found, and
// the fix, in the words of InputError.
import {
  type AddHelpTextContext,
  type AddHelpTextPosition,
  Command as Commander,
  Argument as CommanderArgument,
  Option,
} from 'commander'
import { InputError } from '../../terminal/exit.ts'
import { listOr } from '../../text/list.ts'
import { shortLine } from '../../text/safe.ts'
import { fill, widthOf, wrap } from '../../text/width.ts'
import { nearestHint, wrong } from './values.ts'

export { CommanderError } from 'commander'

/** A flag. One that takes a value refuses an empty one, and a second one unless it is repeatable. */
export class Flag extends Option {
  isRepeatable = false
  mayBeEmpty = false
  /** What completion offers, where more is understood than some choices. */
  offered: readonly string[] = []
  private companions: readonly string[] = []

  /** @param read makes a value of the text; it throws an InputError that does not name the flag */
  constructor(flags: string, about: string, read: (text: string) => unknown = (text) => text) {
    super(flags, about)
    if (this.required || this.optional) this.argParser(read)
  }

  /** It may be given several times: the values come as one list. A reader may give several values at once. */
  repeatable(): this {
    const read = this.parseArg
    this.isRepeatable = true
    return this.default([]).argParser<unknown[]>((text, before) => [...before, read?.(text, undefined)].flat())
  }

  /** An empty value has a meaning. */
  orEmpty(): this {
    this.mayBeEmpty = true
    return this
  }

  offers(words: readonly string[]): this {
    this.offered = words
    return this
  }

  /** It says nothing unless one of these flags is given too. @param names as in `.conflicts`: `changedOnly` */
  needs(...names: string[]): this {
    this.companions = names
    return this
  }

  /** What `needs` named; empty for a flag that stands alone. */
  get needed(): readonly string[] {
    return this.companions
  }
}

/** An argument; an empty one is refused unless a reader of its own takes it. */
export class Argument extends CommanderArgument {
  /** As a flag's. */
  offered: readonly string[] = []

  constructor(name: string, about?: string) {
    super(name, about)
    this.argParser<string | string[]>((text, before = []) => {
      if (text === '') throw new InputError('expected a name, found nothing')
      return this.variadic ? [...before, text] : text
    })
  }

  offers(words: readonly string[]): this {
    this.offered = words
    return this
  }
}

type HelpText = string | ((context: AddHelpTextContext) => string)

/** A command whose flags are of the kind above. */
export class Command extends Commander {
  override createCommand(name: string): Command {
    return new Command(name)
  }

  override createOption(flags: string, about: string): Flag {
    return new Flag(flags, about)
  }

  override createArgument(name: string, about: string): Argument {
    return new Argument(name, about)
  }

  /** Help as in commander; paragraphs, and what is said behind an example, are broken into lines of 80 columns. */
  override addHelpText(position: AddHelpTextPosition, text: HelpText): this {
    return super.addHelpText(position, (context) => foldHelp(typeof text === 'string' ? text : text(context)))
  }

  /** The subcommand that goes without saying; undefined for none. */
  get usual(): Commander | undefined {
    const { _defaultCommandName: name } = this as { _defaultCommandName?: string | null }
    return this.commands.find((command) => command.name() === name)
  }

  /** Refuses flags that say nothing together, before the command does anything. */
  expectTogether(): void {
    const flagOf = (name: string) => this.options.find((flag) => flag.attributeName() === name)?.long ?? name
    const isGiven = (name: string) => this.getOptionValueSource(name) === 'cli'
    for (const flag of this.options) {
      if (!(flag instanceof Flag) || flag.needed.length === 0 || !isGiven(flag.attributeName())) continue
      if (flag.needed.some(isGiven)) continue
      throw new InputError(`${flag.long}: expected together with ${listOr(flag.needed.map(flagOf))}`)
    }
    this.expectNoneBefore()
  }

  // What is given before the name of a subcommand is the parent's, and counts only where the subcommand knows it as well.
  private expectNoneBefore(): void {
    const { parent } = this
    const lost = parent?.options.find(
      (flag) =>
        parent.getOptionValueSource(flag.attributeName()) === 'cli' &&
        flag.long !== '--debug' &&
        !this.options.some(({ long }) => long === flag.long),
    )
    if (lost) throw new InputError(`${lost.long}: expected without "${this.name()}", which does not use it`)
  }

  // commander calls the methods below. Its types do not list them; test/cli/flags.test.ts holds each of them.

  _callParseArg(asked: Flag | Argument, text: string, before: unknown): unknown {
    const name = asked instanceof Flag ? asked.long : asked.name()
    try {
      const { argChoices: choices } = asked
      if (choices && !choices.includes(text)) throw wrong(listOr(choices), text, nearestHint(text, choices))
      const value = asked.parseArg?.(text, before as never)
      if (asked instanceof Flag) this.expectOnce(asked, text)
      return value
    } catch (error) {
      throw error instanceof InputError ? new InputError(`${name}: ${error.message}`, { cause: error }) : error
    }
  }

  private expectOnce(flag: Flag, text: string): void {
    if (text.trim() === '' && !flag.mayBeEmpty) throw wrong(placeholderOf(flag), '')
    const isSecond = this.getOptionValueSource(flag.attributeName()) === 'cli'
    if (isSecond && !flag.isRepeatable)
      throw new InputError(`expected once, found it again with "${shortLine(text, 60)}"`)
  }

  unknownOption(flag: string): never {
    const known = this.createHelp().visibleOptions(this)
    const [word = ''] = flag.split('=')
    throw wrong(
      `a flag of ${pathOf(this)}`,
      flag,
      nearestHint(
        word,
        known.flatMap(({ long }) => long ?? []),
      ) || hintOf(this),
    )
  }

  unknownCommand(): never {
    throw unknownName(this, this.args[0] ?? '')
  }

  _dispatchHelpCommand(): void {
    let command: Commander = this
    for (const name of this.args.slice(1)) {
      const named = command.commands.find((each) => each.name() === name)
      if (named === undefined) throw unknownName(command, name)
      command = named
    }
    command.help()
  }

  missingArgument(name: string): never {
    throw new InputError(`expected <${name}>, found nothing: ${hintOf(this)}`)
  }

  optionMissingArgument(flag: Flag): never {
    throw new InputError(`${flag.long}: expected ${placeholderOf(flag)}, found nothing`)
  }

  _conflictingOption(one: Flag, other: Flag): never {
    throw new InputError(`${one.long} and ${other.long}: expected one of them, found both`)
  }

  _excessArguments(found: readonly string[]): never {
    const { length } = this.registeredArguments
    const extra = found[length] ?? ''
    // A word after a command that has subcommands, or is one that goes without saying, is a subcommand misspelt.
    const group = this.commands.length > 0 ? this : this.parent?.parent ? this.parent : null
    if (group && length === 0) throw unknownName(group, extra)
    const most = length === 0 ? 'no argument' : length === 1 ? 'one argument' : `${length} arguments`
    throw wrong(`${most} of ${pathOf(this)}`, extra, length === 0 ? hintOf(this) : 'what has spaces in it needs quotes')
  }
}

function unknownName(group: Commander, found: string): InputError {
  const names = group.commands.map((command) => command.name())
  return wrong(`a command of ${pathOf(group)}`, found, nearestHint(found, names) || hintOf(group))
}

// Lines that are not indented are a paragraph; behind two spaces stand examples.
function foldHelp(text: string): string {
  const lines: string[] = []
  for (const line of text.split('\n')) {
    const before = lines.at(-1) ?? ''
    if (/^\S/.test(before) && /^\S/.test(line)) lines[lines.length - 1] = `${before} ${line}`
    else lines.push(line)
  }
  return lines.flatMap(foldLine).join('\n')
}

function foldLine(line: string): string[] {
  const column = line.startsWith('  ') ? line.lastIndexOf('  ') + 2 : 0
  const example = line.slice(0, column)
  if (widthOf(line) <= 80 || (column > 0 && example.trim() === '')) return [line]
  return wrap(line.slice(column), 80 - column, 'whole').map((part, at) => fill(at === 0 ? example : '', column) + part)
}

function hintOf(command: Commander): string {
  return `${pathOf(command)} --help shows what is possible`
}

/** `ringsight crm serve` */
function pathOf(command: Commander): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`
}

function placeholderOf({ flags }: Option): string {
  return `<${flags.slice(flags.search(/[<[]/) + 1, -1)}>`
}

/** What help says of a flag: its values unless its sentence has them, its default, and whether it may be repeated. */
export function describeFlag(flag: Option): string {
  const { description, argChoices: choices, defaultValue: value, defaultValueDescription: said } = flag
  const isSilent = said === undefined && (value === undefined || typeof value === 'boolean' || Array.isArray(value))
  const notes = [
    ...(isSilent ? [] : [`default: ${said ?? String(value)}`]),
    ...(flag instanceof Flag && flag.isRepeatable ? ['repeatable'] : []),
  ]
  const isToList = choices?.some((choice) => !description.includes(choice))
  return `${description}${choices && isToList ? `: ${listOr(choices)}` : ''}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`
}
