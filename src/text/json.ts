// The lines of `--json`, in one vocabulary: docs/json.md has every line, schemas/ their forms.
import { renderJson } from './safe.ts'

/** One line of results for programs. */
export interface JsonLine {
  readonly type: string
  readonly [field: string]: unknown
}

/** One object on one line, without its end. */
export function renderJsonLine(line: JsonLine): string {
  return renderJson(line)
}

/** An instant as programs get it: ISO 8601, or null. @param ms since the epoch */
export function isoOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}

/** A duration as programs get it. */
export function secondsOf(ms: number): number {
  return Math.round(ms) / 1000
}
