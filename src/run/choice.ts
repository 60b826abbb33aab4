// Which of the scenarios that were read are to be played: by name, tag and shard. Plays none.
import { InvalidArgumentError } from 'commander'
import { Pattern, PatternError, type PatternText } from '../scenario/pattern.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { safeLine, shortLine } from '../text/safe.ts'

export interface Choice {
  /** What the name has to match; null for any. Not compiled, for it is handed to threads. */
  readonly grep: PatternText | null
  /** One of them is enough; none for any. */
  readonly tags: readonly string[]
  readonly shard: Shard | null
}

/** One of so many parts, counted from 1. */
export interface Shard {
  readonly part: number
  readonly of: number
}

/** Whether a scenario is chosen; its name is known as it is shown. */
export function openChoice(choice: Choice): (scenario: Scenario) => boolean {
  const grep = choice.grep && new Pattern(choice.grep)
  return ({ name, tags, at }) =>
    (grep === null || grep.test(safeLine(name))) &&
    (choice.tags.length === 0 || choice.tags.some((tag) => tags.some((each) => isSameTag(each, tag)))) &&
    (choice.shard === null || partOf(`${at.file}\n${name}`, choice.shard.of) === choice.shard.part)
}

function isSameTag(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

// By the case alone, so that a new scenario moves no other one into another shard. FNV-1a, 32 bits:
// http://www.isthe.com/chongo/tech/comp/fnv/
function partOf(text: string, parts: number): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return ((hash >>> 0) % parts) + 1
}

/** Reads `--grep`: a part of the name, in small or capital letters, or `/a regular expression/`. */
export function parseGrep(text: string): PatternText {
  const [, source, flags = ''] = /^\/(.+)\/([imsu]*)$/s.exec(text) ?? []
  const grep = source === undefined ? { source: escapePattern(text), flags: 'i' } : { source, flags }
  try {
    new Pattern(grep)
    return grep
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    throw new InvalidArgumentError(`Expected a text, or a regular expression${shortLine(error.message, 200)}.`)
  }
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

/** Reads one `--tag` after others; a comma separates several. */
export function parseTags(text: string, before: readonly string[] = []): string[] {
  const tags = text.split(',').map((tag) => tag.trim())
  if (tags.includes('')) throw new InvalidArgumentError('Expected a tag such as R-10, or several with commas.')
  return [...before, ...tags]
}

/** Reads `--shard`. */
export function parseShard(text: string): Shard {
  const [, part, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []
  const shard = { part: Number(part), of: Number(of) }
  if (shard.part >= 1 && shard.part <= shard.of) return shard
  throw new InvalidArgumentError('Expected which part of how many, such as 2/5.')
}
