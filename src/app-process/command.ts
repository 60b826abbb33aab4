// The command line of an app under test, as words: no shell reads it.
import { InputError } from '../terminal/exit.ts'
import { shortLine } from '../text/safe.ts'

/** A program and its arguments. */
export interface AppCommand {
  readonly program: string
  readonly args: readonly string[]
}

const WORD = /\s+|"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)|([|&;<>$`()]+)|([^\s"'\\|&;<>$`()]+)|(["'\\])/gsy

/**
 * Splits at blanks; quotes, and a backslash before one character, keep them.
 *
 * @throws InputError for what only a shell can do, and for a quote that is not closed
 */
export function readCommand(text: string): AppCommand {
  const words: string[] = []
  let word: string | null = null
  for (const [all, double, single, escaped, shell, plain, open] of text.matchAll(WORD)) {
    if (shell !== undefined) {
      const why = `found ${shell}, which needs a shell: put it into a script of your own`
      throw new InputError(`expected a program and its arguments, ${why}`)
    }
    if (open !== undefined)
      throw new InputError(`expected a program and its arguments, found ${open} that is not closed`)
    const part = double?.replace(/\\(["\\])/g, '$1') ?? single ?? escaped ?? plain
    if (part !== undefined) word = (word ?? '') + part
    else if (all.trim() === '' && word !== null) {
      words.push(word)
      word = null
    }
  }
  if (word !== null) words.push(word)
  const [program = '', ...args] = words
  if (program === '')
    throw new InputError('expected a program and its arguments, such as: python3 app.py, found nothing')
  if (/^\w+=/.test(program)) {
    throw new InputError(
      `expected a program and its arguments, found ${shortLine(program, 60)}, which needs a shell: use env`,
    )
  }
  return { program, args }
}
