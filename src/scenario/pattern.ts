// Regular expressions that users write, in time that grows with the text and not with what could be tried: by RE2's
// automata in place of JavaScript's backtracking. The only file that knows the engine.
// https://github.com/google/re2/wiki/Syntax
import { RE2JS, RE2JSSyntaxException } from 're2js'

/** As it is written: `/source/flags`. */
export interface PatternText {
  readonly source: string
  /** Any of i, m, s and u. */
  readonly flags: string
}

/** A regular expression that matches in linear time. */
export class Pattern implements PatternText {
  readonly source: string
  readonly flags: string
  readonly #engine: RE2JS

  /** @throws PatternError, which says what is wrong with it and what helps */
  constructor({ source, flags }: PatternText) {
    this.source = source
    this.flags = flags
    this.#engine = compile({ source, flags })
  }

  /** Whether it matches anywhere in the text. */
  test(text: string): boolean {
    return this.#engine.matcher(text).find()
  }

  toString(): string {
    return `/${this.source}/${this.flags}`
  }
}

/** What cannot be a pattern. Its message goes on from "expected a regular expression". */
export class PatternError extends Error {
  override readonly name = 'PatternError'
}

const FLAGS: Readonly<Record<string, number>> = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL, u: 0 }

function compile({ source, flags }: PatternText): RE2JS {
  const bits = [...flags].reduce((sum, flag) => sum | (FLAGS[flag] ?? 0), 0)
  try {
    return RE2JS.compile(RE2JS.translateRegExp(translate(source)), bits)
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error
    throw new PatternError(describe(source, error.message.replace(/^error parsing regexp: /, '')))
  }
}

// White space is Unicode's in JavaScript and ASCII's in RE2; a script is named without its property.
const SPACE = '\\s\\x{0b}\\x{feff}\\p{Z}'

function translate(source: string): string {
  let isInClass = false
  return source.replace(/\\p\{Script=(\w+)\}|\\.|\[\^?|\]/gis, (part: string, script?: string) => {
    if (script !== undefined) return `${part.slice(0, 2)}{${script}}`
    if (/^\\[1-9k]$/.test(part) && !isInClass) throw new PatternError(WITHOUT.backreference)
    if (part.startsWith('[')) {
      const isNested = isInClass
      isInClass = true
      return isNested ? `\\${part}` : part
    }
    if (part === ']') isInClass = false
    if (part === '\\s') return isInClass ? SPACE : `[${SPACE}]`
    return part === '\\S' && !isInClass ? `[^${SPACE}]` : part
  })
}

const WITHOUT = {
  backreference: ' without a backreference, which takes time without bound, found one: write out what is repeated',
  look: ' without looking ahead or behind, which takes time without bound, found one that does: match the text itself, or say with never what must not be there',
}

function describe(source: string, message: string): string {
  if (/\(\?<?[=!]/.test(source)) return WITHOUT.look
  return `, found a mistake in it: ${message.replaceAll('`', '"')}`
}
