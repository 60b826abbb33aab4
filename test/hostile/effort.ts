// How hard the hostile tests try: a little in `npm test`, some two minutes with RINGSIGHT_HOSTILE=large as in .ci/run.
// The seed is always the same, unless RINGSIGHT_SEED states another one.

const isLarge = process.env['RINGSIGHT_HOSTILE'] === 'large'

/** How many inputs to try: the first number in `npm test`, the second in a large run. */
export function tries(small: number, large: number): number {
  return isLarge ? large : small
}

/** Where the generators of hostile inputs start; the same seed makes the same inputs. */
export const seed = Number(process.env['RINGSIGHT_SEED'] ?? 1)

/** For fast-check: so many runs, from the seed. */
export function effort(small: number, large: number): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: tries(small, large), seed }
}
