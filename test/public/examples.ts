// The examples of docs/api.md: what each says it prints, and the entries that it is about.
import { readFileSync } from 'node:fs'

export interface Example {
  /** The entry whose section it stands in: `number`. */
  readonly entry: string
  readonly code: string
  /** What it prints; null where nothing is said. */
  readonly prints: string | null
}

/** The blocks of code of a guide, each with the block of output that follows it. */
export function readExamples(file: string): Example[] {
  const sections = readFileSync(file, 'utf8')
    .split(/^## ringsight\//m)
    .slice(1)
  return sections.flatMap((section) => {
    const entry = /^\w+/.exec(section)?.[0] ?? ''
    const blocks = section.matchAll(/```ts\n(.*?)```\n(?:\n```\n(.*?)```)?/gs)
    return Array.from(blocks, ([, code = '', prints = null]) => ({ entry, code, prints }))
  })
}
