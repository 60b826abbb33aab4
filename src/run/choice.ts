// Which of the scenarios that were read are to be played: by name, tag and shard. Plays none.
import { Pattern, type PatternText } from '../scenario/pattern.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { safeLine } from '../text/safe.ts'

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
