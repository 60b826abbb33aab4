// Flags by the names that they had before: refused, with the new name.
import { type Command, InvalidArgumentError, Option } from 'commander'

/** Refuses a flag by its old name. @param before as it was declared: `--contacts <n>` */
export function addRenamed(command: Command, before: string, now: string): Command {
  const refuse = () => {
    throw new InvalidArgumentError(`The flag is now ${now}.`)
  }
  return command.addOption(new Option(before).argParser(refuse).hideHelp())
}

/** Reads the FILE of `--contacts`, which was a count in some commands. */
export function parseContactsFile(text: string): string {
  if (!/^\d+$/.test(text)) return text
  throw new InvalidArgumentError(`Expected a file; --people ${text} invents so many contacts.`)
}
