// Which delimiter a CSV file has: the one that its rows agree on. A label or a note may hold any of the others. Pure.

/** How the first rows of a file come out under a delimiter. */
export interface Trial {
  readonly delimiter: string
  /** How many cells each row has. */
  readonly widths: readonly number[]
  /** How many cells the first row has when no quote is astray. */
  readonly outside: number
  /** The share of delimiters with a blank behind them, as prose has it. */
  readonly prose: number
}

/** The best of some trials, of the same rows. Where nothing tells them apart, the first. */
export function chooseDelimiter(trials: readonly Trial[]): string {
  const scored = trials.map((trial) => ({ trial, score: score(trial) }))
  const [best] = scored.sort((one, other) => other.score - one.score || other.trial.outside - one.trial.outside)
  return best?.trial.delimiter ?? ','
}

/** From 0, where no row is divided, to 1: how many rows have as many cells as most, and how many those are. */
function score({ widths, prose }: Trial): number {
  const counts = new Map<number, number>()
  for (const width of widths) if (width > 1) counts.set(width, (counts.get(width) ?? 0) + 1)
  const [width = 1, count = 0] = [...counts].sort((one, other) => other[1] - one[1] || other[0] - one[0])[0] ?? []
  return ((count / Math.max(1, widths.length)) * (width - 1) * (1 - prose / 2)) / width
}
