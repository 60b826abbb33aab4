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

/** The scenarios that are chosen, by their names as they are shown; then the part of them that is asked for. */
export function choose<Each extends Pick<Scenario, 'name' | 'tags' | 'at'>>(
  scenarios: readonly Each[],
  { grep: text, tags, shard }: Choice,
): ReadonlySet<Each> {
  const grep = text && new Pattern(text)
  const chosen = scenarios.filter(
    (each) =>
      (grep === null || grep.test(safeLine(each.name))) &&
      (tags.length === 0 || tags.some((tag) => each.tags.some((own) => isSameTag(own, tag)))),
  )
  return new Set(shard === null ? chosen : cutShard(chosen, shard))
}

// In the order of their hashes, which has nothing to do with where they stand, cut into parts that differ by one case at
// most. A new scenario moves at most one other across each cut.
function cutShard<Each extends Pick<Scenario, 'name' | 'at'>>(cases: readonly Each[], { part, of }: Shard): Each[] {
  const keyed = cases.map((each) => ({ each, key: keyOf(each), hash: hashOf(keyOf(each)) }))
  keyed.sort((a, b) => a.hash - b.hash || (a.key < b.key ? -1 : 1))
  const cut = (index: number) => Math.floor((index * keyed.length) / of)
  return keyed.slice(cut(part - 1), cut(part)).map(({ each }) => each)
}

function keyOf({ name, at: { file } }: Pick<Scenario, 'name' | 'at'>): string {
  return `${file}\n${name}`
}

function isSameTag(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

// FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
