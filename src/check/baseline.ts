// What is known of a file already: its findings by contact and kind, so that a run fails only by those that are new. Pure.
import { createHash } from 'node:crypto'
import { FINDINGS, type FindingCode, type Severity } from '../core/finding.ts'
import type { PlacedFinding } from './file.ts'

/** The findings that a baseline holds, each by contact and kind. */
export interface Baseline {
  /** Contacts are no more than told apart. */
  readonly isHashed: boolean
  readonly known: ReadonlySet<string>
}

/** What a check found beside a baseline. */
export interface BaselineSummary {
  /** The file's name. */
  readonly file: string
  /** Findings that it has, and that it has not. */
  readonly known: number
  readonly fresh: Readonly<Record<Severity, number>>
  /** Contacts and kinds that it has and that are no more. */
  readonly mended: number
  /** The first of them: the contact, where it is told, and the kind. */
  readonly examples: readonly { readonly contact: string | null; readonly code: FindingCode }[]
  /** Whether it is written anew. */
  readonly isUpdated: boolean
}

const VERSION = 1
const EXAMPLES = 5

/** A baseline as a file holds it: a contact and a kind on each line, in an order of their own. */
export function* renderBaseline({ isHashed, known }: Baseline): Generator<string> {
  yield `{"baseline":${VERSION},"isHashed":${isHashed},"findings":[`
  let separator = '\n'
  for (const key of [...known].sort()) {
    yield `${separator}${key}`
    separator = ',\n'
  }
  yield '\n]}\n'
}

/** Reads what renderBaseline wrote; null where the text is none. */
export function readBaseline(text: string): Baseline | null {
  const found = parse(text) as { baseline?: unknown; isHashed?: unknown; findings?: unknown } | null
  if (found?.baseline !== VERSION || typeof found.isHashed !== 'boolean' || !Array.isArray(found.findings)) return null
  const keys = found.findings.map((each) => JSON.stringify(each))
  const isPair = (each: unknown) =>
    Array.isArray(each) && each.length === 2 && each.every((part) => typeof part === 'string')
  return found.findings.every(isPair) ? { isHashed: found.isHashed, known: new Set(keys) } : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export interface OpenBaseline {
  /** Notes a finding. @returns whether the baseline has it */
  note(finding: PlacedFinding): boolean
  /** Notes what is no finding any more, since it has been repaired. */
  summarise(end: { readonly isUpdated: boolean; readonly isComplete: boolean }): BaselineSummary
  /** As it is to be written anew. */
  renewed(): Baseline
}

/**
 * Begins to compare.
 *
 * @param before null where there is none yet: then all is new
 * @param isRepaired whether a finding with a certain repair is mended by this run
 */
export function openBaseline(
  file: string,
  {
    before,
    isHashed,
    isRepaired,
  }: { readonly before: Baseline | null; readonly isHashed: boolean; readonly isRepaired: boolean },
): OpenBaseline {
  const found = new Set<string>()
  const fresh = { error: 0, warning: 0, note: 0 }
  const hashes = before?.isHashed ?? isHashed
  let known = 0
  return {
    note(placed) {
      if (isRepaired && placed.finding.repair !== null) return true
      const key = keyOf(placed, hashes)
      found.add(key)
      const isKnown = before?.known.has(key) === true
      if (isKnown) known += 1
      else fresh[placed.finding.severity] += 1
      return isKnown
    },
    summarise({ isUpdated, isComplete }) {
      // Of a run that was interrupted nobody knows what is mended.
      const gone = isComplete ? [...(before?.known ?? [])].filter((key) => !found.has(key)) : []
      const examples = gone.slice(0, EXAMPLES).flatMap((key) => {
        const [contact, code] = JSON.parse(key) as [string, string]
        return code in FINDINGS ? [{ contact: hashes ? null : contact, code: code as FindingCode }] : []
      })
      return { file, known, fresh, mended: gone.length, examples, isUpdated }
    },
    renewed: () => ({ isHashed: hashes, known: found }),
  }
}

// By its record id; who has none goes by what stands in the cell, for rows move.
function keyOf({ id, column, value, row, finding }: PlacedFinding, isHashed: boolean): string {
  const contact = id ?? (column === null ? `row ${row}` : `${column}: ${value}`)
  const shown = isHashed ? createHash('sha256').update(contact).digest('hex').slice(0, 16) : contact
  return JSON.stringify([shown, finding.code])
}
